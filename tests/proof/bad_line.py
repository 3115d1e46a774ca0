"""A bad line over HTTP: a real proxy on a socket that does one wrong thing to one request, or to all from there on."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Literal
from urllib.parse import urlsplit

_HOP_HEADERS = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}
_LATE_SECONDS = 0.03


@dataclass(frozen=True)
class Mischief:
    """`carried_out`: how often the request reaches the other side. `status`: an answer from the line itself instead.

    `cut`: how the answer is lost on its way back. `late`: it comes, but not at once. `transient`: asking again mends it.
    """

    carried_out: int = 1
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: Literal["", "whole", "half", "half a json"] = ""
    late: bool = False
    transient: bool = True


_HTML = {"Content-Type": "text/html"}
_JSON = {"Content-Type": "application/json"}
_PAGE = b"<html><body><h1>Bad Gateway</h1></body></html>"

MISCHIEFS: Mapping[str, Mischief] = {
    "nobody there": Mischief(carried_out=0, cut="whole"),
    "the answer is lost": Mischief(cut="whole"),
    "the answer is cut in the middle": Mischief(cut="half"),
    "half a JSON": Mischief(cut="half a json"),
    "the request arrives twice": Mischief(carried_out=2),
    "the request arrives twice and its answer is lost": Mischief(carried_out=2, cut="whole"),
    "the answer is late": Mischief(late=True),
    "502": Mischief(carried_out=0, status=502, body=_PAGE, headers=_HTML),
    "504 although it was done": Mischief(status=504, body=_PAGE, headers=_HTML),
    "429": Mischief(carried_out=0, status=429, body=b"{}", headers={**_JSON, "Retry-After": "7"}),
    "413": Mischief(carried_out=0, status=413, body=_PAGE, headers=_HTML, transient=False),
}
STATEMENT_TIMEOUT = Mischief(
    carried_out=0,
    status=500,
    body=b'{"code":"57014","message":"canceling statement due to statement timeout","details":null,"hint":null}',
    headers=_JSON,
    transient=False,
)


@dataclass
class BadLine:
    """Passes requests on to `upstream`. `requests` counts those that came since it was told what to do."""

    upstream: str
    url: str = ""
    requests: int = 0
    _mischief: Mischief | None = None
    _struck: range = range(0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def mischief(self, mischief: Mischief | None = None, *, at: int = 0, for_good: bool = False) -> None:
        """What happens to request number `at` (from 0), or to that and all after it. Without words: nothing more."""
        with self._lock:
            self._mischief, self.requests = mischief, 0
            self._struck = range(at, 1_000_000 if for_good else at + 1)

    def next(self) -> Mischief:
        with self._lock:
            number = self.requests
            self.requests += 1
            return self._mischief if self._mischief is not None and number in self._struck else Mischief()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: the second would wait for the first one's acknowledgement
    line: ClassVar[BadLine]

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mischief = self.line.next()
        status, headers, body = mischief.status, dict(mischief.headers), mischief.body
        for _ in range(mischief.carried_out):
            answered = self._pass_on(sent)
        if not mischief.status and mischief.carried_out:
            status, headers, body = answered
        if mischief.late:
            time.sleep(_LATE_SECONDS)
        if mischief.cut == "whole":
            self.close_connection = True
            return
        announced = len(body)
        if mischief.cut:
            body = body[: len(body) // 2]
            announced = len(body) if mischief.cut == "half a json" else announced
            self.close_connection = True
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(announced))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.do_POST()

    def _pass_on(self, sent: bytes) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(self.line.upstream)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_HEADERS}
        upstream = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        try:
            upstream.request(self.command, self.path, sent, headers)
            response = upstream.getresponse()
            passed = {name: value for name, value in response.getheaders() if name.lower() not in _HOP_HEADERS}
            return response.status, passed, response.read()
        finally:
            upstream.close()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def bad_line(upstream: str) -> Iterator[BadLine]:
    line = BadLine(upstream)
    with _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"line": line})) as server:
        line.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield line
        finally:
            server.shutdown()
            thread.join()
