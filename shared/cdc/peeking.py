"""Reading by SQL, for a function and through a pooler: peek at the slot, and move it only after the rows are stored.

Every peek pays for all log since the slot's `restart_lsn`; a daemon (`streaming`) reads it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from psycopg import sql

from shared.cdc.decoder import Relation
from shared.cdc.lsn import format_lsn
from shared.cdc.source import Source, filled

_ROW = 6
"""Bytes of a row of one column before its value, in COPY's binary format."""
_SIGNATURE = b"PGCOPY\n\xff\r\n\0"
_HEADER = len(_SIGNATURE) + 8


class PeekingReader:
    """`upto` answers the log's end, which bounds a batch together with `batch_size` (it ends at a commit)."""

    def __init__(self, source: Source, *, upto: Callable[[], int], batch_size: int, binary: bool) -> None:
        self.relations: dict[int, Relation] = {}
        self.binary = binary
        self.reached = 0
        self.caught_up = False
        self._source = source
        self._upto = upto
        self._batch_size = batch_size

    def batch(self, position: int, *, limit_seconds: float) -> Iterator[bytes]:
        self.relations.clear()  # each peek tells them again, and an old one would be taken for a new
        self.reached, self.caught_up = 0, False
        source, upto, count = self._source, self._upto(), 0
        if upto <= position:
            self.reached, self.caught_up = position, True
            return
        question = filled(
            "peek",
            slot=sql.Literal(source.slot),
            upto=sql.Literal(format_lsn(upto)),
            changes=sql.Literal(self._batch_size),
            publication=sql.Literal(f'"{source.publication}"'),
            binary=sql.Literal("true" if self.binary else "false"),
        )
        with (
            source.session(limit_seconds=limit_seconds) as connection,
            connection.cursor() as cursor,
            cursor.copy(question) as copy,
        ):
            for block in copy:
                row = bytes(block)
                if row.startswith(_SIGNATURE):
                    row = row[_HEADER:]
                if len(row) > _ROW:
                    count += 1
                    yield row[_ROW:]
        self.caught_up = count < self._batch_size
        self.reached = upto if self.caught_up else 0

    def confirm(self, position: int) -> None:
        self._source.advance(position)

    def close(self) -> None:
        pass
