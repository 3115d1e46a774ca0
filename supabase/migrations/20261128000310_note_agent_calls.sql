-- Purpose: Agents ask through a login of their own: what it may not be able to do, and a row for each of its calls.
-- Reverse: drop function ops.agent_problems, ops.begin_agent_call, ops.end_agent_call; drop table ops.agent_calls;
--          revoke usage on schema ops from agent_reader;
grant usage on schema ops to agent_reader;

create table ops.agent_calls (
    id         bigint generated always as identity primary key,
    role_name  text not null,
    tool       text not null,
    asked      text not null,
    asked_at   timestamptz not null default now(),
    outcome    text,
    row_count  integer,
    seconds    numeric,
    constraint agent_calls_are_short check (length(asked) <= 20000 and length(tool) <= 100 and length(outcome) <= 2000)
);
create index agent_calls_asked_at on ops.agent_calls (asked_at);

comment on table ops.agent_calls is 'What agents asked through scout mcp: a row before each call, completed after it.';
comment on column ops.agent_calls.id is 'Its number.';
comment on column ops.agent_calls.role_name is 'The login that asked, as the database knows it.';
comment on column ops.agent_calls.tool is 'The tool.';
comment on column ops.agent_calls.asked is 'The statement, the question or the name.';
comment on column ops.agent_calls.asked_at is 'When.';
comment on column ops.agent_calls.outcome is 'answered, or why not. Null: it is under way, or its server was ended.';
comment on column ops.agent_calls.row_count is 'Rows that were answered.';
comment on column ops.agent_calls.seconds is 'How long it took.';

alter table ops.agent_calls enable row level security;
create policy service_role_all on ops.agent_calls to service_role using (true) with check (true);
grant select, insert, update, delete on ops.agent_calls to service_role;

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

create function ops.begin_agent_call(p_tool text, p_asked text) returns jsonb
language sql security definer set search_path = '' as $$
    insert into ops.agent_calls (role_name, tool, asked) values (session_user, left(p_tool, 100), left(p_asked, 20000))
    returning jsonb_build_object('id', id)
$$;
comment on function ops.begin_agent_call(text, text) is 'Notes what the login of this session is about to ask. Answers {id}.';
revoke execute on function ops.begin_agent_call(text, text) from public, anon, authenticated;
grant execute on function ops.begin_agent_call(text, text) to service_role, agent_reader;

create function ops.end_agent_call(p_id bigint, p_outcome text, p_rows integer default null) returns jsonb
language sql security definer set search_path = '' as $$
    -- Once, and its own: what was noted is not noted otherwise afterwards.
    with ended as (
        update ops.agent_calls set outcome = left(p_outcome, 2000), row_count = p_rows, seconds = extract(epoch from clock_timestamp() - asked_at)
         where id = p_id and role_name = session_user and outcome is null returning id)
    select jsonb_build_object('ended', (select count(*) from ended))
$$;
comment on function ops.end_agent_call(bigint, text, integer) is 'Notes how a call of this session''s login ended. Answers {ended}.';
revoke execute on function ops.end_agent_call(bigint, text, integer) from public, anon, authenticated;
grant execute on function ops.end_agent_call(bigint, text, integer) to service_role, agent_reader;
