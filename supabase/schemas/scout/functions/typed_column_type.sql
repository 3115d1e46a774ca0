create function scout.typed_column_type(p_type text, p_company_dependent boolean) returns text
language sql immutable set search_path = '' as $$
    select case
        when p_company_dependent then 'jsonb'
        when p_type in ('integer', 'many2one', 'many2one_reference') then 'bigint'
        when p_type in ('float', 'monetary') then 'numeric'
        when p_type in ('boolean', 'date') then p_type
        when p_type = 'datetime' then 'timestamptz'
        when p_type in ('many2many', 'one2many') then 'bigint[]'
        when p_type in ('json', 'properties', 'properties_definition') then 'jsonb'
        else 'text'
    end
$$;
comment on function scout.typed_column_type(text, boolean) is
    'The type of the column that holds an Odoo field of this type; what Odoo keeps for each company is jsonb, {"1": value}.';
revoke execute on function scout.typed_column_type(text, boolean) from public, anon, authenticated;
grant execute on function scout.typed_column_type(text, boolean) to service_role;
