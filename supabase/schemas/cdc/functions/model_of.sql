create function cdc.model_of(p_table text) returns text
language sql stable set search_path = '' as $$
    select b.model from scout.bronze_tables b where replace(b.model, '.', '_') = p_table order by b.model limit 1
$$;
comment on function cdc.model_of(text) is 'The Odoo model that a table belongs to; null: none that the warehouse has a definition of.';
revoke execute on function cdc.model_of(text) from public, anon, authenticated;
grant execute on function cdc.model_of(text) to service_role;
