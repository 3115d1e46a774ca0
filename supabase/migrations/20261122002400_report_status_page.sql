-- Purpose: what the status page shows beside the health report: the last days' runs, errors, outbox and gold; and which causes are open.
-- Reverse: drop function ops.page_facts(), ops.page_of_streams(date), ops.page_of_outbox(date), ops.open_causes();
--
-- A day is a day in UTC here: runs belong to schedules, which are in UTC, not to a shop.

create function ops.page_of_streams(p_since date) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'id', c.id, 'stream', c.stream, 'status', c.status, 'last_sync_at', c.last_sync_at,
               'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
               'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
               'proven_at', (select max(r.checked_at) from scout.reconciliations r where r.checkpoint_id = c.id and r.status = 'equal'),
               'last_error', (select jsonb_build_object('at', l.completed_at, 'message', left(coalesce(l.error_message, ''), 500))
                                from scout.sync_logs l
                               where l.checkpoint_id = c.id and l.status = 'failed' and l.started_at >= p_since at time zone 'UTC'
                               order by l.started_at desc limit 1),
               'days', (select coalesce(jsonb_agg(to_jsonb(d) order by d.day), '[]')
                          from (select (l.started_at at time zone 'UTC')::date as day, count(*) as runs,
                                       count(*) filter (where l.status in ('failed', 'abandoned')) as failed,
                                       sum(l.records_processed)::bigint as records
                                  from scout.sync_logs l
                                 where l.checkpoint_id = c.id and l.started_at >= p_since at time zone 'UTC'
                                 group by 1) d)) order by c.id), '[]')
      from scout.sync_checkpoints c
$$;
comment on function ops.page_of_streams(date) is
    'Each checkpoint with its lag, last proof, latest error since that day, and its runs by day (UTC): runs, failed (abandoned ones too), records.';
revoke execute on function ops.page_of_streams(date) from public, anon, authenticated;
grant execute on function ops.page_of_streams(date) to service_role;

create function ops.page_of_outbox(p_since date) returns jsonb
language sql stable set search_path = '' as $$
    select ops.outbox_status() - 'last_run' || jsonb_build_object(
        'days', (select coalesce(jsonb_agg(to_jsonb(d) order by d.day), '[]')
                   from (select (r.started_at at time zone 'UTC')::date as day, count(*) as runs,
                                count(*) filter (where r.status = 'failed') as failed_runs,
                                sum(r.done + r.skipped) as settled, sum(r.failed) as failed, sum(r.dead) as parked
                           from ops.odoo_sync_runs r
                          where r.started_at >= p_since at time zone 'UTC'
                          group by 1) d),
        'last_error', (select jsonb_build_object('at', r.completed_at, 'message', left(coalesce(r.error_message, ''), 500))
                         from ops.odoo_sync_runs r
                        where r.status = 'failed' and r.started_at >= p_since at time zone 'UTC'
                        order by r.started_at desc limit 1),
        -- Which ones and of what kind; never the payload, nor the error's text, which may quote it.
        'troubled', (select coalesce(jsonb_agg(to_jsonb(m) order by m.at desc), '[]')
                       from (select o.id, o.operation, o.model, o.status, o.error_kind as kind, o.attempts, o.updated_at as at
                               from ops.odoo_outbox o
                              where o.status in ('failed', 'dead')
                              order by o.updated_at desc limit 5) m))
$$;
comment on function ops.page_of_outbox(date) is
    'ops.outbox_status(), what the worker''s runs did by day (UTC), its latest error since that day, and the latest five failed or parked messages without their content.';
revoke execute on function ops.page_of_outbox(date) from public, anon, authenticated;
grant execute on function ops.page_of_outbox(date) to service_role;

create function ops.page_facts() returns jsonb
language sql stable set search_path = '' set statement_timeout = '25s' as $$
    select jsonb_build_object(
        'now', clock_timestamp(), 'since', since,
        'streams', ops.page_of_streams(since),
        'outbox', ops.page_of_outbox(since),
        'gold', (select coalesce(jsonb_agg(jsonb_build_object('view', g.view_name, 'refreshed_at', g.finished_at,
                                                              'seconds', g.duration_seconds, 'rows', g.row_count) order by g.view_name), '[]')
                   from scout.gold_refreshes g))
      from (select (now() at time zone 'UTC')::date - 13 as since) as days
$$;
comment on function ops.page_facts() is
    'What the status page shows beside the health report, for the last 14 days (UTC): streams, outbox, gold. No record''s content is in it.';
revoke execute on function ops.page_facts() from public, anon, authenticated;
grant execute on function ops.page_facts() to service_role;

create function ops.open_causes() returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(cause order by cause), '[]') from ops.alerts where recovered_at is null
$$;
comment on function ops.open_causes() is 'The causes that are not over: whoever looks at everything tells the end of those it finds no more.';
revoke execute on function ops.open_causes() from public, anon, authenticated;
grant execute on function ops.open_causes() to service_role;
