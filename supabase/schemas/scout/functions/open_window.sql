create function scout.open_window(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_after_page integer,
    p_mode text, p_from timestamptz, p_until timestamptz, p_scope jsonb, p_closes boolean default false) returns jsonb
language plpgsql set search_path = '' as $$
begin
    -- p_closes: the window open until now was read to its end, so the watermark moves before the next one opens. One in the
    -- future is forgotten: the engine reads the stream in full then, and goes on with that however often it is interrupted.
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then scout.moved_watermark(last_sync_at, window_until)
                               when last_sync_at <= clock_timestamp() + interval '5 minutes' then last_sync_at end,
           window_mode = p_mode, window_from = p_from, window_until = p_until, last_record_id = 0,
           scope = p_scope, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and last_page = p_after_page
       and (window_mode, window_until, scope) is distinct from (p_mode, p_until, p_scope);
    if not found and not exists (
        select from scout.sync_checkpoints
         where id = p_checkpoint_id and fence = p_fence and window_mode = p_mode and window_until = p_until and scope = p_scope
    ) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    update scout.sync_logs set mode = p_mode, window_from = p_from, window_until = p_until
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return jsonb_build_object('opened', true);
end;
$$;
comment on function scout.open_window(text, uuid, bigint, integer, text, timestamptz, timestamptz, jsonb, boolean) is
    'Freezes the window [p_from, p_until) that this and, if it stops midway, the next run reads. A repeat changes nothing.';
revoke execute on function scout.open_window(text, uuid, bigint, integer, text, timestamptz, timestamptz, jsonb, boolean)
  from public, anon, authenticated;
grant execute on function scout.open_window(text, uuid, bigint, integer, text, timestamptz, timestamptz, jsonb, boolean)
   to service_role;
