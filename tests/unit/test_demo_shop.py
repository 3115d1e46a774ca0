"""The demo's shop is believable: its money adds up, its people keep hours, and the same seed makes the same shop."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from demo.odoo import Clock, SimulatedOdoo
from demo.shop import Shop, fill
from demo.shop.assortment import STORES, TIME_ZONE

NOON = datetime(2026, 11, 20, 12, 0, 0, 654_321, tzinfo=UTC)
ORDERS = 1500


@pytest.fixture(scope="module")
def odoo() -> SimulatedOdoo:
    odoo = SimulatedOdoo(clock=Clock(NOON))
    fill(odoo, days=120, orders=ORDERS)
    return odoo


def cents(value: float) -> int:
    assert round(value * 100) == pytest.approx(value * 100)
    return round(value * 100)


def by(rows: dict[int, dict[str, Any]], link: str) -> dict[int, list[dict[str, Any]]]:
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values():
        groups[row[link]].append(row)
    return groups


def test_every_order_adds_up_to_the_cent(odoo: SimulatedOdoo) -> None:
    lines, payments = by(odoo.stored("pos.order.line"), "order_id"), by(odoo.stored("pos.payment"), "pos_order_id")
    for order_id, order in odoo.stored("pos.order").items():
        total = sum(cents(line["price_subtotal_incl"]) for line in lines[order_id])
        untaxed = sum(cents(line["price_subtotal"]) for line in lines[order_id])
        paid = sum(cents(payment["amount"]) for payment in payments[order_id])
        assert (cents(order["amount_total"]), cents(order["amount_tax"])) == (total, total - untaxed)
        assert cents(order["amount_paid"]) == paid
        assert paid == (total if order["state"] in {"paid", "done"} else 0)


def test_a_line_costs_quantity_times_price_less_discount(odoo: SimulatedOdoo) -> None:
    for line in odoo.stored("pos.order.line").values():
        exact = line["qty"] * line["price_unit"] * (1 - line["discount"] / 100)
        assert line["price_subtotal_incl"] == pytest.approx(exact, abs=0.005001)


def test_all_that_happens_in_a_shop_happens(odoo: SimulatedOdoo) -> None:
    orders, lines = odoo.stored("pos.order").values(), odoo.stored("pos.order.line").values()
    payments = odoo.stored("pos.payment").values()
    assert len(orders) == ORDERS
    assert {order["state"] for order in orders} >= {"done", "paid", "cancel"}
    assert {order["company_id"] for order in orders} == {1, 2}
    assert {order["config_id"] for order in orders} == {1, 2, 3, 4, 5}
    assert 0.2 < sum(bool(order["partner_id"]) for order in orders) / ORDERS < 0.5
    assert any(order["is_refund"] and order["amount_total"] < 0 for order in orders)
    assert all(line["qty"] < 0 for line in lines if line["refunded_orderline_id"])
    assert any(line["discount"] for line in lines)
    assert any(line["qty"] % 1 for line in lines)
    assert any(payment.get("is_change") for payment in payments)
    methods = by(odoo.stored("pos.payment"), "pos_order_id").values()
    assert any(len({payment["payment_method_id"] for payment in paid}) > 1 for paid in methods)


def test_refunds_point_to_a_line_that_was_sold_before(odoo: SimulatedOdoo) -> None:
    lines = odoo.stored("pos.order.line")
    refunds = [line for line in lines.values() if line["refunded_orderline_id"]]
    assert refunds
    for line in refunds:
        bought = lines[line["refunded_orderline_id"]]
        assert bought["product_id"] == line["product_id"]
        assert bought["order_id"] < line["order_id"]


def test_sales_fall_within_opening_hours_and_saturdays_are_busy(odoo: SimulatedOdoo) -> None:
    days: dict[int, int] = defaultdict(int)
    for order in odoo.stored("pos.order").values():
        local = datetime.fromisoformat(order["date_order"]).replace(tzinfo=UTC).astimezone(ZoneInfo(TIME_ZONE))
        store = STORES[order["config_id"] - 1]
        assert store.opens <= local.hour < store.closes
        assert local.weekday() < 6 or store.sundays
        days[local.weekday()] += 1
    assert max(days, key=days.__getitem__) == 5


def test_the_same_seed_makes_the_same_shop() -> None:
    def stored(seed: int) -> list[dict[int, dict[str, Any]]]:
        odoo = SimulatedOdoo(clock=Clock(NOON))
        shop = fill(odoo, seed=seed, days=7, orders=40)
        shop.sell(3)
        return [odoo.stored(model) for model in ("pos.order", "pos.order.line", "pos.payment", "res.partner")]

    assert stored(3) == stored(3)
    assert stored(3) != stored(4)


def test_fresh_sales_are_made_now_and_in_open_sessions() -> None:
    odoo = SimulatedOdoo(clock=Clock(NOON))
    shop: Shop = fill(odoo, days=7, orders=40)
    odoo.clock.advance(minutes=10)
    fresh = shop.sell(25)
    assert len(set(fresh)) == 25
    orders = odoo.stored("pos.order")
    for order in fresh:
        assert orders[order]["write_date"] == "2026-11-20 12:10:00.654321"
        assert orders[order]["state"] in {"paid", "draft", "cancel"}
        assert odoo.stored("pos.session")[orders[order]["session_id"]]["state"] == "opened"


@pytest.mark.parametrize("version", [16, 17, 18])
def test_an_older_odoo_without_add_ons_has_the_same_shop(version: int) -> None:
    odoo = SimulatedOdoo(version=version, clock=Clock(NOON), brand=False, region=False)
    fill(odoo, days=30, orders=300)
    invoiced = [order for order in odoo.stored("pos.order").values() if order["account_move"]]
    assert invoiced
    assert {order["state"] for order in invoiced} == {"invoiced"}


def test_nothing_is_sold_after_now() -> None:
    odoo = SimulatedOdoo(clock=Clock(NOON))
    fill(odoo, days=2, orders=200)
    latest = max(order["date_order"] for order in odoo.stored("pos.order").values())
    earliest = min(order["date_order"] for order in odoo.stored("pos.order").values())
    assert latest <= f"{NOON:%Y-%m-%d %H:%M:%S}.999999"
    assert earliest >= f"{NOON - timedelta(days=2):%Y-%m-%d %H:%M:%S}"
