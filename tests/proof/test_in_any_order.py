"""Silver depends on one bronze row each (invariant 9): the order in which streams come makes no difference."""

from __future__ import annotations

from typing import Any

from shared.models.catalogue import load_catalogue
from shared.odoo.client import Odoo
from shared.settings import SyncSettings
from shared.sync.engine import Engine
from shared.sync.sync_request import parse_request
from shared.warehouse.postgres import PostgresWarehouse
from tests.engine.conftest import STANDING_CLOCK
from tests.proof.conftest import Ground
from tests.proof.scenarios import RETRY_POLICY, Scenario

SCENARIO = Scenario(request={}, batch_size=5, moments=(), struck=0)


def state_after(ground: Ground, *, backwards: bool) -> dict[str, Any]:
    """Every stream of the catalogue, one after the other."""
    ground.restore()
    odoo = SCENARIO.build()[0]
    request = parse_request({})
    streams = request.select(load_catalogue())
    chosen = SyncSettings.model_validate({"SYNC_PARALLEL_STREAMS": 1, "SYNC_CLOCK_SKEW_SECONDS": STANDING_CLOCK})
    with (
        PostgresWarehouse(ground.variables["SUPABASE_DB_URL"], retry_policy=RETRY_POLICY) as warehouse,
        Odoo.connect(odoo.settings(protocol="json2"), transport=odoo.transport(), retry_policy=RETRY_POLICY) as client,
    ):
        engine = Engine(odoo=client, warehouse=warehouse, settings=chosen)
        report = engine.run(streams[::-1] if backwards else streams, request)
    assert report.status == "completed"
    return ground.state()


def test_streams_in_either_order_make_the_same_warehouse_and_so_does_a_rebuild(direct_ground: Ground) -> None:
    forwards = state_after(direct_ground, backwards=False)
    assert state_after(direct_ground, backwards=True) == forwards
    direct_ground.rebuild_silver()
    assert direct_ground.state() == forwards
