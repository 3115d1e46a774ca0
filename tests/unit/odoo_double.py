"""An Odoo that exists only as a transport: it knows who logs in, and says to everything else what the test laid out."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

import httpx
import pytest

from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.model import Field
from shared.retries import RetryPolicy
from shared.settings import Settings

PASSWORD = "pass-phrase-of-the-reader"
API_KEY = "0123456789abcdef0123456789abcdef01234567"
DATE = "Sat, 21 Nov 2026 09:21:51 GMT"
HTML = "<!DOCTYPE html><title>404 Not Found</title>"

ENVIRONMENT = {
    "json2": {"ODOO_API_KEY": API_KEY},
    "jsonrpc": {"ODOO_USERNAME": "reader", "ODOO_PASSWORD": PASSWORD},
}
EVERYTHING = {"ODOO_API_KEY": API_KEY, **ENVIRONMENT["jsonrpc"]}

BOTH = pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])


def settings(**variables: str) -> Any:
    return Settings({"ODOO_BASE_URL": "https://odoo.test", "ODOO_DB": "shop", **variables}).odoo


def columns(*dependent: str, **types: str) -> Columns:
    """Of these types by name, those in `dependent` kept for each company."""
    fields = {name: Field(name=name, type=kind, company_dependent=name in dependent) for name, kind in types.items()}
    return Columns(names=tuple(fields), fields=fields, missing_optional=(), denied=())


class OdooDouble:
    """`script` holds what the next business calls answer: a response, an exception to raise, or a JSON value.

    `version_pages` holds what the next GETs answer, before what an Odoo of this version does.
    """

    def __init__(self, version: str = "19.0", *, company_ids: tuple[int, ...] = (3, 1, 2)) -> None:
        self.version = version
        self.company_ids = list(company_ids)
        self.script: deque[Any] = deque()
        self.version_pages: deque[httpx.Response] = deque()
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []
        self._is_disturbed_at_login = False
        self._lockout: Any = None
        self._is_locked_out = False

    def connect(self, protocol: str = "json2", *, attempts: int = 3, **options: Any) -> Odoo:
        variables = options.pop("variables", ENVIRONMENT[protocol])
        return Odoo.connect(
            settings(**variables),
            transport=httpx.MockTransport(self.handle),
            retry_policy=RetryPolicy(attempts=attempts, sleep=self.waits.append),
            **options,
        )

    def will(self, *answers: Any) -> OdooDouble:
        self.script.extend(answers)
        return self

    def lock_out(self, answer: Any) -> OdooDouble:
        """The first business call and every call after it meet this: the login is over."""
        self._lockout = answer
        return self.will(answer)

    @property
    def business(self) -> list[dict[str, Any]]:
        """What was asked beyond version, login and identity, in one form for both protocols."""
        asked = [_asked(request) for request in self.requests]
        return [one for one in asked if one and one["method"] not in {"context_get", "authenticate", "version"}][1:]

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.method == "GET":
            return self._version_page(request.url.path)
        asked = _asked(request)
        assert asked is not None
        standing = {
            "version": {"server_version": self.version, "server_version_info": _info(self.version)},
            "authenticate": 7,
            "context_get": {"uid": 7, "lang": "fr_BE", "tz": "Europe/Brussels"},
        }
        if asked["method"] in {"authenticate", "context_get"} and self._is_disturbed_at_login and self.script:
            return self._next(request)
        if self._is_locked_out:
            self.script.append(self._lockout)
            return self._next(request)
        if asked["method"] in standing:
            return self._answer(request, standing[asked["method"]])
        if asked["model"] == "res.users" and asked["method"] == "read":
            return self._answer(request, [{"id": 7, "company_ids": self.company_ids}])
        return self._next(request)

    def at_login(self, answer: Any) -> OdooDouble:
        """The first call with credentials meets this instead of what stands."""
        self._is_disturbed_at_login = True
        self.script.append(answer)
        return self

    def _next(self, request: httpx.Request) -> httpx.Response:
        answer = self.script.popleft()
        self._is_locked_out = self._lockout is not None
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, OdooError):
            return answer.over("jsonrpc" if request.url.path == "/jsonrpc" else "json2")
        return answer if isinstance(answer, httpx.Response) else self._answer(request, answer)

    def _version_page(self, path: str) -> httpx.Response:
        if self.version_pages:
            return self.version_pages.popleft()
        if self.version.startswith(("19", "2")) and path in {"/web/version", "/json/version"}:
            cookie = {"Set-Cookie": "session_id=abc; Path=/"}
            return httpx.Response(
                200, json={"version": self.version, "version_info": _info(self.version)}, headers=cookie
            )
        return httpx.Response(404, html=HTML)

    def _answer(self, request: httpx.Request, value: Any) -> httpx.Response:
        if request.url.path == "/jsonrpc":
            value = {"jsonrpc": "2.0", "id": None, "result": value}
        return httpx.Response(200, content=json.dumps(value), headers={"Date": DATE})


class OdooError:
    """An exception inside Odoo, in the form in which each protocol carries it, with everything that must not leak."""

    def __init__(self, name: str, message: str, *, status: int = 500) -> None:
        self.name, self.message, self.status = name, message, status

    def over(self, protocol: str) -> httpx.Response:
        leak = f"Traceback … password={PASSWORD} key={API_KEY} DEBUG"
        data = {
            "name": self.name,
            "message": self.message,
            "arguments": [self.message, leak],
            "context": {"x": leak},
            "debug": leak,
        }
        if protocol == "json2":
            return httpx.Response(self.status, content=json.dumps(data), headers={"Date": DATE})
        error = {"code": 0, "message": "Odoo Server Error", "data": data}
        envelope = {"jsonrpc": "2.0", "id": None, "error": error}
        return httpx.Response(200, content=json.dumps(envelope), headers={"Date": DATE})


def _info(version: str) -> list[Any]:
    major, _, minor = version.partition(".")
    return [int(major) if major.isdigit() else major, int(minor), 0, "final", 0, ""]


def _asked(request: httpx.Request) -> dict[str, Any] | None:
    if request.method == "GET":
        return None
    body = json.loads(request.content)
    if request.url.path != "/jsonrpc":
        model, method = request.url.path.split("/")[-2:]
        return {"model": model, "method": method, "ids": body.pop("ids", None), "named": body}
    params = body["params"]
    if params["service"] == "common":
        return {"model": "common", "method": params["method"], "args": params["args"]}
    model, method, positional, named = params["args"][3:]
    if method in {"create", "search", "search_count"}:  # a missing position is an IndexError, as in Odoo for `create`
        named = {"vals_list" if method == "create" else "domain": positional.pop(0), **named}
    return {"model": model, "method": method, "ids": positional[0] if positional else None, "named": named}
