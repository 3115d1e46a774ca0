create function scout.typed_problems(p_model text, p_payload jsonb, out reasons text[], out unfit text[])
language sql stable set search_path = '' as $$
    select array_agg(problem order by position nulls last, field, company), array_agg(distinct field) filter (where is_unfit)
      from (select c.position, t.column_name as field, null as company, p_payload -> t.column_name is not null as is_unfit,
                   scout.field_problem(t.column_name,
                                       case t.data_type when 'timestamp with time zone' then 'timestamptz' else t.data_type end,
                                       coalesce(c.required, false), p_payload -> t.column_name) as problem
              from scout.typed_columns t
              left join scout.silver_columns c on c.model = p_model and c.odoo_field = t.column_name
             where t.model = p_model and p_payload is not null
             union all
            select null, t.odoo_field, by_company.key, true,
                   case when by_company.key ~ '^[1-9]\d{0,17}$'
                        then scout.field_problem(t.odoo_field || ' of company ' || by_company.key, 'numeric', false, by_company.value)
                        else format('%s: %s is not the id of a company', t.odoo_field, left(by_company.key, 100)) end
              from scout.silver_company_tables t
             cross join lateral jsonb_each(
                   case when jsonb_typeof(p_payload -> t.odoo_field) = 'object' then p_payload -> t.odoo_field end) as by_company
             where t.model = p_model and p_payload is not null
             union all
            select null, t.odoo_field, null, true, scout.field_problem(t.odoo_field, 'numeric', false, p_payload -> t.odoo_field)
              from scout.silver_company_tables t
             where t.model = p_model and jsonb_typeof(p_payload -> t.odoo_field) <> 'object') as fields
     where problem is not null
$$;
comment on function scout.typed_problems(text, jsonb) is
    'What of a record does not fit its typed table. reasons: one a field, each beginning with its name; null when all fits. unfit: the fields whose value is null there instead.';
revoke execute on function scout.typed_problems(text, jsonb) from public, anon, authenticated;
grant execute on function scout.typed_problems(text, jsonb) to service_role;
