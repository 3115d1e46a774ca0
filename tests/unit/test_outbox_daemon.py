"""The worker that stays: when it begins a run, how long it waits, what ends it. Time is only counted here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from shared.error_report import ErrorReport
from shared.errors import InputError, ScoutError, SettingsError, WarehouseNotReady, WarehouseUnreachable
from shared.outbox.daemon import Daemon
from shared.outbox.outbox_report import OutboxReport

UNREACHABLE = ErrorReport(code="odoo_unreachable", kind="odoo unreachable", message="Odoo does not answer.")
NOT_READY = WarehouseNotReady("It is not migrated.", fix="Run: scout migrate")
DOWN = WarehouseUnreachable("No answer from the warehouse.", fix="Check it.")


def report(error: ErrorReport | None = None) -> OutboxReport:
    status = "failed" if error else "completed"
    return OutboxReport(
        run_id="a-run", dry_run=False, status=status, started_at=datetime(2026, 11, 21, tzinfo=UTC), error=error
    )


@dataclass
class Course:
    """What happens turn by turn; after the last one somebody asks to stop."""

    turns: list[bool | ErrorReport | Exception]
    waits: list[float] = field(default_factory=list)
    told: list[tuple[str, float]] = field(default_factory=list)
    runs: int = 0

    def serve(self, jitter: Callable[[], float] = lambda: 0.0) -> None:
        self._turns: Iterator[bool | ErrorReport | Exception] = iter(self.turns)
        self._left = len(self.turns)
        Daemon(self._due, self._run, self._wait, self._tell, jitter).serve()

    def _due(self) -> bool:
        self._left -= 1
        self._now = next(self._turns)
        if isinstance(self._now, Exception):
            raise self._now
        return self._now is not False

    def _run(self) -> OutboxReport:
        self.runs += 1
        return report(self._now if isinstance(self._now, ErrorReport) else None)

    def _wait(self, seconds: float) -> bool:
        if seconds:
            self.waits.append(seconds)
        return self._left == 0 and seconds == 0 and len(self.waits) == len(self.turns)

    def _tell(self, error: ErrorReport, seconds: float) -> None:
        self.told.append((error.message, seconds))


@pytest.mark.parametrize(
    ("turns", "jitter", "runs", "waits"),
    [
        ([False, False, True, False], 0.0, 1, [5.0] * 4),
        ([UNREACHABLE] * 7, 0.0, 7, [10.0, 20.0, 40.0, 80.0, 160.0, 160.0, 160.0]),
        ([UNREACHABLE, UNREACHABLE], 1.0, 2, [12.5, 25.0]),  # so that daemons do not come back together
        ([UNREACHABLE, UNREACHABLE, True, UNREACHABLE], 0.0, 4, [10.0, 20.0, 5.0, 10.0]),
        ([UNREACHABLE, False, UNREACHABLE], 0.0, 2, [10.0, 5.0, 10.0]),
        ([DOWN, DOWN, True], 0.0, 1, [10.0, 20.0, 5.0]),
        ([NOT_READY, NOT_READY, True], 0.0, 1, [10.0, 20.0, 5.0]),
    ],
    ids=[
        "a run only when something is due", "longer and longer, no longer than 160", "up to a quarter longer",
        "ended by a run that got through", "ended by nothing due", "the warehouse is away", "it is not migrated",
    ],
)  # fmt: skip
def test_pauses_grow_until_a_turn_goes_well_and_each_is_told(
    turns: list[bool | ErrorReport | ScoutError], jitter: float, runs: int, waits: list[float]
) -> None:
    course = Course([*turns])
    course.serve(jitter=lambda: jitter)
    assert (course.runs, course.waits) == (runs, waits)
    assert course.told == [
        (turn.message, wait) for turn, wait in zip(turns, waits, strict=True) if not isinstance(turn, bool)
    ]


@pytest.mark.parametrize(
    "error", [SettingsError(["x is missing"]), InputError(["no"]), ZeroDivisionError("by nothing")]
)
def test_what_no_waiting_mends_ends_it(error: Exception) -> None:
    with pytest.raises(type(error)):
        Course([error]).serve()


def test_asked_to_stop_it_begins_nothing_more_and_tells_no_pause() -> None:
    stopped = False
    told: list[object] = []

    def run() -> OutboxReport:
        nonlocal stopped
        stopped = True
        return report(UNREACHABLE)

    Daemon(lambda: True, run, lambda seconds: stopped, lambda error, seconds: told.append(error)).serve()
    assert told == []
    never: Callable[[], bool] = lambda: pytest.fail("asked the warehouse")  # noqa: E731
    Daemon(never, run, lambda seconds: True, lambda error, seconds: None).serve()
