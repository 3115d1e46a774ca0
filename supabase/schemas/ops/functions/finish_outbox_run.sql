create function ops.finish_outbox_run(p_run_id uuid, p_status text, p_error_message text default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_released integer;
    v_run      ops.odoo_sync_runs;
begin
    -- What this run may have sent is left to its lease: it comes back after Odoo's request limit, and Odoo is read first.
    update ops.odoo_outbox
       set status = case when last_error is null then 'queued' else 'failed' end,
           run_id = null, lease_expires_at = null, updated_at = clock_timestamp()
     where run_id = p_run_id and status = 'processing' and (not in_doubt or sent_fence is distinct from fence);
    get diagnostics v_released = row_count;
    update ops.odoo_sync_runs
       set status = p_status, completed_at = coalesce(completed_at, clock_timestamp()), released = released + v_released,
           error_message = p_error_message
     where run_id = p_run_id
    returning * into v_run;
    return to_jsonb(v_run);
end;
$$;
comment on function ops.finish_outbox_run(uuid, text, text) is 'Ends a worker''s run and gives back what it claimed and did not begin. A repeat finds nothing left to give back.';
revoke execute on function ops.finish_outbox_run(uuid, text, text) from public, anon, authenticated;
grant execute on function ops.finish_outbox_run(uuid, text, text) to service_role;
