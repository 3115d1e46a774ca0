-- From the tables as they are, never from the recorded fields: while the two differ, pages still commit.
create view scout.typed_columns as
select t.model, a.attname::text as column_name, pg_catalog.format_type(a.atttypid, a.atttypmod) as data_type, a.attnum::integer as place
  from scout.typed_tables t
  join pg_catalog.pg_attribute a on a.attrelid = to_regclass(format('scout.%I', t.table_name))
 where a.attnum > 0 and not a.attisdropped and a.attname not in ('id', '_company_id', '_synced_at');

comment on view scout.typed_columns is 'The columns of typed tables that hold fields, as the tables are now.';
comment on column scout.typed_columns.model is 'The Odoo model.';
comment on column scout.typed_columns.column_name is 'The column, which has its field''s name.';
comment on column scout.typed_columns.data_type is 'Its type.';
comment on column scout.typed_columns.place is 'Its place in the table; those before it may be gone.';

grant select on scout.typed_columns to service_role;
