create function scout.missing_for_scheduling() returns text[]
language sql stable set search_path = '' as $$
    select coalesce(array_agg(needed.extension order by needed.extension), '{}')
      from (values ('pg_cron', 'cron', 'schedule'), ('pg_net', 'net', 'http_post'), ('supabase_vault', 'vault', 'decrypted_secrets'))
           as needed (extension, schema_name, object_name)
     where not exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                        where n.nspname = needed.schema_name and p.proname = needed.object_name)
       and not exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = needed.schema_name and c.relname = needed.object_name)
$$;
comment on function scout.missing_for_scheduling() is 'The extensions that this database lacks to call functions by itself; an empty array: none.';
revoke execute on function scout.missing_for_scheduling() from public, anon, authenticated;
grant execute on function scout.missing_for_scheduling() to service_role;
