create function cdc.status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', now(),
        'slots', (select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object(
                      'lag_seconds', extract(epoch from now() - s.caught_up_at),
                      'behind_bytes', pg_wal_lsn_diff(s.source_lsn, s.position)) order by s.slot), '[]') from cdc.slots s),
        'relations', (select coalesce(jsonb_agg(to_jsonb(r) - 'columns' - 'chunks' order by r.table_name), '[]') from cdc.relations r),
        'events', (select coalesce(jsonb_agg(to_jsonb(e) order by e.id desc), '[]')
                     from (select * from cdc.events order by id desc limit 50) e))
$$;
comment on function cdc.status() is
    'The mirror for people and monitoring: {now, slots, relations, events}; the latest 50 events, newest first. lag_seconds: since when a slot was last caught up.';
revoke execute on function cdc.status() from public, anon, authenticated;
grant execute on function cdc.status() to service_role;
