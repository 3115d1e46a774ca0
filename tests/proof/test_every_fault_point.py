"""A run is killed at every point it passes, and once more while it recovers: the end is the same, row for row.

The points are those that an undisturbed run passed, so a new step in the engine is struck without a line here. What a
case proves: a killed process (SIGKILL) left rows, checkpoint and log in agreement (invariant 1), its lease ends by
itself (3), and the runs after it come to the very bronze, silver, quarantine and checkpoints of undisturbed ones.
"""

from __future__ import annotations

import signal
from collections.abc import Sequence
from typing import Any

import pytest

from tests.proof.conftest import Ground
from tests.proof.runner import Order, Outcome, Runner
from tests.proof.scenarios import SCENARIOS
from tests.proof.tally import TALLY


class Sweep:
    """One scenario over one adapter, from its beginning to an undisturbed end to compare with."""

    def __init__(self, scenario: str, ground: Ground, runner: Runner) -> None:
        self._scenario = scenario
        self._ground = ground
        self._runner = runner
        self._struck = SCENARIOS[scenario].struck
        for moment in range(self._struck):
            assert _is_completed(self._run(moment))
        ground.keep("begin")
        undisturbed = self._run(self._struck)
        assert _is_completed(undisturbed), undisturbed.report
        self.points: Sequence[str] = undisturbed.points
        assert _is_completed(self._run(self._struck + 1))
        assert not ground.disagreements()
        self.wanted: dict[str, Any] = ground.state()
        ground.rebuild_silver()
        assert ground.state() == self.wanted

    def case(self, *strikes: str) -> list[str]:
        """Struck at the first point, at the second while recovering, and so on; what was found wrong."""
        ground = self._ground
        ground.restore("begin")
        faults: list[str] = []
        held = ground.runs("abandoned")
        moment = self._struck
        for number, strike in enumerate(strikes):
            outcome = self._run(moment, strike)
            if number == 0 and outcome.signal != signal.SIGKILL:
                faults.append("the point was not passed again")
            ground.settle()
            held |= ground.runs("running")
            if len(strikes) == 1:
                faults += self._not_busy(moment)
            faults += [f"after kill {number + 1}: {fault}" for fault in ground.disagreements()]
            ground.expire_leases()
            moment = self._struck + 1
        last = self._run(moment)
        if not _is_completed(last):
            faults.append(f"the last run ended {last.report or last.signal}")
        faults += ground.disagreements()
        found = ground.state()
        faults += [
            f"{name}: {found.get(name)} instead of {self.wanted.get(name)}"
            for name in sorted(found.keys() | self.wanted.keys())
            if found.get(name) != self.wanted.get(name)
        ]
        if ground.runs("abandoned") != held:
            faults.append(f"{len(ground.runs('abandoned'))} runs are called abandoned; {len(held)} were")
        return faults

    def _not_busy(self, moment: int) -> list[str]:
        """Whoever comes before the dead runner's lease has ended is told so (invariant 3)."""
        leased = self._ground.leased()
        report = self._run(moment).report if leased else None
        states = {stream.stream: stream.status for stream in report.streams} if report else {}
        return [f"{stream} is leased, yet {state}" for stream in leased if (state := states.get(stream)) != "busy"]

    def _run(self, moment: int, strike: str | None = None) -> Outcome:
        order = Order(scenario=self._scenario, moment=moment, variables=self._ground.variables, strike=strike)
        return self._runner.run(order)


def _is_completed(outcome: Outcome) -> bool:
    return outcome.report is not None and outcome.report.status == "completed"


@pytest.fixture(params=SCENARIOS)
def sweep(request: pytest.FixtureRequest, ground: Ground, runner: Runner) -> Sweep:
    one = Sweep(request.param, ground, runner)
    TALLY.once |= {(ground.adapter, request.param, point) for point in one.points}
    return one


def test_killed_at_any_point_and_again_while_recovering_a_run_ends_as_if_nothing_had_been(
    sweep: Sweep, ground: Ground
) -> None:
    """The second blow falls at the same point of the recovering run, or at the next one of the undisturbed run."""
    found: dict[str, list[str]] = {}
    for number, point in enumerate(sweep.points):
        second = point if number % 2 else sweep.points[(number + 1) % len(sweep.points)]
        faults = sweep.case(point, second)
        found |= TALLY.count("killed twice", ground.adapter, f"{point}, then {second}", faults)
    assert not found, _told(found)


def test_killed_once_the_next_run_ends_as_if_nothing_had_been(sweep: Sweep, ground: Ground) -> None:
    """Every fifth point: what comes right after one more kill has come right after none, but the log is shorter."""
    found: dict[str, list[str]] = {}
    for point in sweep.points[::5]:
        found |= TALLY.count("killed once", ground.adapter, point, sweep.case(point))
    assert not found, _told(found)


def _told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"struck at {where}:\n    " + "\n    ".join(faults) for where, faults in found.items())
