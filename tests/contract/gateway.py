"""What stands before the Data API in a Supabase project: `/rest/v1`, keys, and everything that can go wrong there.

Bodies pass through byte by byte. A test can look at what was sent and let an answer be lost or replaced.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Mapping, MutableSequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PREFIX = "/rest/v1"
_HOP_HEADERS = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


@dataclass(frozen=True)
class Sent:
    """One request as the client sent it; `headers` with lower-case names."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Gateway:
    """`keys`: which `apikey` is accepted, and the token that the Data API gets for it (None: what the client sent)."""

    upstream_port: int
    keys: Mapping[str, str | None]
    sent: MutableSequence[Sent] = field(default_factory=list)
    url: str = ""
    _instead: list[Answer] = field(default_factory=list)
    _answers_to_lose: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lose_answer(self) -> None:
        """The next request is carried out, and the connection breaks before its answer."""
        with self._lock:
            self._answers_to_lose += 1

    def answer_instead(self, status: int, body: bytes, **headers: str) -> None:
        """The next request gets this answer and goes nowhere. Header names: `retry_after` → `Retry-After`."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        with self._lock:
            self._instead.append(Answer(status, body, {"Content-Type": "application/json"} | named))

    def handle(self, sent: Sent) -> Answer | None:
        """None: no answer, break the connection."""
        with self._lock:
            self.sent.append(sent)
            if self._instead:
                return self._instead.pop(0)
            lost = self._answers_to_lose > 0
            self._answers_to_lose -= lost
        key = sent.headers.get("apikey", "")
        if not sent.path.startswith(_PREFIX) or key not in self.keys:
            # As Supabase's gateway words it: without a code.
            return Answer(401, b'{"message":"Invalid API key"}', {"Content-Type": "application/json"})
        answer = self._pass_on(sent, self.keys[key])
        return None if lost else answer

    def _pass_on(self, sent: Sent, token: str | None) -> Answer:
        headers = dict(sent.headers)
        if token and "authorization" not in headers:
            headers["authorization"] = f"Bearer {token}"
        return pass_on(self.upstream_port, "POST", sent.path.removeprefix(_PREFIX), sent.body, headers)


def pass_on(port: int, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """What the server at this port of this machine answers."""
    kept = {name: value for name, value in headers.items() if name.lower() not in _HOP_HEADERS}
    upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        upstream.request(method, path, body, kept)
        response = upstream.getresponse()
        passed = {name: value for name, value in response.getheaders() if name.lower() not in _HOP_HEADERS}
        return Answer(response.status, response.read(), passed)
    finally:
        upstream.close()


class Handler(BaseHTTPRequestHandler):
    """`respond` reads the body and writes an answer."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: the second would wait for the first one's acknowledgement

    def do_POST(self) -> None:
        self.respond()

    def respond(self) -> None: ...

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def write(self, answer: Answer, *, announced: int | None = None) -> None:
        """`announced`: a length other than the body's."""
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) if announced is None else announced))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def serving(handler: type[Handler]) -> Iterator[str]:
    """Its address."""
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def gateway(upstream_port: int, keys: Mapping[str, str | None]) -> Iterator[Gateway]:
    one = Gateway(upstream_port, keys)

    class Before(Handler):
        def respond(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = one.handle(Sent(self.path, headers, self.body()))
            if answer is None:
                self.close_connection = True
            else:
                self.write(answer)

    with serving(Before) as one.url:
        yield one
