"""One HTTP exchange with Odoo: the only place that sends anything to it, and the only one that imports httpx.

What goes wrong before there is a whole answer is told apart here: `OdooPassing` for what another try may mend (with
`maybe_applied` once the request may have reached Odoo), `OdooUnreachable` for what it cannot.
"""

from __future__ import annotations

import json
import ssl
import threading
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin, urlsplit

import httpx
from pydantic import JsonValue

from shared.errors import OdooPassing, OdooUnreachable, SettingsError
from shared.odoo.limiter import Limiter
from shared.odoo.place import Place

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 150.0
"""Longer than Odoo's own limit of 120 s a request (`--limit-time-real`): Odoo gives up first, and says so."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, whatever its status; header names in `headers` are case-insensitive."""

    status: int
    headers: httpx.Headers = field(repr=False)
    content: bytes = field(repr=False)


class Exchange:
    """Sends requests to one Odoo. Safe to use from several threads: they share one pool of connections."""

    def __init__(self, place: Place, *, transport: httpx.BaseTransport | None, limiter: Limiter) -> None:
        self.place = place
        self._limiter = limiter
        self._lock = threading.Lock()
        self._calls = 0
        try:
            httpx.URL(place.url)
        except httpx.InvalidURL:
            raise SettingsError(["ODOO_BASE_URL: must be an address such as https://shop.example.com"]) from None
        self._client = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
            headers={"User-Agent": f"scout-sync/{_own_version()}", "Accept": "application/json"},
            # Odoo opens a session for whoever keeps its cookie; every call here carries its own credentials.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
        )

    @property
    def calls(self) -> int:
        return self._calls

    def get(self, path: str) -> Reply:
        """A request without credentials. A redirect within the same address comes back as it is (a login page)."""
        reply = self._send(self._client.build_request("GET", self.place.url + path))
        if _is_redirect(reply) and self._target_of(reply) != _origin(self.place.url):
            raise self._redirected(reply)
        return reply

    def post(self, path: str, body: JsonValue, *, headers: dict[str, str] | None = None) -> Reply:
        """Raises `OdooPassing`, `OdooUnreachable`. A redirect is never followed: the body or a header is a secret."""
        content = json.dumps(body, separators=(",", ":"), allow_nan=False).encode("ascii")
        request = self._client.build_request(
            "POST",
            self.place.url + path,
            content=content,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        reply = self._send(request)
        if _is_redirect(reply):
            raise self._redirected(reply)
        return reply

    def close(self) -> None:
        self._client.close()

    def _send(self, request: httpx.Request) -> Reply:
        host = self.place.host
        with self._limiter.slot():
            with self._lock:
                self._calls += 1
            try:
                response = self._client.send(request)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                if _is_about_certificates(error):
                    raise OdooUnreachable(
                        f"The certificate of {host} cannot be verified.",
                        fix="Check the host in ODOO_BASE_URL, or have its certificate renewed.",
                    ) from error
                raise OdooPassing(f"No connection to {host} ({type(error).__name__}).") from error
            except httpx.ReadTimeout as error:
                raise OdooPassing(f"{host} gave no answer within {_READ_SECONDS:.0f} s.", maybe_applied=True) from error
            except httpx.RequestError as error:
                raise OdooPassing(f"{host} was cut off ({type(error).__name__}).", maybe_applied=True) from error
        return Reply(response.status_code, response.headers, response.content)

    def _target_of(self, reply: Reply) -> str:
        """Scheme and host a redirect points at: never its path or query, which may carry anything."""
        return _origin(urljoin(self.place.url, reply.headers.get("Location", "")))

    def _redirected(self, reply: Reply) -> OdooUnreachable:
        target = self._target_of(reply)
        return OdooUnreachable(
            f"{self.place.host} redirects to {target}; a request is not sent on, it could carry credentials.",
            fix=f"Set ODOO_BASE_URL to the address at which Odoo itself answers (perhaps {target}).",
        )


def _own_version() -> str:
    try:
        return version("scout-sync")
    except PackageNotFoundError:  # deployed as bare files, without being installed
        return "0"


def _is_redirect(reply: Reply) -> bool:
    return reply.status in {301, 302, 303, 307, 308}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _is_about_certificates(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
