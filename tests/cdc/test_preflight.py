"""`scout cdc check` on real servers: what is missing is named, and the statements it prints make it pass."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from demo.postgres import Cluster, embedded_postgres
from shared.cdc.preflight import Preflight, check_source
from shared.cdc.published_columns import published_columns

TOOLS = Path(__file__).parents[2] / ".tools"
LOGICAL = {"wal_level": "logical", "max_slot_wal_keep_size": "100MB"}
NAME = "odoo_pub_scout"
TABLES = ("account_move", "res_partner", "hr_expense_sheet")
ODOO = """
    create table account_move (id serial primary key, name varchar, amount_total numeric, access_token varchar, attachment bytea);
    create table res_partner (id serial primary key, name varchar, signup_token varchar, api_key varchar);
    create table without_key (id integer, name varchar);
    create table ir_config_parameter (id serial primary key, key varchar, value varchar);
"""


def server(version: int | None, **settings: str) -> Iterator[Cluster]:
    """A server with a little of Odoo; None: the one that the tests run on."""
    own = os.environ.get("SCOUT_TEST_PG_BIN")
    binaries = TOOLS / f"postgres-{version}" / "bin" if version else Path(own) if own else None
    with embedded_postgres(binaries=binaries, tcp=True, roles=False, settings=settings) as cluster:
        with psycopg.connect(cluster.url(), autocommit=True) as db:
            db.execute(ODOO)
        yield cluster


@pytest.fixture(
    scope="module",
    params=[None, *(pytest.param(number, marks=pytest.mark.postgres_versions) for number in (15, 17, 18))],
)
def logical(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    yield from server(request.param, **LOGICAL)


@contextmanager
def copied(cluster: Cluster) -> Iterator[tuple[str, psycopg.Connection]]:  # type: ignore[type-arg]
    """A database of the test's own; without roles of ours and slots afterwards."""
    url = cluster.create_database("shop", template="postgres")
    try:
        with psycopg.connect(url, autocommit=True) as db:
            yield url, db
    finally:
        with psycopg.connect(cluster.url(), autocommit=True) as db:
            db.execute("select pg_drop_replication_slot(slot_name) from pg_replication_slots")
        cluster.drop_database("shop")
        with psycopg.connect(cluster.url(), autocommit=True) as db:
            db.execute("drop role if exists scout_mirror")


def check(url: str, *tables: str) -> Preflight:
    return check_source(url, slot=NAME, publication=NAME, tables=tables or TABLES)


def failing(found: Preflight) -> set[str]:
    return {one.check for one in found.findings if one.verdict == "fail"}


def warned(found: Preflight) -> set[str]:
    return {one.check for one in found.findings if one.verdict == "warn"}


def as_mirror(cluster: Cluster, database: str = "shop") -> str:
    return cluster.url(database, user="scout_mirror")


def test_what_it_prints_makes_it_pass_and_no_secret_is_published(logical: Cluster) -> None:
    """The role, the grants and the publication, run as they stand by the administrator."""
    with copied(logical) as (url, db):
        first = check(url)
        assert failing(first) == {"publication"}
        assert "role" in warned(first), "the administrator's own login is no login for the mirror"
        db.execute(first.sql.encode())
        second = check(as_mirror(logical))
        assert [one for one in second.findings if one.verdict != "pass"] == []
        assert (second.ok, second.sql) == (True, "")
        published = dict(db.execute("select tablename::text, attnames::text[] from pg_publication_tables").fetchall())
        assert published == {"account_move": ["id", "name", "amount_total"], "res_partner": ["id", "name"]}
        with psycopg.connect(as_mirror(logical)) as mirror:
            mirror.execute("select id, name, amount_total from account_move")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                mirror.execute("select access_token from account_move")
            mirror.rollback()
            mirror.execute("select pg_create_logical_replication_slot(%s, 'pgoutput')", [NAME])


def test_a_column_that_came_later_is_named_and_added(logical: Cluster) -> None:
    with copied(logical) as (url, db):
        db.execute(check(url).sql.encode())
        db.execute("alter table account_move add x_region varchar, add x_secret varchar")
        found = check(url)
        assert ("columns" in warned(found), found.ok) == (True, True)
        assert "x_secret" not in found.sql
        db.execute(found.sql.replace("create role", "-- ").encode())
        assert "columns" not in warned(check(url))


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ("create publication odoo_pub_scout for all tables", "publication"),
        ("create publication odoo_pub_scout for table account_move, res_partner (id, name)", "columns"),
        ("create publication odoo_pub_scout for table res_partner (id, name)", "publication"),
        (
            "create publication odoo_pub_scout for table account_move (id, name, amount_total) where (id > 1), res_partner (id, name)",
            "publication",
        ),
        (
            "create publication odoo_pub_scout for table account_move (id, name, amount_total), res_partner (id, name) with (publish = 'insert')",
            "publication",
        ),
        ("alter table account_move replica identity nothing", "table account_move"),
        ("alter table account_move replica identity full", "table account_move"),
        ("alter table account_move drop constraint account_move_pkey", "table account_move"),
        ("select pg_create_physical_replication_slot('odoo_pub_scout')", "slot"),
        ("alter table account_move enable row level security; create role scout_mirror login replication", "role"),
    ],
)
def test_what_would_bite_is_named_before_it_does(logical: Cluster, change: str, failed: str) -> None:
    with copied(logical) as (url, db):
        for part in change.split("; "):
            db.execute(part.encode())
        found = check(as_mirror(logical) if "scout_mirror" in change else url)
        assert not found.ok
        told = failing(found) | ({"role"} if {"rights", "table account_move"} <= failing(found) else set())
        assert failed in told
        if "publication" in change and "where" not in change:
            db.execute(f"{found.sql}".encode())
            assert failing(check(url)) == set()


def test_a_slot_without_its_publication_is_no_way_to_begin(logical: Cluster) -> None:
    """PostgreSQL 15 fails for ever, 18 passes over the rows in silence."""
    with copied(logical) as (url, db):
        db.execute("select pg_create_logical_replication_slot(%s, 'pgoutput')", [NAME])
        [told] = [one for one in check(url).findings if one.verdict == "fail"]
        assert (told.check, "scout cdc drop" in told.fix) == ("publication", True)


def test_half_of_what_is_safe_warns_and_all_of_it_fails(logical: Cluster) -> None:
    """Nobody runs the mirror while Odoo writes 100 MB of log and more."""
    with copied(logical) as (url, db):
        db.execute(check(url).sql.encode())
        db.execute("select pg_create_logical_replication_slot(%s, 'pgoutput')", [NAME])
        seen = []
        for _ in range(12):
            db.execute(
                "select pg_logical_emit_message(false, 'x', repeat(md5(random()::text), 400000)) from generate_series(1, 1)"
            )
            db.execute("select pg_switch_wal()")
            [line] = [one for one in check(url).findings if one.check == "slot"]
            seen.append(line.verdict)
        assert seen == sorted(seen, key=["pass", "warn", "fail"].index)
        assert seen[0] == "pass"
        assert {"warn", "fail"} <= set(seen)
        db.execute("checkpoint")
        assert "slot" in failing(check(url))


def test_without_logical_decoding_it_says_what_to_set_and_to_restart() -> None:
    for cluster in server(None, wal_level="replica"):
        found = check(cluster.url())
        assert failing(found) == {"wal_level", "publication"}
        assert "alter system set wal_level = 'logical'" in found.sql
        assert warned(found) >= {"max_slot_wal_keep_size"}, "without limit Odoo's disk fills"


def test_nothing_answers(logical: Cluster) -> None:
    found = check(logical.url("no_such_database"))
    assert (found.ok, failing(found)) == (False, {"reachable"})


def test_tables_of_secrets_and_without_key_are_refused(logical: Cluster) -> None:
    with copied(logical) as (url, _):
        found = check(url, "account_move", "ir_config_parameter", "without_key")
        assert {"tables", "table without_key"} <= failing(found)
        assert "ir_config_parameter" not in found.sql
        assert "without_key" not in found.sql


@pytest.mark.parametrize(
    ("name", "kind", "is_published"),
    [
        ("name", "character varying", True), ("password", "character varying", False), ("x_studio_api_key", "text", False),
        ("access_token", "character varying", False), ("token", "text", False), ("key", "text", False), ("Signing_Key", "text", False),
        ("image_1920", "bytea", False), ("datas", "bytea[]", False), ("keyword", "text", True), ("monkey_id", "integer", True),
        ("totp_secret", "text", False),
    ],
)  # fmt: skip
def test_no_password_key_token_or_binary_leaves_odoo(name: str, kind: str, is_published: bool) -> None:
    assert published_columns("account_move", {"id": "integer", name: kind}) == (
        ("id", name) if is_published else ("id",)
    )
