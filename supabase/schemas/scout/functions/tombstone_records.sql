create function scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_stream text;
    v_gone   bigint[];
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence
    returning stream into v_stream;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    execute format($sql$
        with marked as (
            update scout.%I set deleted_at = now(), changed_by = $2
             where deleted_at is null and odoo_id in (select value::bigint from jsonb_array_elements($1))
            returning odoo_id
        )
        select coalesce(array_agg(odoo_id), '{}') from marked
    $sql$, (select table_name from scout.bronze_tables where model = v_stream)) into v_gone using p_ids, p_run_id;
    update scout.erasures set is_counted = false
     where model = v_stream and is_counted and odoo_id in (select value::bigint from jsonb_array_elements(p_ids));
    insert into scout.rechecks (stream, target_model, target_id)
    select pointing.stream, v_stream, gone.id
      from (select distinct stream from scout.stream_fields
             where relation = v_stream and type in ('many2one', 'many2many') and gone_at is null) as pointing
     cross join unnest(v_gone) as gone (id)
        on conflict do nothing;
    update scout.sync_logs set deleted = deleted + cardinality(v_gone)
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return jsonb_build_object('deleted', cardinality(v_gone));
end;
$$;
comment on function scout.tombstone_records(text, uuid, bigint, jsonb, integer) is
    'Marks records that are gone from Odoo (deleted_at); their triggers take them out of silver, and what points at them is noted in scout.rechecks. A repeat finds none left to mark.';
revoke execute on function scout.tombstone_records(text, uuid, bigint, jsonb, integer) from public, anon, authenticated;
grant execute on function scout.tombstone_records(text, uuid, bigint, jsonb, integer) to service_role;
