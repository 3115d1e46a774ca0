create function ops.agent_problems() returns jsonb
language sql stable security definer set search_path = '' as $$
    with login as (select * from pg_catalog.pg_roles where rolname = session_user),
    readable as (
        select c.* from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_temp'),
    problems as (
        select 'is not a member of agent_reader' as problem from login where not pg_catalog.pg_has_role(oid, 'agent_reader', 'member')
         union all
        select 'is a superuser, sees through row level security, or may make roles, databases or replicas' from login
         where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
         union all
        select 'is a member of ' || r.rolname from login join pg_catalog.pg_roles r on pg_catalog.pg_has_role(login.oid, r.oid, 'member')
         where r.oid <> login.oid and (r.rolname in ('service_role', 'authenticator') or r.rolname like 'pg\_%' or r.rolsuper or r.rolbypassrls)
         union all
        -- A statement may take on such a role while it runs, and its companies with it.
        select 'is a member of ' || r.rolname || ', which has companies of its own in scout.company_access'
          from login join pg_catalog.pg_roles r on r.oid <> login.oid and pg_catalog.pg_has_role(login.oid, r.oid, 'member')
         where not login.rolsuper and exists (select from scout.company_access a where a.role_name = r.rolname)
         union all
        select 'may change ' || c.oid::regclass from login cross join readable c
         where pg_catalog.has_table_privilege(login.oid, c.oid, 'insert, update, delete, truncate, trigger')
         union all
        select 'may read ' || c.oid::regclass || ', which keeps no companies apart' from login cross join readable c
         where pg_catalog.has_table_privilege(login.oid, c.oid, 'select') and not c.relrowsecurity
           and not (c.relkind = 'v' and coalesce(c.reloptions && array['security_barrier=true', 'security_invoker=true', 'security_invoker=on'], false))
         union all
        select 'may make objects in schema ' || n.nspname from login cross join pg_catalog.pg_namespace n
         where n.nspname !~ '^pg_' and pg_catalog.has_schema_privilege(login.oid, n.oid, 'create'))
    select coalesce(jsonb_agg(problem), '[]') from (select problem from problems limit 20) as first_ones
$$;
comment on function ops.agent_problems() is
    'Why the login of this session is not fit for agents, a sentence each: what it may do beyond reading relations that keep companies apart.';
revoke execute on function ops.agent_problems() from public, anon, authenticated;
grant execute on function ops.agent_problems() to service_role, agent_reader;
