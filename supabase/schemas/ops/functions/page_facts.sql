-- A day is a day in UTC here: runs belong to schedules, which are in UTC, not to a shop.
create function ops.page_facts() returns jsonb
language sql stable set search_path = '' set statement_timeout = '25s' as $$
    select jsonb_build_object(
        'now', clock_timestamp(), 'since', since,
        'streams', ops.page_of_streams(since),
        'outbox', ops.page_of_outbox(since),
        'metrics', ops.page_of_metrics(),
        'mirror', ops.page_of_mirror(),
        'gold', (select coalesce(jsonb_agg(jsonb_build_object('view', g.view_name, 'refreshed_at', g.finished_at,
                                                              'seconds', g.duration_seconds, 'rows', g.row_count) order by g.view_name), '[]')
                   from scout.gold_refreshes g))
      from (select (now() at time zone 'UTC')::date - 13 as since) as days
$$;
comment on function ops.page_facts() is
    'What the status page shows beside the health report, for the last 14 days (UTC): streams, outbox, metrics, mirror, gold. No record''s content is in it.';
revoke execute on function ops.page_facts() from public, anon, authenticated;
grant execute on function ops.page_facts() to service_role;
