"""Small bar charts, a bar a day: how tall, and what a reader who sees no bars is told. The template draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.formatting import counted
from shared.monitoring.page.page_facts import OutboxDay, StreamDay

HEIGHT = 26
STEP = 8
"""Units of the drawing: the tallest bar, and from one day's bar to the next."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`height` 0: nothing ran that day. `failed`: something did; drawn as a mark of its own, not by colour alone."""

    x: int
    height: int
    failed: bool
    told: str


@dataclass(frozen=True, slots=True)
class Chart:
    told: str
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        return len(self.bars) * STEP


@dataclass(frozen=True, slots=True)
class _Day:
    amount: int
    ran: bool
    failed: bool
    told: str


def runs_chart(days: Sequence[StreamDay], *, since: date, until: date) -> Chart:
    """Bars are records."""
    shown = {
        one.day: _Day(
            one.records, True, one.failed > 0, f"{_runs(one.runs, one.failed)}, {counted(one.records, 'record')}"
        )
        for one in days
    }
    told = _runs(sum(one.runs for one in days), sum(one.failed for one in days))
    return _chart(shown, f"{told}, {counted(sum(one.records for one in days), 'record')}", since, until)


def outbox_chart(days: Sequence[OutboxDay], *, since: date, until: date) -> Chart:
    """Bars are messages settled."""
    shown = {
        one.day: _Day(
            one.settled,
            True,
            one.parked + one.failed_runs > 0,
            f"{one.settled:,} settled, {one.failed:,} to be tried again, {one.parked:,} parked",
        )
        for one in days
    }
    settled, parked = sum(one.settled for one in days), sum(one.parked for one in days)
    return _chart(shown, f"{counted(settled, 'message')} settled, {parked:,} parked", since, until)


def _runs(runs: int, failed: int) -> str:
    return f"{counted(runs, 'run')}{f', {failed:,} failed' if failed else ''}"


def _chart(shown: dict[date, _Day], told: str, since: date, until: date) -> Chart:
    """By the root of the amount: one full read would flatten all other days to nothing."""
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    most = max((day.amount for day in shown.values()), default=0) or 1
    bars = []
    for number, day in enumerate(days):
        one = shown.get(day, _Day(0, False, False, "no run"))
        height = max(3, round(HEIGHT * math.sqrt(one.amount / most))) if one.ran else 0
        bars.append(Bar(number * STEP, height, one.failed, f"{day:%b} {day.day}: {one.told}"))
    return Chart(f"The last {len(days)} days: {told}", tuple(bars))
