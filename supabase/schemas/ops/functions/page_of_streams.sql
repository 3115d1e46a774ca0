create function ops.page_of_streams(p_since date) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'id', c.id, 'stream', c.stream, 'status', c.status, 'last_sync_at', c.last_sync_at,
               'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
               'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
               'proven_at', greatest(
                   (select max(r.checked_at) from scout.reconciliations r where r.checkpoint_id = c.id and r.status = 'equal'),
                   (select counted.equal_at from scout.count_proofs counted where counted.checkpoint_id = c.id)),
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
    'Each checkpoint with its lag, last proof (by count or record by record), latest error since that day, and its runs by day (UTC): runs, failed (abandoned ones too), records.';
revoke execute on function ops.page_of_streams(date) from public, anon, authenticated;
grant execute on function ops.page_of_streams(date) to service_role;
