"""An outbox worker is killed (SIGKILL) at every point it passes, for every kind of message: Odoo changes exactly once.

The points are those of an undisturbed run, so a new step of the worker is struck without a line here. Another worker
comes right after the kill, when nothing may move that is leased or in doubt, and again when that time has passed.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest

from demo.odoo import SimulatedOdoo, serve
from demo.shop import fill
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from tests.outbox.desk import Desk
from tests.proof.conftest import Ground
from tests.proof.outbox_messages import KINDS, effects, steps_of
from tests.proof.outbox_runner import Order, Outcome
from tests.proof.runner import Process, running
from tests.proof.scenarios import RETRY_POLICY
from tests.proof.tally import OUTBOX_TALLY


@dataclass(frozen=True)
class Way:
    """`every`: every how manieth point is struck. Each protocol and each adapter meets all of its own once."""

    protocol: Literal["json2", "jsonrpc"]
    adapter: str
    every: int


WAYS = [Way("json2", "direct", 1), Way("jsonrpc", "direct", 4), Way("json2", "rest", 4), Way("jsonrpc", "rest", 1)]

Killed = Process[Order, Outcome]


@pytest.fixture(scope="module")
def killed() -> Iterator[Killed]:
    with running("tests.proof.outbox_runner") as process:
        yield Process(process, Outcome)


class Stage:
    """One kind of message on one way, case after case in one Odoo."""

    def __init__(self, kind: str, ground: Ground, desk: Desk, order: Order) -> None:
        self.kind = kind
        self.ground = ground
        self.desk = desk
        self.order = order
        self._cases = 0

    def begin(self) -> int:
        """An empty outbox with one message; what it is about was last changed an hour ago."""
        self._cases += 1
        self.desk.db.execute("delete from ops.odoo_outbox")
        self.desk.db.execute("delete from ops.odoo_sync_runs")
        number = KINDS[self.kind].put(self.desk, f"case {self._cases}")
        self.desk.odoo.clock.advance(hours=1)
        self.desk.odoo.store.effects.clear()
        return number

    def case(self, process: Killed, point: str) -> list[str]:
        """What was found wrong."""
        number = self.begin()
        faults: list[str] = []
        outcome = process.run(self.order.model_copy(update={"strike": point}))
        if outcome.signal != signal.SIGKILL:
            faults.append(f"the point was not passed: {outcome}")
        self.ground.settle()
        faults += self._held(number)
        for _ in range(2):
            self.desk.later(minutes=6)
            self.desk.run()
        message = self.desk.message(number)
        if message["status"] != "done":
            faults.append(f"{message['status']}: {message['last_error'] or message['note']}")
        if effects(self.desk) != KINDS[self.kind].effects:
            faults.append(f"Odoo changed {dict(effects(self.desk))}")
        return faults

    def _held(self, number: int) -> list[str]:
        """Who comes right after the kill leaves alone what is leased or in doubt."""
        message, before = self.desk.message(number), effects(self.desk)
        self.desk.run()
        held = message["status"] == "processing"
        return ["it was touched at once"] if held and effects(self.desk) != before else []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "way",
    [
        pytest.param(
            way, id=f"{way.protocol}-{way.adapter}", marks=[pytest.mark.postgrest] if way.adapter == "rest" else []
        )
        for way in WAYS
    ],
)
def test_killed_at_any_point_a_message_changes_odoo_exactly_once(
    request: pytest.FixtureRequest, killed: Killed, way: Way, kind: str
) -> None:
    ground: Ground = request.getfixturevalue(f"{way.adapter}_ground")
    odoo = SimulatedOdoo()
    fill(odoo, days=1, orders=2)
    with (
        serve(odoo) as odoo_url,
        open_warehouse(Settings(ground.variables).warehouse, retry_policy=RETRY_POLICY) as warehouse,
    ):
        desk = Desk(odoo, warehouse, ground.db, protocol=way.protocol)
        order = Order(odoo_url=odoo_url, protocol=way.protocol, api_key=min(odoo.api_keys), variables=ground.variables)
        stage = Stage(kind, ground, desk, order)
        number = stage.begin()
        undisturbed = killed.run(order)
        assert desk.message(number)["status"] == "done", undisturbed
        assert effects(desk) == KINDS[kind].effects
        steps = steps_of(undisturbed.points)
        OUTBOX_TALLY.once.add((f"{way.adapter}, {way.protocol}",))
        found: dict[str, list[str]] = {}
        for point in list(steps)[:: way.every]:
            found |= OUTBOX_TALLY.count(kind, steps[point], point, stage.case(killed, point))
    assert not found, "\n".join(f"killed at {point} ({steps[point]}): {faults}" for point, faults in found.items())
