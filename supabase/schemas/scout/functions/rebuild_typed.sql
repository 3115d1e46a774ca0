create function scout.rebuild_typed(p_model text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_answer jsonb := '{"written": 0, "removed": 0, "quarantined": 0, "released": 0}';
    v_slice  record;
    v_after  bigint;
begin
    -- Writers wait: a page committed after our snapshot would be overwritten with what bronze held before it.
    execute format('lock table scout.%I in share mode', (select table_name from scout.bronze_tables where model = p_model));
    loop
        select * into v_slice from scout.refill_typed(p_model, v_after);
        exit when v_slice.last_id is null;
        v_after := v_slice.last_id;
        v_answer := (select jsonb_object_agg(key, value::bigint + (v_answer ->> key)::bigint) from jsonb_each_text(v_slice.counts));
    end loop;
    update scout.typed_tables set refill_after = null where model = p_model;
    return v_answer || jsonb_build_object('removed', (v_answer ->> 'removed')::bigint + scout.forget_typed(p_model));
end;
$$;
comment on function scout.rebuild_typed(text) is
    'Makes typed rows, deletions and quarantine of one model from bronze again; pages of this model wait. Rows that are right already are not touched.';
revoke execute on function scout.rebuild_typed(text) from public, anon, authenticated;
grant execute on function scout.rebuild_typed(text) to service_role;
