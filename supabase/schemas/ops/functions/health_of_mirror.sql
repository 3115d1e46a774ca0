create function ops.health_of_mirror() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'slots', (select coalesce(jsonb_agg(jsonb_build_object(
                             'slot', s.slot, 'followed', s.position is not null, 'looked_at', s.updated_at,
                             'lag_seconds', cdc.lag_seconds(s), 'retained_bytes', s.retained_bytes, 'safe_bytes', s.safe_bytes,
                             'wal_status', s.wal_status, 'oversized', s.oversized is not null) order by s.slot), '[]') from cdc.slots s),
        'tables', (select coalesce(jsonb_agg(jsonb_build_object(
                              'name', r.table_name, 'state', r.state, 'reason', r.reason, 'since', r.updated_at) order by r.table_name), '[]')
                     from cdc.relations r),
        'shown', (select coalesce(jsonb_agg(jsonb_build_object('name', t.table_name, 'form', t.form, 'notice', t.notice) order by t.table_name), '[]')
                    from cdc.shown_tables t))
$$;
comment on function ops.health_of_mirror() is
    'The mirror''s slots as the last run saw them, the state of each table, and what odoo_mirror shows each from.';
revoke execute on function ops.health_of_mirror() from public, anon, authenticated;
grant execute on function ops.health_of_mirror() to service_role;
