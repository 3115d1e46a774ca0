create function cdc.use_views(p_tables jsonb default '[]') returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
    insert into cdc.shown_tables (table_name) select jsonb_array_elements_text(p_tables) on conflict do nothing;
    return (select coalesce(jsonb_agg(cdc.show_mirror(table_name) order by table_name), '[]') from cdc.shown_tables);
end;
$$;
comment on function cdc.use_views(jsonb) is
    'Shows every table of cdc.shown_tables, and these (an array of names), in the form there is now: replicated, else as a view over what odoo_raw has. Answers an array of cdc.show_mirror''s answers. May be repeated.';
revoke execute on function cdc.use_views(jsonb) from public, anon, authenticated;
grant execute on function cdc.use_views(jsonb) to service_role;
