create function ops.health_of_schedules() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'sync', (select max(l.started_at) from scout.sync_checkpoints c
                  cross join lateral (select s.started_at from scout.sync_logs s where s.checkpoint_id = c.id
                                       order by s.started_at desc limit 1) l),
        'reconcile', (select max(checked_at) from scout.reconciliations where status in ('equal', 'differs', 'refused') and not by_count),
        'outbox', (select max(started_at) from ops.odoo_sync_runs),
        'gold', (select max(started_at) from scout.gold_refreshes),
        'jobs', ops.scheduled_jobs())
$$;
comment on function ops.health_of_schedules() is
    'When each kind of work was last begun (reconcile: last ended, those that runs make by themselves apart), and pg_cron''s jobs; null: never, or no pg_cron.';
revoke execute on function ops.health_of_schedules() from public, anon, authenticated;
grant execute on function ops.health_of_schedules() to service_role;
