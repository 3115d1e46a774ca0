-- Purpose: health sees a migration that was applied with another text than its file has, also where it may not read the list
--          of migrations itself.
-- Reverse: create ops.health_of_server again as 20261122002000_report_health.sql has it; drop function ops.migration_records().

create function ops.migration_records() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    v_records jsonb;
begin
    if to_regclass('supabase_migrations.schema_migrations') is null then
        return null;
    end if;
    -- Read as jsonb: the Supabase CLI has added columns to this table over time. Where it recorded the migration, the text is
    -- cut into statements, so comments, blanks and semicolons do not count.
    execute $sql$
        select coalesce(jsonb_agg(jsonb_build_object(
                   'version', record ->> 'version', 'name', record ->> 'name', 'is_scouts', coalesce(text ~ '^\s*-- Purpose:.*\n-- Reverse:', false),
                   'digest', encode(sha256(convert_to(regexp_replace(text, '--[^\n]*|[ \t\r\n;]+', '', 'g'), 'UTF8')), 'hex'))
                   order by record ->> 'version'), '[]')
          from (select to_jsonb(m) as record from supabase_migrations.schema_migrations m) as records
         cross join lateral (select string_agg(statement, E';\n' order by place) as text
                               from jsonb_array_elements_text(
                                    case when jsonb_typeof(record -> 'statements') = 'array' then record -> 'statements' else '[]' end)
                                    with ordinality as statements (statement, place)) as joined
    $sql$ into v_records;
    return v_records;
end;
$$;
comment on function ops.migration_records() is
    'What is recorded of each applied migration: version, name, whether its text begins as one of Scout''s does, and the SHA-256 of that text without comments, blanks and semicolons (null: no text). Null where nobody kept a list. Runs as its owner: the list is not service_role''s to read.';
revoke execute on function ops.migration_records() from public, anon, authenticated;
grant execute on function ops.migration_records() to service_role;

create or replace function ops.health_of_server() returns jsonb
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
