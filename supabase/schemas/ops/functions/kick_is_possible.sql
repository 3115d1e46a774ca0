create function ops.kick_is_possible() returns boolean
language sql stable set search_path = '' as $$
    select exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                    where n.nspname = 'net' and p.proname = 'http_post')
       and exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'vault' and c.relname = 'decrypted_secrets')
$$;
comment on function ops.kick_is_possible() is 'Whether this database has pg_net and the vault.';
revoke execute on function ops.kick_is_possible() from public, anon, authenticated;
grant execute on function ops.kick_is_possible() to service_role;
