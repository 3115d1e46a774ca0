-- A field that several checkpoints read is described as it was last seen. What a typed (silver) view declares decides the type: its
-- queries were written for it. Its fields have a column also while Odoo lacks them.
create view scout.desired_columns as
with recorded as (
    select distinct on (f.stream, f.field) f.stream as model, f.field, f.type, f.company_dependent, f.label, f.help, f.selection
      from scout.stream_fields f
     where f.gone_at is null
     order by f.stream, f.field, f.last_seen_at desc
), declared as (
    select c.model, c.odoo_field as field, c.data_type, c.indexed from scout.silver_columns c
     union all
    select t.model, t.odoo_field, 'jsonb', false from scout.silver_company_tables t
)
select model, field as column_name,
       coalesce(declared.data_type, scout.typed_column_type(recorded.type, recorded.company_dependent)) as data_type,
       recorded.type is not null as is_recorded, declared.data_type is not null as is_declared,
       coalesce(declared.indexed, false) or field = b.company_parent as is_indexed,
       coalesce(recorded.company_dependent, false) as by_company,
       scout.field_description(recorded.label, recorded.help, recorded.selection) as description
  from recorded full join declared using (model, field)
  join scout.bronze_tables b using (model)
 where octet_length(field) <= 63
   and field not in ('id', '_company_id', '_synced_at', 'tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid');

comment on view scout.desired_columns is 'The columns that typed tables should have beside id, _company_id and _synced_at.';
comment on column scout.desired_columns.model is 'The Odoo model.';
comment on column scout.desired_columns.column_name is 'The column and its field.';
comment on column scout.desired_columns.data_type is 'The column''s type.';
comment on column scout.desired_columns.is_recorded is 'Odoo has the field, so odoo_raw shows it.';
comment on column scout.desired_columns.is_declared is 'A typed (silver) view shows it.';
comment on column scout.desired_columns.is_indexed is 'Queries of our own look records up by it.';
comment on column scout.desired_columns.by_company is 'Odoo keeps a value for each company: {"1": value}.';
comment on column scout.desired_columns.description is 'What Odoo says of it.';

grant select on scout.desired_columns to service_role;
