"""The simulated server's clock: it stands still until told otherwise, or runs on from an instant."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 12, 0, 0, 654_321, tzinfo=UTC)
"""Where a clock stands by default. Its microseconds are those a careless reader of `write_date` would lose."""


class Clock:
    """`now` is aware UTC and may be set; with `running=True` it goes on from there at the pace of real time."""

    def __init__(self, now: datetime = START, *, running: bool = False) -> None:
        self._running = running
        self.now = now

    @property
    def now(self) -> datetime:
        passed = time.monotonic() - self._set_at if self._running else 0.0
        return self._now + timedelta(seconds=passed)

    @now.setter
    def now(self, instant: datetime) -> None:
        self._now = aware(instant).astimezone(UTC)
        self._set_at = time.monotonic()

    def advance(self, **units: float) -> datetime:
        """Moves by a `timedelta(**units)` (`seconds=`, `minutes=`, `days=` …); answers the new instant."""
        self.now = self.now + timedelta(**units)
        return self.now


def aware(instant: datetime) -> datetime:
    """The same instant; a naive datetime raises ValueError, for nobody can know which zone it means."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no time zone")
    return instant
