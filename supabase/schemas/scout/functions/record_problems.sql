create function scout.record_problems(p_model text, p_payload jsonb) returns text[]
language sql stable set search_path = '' as $$
    select array_agg(problem order by position, field, company)
      from (select c.position, c.odoo_field as field, null as company,
                   scout.field_problem(c.odoo_field, c.data_type, c.required, p_payload -> c.odoo_field) as problem
              from scout.silver_columns c
             where c.model = p_model
             union all
            select null, t.odoo_field, by_company.key,
                   case when by_company.key ~ '^[1-9]\d{0,17}$'
                        then scout.field_problem(t.odoo_field || ' of company ' || by_company.key, 'numeric', false, by_company.value)
                        else format('%s: %s is not the id of a company', t.odoo_field, left(by_company.key, 100)) end
              from scout.silver_company_tables t
             cross join lateral jsonb_each(
                   case when jsonb_typeof(p_payload -> t.odoo_field) = 'object' then p_payload -> t.odoo_field end) as by_company
             where t.model = p_model
             union all
            select null, t.odoo_field, null, scout.field_problem(t.odoo_field, 'numeric', false, p_payload -> t.odoo_field)
              from scout.silver_company_tables t
             where t.model = p_model and jsonb_typeof(p_payload -> t.odoo_field) <> 'object') as fields
     where problem is not null
$$;
comment on function scout.record_problems(text, jsonb) is 'Every reason why a record of the model cannot become silver; null when it can.';
revoke execute on function scout.record_problems(text, jsonb) from public, anon, authenticated;
grant execute on function scout.record_problems(text, jsonb) to service_role;
