"""Views show names as they are now, and say so when there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.warehouse.retail import NAMES, Db, Payload, column, fill_names, ingest, line, one, order, payment, rows


@pytest.fixture(autouse=True)
def names(db: Db) -> None:
    fill_names(db)


def transaction(db: Db) -> Payload:
    [found] = rows(db, "select * from scout.transactions")
    return found


def test_an_order_is_shown_with_everything_that_belongs_to_it(db: Db) -> None:
    ingest(db, "pos.order", order(5, partner_id=1, amount_total=224.0, amount_tax=24.0, amount_paid=224.0))
    ingest(db, "pos.order.line", line(8, 5, qty=1.5), line(9, 5, product_id=2, qty=0.5))
    ingest(db, "pos.payment", payment(3, 5))
    found = transaction(db)
    assert found.pop("timestamp").isoformat() == "2026-11-21T10:00:00+00:00"
    assert found.pop("business_date").isoformat() == "2026-11-21"
    assert found == {
        "id": "TX-5", "source_id": 5, "transaction_code": "260-1-000005", "store_id": 1, "store_name": "Makati",
        "customer_id": 1, "customer_name": "Ana Reyes", "company_id": 1, "currency": "PHP", "brand_name": "Lucky",
        "product_category": "Noodles", "quantity": 2, "gross_amount": 224, "tax_amount": 24, "net_amount": 224,
        "payment_method": "Cash", "status": "paid", "region_code": None,
    }  # fmt: skip


def test_a_line_is_shown_with_its_product_and_its_order(db: Db) -> None:
    ingest(db, "pos.order", order(5))
    ingest(db, "pos.order.line", line(8, 5, qty=2, discount=10, price_subtotal=180.0, price_subtotal_incl=201.6))
    [found] = rows(db, "select * from scout.transaction_items")
    assert found.pop("timestamp").isoformat() == "2026-11-21T10:00:00+00:00"
    assert found.pop("business_date").isoformat() == "2026-11-21"
    assert found == {
        "id": "TI-8", "transaction_id": "TX-5", "source_id": 8, "order_id": 5, "status": "paid", "store_id": 1,
        "store_name": "Makati", "company_id": 1, "currency": "PHP", "product_id": 1, "product_name": "Cup noodles",
        "product_category": "Noodles", "brand_name": "Lucky", "quantity": 2, "unit_price": 100, "discount_percent": 10,
        "line_total": 180, "line_total_incl": Decimal("201.6"),
    }  # fmt: skip


def test_names_follow_a_rename_at_once_and_everywhere(db: Db) -> None:
    ingest(db, "pos.order", order(1, partner_id=1))
    ingest(db, "pos.order.line", line(1, 1))
    ingest(db, "pos.payment", payment(1, 1))
    db.execute("select scout.refresh_gold()")
    for model, payloads in NAMES.items():
        ingest(db, model, *({**payload, "name": payload["name"] + "!"} for payload in payloads if payload.get("name")))
    for view, names in {
        "transactions": {
            "store_name": "Makati", "customer_name": "Ana Reyes", "currency": "PHP", "brand_name": "Lucky",
            "product_category": "Noodles", "payment_method": "Cash",
        },
        "transaction_items": {
            "product_name": "Cup noodles", "product_category": "Noodles", "brand_name": "Lucky", "store_name": "Makati",
            "currency": "PHP",
        },
        "v_tx_trends": {"company_name": "Manila Foods", "store_name": "Makati", "currency": "PHP"},
        "v_product_mix": {"product_name": "Cup noodles", "product_category": "Noodles", "brand_name": "Lucky"},
    }.items():  # fmt: skip
        [found] = rows(db, f"select * from scout.{view}")
        assert {name: found[name] for name in names} == {name: f"{value}!" for name, value in names.items()}, view


def test_brand_and_category_are_those_of_the_line_with_the_lowest_id(db: Db) -> None:
    """Not of the line that came first."""
    ingest(db, "pos.order", order(1))
    ingest(db, "pos.order.line", line(20, 1, product_id=2))
    assert (transaction(db)["brand_name"], transaction(db)["product_category"]) == ("Unknown", "Unknown")
    ingest(db, "pos.order.line", line(10, 1, product_id=1))
    assert (transaction(db)["brand_name"], transaction(db)["product_category"]) == ("Lucky", "Noodles")


def test_an_order_whose_names_have_not_come_is_shown_without_them(db: Db) -> None:
    """A product that has not come is named by its line, if that has a name."""
    ingest(db, "pos.order", order(1, config_id=77, partner_id=77, company_id=77))
    ingest(db, "pos.order.line", line(1, 1, product_id=77), line(2, 1, product_id=78, full_product_name="Mango shake"))
    ingest(db, "pos.payment", payment(1, 1, payment_method_id=77))
    found = transaction(db)
    assert (found["store_name"], found["customer_name"], found["currency"]) == (None, None, None)
    assert {found[name] for name in ("brand_name", "product_category", "payment_method")} == {"Unknown"}
    assert column(db, "select product_name from scout.transaction_items order by id") == ["Unknown", "Mango shake"]


PAYMENTS: list[tuple[list[Payload], str]] = [
    ([], "None"),
    ([payment(1, 1)], "Cash"),
    ([payment(1, 1, payment_method_id=2)], "Card"),
    ([payment(1, 1), payment(2, 1)], "Cash"),
    ([payment(1, 1), payment(2, 1, payment_method_id=2)], "Mixed"),
    ([payment(1, 1, payment_method_id=2), payment(2, 1, amount=-8, is_change=True)], "Card"),
]


@pytest.mark.parametrize(("payments", "shown"), PAYMENTS)
def test_the_payment_method_is_named_or_mixed_or_none(db: Db, payments: list[Payload], shown: str) -> None:
    """Change given back in cash does not make a card payment mixed."""
    ingest(db, "pos.order", order(1))
    ingest(db, "pos.payment", *payments)
    assert transaction(db)["payment_method"] == shown


def test_labels_are_settings_and_views_answer_without_any(db: Db) -> None:
    ingest(db, "pos.order", order(1), order(2, date_order="2026-11-21T23:59:59Z"))
    ingest(db, "pos.payment", payment(1, 1), payment(2, 1, payment_method_id=2))
    labels = "select brand_name, payment_method, business_date::text from scout.transactions order by source_id"
    db.execute("update scout.settings set value = 'Wala (' || key || ')' where key like '%label'")
    assert [row[:2] for row in db.execute(labels)] == [
        ("Wala (unknown_label)", "Wala (mixed_label)"), ("Wala (unknown_label)", "Wala (none_label)"),
    ]  # fmt: skip
    db.execute("delete from scout.settings")
    assert db.execute(labels).fetchall() == [("Unknown", "Mixed", "2026-11-21"), ("Unknown", "None", "2026-11-21")]


@pytest.mark.parametrize(
    ("state", "account_move", "status"),
    [
        ("draft", None, "draft"),
        ("paid", None, "paid"),
        ("paid", 7, "paid"),
        ("done", None, "posted"),
        ("done", 7, "invoiced"),  # Odoo 19 has no state "invoiced"
        ("invoiced", 7, "invoiced"),  # up to Odoo 18
        ("cancel", None, "cancelled"),
        ("waiting", None, "waiting"),
    ],
)
def test_the_status_is_said_in_words_that_hold_for_every_odoo(
    db: Db, state: str, account_move: int | None, status: str
) -> None:
    ingest(db, "pos.order", order(1, state=state, account_move=account_move))
    assert transaction(db)["status"] == status


def test_neither_a_refund_nor_no_lines_nor_many_make_an_order_more_than_one(db: Db) -> None:
    refund = order(3, amount_total=-112.0, amount_tax=-12.0, amount_paid=-112.0)
    ingest(db, "pos.order", order(1), order(2, state="draft"), refund)
    ingest(db, "pos.order.line", *(line(number, 1) for number in range(1, 6)))
    ingest(db, "pos.order.line", line(9, 3, qty=-1, price_subtotal=-100.0, price_subtotal_incl=-112.0))
    ingest(db, "pos.payment", *(payment(number, 1, payment_method_id=number) for number in range(1, 4)))
    sums = "select source_id, quantity, gross_amount, tax_amount from scout.transactions order by 1"
    assert db.execute(sums).fetchall() == [(1, 5, 112, 12), (2, 0, 112, 12), (3, -1, -112, -12)]


def test_the_currency_is_the_shops_else_the_companys(db: Db) -> None:
    ingest(db, "pos.order", order(1))
    assert transaction(db)["currency"] == "PHP"
    ingest(db, "pos.config", {"id": 1, "name": "Makati", "company_id": 1, "currency_id": 2})
    assert transaction(db)["currency"] == "USD"


def test_an_address_without_a_name_shows_whose_it_is(db: Db) -> None:
    ingest(db, "pos.order", order(1, partner_id=2))
    assert transaction(db)["customer_name"] == "Ana Reyes"
    assert column(db, "select name from scout.customers order by id") == ["Ana Reyes", "Ana Reyes"]


def test_the_region_is_the_orders_else_its_shops(db: Db) -> None:
    ingest(db, "pos.config", {"id": 1, "name": "Makati", "company_id": 1, "x_region_code": "NCR"})
    ingest(db, "pos.order", order(1), order(2, x_region_code="R7"))
    assert column(db, "select region_code from scout.transactions order by source_id") == ["NCR", "R7"]


def test_a_product_takes_from_its_template_what_it_has_not_itself(db: Db) -> None:
    ingest(
        db,
        "product.template",
        {"id": 3, "name": "Soy milk", "default_code": "SOY", "list_price": 30.5, "categ_id": 2, "active": False},
    )
    ingest(db, "product.product", {"id": 3, "product_tmpl_id": 3, "barcode": "480", "active": True})
    [found] = rows(db, "select * from scout.products where id = 3")
    assert found == {
        "id": 3, "template_id": 3, "name": "Soy milk", "default_code": "SOY", "barcode": "480", "category_id": 2,
        "product_category": "Noodles", "category_path": "All / Noodles", "brand_id": None, "brand_name": "Unknown",
        "list_price": Decimal("30.5"), "active": False, "region_code": None, "company_id": None,
    }  # fmt: skip


def test_a_category_path_follows_its_parents_and_survives_a_loop(db: Db) -> None:
    """A move read half leaves two categories as each other's parent until the other half comes."""
    paths = "select full_path from scout.categories order by id"
    moved = {"id": 1, "name": "Everything", "parent_id": None, "complete_name": "All"}
    ingest(db, "product.category", moved)
    assert column(db, paths) == ["Everything", "Everything / Noodles"]
    ingest(db, "product.category", moved | {"parent_id": 2, "complete_name": "Noodles / Everything"})
    assert column(db, paths) == ["Noodles / Everything", "All / Noodles"]
    assert one(db, "select count(*) from scout.products") == 2


def test_bronze_transactions_are_orders_as_told_with_their_present_lines(db: Db) -> None:
    ingest(db, "pos.order", order(1), order(2, amount_total="abc"))
    ingest(db, "pos.order.line", line(12, 1), line(11, 1, qty="bad"), line(13, 1))
    db.execute("update scout.bronze_pos_order_line set deleted_at = now() where odoo_id = 13")
    found = rows(db, "select * from scout.bronze_transactions order by source_id")
    assert [each["order_payload"]["amount_total"] for each in found] == [112.0, "abc"]
    assert [[item["id"] for item in each["lines"]] for each in found] == [[11, 12], []]
