create function scout.sync_status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'streams', coalesce(jsonb_agg(jsonb_build_object(
            'id', c.id, 'stream', c.stream, 'status', c.status, 'last_sync_at', c.last_sync_at,
            'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
            'window_mode', c.window_mode, 'window_until', c.window_until, 'last_record_id', c.last_record_id,
            'lease_expires_at', c.lease_expires_at, 'lease_holder', c.lease_holder,
            'records_synced', c.records_synced, 'error_message', c.error_message,
            'proven_at', (select max(r.checked_at) from scout.reconciliations r
                           where r.checkpoint_id = c.id and r.status = 'equal'),
            'counted', (select to_jsonb(counted) - 'checkpoint_id' from scout.count_proofs counted where counted.checkpoint_id = c.id),
            'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
            'last_run', (select to_jsonb(l) - 'begin_answer' - 'finish_answer' from scout.sync_logs l
                          where l.checkpoint_id = c.id order by l.started_at desc limit 1)) order by c.id), '[]'))
      from scout.sync_checkpoints c
$$;
comment on function scout.sync_status() is
    'Every stream''s checkpoint, lag in seconds, lease, quarantine, latest run, last proven equality record by record (proven_at) and last count held against Odoo''s (counted), for people and for health checks.';
revoke execute on function scout.sync_status() from public, anon, authenticated;
grant execute on function scout.sync_status() to service_role;
