"""`scout migrate`: applies what is missing of supabase/migrations, in order, once, each file in its own transaction.

What was applied is kept where the Supabase CLI keeps it (`supabase_migrations.schema_migrations`), so that
`scout migrate` and `supabase db push` can follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg

from shared.errors import WarehouseNotReady, WarehouseRefused, WarehouseTransientError
from shared.foreign_text import fit_to_show
from shared.settings import WarehouseSettings
from shared.warehouse.failures import unreachable
from shared.warehouse.postgres import failure_of, server_name
from shared.warehouse.roles import create_roles

DIRECTORY = Path(__file__).resolve().parents[2] / "supabase" / "migrations"
_CONNECT_SECONDS = 10
_Connection = psycopg.Connection[tuple[Any, ...]]


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
    """`applied`: file names, in order. `already`: how many were there before.

    `changed`: names of files that no longer read as they did when they were applied. Nothing is done about them: the
    warehouse has what the file said then, and a new migration has to bring what it says now.
    """

    applied: tuple[str, ...]
    already: int
    changed: tuple[str, ...] = ()


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
    Raises `WarehouseNotReady` without SUPABASE_DB_URL, `WarehouseUnreachable`.
    """
    migrations = all_migrations(directory)
    applied: list[str] = []
    with _connected(settings) as connection:
        known = _applied(connection)
        missing = [migration for migration in migrations if migration.version not in known]
        if missing:
            with _locked(connection):
                create_roles(connection)
                connection.execute(_sql("create_migration_history"))
        for migration in missing:
            with _locked(connection):
                if migration.version not in _applied(connection):
                    _apply(connection, migration)
                    applied.append(migration.path.name)
    changed = [
        one.path.name for one in migrations if _squeezed(known.get(one.version) or one.text) != _squeezed(one.text)
    ]
    return MigrationReport(tuple(applied), already=len(migrations) - len(applied), changed=tuple(changed))


def _apply(connection: _Connection, migration: Migration) -> None:
    text = migration.text
    try:
        connection.execute(text.encode())
        connection.execute(_sql("record_migration"), [migration.version, migration.name, text])
        # Told to the Data API when this transaction commits, so also when a later file fails.
        connection.execute(_sql("reload_data_api"))
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        position = error.diag.statement_position
        line = f", line {text.count(chr(10), 0, int(position)) + 1}" if position else ""
        raise WarehouseRefused(
            f"{migration.path.name}{line}: {fit_to_show(error.diag.message_primary)}",
            code=error.sqlstate,
            fix=error.diag.message_hint or "Nothing of this file was applied; mend the cause and migrate again.",
        ) from error


def _applied(connection: _Connection) -> dict[str, str]:
    """What was applied, by version, as the text it had then (statement by statement where the Supabase CLI did it)."""
    exists = connection.execute(_sql("has_migration_history")).fetchone()
    if not exists or not exists[0]:
        return {}
    return dict(connection.execute(_sql("read_migration_history")).fetchall())


def _squeezed(text: str) -> str:
    """Without what the Supabase CLI loses when it cuts a file into statements."""
    return re.sub(r"--[^\n]*|[\s;]+", "", text)


@contextmanager
def _locked(connection: _Connection) -> Iterator[None]:
    """A transaction that no other migration runs beside."""
    with connection.transaction():
        connection.execute(_sql("lock_migrations"))
        yield


@contextmanager
def _connected(settings: WarehouseSettings) -> Iterator[_Connection]:
    if settings.db_url is None:
        raise WarehouseNotReady(
            "Migrations need a connection to the database itself.",
            fix="Set SUPABASE_DB_URL (Supabase → Connect), or run: supabase db push",
        )
    url = settings.db_url.get_secret_value()
    try:
        with psycopg.connect(
            url,
            autocommit=True,
            connect_timeout=_CONNECT_SECONDS,
            prepare_threshold=None,
            application_name="scout-migrate",
        ) as connection:
            yield connection
    except psycopg.Error as error:
        failure = failure_of(error, "migrate")
        # Not tried again: a person is waiting, and sees better than a timer whether it is worth it.
        raise (
            unreachable(server_name(url), failure) if isinstance(failure, WarehouseTransientError) else failure
        ) from error


@cache
def _sql(name: str) -> bytes:
    return files("shared.warehouse").joinpath("sql", f"{name}.sql").read_bytes()
