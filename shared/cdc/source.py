"""Odoo's own database, as far as SQL alone goes: what it is like, its slot, and copies of tables."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

import psycopg
from psycopg import sql
from pydantic import BaseModel, ConfigDict

from shared.cdc.lsn import Snapshot, format_lsn, parse_lsn
from shared.errors import MirrorBusy, ScoutError, SourceNotReady, SourceRefused, SourceUnreachable
from shared.foreign_text import fit_to_show

Connection = psycopg.Connection[tuple[Any, ...]]

CREATE_SLOT_SECONDS = 60.0
"""A new slot waits for the transactions that write then; so long, and a person should look."""


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SourceColumn(_Facts):
    """`number`: its place in the table. `type`: the mirror's. `plain`: a type that is the same on every server."""

    name: str
    oid: int
    typmod: int
    number: int
    type: str
    plain: bool


class SourceTable(_Facts):
    """A published table. `key_columns`: None where nothing identifies its rows. `readable`: by the mirror's user."""

    oid: int
    file_node: int
    estimated_rows: int
    key_columns: tuple[str, ...] | None
    readable: bool
    columns: tuple[SourceColumn, ...]

    @property
    def is_plain(self) -> bool:
        return all(column.plain for column in self.columns)


class SlotFacts(_Facts):
    confirmed_lsn: str | None
    wal_status: str | None
    active: bool
    plugin: str
    safe_bytes: int | None
    retained_bytes: int | None
    reread_bytes: int | None


class PublicationFacts(_Facts):
    """`whole`: it publishes inserts, updates, deletes and truncates."""

    oid: int
    whole: bool


class SourceFacts(_Facts):
    version: int
    wal_level: str
    system_identifier: str
    timeline: int
    flush_lsn: str
    snapshot: str
    user: str
    publication: PublicationFacts | None
    slot: SlotFacts | None
    tables: dict[str, SourceTable]

    @property
    def flushed(self) -> int:
        return parse_lsn(self.flush_lsn)


class Source:
    """One SQL connection to Odoo's database, opened when first needed and again after it broke."""

    def __init__(self, url: str, *, slot: str, publication: str) -> None:
        self.url = url
        self.slot = slot
        self.publication = publication
        self._connection: Connection | None = None

    @contextlib.contextmanager
    def session(self, *, limit_seconds: float = 60.0) -> Iterator[Connection]:
        """The connection, in autocommit. Driver errors leave as ours, and the connection is given up then."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(
                    self.url,
                    autocommit=True,
                    prepare_threshold=None,
                    connect_timeout=10,
                    application_name="scout-cdc",
                    keepalives_idle=30,
                )
                self._connection.execute(statement("session"))
            self._connection.execute(statement("limit"), [f"{max(round(limit_seconds * 1000), 1000)}ms"])
            yield self._connection
        except psycopg.Error as error:
            self.close()
            raise source_failure(error) from error
        except BaseException:
            self.close()  # perhaps in the middle of a COPY
            raise

    def facts(self) -> SourceFacts:
        with self.session() as connection:
            names = {"slot": self.slot, "publication": self.publication}
            row = connection.execute(statement("facts"), names).fetchone()
        return SourceFacts.model_validate(row[0] if row else None)

    def snapshot(self) -> tuple[Snapshot, int]:
        """What other sessions see now, and how far the log is flushed after that."""
        with self.session() as connection:
            return read_snapshot(connection)

    def create_slot(self, version: int) -> int:
        """Answers where its changes begin. Waits for the transactions that write now."""
        name = "create_slot_17" if version >= 170_000 else "create_slot"
        try:
            with self.session(limit_seconds=CREATE_SLOT_SECONDS) as connection:
                row = connection.execute(statement(name), {"slot": self.slot}).fetchone()
        except SourceRefused as error:
            if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
                raise SourceNotReady(
                    f"A transaction was open there for {CREATE_SLOT_SECONDS:.0f} s; no slot could be made.",
                    fix="Try again when Odoo's job is done, or end what pg_stat_activity shows with a backend_xid.",
                ) from error
            raise
        return parse_lsn(row[0] if row else "0/0")

    def drop_slot(self) -> None:
        with self.session() as connection:
            connection.execute(statement("drop_slot"), {"slot": self.slot})

    def advance(self, position: int) -> None:
        """Lets the server forget the log before `position`, which must be stored in the warehouse by now."""
        with self.session() as connection:
            connection.execute(statement("advance"), {"slot": self.slot, "position": format_lsn(position)})

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def read_snapshot(connection: Connection) -> tuple[Snapshot, int]:
    row = connection.execute(statement("snapshot")).fetchone()
    return (Snapshot.parse(row[0]), parse_lsn(row[1])) if row else (Snapshot(0, 0, frozenset()), 0)


@cache
def statement(name: str) -> sql.SQL:
    """shared/cdc/sql/<name>.sql."""
    text: Any = files("shared.cdc").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    return sql.SQL(text)


def filled(name: str, **parts: sql.Composable) -> sql.Composed:
    """The same with names and values in their places, quoted."""
    return statement(name).format(**cast(Mapping[str, Any], parts))


_BUSY = frozenset({"55006"})  # object in use: the slot is active
_NOT_READY = {
    "42501": "Give the mirror's user REPLICATION, and select on what is published; scout cdc check prints how.",
    "42704": "Make the publication in Odoo's database: scout cdc check prints the statement.",
    "28P01": "Check user and password in ODOO_DB_URL.",
    "28000": "Check the user in ODOO_DB_URL, and pg_hba.conf on Odoo's database server.",
    "3D000": "Check the database at the end of ODOO_DB_URL.",
    "53400": "Raise max_replication_slots on Odoo's database server, or drop slots that nobody uses.",
}


def source_failure(error: psycopg.Error) -> ScoutError:
    """The driver's error as one of ours; the SQLSTATE decides, never the words."""
    code, said = error.sqlstate or "", fit_to_show(error.diag.message_primary or "")
    if code in _BUSY:
        return MirrorBusy(f"Another session reads the slot: {said}.", fix="Nothing, if that is another runner.")
    if code in _NOT_READY:
        return SourceNotReady(f"Odoo's database refused: {said} ({code}).", fix=_NOT_READY[code])
    if code and not code.startswith(("08", "57P")):
        return SourceRefused(f"Odoo's database refused: {said} ({code}).")
    if isinstance(error, psycopg.ProgrammingError) and not code:
        return SourceNotReady("ODOO_DB_URL is not an address that PostgreSQL understands.")
    return SourceUnreachable(
        f"No connection to Odoo's database: {said or fit_to_show(str(error).splitlines()[0] if str(error) else '')}",
        fix="Check that it is up, and ODOO_DB_URL (or ODOO_DB_HOST and its companions), the network and the tunnel.",
    )
