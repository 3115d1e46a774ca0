create function ops.keep_messages(p_run_id uuid, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_kept integer;
begin
    update ops.odoo_outbox set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
     where run_id = p_run_id and status = 'processing' and lease_expires_at > clock_timestamp();
    get diagnostics v_kept = row_count;
    return jsonb_build_object('kept', v_kept);
end;
$$;
comment on function ops.keep_messages(uuid, integer) is 'Renews the leases of a worker that is still at work.';
revoke execute on function ops.keep_messages(uuid, integer) from public, anon, authenticated;
grant execute on function ops.keep_messages(uuid, integer) to service_role;
