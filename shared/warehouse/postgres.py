"""The direct adapter: the warehouse's functions over a PostgreSQL connection (`SUPABASE_DB_URL`)."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from pydantic import JsonValue

from shared.errors import ScoutError, WarehouseNotReady, WarehouseTransientError
from shared.retries import RetryPolicy
from shared.warehouse.adapter import Adapter, OnRetry, say_nothing
from shared.warehouse.connections import Connections
from shared.warehouse.failures import database_failure
from shared.warehouse.protocol import Arguments, Encoded

_STATEMENT_SECONDS = 60.0
_MOST_CONNECTIONS = 8

_RETRY_POLICY = RetryPolicy(seconds=150.0)
"""Long enough to ask again after a connection died silently in the middle of a call, which takes a minute to notice."""


class PostgresWarehouse(Adapter):
    """Calls functions over a few connections, opened when first needed. Safe to use from several threads.

    Nothing depends on a session, so both of Supabase's poolers will do: no prepared statements, and the time limit is
    set inside each transaction (the function's own setting means nothing here).
    """

    # Larger pages are no faster, take more memory here, and spill to the server's disk there.
    first_page_rows = 2000
    page_bytes = 2_000_000

    def __init__(
        self,
        url: str,
        *,
        retry_policy: RetryPolicy | None = None,
        on_retry: OnRetry = say_nothing,
        statement_seconds: float = _STATEMENT_SECONDS,
    ) -> None:
        super().__init__(retry_policy=retry_policy or _RETRY_POLICY, on_retry=on_retry)
        self._url = url
        self._connections = Connections(url, most=_MOST_CONNECTIONS, statement_seconds=statement_seconds)

    @property
    def name(self) -> str:
        return server_name(self._url)

    def _call(self, function: str, arguments: Arguments) -> JsonValue:
        schema, _, name = function.rpartition(".")
        named = [sql.SQL("{} => {}").format(sql.Identifier(key), sql.Placeholder()) for key in arguments]
        statement = sql.SQL("select {}({})").format(sql.Identifier(schema or "scout", name), sql.SQL(", ").join(named))
        try:
            with self._connections.transaction() as connection:
                row = connection.execute(statement, [_plain(value) for value in arguments.values()]).fetchone()
        except psycopg.Error as error:
            raise failure_of(error, function) from error
        answer: JsonValue = row[0] if row else None
        return answer

    def close(self) -> None:
        self._connections.close()


def _plain(value: JsonValue | Encoded) -> str | Encoded | None:
    """A JSON value as text of unknown type: PostgreSQL reads it as the parameter's type."""
    if value is None or isinstance(value, str | Encoded):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def server_name(url: str) -> str:
    """Where an address leads, without user and password."""
    parts = urlsplit(url)
    # An unescaped slash, question mark or hash in a password ends the host too early: there stands a part of it.
    if parts.fragment or "@" in parts.path + parts.query:
        return "postgres (percent-encode the password in its address to see where)"
    return f"postgres {parts.hostname or 'local socket'}{parts.path}"


def failure_of(error: psycopg.Error, function: str) -> ScoutError:
    """The driver's error as one of ours."""
    if error.sqlstate:
        message, hint = error.diag.message_primary or "", error.diag.message_hint or ""
        return database_failure(error.sqlstate, message, hint=hint, function=function)
    if isinstance(error, psycopg.OperationalError):
        return _connection_failure(str(error))
    if isinstance(error, psycopg.ProgrammingError):
        return WarehouseNotReady(
            "SUPABASE_DB_URL is not an address that PostgreSQL understands.",
            fix="Copy it again (Supabase → Connect) and percent-encode special characters of the password.",
        )
    return database_failure("", type(error).__name__, function=function)


def _connection_failure(text: str) -> ScoutError:
    """Errors without a code come from the connection. libpq reports them in words only.

    The words themselves are not passed on: of a badly escaped address they quote what is a part of the password.
    """
    for words, code in _LOGIN_WORDS.items():
        if words in text:
            return database_failure(code, "", function="connect")
    for words, message in _LINE_WORDS.items():
        if words in text:
            return WarehouseTransientError(message)
    return WarehouseTransientError("The connection was cut off.", maybe_applied=True)


_LOGIN_WORDS = {
    "password authentication failed": "28P01",
    "no password supplied": "28P01",
    "Tenant or user not found": "28000",
    "no pg_hba.conf entry": "28000",
    "does not exist": "3D000",
}
"""Of PostgreSQL and of Supabase's pooler, in English as hosted projects have it."""

_LINE_WORDS = {
    "onnection refused": "The connection was refused.",
    "failed to resolve host": "The host's name is not known.",
    "could not translate host name": "The host's name is not known.",
    "etwork is unreachable": "The network is unreachable.",
    "timeout expired": "The connection timed out.",
}
