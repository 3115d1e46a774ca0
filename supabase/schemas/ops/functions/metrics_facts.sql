create function ops.metrics_facts() returns jsonb
language sql stable set search_path = '' set statement_timeout = '25s' as $$
    select jsonb_build_object(
        'streams', coalesce((
            select jsonb_agg(jsonb_build_object(
                       'stream', c.id,
                       'records_processed', c.records_synced,
                       'records_failed', coalesce(runs.quarantined, 0),
                       'runs_failed', coalesce(runs.failed, 0),
                       'runs', coalesce(runs.ended, 0),
                       'run_seconds', coalesce(runs.seconds, 0),
                       'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
                       'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
                       'proven_at', (select extract(epoch from max(r.checked_at)) from scout.reconciliations r
                                      where r.checkpoint_id = c.id and r.status = 'equal'),
                       'reconciled', (select jsonb_build_object('equal', (r.status = 'equal')::integer, 'missing', r.missing,
                                                                'stale', r.stale, 'extra', r.extra, 'repaired', r.repaired)
                                        from scout.reconciliations r
                                       where r.checkpoint_id = c.id and r.checked_at is not null
                                       order by r.started_at desc limit 1)) order by c.id)
              from scout.sync_checkpoints c
              left join lateral (
                   select sum(l.quarantined) as quarantined, sum(l.error_count) as failed,
                          count(*) filter (where l.completed_at is not null) as ended,
                          sum(extract(epoch from l.completed_at - l.started_at)) as seconds
                     from scout.sync_logs l where l.checkpoint_id = c.id) runs on true), '[]'),
        'odoo_calls', coalesce((select jsonb_object_agg(kind, calls)
                                  from (select kind, sum(calls) as calls from ops.odoo_calls group by kind) totals), '{}'),
        'key_seconds_left', (select extract(epoch from expires_at - clock_timestamp()) from ops.odoo_keys),
        'mirror', (select coalesce(jsonb_agg(jsonb_build_object(
                             'slot', s.slot, 'lag_seconds', cdc.lag_seconds(s), 'records_processed', s.records, 'records_failed', s.failed,
                             'batches', s.batches, 'batch_seconds', s.batch_seconds, 'retained_bytes', s.retained_bytes,
                             'safe_bytes', s.safe_bytes, 'resyncs', s.resyncs,
                             'tables', (select coalesce(jsonb_object_agg(state, number), '{}')
                                          from (select r.state, count(*) as number from cdc.relations r where r.slot = s.slot group by r.state) states))
                             order by s.slot), '[]') from cdc.slots s),
        'outbox', ops.outbox_status() - 'last_run',
        'outbox_runs', (select jsonb_build_object('done', coalesce(sum(done), 0), 'skipped', coalesce(sum(skipped), 0),
                                                  'failed', coalesce(sum(failed), 0), 'dead', coalesce(sum(dead), 0))
                          from ops.odoo_sync_runs))
$$;
comment on function ops.metrics_facts() is
    'Per stream: totals since the beginning, lag in seconds, quarantine, the latest reconcile. For the mirror: each slot. For the outbox: its depth and what its runs of the last 90 days did.';
revoke execute on function ops.metrics_facts() from public, anon, authenticated;
grant execute on function ops.metrics_facts() to service_role;
