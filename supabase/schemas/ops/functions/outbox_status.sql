create function ops.outbox_status() returns jsonb
language sql stable set search_path = '' as $$
    with open as (
        select status, count(*) as messages, min(created_at) as oldest_at from ops.odoo_outbox
         where status in ('queued', 'processing', 'failed', 'dead') group by status
    ), troubled as materialized (
        -- So many and no more: a look must stay cheap when a whole bulk was refused.
        select ordering_key, company_id, min(position) as position
          from (select ordering_key, company_id, position from ops.odoo_outbox
                 where status in ('failed', 'dead') order by ordering_key limit 20000) as first_ones
         group by 1, 2
    ), keys as (
        select ordering_key, min(position) as of_any, min(position) filter (where company_id is null) as of_none
          from troubled group by 1
    )
    select jsonb_build_object(
        'now', clock_timestamp(),
        'depth', coalesce(sum(messages) filter (where status <> 'dead'), 0),
        'queued', coalesce(sum(messages) filter (where status = 'queued'), 0),
        'processing', coalesce(sum(messages) filter (where status = 'processing'), 0),
        'failed', coalesce(sum(messages) filter (where status = 'failed'), 0),
        'dead', coalesce(sum(messages) filter (where status = 'dead'), 0),
        -- Of a key with trouble each message is held against the first trouble it could wait for: its company's or one
        -- without a company; a message without a company waits for all.
        'held_back', (select count(*)
                        from keys
                        join ops.odoo_outbox m on m.ordering_key = keys.ordering_key and m.status = 'queued'
                        left join troubled t on t.ordering_key = m.ordering_key and t.company_id = m.company_id
                       where m.position > case when m.company_id is null then keys.of_any else least(t.position, keys.of_none) end),
        'oldest_at', min(oldest_at) filter (where status <> 'dead'),
        'oldest_seconds', extract(epoch from clock_timestamp() - min(oldest_at) filter (where status <> 'dead')),
        'last_run', (select to_jsonb(r) from ops.odoo_sync_runs r order by r.started_at desc limit 1))
      from open
$$;
comment on function ops.outbox_status() is 'Depth (messages not settled and not parked), age of the oldest in seconds, parked ones, those held back behind another (behind the first 20,000 failed or parked ones), and the latest run.';
revoke execute on function ops.outbox_status() from public, anon, authenticated;
grant execute on function ops.outbox_status() to service_role;
