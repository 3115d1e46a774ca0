create function cdc.column_or_null(p_table text, p_alias text, p_column text, p_type text) returns text
language sql stable set search_path = '' as $$
    select case when exists (select from pg_catalog.pg_attribute a
                              where a.attrelid = to_regclass(format('odoo_mirror.%I', p_table)) and a.attname = p_column and not a.attisdropped)
                then format('%I.%I::%s', p_alias, p_column, p_type) else format('null::%s', p_type) end
$$;
comment on function cdc.column_or_null(text, text, text, text) is
    'SQL for a column of odoo_mirror.<table>, or for null where this Odoo has no such table or column.';
revoke execute on function cdc.column_or_null(text, text, text, text) from public, anon, authenticated;
grant execute on function cdc.column_or_null(text, text, text, text) to service_role;
