-- By company_id; by company_ids where a record belongs to several; a line without either by the document it stands on. What has no
-- company at all is everyone's only where its model is declared as shared, else service_role's alone.
create function scout.company_condition(p_model text) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_table  scout.bronze_tables;
    v_parent text;
    v_list   boolean;
begin
    select * into strict v_table from scout.bronze_tables where model = p_model;
    select exists (select from scout.stream_fields f join scout.typed_columns t on t.model = f.stream and t.column_name = f.field
                    where f.stream = p_model and f.field = 'company_ids' and f.relation = 'res.company' and t.data_type = 'bigint[]')
      into v_list;
    select parent.table_name into v_parent
      from scout.stream_fields f
      join scout.typed_columns t on t.model = f.stream and t.column_name = f.field and t.data_type = 'bigint'
      join scout.typed_tables parent on parent.model = f.relation and to_regclass(format('scout.%I', parent.table_name)) is not null
     where f.stream = p_model and f.field = v_table.company_parent and f.gone_at is null
     limit 1;
    return scout.fill_template($sql$(select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or t._company_id in (select r.company_id from scout.companies_in_reach r){by_list}{by_parent}{shared}$sql$, jsonb_build_object(
        'by_list', case when v_list then '
    or t.company_ids && array(select r.company_id from scout.companies_in_reach r)' else '' end,
        'by_parent', case when v_parent is null then '' else format('
    or t._company_id is null and exists (
           select from scout.%I parent
            where parent.id = t.%I and parent._company_id in (select r.company_id from scout.companies_in_reach r))',
           v_parent, v_table.company_parent) end,
        'shared', case when not v_table.shared then '' else format('
    or t._company_id is null%s%s',
           case when v_list then ' and coalesce(cardinality(t.company_ids), 0) = 0' else '' end,
           case when v_parent is null then '' else format(
               ' and not exists (select from scout.%I parent where parent.id = t.%I and parent._company_id is not null)',
               v_parent, v_table.company_parent) end) end));
end;
$$;
comment on function scout.company_condition(text) is
    'The condition by which a relation of odoo_raw keeps companies apart (invariant 14), over a row t of the model''s typed table.';
revoke execute on function scout.company_condition(text) from public, anon, authenticated;
grant execute on function scout.company_condition(text) to service_role;
