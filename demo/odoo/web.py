"""The HTTP side: JSON-RPC (every version) and JSON-2 (19 on), their ways to log in and their shapes of errors.

Source: `odoo/http.py` and `odoo/addons/rpc/controllers` of 19.0, and the answers of a running 19.0.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Protocol

from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from demo.odoo import errors
from demo.odoo.clock import Clock
from demo.odoo.faults import AnswerLost, Call, Fault
from demo.odoo.methods import Extension, Methods, bind_complaint, find_method
from demo.odoo.reading import Rights
from demo.odoo.store import ADMIN, Store

_JSON2_PREFIX = "/json/2/"
LEGACY_CALL = "The /xmlrpc, /xmlrpc/2 and /jsonrpc endpoints are deprecated. Please report the problem to the client."
"""The sense of the warning that Odoo writes for each call over JSON-RPC from 19 on (seen on 19.0)."""


class Server(Protocol):
    """What the HTTP side needs of the simulated Odoo."""

    version: int
    database: str
    login: str
    password: str
    api_keys: set[str]
    store: Store
    rights: Rights
    clock: Clock
    extensions: dict[tuple[str, str], Extension]
    log: list[str]

    def arrive(self, call: Call) -> Fault | None:
        """Told of each request before it is carried out; may answer a fault."""


class Answer(Exception):
    """The way out of nested handlers with a finished response."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def answer(server: Server, request: Request) -> Response:
    """One request, answered; with faults as they were injected."""
    try:
        response = _route(server, request)
    except Answer as early:
        response = early.response
    response.headers["Date"] = http_date(server.clock.now)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _route(server: Server, request: Request) -> Response:
    path = request.path
    if path in {"/web/version", "/json/version"} and server.version >= 19:
        return _guarded(
            server, Call("web", "version", {}), lambda: _json({"version_info": _info(server), **_serie(server)})
        )
    if path == "/jsonrpc" and request.method == "POST":
        return _jsonrpc(server, request)
    if path.startswith(_JSON2_PREFIX) and server.version >= 19:
        return _json2(server, request)
    return _html(HTTPStatus.NOT_FOUND, "Not Found", "The requested URL was not found on the server.")


def _guarded(server: Server, call: Call, carry_out: Callable[[], Response]) -> Response:
    """Carries a request out, between whatever was injected."""
    fault = server.arrive(call)
    if fault is None:
        return carry_out()
    if fault.before is not None:
        fault.before(call)
    if fault.status is not None:
        raise Answer(Response(fault.body, status=fault.status, mimetype="text/html", headers=dict(fault.headers)))
    if fault.loss == "refused":
        raise AnswerLost("refused")
    response = carry_out()
    if fault.loss == "dropped":
        raise AnswerLost("dropped")
    if fault.loss == "cut":
        body = response.get_data()
        response.response = _half(body)
        response.headers["Content-Length"] = str(len(body))
    return response


def _half(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    raise AnswerLost("cut")


def _info(server: Server) -> list[Any]:
    return [server.version, 0, 0, "final", 0, ""]


def _serie(server: Server) -> dict[str, str]:
    return {"version": f"{server.version}.0"}


# -- JSON-2 -----------------------------------------------------------------------------------------------------------


def _json2(server: Server, request: Request) -> Response:
    if request.content_length and request.mimetype != "application/json":
        raise Answer(
            _html(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", "Request inferred type is http.")
        )
    database = request.headers.get("X-Odoo-Database", server.database)
    if database != server.database:
        missing = "No database is selected and the requested URL was not found in the server-wide controllers."
        raise Answer(_html(HTTPStatus.NOT_FOUND, "Not Found", missing))
    try:
        return _json2_call(server, request)
    except errors.OdooError as error:
        response = _json(error.serialise(), status=error.status)
        if error.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response


def _json2_call(server: Server, request: Request) -> Response:
    model, _, method = request.path.removeprefix(_JSON2_PREFIX).partition("/")
    if request.method != "POST" or not method or "/" in method:
        raise errors.http_error("NotFound", "Did you mean POST /json/2/<model>/<method>?", 404)
    body = _body(request)
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")

    def carry_out() -> Response:
        if scheme.lower() != "bearer":
            complaint = "User not authenticated, use an API Key with a Bearer Authorization header."
            raise errors.http_error("Unauthorized", complaint, 401)
        if key not in server.api_keys:
            raise errors.http_error("Unauthorized", "Invalid apikey", 401)
        with server.store.lock:
            result = _execute_named(server, model, method, dict(body))
        return _json(result)

    return _guarded(server, Call(model, method, body), carry_out)


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError as error:
        raise errors.http_error("BadRequest", f"could not parse the body as json: {error}", 400) from error
    return body if isinstance(body, dict) else {}


def _execute_named(server: Server, model: str, method: str, named: dict[str, Any]) -> Any:
    ids, context = named.pop("ids", ()), named.pop("context", {})
    if model not in server.store.tables:
        raise errors.http_error("NotFound", f"the model {model!r} does not exist", 404)
    methods = Methods(server.store, server.rights, server.clock.now, model, context)
    _refuse_private(server, model, method)
    found = find_method(methods, method, server.extensions)
    if found is None:
        raise errors.http_error("NotFound", f"The method '{model}.{method}' does not exist", 404)
    function, on_records = found
    if ids and not on_records:
        raise errors.http_error("UnprocessableEntity", f"cannot call {model}.{method} with ids", 422)
    positional = [list(ids)] if on_records else []
    complaint = bind_complaint(function, positional, named)
    if complaint:
        raise errors.http_error("UnprocessableEntity", complaint, 422)
    result = function(*positional, **named)
    return [result] if method == "create" and isinstance(result, int) else result


# -- JSON-RPC ---------------------------------------------------------------------------------------------------------


def _jsonrpc(server: Server, request: Request) -> Response:
    if server.version >= 19:
        server.log.append(LEGACY_CALL)
    try:
        message = json.loads(request.get_data())
        params = message["params"]
        service, method, arguments = params["service"], params["method"], params["args"]
    except (ValueError, KeyError, TypeError):
        raise Answer(_html(HTTPStatus.BAD_REQUEST, "Bad Request", "Invalid JSON data")) from None
    call = Call(service, method, {})
    if service == "object" and len(arguments) >= 5:
        named = arguments[6] if len(arguments) > 6 else {}
        call = Call(arguments[3], arguments[4], {"args": arguments[5] if len(arguments) > 5 else [], **named})

    def carry_out() -> Response:
        envelope = {"jsonrpc": "2.0", "id": message.get("id")}
        try:
            return _json(envelope | {"result": _dispatch(server, service, method, arguments)})
        except errors.OdooError as error:
            code = 0 if server.version >= 19 else 200
            return _json(
                envelope | {"error": {"code": code, "message": "Odoo Server Error", "data": error.serialise()}}
            )

    return _guarded(server, call, carry_out)


def _dispatch(server: Server, service: str, method: str, arguments: list[Any]) -> Any:
    if (service, method) == ("common", "version"):
        serie = f"{server.version}.0"
        info = {"server_version": serie, "server_version_info": _info(server), "server_serie": serie}
        return info | {"protocol_version": 1}
    if (service, method) == ("db", "list"):
        return [server.database]
    if (service, method) == ("common", "authenticate"):
        database, login, secret = arguments[:3]
        _check_database(server, database)
        return ADMIN if login == server.login and _is_secret(server, secret) else False
    if (service, method) == ("db", "server_version") and server.version < 20:  # the service is gone from 19.1 on
        return f"{server.version}.0"
    if service not in {"common", "object"}:
        raise errors.builtin_error("KeyError", service)
    if service == "common" or method != "execute_kw":
        raise errors.builtin_error("Exception", f"Method not found: {method}")
    database, user_id, secret, model, name, *rest = arguments
    _check_database(server, database)
    if user_id != ADMIN:
        raise errors.missing_error("res.users", user_id, user_id)
    if not _is_secret(server, secret):
        raise errors.access_denied()
    positional, named = (rest[0] if rest else []), (rest[1] if len(rest) > 1 else {})
    with server.store.lock:
        return _execute_positional(server, model, name, list(positional), dict(named))


def _check_database(server: Server, database: str) -> None:
    if database != server.database:
        raise errors.database_missing(database)


def _is_secret(server: Server, secret: str) -> bool:
    return secret == server.password or secret in server.api_keys


def _execute_positional(server: Server, model: str, name: str, positional: list[Any], named: dict[str, Any]) -> Any:
    if model not in server.store.tables:
        raise errors.user_error(f"Object {model} doesn't exist")
    methods = Methods(server.store, server.rights, server.clock.now, model, named.pop("context", None) or {})
    _refuse_private(server, model, name)
    found = find_method(methods, name, server.extensions)
    if found is None:
        raise errors.builtin_error("AttributeError", f"The method '{model}.{name}' does not exist")
    function, on_records = found
    if on_records:
        if not positional:
            raise errors.builtin_error("IndexError", "list index out of range")
        ids = positional[0]
        positional[0] = [ids] if isinstance(ids, int) else list(ids)
    complaint = bind_complaint(function, positional, named)
    if complaint:
        raise errors.builtin_error("TypeError", f"BaseModel.{name}() {complaint}")
    if name == "create" and not positional:  # Odoo looks there for whether to answer an id or a list of them
        raise errors.builtin_error("IndexError", "list index out of range")
    return function(*positional, **named)


def _refuse_private(server: Server, model: str, method: str) -> None:
    if method.startswith("_"):
        name = f"{model}.{method}" if server.version >= 18 else method
        raise errors.access_error(f"Private methods (such as '{name}') cannot be called remotely.")


# -- responses --------------------------------------------------------------------------------------------------------


def _json(value: Any, *, status: int = 200) -> Response:
    return Response(
        json.dumps(value, ensure_ascii=False), status=status, content_type="application/json; charset=utf-8"
    )


def _html(status: HTTPStatus, title: str, text: str) -> Response:
    page = f"<!doctype html>\n<html lang=en>\n<title>{status.value} {title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n"
    return Response(page, status=status, mimetype="text/html")
