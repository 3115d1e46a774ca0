"""The first copy of a table, and its copy anew: in parts by id, each with a snapshot of its own, while changes go on.

A part is exact: the snapshot says which transactions it shows, and those are not taken again from the log. So nothing
depends on an exported snapshot, and a part can be made at any time over any connection. Two things must not happen:
that a transaction was taken from the log and yet is not in the snapshot (`unseen`), and that one wrote before the table
was published and is not in it (`wait_xid`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from pydantic import JsonValue

from shared.cdc.lsn import Snapshot, format_lsn, parse_lsn
from shared.cdc.source import (
    Connection,
    Source,
    SourceFacts,
    SourceTable,
    filled,
    read_snapshot,
    source_failure,
    statement,
)
from shared.cdc.store import Event, RelationRow, SlotRow, State, Store

CHUNK_ROWS = 1_000_000
_SECONDS = 3600.0
"""Of the statement that reads a part."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """Not now: a transaction is open that has to end first."""

    reason: str


class Copier:
    def __init__(self, source: Source, store: Store, *, chunk_rows: int = CHUNK_ROWS) -> None:
        self._source, self._store, self._chunk_rows = source, store, chunk_rows

    def copy_part(self, slot: SlotRow, relation: RelationRow) -> State | PutOff:
        """The next part of a table that is `new`, `copying` or `resync`, in one transaction on either side.

        Raises `RowsRefused` where the warehouse does not take what Odoo has.
        """
        with self._source.session(limit_seconds=_SECONDS) as connection:
            connection.execute(statement("begin_copy"))
            try:
                return self._part(connection, slot, relation)
            finally:
                if not connection.broken:
                    connection.execute(statement("end_copy"))

    def _part(self, connection: Connection, slot: SlotRow, relation: RelationRow) -> State | PutOff:
        name = sql.Identifier("public", relation.table_name)
        snapshot, ready = read_snapshot(connection)
        connection.execute(filled("lock_table", table=name))
        rewritten = connection.execute(filled("is_rewritten", table=sql.Literal(name.as_string(None)))).fetchone()
        if rewritten is None or rewritten[0]:
            return PutOff("it was rewritten a moment ago")
        if waiting := _waiting(slot, relation, snapshot):
            return waiting
        row = connection.execute(
            statement("facts"), {"slot": self._source.slot, "publication": self._source.publication}
        ).fetchone()
        table = SourceFacts.model_validate(row[0] if row else None).tables.get(relation.table_name)
        if table is None or not table.key_columns:
            return PutOff("it is not published any more, or has no key")
        fresh = relation.copied_upto is None or describes(relation, table) is not None
        after = None if fresh else relation.copied_upto
        upto = self._upto(connection, name, table, after)
        part = _Part(relation, table, fresh, after, upto)
        self._store.begin()
        self._store.call("begin_batch", p_slot=slot.slot, p_fence=slot.fence)
        with self._store.refusals(relation.table_name, 0):
            rows = self._fill(connection, part)
        self._store.call("withhold", p_table=relation.table_name)
        state = self._store.end_batch(slot.slot, {}, [part.change(rows, snapshot, ready)], part.events(), known=State())
        self._store.commit()
        return state

    def _upto(self, connection: Connection, name: sql.Identifier, table: SourceTable, after: int | None) -> int | None:
        """The last id of this part; None: the part is the rest."""
        whole_number = len(key_columns(table)) == 1 and _key_oid(table) in _WHOLE_NUMBERS
        if not whole_number or (after is None and table.estimated_rows < self._chunk_rows * 9 // 10):
            return None
        key = sql.Identifier(key_columns(table)[0])
        question = filled(
            "chunk_end", table=name, key=key, after=_range(key, after, None), rows=sql.Literal(self._chunk_rows)
        )
        row = connection.execute(question).fetchone()
        return row[0] if row and row[1] == self._chunk_rows else None

    def _fill(self, connection: Connection, part: _Part) -> int:
        store, table, relation = self._store, part.table, part.relation
        fitted: dict[str, Any] = {"created": False, "was": [], "copy": ""}
        if part.fresh:
            columns: JsonValue = [column.model_dump() for column in table.columns]
            fitted = store.call("fit_mirror", p_table=relation.table_name, p_columns=columns)
        names = tuple(column.name for column in table.columns)
        shape = "(format binary)" if table.is_plain else "(format text)"
        direct = bool(fitted["created"])
        target = fitted["copy"]
        if not direct:
            # The key first: what the mirror had is compared by it.
            store.call("key_mirror", p_table=relation.table_name, p_key=key_columns(table), p_was=())
            target = store.call("stage_rows", p_table=relation.table_name, p_columns=names, p_from="typed")["copy"]
        key = sql.Identifier(key_columns(table)[0])
        question = filled(
            "copy_chunk",
            columns=sql.SQL(", ").join(map(sql.Identifier, names)),
            table=sql.Identifier("public", relation.table_name),
            range=_range(key, part.after, part.upto),
            format=sql.SQL(shape),
        )
        rows = _Counted(connection, question)
        store.copy_in(f"{target} {shape}", rows)
        if not direct:
            store.call("even_out", p_table=relation.table_name, p_columns=names, p_after=part.after, p_upto=part.upto)
        if part.fresh:
            store.call("show_mirror", p_table=relation.table_name)
            was = tuple(fitted["was"])
            store.call("key_mirror", p_table=relation.table_name, p_key=key_columns(table), p_was=was)
        return rows.count


class _Counted:
    """The rows of a COPY on Odoo's side, as they come."""

    def __init__(self, connection: Connection, question: sql.Composed) -> None:
        self._connection, self._question = connection, question
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        try:
            with self._connection.cursor() as cursor:
                with cursor.copy(self._question) as copy:
                    yield from _joined(copy)
                self.count = max(cursor.rowcount, 0)
        except psycopg.Error as error:
            raise source_failure(error) from error


def _joined(copy: psycopg.Copy) -> Iterator[bytes]:
    """A message a row, in larger pieces."""
    pieces, size = [], 0
    for block in copy:
        pieces.append(block)
        size += len(block)
        if size > 1 << 17:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)


@dataclass(frozen=True, slots=True)
class _Part:
    relation: RelationRow
    table: SourceTable
    fresh: bool
    after: int | None
    upto: int | None

    def change(self, rows: int, snapshot: Snapshot, ready: int) -> dict[str, JsonValue]:
        chunk: JsonValue = {"upto": self.upto, "snapshot": snapshot.text}
        earlier = () if self.fresh else self.relation.chunks
        done = self.upto is None
        before = parse_lsn(self.relation.ready_lsn) if self.relation.ready_lsn and not self.fresh else 0
        unfinished = "copying" if self.relation.state in ("new", "copying") else "resync"
        return {
            **described(self.relation.table_name, self.table),
            "state": "catchup" if done else unfinished,
            "copied_upto": self.upto,
            "chunks": [*(one.model_dump() for one in earlier), chunk],
            "ready_lsn": format_lsn(max(ready, before)),
            "rows_copied": rows + (0 if self.fresh else self.relation.rows_copied),
            "wait_xid": None,
        }

    def events(self) -> list[Event]:
        name = self.relation.table_name
        if not self.fresh or not self.relation.columns:
            return []
        dropped = {column.name for column in self.relation.columns} - {column.name for column in self.table.columns}
        what = f"{', '.join(sorted(dropped))} is gone in Odoo; its last values stay in cdc.mirror_{name}."
        return [Event(kind="columns_gone", table_name=name, what=what)] if dropped else []


def key_columns(table: SourceTable) -> tuple[str, ...]:
    """In the order of the table's columns, as rows of the log have them."""
    keys = set(table.key_columns or ())
    return tuple(column.name for column in table.columns if column.name in keys)


def described(name: str, table: SourceTable) -> dict[str, JsonValue]:
    """What `cdc.relations` keeps of a table."""
    return {
        "table_name": name,
        "source_oid": table.oid,
        "file_node": table.file_node,
        "columns": [column.model_dump() for column in table.columns],
        "key_columns": list(key_columns(table)),
    }


def describes(relation: RelationRow, table: SourceTable) -> str | None:
    """None where the mirror has the table as it is; else what is different, in words."""
    if relation.source_oid != table.oid:
        return "the table was made anew in Odoo's database"
    if relation.columns != table.columns:
        return f"its columns changed: {_difference(relation, table)}"
    if relation.key_columns != key_columns(table):
        return "its key changed"
    if relation.file_node != table.file_node:
        return "it was rewritten in Odoo's database, which no change tells"
    return None


def _difference(relation: RelationRow, table: SourceTable) -> str:
    before = {column.name: column for column in relation.columns or ()}
    after = {column.name: column for column in table.columns}
    said = [f"{name} added" for name in after if name not in before]
    said += [f"{name} gone" for name in before if name not in after]
    said += [f"{name} is {after[name].type} now" for name in after if name in before and before[name] != after[name]]
    return ", ".join(said) or "their order"


def _waiting(slot: SlotRow, relation: RelationRow, snapshot: Snapshot) -> PutOff | None:
    if relation.wait_xid is not None and snapshot.first < relation.wait_xid:
        return PutOff("a transaction is open that began before the table was published")
    if any(not snapshot.shows(xid) for xid in slot.unseen):
        return PutOff("a transaction was committed that other sessions do not see yet")
    return None


def _range(key: sql.Identifier, after: int | None, upto: int | None) -> sql.Composable:
    limits = []
    if after is not None:
        limits.append(sql.SQL("{} > {}").format(key, sql.Literal(after)))
    if upto is not None:
        limits.append(sql.SQL("{} <= {}").format(key, sql.Literal(upto)))
    return sql.SQL("where ") + sql.SQL(" and ").join(limits) if limits else sql.SQL("")


def _key_oid(table: SourceTable) -> int:
    return next(column.oid for column in table.columns if column.name == key_columns(table)[0])


_WHOLE_NUMBERS = frozenset({20, 21, 23})
"""int8, int2, int4."""
