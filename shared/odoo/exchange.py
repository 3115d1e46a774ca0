"""One HTTP exchange with Odoo: the only place that sends anything to it, and the only one that imports httpx.

What goes wrong before there is a whole answer is told apart here: `OdooTransientError` for what another try may mend
(with `maybe_applied` once the request may have reached Odoo), `OdooUnreachable` for what it cannot.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin, urlsplit

import httpx
from pydantic import JsonValue

from shared.errors import AnswerTooLarge, OdooTransientError, OdooUnreachable, ScoutError, SettingsError
from shared.foreign_text import fit_to_show, without_secrets
from shared.odoo.bounds import ACCEPTED_ENCODINGS, Bounds, OutOfTime, TooLarge
from shared.odoo.endpoint import Endpoint
from shared.odoo.limiter import Limiter

_CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, whatever its status; header names in `headers` are case-insensitive."""

    status: int
    headers: httpx.Headers = field(repr=False)
    content: bytes = field(repr=False)


class Exchange:
    """Sends requests to one Odoo. Safe to use from several threads: they share one pool of connections."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        transport: httpx.BaseTransport | None,
        limiter: Limiter,
        bounds: Bounds | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._limiter = limiter
        self._bounds = bounds or Bounds()
        self._lock = threading.Lock()
        self._calls = 0
        try:
            httpx.URL(endpoint.url)
        except httpx.InvalidURL:
            raise SettingsError(["ODOO_BASE_URL must be an address such as https://shop.example.com"]) from None
        self._client = httpx.Client(
            transport=transport,
            headers={
                "User-Agent": f"scout-sync/{_own_version()}",
                "Accept": "application/json",
                "Accept-Encoding": ", ".join(ACCEPTED_ENCODINGS),
            },
            # Odoo opens a session for whoever keeps its cookie; every call here carries its own credentials.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
        )

    @property
    def calls(self) -> int:
        return self._calls

    def get(self, path: str) -> Reply:
        """A request without credentials. A redirect within the same address comes back as it is (a login page)."""
        reply = self._send(self._client.build_request("GET", self.endpoint.url + path), asked=path, is_read=True)
        if _is_redirect(reply) and self._target_of(reply) != _origin(self.endpoint.url, ""):
            raise self._redirected(reply)
        return reply

    def post(
        self, path: str, body: JsonValue, *, asked: str, is_read: bool, headers: dict[str, str] | None = None
    ) -> Reply:
        """A redirect is never followed: the body or a header is a secret. `asked` is what errors call the request.

        Raises `OdooTransientError`, `OdooUnreachable` (of a read also with `given_up`) and `AnswerTooLarge`.
        """
        content = json.dumps(body, separators=(",", ":"), allow_nan=False).encode("ascii")
        request = self._client.build_request(
            "POST",
            self.endpoint.url + path,
            content=content,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        reply = self._send(request, asked=asked, is_read=is_read)
        if _is_redirect(reply):
            raise self._redirected(reply)
        return reply

    def close(self) -> None:
        self._client.close()

    def _send(self, request: httpx.Request, *, asked: str, is_read: bool) -> Reply:
        host, largest_mb = self.endpoint.host, self._bounds.largest_mb
        with self._limiter.slot():
            with self._lock:
                self._calls += 1
            seconds = self._bounds.seconds(is_read=is_read)
            # Of the thread that was left behind; who waits is told a little earlier.
            limits = httpx.Timeout(seconds + 1, connect=_CONNECT_SECONDS)
            request.extensions = {**request.extensions, "timeout": limits.as_dict()}
            try:
                return self._bounds.within(partial(self._answer, request), seconds=seconds, is_read=is_read)
            except OutOfTime as out:
                raise self._out_of_time(out, asked) from out
            except TooLarge as error:
                raise AnswerTooLarge(
                    f"The answer of {host} to {asked} is larger than {largest_mb} MB.",
                    fix=f"Raise ODOO_LARGEST_ANSWER_MB (now {largest_mb}) if there is room in memory for five times "
                    "as much, or leave out the field that is so large.",
                ) from error
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                raise _no_connection(host, error) from error
            except httpx.RequestError as error:
                raise OdooTransientError(f"{host} was cut off ({type(error).__name__}).", maybe_applied=True) from error

    def _answer(self, request: httpx.Request, given_up: Callable[[], bool]) -> Reply:
        with contextlib.closing(self._client.send(request, stream=True)) as response:
            # One at most: packed twice, a kilobyte may hold a gigabyte.
            if response.headers.get("Content-Encoding", "identity").lower() not in {"identity", *ACCEPTED_ENCODINGS}:
                raise httpx.DecodingError("an encoding that was not asked for")
            content = self._bounds.body(response, given_up=given_up)
            return Reply(response.status_code, response.headers, content)

    def _out_of_time(self, out: OutOfTime, asked: str) -> ScoutError:
        told = f"{self.endpoint.host} gave no whole answer to {asked} within {out.seconds:.0f} s"
        match out.why:
            case "call":
                return OdooTransientError(f"{told}.", maybe_applied=True)
            case "stop":
                return OdooUnreachable(f"{told}, and the run was asked to stop.", given_up=True)
            case "run":
                fix = "Look why Odoo is slow, or raise SYNC_TIME_BUDGET_SECONDS."
                return OdooUnreachable(f"{told}, and the run's time is over.", fix=fix, given_up=True)

    def _target_of(self, reply: Reply) -> str:
        """Scheme and host a redirect points at: never its path or query, which may carry anything."""
        return _origin(self.endpoint.url, without_secrets(reply.headers.get("Location", "")))

    def _redirected(self, reply: Reply) -> OdooUnreachable:
        target = fit_to_show(self._target_of(reply))
        return OdooUnreachable(
            f"{self.endpoint.host} redirects to {target}; a request is not sent on, it could carry credentials.",
            fix=f"Set ODOO_BASE_URL to the address at which Odoo itself answers (perhaps {target}).",
        )


def _own_version() -> str:
    try:
        return version("scout-sync")
    except PackageNotFoundError:  # deployed as bare files, without being installed
        return "0"


def _is_redirect(reply: Reply) -> bool:
    return reply.status in {301, 302, 303, 307, 308}


def _origin(base: str, location: str) -> str:
    try:
        parts = urlsplit(urljoin(base, location))
    except ValueError:
        return "what is no address"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _no_connection(host: str, error: BaseException) -> ScoutError:
    """Why there is none, by what the operating system said first."""
    cause: BaseException | None = error
    while cause is not None:
        match cause:
            case ssl.SSLCertVerificationError():
                fix = "Check the host in ODOO_BASE_URL, or have its certificate renewed."
                return OdooUnreachable(f"The certificate of {host} cannot be verified.", fix=fix)
            case ssl.SSLError():
                fix = f"Set ODOO_BASE_URL to http://{host}, or to where a proxy serves https."
                return OdooUnreachable(f"{host} does not speak https.", fix=fix)
            case socket.gaierror():
                return OdooTransientError(f"The name of {host} is not known.")
            case ConnectionRefusedError():
                return OdooTransientError(f"Nothing listens at {host}.")
        cause = cause.__cause__ or cause.__context__
    return OdooTransientError(f"No connection to {host} ({type(error).__name__}).")
