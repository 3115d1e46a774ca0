"""Reading as a replica does: a walsender sends each transaction when it is committed. libpq's own COPY BOTH.

It needs a connection to the server itself; poolers refuse the startup parameter `replication`.
Source: PostgreSQL manual, *Streaming Replication Protocol*.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from struct import Struct

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo
from psycopg.pq.abc import PGconn

from shared.cdc.decoder import BEGIN, COMMIT, Relation, commit_end
from shared.cdc.lsn import format_lsn
from shared.cdc.source import Source, source_failure
from shared.errors import SourceUnreachable

_DATA, _KEEPALIVE = ord("w"), ord("k")
_DATA_HEADER = 25
_KEEPALIVE_BODY = Struct(">xQQB")
_STATUS = Struct(">cQQQQB")
_EPOCH_SECONDS = 946_684_800
_OPTIONS = "-c datestyle=ISO,MDY -c intervalstyle=postgres -c extra_float_digits=3 -c timezone=UTC -c bytea_output=hex"
"""How values are written, as sql/session.sql has it."""
_STATUS_SECONDS = 5.0
"""How often the server hears of us at least; it gives a silent replica up after wal_sender_timeout (60 s)."""


class StreamingReader:
    """Starts at once. `flushed` answers where the log ended lately: what is known to come is waited for.

    `idle_seconds`: how long an empty batch waits for something to come.
    """

    def __init__(
        self,
        source: Source,
        *,
        position: int,
        flushed: Callable[[], int],
        batch_size: int,
        flush_seconds: float,
        idle_seconds: float,
        binary: bool,
    ) -> None:
        self.relations: dict[int, Relation] = {}
        self.binary = binary
        self.reached = position
        self.caught_up = False
        self._batch_size, self._flush_seconds, self._idle_seconds = batch_size, flush_seconds, idle_seconds
        self._flushed, self._confirmed = flushed, position
        self._told_at = 0.0
        self._connection = self._start(source, position)

    def batch(self, position: int, *, limit_seconds: float) -> Iterator[bytes]:
        self.reached, self.caught_up = 0, False
        began, count, inside = time.monotonic(), 0, False
        until = began + self._idle_seconds
        while True:
            has_all = bool(count) and not inside and self.reached >= self._flushed()
            data = self._receive(wait_seconds=0 if has_all else max(until - time.monotonic(), 0.0))
            if data is None:
                if inside:  # the rest of a transaction is on its way
                    until = time.monotonic() + self._idle_seconds
                    continue
                self.caught_up = not count or has_all
                return
            if data[0] == _KEEPALIVE:
                end, _, wants_answer = _KEEPALIVE_BODY.unpack_from(data)
                if not inside:
                    # What was committed before it has been sent: a quiet publication holds no log.
                    self.reached = max(self.reached, end)
                self._tell(force=bool(wants_answer))
                continue
            message = data[_DATA_HEADER:]
            kind, count = message[0], count + 1
            inside = kind == BEGIN or (inside and kind != COMMIT)
            if kind == COMMIT:
                self.reached = max(self.reached, commit_end(message))
            yield message
            self._tell()
            if kind == COMMIT and (count >= self._batch_size or time.monotonic() - began > self._flush_seconds):
                return

    def confirm(self, position: int) -> None:
        self._confirmed = max(self._confirmed, position)
        self._tell(force=True)

    def close(self) -> None:
        self._connection.finish()

    def _start(self, source: Source, position: int) -> PGconn:
        url = make_conninfo(source.url, replication="database", application_name="scout-cdc", options=_OPTIONS)
        connection: PGconn = pq.PGconn.connect(url.encode())
        if connection.status != pq.ConnStatus.OK:
            raise SourceUnreachable(
                "No replication connection to Odoo's database.",
                fix="It needs the server itself, not a pooler, and REPLICATION. scout cdc run works without.",
            )
        options = sql.SQL("proto_version '1', publication_names {}, binary {}").format(
            sql.Literal(f'"{source.publication}"'), sql.Literal("true" if self.binary else "false")
        )
        command = sql.SQL("START_REPLICATION SLOT {} LOGICAL {} ({})").format(
            sql.Identifier(source.slot), sql.SQL(format_lsn(position)), options
        )  # fmt: skip
        result = connection.exec_(command.as_bytes())
        if result.status != pq.ExecStatus.COPY_BOTH:
            failure = source_failure(psycopg.errors.error_from_result(result))
            connection.finish()
            raise failure
        return connection

    def _receive(self, *, wait_seconds: float) -> bytes | None:
        """One message, or None when none came in time."""
        until = time.monotonic() + wait_seconds
        while True:
            size, data = self._connection.get_copy_data(1)
            if size > 0:
                return bytes(data)
            if size < 0:
                raise self._ended()
            left = until - time.monotonic()
            if left <= 0 and wait_seconds > 0:
                return None
            readable, _, _ = select.select([self._connection.socket], [], [], max(min(left, 1.0), 0))
            if readable:
                self._connection.consume_input()
            elif left <= 0:
                return None
            self._tell()

    def _tell(self, *, force: bool = False) -> None:
        """What is stored by now, and that this side is alive."""
        now = time.monotonic()
        if not force and now - self._told_at < _STATUS_SECONDS:
            return
        self._told_at = now
        microseconds = round((time.time() - _EPOCH_SECONDS) * 1e6)
        seen = self._confirmed
        self._connection.put_copy_data(_STATUS.pack(b"r", seen, seen, seen, microseconds, 0))
        while self._connection.flush():
            select.select([], [self._connection.socket], [], 1.0)

    def _ended(self) -> Exception:
        result = self._connection.get_result()
        if result is not None and result.status == pq.ExecStatus.FATAL_ERROR:
            return source_failure(psycopg.errors.error_from_result(result))
        return SourceUnreachable(
            "Odoo's database ended the stream.", fix="It is opened again; look whether that server restarted."
        )
