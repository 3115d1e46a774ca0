-- What this PostgreSQL lacks before the migrations can run, as the statements that supply it, in order.
-- A Supabase project lacks nothing. Elsewhere: the roles a Supabase project has, with the timeouts Supabase sets, and
-- for the user of this connection the rights that the migrations use.
select needed.statement
from (
    values
        (array['anon'], 'create role anon nologin noinherit'),
        (array['authenticated'], 'create role authenticated nologin noinherit'),
        (array['service_role'], 'create role service_role nologin noinherit bypassrls'),
        (array['authenticator'], 'create role authenticator login noinherit'),
        (array['anon', 'authenticator'], 'grant anon to authenticator'),
        (array['authenticated', 'authenticator'], 'grant authenticated to authenticator'),
        (array['service_role', 'authenticator'], 'grant service_role to authenticator'),
        (array['anon'], 'alter role anon set statement_timeout = ''3s'''),
        (array['authenticated'], 'alter role authenticated set statement_timeout = ''8s'''),
        (array['authenticator'], 'alter role authenticator set statement_timeout = ''8s'''),
        (array['authenticator'], 'alter role authenticator set lock_timeout = ''8s''')
) as needed (roles, statement)
where exists (select from unnest(needed.roles) as one (name) where to_regrole(one.name) is null)
union all
-- The first migrations make roles of their own and comment on them.
select format('alter role %I createrole', me.rolname)
from pg_catalog.pg_roles as me
where me.rolname = current_user and not me.rolsuper and not me.rolcreaterole and to_regnamespace('knowledge') is null
union all
-- From version 16 on CREATEROLE alone does not reach roles that another database's owner made.
select format('grant %I to %I with admin option', ours.rolname, current_user)
from pg_catalog.pg_roles as ours
where ours.rolname in ('superset_readonly', 'outbox_author', 'agent_reader')
  and to_regnamespace('knowledge') is null
  and current_setting('server_version_num')::int >= 160000
  and not pg_has_role(current_user, ours.oid, 'member with admin option')
union all
select format('grant create on database %I to %I', current_database(), current_user)
where not has_database_privilege(current_user, current_database(), 'create');
