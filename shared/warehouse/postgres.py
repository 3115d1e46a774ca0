"""The direct adapter: the warehouse's functions over a PostgreSQL connection (`SUPABASE_DB_URL`)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool, PoolTimeout
from pydantic import JsonValue

from shared.errors import Passing, ScoutError, WarehousePassing
from shared.retries import Patience, with_patience
from shared.warehouse.failures import database_failure, unreachable

_CONNECT_SECONDS = 10
_STATEMENT_SECONDS = 60
_MOST_CONNECTIONS = 8


class PostgresWarehouse:
    """Calls functions over a small pool of connections, opened when first needed. Safe to use from several threads.

    Nothing depends on a session, so both of Supabase's poolers will do: no prepared statements, and the time limit is set
    inside each transaction (the function's own setting means nothing here).
    """

    first_page_rows = 5000
    page_bytes = 8_000_000

    def __init__(
        self,
        url: str,
        *,
        patience: Patience | None = None,
        on_retry: Callable[[Passing, float], None] = lambda error, wait_seconds: None,
        statement_seconds: int = _STATEMENT_SECONDS,
    ) -> None:
        self._url = url
        self._patience = patience or Patience()
        self._on_retry = on_retry
        self._limit = f"{statement_seconds}s"
        self._opening = threading.Lock()
        self._pool: ConnectionPool[psycopg.Connection[tuple[Any, ...]]] | None = None

    @property
    def name(self) -> str:
        parts = urlsplit(self._url)
        return f"postgres {parts.hostname or 'local socket'}{parts.path}"

    def call(self, function: str, arguments: Mapping[str, JsonValue] | None = None) -> JsonValue:
        try:
            return with_patience(
                lambda: self._call(function, arguments or {}), patience=self._patience, on_retry=self._on_retry
            )
        except WarehousePassing as error:
            raise unreachable(self.name, error) from error

    def _call(self, function: str, arguments: Mapping[str, JsonValue]) -> JsonValue:
        schema, _, name = function.rpartition(".")
        named = [sql.SQL("{} => {}").format(sql.Identifier(key), sql.Placeholder()) for key in arguments]
        statement = sql.SQL("select {}({})").format(
            sql.Identifier(schema or "scout", name), sql.SQL(", ").join(named)
        )
        try:
            with self._opened().connection() as connection, connection.transaction():
                connection.execute("select set_config('statement_timeout', %s, true)", [self._limit])
                row = connection.execute(statement, [_plain(value) for value in arguments.values()]).fetchone()
                value: JsonValue = row[0] if row else None
                return value
        except (psycopg.Error, PoolTimeout) as error:
            raise failure_of(error, function) from error

    def _opened(self) -> ConnectionPool[psycopg.Connection[tuple[Any, ...]]]:
        """The pool, after one connection made by hand: the pool itself would only say that it took too long."""
        with self._opening:
            if self._pool is None:
                psycopg.connect(self._url, **_CONNECTION).close()
                self._pool = ConnectionPool(
                    self._url,
                    kwargs=_CONNECTION,
                    min_size=0,
                    max_size=_MOST_CONNECTIONS,
                    timeout=2 * _CONNECT_SECONDS,
                    check=ConnectionPool.check_connection,
                    open=True,
                )
            return self._pool

    def close(self) -> None:
        with self._opening:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_CONNECTION: dict[str, Any] = {
    "connect_timeout": _CONNECT_SECONDS,
    "application_name": "scout-sync",
    "prepare_threshold": None,  # the transaction pooler hands the next statement to another session
    "keepalives_idle": 30,
}


def _plain(value: JsonValue) -> str | None:
    """A JSON value as text of unknown type: PostgreSQL reads it as the parameter's type."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def failure_of(error: psycopg.Error | PoolTimeout, function: str) -> ScoutError:
    """The driver's error as one of ours."""
    if isinstance(error, PoolTimeout):
        return WarehousePassing("No connection became free in time.")
    diagnosis = error.diag
    if error.sqlstate:
        message = diagnosis.message_primary or ""
        return database_failure(error.sqlstate, message, hint=diagnosis.message_hint or "", function=function)
    if isinstance(error, psycopg.OperationalError):
        return _connection_failure(error)
    return database_failure("", type(error).__name__, function=function)


def _connection_failure(error: psycopg.OperationalError) -> ScoutError:
    """Errors without a code come from the connection. libpq reports a refused login in words only."""
    text = str(error)
    for words, code in _LOGIN_WORDS.items():
        if words in text:
            return database_failure(code, "", function="connect")
    return WarehousePassing("The connection was refused or cut off.", maybe_applied=True)


_LOGIN_WORDS = {
    "password authentication failed": "28P01",
    "no password supplied": "28P01",
    "Tenant or user not found": "28000",
    "no pg_hba.conf entry": "28000",
    "does not exist": "3D000",
}
