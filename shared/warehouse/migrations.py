"""`scout migrate`: applies what is missing of supabase/migrations, in order, once, each file in its own transaction.

What was applied is kept where the Supabase CLI keeps it (`supabase_migrations.schema_migrations`), so that `scout migrate`
and `supabase db push` can follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg

from shared.errors import WarehouseNotReady, WarehouseRefused
from shared.settings import WarehouseSettings
from shared.warehouse.postgres import failure_of

DIRECTORY = Path(__file__).resolve().parents[2] / "supabase" / "migrations"
_CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Migration:
    """One file, `<version>_<name>.sql`."""

    path: Path

    @property
    def version(self) -> str:
        return self.path.name.partition("_")[0]

    @property
    def name(self) -> str:
        return self.path.stem.partition("_")[2]

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """`applied`: file names, in order. `already`: how many were there before."""

    applied: tuple[str, ...]
    already: int


def all_migrations(directory: Path = DIRECTORY) -> list[Migration]:
    found = [Migration(path) for path in sorted(directory.glob("*.sql"))]
    if not found:
        raise WarehouseNotReady(f"There are no migrations in {directory}.", fix="Run this from a complete checkout.")
    return found


def pending(settings: WarehouseSettings, *, directory: Path = DIRECTORY) -> list[str]:
    """The file names that `migrate` would apply, in order. Changes nothing."""
    with _connected(settings) as connection:
        known = _applied(connection)
    return [migration.path.name for migration in all_migrations(directory) if migration.version not in known]


def migrate(settings: WarehouseSettings, *, directory: Path = DIRECTORY) -> MigrationReport:
    """Applies what is missing. Two at once: each file is applied by one of them, the other waits and goes on behind it.

    Raises `WarehouseRefused` naming file and line when one fails: nothing of that file stays, the ones before it do.
    """
    applied: list[str] = []
    migrations = all_migrations(directory)
    with _connected(settings) as connection:
        with connection.transaction():
            connection.execute(_sql("lock_migrations"))
            connection.execute(_sql("create_migration_history"))
        for migration in migrations:
            with connection.transaction():
                connection.execute(_sql("lock_migrations"))
                if migration.version not in _applied(connection):
                    _apply(connection, migration)
                    applied.append(migration.path.name)
        if applied:
            connection.execute(_sql("reload_data_api"))
    return MigrationReport(tuple(applied), already=len(migrations) - len(applied))


def _apply(connection: psycopg.Connection[Any], migration: Migration) -> None:
    text = migration.text
    try:
        connection.execute(text.encode())
        connection.execute(_sql("record_migration"), [migration.version, migration.name, text])
    except psycopg.Error as error:
        position = error.diag.statement_position
        line = f", line {text.count(chr(10), 0, int(position)) + 1}" if position else ""
        raise WarehouseRefused(
            f"{migration.path.name}{line}: {error.diag.message_primary or type(error).__name__}",
            code=error.sqlstate or "",
            fix=error.diag.message_hint
            or "Nothing of this file was applied; mend the cause and run scout migrate again.",
        ) from error


def _applied(connection: psycopg.Connection[Any]) -> set[str]:
    exists = connection.execute(_sql("has_migration_history")).fetchone()
    if not exists or not exists[0]:
        return set()
    return {row[0] for row in connection.execute(_sql("read_migration_history"))}


@contextmanager
def _connected(settings: WarehouseSettings) -> Iterator[psycopg.Connection[Any]]:
    if settings.db_url is None:
        raise WarehouseNotReady(
            "Migrations need a connection to the database itself.",
            fix="Set SUPABASE_DB_URL (Supabase → Connect), or run: supabase db push",
        )
    try:
        with psycopg.connect(
            settings.db_url.get_secret_value(),
            autocommit=True,
            connect_timeout=_CONNECT_SECONDS,
            prepare_threshold=None,
            application_name="scout-migrate",
        ) as connection:
            yield connection
    except psycopg.Error as error:
        raise failure_of(error, "migrate") from error


@cache
def _sql(name: str) -> bytes:
    return files("shared.warehouse").joinpath("sql", f"{name}.sql").read_bytes()
