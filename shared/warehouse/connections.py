"""A few PostgreSQL connections, opened when first needed and used again; safe to share between threads.

`psycopg_pool` opens connections in threads of its own: whoever waits for one learns after a timeout that there is none,
not that the password is wrong. Here the caller opens its own and meets the error itself, at once.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql
from psycopg.adapt import Dumper

from shared.warehouse.protocol import Encoded

Connection = psycopg.Connection[tuple[Any, ...]]

_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    "application_name": "scout-sync",
    "autocommit": True,  # `transaction` below begins and ends them
    "prepare_threshold": None,  # a transaction pooler hands the next statement to another session
    # A server that is gone without a word is noticed after a minute.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


class _EncodedDumper(Dumper):
    """Sends the bytes as they are, as text of unknown type."""

    def dump(self, obj: Encoded) -> bytes:
        return obj.content


class Connections:
    """At most `most` connections to `url`; a caller that finds them all in use waits for one."""

    def __init__(self, url: str, *, most: int, statement_seconds: float) -> None:
        self._url = url
        self._free: deque[Connection] = deque()
        self._permits = threading.BoundedSemaphore(most)
        # One message begins and limits: over a long line every message is a wait. Statements are not sent ahead of
        # their answers (libpq's pipeline mode), because Supabase's transaction pooler loses them
        # (porsager/postgres issue 970).
        limit = sql.Literal(f"{round(statement_seconds * 1000)}ms")
        self._begin = sql.SQL("begin; set local statement_timeout = {}").format(limit)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection inside a transaction that is committed after the block, or rolled back when the block raises.

        Raises `psycopg.Error`, also when the commit's answer does not come: then it may have been committed.
        """
        with self._permits:
            connection = self._begun()
            try:
                yield connection
                connection.commit()
            except BaseException:
                with contextlib.suppress(psycopg.Error):
                    connection.rollback()
                raise
            finally:
                self._give_back(connection)

    def close(self) -> None:
        """Closes what is free. A connection in use is closed by nobody: end the calls first."""
        while self._free:
            self._free.pop().close()

    def _begun(self) -> Connection:
        """A connection with a transaction begun: the latest used, or a new one when that turns out to be dead."""
        with contextlib.suppress(IndexError):
            connection = self._free.pop()
            try:
                connection.execute(self._begin)
            except psycopg.OperationalError:
                connection.close()  # the server restarted, or a pooler dropped us while idle
            else:
                return connection
        connection = psycopg.connect(self._url, **_OPTIONS)
        connection.adapters.register_dumper(Encoded, _EncodedDumper)
        try:
            connection.execute(self._begin)
        except BaseException:
            connection.close()
            raise
        return connection

    def _give_back(self, connection: Connection) -> None:
        if connection.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            self._free.append(connection)
        else:
            connection.close()
