"""scout mcp: what an agent gets, and sixty statements that try to get more."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
import uvicorn
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from psycopg.conninfo import make_conninfo

from shared.agents.reader import Reader
from shared.agents.server import http_app
from shared.errors import InputError, SettingsError
from tests.warehouse.retail import Db, column, ingest, line, one, order
from tests.warehouse.test_companies_stay_apart import SECRET
from tests.warehouse.test_knowledge import add, store

ROOT = Path(__file__).parents[2]
LOGINS = {"agent_one": 1, "agent_two": 2}
TOKENS = {"agent_one": "one" * 12, "agent_two": "two" * 12}


@pytest.fixture
def shops(db: Db) -> Iterator[Db]:
    """Company 1 and company 2, each with an order, a document and a login of its own."""
    ingest(db, "res.currency", {"id": 1, "name": "PHP"})
    for company_id, word in ((1, "one"), (2, SECRET)):
        ingest(db, "res.company", {"id": company_id, "name": word, "currency_id": 1})
        ingest(db, "pos.config", {"id": company_id, "company_id": company_id, "name": word})
        ingest(db, "pos.order", order(company_id, company_id=company_id, config_id=company_id, pos_reference=word))
        ingest(db, "pos.order.line", line(company_id, company_id, company_id=company_id, full_product_name=word))
    add(db)
    store(db, "one", "A grinder of one.", company_ids=[1])
    store(db, "two", f"A grinder of {SECRET}.", company_ids=[2])
    for role, company_id in LOGINS.items():
        db.execute(f"create role {role} login password 'pw-of-{role}'")
        db.execute(f"grant agent_reader, superset_readonly to {role}")
        db.execute("insert into scout.company_access (role_name, company_id) values (%s, %s)", [role, company_id])
    yield db
    for role in LOGINS:
        db.execute(f"drop owned by {role}; drop role {role}")


def url_of(database_url: str, role: str) -> str:
    return make_conninfo(database_url, user=role, password=f"pw-of-{role}")


@pytest.fixture
def reader(shops: Db, database_url: str) -> Reader:
    return Reader(url_of(database_url, "agent_one"), seconds=2, most_rows=50)


HOSTILE = [
    # Changes, plain and inside queries.
    "delete from scout.bronze_pos_order", "update scout.settings set value = 'x'", "insert into scout.settings values ('a', 'b')",
    "truncate scout.bronze_pos_order", "drop table scout.bronze_pos_order", "create table public.t (a int)", "create temp table t (a int)",
    "alter role agent_one superuser", "grant service_role to agent_one", "revoke all on schema scout from service_role",
    "with gone as (delete from scout.bronze_pos_order returning *) select * from gone",
    "with t as (insert into scout.company_access values ('agent_one', 2) returning *) select * from t",
    "with t as (update knowledge.pages set company_ids = null returning *) select * from t",
    "select * into public.stolen from scout.transactions", "create table public.t as select 1", "merge into scout.settings s using scout.settings t on true when matched then delete",
    # Other ways in than a query.
    "copy scout.bronze_pos_order to program 'sh -c id'", "copy (select 1) to '/tmp/x'", "copy scout.settings from '/etc/passwd'",
    "do $$ begin perform 1; end $$", "call scout.nothing()", "explain analyze delete from scout.bronze_pos_order", "explain select 1",
    "set role service_role", "reset role", "set session authorization postgres", "set transaction read write", "set statement_timeout = 0",
    "begin", "commit", "rollback", "listen x", "notify x", "lock table scout.settings", "vacuum", "prepare p as select 1", "execute p",
    "declare c cursor for select 1", "fetch all from agent", "close agent", "discard all", "load 'x'", "checkpoint",
    # Stacked, hidden in comments, breaking out of what is put around them.
    "select 1; drop table scout.settings", "select 1; commit; delete from scout.settings", "select 1) asked; delete from scout.settings; --",
    "select 1 /* ", "select 1 -- ) asked; drop table scout.settings", "/* ; */ delete from scout.settings", "select 1 \\; drop table x", "",
    "select 1) asked, lateral (select payload from scout.bronze_pos_order",
    # Functions with effects.
    "select set_config('role', 'service_role', false)", "select set_config('transaction_read_only', 'off', false)",
    "select pg_read_file('/etc/passwd')", "select pg_ls_dir('/')", "select lo_import('/etc/passwd')", "select lo_creat(-1)",
    "select scout.ingest_rows('pos.order', '[]')", "select knowledge.remove_source('handbook')", "select scout.forget_record('res.partner', 1)",
    "select nextval('ops.odoo_outbox_position_seq')", "select pg_reload_conf()", "select ops.enqueue_odoo('a', 'res.partner', 'unlink', p_record_id => 1)",
    # Other companies' rows, past the walls.
    "select payload from scout.bronze_pos_order", "select * from scout.typed_pos_order", "select body from knowledge.chunks", "select vector from knowledge.embeddings",
    "select * from scout.company_access", "select passwd from pg_shadow", "select rolpassword from pg_authid", "select * from ops.agent_calls",
    "select knowledge.reach_of('agent_two')", "select set_config('role', 'superset_readonly', true), t.* from scout.transactions t where company_id = 2",
    f"select t.* from scout.transactions t join scout.stores s on s.company_id <> t.company_id where t::text ~ '{SECRET}'",
    "select knowledge.search('grinder', 10, null, '[2]')", "select * from knowledge.v_documents where 2 = any (company_ids)",
    "select query from pg_stat_activity where usename <> 'agent_one' and query <> '<insufficient privilege>'",
    "select most_common_vals::text from pg_stats where schemaname = 'scout'",
    # For ever, or too much.
    "select pg_sleep(60)", "with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t",
    "select count(*) from generate_series(1, 100000000000)", "select repeat('x', 100000000)", "select * from generate_series(1, 10000000)",
]  # fmt: skip


def state(db: Db) -> list[Any]:
    """What no agent may have changed."""
    tables = column(
        db,
        """select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where nspname in ('scout', 'ops', 'knowledge', 'public') and relkind = 'r' and c.relname <> 'agent_calls' order by 1""",
    )
    rows = [
        one(db, f"select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from {name} t".encode())
        for name in tables
    ]  # type: ignore[arg-type]
    roles = column(db, "select r::text from pg_roles r order by 1")
    return [
        tables,
        rows,
        roles,
        column(db, "select m.roleid::regrole || ' ' || m.member::regrole from pg_auth_members m order by 1"),
    ]


def test_sixty_hostile_statements_are_refused_or_harmless_and_each_is_in_the_audit(shops: Db, reader: Reader) -> None:
    assert len(HOSTILE) >= 60
    before = state(shops)
    refused = 0
    for statement in HOSTILE:
        began = time.monotonic()
        try:
            answer = reader.ask("sql", statement)
            text = str(answer.rows)
            assert SECRET not in text, statement
            assert "root:" not in text, statement
            assert len(text) < 50 * 21_000, statement
            assert len(answer.rows) <= 50, statement
        except InputError:
            refused += 1
        assert time.monotonic() - began < 8, statement
    assert state(shops) == before
    assert refused >= 60
    audit = shops.execute("select role_name, tool, asked, outcome from ops.agent_calls order by id").fetchall()
    assert [row[2] for row in audit] == HOSTILE
    assert {row[:2] for row in audit} == {("agent_one", "sql")}
    assert all(row[3] for row in audit)
    assert sum(row[3].startswith("refused") for row in audit) == refused


def test_also_a_function_of_somebody_elses_that_writes_for_everyone_writes_nothing_here(
    shops: Db, reader: Reader
) -> None:
    shops.execute(
        """create function public.sneaky() returns int language sql volatile security definer as
           'insert into scout.settings (key, value) values (''sneaky'', ''x''); select 1'"""
    )
    with pytest.raises(InputError, match="read-only"):
        reader.ask("sql", "select public.sneaky()")
    assert one(shops, "select count(*) from scout.settings where key = 'sneaky'") == 0


def test_an_agent_reads_its_companies_with_exact_figures(reader: Reader) -> None:
    answer = reader.ask("sql", "select id, company_id, 12345678901234567.89::numeric as big from scout.transactions;")
    assert answer.rows == [{"id": "TX-1", "company_id": 1, "big": "12345678901234567.89"}]
    assert "instruction" in answer.note
    many = reader.ask("sql", "select n from generate_series(1, 1000) n order by n desc", 3)
    assert (many.rows, many.cut) == ([{"n": 1000}, {"n": 999}, {"n": 998}], True)
    assert [hit["uri"] for hit in reader.search("grinder", 5, [], None, None).rows] == ["one"]  # type: ignore[index,call-overload]
    with pytest.raises(InputError, match="metrics"):
        reader.metric('x"; drop table scout.settings; --')


@pytest.mark.parametrize(
    ("made", "undone", "said"),
    [
        ("alter role agent_one createrole", "alter role agent_one nocreaterole", "superuser"),
        ("alter role agent_one bypassrls", "alter role agent_one nobypassrls", "row level security"),
        ("grant service_role to agent_one", "revoke service_role from agent_one", "service_role"),
        ("grant pg_read_all_data to agent_one", "revoke pg_read_all_data from agent_one", "pg_read_all_data"),
        ("grant insert on scout.settings to agent_one", "revoke insert on scout.settings from agent_one", "may change scout.settings"),
        ("create table public.plain (a int); grant select on public.plain to agent_one", "drop table public.plain", "public.plain"),
        ("create schema theirs authorization agent_one", "drop schema theirs", "schema theirs"),
        ("revoke agent_reader from agent_one", "grant agent_reader to agent_one", "agent_reader"),
        ("insert into scout.company_access values ('superset_readonly', 2)", "delete from scout.company_access where company_id = 2", "companies of its own"),
    ],
)  # fmt: skip
def test_a_login_that_may_do_more_is_refused_before_its_first_statement(
    shops: Db, reader: Reader, made: str, undone: str, said: str
) -> None:
    shops.execute(made.encode())
    try:
        with pytest.raises(SettingsError, match=said):
            reader.ask("sql", "select 1")
        with pytest.raises(SettingsError, match=said):
            reader.check()
    finally:
        shops.execute(undone.encode())


async def told(client: Client) -> dict[str, Any]:
    tools = {tool.name for tool in (await client.list_tools()).tools}
    assert tools == {"freshness", "proofs", "relations", "metric", "sql", "search"}
    found: dict[str, Any] = {}
    for tool, arguments in (
        ("freshness", {}), ("proofs", {}), ("relations", {}), ("metric", {"name": "nothing"}), ("search", {"question": "grinder"}),
        ("sql", {"statement": "select company_id from scout.transactions"}), ("sql", {"statement": "drop table scout.settings"}),
    ):  # fmt: skip
        answer = await client.call_tool(tool, arguments)
        found[f"{tool} {arguments}"] = "refused" if answer.is_error else answer.structured_content
    return found


def check_told(found: dict[str, Any], company_id: int) -> None:
    refused = [call for call, answer in found.items() if answer == "refused"]
    assert refused == ["metric {'name': 'nothing'}", "sql {'statement': 'drop table scout.settings'}"]
    assert found["sql {'statement': 'select company_id from scout.transactions'}"]["rows"] == [
        {"company_id": company_id}
    ]
    assert [hit["uri"] for hit in found["search {'question': 'grinder'}"]["rows"]] == [{1: "one", 2: "two"}[company_id]]
    assert {"relation": "knowledge.v_documents"}.items() <= next(
        row for row in found["relations {}"]["rows"] if row["relation"] == "knowledge.v_documents"
    ).items()


def test_the_official_client_lists_and_calls_each_tool_over_stdio(shops: Db, database_url: str) -> None:
    environment = {"MCP_DB_URL": url_of(database_url, "agent_one"), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    program = StdioServerParameters(command=sys.executable, args=["-m", "cli", "mcp"], env=environment, cwd=ROOT)

    async def main() -> dict[str, Any]:
        with anyio.fail_after(60):
            async with Client(stdio_client(program)) as client:
                return await told(client)

    check_told(anyio.run(main), 1)


@pytest.fixture
def served(shops: Db, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The server over HTTP, for two agents."""
    entries = (f'[{role}]\ntoken = "{TOKENS[role]}"\ndb_url = "{url_of(database_url, role)}"\n' for role in LOGINS)
    (tmp_path / "agents.toml").write_text("\n".join(entries))
    port = 5790 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    running = uvicorn.Server(
        uvicorn.Config(http_app(tmp_path / "agents.toml", port=port), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not running.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/mcp"
    running.should_exit = True
    thread.join(20)


def test_over_http_the_token_decides_whose_rows_are_seen(served: str) -> None:
    async def main(role: str) -> dict[str, Any]:
        with anyio.fail_after(60):
            async with (
                httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKENS[role]}"}) as http,
                Client(streamable_http_client(served, http_client=http)) as client,
            ):
                return await told(client)

    for role, company_id in LOGINS.items():
        check_told(anyio.run(main, role), company_id)


def test_without_a_token_from_another_site_or_for_another_host_nothing_is_answered(served: str) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    own = {"Authorization": f"Bearer {TOKENS['agent_one']}", "Accept": "application/json, text/event-stream"}
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {**own, "Origin": "https://evil.example.com"},
        {**own, "Host": "evil.example.com"},
    ):
        answer = httpx.post(served, json=asked, headers=headers)
        assert answer.status_code in {401, 403, 421}, (headers, answer.status_code)
        assert "sql" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[a]\ntoken = "short"\ndb_url = "x"',
        '[a]\ndb_url = "x"',
        f'[a]\ntoken = "{"x" * 40}"\ndb_url = "x"\n[b]\ntoken = "{"x" * 40}"\ndb_url = "y"',
    ],
)
def test_it_does_not_start_without_tokens_that_tell_agents_apart(tmp_path: Path, text: str) -> None:
    (tmp_path / "agents.toml").write_text(text)
    with pytest.raises(SettingsError):
        http_app(tmp_path / "agents.toml", port=5799)
