"""Leave to send, for a few seconds only.

Between noting that a message is about to be sent and sending it a machine may stand still for minutes. Whoever takes
the message over reads Odoo after Odoo's request limit and finds nothing; a call sent after that would come twice. So
each request is looked at right before it leaves, behind whatever brake it had to wait for.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from shared.errors import SendWindowExpired
from shared.odoo.limiter import Limiter, Unlimited
from shared.retries import Deadline


def steady_seconds() -> float:
    """A clock that also runs while the machine sleeps, where there is one (Linux)."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class SendWindow:
    """A limiter whose slots end with the window. One worker's; without an open window everything passes."""

    def __init__(self, inner: Limiter | None = None, *, clock: Callable[[], float] = steady_seconds) -> None:
        self._inner = inner or Unlimited()
        self._clock = clock
        self._until = Deadline.never()

    @contextlib.contextmanager
    def open(self, seconds: float) -> Iterator[None]:
        """Inside, requests are sent for so long and no longer."""
        self._until = Deadline.after(seconds, clock=self._clock)
        try:
            yield
        finally:
            self._until = Deadline.never()

    @contextlib.contextmanager
    def slot(self) -> Iterator[None]:
        with self._inner.slot():
            if self._until.passed:
                raise SendWindowExpired(
                    "Too much time passed between noting a message and sending it; it was not sent."
                )
            yield
