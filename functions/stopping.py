"""Told when the platform wants this process gone: runs in hand end after their page or message and answer `more`."""

from __future__ import annotations

import signal
import threading
from types import FrameType

STOPPING = threading.Event()
"""Every run in this process has it as its `stop`. Once set it stays set: the process is about to end."""


def stop_on(number: signal.Signals) -> None:
    """Sets `STOPPING` when the signal comes, then does what was done before. Main thread only (Python's `signal`)."""
    before = signal.getsignal(number)

    def strike(number: int, frame: FrameType | None) -> None:
        STOPPING.set()
        if callable(before):
            before(number, frame)

    signal.signal(number, strike)
    signal.siginterrupt(number, False)  # as gunicorn has it: a signal interrupts no request's system call
