"""Messages of PostgreSQL's plugin `pgoutput`, protocol 1, in text or binary mode. Pure: bytes in, facts out.

Source: PostgreSQL manual, *Logical Replication Message Formats*. Rows are cut as late as possible: most versions of a
hot row are thrown away unread, so here only a row's key and the places of its fields are looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import Final, NamedTuple

BEGIN, COMMIT, RELATION, INSERT, UPDATE, DELETE, TRUNCATE = (ord(letter) for letter in "BCRIUDT")

NULL: Final = b"\xff\xff\xff\xff"
"""A null in COPY's binary format."""

_NULL, _UNCHANGED, _NEW, _OLD_ROW, _OLD_KEY = (ord(letter) for letter in "nuNOK")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_BEGIN, _COMMIT = Struct(">xQQI"), Struct(">xxQQQ")
_LENGTH = Struct(">I").unpack_from

Key = bytes | tuple[bytes, ...]
"""A row's key as it came: one column's field, or several. Within one reading equal keys are equal bytes."""


class Begin(NamedTuple):
    """`commit_lsn`: where the transaction's commit is in the log. `xid`: its lower 32 bits."""

    commit_lsn: int
    committed_at: datetime
    xid: int


class Column(NamedTuple):
    name: str
    oid: int
    typmod: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A table as the following rows have it."""

    oid: int
    schema: str
    name: str
    columns: tuple[Column, ...]


class Change(NamedTuple):
    """A row's change. `old` is its key alone (`has_old_row` False) or the whole row before; fields as in `cut`."""

    old: bytes | None
    has_old_row: bool
    new: bytes | None


def relation_oid(message: bytes) -> int:
    """Of a RELATION, INSERT, UPDATE or DELETE."""
    return int.from_bytes(message[1:5], "big")


def begin(message: bytes) -> Begin:
    commit_lsn, microseconds, xid = _BEGIN.unpack_from(message)
    return Begin(commit_lsn, _EPOCH + timedelta(microseconds=microseconds), xid)


def commit_end(message: bytes) -> int:
    """The position behind a transaction."""
    end: int = _COMMIT.unpack_from(message)[1]
    return end


def relation(message: bytes) -> Relation:
    schema, _, rest = message[5:].partition(b"\0")
    name, _, rest = rest.partition(b"\0")
    columns, at = [], 3
    for _ in range(int.from_bytes(rest[1:3], "big")):
        end = rest.index(b"\0", at + 1)
        oid, typmod = int.from_bytes(rest[end + 1 : end + 5], "big"), rest[end + 5 : end + 9]
        columns.append(Column(rest[at + 1 : end].decode(), oid, int.from_bytes(typmod, "big", signed=True)))
        at = end + 9
    # An empty schema stands for pg_catalog.
    return Relation(relation_oid(message), schema.decode() or "pg_catalog", name.decode(), tuple(columns))


def truncated(message: bytes) -> tuple[int, ...]:
    """The oids of the tables that a TRUNCATE emptied."""
    return tuple(int.from_bytes(message[at : at + 4], "big") for at in range(6, len(message), 4))


def change(message: bytes) -> Change:
    """Of an INSERT, UPDATE or DELETE."""
    marker = message[5]
    if marker == _NEW:
        return Change(None, False, message[6:])
    if message[0] == DELETE:
        return Change(message[6:], marker == _OLD_ROW, None)
    end = _end(message, 6)
    return Change(message[6:end], marker == _OLD_ROW, message[end + 1 :])


def key(row: bytes, places: Sequence[int]) -> Key:
    """The fields at these places (ascending): their bytes, without lengths."""
    if len(places) == 1:
        at = 2
        for _ in range(places[0]):
            at = _next(row, at)
        return row[at + 5 : _next(row, at)]
    starts = [2]
    for _ in range(places[-1]):
        starts.append(_next(row, starts[-1]))
    return tuple(row[starts[place] + 5 : _next(row, starts[place])] for place in places)


def may_be_partial(row: bytes) -> bool:
    """False: it surely has all its fields. True: look (`cut`), a field's own bytes may only look so."""
    return b"u" in row


def cut(row: bytes) -> list[bytes | None]:
    """A row's fields as COPY's binary format has them, length first; None: a large value that did not change."""
    fields: list[bytes | None] = []
    take, at, end = fields.append, 2, len(row)
    while at < end:
        kind = row[at]
        if kind == _NULL:
            take(NULL)
            at += 1
        elif kind == _UNCHANGED:
            take(None)
            at += 1
        else:
            after = at + 5 + _LENGTH(row, at + 1)[0]
            take(row[at + 1 : after])
            at = after
    return fields


def _next(row: bytes, at: int) -> int:
    """Where the field after the one at `at` begins."""
    return at + 1 if row[at] in (_NULL, _UNCHANGED) else at + 5 + int(_LENGTH(row, at + 1)[0])


def _end(message: bytes, at: int) -> int:
    """Where the row that begins at `at` ends."""
    fields = int.from_bytes(message[at : at + 2], "big")
    at += 2
    for _ in range(fields):
        at = _next(message, at)
    return at
