"""A function's port in the open: what callers without the secret can do to it, and to those who have one.

What is sent is written as bytes, because no client library sends such requests. The good request of these tests reaches
the function's own code and needs neither Odoo nor a warehouse: it names a stream that does not exist.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from functions.application import application, function_names
from functions.http_api import BODY_LIMIT_BYTES
from functions.server import CONNECTIONS, GRACE_SECONDS
from tests.engine.served import BEARER, ROOT, SECRET, Served, ended_within, environment, served

VARIABLES = {
    "FUNCTION": "odoo_sync", "PORT": "0", "SYNC_SECRET": SECRET, "SYNC_TIME_BUDGET_SECONDS": "2",
    "ODOO_BASE_URL": "http://127.0.0.1:9", "ODOO_DB": "shop", "ODOO_API_KEY": "key",
    "SUPABASE_DB_URL": "postgresql://nobody@127.0.0.1:9/postgres", "ODOO_DB_URL": "postgresql://nobody@127.0.0.1:9/shop",
}  # fmt: skip
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
KNOWN = HEAD + f"Authorization: {BEARER['Authorization']}\r\n".encode()
IN_A_HURRY = ("-c", "from functions import server; server.RECEIVE_SECONDS = 1; server.main()")
"""The server as it is, with a limit that a test can wait for."""
AND_BUSY = (
    "-c",
    """
import time, flask
from functions import server
app = flask.Flask("busy")
app.add_url_rule("/", view_func=lambda: time.sleep(1) or "done")
server.application, server.RECEIVE_SECONDS = lambda: app, 0.5
server.main()
""",
)
"""A function whose runs take longer than that limit."""


@pytest.fixture(scope="module")
def function() -> Iterator[Served]:
    with served(sys.executable, ROOT, VARIABLES) as function:
        yield function
    assert [line for line in function.log if "Traceback" in line or "uncaptured" in line] == []


def connect(function: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", function.port), timeout=10)


def answer_to(function: Served, sent: bytes, *, then_end: bool = False) -> bytes:
    """All that comes until the function closes the connection; `then_end`: the caller will send no more."""
    with connect(function) as caller:
        with suppress(OSError):  # it was refused and closed before all was sent
            caller.sendall(sent)
            if then_end:
                caller.shutdown(socket.SHUT_WR)
        return rest(caller)


def rest(caller: socket.socket) -> bytes:
    got = b""
    with suppress(ConnectionResetError):
        while more := caller.recv(65536):
            got += more
    return got


def statuses(answer: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"^HTTP/1\.[01] (\d{3})", answer, re.MULTILINE)]


def seconds_of_a_good_request(function: Served) -> float:
    began = time.monotonic()
    assert "there is no stream" in function.post({"streams": ["nothing"]}).text
    return time.monotonic() - began


@pytest.mark.parametrize("half", [b"", HEAD, HEAD + b"Content-Length: 9\r\n\r\n1"], ids=["nothing", "headers", "body"])
@pytest.mark.parametrize("callers", [8, CONNECTIONS + 50])
def test_half_sent_requests_hold_up_nobody(function: Served, half: bytes, callers: int) -> None:
    with ExitStack() as stack:
        for _ in range(callers):
            stack.enter_context(connect(function)).sendall(half)
        assert seconds_of_a_good_request(function) < 2


def test_half_sent_requests_hold_up_no_stop() -> None:
    with served(sys.executable, ROOT, VARIABLES) as function, ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(connect(function)).sendall(HEAD)
        seconds_of_a_good_request(function)  # so those before it are accepted
        function.terminate()
        assert ended_within(function, GRACE_SECONDS / 2)


def test_a_drip_is_cut_when_its_time_is_over_and_an_idle_connection_closed() -> None:
    """Each byte comes well within any limit between two of them."""
    with served(sys.executable, ROOT, VARIABLES, IN_A_HURRY) as function, ExitStack() as stack:
        headers, body, idle = (stack.enter_context(connect(function)) for _ in range(3))
        body.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
        headers.sendall(HEAD)
        began = time.monotonic()
        for caller in (headers, body):
            threading.Thread(target=drip, args=[caller]).start()
        assert [statuses(rest(caller)) for caller in (headers, body, idle)] == [[408], [408], []]
        assert time.monotonic() - began < 5


def drip(caller: socket.socket) -> None:
    with suppress(OSError):
        while True:
            caller.sendall(b"x")
            time.sleep(0.1)


def test_a_connection_in_use_is_not_cut() -> None:
    with served(sys.executable, ROOT, VARIABLES, IN_A_HURRY) as function, httpx.Client() as caller:
        began = time.monotonic()
        while time.monotonic() - began < 1.5:
            assert caller.post(function.url, headers=BEARER, json={"streams": ["nothing"]}).status_code == 400


def test_a_run_may_take_longer_than_its_request() -> None:
    with served(sys.executable, ROOT, VARIABLES, AND_BUSY) as function, httpx.Client() as caller:
        for _ in range(2):
            assert caller.get(function.url).text == "done"


@pytest.mark.parametrize(
    ("headers", "block"),
    [
        (b"Content-Length: 300000000\r\n\r\n", b" " * 100_000),
        (b"Content-Length: 300000000\r\nExpect: 100-continue\r\n\r\n", b" " * 100_000),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"186a0\r\n" + b" " * 100_000 + b"\r\n"),
    ],
    ids=["declared", "asked for", "chunked"],
)
@pytest.mark.parametrize("head", [HEAD, KNOWN], ids=["without a secret", "with one"])
def test_a_large_body_is_refused_by_its_limit_and_not_received(
    function: Served, head: bytes, headers: bytes, block: bytes
) -> None:
    sent = 0
    with connect(function) as caller:
        caller.sendall(head + headers)
        with suppress(ConnectionError):
            for _ in range(3000):
                caller.sendall(block)
                sent += len(block)
        answer = rest(caller)
    assert statuses(answer) == [413]
    assert str(BODY_LIMIT_BYTES) in json.loads(answer.partition(b"\r\n\r\n")[2])["problems"][0]
    assert sent < 30_000_000, "more than a machine's own buffers hold"


def test_the_largest_body_that_is_allowed_arrives(function: Served) -> None:
    body = json.dumps({"streams": ["nothing"]}).ljust(BODY_LIMIT_BYTES).encode()
    assert statuses(
        answer_to(function, KNOWN + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    ) == [400]


@pytest.mark.parametrize(
    "sent",
    [
        KNOWN + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
        KNOWN + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}}}\r\n0\r\n\r\n",
        KNOWN + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        KNOWN + b"Transfer-Encoding: chunked\r\n\r\n2;\x00\r\n{}\r\n0\r\n\r\n",
        KNOWN + b"Content-Length: -2\r\n\r\n{}",
        KNOWN + b"Content-Length: two\r\n\r\n{}",
        KNOWN + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        KNOWN + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
        b"POST http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nX\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n",
        HEAD + b"X: " + b"x" * 40_000 + b"\r\n\r\n",
        HEAD + b"X: x\r\n" * 10_000 + b"\r\n",
        b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_and_the_connection_closed(function: Served, sent: bytes) -> None:
    (status,) = statuses(answer_to(function, sent))
    assert 400 <= status < 500


PIECES = [
    b"GET ", b"POST ", b"/", b"/status", b"//", b"?", b"%", b"*", b"http://[", b" HTTP/1.1\r\n", b" HTTP/9.9\r\n", HEAD,
    b"Content-Length: ", b"2", b"9" * 5000, b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"Host: ", b"[",
    b"Authorization: ", b"Bearer ", b"Basic ", b"Accept: text/html\r\n", b"\xff", b"\xe2\x82", b"\x00", b"\r\n",
    b"\n", b"\r\n\r\n", b"0\r\n\r\n", b"2\r\n{}\r\n", b"{}", b"[" * 5000, b'{"streams": [', b'"\\ud800"', b"]}", b":",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=12).map(b"".join))
def test_nothing_that_is_sent_makes_the_server_fail(function: Served, sent: bytes) -> None:
    answers = statuses(answer_to(function, sent, then_end=True))
    assert [status for status in answers if status >= 500 and status != 501] == [], "501: a coding it does not know"


class Body:
    """What a server hands on as the caller sends it, and how much of it was taken."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "read to its end"
        self.taken += size
        return b" " * size

    readline: Callable[..., bytes] = read


@pytest.mark.parametrize("framing", [{"CONTENT_LENGTH": "300000000"}, {"wsgi.input_terminated": True}], ids=str)
@pytest.mark.parametrize("name", function_names())
def test_whichever_server_reads_a_body_without_a_secret_is_left_alone_and_with_one_bounded(
    name: str, framing: dict[str, object]
) -> None:
    with environment(VARIABLES | {"FUNCTION": name}):
        app = application()
    for headers, expected, most in (({}, 401, 0), (BEARER, 404 if name == "health" else 413, 2 * BODY_LIMIT_BYTES)):
        body = Body()
        environ = EnvironBuilder(
            "/nowhere", method="GET" if name == "health" else "POST", headers=headers
        ).get_environ()
        answer, status, _ = run_wsgi_app(app, environ | {"wsgi.input": body} | framing)
        assert (int(status.split()[0]), body.taken <= most) == (expected, True)
        assert json.loads(b"".join(answer))["status"] == "refused"
