create function ops.purge_messages(p_older_than interval) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_purged bigint;
begin
    delete from ops.odoo_outbox where status in ('done', 'skipped') and settled_at < clock_timestamp() - p_older_than;
    get diagnostics v_purged = row_count;
    return jsonb_build_object('purged', v_purged);
end;
$$;
comment on function ops.purge_messages(interval) is 'Forgets messages settled longer ago. Their keys are free again: an author who repeats one makes it happen again.';
revoke execute on function ops.purge_messages(interval) from public, anon, authenticated;
grant execute on function ops.purge_messages(interval) to service_role;
