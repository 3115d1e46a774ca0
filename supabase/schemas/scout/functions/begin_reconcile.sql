create function scout.begin_reconcile(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_deep boolean, p_scope jsonb, p_by_count boolean default false) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_sweep      scout.reconciliations;
begin
    select * into v_checkpoint from scout.sync_checkpoints
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    -- What was swept with other eyes or to another depth cannot be gone on with, nor what says little of today any more. A
    -- schedule of every night may go on once.
    update scout.reconciliations set status = 'abandoned', checked_at = clock_timestamp()
     where checkpoint_id = p_checkpoint_id and status = 'sweeping'
       and (scope is distinct from p_scope or deep is distinct from p_deep
            or started_at < clock_timestamp() - interval '36 hours');
    update scout.reconciliations set by_count = by_count and p_by_count where checkpoint_id = p_checkpoint_id and status = 'sweeping'
    returning * into v_sweep;
    if not found then
        insert into scout.reconciliations (checkpoint_id, stream, deep, scope, started_at, by_count)
        values (p_checkpoint_id, v_checkpoint.stream, p_deep, p_scope, clock_timestamp(), p_by_count)
        returning * into v_sweep;
    end if;
    return jsonb_build_object('id', v_sweep.id, 'swept_to_id', v_sweep.swept_to_id, 'started_at', v_sweep.started_at);
end;
$$;
comment on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb, boolean) is
    'Begins a sweep of the stream, or goes on with the unfinished one of the same scope and depth, not older than 36 hours. p_by_count: a run does it by itself. Needs the lease.';
revoke execute on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb, boolean) from public, anon, authenticated;
grant execute on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb, boolean) to service_role;
