create function scout.keep_relation(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_lease_seconds integer) returns jsonb
-- Who reads the relation for long would hold this up, and this everybody who comes after: better the next run.
language plpgsql set search_path = '' set lock_timeout = '1s' set statement_timeout = '25s' as $$
declare
    v_stream scout.sync_checkpoints.stream%type;
    v_table  scout.typed_tables;
    v_slice  record;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence
    returning stream into v_stream;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    begin
        if (select is_due from scout.typed_tables where model = v_stream) then
            perform scout.shape_typed_table(v_stream);
        end if;
        select * into v_table from scout.typed_tables where model = v_stream;
        if v_table.refill_after is not null then
            execute format('lock table scout.%I in share row exclusive mode', v_table.table_name);
        end if;
    exception when lock_not_available then
        return jsonb_build_object('done', true, 'notices', jsonb_build_array(format(
            'odoo_raw.%s could not be changed while somebody reads it; the next run tries again', replace(v_stream, '.', '_'))));
    end;
    while v_table.refill_after is not null and clock_timestamp() < statement_timestamp() + interval '5 s' loop
        select * into v_slice from scout.refill_typed(v_stream, v_table.refill_after);
        update scout.typed_tables set refill_after = v_slice.last_id where model = v_stream returning refill_after into v_table.refill_after;
    end loop;
    return jsonb_build_object('done', v_table.refill_after is null, 'notices', to_jsonb(coalesce(v_table.notices, '{}')));
end;
$$;
comment on function scout.keep_relation(text, uuid, bigint, integer) is
    'Brings a stream''s relation in odoo_raw to the recorded fields, under its lease, and fills what has to be filled, some seconds of it a call. Answers {done, notices}; to be called until done.';
revoke execute on function scout.keep_relation(text, uuid, bigint, integer) from public, anon, authenticated;
grant execute on function scout.keep_relation(text, uuid, bigint, integer) to service_role;
