"""`scout migrate`: applies what is missing of supabase/migrations, in order, once, each file in its own transaction.

What was applied is kept where the Supabase CLI keeps it (`supabase_migrations.schema_migrations`), so that
`scout migrate` and `supabase db push` can follow one another. Other people's migrations may be there too: of those that
have no file here, only one that begins as all of Scout's do (`-- Purpose:`, then `-- Reverse:`) is taken for Scout's.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg
from pydantic import JsonValue

from shared.errors import MigrationsDiffer, WarehouseNotReady, WarehouseRefused, WarehouseTransientError
from shared.foreign_text import fit_to_show
from shared.settings import WarehouseSettings
from shared.warehouse.declarations import ModelChange
from shared.warehouse.failures import unreachable
from shared.warehouse.postgres import failure_of, server_name
from shared.warehouse.roles import create_roles

DIRECTORY = Path(__file__).resolve().parents[2] / "supabase" / "migrations"
EDITED_FIX = (
    "A migration is never edited: restore the file as it was released, and write a new one for what should change."
)
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

    @property
    def digest(self) -> str:
        """SHA-256 of what matters of the text: the Supabase CLI keeps it without the rest, cut into statements."""
        return hashlib.sha256(re.sub(r"--[^\n]*|[ \t\r\n;]+", "", self.text).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MigrationRecord:
    """What is recorded of an applied migration, Scout's or not. `digest`: None where the text was not kept."""

    version: str
    name: str | None
    is_scouts: bool
    digest: str | None


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


def edited(migrations: Sequence[Migration], records: Sequence[MigrationRecord]) -> list[str]:
    """The files that do not say what was applied under their version."""
    files = {migration.version: migration for migration in migrations}
    return [
        file.path.name
        for record in records
        if (file := files.get(record.version))
        and ((record.name or file.name) != file.name or (record.digest or file.digest) != file.digest)
    ]


def newer(migrations: Sequence[Migration], records: Sequence[MigrationRecord]) -> list[str]:
    """Scout's own migrations that were applied and have no file here."""
    files = {migration.version for migration in migrations}
    return [f"{one.version}_{one.name or ''}" for one in records if one.is_scouts and one.version not in files]


def pending(settings: WarehouseSettings, *, directory: Path = DIRECTORY) -> list[str]:
    """The file names that `migrate` would apply, in order. Changes nothing. Raises `MigrationsDiffer` as it does."""
    migrations = all_migrations(directory)
    with _connected(settings) as connection:
        known = _applied(connection, migrations)
    return [migration.path.name for migration in migrations if migration.version not in known]


def migrate(settings: WarehouseSettings, *, directory: Path = DIRECTORY) -> MigrationReport:
    """Applies what is missing. Two at once: each file is applied by one of them, the other waits and goes on behind it.

    Raises `MigrationsDiffer`, before anything is applied, where the warehouse was made from other files than these.
    Raises `WarehouseRefused` naming file and line when one fails: nothing of that file stays, the ones before it do.
    Raises `WarehouseNotReady` without SUPABASE_DB_URL, `WarehouseUnreachable`.
    """
    migrations = all_migrations(directory)
    applied: list[str] = []
    with _connected(settings) as connection:
        known = _applied(connection, migrations)
        missing = [migration for migration in migrations if migration.version not in known]
        if missing:
            with _locked(connection):
                create_roles(connection)
                connection.execute(_sql("create_migration_history"))
        for migration in missing:
            with _locked(connection):
                if connection.execute(_sql("has_migration"), [migration.version]).fetchone() == (False,):
                    _apply(connection, migration)
                    applied.append(migration.path.name)
    return MigrationReport(tuple(applied), already=len(migrations) - len(applied))


def declare(settings: WarehouseSettings, definition: JsonValue) -> ModelChange:
    """Makes or changes the tables of one model, whole or not at all, however long a typed table takes to be filled.

    Raises `InputError` for what would lose a column, `WarehouseRefused` when a table is in use for long.
    """
    with _connected(settings) as connection, _locked(connection):
        try:
            row = connection.execute(_sql("declare_model"), [json.dumps(definition)]).fetchone()
        except psycopg.errors.LockNotAvailable as error:
            raise WarehouseRefused(
                "A query or a run holds a table that was to be changed, so nothing was changed.",
                server_code="55P03",
                fix="Once it has ended, run again: scout migrate",
            ) from error
    return ModelChange.model_validate(row and row[0])


def _apply(connection: _Connection, migration: Migration) -> None:
    text = migration.text
    try:
        connection.execute(text.encode())
        connection.execute(_sql("record_migration"), [migration.version, migration.name, text])
        # The Data API hears of it when this transaction commits, so also when a later file fails.
        connection.execute(_sql("reload_data_api"))
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        position = error.diag.statement_position
        line = f", line {text.count(chr(10), 0, int(position)) + 1}" if position else ""
        raise WarehouseRefused(
            f"{migration.path.name}{line}: {fit_to_show(error.diag.message_primary)}",
            server_code=error.sqlstate,
            fix=error.diag.message_hint or "Nothing of this file was applied; fix the cause and migrate again.",
        ) from error


def _applied(connection: _Connection, migrations: Sequence[Migration]) -> set[str]:
    """The versions that were applied, where they are those of our files."""
    exists = connection.execute(_sql("has_migration_history")).fetchone()
    if not exists or not exists[0]:
        return set()
    records = [MigrationRecord(*row) for row in connection.execute(_sql("read_migration_history"))]
    if names := edited(migrations, records):
        raise MigrationsDiffer(f"Not the text that was applied: {', '.join(names)}.", fix=EDITED_FIX, migrations=names)
    if names := newer(migrations, records):
        raise MigrationsDiffer(
            f"A newer Scout made this warehouse: it applied {', '.join(names)}, which this one does not have.",
            fix="Use the release that has them; on the older one nothing is to be migrated.",
            migrations=names,
        )
    return {record.version for record in records}


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
