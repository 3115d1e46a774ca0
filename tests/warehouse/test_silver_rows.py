"""Silver follows bronze row by row. Numbers in docstrings are the invariants' (docs/architecture.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest

from tests.warehouse.retail import Db, Payload, column, fill_names, ingest, line, one, order, payment, rows


def test_a_record_becomes_typed_columns_under_its_odoo_id(db: Db) -> None:
    ingest(db, "pos.order", order(7, amount_total=8.36, partner_id=3, write_date="2026-11-21T10:00:05Z"))
    [row] = rows(db, "select * from scout.silver_transactions")
    assert row["id"] == 7
    assert row["amount_total"] == Decimal("8.36")
    assert row["ordered_at"] == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert row["written_at"] == datetime(2026, 11, 21, 10, 0, 5, tzinfo=UTC)
    assert (row["company_id"], row["store_id"], row["customer_id"], row["account_move_id"]) == (1, 1, 3, None)


def test_every_retail_model_reaches_its_silver_table(db: Db) -> None:
    fill_names(db)
    ingest(db, "pos.order", order(1))
    ingest(db, "pos.order.line", line(1, 1))
    ingest(db, "pos.payment", payment(1, 1))
    assert (
        column(db, "select model from scout.bronze_tables where model not in (select model from scout.silver_tables)")
        == []
    )
    for (table,) in db.execute("select table_name from scout.silver_tables").fetchall():
        assert db.execute(f"select count(*) from scout.{table}").fetchone() != (0,), table
    assert one(db, "select count(*) from scout.quarantine") == 0


def test_money_is_exact(db: Db) -> None:
    """Ten times ten cents are one, and what Odoo's floats carry beyond the cent is neither rounded nor grown."""
    ingest(db, "pos.order", *(order(number, amount_total=0.1) for number in range(1, 11)))
    ingest(db, "pos.order.line", line(1, 1, price_unit=1.9800000000000002, price_subtotal=12345678901234.56))
    assert one(db, "select sum(amount_total) = 1 from scout.silver_transactions")
    assert one(db, "select unit_price::text from scout.silver_transaction_items") == "1.9800000000000002"
    assert one(db, "select line_total from scout.silver_transaction_items") == Decimal("12345678901234.56")


def test_what_is_unchanged_costs_nothing(db: Db) -> None:
    """Invariant 6: no new row version."""
    ingest(db, "pos.order", *(order(number) for number in range(1, 6)))
    versions = "select array_agg(ctid::text || xmin::text order by 1) from scout."
    tables = ["typed_pos_order", "bronze_pos_order"]
    before = [one(db, versions + table) for table in tables]
    assert ingest(db, "pos.order", *(order(number) for number in range(1, 6)))["unchanged"] == 5
    assert [one(db, versions + table) for table in tables] == before


def test_a_record_gone_from_odoo_leaves_silver_or_quarantine_and_comes_back_when_it_reappears(db: Db) -> None:
    ingest(db, "pos.order", order(1), order(2), order(3, date_order=None))
    db.execute("update scout.bronze_pos_order set deleted_at = now() where odoo_id in (1, 3)")
    assert column(db, "select id from scout.silver_transactions") == [2]
    assert one(db, "select count(*) from scout.quarantine") == 0
    ingest(db, "pos.order", order(1))
    assert column(db, "select id from scout.silver_transactions order by id") == [1, 2]


@pytest.mark.parametrize("statement", ["delete from scout.bronze_pos_order", "truncate scout.bronze_pos_order"])
def test_rows_taken_out_of_bronze_by_hand_leave_silver_and_quarantine(db: Db, statement: str) -> None:
    ingest(db, "pos.order", order(1), order(2, date_order=None))
    ingest(db, "pos.payment", payment(2, 2, amount=None))
    db.execute(statement.encode())
    assert one(db, "select count(*) from scout.silver_transactions") == 0
    assert column(db, "select model from scout.quarantine") == ["pos.payment"]


VALID: list[tuple[str, Payload]] = [
    ("pos.order", order(1, state="draft", amount_total=0, amount_tax=0, amount_paid=0)),
    ("pos.order", order(1, state="waiting_for_kitchen")),
    ("pos.order", order(1, amount_total=-112.0, amount_tax=-12.0, amount_paid=-112.0)),
    ("pos.order", order(1, name="/", pos_reference=None, config_id=None, partner_id=None)),
    ("pos.order", order(1, name="[Table 4]", pos_reference="true")),
    ("pos.order", order(1, date_order="1999-12-31T23:59:59Z")),
    ("pos.order", {key: value for key, value in order(1).items() if key not in ("pos_reference", "account_move")}),
    ("pos.order.line", line(1, 1, qty=0, price_subtotal=0, price_subtotal_incl=0)),
    ("pos.order.line", line(1, 1, qty=-1.5, discount=100, price_subtotal=-100.0)),
    ("pos.order.line", line(1, 1, company_id=None)),
    ("pos.payment", payment(1, 1, amount=-88.0, is_change=True)),
    ("res.partner", {"id": 1, "name": None, "parent_id": 4}),
    ("res.partner", {"id": 1}),
    ("product.template", {"id": 1, "name": "{not JSON", "list_price": -1, "categ_id": None}),
    ("product.product", {"id": 1, "product_tmpl_id": 1, "default_code": "007", "barcode": 4801234567890, "active": False}),
    ("product.category", {"id": 1, "name": "false", "parent_id": None}),
]  # fmt: skip


@pytest.mark.parametrize(("model", "payload"), VALID)
def test_whatever_odoo_takes_for_valid_passes(db: Db, model: str, payload: Payload) -> None:
    assert ingest(db, model, payload)["quarantined"] == 0
    assert column(db, "select reasons from scout.quarantine") == []


def test_service_role_can_write_through_the_triggers(db: Db) -> None:
    db.execute("set role service_role")
    ingest(db, "pos.order", order(1), order(2, amount_total="abc"))
    assert column(db, "select id from scout.silver_transactions") == [1]
    assert column(db, "select odoo_id from scout.quarantine") == [2]


def test_a_statements_parts_are_put_in_once_and_none_may_be_missing(db: Db) -> None:
    filled = one(db, """select scout.fill_template('{a}{b} {} {', '{"a": "{b}", "b": "x"}')""")
    assert filled == "{b}x {} {"
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=r"names \{c\}"):
        one(db, """select scout.fill_template('{c}', '{"a": ""}')""")
