"""The same runs over Supabase's Data API: the `supabase` package and a real PostgREST."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from tests.contract.postgrest import postgrest
from tests.engine.conftest import FEW_TRIES, World, of, reconciled

pytestmark = pytest.mark.postgrest


@pytest.fixture(params=["service_role_key", "secret_key"])
def rest_world(world: World, database_url: str, request: pytest.FixtureRequest) -> Iterator[World]:
    """The world with its warehouse behind PostgREST, with either kind of key."""
    with postgrest(database_url) as api:
        variables = {"SUPABASE_URL": api.url, "SUPABASE_SERVICE_ROLE_KEY": getattr(api, request.param)}
        with open_warehouse(Settings(variables).warehouse, retry_policy=FEW_TRIES) as warehouse:
            assert warehouse.name.startswith("rest")
            world.warehouse = warehouse
            yield world


def bronze(world: World) -> list[object]:
    tables = [row[0] for row in world.db.execute("select table_name from scout.bronze_tables order by 1")]
    return [world.value(f"select jsonb_agg(payload order by odoo_id) from scout.{table}") for table in tables]


def test_both_adapters_bring_the_same_bronze(rest_world: World, database_url: str) -> None:
    assert rest_world.sync().status == "completed"
    over_rest = bronze(rest_world)
    with open_warehouse(Settings({"SUPABASE_DB_URL": database_url}).warehouse) as direct:
        rest_world.warehouse = direct
        again = rest_world.sync(mode="full")
    assert sum(stream.inserted + stream.updated for stream in again.streams) == 0
    assert bronze(rest_world) == over_rest


def test_a_second_run_a_dry_run_and_a_busy_stream_over_rest(rest_world: World) -> None:
    rest_world.sync()
    rest_world.later()
    rest_world.shop.sell(3)
    rest_world.later()
    before = rest_world.content()
    dry = of(rest_world.sync(dry_run=True), "pos.order")
    assert rest_world.content() == before
    real = of(rest_world.sync(), "pos.order")
    assert (dry.inserted, dry.unchanged) == (real.inserted, real.unchanged) == (3, 0)
    rest_world.db.execute("select scout.begin_sync('pos.order', 'pos.order', gen_random_uuid(), 300, 'other:1')")
    assert of(rest_world.sync(streams=["pos.order"]), "pos.order").status == "busy"


def test_pages_over_rest_stay_near_a_megabyte(rest_world: World) -> None:
    note = "x" * 20_000
    for number in range(200):
        rest_world.odoo.create("res.partner", {"name": f"Heavy {number}", "comment": note})
    report = of(rest_world.sync(streams=["res.partner"]), "res.partner")
    assert report.status == "completed"
    assert report.pages > 3
    assert rest_world.ids("bronze_res_partner") == set(rest_world.odoo.stored("res.partner"))


def test_a_deep_reconcile_over_rest_proves_months_and_samples(rest_world: World) -> None:
    rest_world.sync()
    gone = min(rest_world.odoo.stored("pos.payment"))
    rest_world.odoo.unlink("pos.payment", gone)
    report = rest_world.sync(mode="reconcile", deep=True)
    assert {one.reconcile.result for one in report.streams if one.reconcile} == {"equal"}
    for stream in ("pos.order", "pos.order.line", "pos.payment"):
        months = reconciled(report, stream).months
        assert months
        assert all(month.equal for month in months)
    assert gone not in rest_world.ids("bronze_pos_payment")
    sampled = reconciled(rest_world.sync(mode="reconcile", deep=True, sample=20, streams=["pos.order"]), "pos.order")
    assert (sampled.sampled, sampled.sample_differed, sampled.result) == (20, 0, "equal")
