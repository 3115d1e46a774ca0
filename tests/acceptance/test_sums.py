"""What the warehouse shows equals what Odoo itself sums and names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.conftest import RealWorld, cents

pytestmark = pytest.mark.odoo


def day_of(start: str, zone: str) -> str:
    """Odoo tells a group's day by the instant it begins, in naive UTC."""
    return str(datetime.fromisoformat(start).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date())


def grouped(real: RealWorld, model: str, by: list[str], sums: list[str], zone: str) -> list[dict[str, Any]]:
    answer: Any = real.odoo.call(
        model, "formatted_read_group", repeatable=True,
        domain=[], groupby=by, aggregates=["__count", *(f"{name}:sum" for name in sums)], context={"tz": zone},
    )  # fmt: skip
    return list(answer)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Manila"])
def test_orders_and_gross_per_day_and_store_equal_odoos_own_sums(real: RealWorld, zone: str) -> None:
    real.db.execute("update scout.settings set value = %s where key = 'time_zone'", [zone])
    assert real.sync().status == "completed"
    odoo = {
        (day_of(group["date_order:day"][0], zone), group["config_id"][0]): (
            group["__count"],
            cents(group["amount_total:sum"]),
        )
        for group in grouped(real, "pos.order", ["date_order:day", "config_id"], ["amount_total"], zone)
    }
    warehouse = {
        (str(day), store): (count, cents(gross))
        for day, store, count, gross in real.rows(
            "select business_date, store_id, count(*), sum(gross_amount) from scout.transactions group by 1, 2"
        )
    }
    assert len(odoo) > 0
    assert warehouse == odoo


def test_quantity_and_line_total_per_product_equal_odoos_own_sums(real: RealWorld) -> None:
    real.sync()
    odoo = {
        group["product_id"][0]: (cents(group["qty:sum"]), cents(group["price_subtotal:sum"]))
        for group in grouped(real, "pos.order.line", ["product_id"], ["qty", "price_subtotal"], "UTC")
    }
    warehouse = {
        product: (cents(quantity), cents(total))
        for product, quantity, total in real.rows(
            "select product_id, sum(quantity), sum(line_total) from scout.transaction_items group by 1"
        )
    }
    assert len(odoo) > 0
    assert warehouse == odoo


def test_nothing_that_odoo_considers_valid_is_quarantined(real: RealWorld) -> None:
    real.sync()
    assert real.rows("select model, odoo_id, reasons from scout.quarantine") == []


def test_names_of_products_categories_stores_and_customers_are_odoos(real: RealWorld) -> None:
    real.sync()
    products = real.read("product.product", ["name", "categ_id"])
    shown = {row[0]: (row[1], row[2]) for row in real.rows("select id, name, product_category from scout.products")}
    categories = real.read("product.category", ["name", "complete_name"])
    for product_id, product in products.items():
        category = product["categ_id"]
        name = categories[category[0]]["name"] if category else "Unknown"
        assert shown[product_id] == (product["name"], name)
    paths = dict(real.rows("select id, full_path from scout.categories"))
    assert paths == {category_id: row["complete_name"] for category_id, row in categories.items()}
    stores = real.read("pos.config", ["name"])
    assert dict(real.rows("select id, name from scout.stores")) == {i: row["name"] for i, row in stores.items()}
    partners = real.read("res.partner", ["name"])
    customers = dict(real.rows("select id, name from scout.customers"))
    assert {i: row["name"] for i, row in partners.items() if row["name"]}.items() <= customers.items()


def test_both_protocols_give_identical_bronze(real: RealWorld) -> None:
    """JSON-2 and JSON-RPC, one after the other into the same tables: the second finds every record unchanged."""
    real.sync()
    other = "jsonrpc" if real.variables["ODOO_PROTOCOL"] == "json2" else "json2"
    report = real.sync(variables={"ODOO_PROTOCOL": other}, mode="full")
    assert report.status == "completed"
    assert sum(stream.inserted + stream.updated for stream in report.streams) == 0
    assert sum(stream.unchanged for stream in report.streams) > 100


def test_no_payload_holds_a_field_of_the_deny_list(real: RealWorld) -> None:
    """Invariant 12: pos.order and pos.config of a real Odoo have a stored access_token."""
    real.sync()
    assert "access_token" in real.odoo.fields("pos.order")
    for (table,) in real.rows("select table_name from scout.bronze_tables"):
        keys = {row[0] for row in real.rows(f"select distinct jsonb_object_keys(payload) from scout.{table}")}
        bad = {k for k in keys if any(word in k for word in ("access_token", "password", "secret", "api_key"))}
        assert not bad | (keys & {"pin", "totp_secret"})
