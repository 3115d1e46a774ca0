"""The warehouse's side: one direct connection, and the functions of schema `cdc`. COPY does not pass over REST."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pydantic import BaseModel, ConfigDict, JsonValue

from shared.cdc.lsn import parse_lsn
from shared.cdc.source import SourceColumn
from shared.errors import MirrorBusy, ScoutError, SettingsError, WarehouseTransientError
from shared.settings import MirrorSettings, WarehouseSettings
from shared.warehouse.failures import unreachable
from shared.warehouse.postgres import failure_of, server_name

_TRANSACTION_SECONDS = 900
"""A statement of the mirror's: a merge of a large batch, or the key of a table that was just copied."""

_BUFFER_BYTES = 1 << 18
_NOTE_EVERY = timedelta(seconds=5)
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Chunk(_Row):
    """A part that was copied: ids up to `upto` (None: all the rest) as `snapshot` shows them."""

    upto: int | None
    snapshot: str


class RelationRow(_Row):
    """A row of `cdc.relations`."""

    table_name: str
    state: str = "new"
    cause: str | None = None
    reason: str | None = None
    source_oid: int | None = None
    file_node: int | None = None
    columns: tuple[SourceColumn, ...] | None = None
    key_columns: tuple[str, ...] | None = None
    copied_upto: int | None = None
    chunks: tuple[Chunk, ...] = ()
    ready_lsn: str | None = None
    wait_xid: int | None = None
    rows_copied: int = 0

    @property
    def wants_copy(self) -> bool:
        return self.state in ("new", "copying", "resync")


class SlotRow(_Row):
    """A row of `cdc.slots`."""

    slot: str
    publication_oid: int | None = None
    system_identifier: str | None = None
    timeline: int | None = None
    position: str | None = None
    fence: int = 0
    unseen: tuple[int, ...] = ()
    oversized: str | None = None
    caught_up_at: datetime | None = None

    @property
    def is_stale(self) -> bool:
        """Nobody noted lately that nothing is left to take."""
        return self.caught_up_at is None or datetime.now(UTC) - self.caught_up_at > _NOTE_EVERY

    @property
    def reached(self) -> int:
        return parse_lsn(self.position) if self.position else 0


class State(_Row):
    slot: SlotRow | None = None
    relations: tuple[RelationRow, ...] = ()


class Event(_Row):
    """Something to be told: `kind` for programs, `what` in a sentence, `cure` if a person can do something."""

    kind: str
    what: str
    cure: str = ""
    table_name: str | None = None


class RowsRefused(Exception):
    """The warehouse takes no rows of a table as they are. Its transaction is over."""

    def __init__(self, table: str, rows: int, error: psycopg.Error) -> None:
        super().__init__(table)
        self.table = table
        self.rows = rows
        self.failure = failure_of(error, f"rows of {table}")


class Store:
    """One connection, opened when first needed. Not safe to share between threads."""

    def __init__(self, settings: WarehouseSettings, mirror: MirrorSettings) -> None:
        if settings.db_url is None:
            raise SettingsError(
                ["SUPABASE_DB_URL is missing; the mirror copies rows over a direct connection, as REST cannot"]
            )
        pooler = {"host": mirror.pooler_host, "port": mirror.pooler_port}
        self._url = make_conninfo(settings.db_url.get_secret_value(), **{k: v for k, v in pooler.items() if v})
        self._name = server_name(settings.db_url.get_secret_value())
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    # Transactions

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Committed after the block. Driver errors leave as ours."""
        with self._failures():
            self.begin()
            yield
            self.commit()

    def begin(self) -> None:
        """Opens a transaction, unless one is open. Over a pooler nothing outlives it, so its settings are its own."""
        with self._failures():
            connection = self._connected()
            if connection.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE:
                connection.execute(_BEGIN)

    def commit(self) -> None:
        with self._failures():
            self._in_transaction().commit()

    def rollback(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.rollback()
                return
            self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # State

    def state(self, slot: str) -> State:
        with self.transaction():
            return State.model_validate(self.call("state", p_slot=slot))

    def lock_slot(self, slot: str, publication: str) -> State:
        """Within a transaction. Raises `MirrorBusy`."""
        return State.model_validate(self.call("lock_slot", p_slot=slot, p_publication=publication))

    def end_batch(
        self,
        slot: str,
        change: dict[str, JsonValue],
        relations: Iterable[dict[str, JsonValue]],
        events: Iterable[Event],
        *,
        known: State,
    ) -> State:
        """The state after it; of `known` the relations, where none changed."""
        answer = self.call(
            "end_batch",
            p_slot=slot,
            p_change=change,
            p_relations=list(relations),
            p_events=[event.model_dump() for event in events],
        )
        state = State.model_validate(answer)
        return state if "relations" in answer else state.model_copy(update={"relations": known.relations})

    # Rows

    def change_json(self, table: str, columns: Sequence[str], operation: str, rows: list[list[str | None]]) -> int:
        """Few rows, each a list of texts. Answers how many were changed. Raises `RowsRefused`."""
        with self.refusals(table, len(rows)):
            answer = self._change(table, columns, operation, cast(JsonValue, rows), origin="json", count=len(rows))
        return int(answer["changed"])

    def change_staged(
        self, table: str, columns: Sequence[str], operation: str, rows: Iterable[bytes], count: int, *, typed: bool
    ) -> int:
        """Many rows, each as COPY's binary format has them. Answers how many were changed. Raises `RowsRefused`."""
        origin = "typed" if typed else "text"
        with self.refusals(table, count):
            staged = self.call("stage_rows", p_table=table, p_columns=tuple(columns), p_from=origin)
            self.copy_in(f"{staged['copy']} (format binary)", _blocks(rows))
            answer = self._change(table, columns, operation, None, origin=origin, count=count)
        return int(answer["changed"])

    def _change(
        self, table: str, columns: Sequence[str], operation: str, rows: JsonValue, *, origin: str, count: int
    ) -> Any:
        return self.call(
            "change_rows",
            p_table=table,
            p_columns=tuple(columns),
            p_operation=operation,
            p_rows=rows,
            p_from=origin,
            p_count=count,
        )

    def copy_in(self, statement: str, blocks: Iterable[bytes]) -> None:
        """`statement` comes from a function of the warehouse."""
        with (
            self._failures(),
            self._in_transaction().cursor() as cursor,
            cursor.copy(statement.encode()) as copy,
        ):
            for block in blocks:
                copy.write(block)

    def call(self, function: str, **arguments: JsonValue | tuple[str, ...]) -> Any:
        """A function of schema cdc, within the open transaction. A tuple becomes an array, lists and dicts JSON."""
        named = [sql.SQL("{} => {}").format(sql.Identifier(key), sql.Placeholder()) for key in arguments]
        question = sql.SQL("select {}({})").format(sql.Identifier("cdc", function), sql.SQL(", ").join(named))
        with self._failures():
            row = (
                self._in_transaction().execute(question, [_argument(value) for value in arguments.values()]).fetchone()
            )
        return row[0] if row else None

    # Trouble

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(
                self._url,
                autocommit=True,
                prepare_threshold=None,
                connect_timeout=10,
                application_name="scout-cdc",
                keepalives_idle=30,
            )
        return self._connection

    def _in_transaction(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection that broke is not replaced in the middle: what went before would be missing."""
        connection = self._connection
        if connection is None or connection.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            raise RuntimeError("the mirror's transaction is not open")
        return connection

    @contextlib.contextmanager
    def refusals(self, table: str, rows: int) -> Iterator[None]:
        """What one table's rows or columns are to blame for leaves as `RowsRefused`."""
        try:
            yield
        except ScoutError as error:
            cause = error.__cause__
            if isinstance(cause, psycopg.Error) and (cause.sqlstate or "").startswith(_DATA_CLASSES):
                raise RowsRefused(table, rows, cause) from error
            raise

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            self.rollback()
            raise self._failure(error) from error
        except BaseException:
            self.rollback()
            raise

    def _failure(self, error: psycopg.Error) -> ScoutError:
        if error.sqlstate in ("55P03", "PT409"):
            return MirrorBusy(
                "Another runner applies Odoo's changes, or a reader holds a table whose columns have to change.",
                fix="Nothing: a runner does the work, and a reader ends. It is tried again.",
            )
        failure = failure_of(error, "the mirror")
        if isinstance(failure, WarehouseTransientError):
            self.close()
            return unreachable(self._name, failure)
        return failure


_DATA_CLASSES = ("22", "23", "42804", "42846", "PT422")
"""What one table's rows are to blame for: values out of range, a key twice, a type that does not cast."""

_BEGIN = sql.SQL(
    "begin; set local statement_timeout = {}; set local datestyle = 'ISO, MDY'; set local timezone = 'UTC'"
).format(sql.Literal(f"{_TRANSACTION_SECONDS}s"))


def _argument(value: JsonValue | tuple[str, ...]) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return list(value) if isinstance(value, tuple) else value


def _blocks(rows: Iterable[bytes]) -> Iterator[bytes]:
    """COPY's binary format, in blocks of a size that the driver sends well."""
    block, size = [_HEADER], len(_HEADER)
    for row in rows:
        block.append(row)
        size += len(row)
        if size > _BUFFER_BYTES:
            yield b"".join(block)
            block, size = [], 0
    block.append(b"\xff\xff")
    yield b"".join(block)
