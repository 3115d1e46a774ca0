"""Ctrl-C and SIGTERM during a run: once asks it to stop after what is in hand, twice ends the process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """`stop` is set by the first signal; `tell` is told each time; the second one calls `exit_at_once(1)`.

    `in_hand` is what the run finishes first, `left` what becomes of it when it may not.
    """

    def __init__(
        self,
        *,
        stop: threading.Event,
        tell: Callable[[str], object],
        exit_at_once: Callable[[int], object],
        in_hand: str = "the current pages",
        left: str = "What was committed stays; streams in hand are free at once, or when their lease ends.",
    ) -> None:
        self._stop = stop
        self._tell = tell
        self._exit_at_once = exit_at_once
        self._in_hand = in_hand
        self._left = left

    def strike(self, signal_number: int, frame: FrameType | None) -> None:
        """A signal's handler."""
        if self._stop.is_set():
            self._tell(f"Stopped at once. {self._left}")
            self._exit_at_once(1)
            return
        self._stop.set()
        again = "press Ctrl-C again" if signal_number == signal.SIGINT else "send the signal again"
        self._tell(f"Finishing {self._in_hand}; {again} to stop at once.")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Handles the signals within the block. Only the main thread may do so (Python's `signal`)."""
        before = {number: signal.signal(number, self.strike) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
