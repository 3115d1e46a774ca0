create function ops.missing_grants() returns jsonb
language sql stable set search_path = '' as $$
    -- What only the owner does is named create_, declare_ or drop_…; the other lists of tables are the owner's to write too.
    select coalesce(jsonb_agg(missing order by missing), '[]')
      from (select format('usage on schema %I', nspname) as missing
              from pg_catalog.pg_namespace
             where nspname in ('scout', 'odoo_raw', 'ops') and not has_schema_privilege('service_role', oid, 'usage')
             union all
            select format('%s on %s', privilege, c.oid::regclass)
              from pg_catalog.pg_class c
             cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
             where c.relnamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'odoo_raw', 'ops'))
               and c.relkind in ('r', 'p', 'v', 'm')
               and (privilege = 'select'
                    or c.relkind <> 'v' and c.relname in (select table_name from scout.bronze_tables union all select table_name from scout.typed_tables)
                    or c.relkind <> 'v' and c.relname in ('sync_checkpoints', 'sync_logs', 'odoo_call_slots', 'reconciliations', 'reconcile_findings',
                                     'quarantine', 'typed_tables', 'deleted_records', 'odoo_outbox', 'odoo_sync_runs'))
               and not has_table_privilege('service_role', c.oid, privilege)
             union all
            select format('execute on function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'ops'))
               and prorettype <> 'trigger'::regtype and proname !~ '^(create|declare|drop)_'
               and not has_function_privilege('service_role', oid, 'execute')
             order by 1 limit 50) as found
$$;
comment on function ops.missing_grants() is 'What service_role lacks to do the sync''s work, each as the middle of a grant statement; fifty at most.';
revoke execute on function ops.missing_grants() from public, anon, authenticated;
grant execute on function ops.missing_grants() to service_role;
