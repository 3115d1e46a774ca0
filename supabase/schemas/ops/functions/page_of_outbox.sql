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
