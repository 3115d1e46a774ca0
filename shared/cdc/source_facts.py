"""What `source_check.sql` tells of Odoo's server."""

from __future__ import annotations

from importlib.resources import files

import psycopg
from pydantic import BaseModel, ConfigDict, Field


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RoleFacts(_Facts):
    superuser: bool
    replication: bool
    bypasses_row_security: bool
    owns_tables: bool


class StandbySlot(_Facts):
    """`active`: None where there is no slot of that name."""

    name: str
    active: bool | None


class AnySlot(_Facts):
    """A replication slot of the server. `safe_bytes`: None without a limit."""

    name: str
    is_logical: bool
    plugin: str | None
    database: str | None
    active: bool
    wal_status: str | None
    safe_bytes: int | None
    retained_bytes: int | None


class PublishedTable(_Facts):
    """`columns`: None before PostgreSQL 15, which tells none."""

    name: str
    schema_name: str = Field(alias="schema")
    columns: tuple[str, ...] | None
    is_filtered: bool


class PublicationCheck(_Facts):
    all_tables: bool
    whole: bool
    tables: tuple[PublishedTable, ...]


class TableCheck(_Facts):
    """A table that is to be mirrored. `identity`: pg_class.relreplident. `columns`: name and type, in order."""

    is_there: bool
    is_table: bool | None
    identity: str | None
    has_row_security: bool | None
    columns: dict[str, str] | None
    readable: bool | None
    readable_columns: dict[str, bool] | None
    primary_key: tuple[str, ...] | None
    identity_index: tuple[str, ...] | None


class ServerCheck(_Facts):
    version: int
    version_text: str
    is_standby: bool
    database: str
    user: str
    encrypted: bool
    is_local: bool
    wal_level: str
    max_replication_slots: int
    max_wal_senders: int
    senders: int
    slot_keep_mb: int
    idle_slot_seconds: int
    standby_slots: tuple[StandbySlot, ...]
    role: RoleFacts
    slots: tuple[AnySlot, ...]
    oldest_writer_seconds: int
    publication: PublicationCheck | None
    tables: dict[str, TableCheck]


_QUESTION = files("shared.cdc").joinpath("source_check.sql").read_bytes()


def read_facts(url: str, *, publication: str, tables: tuple[str, ...]) -> ServerCheck:
    """Asks once, read only. Raises psycopg's errors."""
    with psycopg.connect(
        url, autocommit=True, prepare_threshold=None, connect_timeout=10, application_name="scout-cdc-check"
    ) as connection:
        row = connection.execute(_QUESTION, {"publication": publication, "tables": list(tables)}).fetchone()
    return ServerCheck.model_validate(row[0] if row else None)


def may_stream(url: str) -> str:
    """Whether the replication protocol gets through; answers why not, in the server's own words, or nothing.

    A pooler speaks SQL alone, and pg_hba.conf may know only other addresses.
    """
    connection = psycopg.pq.PGconn.connect(
        psycopg.conninfo.make_conninfo(url, replication="database", connect_timeout=10).encode()
    )
    try:
        if connection.status != psycopg.pq.ConnStatus.OK:
            return connection.error_message.decode(errors="replace").strip()
        result = connection.exec_(b"IDENTIFY_SYSTEM")
        ok = result.status == psycopg.pq.ExecStatus.TUPLES_OK
        return "" if ok else result.error_message.decode(errors="replace").strip()
    finally:
        connection.finish()
