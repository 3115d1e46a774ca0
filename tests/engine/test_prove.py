"""`scout prove`: what a simulated Odoo adds up against what the warehouse has, and what is kept and told of it."""

from __future__ import annotations

from datetime import date

import pytest

from demo.odoo import serve
from shared.errors import TableMissing
from shared.odoo.client import Odoo
from shared.proofs import prove as module
from shared.proofs.metric_definitions import metric_definitions
from shared.proofs.proof_report import ProofReport
from shared.proofs.prove import prove
from shared.retries import NO_RETRIES
from tests.engine.conftest import World
from tests.unit.cli_support import scout

# What dbt makes of the till, without dbt.
METRICS = """
    create schema metrics; create schema semantic;
    create view semantic.dim_company as select odoo_id as company_id, 'UTC' as time_zone from scout.bronze_res_company;
    create table metrics.provable_figures (metric text, company_id bigint, currency text, period date, figure numeric);
    insert into metrics.provable_figures
    select part.metric, i.company_id, i.currency, date_trunc('month', i.business_date), part.figure
      from (select company_id, currency, date_trunc('month', business_date) as business_date, sum(line_total_incl) as total,
                   count(distinct order_id) as orders
              from scout.transaction_items where status in ('paid', 'posted', 'invoiced') group by 1, 2, 3) as i
     cross join lateral (values ('till_sales', i.total), ('till_orders', i.orders)) as part (metric, figure)"""


@pytest.fixture(autouse=True)
def of_the_till(monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulated Odoo has a till and no ledger."""
    every = metric_definitions()
    known = {name: every.metric[name] for name in ("till_sales", "till_orders", "expenses_total", "inventory_moved_in")}
    monkeypatch.setattr(module, "metric_definitions", lambda: every.model_copy(update={"metric": known}))


def proven(world: World, *months: date) -> ProofReport:
    settings = world.odoo.settings(protocol=world.protocol)
    with Odoo.connect(settings, transport=world.odoo.transport(), retry_policy=NO_RETRIES) as odoo:
        return prove(odoo, world.warehouse, months=months)


def synced(world: World, *, zone: str = "UTC") -> None:
    world.warehouse.call("set_time_zone", {"p_time_zone": zone})
    assert world.sync().status == "completed"
    world.db.execute(METRICS)


def verdicts(report: ProofReport) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for proof in report.proofs:
        found.setdefault(proof.metric, set()).add(proof.verdict)
    return found


@pytest.fixture(params=[16, 18, 19, 20])
def version(request: pytest.FixtureRequest, world: World) -> int:
    world.on(request.param, days=45, orders=80)
    world.odoo.clock.advance(hours=1)
    return int(request.param)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Manila"])
def test_every_version_adds_up_what_the_warehouse_has_in_the_shops_own_months(
    world: World, version: int, zone: str
) -> None:
    synced(world, zone=zone)
    report = proven(world)
    assert report.bad == []
    sales = [proof for proof in report.proofs if proof.metric == "till_sales"]
    assert {proof.period for proof in sales} == set(report.months)
    assert all(proof.odoo for proof in sales)
    assert {proof.as_of is not None for proof in sales} == {True}


def test_a_shop_with_a_zone_of_its_own_has_its_own_months(world: World) -> None:
    world.on(19, days=45, orders=80)
    for shop in (1, 2, 3):
        world.db.execute(
            "insert into scout.store_settings (store_id, time_zone) values (%s, 'Pacific/Kiritimati')", [shop]
        )
    synced(world)
    assert proven(world).bad == []


def test_a_figure_may_have_the_other_sign_in_odoo(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    every = metric_definitions()
    turned = every.metric["till_sales"].model_copy(update={"sign": -1})
    monkeypatch.setattr(
        module, "metric_definitions", lambda: every.model_copy(update={"metric": {"till_sales": turned}})
    )
    synced(world)
    world.db.execute("delete from metrics.provable_figures where metric <> 'till_sales'")
    world.db.execute("update metrics.provable_figures set figure = -figure")
    assert proven(world).bad == []


def test_a_build_that_was_not_whole_is_no_proof(world: World) -> None:
    synced(world)
    world.db.execute("create schema intermediate; create table intermediate.changed_records (model text, id bigint)")
    assert proven(world).bad == []
    world.db.execute("insert into intermediate.changed_records values ('pos.order', 7), ('pos.order', 5), ('*', null)")
    (unfinished,) = proven(world).bad
    assert "pos.order 5, 7." in unfinished.reason


def test_what_this_odoo_lacks_is_not_provable_and_says_why(world: World) -> None:
    world.on(16, days=5, orders=20)
    synced(world)
    report = proven(world)
    assert report.bad == []
    reasons = {proof.metric: proof.reason for proof in report.proofs if proof.verdict == "not provable"}
    assert "hr.expense" in reasons["expenses_total"]
    assert reasons["inventory_moved_in"] == "Odoo 16: it stores no quantity in the product's own unit."
    assert set(metric_definitions().not_provable) <= reasons.keys()


def test_a_figure_changed_by_hand_differs_and_is_kept_until_it_is_equal_again(world: World) -> None:
    synced(world)
    world.db.execute("update metrics.provable_figures set figure = figure + 0.01 where metric = 'till_sales'")
    report = proven(world)
    assert {proof.metric for proof in report.bad} == {"till_sales"}
    assert {str(proof.difference) for proof in report.bad} == {"0.0100"}
    kept = "select metric, verdict, difference from scout.metric_proofs where verdict = 'differs'"
    assert {row[:2] for row in world.db.execute(kept)} == {("till_sales", "differs")}
    world.db.execute("update metrics.provable_figures set figure = figure - 0.01 where metric = 'till_sales'")
    assert proven(world).bad == []
    assert world.db.execute(kept).fetchall() == []


def test_what_only_one_side_has_differs(world: World) -> None:
    synced(world)
    world.db.execute("delete from metrics.provable_figures where metric = 'till_orders'")
    world.db.execute("update metrics.provable_figures set currency = 'XXX'")
    report = proven(world)
    assert verdicts(report)["till_orders"] == verdicts(report)["till_sales"] == {"differs"}
    assert {(proof.currency == "XXX", bool(proof.odoo)) for proof in report.bad} == {(True, False), (False, True)}


def test_a_metric_that_nobody_knows_how_to_prove_fails(world: World) -> None:
    synced(world)
    world.db.execute("update metrics.provable_figures set metric = 'new' where metric = 'till_orders'")
    (unknown,) = [proof for proof in proven(world).proofs if proof.metric == "new"]
    assert unknown.verdict == "failed"


def test_a_difference_says_that_odoo_went_on_since_it_was_read(world: World) -> None:
    synced(world)
    world.later(minutes=30)
    order = max(world.ids("bronze_pos_order"))
    world.odoo.write("pos.order", order, {"pos_reference": "looked at"})
    world.db.execute("update metrics.provable_figures set figure = 1 where metric = 'till_orders'")
    assert {proof.reason for proof in proven(world).bad} == {
        "1 of pos.order changed in Odoo since they were read. Run: scout sync, scout transform"
    }


def test_before_the_first_transform_it_says_what_to_run(world: World) -> None:
    assert world.sync().status == "completed"
    with pytest.raises(TableMissing) as caught:
        proven(world)
    assert caught.value.fix == "Run: scout transform"


def test_the_command_exits_with_what_it_found_and_health_tells_of_it(world: World, database_url: str) -> None:
    synced(world)
    with serve(world.odoo) as base_url:
        variables = {**world.variables(base_url), "SUPABASE_DB_URL": database_url}
        equal = scout("prove", variables=variables)
        assert equal.exit_code == 0, equal.output
        assert "2 metrics equal to Odoo's own" in equal.stdout
        world.db.execute("update metrics.provable_figures set figure = figure + 1 where metric = 'till_orders'")
        differs = scout("prove", "--json", variables=variables)
        assert differs.exit_code == 1
        assert {proof.metric for proof in ProofReport.model_validate_json(differs.stdout).bad} == {"till_orders"}
        health = scout("health", variables=variables)
    assert health.exit_code == 1
    assert "✗ figure of till_orders" in health.stdout
