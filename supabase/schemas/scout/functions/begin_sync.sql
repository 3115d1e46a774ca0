create function scout.begin_sync(p_checkpoint_id text, p_stream text, p_run_id uuid, p_lease_seconds integer, p_holder text)
returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_answer     jsonb;
begin
    select begin_answer into v_answer from scout.sync_logs where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    if found then
        return v_answer;
    end if;
    perform scout.require_bronze_table(p_stream);

    -- Looked at before it is touched: a busy stream answers at once, also while its holder is committing. (Even an
    -- "on conflict do nothing" would wait for a holder whose commit is under way.)
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    if not found then
        insert into scout.sync_checkpoints (id, stream) values (p_checkpoint_id, p_stream) on conflict (id) do nothing;
        select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    end if;
    if v_checkpoint.lease_expires_at is null or v_checkpoint.lease_expires_at < clock_timestamp() then
        update scout.sync_checkpoints
           set fence = fence + 1, run_id = p_run_id, lease_holder = p_holder, status = 'running', error_message = null,
               lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
               last_page = 0, last_page_digest = null, last_page_answer = null, updated_at = clock_timestamp()
         where id = p_checkpoint_id
           and (lease_expires_at is null or lease_expires_at < clock_timestamp())
        returning * into v_checkpoint;
        if found then
            v_answer := jsonb_build_object(
                'acquired', true, 'fence', v_checkpoint.fence, 'lease_expires_at', v_checkpoint.lease_expires_at,
                'checkpoint', scout.checkpoint_state(v_checkpoint));
            update scout.sync_logs set status = 'abandoned', completed_at = clock_timestamp()
             where checkpoint_id = p_checkpoint_id and status = 'running';
            insert into scout.sync_logs (run_id, checkpoint_id, fence, begin_answer)
            values (p_run_id, p_checkpoint_id, v_checkpoint.fence, v_answer);
            return v_answer;
        end if;
    end if;

    -- Not ours: either another runner's, or a copy of this very call came first.
    select begin_answer into v_answer from scout.sync_logs where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    if found then
        return v_answer;
    end if;
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    return jsonb_build_object('acquired', false, 'holder', v_checkpoint.lease_holder,
                              'lease_expires_at', coalesce(v_checkpoint.lease_expires_at, clock_timestamp()));
end;
$$;
comment on function scout.begin_sync(text, text, uuid, integer, text) is
    'Takes the stream''s lease under a new fence and answers the checkpoint; {"acquired": false, …} when another runner holds it.';
revoke execute on function scout.begin_sync(text, text, uuid, integer, text) from public, anon, authenticated;
grant execute on function scout.begin_sync(text, text, uuid, integer, text) to service_role;
