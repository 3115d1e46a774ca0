"""Odoo's own errors, in the shapes it sends them (seen on Odoo 19.0; `odoo/http.py`, `serialize_exception`)."""

from __future__ import annotations

from typing import Any

DEBUG_MARKER = "only-in-odoo-debug"
"""Stands in every `debug` that the simulated server sends: whoever finds it elsewhere has found a leak."""


class OdooError(Exception):
    """`name` is the exception class in Odoo, `status` the HTTP status over JSON-2."""

    def __init__(self, name: str, message: str, status: int, arguments: list[Any] | None = None) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.status = status
        self.arguments = [message] if arguments is None else arguments

    def serialise(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "message": self.message,
            "arguments": self.arguments,
            "context": {},
            "debug": "Traceback (most recent call last):\n"
            '  File "/usr/lib/python3/dist-packages/odoo/http.py", line 2273, in _serve_db\n'
            "    return service_model.retrying(serve_func, env=self.env)\n"
            f"           ^^^^ {DEBUG_MARKER} ^^^^\n"
            f"{self.name.removeprefix('builtins.')}: {self.message}\n",
        }


def access_denied() -> OdooError:
    return OdooError("odoo.exceptions.AccessDenied", "Access Denied", 403)


def access_error(message: str) -> OdooError:
    return OdooError("odoo.exceptions.AccessError", message, 403)


def missing_error(model: str, record_id: int, user_id: int) -> OdooError:
    message = f"Record does not exist or has been deleted.\n(Record: {model}({record_id},), User: {user_id})"
    return OdooError("odoo.exceptions.MissingError", message, 404)


def user_error(message: str) -> OdooError:
    return OdooError("odoo.exceptions.UserError", message, 422)


def validation_error(message: str) -> OdooError:
    return OdooError("odoo.exceptions.ValidationError", message, 422)


def builtin_error(name: str, message: str) -> OdooError:
    """`name` such as `ValueError`, `TypeError`, `KeyError`: HTTP 500 over JSON-2."""
    return OdooError(f"builtins.{name}", message, 500)


def http_error(name: str, message: str, status: int) -> OdooError:
    """One of `werkzeug.exceptions`, whose arguments hold the status too."""
    return OdooError(f"werkzeug.exceptions.{name}", message, status, [message, status])


def database_missing(database: str) -> OdooError:
    message = f'connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "{database}" does not exist\n'
    return OdooError("psycopg2.OperationalError", message, 500)
