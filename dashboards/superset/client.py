"""Superset's REST API (6.1), as far as the import needs it: a login, calls, and what is wrong in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import SecretStr

from shared.errors import SupersetRefused, SupersetUnreachable
from shared.foreign_text import without_secrets

_TIMEOUT_SECONDS = 120.0
"""An import runs inside one request."""
_PAGE = 100
Row = dict[str, Any]


class Superset:
    """One user's session. Raises `SupersetUnreachable` where nothing usable answers, else `SupersetRefused`."""

    def __init__(self, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.Client(
            base_url=self.url, timeout=_TIMEOUT_SECONDS, transport=transport, headers={"User-Agent": "scout-sync"}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def log_in(self, username: str, password: SecretStr) -> None:
        """With a user of Superset's own database. Its token against forgery goes with every call from here on."""
        login = {"username": username, "password": password.get_secret_value(), "provider": "db", "refresh": False}
        answer = self._send("POST", "security/login", json=login)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            raise SupersetRefused(
                f"Superset at {self.url} does not let the user {username} in.",
                fix="Check SUPERSET_USERNAME and SUPERSET_PASSWORD; the user has to be one of Superset's own database.",
            )
        self._http.headers["Authorization"] = f"Bearer {self._taken(answer, 'the login')['access_token']}"
        self._http.headers["X-CSRFToken"] = str(self.get("security/csrf_token/")["result"])
        self._http.headers["Referer"] = self.url  # is compared too where Superset is served by HTTPS

    def get(self, path: str) -> Row:
        return self._taken(self._send("GET", path), path)

    def find(self, path: str) -> Row | None:
        """As `get`; None where there is no such thing."""
        answer = self._send("GET", path)
        return None if answer.status_code == httpx.codes.NOT_FOUND else self._taken(answer, path)

    def post(self, path: str, body: object) -> Row:
        return self._taken(self._send("POST", path, json=body), path)

    def put(self, path: str, body: object) -> Row:
        return self._taken(self._send("PUT", path, json=body), path)

    def upload(self, path: str, *, bundle: bytes, passwords: Mapping[str, str]) -> Row:
        """A zip of assets, with the passwords of databases by their file in it."""
        answer = self._send(
            "POST",
            path,
            files={"bundle": ("scout.zip", bundle, "application/zip")},
            data={"passwords": json.dumps(dict(passwords))},
        )
        return self._taken(answer, path)

    def rows(self, path: str) -> Iterator[Row]:
        """Every row of a list, page by page."""
        page = 0
        while True:
            rows = self.get(f"{path}?q=(page:{page},page_size:{_PAGE})")["result"]
            yield from rows
            if len(rows) < _PAGE:
                return
            page += 1

    def _send(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            return self._http.request(method, f"/api/v1/{path}", **content)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise SupersetUnreachable(
                f"Superset at {self.url} could not be reached ({type(error).__name__}).",
                fix="Check --url, and that Superset is up: its /health answers OK.",
            ) from error

    def _taken(self, answer: httpx.Response, path: str) -> Row:
        try:
            body = answer.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise SupersetUnreachable(
                f"What answers at {self.url} is not Superset's API (HTTP {answer.status_code} for {path}).",
                fix="Check --url: it is the address of Superset's first page, without /api.",
            )
        if answer.is_success:
            return body
        fix = ""
        if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            fix = "The user needs the role Admin: it makes roles and rules."
        raise SupersetRefused(f"Superset refused {path} (HTTP {answer.status_code}): {_said(body)}", fix=fix)


def _said(body: Row) -> str:
    """Superset's own words: of an import that fails, those for each file."""
    errors = body.get("errors")
    if not isinstance(errors, list) or not errors:
        return without_secrets(str(body.get("message", "no reason given")))[:500]
    words = []
    for error in errors:
        words.append(str(error.get("message", "")))
        extra = error.get("extra")
        if isinstance(extra, dict):
            words += [f"{name}: {text}" for name, text in extra.items() if name != "issue_codes"]
    return without_secrets("; ".join(words))[:500]
