"""Odoo's errors, mapped to ours: by the exception's name where Odoo gives one, else by the HTTP status.

Of what Odoo sends only `name` and `message` are looked at: `debug`, `arguments`, `context` hold data and stack traces.
A message is quoted only where it is Odoo's word to the user, shortened, never where it lists records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.errors import (
    AccessRefused,
    LoginRefused,
    ModelMissing,
    OdooRefused,
    OdooTransientError,
    OdooUnreachable,
    ScoutError,
)
from shared.foreign_text import fit_to_show, without_secrets
from shared.http_headers import retry_after_seconds
from shared.odoo.endpoint import Endpoint
from shared.odoo.exchange import Reply
from shared.odoo.model import Protocol

_ROLLED_BACK = (
    "CannotConnectNow",
    "ConcurrencyError",
    "DeadlockDetected",
    "LockError",
    "LockNotAvailable",
    "PoolError",
    "QueryCanceled",
    "SerializationFailure",
    "TooManyConnections",
)
"""psycopg2's and Odoo's names for what a later try may get past; the transaction was surely rolled back."""

_CONNECTION_LOST = ("AdminShutdown", "ConnectionFailure", "CrashShutdown", "InterfaceError", "OperationalError")
"""psycopg2's names for a lost connection: had the commit been sent, nobody knows whether it was carried out."""

_SAID_TO_PEOPLE = frozenset(
    {"AccessDenied", "MissingError", "NotFound", "RedirectWarning", "UserError", "ValidationError"}
)

_BUSY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Proxies' and Odoo's own; 500 is here only for answers that are not Odoo's JSON."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of whom: all that an error may tell about a call."""

    endpoint: Endpoint
    protocol: Protocol
    model: str
    method: str

    def __str__(self) -> str:
        return f"{self.model}.{self.method}"


def error_failure(error: Mapping[str, object], asked: Asked, reply: Reply) -> ScoutError:
    """From the error object that both protocols share (`error.data` in JSON-RPC, the whole body in JSON-2)."""
    failure = _by_name(error, asked, reply)
    if isinstance(failure, OdooTransientError):
        failure.retry_after_seconds = retry_after_seconds(reply.headers)
    return failure


def _by_name(error: Mapping[str, object], asked: Asked, reply: Reply) -> ScoutError:
    full_name, text = _text(error.get("name")), _text(error.get("message"))
    name = fit_to_show(full_name).rpartition(".")[2]  # in this order: a part of a secret would be one, too
    known = _BY_NAME.get(name)
    if reply.status == 401:
        known = login_refused
    elif _is_missing_database(full_name, text):
        known = _database_missing
    elif _is_missing_model(name, text, asked):
        known = _model_missing
    elif "could not serialize access" in text:
        known = _rolled_back
    if known:
        failure = known(asked, name)
        if isinstance(failure, LoginRefused):
            failure.said = _said(name, text)
        return failure
    if reply.status in _BUSY_STATUSES - {500}:
        return status_failure(reply, asked)  # a gateway whose errors are JSON too
    said = _said(name, text) or "no reason given"
    return OdooRefused(f"Odoo refused {asked}: {said} ({name or reply.status}).", name=name)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _said(name: str, text: str) -> str:
    """What Odoo says to its user on purpose, or what names fields and constraints only; the rest may quote a record."""
    if not name or name in _SAID_TO_PEOPLE or text.startswith("Invalid field") or "unexpected keyword" in text:
        return fit_to_show(text)
    # PostgreSQL's first line names a constraint; what follows (DETAIL) is the record's content.
    return fit_to_show(without_secrets(text).strip().partition("\n")[0]) if name.endswith("Violation") else ""


def status_failure(reply: Reply, asked: Asked) -> ScoutError:
    """From an answer that is not Odoo's JSON: a proxy's page, or Odoo's before it knew what was asked."""
    host, status = asked.endpoint.host, reply.status
    if status in _BUSY_STATUSES:
        # Only 429 says that the request was not begun; behind any other page Odoo may have carried it out.
        return OdooTransientError(
            f"{host} answered HTTP {status} without Odoo's own words.",
            retry_after_seconds=retry_after_seconds(reply.headers),
            maybe_applied=status != 429,
        )
    if status == 401:
        return login_refused(asked)
    if status in {413, 414, 431}:
        return _too_large(asked, f"HTTP {status}")
    if status == 404:
        if b"X-Odoo-Database" in reply.content or b"No database is selected" in reply.content:
            return _database_missing(asked, "")
        return protocol_missing(asked)
    return OdooRefused(
        f"{host} answered HTTP {status} to {asked}, and not in Odoo's words.",
        fix="Look for a proxy or firewall in front of Odoo.",
    )


def unreadable(reply: Reply, asked: Asked) -> OdooTransientError:
    """A success that is half a JSON, or a page of something in between: Odoo may have done what was asked."""
    kind = fit_to_show(reply.headers.get("Content-Type", "")).partition(";")[0] or "no content type"
    return OdooTransientError(
        f"{asked.endpoint.host} answered {asked} with {len(reply.content):,} bytes that are not whole JSON ({kind}).",
        maybe_applied=True,
    )


def login_refused(asked: Asked, why: str = "") -> LoginRefused:
    endpoint = asked.endpoint
    if asked.protocol == "json2":
        return LoginRefused(
            f"Odoo at {endpoint.host} does not accept the API key for database {endpoint.db!r}.",
            fix="Set ODOO_API_KEY to a valid key: this one is wrong, was removed or has expired (one lives three "
            "months at most). And check ODOO_DB.",
        )
    return LoginRefused(
        f"Odoo at {endpoint.host} does not accept the credentials of {endpoint.login!r} for database {endpoint.db!r}.",
        fix="Check ODOO_USERNAME, ODOO_PASSWORD (or ODOO_API_KEY) and ODOO_DB.",
    )


def protocol_missing(asked: Asked) -> OdooUnreachable:
    host = asked.endpoint.host
    if asked.protocol == "json2":
        return OdooUnreachable(
            f"{host} does not know JSON-2, which Odoo speaks from version 19 on.",
            fix="Check ODOO_BASE_URL; for an older Odoo set ODOO_PROTOCOL to auto or jsonrpc.",
        )
    return OdooUnreachable(
        f"{host} does not know JSON-RPC, which Odoo speaks up to version 21.",
        fix="Check ODOO_BASE_URL; for a newer Odoo set ODOO_API_KEY and leave ODOO_PROTOCOL at auto.",
    )


def _is_missing_database(full_name: str, text: str) -> bool:
    return full_name.startswith("psycopg") and 'database "' in text and "does not exist" in text


def _is_missing_model(name: str, text: str, asked: Asked) -> bool:
    if name == "NotFound":  # JSON-2; an unknown method is NotFound too
        return text.lower().startswith("the model ")
    if name == "KeyError":
        return text.strip("'\"") == asked.model
    if name == "UserError":  # JSON-RPC; up to 18 in the user's language, but fields_get has nothing else to refuse
        return text == f"Object {asked.model} doesn't exist" or (asked.method == "fields_get" and asked.model in text)
    return False


def _database_missing(asked: Asked, why: str) -> ScoutError:
    endpoint = asked.endpoint
    return LoginRefused(f"Odoo at {endpoint.host} has no database {endpoint.db!r}.", fix="Check ODOO_DB.")


def _model_missing(asked: Asked, why: str) -> ScoutError:
    fix = "Install the add-on that brings it, or leave the stream out."
    return ModelMissing(f"Odoo has no model {asked.model!r}.", fix=fix)


def _access_refused(asked: Asked, why: str) -> ScoutError:
    """Without Odoo's message, which lists records by name."""
    fix = "Give the user the right (Settings → Users), or leave the stream out."
    return AccessRefused(f"Odoo does not allow its user to call {asked}.", fix=fix)


def _rolled_back(asked: Asked, why: str) -> ScoutError:
    return OdooTransientError(f"Odoo's database was busy during {asked} ({why}).")


def _connection_lost(asked: Asked, why: str) -> ScoutError:
    return OdooTransientError(f"Odoo lost its database during {asked} ({why}).", maybe_applied=True)


def _server_busy(asked: Asked, why: str) -> ScoutError:
    return OdooTransientError(f"{asked.endpoint.host} was busy ({why}).")


def _too_large(asked: Asked, why: str) -> ScoutError:
    return OdooRefused(
        f"{asked.endpoint.host} could not handle the size of {asked} ({why}).", fix="Lower SYNC_BATCH_SIZE."
    )


_BY_NAME: Mapping[str, Callable[[Asked, str], ScoutError]] = {
    "AccessDenied": login_refused,
    "Unauthorized": login_refused,
    "AccessError": _access_refused,
    "Forbidden": _access_refused,
    "TooManyRequests": _server_busy,
    "ServiceUnavailable": _server_busy,
    "BadGateway": _server_busy,
    "GatewayTimeout": _server_busy,
    "MemoryError": _too_large,
    "RequestEntityTooLarge": _too_large,
    **dict.fromkeys(_ROLLED_BACK, _rolled_back),
    **dict.fromkeys(_CONNECTION_LOST, _connection_lost),
}
