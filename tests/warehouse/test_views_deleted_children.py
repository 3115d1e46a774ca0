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
    [found] = rows(db, "select quantity, brand_name, product_category, payment_method from scout.transactions")
    return {
        **found,
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


def test_a_payment_counts_while_its_order_lists_it(shop: Db) -> None:
    method = "select payment_method from scout.transactions"
    ingest(shop, "pos.order", order(1, lines=[11, 12], payment_ids=[22], write_date=LATER))
    assert one(shop, method) == "Card"
    ingest(shop, "pos.payment", payment(23, 1, write_date="2026-11-21T10:06:00Z"))
    assert one(shop, method) == "Mixed", "before its order's new list comes"
    ingest(shop, "pos.order", order(1, lines=[11, 12], payment_ids=[], write_date="2026-11-21T10:07:00Z"))
    assert one(shop, method) == "None"


def listing(*lines: int, **values: Any) -> tuple[str, Payload]:
    return "pos.order", order(1, lines=list(lines), payment_ids=[21, 22], **values)


NEW = ("pos.order.line", line(13, 1, write_date=LATER))
PAGES: dict[str, tuple[list[tuple[str, Payload]], list[int]]] = {
    "a line changed after its order was, then deleted by itself, which moves no write_date": (
        [("pos.order.line", line(12, 1, qty=6.0, write_date=LATER)), listing(11)], [11],
    ),
    "a new line before its order's new list comes": ([NEW], [11, 12, 13]),
    "and after": ([NEW, listing(11, 12, 13, write_date=LATER)], [11, 12, 13]),
    "a line that is listed again": ([listing(11, write_date=LATER), listing(11, 12, write_date=LATER)], [11, 12]),
    "read before it was deleted, its page committed last": (
        [listing(11, write_date=LATER), ("pos.order.line", line(12, 1, qty=6.0))], [11],
    ),
    "lines whose order has not come": ([("pos.order.line", line(31, 3))], [11, 12, 31]),
    "an empty list": ([listing(write_date=LATER)], []),
}  # fmt: skip


@pytest.mark.parametrize("pages", PAGES)
def test_a_line_counts_while_its_order_lists_it_whatever_came_first(shop: Db, pages: str) -> None:
    committed, counting = PAGES[pages]
    for model, payload in committed:
        ingest(shop, model, payload)
    assert items(shop) == counting
    found = shown(shop)
    assert [int(one) for one in found["bronze"]] == [one for one in counting if one < 30]
    assert (found["gold_quantity"] or 0) == found["quantity"]


def test_a_line_made_behind_odoos_back_counts_when_its_order_was_read_long_before(shop: Db) -> None:
    """Its write_date lies before the order's, and nothing will make Odoo show the order again."""
    shop.execute("update scout.bronze_pos_order set synced_at = now() - interval '11 minutes'")
    ingest(shop, "pos.order.line", line(13, 1, write_date=EARLIER), line(14, 1, write_date=None))
    assert items(shop) == [11, 12, 13, 14]


@pytest.mark.parametrize("lists", [{}, {"lines": None, "payment_ids": None}])
def test_an_order_without_lists_counts_everything(shop: Db, lists: dict[str, Any]) -> None:
    """A catalogue of one's own may leave them out; Odoo's rights may hide them."""
    ingest(shop, "pos.order", order(1, write_date=LATER, **lists))
    found = shown(shop)
    assert (found["quantity"], found["payment_method"], found["bronze"]) == (7, "Mixed", ["11", "12"])


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
    for table in ("typed_pos_order", "typed_pos_order_line", "typed_pos_payment"):
        shop.execute(f"delete from scout.{table}")
    shop.execute("select scout.rebuild_silver()")
    assert shown(shop) == before
    assert before["items"] == [12]
    assert rows(shop, "select line_ids, payment_ids from scout.silver_transactions") == [
        {"line_ids": [12], "payment_ids": [21]}
    ]


@pytest.mark.parametrize("value", ["{1,2}", "x", 7, True, {"a": 1}, [[1]], [1.5], [None], [2**63]])
def test_a_list_of_another_kind_is_null_and_told_in_quarantine(db: Db, value: Any) -> None:
    ingest(db, "pos.order", order(1, lines=value), order(2, lines=[2**63 - 1, 1]))
    assert column(db, "select id from scout.silver_transactions where line_ids is null") == [1]
    [[reason]] = column(db, "select reasons from scout.quarantine")
    assert reason.startswith("lines: ")
