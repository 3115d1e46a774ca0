-- From the table as it is, never from the recorded fields: while the two differ, pages still commit.
create function scout.typed_columns(p_model text) returns table (column_name text, data_type text, place integer)
language sql stable set search_path = '' as $$
    select a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnum::integer
      from scout.typed_tables t
      join pg_catalog.pg_attribute a on a.attrelid = to_regclass(format('scout.%I', t.table_name))
     where t.model = p_model and a.attnum > 0 and not a.attisdropped and a.attname not in ('id', '_company_id', '_synced_at')
$$;
comment on function scout.typed_columns(text) is 'The columns of a model''s typed table that hold fields, as the table is now.';
revoke execute on function scout.typed_columns(text) from public, anon, authenticated;
grant execute on function scout.typed_columns(text) to service_role;
