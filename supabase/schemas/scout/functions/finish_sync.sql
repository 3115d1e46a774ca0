create function scout.finish_sync(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean,
    p_error_message text default null, p_notices jsonb default '[]', p_ends_backfill boolean default false,
    p_counted jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_before scout.sync_checkpoints;
    v_answer jsonb;
begin
    select finish_answer into v_answer from scout.sync_logs
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
    if found then
        return v_answer;
    end if;
    select * into v_before from scout.sync_checkpoints where id = p_checkpoint_id;
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then scout.moved_watermark(last_sync_at, window_until) else last_sync_at end,
           last_record_id = case when p_closes then 0 else last_record_id end,
           window_mode = case when p_closes then null else window_mode end,
           window_from = case when p_closes then null else window_from end,
           window_until = case when p_closes then null else window_until end,
           backfill = case when p_ends_backfill then null else backfill end,
           status = case p_status when 'completed' then 'idle' else p_status end, error_message = p_error_message,
           run_id = null, lease_holder = null, lease_expires_at = null, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        -- A copy of this very call may have come first, between the look above and now.
        select finish_answer into v_answer from scout.sync_logs
         where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
        if not found then
            perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
        end if;
        return v_answer;
    end if;
    if p_counted is not null then
        perform scout.note_count(p_checkpoint_id, p_counted);
    end if;
    if p_closes and v_before.window_mode = 'full' then  -- its end is by Odoo's clock, which may be a little ahead of this one
        perform scout.release_parked(v_before.stream, v_before.window_until - interval '10 minutes');
    end if;
    perform scout.empty_tombstones(v_before.stream);
    perform scout.prune_changes();
    update scout.sync_logs
       set status = p_status, completed_at = clock_timestamp(), error_message = p_error_message,
           error_count = error_count + (p_error_message is not null)::integer, notices = p_notices,
           finish_answer = (select jsonb_build_object('status', p_status, 'last_sync_at', c.last_sync_at)
                              from scout.sync_checkpoints c where c.id = p_checkpoint_id)
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id
    returning finish_answer into v_answer;
    return v_answer;
end;
$$;
comment on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean, jsonb) is
    'Ends a run: moves the watermark if the window was read to its end, notes the count that was held against Odoo''s, empties old tombstones, writes the log, releases the lease.';
revoke execute on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean, jsonb)
  from public, anon, authenticated;
grant execute on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean, jsonb) to service_role;
