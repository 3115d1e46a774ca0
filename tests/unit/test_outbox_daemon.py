"""The worker that stays: when it begins a run, how long it waits, what ends it. Time is only counted here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from shared.error_report import ErrorReport
from shared.errors import InputError, SettingsError, WarehouseNotReady, WarehouseUnreachable
from shared.outbox.daemon import Daemon
from shared.outbox.outbox_report import OutboxReport

UNREACHABLE = ErrorReport(code="odoo_unreachable", kind="odoo unreachable", message="Odoo does not answer.")
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


def test_a_run_begins_only_when_something_is_due() -> None:
    course = Course([False, False, True, False])
    course.serve()
    assert (course.runs, course.waits, course.told) == (1, [5.0] * 4, [])


def test_an_unreachable_odoo_is_tried_again_after_longer_and_longer_pauses_and_each_is_told() -> None:
    """10 · 2ⁿ seconds, no longer than 160."""
    course = Course([UNREACHABLE] * 7)
    course.serve()
    assert course.waits == [10.0, 20.0, 40.0, 80.0, 160.0, 160.0, 160.0]
    assert course.told == [("Odoo does not answer.", seconds) for seconds in course.waits]


@pytest.mark.parametrize(
    ("turns", "jitter", "waits"),
    [
        ([UNREACHABLE, UNREACHABLE], 1.0, [12.5, 25.0]),  # so that daemons do not come back together
        ([UNREACHABLE, UNREACHABLE, True, UNREACHABLE], 0.0, [10.0, 20.0, 5.0, 10.0]),
        ([UNREACHABLE, False, UNREACHABLE], 0.0, [10.0, 5.0, 10.0]),
    ],
    ids=["up to a quarter longer", "ended by a run that got through", "ended by nothing due"],
)
def test_pauses_grow_until_a_turn_goes_well(
    turns: list[bool | ErrorReport | Exception], jitter: float, waits: list[float]
) -> None:
    course = Course(turns)
    course.serve(jitter=lambda: jitter)
    assert course.waits == waits


@pytest.mark.parametrize("error", [DOWN, WarehouseNotReady("It is not migrated.", fix="Run: scout migrate")])
def test_a_warehouse_in_trouble_does_not_end_the_daemon(error: Exception) -> None:
    course = Course([error, error, True])
    course.serve()
    assert (course.waits, course.runs) == ([10.0, 20.0, 5.0], 1)
    assert [told for told, _ in course.told] == [str(error).partition(".")[0] + "."] * 2


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
