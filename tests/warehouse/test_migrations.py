"""`scout migrate`: what is missing, in order, once; beside the Supabase CLI."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from demo.postgres import Cluster, embedded_postgres
from shared.errors import MigrationsDiffer, WarehouseNotReady, WarehouseRefused, WarehouseUnreachable
from shared.settings import Settings, WarehouseSettings
from shared.warehouse.migrations import DIRECTORY, all_migrations, migrate, pending
from shared.warehouse.postgres import PostgresWarehouse
from tests.warehouse.retail import Db, column

HISTORY = DIRECTORY.parents[1] / "shared" / "warehouse" / "sql" / "create_migration_history.sql"


@pytest.fixture
def settings(cluster: Cluster) -> WarehouseSettings:
    return Settings({"SUPABASE_DB_URL": cluster.url("scout_empty")}).warehouse


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    write(tmp_path, "01_create_shelf.sql", "create table shelf (id integer);\ncreate table jar (id integer);\n")
    write(tmp_path, "02_fill_shelf.sql", "-- one of each\ninsert into shelf values (1);\n")
    return tmp_path


def write(directory: Path, name: str, text: str) -> None:
    (directory / name).write_text(text, encoding="utf-8")


def test_what_is_missing_is_listed_applied_in_order_and_then_there(
    empty: Db, settings: WarehouseSettings, directory: Path
) -> None:
    names = ["01_create_shelf.sql", "02_fill_shelf.sql"]
    assert pending(settings, directory=directory) == names
    assert column(empty, "select 1 from pg_namespace where nspname = 'supabase_migrations'") == [], (
        "listing writes nothing"
    )
    report = migrate(settings, directory=directory)
    assert (report.applied, report.already) == (tuple(names), 0)
    assert pending(settings, directory=directory) == []
    again = migrate(settings, directory=directory)
    assert (again.applied, again.already) == ((), 2)
    assert column(empty, "select id from shelf") == [1]


def test_the_projects_own_migrations_can_all_be_applied_at_once(empty: Db, settings: WarehouseSettings) -> None:
    report = migrate(settings)
    assert list(report.applied) == [migration.path.name for migration in all_migrations()]


def test_on_a_plain_postgresql_the_statements_for_an_administrator_are_named_and_suffice() -> None:
    """Then every migration runs as a user without any other right, and so does what they made."""
    binaries = os.environ.get("SCOUT_TEST_PG_BIN")
    with (
        embedded_postgres(binaries=Path(binaries) if binaries else None, tcp=True) as plain,
        psycopg.connect(plain.url(), autocommit=True) as administrator,
    ):
        administrator.execute("drop role anon, authenticated, service_role, authenticator")
        for user in ("first", "second"):  # the second finds roles that are not its own
            administrator.execute(f"create role {user} login")
            administrator.execute(f"create database {user}")
            settings = Settings({"SUPABASE_DB_URL": plain.url(user, user=user)}).warehouse
            with pytest.raises(WarehouseNotReady, match="may not create the roles") as refused:
                migrate(settings)
            assert pending(settings) == [migration.path.name for migration in all_migrations()], "nothing was changed"
            with psycopg.connect(plain.url(user), autocommit=True) as by_administrator:
                for statement in re.findall(r"^  (.*);$", refused.value.fix, flags=re.MULTILINE):
                    by_administrator.execute(statement)
            migrate(settings)
            with PostgresWarehouse(plain.url(user, user=user)) as warehouse:
                assert warehouse.call("refresh_gold")
        # Who may create roles is asked for nothing.
        administrator.execute("drop database first")
        administrator.execute("drop database second")
        administrator.execute("drop role superset_readonly, outbox_author, authenticator")
        administrator.execute("drop role first, second, anon, authenticated, service_role")
        assert migrate(Settings({"SUPABASE_DB_URL": plain.url()}).warehouse).already == 0


def test_a_failing_migration_leaves_nothing_and_names_file_line_and_cause(
    empty: Db, settings: WarehouseSettings, directory: Path
) -> None:
    write(directory, "03_break.sql", "create table half (id integer);\n\nselect nothing_like_it from half;\n")
    write(directory, "04_after.sql", "create table after ();\n")
    with pytest.raises(WarehouseRefused, match=r'03_break\.sql, line 3: column "nothing_like_it" does not exist'):
        migrate(settings, directory=directory)
    assert column(empty, "select to_regclass('half')::text") == [None]
    assert pending(settings, directory=directory) == ["03_break.sql", "04_after.sql"]
    write(directory, "03_break.sql", "create table half (id integer);\n")
    assert migrate(settings, directory=directory).applied == ("03_break.sql", "04_after.sql")


def test_two_at_once_apply_each_migration_once(empty: Db, settings: WarehouseSettings, directory: Path) -> None:
    for number in range(3, 9):
        write(directory, f"{number:02}_fill_again.sql", f"insert into shelf values ({number});\n")
    with ThreadPoolExecutor(4) as executor:
        reports = list(executor.map(lambda _: migrate(settings, directory=directory), range(4)))
    assert sorted(name for report in reports for name in report.applied) == sorted(p.name for p in directory.iterdir())
    assert column(empty, "select id from shelf order by id") == [1, 3, 4, 5, 6, 7, 8]


def test_the_supabase_cli_finds_what_was_applied_here(empty: Db, settings: WarehouseSettings, directory: Path) -> None:
    """Its own table, columns and meaning (supabase/cli, pkg/migration/history.go)."""
    migrate(settings, directory=directory)
    rows = empty.execute(
        "select version, name, statements from supabase_migrations.schema_migrations order by 1"
    ).fetchall()
    assert rows[0] == ("01", "create_shelf", [(directory / "01_create_shelf.sql").read_text()])
    assert [row[:2] for row in rows] == [("01", "create_shelf"), ("02", "fill_shelf")]


def test_what_the_supabase_cli_applied_is_known_again_and_other_peoples_migrations_are_left_alone(
    empty: Db, settings: WarehouseSettings
) -> None:
    """It makes the table without the later columns first, and keeps a file statement by statement."""
    empty.execute("create schema supabase_migrations")
    empty.execute("create table supabase_migrations.schema_migrations (version text not null primary key)")
    empty.execute("insert into supabase_migrations.schema_migrations values ('20200101000000')")
    assert pending(settings) == [migration.path.name for migration in all_migrations()]
    empty.execute(
        "alter table supabase_migrations.schema_migrations add column statements text[], add column name text"
    )
    *applied, newest = all_migrations()
    for one in applied:
        record(empty, one.version, one.name, statements_of(one.text))
    record(empty, "20200101000001", "create_shelf", ["-- Purpose: a shelf", "create table scout.shelf ()"])
    assert pending(settings) == [newest.path.name]


def test_health_is_told_of_the_same_texts(db: Db) -> None:
    db.execute(HISTORY.read_bytes())
    for one in all_migrations():
        record(db, one.version, one.name, statements_of(one.text))
    (records,) = column(db, "select ops.migration_records()")
    assert [one["digest"] for one in records] == [one.digest for one in all_migrations()]


def record(db: Db, version: str, name: str, statements: list[str] | None) -> None:
    db.execute(
        "insert into supabase_migrations.schema_migrations (version, name, statements) values (%s, %s, %s)",
        [version, name, statements],
    )


def statements_of(text: str) -> list[str]:
    """As the Supabase CLI cuts a file: at semicolons outside of quotes and comments, which it keeps (pkg/parser)."""
    whole = re.finditer(r"(?:--[^\n]*|'[^']*'|\$(\w*)\$.*?\$\1\$|[^;])+;", text, re.DOTALL)
    return [one.group().strip().rstrip(";") for one in whole]


DIFFERENT = {
    "a file was edited": ("02", "fill_shelf", ["insert into shelf values (2);"], "02_fill_shelf.sql"),
    "a file was renamed": ("02", "fill_the_shelf", None, "02_fill_shelf.sql"),
    "a newer release was here": ("04", "after", ["-- Purpose: later\n-- Reverse: drop it\nselect 1"], "04_after"),
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_a_warehouse_made_from_other_files_is_refused_before_anything_is_applied(
    empty: Db, settings: WarehouseSettings, directory: Path, case: str
) -> None:
    *recorded, named = DIFFERENT[case]
    migrate(settings, directory=directory)
    empty.execute("delete from supabase_migrations.schema_migrations where version = %s", [recorded[0]])
    record(empty, *recorded)
    write(directory, "03_more.sql", "create table more ();\n")
    for ask in (pending, migrate):
        with pytest.raises(MigrationsDiffer) as refused:
            ask(settings, directory=directory)
        assert refused.value.migrations == [named]
        assert named in refused.value.message
    assert column(empty, "select to_regclass('more')::text") == [None]


def test_the_data_api_is_told_to_look_again(empty: Db, settings: WarehouseSettings, directory: Path) -> None:
    empty.execute("listen pgrst")
    migrate(settings, directory=directory)
    heard = next(iter(empty.notifies(timeout=5, stop_after=1)))
    assert heard.payload == "reload schema"


def test_without_a_connection_string_both_ways_out_are_named(directory: Path) -> None:
    rest_only = Settings({"SUPABASE_URL": "https://x.supabase.co", "SUPABASE_SERVICE_ROLE_KEY": "k"}).warehouse
    with pytest.raises(WarehouseNotReady, match=r"SUPABASE_DB_URL.*supabase db push"):
        migrate(rest_only, directory=directory)


def test_nobody_listening_says_so_without_the_password(directory: Path) -> None:
    nowhere = Settings({"SUPABASE_DB_URL": "postgresql://someone:hidden@127.0.0.1:9/postgres"}).warehouse
    with pytest.raises(WarehouseUnreachable) as refused:
        migrate(nowhere, directory=directory)
    assert "127.0.0.1/postgres" in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_an_incomplete_checkout_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseNotReady, match="no migrations in"):
        all_migrations(tmp_path)
