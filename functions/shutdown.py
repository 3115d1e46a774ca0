"""Told when the platform wants this process gone: runs in hand end after their page or message and answer `more`."""

from __future__ import annotations

import signal
import threading
from types import FrameType

SHUTDOWN = threading.Event()
"""Every run in this process has it as its `stop`. Once set it stays set: the process is about to end."""


def shut_down_on(*numbers: signal.Signals) -> None:
    """Sets `SHUTDOWN` when one of these signals comes. Main thread only (Python's `signal`)."""

    def strike(number: int, frame: FrameType | None) -> None:
        SHUTDOWN.set()

    for number in numbers:
        signal.signal(number, strike)
        signal.siginterrupt(number, False)  # a signal interrupts no system call, such as libpq's
