"""The points at which a run can be struck: named as it passes them, so that a new step is a new point by itself.

A name says stream, step, which time, and where in the step: `pos.order commit_page 2: committed, its answer under way`.
Streams run side by side, so their order may differ between runs; the names do not.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Self

import httpx
from psycopg import conninfo
from pydantic import JsonValue

from shared.sync.run_report import StreamReport
from shared.warehouse.protocol import Warehouse
from tests.contract.lossy_line import COMMIT, Seen, TcpLine


def die(point: str) -> None:
    """As by `kill -9`."""
    os.kill(os.getpid(), signal.SIGKILL)


class Abandoned(BaseException):
    """The runner is gone. No `Exception`: nobody may catch it on the way and clear up, which the dead do not."""


def abandon(point: str) -> None:
    """What `die` is to a process, to a run inside this one."""
    raise Abandoned(point)


class Points:
    """Notes every point that is passed; at the one to strike `blow(point)` is called, as often as `times` says."""

    def __init__(self, strike: str | None = None, *, blow: Callable[[str], None] = die, times: int = 1) -> None:
        self.passed: list[str] = []
        self._strike = strike
        self._blow = blow
        self._left = times
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()

    def numbered(self, step: str) -> str:
        """`pos.order commit_page` → `pos.order commit_page 2` the second time."""
        with self._lock:
            self._times[step] += 1
            return f"{step} {self._times[step]}"

    def at(self, point: str) -> None:
        with self._lock:
            self.passed.append(point)
            struck = self._left > 0 and self._is_struck(point)
            self._left -= struck
        if struck:
            self._blow(point)

    def _is_struck(self, point: str) -> bool:
        return point == self._strike


class Traffic:
    """Requests on their way over HTTP: those of a dead client still arrive, and a server cannot tell when all have.

    So it dies between them: others wait for it, and it waits for the answers of those before.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: set[int] = set()
        self._closed = False

    @contextlib.contextmanager
    def request(self) -> Iterator[None]:
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._inside.add(me)
        try:
            yield
        finally:
            with self._changed:
                self._inside.discard(me)
                self._changed.notify_all()

    def die(self, point: str) -> None:
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: self._inside <= {threading.get_ident()})
            die(point)


class WatchedWarehouse:
    """Before and after each call, as the engine sees it."""

    def __init__(self, inner: Warehouse, points: Points) -> None:
        self._inner = inner
        self._points = points
        self.name = inner.name
        self.first_page_rows = inner.first_page_rows
        self.page_bytes = inner.page_bytes

    def call(self, function: str, arguments: Mapping[str, JsonValue] | None = None) -> JsonValue:
        step = self._points.numbered(f"{(arguments or {}).get('p_checkpoint_id', '-')} {function}")
        self._points.at(f"{step}: before the call")
        answer = self._inner.call(function, arguments)
        self._points.at(f"{step}: after the call")
        return answer

    def close(self) -> None:
        self._inner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class WatchedTransport(httpx.BaseTransport):
    """Before a request leaves, and when its answer is there but nobody has it yet."""

    def __init__(
        self,
        inner: httpx.BaseTransport,
        points: Points,
        step_of: Callable[[httpx.Request], str],
        traffic: Traffic | None = None,
    ) -> None:
        self._inner = inner
        self._traffic = traffic or Traffic()
        self._points = points
        self._step_of = step_of

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        step = self._points.numbered(self._step_of(request))
        with self._traffic.request():
            self._points.at(f"{step}: asked")
            response = self._inner.handle_request(request)
            response.read()
            self._points.at(f"{step}: done, its answer under way")
        return response

    def close(self) -> None:
        self._inner.close()


def odoo_step(request: httpx.Request) -> str:
    """`/json/2/pos.order/search_read` → `odoo pos.order search_read`; the same for JSON-RPC."""
    if request.url.path != "/jsonrpc":
        return "odoo " + request.url.path.removeprefix("/json/2/").strip("/").replace("/", " ")
    params = json.loads(request.read())["params"]
    if params["method"] != "execute_kw":
        return f"odoo {params['service']} {params['method']}"
    return f"odoo {params['args'][3]} {params['args'][4]}"


def rest_step(request: httpx.Request) -> str:
    """`/rest/v1/rpc/commit_page` → `pos.order commit_page over the line`."""
    function = request.url.path.rpartition("/")[2]
    return f"{json.loads(request.read()).get('p_checkpoint_id', '-')} {function} over the line"


class WatchedObserver:
    """Between the pages."""

    wants_totals = False

    def __init__(self, points: Points) -> None:
        self._points = points

    def stream_started(self, stream: str) -> None:
        self._points.at(f"{stream} started")

    def page_committed(self, report: StreamReport, total: int | None) -> None:
        self._points.at(self._points.numbered(f"{report.stream} between the pages"))

    def stream_ended(self, report: StreamReport) -> None:
        self._points.at(f"{report.stream} ended")


_CALL = re.compile(rb'"scout"\."(\w+)"\(.*?\x00\x00\x00.([a-z]+(?:\.[a-z]+)+)', re.DOTALL)
"""PostgreSQL's Parse message with the function's name, then Bind, whose first value, behind its length, is the
checkpoint's id."""


def line_step(data: bytes) -> str | None:
    """`pos.order commit_page over the line`, if these bytes begin a call."""
    called = _CALL.search(data)
    return f"{called[2].decode()} {called[1].decode()} over the line" if called else None


class WatchedLine(TcpLine):
    """The direct adapter's line to PostgreSQL: before a call leaves, before its COMMIT does, and after it was done."""

    def __init__(self, database_url: str, points: Points, step_of: Callable[[bytes], str | None] = line_step) -> None:
        self._step_of = step_of
        self._points = points
        parts = conninfo.conninfo_to_dict(database_url)
        super().__init__(str(parts["host"]), int(str(parts["port"])))
        # No negotiation of encryption: the line has to see the commit go by.
        unencrypted = "sslmode=disable&gssencmode=disable"
        self.url = f"postgresql://{parts['user']}@127.0.0.1:{self.port}/{parts['dbname']}?{unencrypted}"

    def asked(self, data: bytes, seen: Seen) -> None:
        if called := self._step_of(data):
            seen["step"] = self._points.numbered(called)
            self._points.at(f"{seen['step']}: asked")
        if COMMIT in data:
            step = seen.get("step", "")
            self._points.at(f"{step}: not committed yet")
            seen["committing"] = step

    def answered(self, data: bytes, seen: Seen) -> None:
        if "committing" in seen:
            self._points.at(f"{seen.pop('committing')}: committed, its answer under way")
