"""What one call to Odoo may cost: seconds, from looking up its host to the answer's last byte, and bytes.

httpx bounds a single read, so a server that sends a byte now and then, be it of a header, is waited for for ever. Only
who waits outside can end a call as a whole: each is made in a thread of its own. One that was given up is left behind
and ends with the next byte it gets, with its own limit on a read, or with the process.
"""

from __future__ import annotations

import contextlib
import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError, wait
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import httpx

from shared.retries import Deadline

T = TypeVar("T")

Why = Literal["call", "run", "stop"]

CALL_SECONDS = 150.0
"""Longer than Odoo's own limit of 120 s a request (`--limit-time-real`): Odoo gives up first, and says so."""
GRACE_SECONDS = 20.0
"""How long a read may go on when its run's time is over."""
STOP_SECONDS = 3.0
"""How long a read may go on when its run was asked to stop."""

_LOOK_SECONDS = 0.1
_COMPRESSED_BYTES = 4096
"""Taken apart at once: deflate makes at most 1,032 bytes of one (zlib, *Technical Details*), so 4 MB of these."""

ACCEPTED_ENCODINGS = ("gzip", "deflate")
"""Not what else httpx would offer where a package for it is installed: brotli makes gigabytes of a kilobyte."""


class OutOfTime(Exception):
    """`why`: the call itself took too long, its run's time is over, or its run was asked to stop."""

    def __init__(self, why: Why, seconds: float) -> None:
        super().__init__(why)
        self.why = why
        self.seconds = seconds


class TooLarge(Exception):
    """The answer has more bytes than are taken."""


@dataclass(frozen=True)
class Bounds:
    """`deadline` and `stopped` are the run's. They end reads only: a change that was sent is waited for."""

    largest_mb: int = 64
    deadline: Deadline = field(default_factory=Deadline.never)
    stopped: Callable[[], bool] = lambda: False
    call_seconds: float = CALL_SECONDS
    grace_seconds: float = GRACE_SECONDS
    stop_seconds: float = STOP_SECONDS

    def seconds(self, *, is_read: bool) -> float:
        """What a call that begins now may take."""
        run_seconds = self.deadline.remaining_seconds() + self.grace_seconds
        return min(self.call_seconds, run_seconds) if is_read else self.call_seconds

    def within(self, action: Callable[[Callable[[], bool]], T], *, seconds: float, is_read: bool) -> T:
        """What `action(given_up)` answers or raises; it should end when `given_up()`. Raises `OutOfTime`."""
        answer: Future[T] = Future()
        threading.Thread(target=_settle, args=(answer, action), name="call to Odoo", daemon=True).start()
        began = time.monotonic()
        ends_at = began + seconds
        why: Why = "call" if seconds == self.call_seconds else "run"
        try:
            while not wait([answer], timeout=_LOOK_SECONDS).done:
                now = time.monotonic()
                if is_read and why != "stop" and self.stopped():
                    ends_at, why = min(ends_at, now + self.stop_seconds), "stop"
                if now >= ends_at and answer.cancel():
                    raise OutOfTime(why, now - began)
            return answer.result()
        finally:
            answer.cancel()

    def body(self, response: httpx.Response, *, given_up: Callable[[], bool]) -> bytes:
        """The answer, decompressed. Raises `TooLarge` as soon as it is, and what httpx raises."""
        if response.headers.get("Content-Encoding") and isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _InSmallPieces(response.stream)
        content = io.BytesIO()  # no list: of an answer that comes byte by byte it would take forty times the room
        for piece in response.iter_bytes():
            content.write(piece)
            if content.tell() > self.largest_mb * 1_000_000:
                content.close()
                raise TooLarge
            if given_up():
                break
        return content.getvalue()


class _InSmallPieces(httpx.SyncByteStream):
    """Compressed bytes, a few at a time: httpx takes apart at once whatever it is given."""

    def __init__(self, inner: httpx.SyncByteStream) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            for start in range(0, len(chunk), _COMPRESSED_BYTES):
                yield chunk[start : start + _COMPRESSED_BYTES]

    def close(self) -> None:
        self._inner.close()


def _settle(answer: Future[T], action: Callable[[Callable[[], bool]], T]) -> None:
    try:
        value = action(answer.cancelled)
    except BaseException as error:  # noqa: BLE001  handed to whoever waits
        with contextlib.suppress(InvalidStateError):  # given up in this very moment
            answer.set_exception(error)
    else:
        with contextlib.suppress(InvalidStateError):
            answer.set_result(value)
    finally:
        del answer  # or an error, its traceback and this frame would keep each other and all that was read
