create function scout.settle_rechecks(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_targets jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_stream  text;
    v_settled bigint;
begin
    select stream into v_stream from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    delete from scout.rechecks r using jsonb_each(p_targets) as by_model (model, ids)
     where r.stream = v_stream and r.target_model = by_model.model
       and r.target_id in (select value::bigint from jsonb_array_elements(by_model.ids));
    get diagnostics v_settled = row_count;
    return jsonb_build_object('settled', v_settled);
end;
$$;
comment on function scout.settle_rechecks(text, uuid, bigint, jsonb) is
    'Forgets targets whose pointing records were read again, under the stream''s lease. A repeat finds nothing left to forget.';
revoke execute on function scout.settle_rechecks(text, uuid, bigint, jsonb) from public, anon, authenticated;
grant execute on function scout.settle_rechecks(text, uuid, bigint, jsonb) to service_role;
