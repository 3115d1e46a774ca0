"""`reconcile --deep` on a real Odoo 19: its months equal Odoo's own grouping. What a test changes there it changes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest

from shared.sync.run_report import MonthReport, ReconcileReport, StreamReport
from tests.acceptance.conftest import RealWorld, cents
from tests.acceptance.test_a_run import of
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo

STREAMS = {
    "pos.order": ("date_order", ("amount_total", "amount_tax", "amount_paid")),
    "pos.order.line": ("order_id.date_order", ("qty", "price_subtotal", "price_subtotal_incl")),
    "pos.payment": ("pos_order_id.date_order", ("amount",)),
}


def deep(real: RealWorld, **request: Any) -> dict[str, StreamReport]:
    report = real.sync(mode="reconcile", deep=True, streams=list(STREAMS), **request)
    return {stream: of(report, stream) for stream in STREAMS}


def found(report: StreamReport) -> ReconcileReport:
    assert report.reconcile is not None, report.error
    return report.reconcile


@contextmanager
def spread_over_months(real: RealWorld) -> Iterator[None]:
    """The demo's orders are of one day: dated into other months behind Odoo's back, one at a month's very edge."""
    before = real.odoo_db.execute("select id, date_order from pos_order order by id").fetchall()
    try:
        for months, (order, _) in enumerate(before):
            real.odoo_db.execute(
                "update pos_order set date_order = timestamp '2026-05-31 16:00:00' + make_interval(months => %s) where id = %s",
                [months % 4, order],
            )
        yield
    finally:
        for order, date in before:
            real.odoo_db.execute("update pos_order set date_order = %s where id = %s", [date, order])


@pytest.mark.parametrize("zone", ["UTC", "Asia/Manila"])
def test_every_month_equals_what_odoos_own_database_adds_up(real: RealWorld, zone: str) -> None:
    real.db.execute("update scout.settings set value = %s where key = 'time_zone'", [zone])
    with spread_over_months(real):
        reports = deep(real)
        for stream, (path, fields) in STREAMS.items():
            outcome = found(reports[stream])
            assert outcome.result == "equal", reports[stream].notices
            link = path.partition(".")[0] if "." in path else "id"
            summed = ", ".join(f"sum(r.{name})" for name in fields)
            theirs: Any = real.odoo_db.execute(
                f"select to_char(o.date_order at time zone 'UTC' at time zone %s, 'YYYY-MM'), r.company_id, count(*), {summed} "
                f"from {stream.replace('.', '_')} r join pos_order o on o.id = r.{link} group by 1, 2 order by 2, 1",
                [zone],
            ).fetchall()
            assert len(theirs) >= 4
            assert [told(month, fields) for month in outcome.months] == [
                (month, company, count, *(cents(value) for value in sums)) for month, company, count, *sums in theirs
            ]


def told(month: MonthReport, fields: tuple[str, ...]) -> tuple[Any, ...]:
    assert month.equal
    assert month.source_sums == month.warehouse_sums
    sums = (cents(month.warehouse_sums[name]) for name in fields)
    return (month.name, month.company_id, month.warehouse_count, *sums)


@contextmanager
def changed_by_raw_sql(real: RealWorld, table: str, column: str, by: str) -> Iterator[None]:
    """The first record's amount, in Odoo's own database; as it was afterwards."""
    record, before = real.odoo_db.execute(f"select id, {column} from {table} order by id limit 1").fetchall()[0]
    try:
        real.odoo_db.execute(f"update {table} set {column} = {column} + {by} where id = %s", [record])
        yield
    finally:
        real.odoo_db.execute(f"update {table} set {column} = %s where id = %s", [before, record])


def test_an_amount_changed_by_raw_sql_in_odoo_is_repaired_and_its_month_is_equal(real: RealWorld) -> None:
    real.sync(streams=list(STREAMS))
    with changed_by_raw_sql(real, "pos_payment", "amount", "0.01"):
        dry = found(deep(real, dry_run=True)["pos.payment"])
        assert [
            month.source_sums["amount"] - month.warehouse_sums["amount"] for month in dry.months if not month.equal
        ] == [Decimal("0.01")]
        reports = deep(real)
        assert (reports["pos.payment"].updated, found(reports["pos.payment"]).result) == (1, "equal")


def test_a_sample_of_everything_finds_the_one_changed_amount(real: RealWorld) -> None:
    real.sync(streams=list(STREAMS))
    everything = int(real.value("select count(*) from scout.bronze_pos_order_line"))
    settled()
    with changed_by_raw_sql(real, "pos_order_line", "price_subtotal", "1"):
        outcome = found(deep(real, sample=everything)["pos.order.line"])
        assert (outcome.sample_differed, outcome.result, outcome.sampled) == (1, "equal", everything)
    assert found(deep(real, sample=everything)["pos.order.line"]).sample_differed == 1, "it was changed back"
