"""`reconcile --deep`: count and sums of every month equal Odoo's own grouping, and the proof of it stays (invariant 7)."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from demo.odoo import Fault
from shared.models.catalogue import Catalogue
from shared.sync.observer import SilentObserver
from shared.sync.run_report import MonthReport, ReconcileReport, StreamReport
from tests.engine.conftest import World, error_of, of, reconciled

STREAMS = ("pos.order", "pos.order.line", "pos.payment")
MANILA = "Asia/Manila"


@pytest.fixture(params=[(19, "json2"), (20, "jsonrpc"), (17, "jsonrpc")], ids=lambda param: f"{param[0]}-{param[1]}")
def year(request: pytest.FixtureRequest, world: World) -> World:
    """Five months of a small shop, also where the older grouping is gone and where there is no other."""
    version, protocol = request.param
    world.on(version, days=150, orders=200)
    world.protocol = protocol
    world.later(hours=1)
    return world


def found(world: World, stream: str, **request: Any) -> ReconcileReport:
    return reconciled(world.sync(mode="reconcile", deep=True, **request), stream)


def in_zone(world: World, zone: str) -> None:
    world.db.execute("update scout.settings set value = %s where key = 'time_zone'", [zone])


def added_up(world: World, stream: str, field: str, zone: str) -> dict[tuple[int, str], tuple[int, Decimal]]:
    """What the simulated Odoo holds, added up here record by record."""
    orders = world.odoo.stored("pos.order")
    link = {"pos.order": None, "pos.order.line": "order_id", "pos.payment": "pos_order_id"}[stream]
    sums: dict[tuple[int, str], tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal()))
    for row in world.odoo.stored(stream).values():
        order = orders[row[link]] if link else row
        at = datetime.fromisoformat(order["date_order"]).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        count, total = sums[order["company_id"], f"{at:%Y-%m}"]
        sums[order["company_id"], f"{at:%Y-%m}"] = (count + 1, total + Decimal(str(row[field] or 0)))
    return dict(sums)


def shown(months: list[MonthReport], field: str) -> dict[tuple[int | None, str], tuple[int, Decimal]]:
    return {(month.company_id, month.name): (month.warehouse_count, month.warehouse_sums[field]) for month in months}


@pytest.mark.parametrize("zone", [MANILA, "America/New_York"])
def test_every_month_of_every_stream_equals_odoos_own_grouping(year: World, zone: str) -> None:
    in_zone(year, zone)
    report = year.sync(mode="reconcile", deep=True)
    for stream, field in zip(STREAMS, ("amount_total", "price_subtotal", "amount"), strict=True):
        outcome = reconciled(report, stream)
        assert (outcome.result, of(report, stream).notices) == ("equal", [])
        assert len({month.name for month in outcome.months}) >= 5
        assert all(month.equal and month.source_sums == month.warehouse_sums for month in outcome.months)
        assert shown(outcome.months, field) == added_up(year, stream, field, zone)
        assert {month.time_zone for month in outcome.months} == {zone}
        assert {tuple(month.source_sums) for month in outcome.months} == {year.catalogue.streams[stream].sums}
        assert {month.company for month in outcome.months if month.company_id} == {
            row["name"] for row in year.odoo.stored("res.company").values()
        }


def test_a_month_begins_where_the_shops_day_begins(year: World) -> None:
    order = min(year.odoo.stored("pos.order"))
    year.odoo.write("pos.order", order, {"date_order": "2025-12-31 17:00:00"})
    year.later()
    assert "2025-12" in {month.name for month in found(year, "pos.order").months}
    in_zone(year, MANILA)
    for stream in STREAMS:
        names = {month.name for month in found(year, stream).months}
        assert "2026-01" in names
        assert "2025-12" not in names


def test_records_without_a_date_are_a_group_of_their_own(year: World) -> None:
    order = min(year.odoo.stored("pos.order"))
    year.odoo.write("pos.order", order, {"date_order": False})
    year.later()
    report = year.sync(mode="reconcile", deep=True)
    for stream in STREAMS:
        outcome = reconciled(report, stream)
        (undated,) = [month for month in outcome.months if month.month is None]
        assert undated.equal
        assert undated.source_count > 0
        assert undated.name == "no date"


def test_a_cent_too_much_here_makes_the_month_differ_and_both_figures_are_shown(world: World) -> None:
    """By a tool that switches triggers off: the row's hash is as before, so that even reading it again would leave it."""
    world.sync()
    world.later()
    world.db.execute("set session_replication_role = replica")
    world.db.execute(
        "update scout.bronze_pos_payment set payload = payload || jsonb_build_object('amount', (payload ->> 'amount')::numeric + 0.01) "
        "where odoo_id = (select min(odoo_id) from scout.bronze_pos_payment)"
    )
    world.db.execute("reset session_replication_role")
    report = world.sync(mode="reconcile", deep=True)
    assert reconciled(report, "pos.payment").result == "differs"
    (month,) = [month for month in reconciled(report, "pos.payment").months if not month.equal]
    assert month.warehouse_sums["amount"] - month.source_sums["amount"] == Decimal("0.01")
    (notice,) = of(report, "pos.payment").notices
    figures = [f"{sums['amount']:,.2f}" for sums in (month.source_sums, month.warehouse_sums)]
    assert [one for one in (f"pos.payment {month.name}", *figures) if one not in notice] == []
    proofs = "select count(*) from scout.reconciliations where stream = 'pos.payment' and status = 'equal'"
    assert world.value(proofs) == 0


def test_an_amount_changed_by_raw_sql_in_odoo_is_repaired_before_the_months_are_held_up(world: World) -> None:
    world.sync()
    world.later()
    order = min(world.odoo.stored("pos.order"))
    world.odoo.write_raw("pos.order", order, {"amount_total": 1234.5})
    assert found(world, "pos.order").result == "equal"
    assert world.payload("pos.order", order)["amount_total"] == 1234.5


def test_the_proof_stays_and_a_shallow_reconcile_makes_none(world: World) -> None:
    world.sync(mode="reconcile")
    assert world.value("select count(*) from scout.reconcile_months") == 0
    months = found(world, "pos.order").months
    kept = world.db.execute(
        "select month, company_id, source_count, warehouse_sums ->> 'amount_total', is_equal from scout.month_proofs "
        "where stream = 'pos.order' order by company_id, month"
    ).fetchall()
    assert [(row[0], row[1], row[2], Decimal(row[3]), row[4]) for row in kept] == [
        (month.month, month.company_id, month.source_count, month.source_sums["amount_total"], True) for month in months
    ]
    assert world.value("select count(*) from scout.reconcile_months where as_of is null") == 0


def test_a_shop_that_goes_on_selling_meanwhile_does_not_differ_from_itself(world: World) -> None:
    """Orders made after the run began are left out on both sides, whichever stream sees them first."""
    world.sync()
    world.later()
    sold = threading.Event()

    def sell(call: Any) -> None:
        if not sold.is_set():
            sold.set()
            world.later(seconds=30)
            world.shop.sell(3)

    world.odoo.inject(Fault.hook(sell), model="pos.order.line", method="search_read", times=1_000_000)
    report = world.sync(mode="reconcile", deep=True)
    assert sold.is_set()
    for stream in STREAMS:
        outcome = reconciled(report, stream)
        assert all(month.equal for month in outcome.months), (stream, of(report, stream).notices)


def test_records_changed_while_it_ran_are_counted_beside_the_difference(world: World) -> None:
    world.sync()
    world.later()
    order = min(world.odoo.stored("pos.order"))
    at = world.odoo.clock.now + timedelta(minutes=1)
    change = Fault.hook(lambda call: world.odoo.write("pos.order", order, {"amount_total": 99.0}, at=at) and None)
    world.odoo.inject(change, model="pos.order", method="formatted_read_group", skip=1)  # the sweep is before
    report = world.sync(mode="reconcile", deep=True, streams=["pos.order"])
    assert reconciled(report, "pos.order").result == "differs"
    assert any("1 pos.order records were changed in Odoo" in notice for notice in of(report, "pos.order").notices)


class WatchedEnd(threading.Event):
    """The end of a stream that says when somebody begins to wait for it."""

    def __init__(self, is_awaited: threading.Event) -> None:
        super().__init__()
        self._is_awaited = is_awaited

    def wait(self, timeout: float | None = None) -> bool:
        self._is_awaited.set()
        return super().wait(timeout)


class EndOf(SilentObserver):
    def __init__(self, stream: str, is_over: threading.Event) -> None:
        self._stream, self._is_over = stream, is_over

    def stream_ended(self, report: StreamReport) -> None:
        if report.stream == self._stream:
            self._is_over.set()


def test_payments_wait_for_the_orders_that_give_them_their_date(world: World) -> None:
    """On an empty warehouse payments are through long before orders, which go on once they are awaited, or passed by."""
    orders_go_on = threading.Event()
    world.odoo.inject(Fault.hook(lambda call: orders_go_on.wait(60) and None), model="pos.order", method="search_read")
    engine = world.engine(observer=EndOf("pos.payment", orders_go_on))
    engine.new_end = lambda: WatchedEnd(orders_go_on)
    report = world.sync(mode="reconcile", deep=True, streams=["pos.order", "pos.payment"], engine=engine)
    assert reconciled(report, "pos.payment").result == "equal", of(report, "pos.payment").notices


class SlowEnd(threading.Event):
    """Twice the wait ends before the stream does; `meanwhile` is called each time."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self._meanwhile = meanwhile
        self._waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self._waits += 1
        if self._waits < 3:
            self._meanwhile()
            return False
        return super().wait(60)


def test_who_waits_keeps_the_lease(world: World) -> None:
    world.sync()
    expiring = "update scout.sync_checkpoints set lease_expires_at = now() where id = 'pos.payment' returning true"
    seen: list[bool] = []

    def meanwhile() -> None:
        if seen:
            still_held = "select lease_expires_at > now() + interval '1 minute' from scout.sync_checkpoints where id = 'pos.payment'"
            seen.append(world.value(still_held))
        else:
            seen.append(world.value(expiring))

    engine = world.engine()
    engine.new_end = lambda: SlowEnd(meanwhile)
    report = world.sync(mode="reconcile", deep=True, streams=["pos.order", "pos.payment"], engine=engine)
    assert seen == [True, True]
    assert report.status == "completed"


def test_who_runs_out_of_time_waiting_goes_on_with_the_months_next_time(world: World) -> None:
    world.sync()
    engine = world.engine()
    engine.new_end = lambda: SlowEnd(engine.stop.set)
    deep: dict[str, Any] = {"mode": "reconcile", "deep": True, "streams": ["pos.order", "pos.payment"]}
    first = of(world.sync(**deep, engine=engine), "pos.payment")
    assert (first.status, first.more) == ("partial", True)
    assert world.value("select count(*) from scout.reconcile_months m join scout.reconciliations r "
                       "on r.id = m.reconciliation_id where stream = 'pos.payment'") == 0  # fmt: skip
    report = world.sync(**deep)
    second = reconciled(report, "pos.payment")
    assert (second.result, len(second.months) > 0) == ("equal", True)
    assert of(report, "pos.payment").mode == "incremental", "all content was read before"


def test_one_stream_at_a_time_waits_for_none_that_comes_later(world: World) -> None:
    """The parent's turn may come after its children's: then nobody could ever set its end."""
    streams = world.catalogue.streams
    world.catalogue = Catalogue([streams["pos.payment"], streams["pos.order"]])
    world.sync()
    report = world.sync(mode="reconcile", deep=True, engine=world.engine(parallel_streams=1))
    assert [one.reconcile.result for one in report.streams if one.reconcile] == ["equal", "equal"]


def test_dates_that_no_stream_brought_are_named(world: World) -> None:
    report = world.sync(mode="reconcile", deep=True, streams=["pos.payment"])
    assert reconciled(report, "pos.payment").result == "differs"
    assert any("belong to no pos.order in the warehouse" in notice for notice in of(report, "pos.payment").notices)


@pytest.mark.parametrize("name", ["pos_reference", "margin"])
def test_a_sum_of_text_or_of_a_field_that_is_not_there_stops_the_stream(world: World, name: str) -> None:
    order = world.catalogue.streams["pos.order"]
    world.catalogue = Catalogue([order.model_copy(update={"sums": (name,)})])
    assert name in error_of(world.sync(), "pos.order").message
