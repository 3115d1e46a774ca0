-- A field that several checkpoints read is described as it was last seen. What a typed (silver) table declares decides the type: its
-- queries were written for it. Its fields have a column also while Odoo lacks them.
create function scout.desired_columns(p_model text)
returns table (column_name text, data_type text, is_recorded boolean, is_declared boolean, is_indexed boolean, description text)
language sql stable set search_path = '' as $$
    with recorded as (
        select distinct on (f.field) f.field, f.type, f.company_dependent, f.label, f.help, f.selection
          from scout.stream_fields f
         where f.stream = p_model and f.gone_at is null
         order by f.field, f.last_seen_at desc
    ), silver as (
        select c.odoo_field as field, c.data_type, c.indexed from scout.silver_columns c where c.model = p_model
         union all
        select t.odoo_field, 'jsonb', false from scout.silver_company_tables t where t.model = p_model
    )
    select field, coalesce(silver.data_type, scout.typed_column_type(recorded.type, recorded.company_dependent)),
           recorded.field is not null, silver.field is not null, coalesce(silver.indexed, false) or field = b.company_parent,
           scout.field_description(recorded.label, recorded.help, recorded.selection)
      from recorded full join silver using (field)
     cross join scout.bronze_tables b
     where b.model = p_model and octet_length(field) <= 63
       and field not in ('id', '_company_id', '_synced_at', 'tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid')
$$;
comment on function scout.desired_columns(text) is
    'The columns that a model''s typed table should have beside id, _company_id and _synced_at. is_recorded: Odoo has the field, so odoo_raw shows it. is_declared: a typed (silver) view shows it.';
revoke execute on function scout.desired_columns(text) from public, anon, authenticated;
grant execute on function scout.desired_columns(text) to service_role;
