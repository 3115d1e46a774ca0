create function scout.commit_page(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_rows jsonb,
    p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer, p_backfill jsonb default null,
    p_moves_cursor boolean default true) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_answer     jsonb;
begin
    update scout.sync_checkpoints
       set last_page = p_page, last_page_digest = p_digest, page_rows = p_page_rows,
           last_record_id = case when p_moves_cursor then p_last_record_id else last_record_id end,
           backfill = coalesce(p_backfill, backfill),
           records_synced = records_synced + jsonb_array_length(p_rows),
           lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and last_page = p_page - 1
    returning * into v_checkpoint;
    if not found then
        -- A repeat of the last page gets its answer again, also after the lease was released (invariant 2).
        select last_page_answer into v_answer from scout.sync_checkpoints
         where id = p_checkpoint_id and fence = p_fence and last_page = p_page and last_page_digest = p_digest;
        if not found then
            perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
        end if;
        return v_answer;
    end if;

    v_answer := scout.ingest_rows(v_checkpoint.stream, p_rows, p_run_id);
    v_answer := v_answer || jsonb_build_object('lease_expires_at', v_checkpoint.lease_expires_at,
                                               'totals', scout.bronze_total(v_checkpoint.stream));
    update scout.sync_checkpoints set last_page_answer = v_answer where id = p_checkpoint_id;
    update scout.sync_logs
       set records_processed = records_processed + jsonb_array_length(p_rows), pages = pages + 1,
           inserted = inserted + (v_answer ->> 'inserted')::bigint,
           updated = updated + (v_answer ->> 'updated')::bigint,
           unchanged = unchanged + (v_answer ->> 'unchanged')::bigint,
           quarantined = quarantined + (v_answer ->> 'quarantined')::bigint
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return v_answer;
end;
$$;
comment on function scout.commit_page(text, uuid, bigint, integer, text, jsonb, bigint, integer, integer, jsonb, boolean) is
    'One page, one transaction: rows, checkpoint, log and lease together. Pages count from 1 within a fence (invariants 1 to 3).';
revoke execute on function scout.commit_page(text, uuid, bigint, integer, text, jsonb, bigint, integer, integer, jsonb, boolean)
  from public, anon, authenticated;
grant execute on function scout.commit_page(text, uuid, bigint, integer, text, jsonb, bigint, integer, integer, jsonb, boolean)
   to service_role;
