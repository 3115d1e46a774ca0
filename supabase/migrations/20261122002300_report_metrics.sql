-- Purpose: what a monitoring system scrapes: totals since the beginning and the state now, per stream and for the outbox.
-- Reverse: drop the functions below; drop table ops.odoo_calls, ops.odoo_keys;
--
-- Functions are stateless, so totals are counted here: from the log of runs, which is kept whole.

create table ops.odoo_calls (
    id       uuid primary key,
    kind     text not null,
    calls    bigint not null,
    ended_at timestamptz not null default now(),
    constraint odoo_calls_kind_is_known check (kind in ('sync', 'outbox')),
    constraint odoo_calls_are_natural check (calls >= 0)
);
comment on table ops.odoo_calls is 'How many requests each run sent to Odoo.';
comment on column ops.odoo_calls.id is 'Made by whoever counts, so that a repeat counts nothing again.';
comment on column ops.odoo_calls.kind is 'sync or outbox.';
comment on column ops.odoo_calls.calls is 'Requests of all kinds, repeats among them.';
comment on column ops.odoo_calls.ended_at is 'When the run ended.';
alter table ops.odoo_calls enable row level security;
create policy service_role_all on ops.odoo_calls to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_calls to service_role;

create function ops.note_odoo_calls(p_id uuid, p_kind text, p_calls bigint) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into ops.odoo_calls (id, kind, calls) values (p_id, p_kind, p_calls) on conflict (id) do nothing;
    return jsonb_build_object('noted', true);
end;
$$;
comment on function ops.note_odoo_calls(uuid, text, bigint) is 'Counts the requests a run sent to Odoo. A repeat counts nothing again.';
revoke execute on function ops.note_odoo_calls(uuid, text, bigint) from public, anon, authenticated;
grant execute on function ops.note_odoo_calls(uuid, text, bigint) to service_role;

create table ops.odoo_keys (
    name       text primary key,
    expires_at timestamptz not null,
    seen_at    timestamptz not null default now()
);
comment on table ops.odoo_keys is 'When the API key of Odoo''s user that ends first expires, as the latest look at the health saw it.';
comment on column ops.odoo_keys.name is 'Always "first to end": Odoo does not tell which of a user''s keys is in use.';
comment on column ops.odoo_keys.expires_at is 'When it expires.';
comment on column ops.odoo_keys.seen_at is 'When that was seen.';
alter table ops.odoo_keys enable row level security;
create policy service_role_all on ops.odoo_keys to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_keys to service_role;

create function ops.note_odoo_key(p_expires_at timestamptz) returns jsonb
language plpgsql set search_path = '' as $$
begin
    insert into ops.odoo_keys (name, expires_at) values ('first to end', p_expires_at)
        on conflict (name) do update set expires_at = excluded.expires_at, seen_at = now();
    return jsonb_build_object('noted', true);
end;
$$;
comment on function ops.note_odoo_key(timestamptz) is 'Notes when the API key that ends first expires.';
revoke execute on function ops.note_odoo_key(timestamptz) from public, anon, authenticated;
grant execute on function ops.note_odoo_key(timestamptz) to service_role;

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
        'outbox', ops.outbox_status() - 'last_run',
        'outbox_runs', (select jsonb_build_object('done', coalesce(sum(done), 0), 'skipped', coalesce(sum(skipped), 0),
                                                  'failed', coalesce(sum(failed), 0), 'dead', coalesce(sum(dead), 0))
                          from ops.odoo_sync_runs))
$$;
comment on function ops.metrics_facts() is
    'Per stream: totals since the beginning, lag in seconds, quarantine, the latest reconcile. For the outbox: its depth and what its runs of the last 90 days did.';
revoke execute on function ops.metrics_facts() from public, anon, authenticated;
grant execute on function ops.metrics_facts() to service_role;
