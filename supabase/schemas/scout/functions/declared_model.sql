create function scout.declared_model(p_model text) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object('model', b.model, 'company_field', b.company_field,
               'company_parent', b.company_parent, 'shared', b.shared, 'table', (
               select jsonb_build_object(
                          'name', s.table_name, 'description', s.description,
                          'columns', (
                              select coalesce(jsonb_agg(jsonb_build_object(
                                         'name', c.column_name, 'field', c.odoo_field, 'type', c.data_type,
                                         'required', c.required, 'indexed', c.indexed) order by c.position), '[]')
                                from scout.silver_columns c where c.model = s.model),
                          'by_company', (
                              select coalesce(jsonb_agg(jsonb_build_object(
                                         'name', t.table_name, 'field', t.odoo_field, 'key', t.key_column, 'value', t.value_column,
                                         'description', pg_catalog.obj_description(
                                             to_regclass('scout.' || quote_ident(t.table_name)), 'pg_class'))
                                         order by t.table_name collate "C"), '[]')
                                from scout.silver_company_tables t where t.model = s.model))
                 from scout.silver_tables s where s.model = b.model))
      from scout.bronze_tables b where b.model = p_model
$$;
comment on function scout.declared_model(text) is
    'The definition that a model''s tables were made from, as scout.declare_model takes it; null for a model without a bronze table.';
revoke execute on function scout.declared_model(text) from public, anon, authenticated;
grant execute on function scout.declared_model(text) to service_role;
