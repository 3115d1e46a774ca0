"""One call to Odoo ends, however its answer comes: in seconds, in bytes, and in the room it takes."""

from __future__ import annotations

import json
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from shared.errors import AnswerTooLarge, OdooTransientError, OdooUnreachable, ScoutError
from shared.odoo.bounds import Bounds
from shared.odoo.endpoint import Endpoint
from shared.odoo.exchange import Exchange, Reply
from shared.odoo.limiter import Unlimited
from shared.retries import Deadline, RetryPolicy, call_with_retries
from tests.unit.odoo_double import BOTH, ENVIRONMENT, EVERYTHING, OdooDouble, settings


class Dripping(httpx.BaseTransport):
    """Answers a byte every 20 ms, `headers`: not even that, until the test is over."""

    def __init__(self, *, headers: bool) -> None:
        self.over = threading.Event()
        self._headers = headers

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        while self._headers and not self.over.wait(0.02):
            pass
        return httpx.Response(200, stream=_Bytes(self._drip()))

    def _drip(self) -> Iterator[bytes]:
        while not self.over.wait(0.02):
            yield b" "


class _Bytes(httpx.SyncByteStream):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces


@pytest.fixture(params=[True, False], ids=["headers", "body"])
def dripping(request: pytest.FixtureRequest) -> Iterator[Dripping]:
    transport = Dripping(headers=request.param)
    yield transport
    transport.over.set()


def _exchange(transport: httpx.BaseTransport, **bounds: Any) -> Exchange:
    endpoint = Endpoint.of(settings(**ENVIRONMENT["json2"]))
    return Exchange(endpoint, transport=transport, limiter=Unlimited(), bounds=Bounds(**bounds))


def _ask(exchange: Exchange, *, is_read: bool = True) -> Reply:
    return exchange.post("/x", {}, asked="pos.order.search_read", is_read=is_read)


@pytest.mark.parametrize(
    ("bounds", "kind", "named"),
    [
        ({"call_seconds": 0.3}, OdooTransientError, "within 0 s."),
        ({"deadline": Deadline.after(0), "grace_seconds": 0.3}, OdooUnreachable, "the run's time is over"),
        ({"stopped": lambda: True, "stop_seconds": 0.3}, OdooUnreachable, "asked to stop"),
    ],
)
def test_an_answer_that_drips_in_is_given_up(
    dripping: Dripping, bounds: dict[str, Any], kind: type[ScoutError], named: str
) -> None:
    began = time.monotonic()
    with pytest.raises(kind, match=named) as given_up:
        _ask(_exchange(dripping, **bounds))
    assert time.monotonic() - began < 3
    assert "pos.order.search_read" in str(given_up.value)
    assert getattr(given_up.value, "given_up", False) is (kind is OdooUnreachable)


def test_a_change_that_was_sent_is_waited_for_when_the_run_is_to_end() -> None:
    """Cutting it would make a certain outcome doubtful; a read beside it ends."""
    asked = threading.Event()

    def answers_later(request: httpx.Request) -> httpx.Response:
        asked.set()
        threading.Event().wait(0.6)
        return httpx.Response(200, json=True)

    exchange = _exchange(
        httpx.MockTransport(answers_later),
        deadline=Deadline.after(0),
        grace_seconds=0.1,
        stopped=asked.is_set,
        stop_seconds=0.1,
    )
    assert _ask(exchange, is_read=False).content == b"true"
    with pytest.raises(OdooUnreachable):
        _ask(exchange)


def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(megabytes)), packer.flush()])


@pytest.mark.parametrize(
    ("content", "headers"),
    [(_bomb(200), {"Content-Encoding": "gzip"}), (b" " * 3_000_000, {})],
    ids=["packed", "plain"],
)
def test_a_large_answer_is_refused_before_it_fills_the_memory(content: bytes, headers: dict[str, str]) -> None:
    response = httpx.Response(200, headers=headers, stream=_Bytes(iter([content])))
    exchange = _exchange(httpx.MockTransport(lambda request: response), largest_mb=2)
    tracemalloc.start()
    try:
        with pytest.raises(AnswerTooLarge, match="ODOO_LARGEST_ANSWER_MB"):
            _ask(exchange)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd"])
def test_an_answer_packed_in_a_way_that_was_not_asked_for_is_not_taken_apart(encoding: str) -> None:
    packed = httpx.Response(200, headers={"Content-Encoding": encoding}, stream=_Bytes(iter([b"x" * 100])))
    with pytest.raises(OdooTransientError):
        _ask(_exchange(httpx.MockTransport(lambda request: packed)))


@BOTH
def test_a_change_whose_answer_is_too_large_may_have_been_applied(protocol: str) -> None:
    large = json.dumps({"jsonrpc": "2.0", "result": "x" * 1_100_000})
    odoo = OdooDouble().will(httpx.Response(200, content=large), httpx.Response(200, content=large))
    client = odoo.connect(variables={**EVERYTHING, "ODOO_PROTOCOL": protocol, "ODOO_LARGEST_ANSWER_MB": "1"})
    with pytest.raises(OdooUnreachable) as unreachable:
        client.change("pos.order", "write", {"vals": {}}, ids=[1])
    assert unreachable.value.maybe_applied
    with pytest.raises(AnswerTooLarge):
        client.count("pos.order", [])
    assert odoo.waits == []


def test_nothing_is_tried_again_once_the_run_was_asked_to_stop() -> None:
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        raise OdooTransientError("busy")

    with pytest.raises(OdooTransientError):
        call_with_retries(fail, retry_policy=RetryPolicy(sleep=lambda seconds: None), stopped=lambda: bool(tries))
    assert len(tries) == 1


def test_a_wait_between_two_tries_ends_when_the_run_is_asked_to_stop() -> None:
    stop = threading.Event()
    stop.set()
    began = time.monotonic()
    with pytest.raises(OdooTransientError):
        call_with_retries(_busy, retry_policy=RetryPolicy.ended_by(stop))
    assert time.monotonic() - began < 3


def _busy() -> None:
    raise OdooTransientError("busy", retry_after_seconds=10.0)
