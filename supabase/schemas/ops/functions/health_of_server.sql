create function ops.health_of_server() returns jsonb
language sql stable set search_path = '' as $$
    with settings as (
        -- PostgREST takes over what is set for service_role in general; else its own login's limit holds.
        select case when s.setrole = 'service_role'::regrole and s.setdatabase = 0 then 1
                    when r.rolname = 'authenticator' and s.setdatabase <> 0 then 2
                    when r.rolname = 'authenticator' then 3
                    when s.setrole = 0 then 4 end as place,
               ops.milliseconds(split_part(setting, '=', 2)) as milliseconds
          from pg_catalog.pg_db_role_setting s
          left join pg_catalog.pg_roles r on r.oid = s.setrole
         cross join unnest(s.setconfig) as setting
         where setting like 'statement_timeout=%'
           and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
    )
    select jsonb_build_object(
        'version', current_setting('server_version'), 'version_number', current_setting('server_version_num')::integer,
        'user', current_user,
        'may_write', has_table_privilege(current_user, 'scout.sync_checkpoints', 'update')
                 and has_function_privilege(current_user,
                     (select oid from pg_catalog.pg_proc
                       where pronamespace = 'scout'::regnamespace and proname = 'begin_sync' limit 1), 'execute'),
        -- The defaults, not this transaction's: the Data API asks a function that only looks in a read-only one.
        'read_only', current_setting('default_transaction_read_only') = 'on' or pg_catalog.pg_is_in_recovery(),
        'extensions', (select coalesce(jsonb_object_agg(name, installed_version is not null), '{}')
                         from pg_catalog.pg_available_extensions where name in ('pg_cron', 'pg_net')),
        'role_timeout', (select milliseconds from settings where place is not null order by place limit 1),
        'function_timeouts', (select coalesce(jsonb_object_agg(oid::regproc::text, ops.milliseconds(split_part(setting, '=', 2))), '{}')
                                from pg_catalog.pg_proc cross join unnest(proconfig) as setting
                               where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace) and setting like 'statement_timeout=%'),
        'migrations', ops.applied_migrations(),
        'migration_records', ops.migration_records(),
        'missing_grants', ops.missing_grants(),
        'models', (select coalesce(jsonb_agg(model order by model), '[]') from scout.bronze_tables))
$$;
comment on function ops.health_of_server() is
    'Version, user, extensions, time limits in milliseconds (role_timeout: what the Data API runs under where a function sets none), migrations, grants, bronze tables.';
revoke execute on function ops.health_of_server() from public, anon, authenticated;
grant execute on function ops.health_of_server() to service_role;
