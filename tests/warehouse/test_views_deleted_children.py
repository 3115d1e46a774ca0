"""A line or payment counts while its order lists it: one deleted in Odoo leaves with the order's next reading.

Orders and children are read by streams that commit in any order: `ingest` is one committed page, the calls' order is
the order of commits. What is new for its order's list counts at once.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.retail import WRITTEN, Db, Payload, column, fill_names, ingest, line, one, order, payment, rows

LATER = "2026-11-21T10:05:00Z"
EARLIER = "2026-11-21T08:00:00Z"


@pytest.fixture
def shop(db: Db) -> Db:
    """Order 1 with lines 11 (a branded product) and 12 (another), paid by cash (21) and card (22)."""
    fill_names(db)
    ingest(db, "pos.order", order(1, lines=[11, 12], payment_ids=[21, 22]))
    ingest(db, "pos.order.line", line(11, 1, qty=2.0), line(12, 1, product_id=2, qty=5.0, price_subtotal=25.0))
    ingest(db, "pos.payment", payment(21, 1), payment(22, 1, payment_method_id=2))
    return db


def shown(db: Db) -> Payload:
    """What every place that counts lines or payments says of order 1 and its day."""
    db.execute("select scout.refresh_gold()")
    [told] = rows(db, "select quantity, brand_name, product_category, payment_method from scout.transactions")
    return {
        **told,
        "items": column(db, "select source_id from scout.transaction_items order by 1"),
        "bronze": column(db, "select l ->> 'id' from scout.bronze_transactions, jsonb_array_elements(lines) l order by 1"),
        "gold_quantity": one(db, "select quantity from scout.v_tx_trends"),
        "gold_products": column(db, "select product_id from scout.v_product_mix order by 1"),
    }  # fmt: skip


def items(db: Db) -> list[int]:
    return column(db, "select source_id from scout.transaction_items order by 1")


def test_what_is_listed_counts(shop: Db) -> None:
    assert shown(shop) == {
        "quantity": 7, "brand_name": "Lucky", "product_category": "Noodles", "payment_method": "Mixed",
        "items": [11, 12], "bronze": ["11", "12"], "gold_quantity": 7, "gold_products": [1, 2],
    }  # fmt: skip


def test_a_deleted_line_leaves_every_view_and_gold_with_its_orders_next_reading(shop: Db) -> None:
    """It was the first line, so brand and category are now the next one's."""
    ingest(shop, "pos.order", order(1, lines=[12], payment_ids=[21, 22], write_date=LATER))
    assert shown(shop) == {
        "quantity": 5, "brand_name": "Unknown", "product_category": "Unknown", "payment_method": "Mixed",
        "items": [12], "bronze": ["12"], "gold_quantity": 5, "gold_products": [2],
    }  # fmt: skip


def test_a_deleted_payment_no_longer_makes_the_method_mixed(shop: Db) -> None:
    ingest(shop, "pos.order", order(1, lines=[11, 12], payment_ids=[22], write_date=LATER))
    assert one(shop, "select payment_method from scout.transactions") == "Card"
    ingest(shop, "pos.order", order(1, lines=[11, 12], payment_ids=[]))
    assert one(shop, "select payment_method from scout.transactions") == "None"


def test_a_line_deleted_by_itself_leaves_though_no_write_date_moved(shop: Db) -> None:
    """Odoo leaves the order's write_date alone; the line had even been changed after the order was."""
    ingest(shop, "pos.order.line", line(12, 1, product_id=2, qty=6.0, write_date=LATER))
    assert items(shop) == [11, 12]
    ingest(shop, "pos.order", order(1, lines=[11], payment_ids=[21, 22]))
    assert items(shop) == [11]


def test_a_new_line_counts_before_its_orders_new_list_comes_and_after(shop: Db) -> None:
    ingest(shop, "pos.order.line", line(13, 1, write_date=LATER))
    assert shown(shop)["quantity"] == shown(shop)["gold_quantity"] == 8
    assert shown(shop)["bronze"] == ["11", "12", "13"]
    ingest(shop, "pos.order", order(1, lines=[11, 12, 13], payment_ids=[21, 22], write_date=LATER))
    assert items(shop) == [11, 12, 13]


def test_a_new_payment_counts_before_its_orders_new_list_comes(shop: Db) -> None:
    ingest(shop, "pos.order", order(1, lines=[11, 12], payment_ids=[22], write_date=LATER))
    ingest(shop, "pos.payment", payment(23, 1, write_date="2026-11-21T10:06:00Z"))
    assert one(shop, "select payment_method from scout.transactions") == "Mixed"


def test_lines_whose_order_has_not_come_count(db: Db) -> None:
    ingest(db, "pos.order.line", line(11, 1), line(12, 1))
    assert items(db) == [11, 12]


def test_a_line_that_is_listed_again_counts_again(shop: Db) -> None:
    for listed in ([11], [11, 12]):
        ingest(shop, "pos.order", order(1, lines=listed, payment_ids=[], write_date=LATER))
        assert items(shop) == listed


def test_a_line_read_before_it_was_deleted_does_not_count_though_its_page_came_last(db: Db) -> None:
    """One run: the line's page waits, the line is deleted, the order is read without it and committed first."""
    ingest(db, "pos.order", order(1, lines=[], write_date=LATER))
    ingest(db, "pos.order.line", line(11, 1))
    assert items(db) == []


def test_a_line_made_behind_odoos_back_counts_when_its_order_was_read_long_before(shop: Db) -> None:
    """Its write_date lies before the order's, and nothing will make Odoo show the order again."""
    shop.execute("update scout.bronze_pos_order set synced_at = now() - interval '11 minutes'")
    ingest(shop, "pos.order.line", line(13, 1, write_date=EARLIER), line(14, 1, write_date=None))
    assert items(shop) == [11, 12, 13, 14]


@pytest.mark.parametrize("lists", [{}, {"lines": None, "payment_ids": None}])
def test_an_order_without_lists_counts_everything(shop: Db, lists: dict[str, Any]) -> None:
    """A catalogue of one's own may leave them out; Odoo's rights may hide them."""
    ingest(shop, "pos.order", order(1, write_date=LATER, **lists))
    told = shown(shop)
    assert (told["quantity"], told["payment_method"], told["bronze"]) == (7, "Mixed", ["11", "12"])


def test_an_empty_list_counts_nothing_that_was_read_before(shop: Db) -> None:
    ingest(shop, "pos.order", order(1, lines=[], payment_ids=[], write_date=LATER))
    told = shown(shop)
    assert (told["quantity"], told["items"], told["gold_products"], told["payment_method"]) == (0, [], [], "None")


def test_a_line_moved_to_another_order_counts_there(shop: Db) -> None:
    ingest(shop, "pos.order", order(2, lines=[]))
    ingest(shop, "pos.order.line", line(12, 2, write_date=LATER))
    quantities = "select source_id, quantity from scout.transactions order by 1"
    assert shop.execute(quantities).fetchall() == [(1, 2), (2, 1)]
    ingest(shop, "pos.order", order(1, lines=[11], write_date=LATER), order(2, lines=[12], write_date=LATER))
    assert shop.execute(quantities).fetchall() == [(1, 2), (2, 1)]


def test_when_the_order_is_gone_its_lines_count_as_if_it_had_not_come(shop: Db) -> None:
    ingest(shop, "pos.order", order(1, lines=[11], write_date=LATER))
    shop.execute("update scout.bronze_pos_order set deleted_at = now()")
    assert items(shop) == [11, 12]


def test_rows_written_before_and_lists_survive_a_rebuild(shop: Db) -> None:
    """Invariant 9: silver depends on one bronze row; what crosses rows is asked when it is read."""
    ingest(shop, "pos.order.line", line(13, 1, write_date=LATER))
    ingest(shop, "pos.order", order(1, lines=[12], payment_ids=[21], write_date=WRITTEN))
    before = shown(shop)
    for table in ("silver_transactions", "silver_transaction_items", "silver_payments"):
        shop.execute(f"delete from scout.{table}")
    shop.execute("select scout.rebuild_silver()")
    assert shown(shop) == before
    assert before["items"] == [12]
    assert rows(shop, "select line_ids, payment_ids from scout.silver_transactions") == [
        {"line_ids": [12], "payment_ids": [21]}
    ]


@pytest.mark.parametrize("value", ["{1,2}", "x", 7, True, {"a": 1}, [[1]], ["1"], [1.5], [None], [2**63]])
def test_a_list_of_another_kind_puts_its_order_in_quarantine_and_blocks_no_other(db: Db, value: Any) -> None:
    ingest(db, "pos.order", order(1, lines=value), order(2, lines=[2**63 - 1, 1]))
    assert column(db, "select id from scout.silver_transactions") == [2]
    [[reason]] = column(db, "select reasons from scout.quarantine")
    assert reason.startswith("lines: ")
