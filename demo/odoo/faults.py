"""What can go wrong on the way: faults that a test injects, and the transport that lets an httpx client feel them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

import httpx

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Loss = Literal["refused", "cut", "dropped"]


class Call(NamedTuple):
    """One request as the server understood it. `arguments` are Odoo's keyword arguments (JSON-RPC: `args` beside)."""

    model: str
    method: str
    arguments: Mapping[str, object]


class AnswerLost(Exception):
    """Raised into the server or the transport instead of (the rest of) an answer."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss)
        self.loss: Loss = loss


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with one request; made by the class methods."""

    status: int | None = None
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    loss: Loss | None = None
    before: Callable[[Call], None] | None = None

    @classmethod
    def answer(cls, status: int, body: str = "<html>busy</html>", **headers: str) -> Fault:
        """An answer from something in between, such as a proxy; the request is not carried out.

        Keywords are headers, with underscores for hyphens: `retry_after="7"`.
        """
        return cls(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})

    @classmethod
    def refused(cls) -> Fault:
        """No connection; the request is not carried out."""
        return cls(loss="refused")

    @classmethod
    def cut(cls) -> Fault:
        """The request is carried out; the connection breaks in the middle of the answer's body."""
        return cls(loss="cut")

    @classmethod
    def dropped(cls) -> Fault:
        """The request is carried out; no answer ever comes, so the client's timeout ends it."""
        return cls(loss="dropped")

    @classmethod
    def delay(cls, seconds: float, *, sleep: Callable[[float], None] = time.sleep) -> Fault:
        """The answer comes later by `seconds`."""
        return cls(before=lambda call: sleep(seconds))

    @classmethod
    def hook(cls, action: Callable[[Call], None]) -> Fault:
        """Nothing goes wrong, but `action(call)` runs first: others write, the clock moves, a thread waits."""
        return cls(before=action)


@dataclass(slots=True)
class Injection:
    """A fault and when it strikes: after `skip` fitting requests, `times` times."""

    fault: Fault
    model: str | None
    method: str | None
    skip: int
    times: int

    def strikes(self, call: Call) -> bool:
        if (self.model or call.model) != call.model or (self.method or call.method) != call.method:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return self.times >= 0


class SimulatedTransport(httpx.BaseTransport):
    """Carries an httpx client's requests to a WSGI application in this process, and the losses back."""

    def __init__(self, application: WSGIApplication) -> None:
        self._inner = httpx.WSGITransport(app=application)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            response = self._inner.handle_request(request)
        except AnswerLost as error:
            raise _as_httpx(error, request) from error
        body = cast("httpx.SyncByteStream", response.stream)
        return httpx.Response(response.status_code, headers=response.headers, stream=_Losable(body, request))


class _Losable(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, request: httpx.Request) -> None:
        self._inner = inner
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._inner
        except AnswerLost as error:
            raise _as_httpx(error, self._request) from error

    def close(self) -> None:
        self._inner.close()


def _as_httpx(error: AnswerLost, request: httpx.Request) -> httpx.TransportError:
    if error.loss == "refused":
        return httpx.ConnectError("Connection refused", request=request)
    if error.loss == "cut":
        return httpx.RemoteProtocolError(
            "peer closed connection without sending complete message body", request=request
        )
    return httpx.ReadTimeout("The read operation timed out", request=request)
