"""A bad value is null and told in quarantine with its reason, blocks no other, and is back once it is mended (invariant 9)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.retail import Db, Payload, column, ingest, line, one, order, rows

BAD: list[tuple[Payload, str]] = [
    ({"amount_total": "abc"}, 'amount_total: invalid input syntax for type numeric: "abc"'),
    ({"amount_total": ""}, 'amount_total: invalid input syntax for type numeric: ""'),
    ({"amount_total": "NaN"}, "amount_total: NaN is not a finite number"),
    ({"amount_total": "-Infinity"}, "amount_total: -Infinity is not a finite number"),
    ({"amount_total": [112.0]}, 'amount_total: invalid input syntax for type numeric: "[112.0]"'),
    ({"amount_total": True}, 'amount_total: invalid input syntax for type numeric: "true"'),
    ({"amount_total": None}, "amount_total is missing"),
    ({"date_order": None}, "date_order is missing"),
    ({"date_order": "infinity"}, "date_order: infinity is not a date"),
    ({"date_order": "now"}, "date_order: now is not a date"),
    ({"date_order": "2026-02-30T10:00:00Z"}, 'date_order: date/time field value out of range: "2026-02-30T10:00:00Z"'),
    ({"date_order": "999999-01-01T00:00:00Z"}, 'date_order: timestamp out of range: "999999-01-01T00:00:00Z"'),
    ({"date_order": {"at": 1}}, 'date_order: {"at": 1} is not a date'),
    ({"partner_id": [3, "Ana"]}, 'partner_id: invalid input syntax for type bigint: "[3, "Ana"]"'),
    ({"partner_id": 1.5}, 'partner_id: invalid input syntax for type bigint: "1.5"'),
    ({"partner_id": 10**20}, 'partner_id: value "100000000000000000000" is out of range for type bigint'),
    ({"state": None}, "state is missing"),
    ({"pos_reference": ["a"]}, "pos_reference: array where text is expected"),
    ({"pos_reference": {"a": 1}}, "pos_reference: object where text is expected"),
    ({"pos_reference": False}, "pos_reference: boolean where text is expected"),
]


@pytest.mark.parametrize(("values", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_bad_value_is_told_by_field_and_reason_and_blocks_no_other(db: Db, values: Payload, reason: str) -> None:
    answer = ingest(db, "pos.order", order(1), order(2, **values), order(3))
    assert answer == {"inserted": 3, "updated": 0, "unchanged": 0, "quarantined": 1}
    [(field, _)] = values.items()
    assert column(db, f"select id from scout.typed_pos_order where id = 2 and {field} is null") == [2], (
        "the record stays"
    )  # type: ignore[arg-type]
    assert column(db, "select id from scout.silver_transactions order by id") == (
        [1, 3] if field in ("amount_total", "date_order", "state") else [1, 2, 3]
    ), "without what cannot be missing it is no order"
    assert rows(db, "select model, odoo_id, company_id, reasons from scout.quarantine") == [
        {"model": "pos.order", "odoo_id": 2, "company_id": 1, "reasons": [reason]}
    ]


def test_all_reasons_of_a_record_are_told_in_the_order_of_its_columns(db: Db) -> None:
    ingest(db, "pos.order", order(1, amount_tax="x", state=None, date_order="today", amount_total="NaN"))
    assert one(db, "select reasons from scout.quarantine") == [
        "date_order: today is not a date",
        "state is missing",
        "amount_total: NaN is not a finite number",
        'amount_tax: invalid input syntax for type numeric: "x"',
    ]


def test_numbers_and_ids_sent_as_text_are_read(db: Db) -> None:
    ingest(db, "pos.order", order(1, amount_total=" 12.50", partner_id="3", date_order="2026-11-21 10:00:00"))
    [row] = rows(db, "select amount_total::text, customer_id, ordered_at::text from scout.silver_transactions")
    assert row == {"amount_total": "12.50", "customer_id": 3, "ordered_at": "2026-11-21 10:00:00+00"}


@pytest.mark.parametrize("values", [{"amount_total": "abc"}, {"date_order": None}])
def test_a_record_that_turns_bad_leaves_silver_and_one_that_is_mended_comes_back(db: Db, values: Payload) -> None:
    """What silver showed is no longer what Odoo says."""
    for bad, good in ((1, 2), (2, 1)):
        ingest(db, "pos.order", order(bad, **values), order(good, state="done"))
        assert column(db, "select id from scout.silver_transactions") == [good]
        assert column(db, "select odoo_id from scout.quarantine") == [bad]


def test_a_record_that_stays_bad_keeps_the_time_it_was_first_seen(db: Db) -> None:
    ingest(db, "pos.order", order(1, amount_total="abc"))
    first = one(db, "select first_seen_at from scout.quarantine")
    ingest(db, "pos.order", order(1, date_order=None))
    [row] = rows(db, "select first_seen_at, last_seen_at, reasons from scout.quarantine")
    assert row["first_seen_at"] == first < row["last_seen_at"]
    assert row["reasons"] == ["date_order is missing"]


def test_the_same_id_may_stand_in_quarantine_for_two_models(db: Db) -> None:
    ingest(db, "pos.order", order(1, amount_total="abc"))
    ingest(db, "pos.order.line", line(1, 1, qty="abc"))
    ingest(db, "pos.order", order(1))
    assert column(db, "select model from scout.quarantine") == ["pos.order.line"]


def test_the_readers_settings_do_not_change_what_is_stored(db: Db) -> None:
    """A time without zone is UTC, and days stand before months nowhere, whatever the session says."""
    stored: list[Any] = []
    for number, (zone, style) in enumerate([("UTC", "ISO, MDY"), ("Asia/Manila", "SQL, DMY")], start=1):
        db.execute("select set_config('timezone', %s, false), set_config('datestyle', %s, false)", (zone, style))
        ingest(
            db,
            "pos.order",
            order(number, date_order="2026-11-02 03:04:05"),
            order(10 + number, date_order="02/11/2026"),
        )
        stored += column(
            db, "select extract(epoch from ordered_at)::bigint from scout.silver_transactions where id = %s", number
        )
    assert stored == [1793588645, 1793588645]
    assert column(db, "select odoo_id from scout.quarantine order by 1") == [11, 12]
    assert one(db, "select count(distinct reasons) from scout.quarantine") == 1


def test_a_bad_record_in_a_large_page_leaves_the_page_quick(db: Db) -> None:
    """The careful way looks at values in one statement, not in one a record: a full page stays within a commit's time."""
    db.execute("set statement_timeout = '20s'")
    answer = ingest(db, "pos.order", *(order(n, amount_total="abc" if n % 1000 == 0 else 1.0) for n in range(1, 5001)))
    assert answer["quarantined"] == 5
    assert one(db, "select count(*) from scout.silver_transactions") == 4995
