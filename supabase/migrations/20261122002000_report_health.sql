-- Purpose: all that the warehouse knows about its own health, in one answer: ops.health_facts().
-- Reverse: drop function ops.health_facts(), ops.health_of_server(), ops.health_of_sync(), ops.health_of_silver(),
--          ops.health_of_gold(), ops.health_of_outbox(), ops.health_of_schedules(), ops.applied_migrations(),
--          ops.scheduled_jobs(), ops.missing_grants(), ops.milliseconds(text);
--
-- These are facts; what of them is worrying is judged by whoever asked (shared/operate/health). Nothing here reads a record's
-- content, and every count is bounded: the question must stay cheap at any size.

create function ops.milliseconds(p_setting text) returns bigint
language sql immutable set search_path = '' as $$
    -- A bare number of statement_timeout means milliseconds; as an interval it would mean seconds.
    select case when p_setting ~ '^\d+$' then p_setting::bigint else (extract(epoch from p_setting::interval) * 1000)::bigint end
$$;
comment on function ops.milliseconds(text) is 'A time as PostgreSQL''s settings write it (25s, 2min, 8000) in milliseconds.';
revoke execute on function ops.milliseconds(text) from public, anon, authenticated;
grant execute on function ops.milliseconds(text) to service_role;

create function ops.applied_migrations() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    v_versions jsonb;
begin
    if to_regclass('supabase_migrations.schema_migrations') is null then
        return null;
    end if;
    execute 'select jsonb_agg(version order by version) from supabase_migrations.schema_migrations' into v_versions;
    return coalesce(v_versions, '[]');
end;
$$;
comment on function ops.applied_migrations() is
    'The versions of the migrations that were applied; null where nobody kept a list. Runs as its owner: the list is not service_role''s to read.';
revoke execute on function ops.applied_migrations() from public, anon, authenticated;
grant execute on function ops.applied_migrations() to service_role;

create function ops.scheduled_jobs() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    v_jobs jsonb;
begin
    if to_regclass('cron.job') is null or to_regclass('cron.job_run_details') is null then
        return null;
    end if;
    -- Never the command: it may carry a secret for the function it calls. What is quoted in a message may be one too.
    execute $sql$
        select coalesce(jsonb_agg(jsonb_build_object(
                   'name', coalesce(j.jobname, 'job ' || j.jobid), 'schedule', j.schedule, 'active', j.active,
                   'last_status', d.status, 'last_at', d.start_time,
                   'last_message', left(regexp_replace(split_part(d.return_message, E'\n', 1), '["''].*["'']', '"…"'), 200))
                   order by j.jobid), '[]')
          from cron.job j
          left join lateral (select * from cron.job_run_details r
                              where r.jobid = j.jobid and r.status in ('succeeded', 'failed')
                              order by r.runid desc limit 1) d on true
         where j.database = current_database() and (j.jobname like 'scout-%' or j.command ~ '\m(scout|ops)\.')
    $sql$ into v_jobs;
    return v_jobs;
end;
$$;
comment on function ops.scheduled_jobs() is
    'pg_cron''s jobs of this project with their latest result; null without pg_cron. Runs as its owner: pg_cron shows a job to its owner only.';
revoke execute on function ops.scheduled_jobs() from public, anon, authenticated;
grant execute on function ops.scheduled_jobs() to service_role;

create function ops.missing_grants() returns jsonb
language sql stable set search_path = '' as $$
    -- What only the owner does is named create_…; the other lists of tables are the owner's to write too.
    select coalesce(jsonb_agg(missing order by missing), '[]')
      from (select format('usage on schema %I', nspname) as missing
              from pg_catalog.pg_namespace
             where nspname in ('scout', 'ops') and not has_schema_privilege('service_role', oid, 'usage')
             union all
            select format('%s on %s', privilege, c.oid::regclass)
              from pg_catalog.pg_class c
             cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
             where c.relnamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'ops'))
               and c.relkind in ('r', 'p', 'v', 'm')
               and (privilege = 'select'
                    or c.relname in (select table_name from scout.bronze_tables union all select table_name from scout.silver_tables
                                      union all select table_name from scout.silver_company_tables)
                    or c.relname in ('sync_checkpoints', 'sync_logs', 'odoo_call_slots', 'reconciliations', 'reconcile_findings',
                                     'quarantine', 'odoo_outbox', 'odoo_sync_runs'))
               and not has_table_privilege('service_role', c.oid, privilege)
             union all
            select format('execute on function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'ops'))
               and prorettype <> 'trigger'::regtype and proname !~ '^create_'
               and not has_function_privilege('service_role', oid, 'execute')
             order by 1 limit 50) as found
$$;
comment on function ops.missing_grants() is 'What service_role lacks to do the sync''s work, each as the middle of a grant statement; fifty at most.';
revoke execute on function ops.missing_grants() from public, anon, authenticated;
grant execute on function ops.missing_grants() to service_role;

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
        'missing_grants', ops.missing_grants(),
        'models', (select coalesce(jsonb_agg(model order by model), '[]') from scout.bronze_tables))
$$;
comment on function ops.health_of_server() is
    'Version, user, extensions, time limits in milliseconds (role_timeout: what the Data API runs under where a function sets none), migrations, grants, bronze tables.';
revoke execute on function ops.health_of_server() from public, anon, authenticated;
grant execute on function ops.health_of_server() to service_role;

create function ops.health_of_sync() returns jsonb
language sql stable set search_path = '' as $$
    select scout.sync_status() || jsonb_build_object(
        'proofs', (select coalesce(jsonb_object_agg(c.id, to_jsonb(r)), '{}')
                     from scout.sync_checkpoints c
                    cross join lateral (select p.status, p.checked_at, p.deep, p.message from scout.reconciliations p
                                         where p.checkpoint_id = c.id and p.status in ('equal', 'differs', 'refused')
                                         order by p.started_at desc limit 1) r))
$$;
comment on function ops.health_of_sync() is 'scout.sync_status(), and for each checkpoint how its latest whole reconcile ended.';
revoke execute on function ops.health_of_sync() from public, anon, authenticated;
grant execute on function ops.health_of_sync() to service_role;

create function ops.health_of_silver() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_model      text;
    v_table      text;
    v_count      bigint;
    v_rows       bigint;
    v_quarantine jsonb := '{}';
begin
    for v_model, v_table, v_count in
        select b.model, b.table_name, count(*) from scout.quarantine q join scout.bronze_tables b using (model) group by 1, 2
    loop
        -- Whether it is more than one in a hundred needs no count beyond a hundred times as many.
        execute format('select count(*) from (select from scout.%I where deleted_at is null limit $1) as counted', v_table)
           into v_rows using least(v_count, 100) * 100;
        v_quarantine := v_quarantine || jsonb_build_object(v_model, jsonb_build_object('count', v_count, 'rows_at_least', v_rows));
    end loop;
    return jsonb_build_object(
        'quarantine', v_quarantine,
        'silent_triggers', (
            select coalesce(jsonb_object_agg(bronze, triggers), '{}')
              from (select b.table_name as bronze, jsonb_agg(wanted order by wanted) as triggers
                      from scout.silver_tables s
                      join scout.bronze_tables b using (model)
                     cross join unnest(array['refine_inserted', 'refine_updated', 'forget_deleted', 'forget_truncated']) as wanted
                     where not exists (select from pg_catalog.pg_trigger t
                                        where t.tgrelid = to_regclass('scout.' || quote_ident(b.table_name)) and t.tgname = wanted
                                          and t.tgenabled in ('O', 'A'))
                     group by 1) as silent),
        'companies', (
            select coalesce(jsonb_agg(distinct company_id), '[]')
              from (select company_id from scout.bronze_pos_config where deleted_at is null
                     union all
                    select company_id from scout.bronze_pos_payment_method where deleted_at is null) as here
             where company_id is not null));
end;
$$;
comment on function ops.health_of_silver() is
    'Quarantined records by model (rows_at_least: live bronze rows, counted to a hundred times as many), triggers of bronze tables that are off or gone, companies with shops.';
revoke execute on function ops.health_of_silver() from public, anon, authenticated;
grant execute on function ops.health_of_silver() to service_role;

create function ops.health_of_gold() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'views', (select coalesce(jsonb_object_agg(c.relname, jsonb_build_object(
                             'populated', c.relispopulated, 'refreshed_at', r.started_at, 'rows', r.row_count)), '{}')
                    from pg_catalog.pg_class c
                    left join scout.gold_refreshes r on r.view_name = c.relname
                   where c.relnamespace = 'scout'::regnamespace and c.relkind = 'm'),
        -- A refresh sees what was committed before it began.
        'changed_at', (select max(coalesce(l.completed_at, l.started_at))
                         from scout.sync_checkpoints c
                        cross join lateral (select s.started_at, s.completed_at from scout.sync_logs s
                                             where s.checkpoint_id = c.id and s.inserted + s.updated + s.deleted > 0
                                             order by s.started_at desc limit 1) l
                        where c.stream in ('pos.order', 'pos.order.line', 'pos.payment')))
$$;
comment on function ops.health_of_gold() is
    'Each gold view, and when its latest refresh began; changed_at: when orders, lines or payments last changed here.';
revoke execute on function ops.health_of_gold() from public, anon, authenticated;
grant execute on function ops.health_of_gold() to service_role;

create function ops.health_of_outbox() returns jsonb
language sql stable set search_path = '' as $$
    select ops.outbox_status() || jsonb_build_object(
        'parked', (select coalesce(jsonb_agg(to_jsonb(m) order by m.id), '[]')
                     from (select id, model, operation, error_kind from ops.odoo_outbox where status = 'dead' order by id limit 3) m))
$$;
comment on function ops.health_of_outbox() is 'ops.outbox_status(), and the first three parked messages without their content.';
revoke execute on function ops.health_of_outbox() from public, anon, authenticated;
grant execute on function ops.health_of_outbox() to service_role;

create function ops.health_of_schedules() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'sync', (select max(l.started_at) from scout.sync_checkpoints c
                  cross join lateral (select s.started_at from scout.sync_logs s where s.checkpoint_id = c.id
                                       order by s.started_at desc limit 1) l),
        'reconcile', (select max(checked_at) from scout.reconciliations where status in ('equal', 'differs', 'refused')),
        'outbox', (select max(started_at) from ops.odoo_sync_runs),
        'gold', (select max(started_at) from scout.gold_refreshes),
        'jobs', ops.scheduled_jobs())
$$;
comment on function ops.health_of_schedules() is 'When each kind of work was last begun (reconcile: last ended), and pg_cron''s jobs; null: never, or no pg_cron.';
revoke execute on function ops.health_of_schedules() from public, anon, authenticated;
grant execute on function ops.health_of_schedules() to service_role;

create function ops.health_facts() returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    -- Whom row level security shows nothing would take every table for empty, and say so.
    v_sees   boolean := pg_has_role(current_user, 'service_role', 'usage') or not row_security_active('scout.sync_checkpoints');
    v_part   text;
    v_facts  jsonb;
    v_answer jsonb := jsonb_build_object('now', clock_timestamp());
begin
    foreach v_part in array array['server', 'sync', 'silver', 'gold', 'outbox', 'schedules'] loop
        -- A part that cannot be told (a grant or a table is gone) says so and hides no other.
        begin
            if v_sees or v_part = 'server' then
                execute format('select ops.health_of_%s()', v_part) into v_facts;
            else
                v_facts := jsonb_build_object('refused', 'row level security hides all rows from ' || current_user);
            end if;
        exception
            when insufficient_privilege or undefined_table or undefined_column or undefined_function
                or invalid_schema_name or object_not_in_prerequisite_state then
            v_facts := jsonb_build_object('refused', sqlerrm);
        end;
        v_answer := v_answer || jsonb_build_object(v_part, v_facts);
    end loop;
    return v_answer;
end;
$$;
comment on function ops.health_facts() is
    'Everything the warehouse knows about its health, by part (ops.health_of_…), and its clock; {"refused": …} in place of a part that could not be told.';
revoke execute on function ops.health_facts() from public, anon, authenticated;
grant execute on function ops.health_facts() to service_role;
