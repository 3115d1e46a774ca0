"""Months in SQL: what bronze adds up to, how it is held against Odoo's groups, and the row that proves it."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from tests.warehouse.retail import Db, ingest, line, one, order, payment, refused, rows
from tests.warehouse.test_runs import Runner, expire

MEASURE = {
    "date_path": "date_order", "parent": None, "sums": ["amount_total"], "by_company": True, "until": None,
    "time_zone": "Asia/Manila",
}  # fmt: skip
LINES = {**MEASURE, "date_path": "order_id.date_order", "parent": "pos.order", "sums": ["qty", "price_subtotal"]}


def sums(db: Db, model: str = "pos.order", **measure: Any) -> dict[Any, Any]:
    """Count and sums by company and month."""
    answer = one(db, "select scout.month_sums(%s, %s)", model, json.dumps({**MEASURE, **measure}))
    return {(group["company_id"], group["month"]): (group["count"], group["sums"]) for group in answer["groups"]}


def compared(db: Db, *source: dict[str, Any], model: str = "pos.order", **measure: Any) -> list[dict[str, Any]]:
    answer = one(
        db, "select scout.compare_months(%s, %s, %s)", model, json.dumps({**MEASURE, **measure}), json.dumps(source)
    )
    months: list[dict[str, Any]] = answer["months"]
    return months


def group(start: str | None, count: int = 1, total: float = 112.0, company_id: int | None = 1) -> dict[str, Any]:
    return {"company_id": company_id, "start": start, "count": count, "sums": {"amount_total": total}}


NOVEMBER = "2026-10-31T16:00:00Z"
"""In Manila."""


def test_a_month_begins_at_midnight_of_the_zone(db: Db) -> None:
    ingest(
        db, "pos.order",
        order(1, date_order="2026-10-31T15:59:59Z"), order(2, date_order="2026-10-31T16:00:00Z"),
    )  # fmt: skip
    assert set(sums(db)) == {(1, "2026-10-01"), (1, "2026-11-01")}
    assert set(sums(db, time_zone="UTC")) == {(1, "2026-10-01")}


def test_deleted_records_do_not_count_amounts_are_exact_and_companies_apart_where_there_are_any(db: Db) -> None:
    ingest(db, "pos.order", *(order(number, amount_total=0.1) for number in range(1, 5)), order(5, company_id=2))
    db.execute("update scout.bronze_pos_order set deleted_at = now() where odoo_id = 4")
    of_1, of_2 = (3, {"amount_total": 0.3}), (1, {"amount_total": 112})
    assert sums(db) == {(1, "2026-11-01"): of_1, (2, "2026-11-01"): of_2}
    assert sums(db, by_company=False) == {(None, "2026-11-01"): (4, {"amount_total": 112.3})}


def test_lines_take_the_date_of_their_order_and_those_without_one_are_counted(db: Db) -> None:
    ingest(db, "pos.order", order(1), order(2, date_order=None), order(3, date_order="2026-01-15T00:00:00Z"))
    ingest(db, "pos.order.line", line(1, 1), line(2, 1, qty=0.125), line(3, 2), line(4, 3), line(5, 99))
    assert sums(db, "pos.order.line", **LINES) == {
        (1, "2026-11-01"): (2, {"qty": 1.125, "price_subtotal": 200}),
        (1, "2026-01-01"): (1, {"qty": 1, "price_subtotal": 100}),
        (1, None): (2, {"qty": 2, "price_subtotal": 200}),
    }
    assert one(db, "select scout.month_sums('pos.order.line', %s) ->> 'orphans'", json.dumps(LINES)) == "1"


@pytest.mark.parametrize("parent", [1.5, 1e30, 9223372036854775808, -1, True])
def test_a_parent_that_is_no_id_stops_no_sum_and_the_record_is_an_orphan(db: Db, parent: Any) -> None:
    ingest(db, "pos.order", order(1))
    ingest(db, "pos.order.line", line(11, parent))
    assert one(db, "select scout.month_sums('pos.order.line', %s) ->> 'orphans'", json.dumps(LINES)) == "1"


@pytest.mark.parametrize(
    "moment", ["2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
               "2026-04-31T00:00:00Z", "0000-01-01T00:00:00Z", "2026-01-01T24:00:01Z", "soon", "2026-01-32"],
)  # fmt: skip
def test_a_date_that_is_none_stops_no_sum_and_counts_as_no_date(db: Db, moment: str) -> None:
    ingest(db, "pos.order", order(1), order(2, date_order=moment), order(3, date_order="2024-02-29T01:00:00Z"))
    assert set(sums(db)) == {(1, "2026-11-01"), (1, None), (1, "2024-02-01")}


def test_records_made_since_the_run_began_are_left_out(db: Db) -> None:
    made = {1: "2026-11-21T09:00:00Z", 2: "2026-11-21T10:00:00Z", 3: None}
    ingest(db, "pos.order", *(order(number, create_date=at) for number, at in made.items()))
    assert sums(db, until="2026-11-21T10:00:00Z")[1, "2026-11-01"][0] == 2


def test_an_amount_that_is_no_number_is_nothing_and_a_date_field_has_no_zone(db: Db) -> None:
    ingest(db, "pos.order", order(1, amount_total="much", date_order="2026-11-01"), order(2, amount_total=None))
    assert sums(db, time_zone="America/New_York") == {(1, "2026-11-01"): (2, {"amount_total": 0})}


def test_a_parent_that_no_stream_brings_is_named(db: Db) -> None:
    ingest(db, "pos.order.line", line(1, 1))
    with refused("PT404", "sale.order"):
        sums(db, "pos.order.line", **{**LINES, "parent": "sale.order"})


@pytest.mark.parametrize(
    ("source", "is_equal"),
    [
        (group(NOVEMBER, 2, 224.0), True),
        (group(NOVEMBER, 2, 224.00001), True),
        (group(NOVEMBER, 2, 224.0001), False),
        (group(NOVEMBER, 3, 224.0), False),
        (group(NOVEMBER, 2, 223.99), False),
    ],
)
def test_a_month_is_equal_when_count_and_sums_are_to_four_decimals(db: Db, source: Any, is_equal: bool) -> None:
    ingest(db, "pos.order", order(1), order(2))
    (month,) = compared(db, source)
    assert (month["company_id"], month["month"], month["is_equal"]) == (1, "2026-11-01", is_equal)


def test_what_only_one_side_has_is_a_month_that_differs(db: Db) -> None:
    ingest(db, "pos.order", order(1), order(2, date_order=None))
    months = compared(db, group(None), group("2026-09-30T16:00:00Z"), group(NOVEMBER, company_id=2))
    assert [(m["company_id"], m["month"], m["source_count"], m["warehouse_count"], m["is_equal"]) for m in months] == [
        (1, "2026-10-01", 1, 0, False),
        (1, "2026-11-01", 0, 1, False),
        (1, None, 1, 1, True),
        (2, "2026-11-01", 1, 0, False),
    ]
    assert months[1]["source_sums"] == {"amount_total": 0}


def test_a_month_that_begins_at_another_midnight_is_refused(db: Db) -> None:
    """A zone that Odoo does not know it takes for UTC, without a word to its caller."""
    with pytest.raises(psycopg.Error, match="not where one begins in Asia/Manila"):
        compared(db, group("2026-11-01T00:00:00Z"))
    assert compared(db, group("2026-11-01"))[0]["month"] == "2026-11-01", "a date field knows no zone"


class Sweeping(Runner):
    """A reconcile of pos.order under its lease."""

    def __init__(self, db: Db) -> None:
        super().__init__(db)
        self.begin()
        self.id = one(db, "select scout.begin_reconcile('pos.order', %s, %s, true, '{}')", self.run_id, self.fence)[
            "id"
        ]

    def record(self, *source: dict[str, Any]) -> Any:
        return one(
            self.db, "select scout.record_months('pos.order', %s, %s, %s, %s, %s, 300)",
            self.run_id, self.fence, self.id, json.dumps({**MEASURE, "until": "2026-11-21T12:00:00Z"}), json.dumps(source),
        )  # fmt: skip

    def end(self) -> str:
        answer = one(self.db, "select scout.end_reconcile('pos.order', %s, %s, %s)", self.run_id, self.fence, self.id)
        return str(answer["status"])


def swept(db: Db) -> Sweeping:
    """As after a sweep that found ids and write_dates equal."""
    ingest(db, "pos.order", order(1))
    sweeping = Sweeping(db)
    one(
        db, "select scout.sweep_chunk('pos.order', %s, %s, %s, 0, 100, '[1]', '[\"2026-11-21T10:00:00Z\"]', 300)",
        sweeping.run_id, sweeping.fence, sweeping.id,
    )  # fmt: skip
    return sweeping


def test_recording_twice_is_recording_once(db: Db) -> None:
    """Invariant 2."""
    sweeping = swept(db)
    first = sweeping.record(group(NOVEMBER), group(None))
    recorded = "select month, company_id, source_count, source_sums, is_equal from scout.reconcile_months"
    before = rows(db, recorded)
    assert sweeping.record(group(NOVEMBER), group(None)) == first
    assert rows(db, recorded) == before
    assert len(before) == 2


@pytest.mark.parametrize(("total", "status"), [(112.0, "equal"), (112.01, "differs")])
def test_a_sweep_is_equal_only_when_its_months_are(db: Db, total: float, status: str) -> None:
    sweeping = swept(db)
    sweeping.record(group(NOVEMBER, total=total))
    assert sweeping.end() == status
    (proof,) = rows(db, "select stream, is_equal, time_zone, as_of::text, checked_at from scout.month_proofs")
    assert (proof["stream"], proof["is_equal"], proof["time_zone"]) == ("pos.order", status == "equal", "Asia/Manila")
    assert proof["checked_at"] is not None


def test_a_runner_whose_lease_is_gone_records_nothing(db: Db) -> None:
    """Invariant 3."""
    sweeping = swept(db)
    expire(db)
    Runner(db).begin()
    with refused("PT409"):
        sweeping.record(group(NOVEMBER))
    assert one(db, "select count(*) from scout.reconcile_months") == 0


def test_a_sample_is_of_live_records_in_order_and_never_more_than_there_are(db: Db) -> None:
    ingest(db, "pos.payment", *(payment(number, 1) for number in range(1, 101)))
    db.execute("update scout.bronze_pos_payment set deleted_at = now() where odoo_id <= 50")
    few = [one(db, "select scout.sample_ids('pos.payment', 5)") for _ in range(3)]
    assert all(len(set(ids)) == 5 and ids == sorted(ids) and min(ids) > 50 for ids in few)
    assert len({tuple(ids) for ids in few}) > 1
    assert one(db, "select scout.sample_ids('pos.payment', 1000)") == list(range(51, 101))
    assert one(db, "select scout.sample_ids('pos.order', 5)") == []
