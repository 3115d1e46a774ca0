"""All that goes wrong between the client and Odoo, each as what the wire brings.

`NOT_SENT` and `NOT_APPLIED`: Odoo surely did nothing. `MAYBE_APPLIED`: nobody knows. `REFUSALS`: another try is useless.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from shared.errors import AccessRefused, LoginRefused, ModelMissing, OdooRefused, OdooUnreachable, ScoutError
from tests.unit.odoo_double import API_KEY, HTML, PASSWORD, OdooError

NOT_SENT: list[Callable[[], Exception]] = [
    lambda: httpx.ConnectError("refused"),
    lambda: httpx.ConnectTimeout("slow"),
    lambda: httpx.PoolTimeout("full"),
]
MAYBE_APPLIED: list[Callable[[], Any]] = [
    lambda: httpx.ReadTimeout("slow"),
    lambda: httpx.ReadError("reset"),
    lambda: httpx.WriteError("reset"),
    lambda: httpx.WriteTimeout("slow"),
    lambda: httpx.RemoteProtocolError("closed"),
    lambda: httpx.DecodingError("not gzip"),
    lambda: httpx.Response(500, html="<h1>Internal Server Error</h1>"),
    lambda: httpx.Response(502, html="<h1>Bad Gateway</h1>"),
    lambda: httpx.Response(503, html="<h1>Unavailable</h1>"),
    lambda: httpx.Response(504, html="<h1>Timeout</h1>"),
    lambda: httpx.Response(200, html="<h1>Maintenance</h1>"),
    lambda: httpx.Response(200, content=b'{"jsonrpc": "2.0", "result": [{"id": 1, "na'),
    lambda: httpx.Response(200, content=b""),
    lambda: OdooError("psycopg2.OperationalError", "server closed the connection unexpectedly"),
    lambda: OdooError("psycopg2.InterfaceError", "connection already closed"),
]
NOT_APPLIED: list[Callable[[], Any]] = [
    *NOT_SENT,
    lambda: httpx.Response(429, html="<h1>Too many</h1>"),
    lambda: OdooError("psycopg2.errors.SerializationFailure", "could not serialize access due to concurrent update"),
    lambda: OdooError("builtins.RuntimeError", "could not serialize access due to concurrent update"),
    lambda: OdooError("psycopg2.errors.DeadlockDetected", "deadlock detected"),
    lambda: OdooError("psycopg2.errors.TooManyConnections", "too many connections for role"),
    lambda: OdooError("psycopg2.pool.PoolError", "The Connection Pool Is Full"),
    lambda: OdooError("odoo.exceptions.ConcurrencyError", "retry"),
    lambda: OdooError("odoo.exceptions.LockError", "locked", status=409),
    lambda: OdooError("werkzeug.exceptions.ServiceUnavailable", "loading", status=503),
    lambda: OdooError("werkzeug.exceptions.TooManyRequests", "slower", status=429),
]
QUOTING = "could not convert string to float: 'Jane Roe 4111-1111'"
DETAIL = "DETAIL:  Key (email)=(ann@shop.test) already exists."
LEAKS = (PASSWORD, API_KEY, "s3cr3t-value", "DEBUG", "Traceback", "SO007", "token=1", "ann:pw", "ann@", "Jane")
REFUSALS: list[tuple[OdooError | httpx.Response | Exception, type[ScoutError], str]] = [
    (OdooError("werkzeug.exceptions.Unauthorized", "Invalid apikey", status=401), LoginRefused, "ODOO_API_KEY"),
    (OdooError("odoo.exceptions.AccessDenied", "Access Denied", status=403), LoginRefused, "ODOO_DB"),
    (OdooError("odoo.exceptions.AccessError", "Sorry, Ann (id=2): SO007", status=403), AccessRefused, "not allow"),
    (OdooError("werkzeug.exceptions.Forbidden", "no", status=403), AccessRefused, "not allow"),
    (OdooError("odoo.exceptions.MissingError", "Record gone", status=404), OdooRefused, "Record gone"),
    (OdooError("odoo.exceptions.UserError", "Close it first", status=422), OdooRefused, "Close it first"),
    (OdooError("odoo.exceptions.ValidationError", "No date", status=422), OdooRefused, "No date"),
    (OdooError("builtins.ValueError", "Invalid field x.y"), OdooRefused, "Invalid field"),
    # What may quote a record (invariant 12): these texts are left out, or cut.
    (OdooError("builtins.ValueError", QUOTING), OdooRefused, "ValueError"),
    (OdooError("builtins.KeyError", QUOTING), OdooRefused, "KeyError"),
    (OdooError("psycopg2.errors.InvalidTextRepresentation", QUOTING), OdooRefused, "InvalidTextRepresentation"),
    (
        OdooError("psycopg2.errors.UniqueViolation", f'unique constraint "u"\n{DETAIL}'),
        OdooRefused,
        "unique constraint",
    ),
    (OdooError("builtins.TypeError", "unexpected keyword"), OdooRefused, "unexpected keyword"),
    (
        OdooError("werkzeug.exceptions.NotFound", "the model 'pos.order' does not exist", status=404),
        ModelMissing,
        "pos",
    ),
    (OdooError("werkzeug.exceptions.NotFound", "The method 'a.b' does not exist", status=404), OdooRefused, "method"),
    (OdooError("builtins.AttributeError", "The method 'a.b' does not exist"), OdooRefused, "AttributeError"),
    (OdooError("odoo.exceptions.UserError", "Object pos.order doesn't exist"), ModelMissing, "pos.order"),
    (OdooError("builtins.KeyError", "'pos.order'"), ModelMissing, "pos.order"),
    (OdooError("builtins.KeyError", "'amount'"), OdooRefused, "no reason given (KeyError)"),
    (OdooError("psycopg2.OperationalError", 'FATAL:  database "shop" does not exist'), LoginRefused, "ODOO_DB"),
    (OdooError("builtins.MemoryError", ""), OdooRefused, "SYNC_BATCH_SIZE"),
    (OdooError("", ""), OdooRefused, "no reason given"),
    (httpx.Response(404, html="<!-- use the X-Odoo-Database header. -->"), LoginRefused, "ODOO_DB"),
    (httpx.Response(404, html=HTML), OdooUnreachable, "ODOO_BASE_URL"),
    (httpx.Response(401, html="<h1>Who are you?</h1>"), LoginRefused, "ODOO_DB"),
    (httpx.Response(403, html="<h1>Forbidden</h1>"), OdooRefused, "firewall"),
    (httpx.Response(400, html="<h1>Bad Request</h1>"), OdooRefused, "HTTP 400"),
    (httpx.Response(413, html="<h1>Too large</h1>"), OdooRefused, "SYNC_BATCH_SIZE"),
    (httpx.Response(414, html="<h1>Too long</h1>"), OdooRefused, "SYNC_BATCH_SIZE"),
    (httpx.Response(418, json=["neither", "an", "error"]), OdooRefused, "HTTP 418"),
    (httpx.Response(307, headers={"Location": "https://real.test/x?token=1"}), OdooUnreachable, "https://real.test"),
    (httpx.Response(302, headers={"Location": "https://ann:pw@real.test/"}), OdooUnreachable, "https://real.test"),
    (httpx.Response(301, headers={"Location": "/web/login"}), OdooUnreachable, "ODOO_BASE_URL"),
]
