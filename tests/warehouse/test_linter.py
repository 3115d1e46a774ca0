"""What Supabase's linter asks of a schema, and this project's own rules, asked of the catalog (invariants 13 and 14).

Each question lists offenders, so a failure names them. That each one rings is shown below, on an object that breaks it.
Source: Supabase, *Database advisors* (github.com/supabase/splinter); PostgreSQL manual, *System Catalogs*.
"""

from __future__ import annotations

from typing import LiteralString

import psycopg
import pytest

from tests.warehouse.retail import Db, column

RULES: dict[str, tuple[LiteralString, LiteralString]] = {
    "every table has row level security": (
        """select oid::regclass::text from pg_class
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p') and not relrowsecurity""",
        "create table scout.offender (id int primary key)",
    ),
    "every table has a policy for service_role and for nobody else": (
        """select c.oid::regclass::text from pg_class c
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p')
              and (select coalesce(array_agg(distinct r), '{}') from pg_policy p, unnest(p.polroles) r where p.polrelid = c.oid)
                  <> array['service_role'::regrole::oid]""",
        "create table scout.offender (id int primary key); create policy p on scout.offender using (true)",
    ),
    "every table has a primary key": (
        """select oid::regclass::text from pg_class c
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p')
              and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)""",
        "create table scout.offender (id int)",
    ),
    "service_role is granted every table and view": (
        """select oid::regclass::text from pg_class
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
              and not has_table_privilege('service_role', oid, 'select')""",
        "create table scout.offender (id int primary key)",
    ),
    "public, anon and authenticated are granted no table, view or sequence": (
        """select c.oid::regclass::text from pg_class c, aclexplode(c.relacl) a
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace)
              and a.grantee in (0, 'anon'::regrole, 'authenticated'::regrole)""",
        "create table scout.offender (id int primary key); grant select on scout.offender to authenticated",
    ),
    "superset_readonly is granted security barriers only": (
        """select c.oid::regclass::text from pg_class c
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
              and has_table_privilege('superset_readonly', oid, 'select, insert, update, delete')
              and not (relkind = 'v' and coalesce('security_barrier=true' = any (reloptions), false))""",
        "create view scout.offender as select 1 as one; grant select on scout.offender to superset_readonly",
    ),
    "views that superset_readonly reads ask company_access": (
        """select c.oid::regclass::text from pg_class c
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind = 'v'
              and has_table_privilege('superset_readonly', oid, 'select')
              and pg_get_viewdef(oid) !~ 'scout.company_access'
              and relname not in ('v_sync_runs', 'v_sync_status') -- hold nothing of any company""",
        "create view scout.offender with (security_barrier = true) as select 1 as one; grant select on scout.offender to superset_readonly",
    ),
    "superset_readonly changes nothing": (
        """select c.oid::regclass::text from pg_class c
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
              and has_table_privilege('superset_readonly', oid, 'insert, update, delete, truncate')""",
        "create table scout.offender (id int primary key); grant insert on scout.offender to superset_readonly",
    ),
    "every function pins its search_path to nothing": (
        """select oid::regprocedure::text from pg_proc
            where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace)
              and not coalesce('search_path=""' = any (proconfig), false)""",
        "create function scout.offender() returns int language sql set search_path = pg_catalog as 'select 1'",
    ),
    "public, anon and authenticated execute no function": (
        """select oid::regprocedure::text from pg_proc p
            where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace)
              and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                           where a.grantee in (0, 'anon'::regrole, 'authenticated'::regrole, 'superset_readonly'::regrole))""",
        "create function scout.offender() returns int language sql set search_path = '' as 'select 1'",
    ),
    "outbox_author enqueues, sees how its messages fare, and nothing else": (
        """select oid::regprocedure::text from pg_proc
            where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and has_function_privilege('outbox_author', oid, 'execute')
              and proname not in ('enqueue_odoo', 'external_id', 'is_confirmed')
           union all
           select oid::regclass::text from pg_class
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
              and has_table_privilege('outbox_author', oid, 'select, insert, update, delete') and relname <> 'v_outbox_status'""",
        "create table scout.offender (id int primary key); grant select on scout.offender to outbox_author",
    ),
    "every table and view is described": (
        """select oid::regclass::text from pg_class
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
              and obj_description(oid, 'pg_class') is null""",
        "create table scout.offender (id int primary key)",
    ),
    "every function is described": (
        """select oid::regprocedure::text from pg_proc
            where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and obj_description(oid, 'pg_proc') is null""",
        "create function scout.offender() returns int language sql set search_path = '' as 'select 1'",
    ),
    "every foreign key is the beginning of an index": (
        """select conname::text from pg_constraint k
            where connamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and contype = 'f'
              and not exists (select from pg_index i
                               where i.indrelid = k.conrelid and i.indpred is null
                                 and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)""",
        "create table scout.offender (id int primary key, key text constraint offender_key references scout.settings)",
    ),
    "no index is the twin of another": (
        """select a.indexrelid::regclass::text from pg_index a join pg_index b
               on a.indrelid = b.indrelid and a.indexrelid > b.indexrelid and a.indkey::text = b.indkey::text
              and a.indclass::text = b.indclass::text and a.indoption::text = b.indoption::text
              and coalesce(pg_get_expr(a.indexprs, a.indrelid), '') = coalesce(pg_get_expr(b.indexprs, b.indrelid), '')
              and coalesce(pg_get_expr(a.indpred, a.indrelid), '') = coalesce(pg_get_expr(b.indpred, b.indrelid), '')
             join pg_class c on c.oid = a.indrelid
            where c.relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace)""",
        "create index offender on scout.settings (key)",
    ),
    "every materialized view has a plain unique index": (
        """select oid::regclass::text from pg_class c
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind = 'm'
              and not exists (select from pg_index i
                               where i.indrelid = c.oid and i.indisunique and i.indpred is null and i.indexprs is null)""",
        "create materialized view scout.offender as select 1 as one",
    ),
    "whatever runs as its owner is on the list": (
        """select oid::regprocedure::text from pg_proc
            where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and prosecdef
              and oid::regprocedure::text !~ '^(scout.refresh_gold|ops.enqueue_odoo|ops.is_confirmed|ops.enable_kick|ops.disable_kick|ops.kick_outbox|ops.place_messages|ops.applied_migrations|ops.migration_records|ops.scheduled_jobs|scout.shape_typed_table|knowledge.search|ops.agent_problems|ops.begin_agent_call|ops.end_agent_call)[(]'""",
        "create function scout.offender() returns int language sql security definer set search_path = '' as 'select 1'",
    ),
    "no function ends in a code that PostgREST repeats for ever": (
        """select oid::regprocedure::text from pg_proc where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace)
            and prosrc ~* 'errcode\\s*=\\s*''(40001|serialization_failure)'""",
        "create function scout.offender() returns void language plpgsql as $$ begin raise 'x' using errcode = '40001'; end $$",
    ),
    "functions for the data API answer no set, which is silently cut at 1,000 rows": (
        """select oid::regprocedure::text from pg_proc
            where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and proretset
              and has_function_privilege('service_role', oid, 'execute')""",
        "create function scout.offender() returns setof int language sql as 'select 1'; grant execute on function scout.offender to service_role",
    ),
    "instants carry their zone": (
        """select attrelid::regclass || '.' || attname from pg_attribute join pg_class c on c.oid = attrelid
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
              and atttypid in ('timestamp'::regtype, 'timetz'::regtype, 'time'::regtype)""",
        "create table scout.offender (id int primary key, at timestamp)",
    ),
    "money and quantities are exact": (
        """select attrelid::regclass || '.' || attname from pg_attribute join pg_class c on c.oid = attrelid
            where relnamespace in ('scout'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
              and atttypid in ('float4'::regtype, 'float8'::regtype, 'money'::regtype)""",
        "create table scout.offender (id int primary key, amount float8)",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_schema_keeps_the_rule(db: Db, rule: str) -> None:
    assert column(db, RULES[rule][0]) == []


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_rings_when_it_is_broken_and_falls_silent_after(db: Db, rule: str) -> None:
    question, offence = RULES[rule]
    with db.transaction(force_rollback=True):
        db.execute(offence)
        assert [offender for offender in column(db, question) if "offender" in offender], rule
    assert column(db, question) == []


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_public_roles_do_not_even_enter_the_schemas(db: Db, role: str) -> None:
    db.execute(f"set role {role}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for schema"):
        db.execute("select from scout.settings")
