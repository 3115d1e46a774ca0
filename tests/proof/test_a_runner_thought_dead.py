"""A run hangs at a point, is thought dead, another takes over and ends; then the first one wakes up and goes on.

Whatever it had in hand is older than what is there, so it may move nothing (invariant 3).
"""

from __future__ import annotations

from contextlib import ExitStack, closing

import pytest

from demo.odoo import SimulatedOdoo
from shared.odoo.client import Odoo
from shared.sync.run_report import RunReport
from shared.warehouse.postgres import PostgresWarehouse
from tests.proof.conftest import Ground
from tests.proof.points import (
    Abandoned,
    Points,
    WatchedLine,
    WatchedObserver,
    WatchedTransport,
    WatchedWarehouse,
    abandon,
    odoo_step,
)
from tests.proof.scenarios import RETRY_POLICY, SCENARIOS, Scenario
from tests.proof.tally import TALLY

MEANWHILE = SCENARIOS["a first full read"].moments[1]
SCENARIO = Scenario(request={"streams": ["res.partner"]}, batch_size=5, moments=(), struck=0)


def sync(odoo: SimulatedOdoo, ground: Ground, points: Points) -> RunReport:
    with ExitStack() as stack:
        line = stack.enter_context(closing(WatchedLine(ground.variables["SUPABASE_DB_URL"], points)))
        database = stack.enter_context(PostgresWarehouse(line.url, retry_policy=RETRY_POLICY))
        transport = WatchedTransport(odoo.transport(), points, odoo_step)
        client = stack.enter_context(
            Odoo.connect(odoo.settings(protocol="json2"), transport=transport, retry_policy=RETRY_POLICY)
        )
        return SCENARIO.run(client, WatchedWarehouse(database, points), WatchedObserver(points))


def case(ground: Ground, point: str, *, other_dies_at: str | None) -> list[str]:
    """One run sleeps at the point while another does the work, or a part of it; what was found wrong."""
    ground.restore()
    odoo, shop = SCENARIO.build()
    after: list[dict[str, object]] = []

    def sleep(point: str) -> None:
        MEANWHILE(odoo, shop)
        status = "busy"
        while status == "busy":  # the sleeper's other thread may renew the lease once more before it waits as well
            ground.expire_leases()
            try:
                status = sync(odoo, ground, Points(other_dies_at, blow=abandon)).status
            except Abandoned:
                status = "gone, and its lease holds"
        assert status == ("gone, and its lease holds" if other_dies_at else "completed")
        after.append(ground.state())

    sleeper = sync(odoo, ground, Points(point, blow=sleep))
    faults = ground.disagreements()
    if not after:
        return ["the other run did not come to its end"]
    if not _is_before_the_lease(point) and ground.state() != after[0]:
        faults.append(f"the sleeper, {sleeper.status}, moved {ground.state()} where {after[0]} was")
    return faults


def _is_before_the_lease(point: str) -> bool:
    """There the sleeper has taken nothing yet: it is simply the later of two runs."""
    return point.endswith((" started", "begin_sync 1: before the call", "begin_sync over the line 1: asked"))


@pytest.mark.parametrize(
    "other_dies_at", [None, "res.partner commit_page 1: after the call"], ids=["was done", "holds the lease"]
)
def test_it_moves_nothing_when_it_wakes_up(direct_ground: Ground, other_dies_at: str | None) -> None:
    """Not at the points inside a transaction: there it holds the checkpoint's row, and the other run waits for it."""
    points = Points()
    direct_ground.restore()
    sync(SCENARIO.build()[0], direct_ground, points)
    found: dict[str, list[str]] = {}
    for point in points.passed:
        if point.endswith("not committed yet"):
            continue
        faults = case(direct_ground, point, other_dies_at=other_dies_at)
        found |= TALLY.count("thought dead", "direct", point, faults)
    assert not found, "\n".join(f"{point}: {faults}" for point, faults in found.items())
