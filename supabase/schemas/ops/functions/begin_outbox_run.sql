create function ops.begin_outbox_run(p_run_id uuid, p_worker text) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into ops.odoo_sync_runs (run_id, worker) values (p_run_id, p_worker) on conflict (run_id) do nothing;
    delete from ops.odoo_sync_runs where started_at < now() - interval '90 days';
    return jsonb_build_object('run_id', p_run_id);
end;
$$;
comment on function ops.begin_outbox_run(uuid, text) is 'Notes that a worker began, and forgets runs older than 90 days.';
revoke execute on function ops.begin_outbox_run(uuid, text) from public, anon, authenticated;
grant execute on function ops.begin_outbox_run(uuid, text) to service_role;
