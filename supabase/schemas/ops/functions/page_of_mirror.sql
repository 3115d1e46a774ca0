create function ops.page_of_mirror() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'slots', (select coalesce(jsonb_agg(jsonb_build_object(
                             'slot', s.slot, 'looked_at', s.updated_at, 'lag_seconds', cdc.lag_seconds(s), 'retained_bytes', s.retained_bytes,
                             'records', s.records, 'failed', s.failed) order by s.slot), '[]') from cdc.slots s where s.position is not null),
        'tables', (select coalesce(jsonb_agg(jsonb_build_object('name', t.table_name, 'form', t.form, 'state', r.state, 'since', r.updated_at)
                                             order by t.table_name), '[]')
                     from cdc.shown_tables t left join cdc.relations r using (table_name)))
$$;
comment on function ops.page_of_mirror() is 'What the status page shows of the mirror: slots that are followed, and each table of odoo_mirror. No record''s content is in it.';
revoke execute on function ops.page_of_mirror() from public, anon, authenticated;
grant execute on function ops.page_of_mirror() to service_role;
