create function scout.forget() returns trigger
language plpgsql set search_path = '' as $$
begin
    execute format('delete from scout.%I s where not exists (select from scout.%I b where b.odoo_id = s.id)',
                   (select table_name from scout.silver_tables where model = tg_argv[0]), tg_table_name);
    execute format('delete from scout.quarantine q where q.model = %L and q.content is null
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', tg_argv[0], tg_table_name);
    return null;
end;
$$;
comment on function scout.forget() is 'Trigger on a bronze table, argument: its model. Rows taken out of bronze by hand leave silver and quarantine too.';
revoke execute on function scout.forget() from public, anon, authenticated;
