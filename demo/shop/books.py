"""What the shop's books and its stock room say: invoices, bills and stock moves, for the lake and its dashboards."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from demo.odoo.fields import FieldSpec, many2one, model, scalars, selection
from demo.odoo.simulated import SimulatedOdoo
from demo.odoo.store import Transaction
from demo.shop.assortment import TIME_ZONE

_KINDS = ("out_invoice", "out_invoice", "out_invoice", "out_refund", "in_invoice", "in_invoice", "in_refund")


def keep_books(odoo: SimulatedOdoo, *, seed: int = 7, days: int = 365, documents: int = 600) -> None:
    """Adds the models and fields that a filled shop lacks, and what happened in them on the days up to now."""
    chance = random.Random(seed)
    _describe(odoo)
    with odoo.transaction(at=odoo.clock.now - timedelta(days=days + 1)) as transaction:
        locations = {
            usage: transaction.create("stock.location", {"name": usage.title(), "usage": usage})
            for usage in ("internal", "supplier", "customer", "inventory")
        }
    today = odoo.clock.now.astimezone(ZoneInfo(TIME_ZONE)).date()
    for number in range(documents):
        day = today - timedelta(days=chance.randrange(days))
        at = datetime.combine(day, time(9, chance.randrange(60)), ZoneInfo(TIME_ZONE))
        with odoo.transaction(at=min(at, odoo.clock.now)) as transaction:
            post_document(transaction, odoo, chance, kind=chance.choice(_KINDS), day=day, number=number)
            move_stock(transaction, odoo, chance, locations, min(at, odoo.clock.now))


def post_document(
    transaction: Transaction, odoo: SimulatedOdoo, chance: random.Random, *, kind: str, day: date, number: int
) -> int:
    """One posted invoice, bill or refund with one to three lines, and the line of its receivable or payable."""
    companies = sorted(odoo.stored("res.company"))
    company = chance.choice(companies)
    currency = odoo.stored("res.company")[company]["currency_id"]
    products = sorted(odoo.stored("product.product"))
    own = {
        "company_id": company,
        "currency_id": currency,
        "partner_id": chance.choice(sorted(odoo.stored("res.partner"))),
        "date": day.isoformat(),
        "invoice_date": day.isoformat(),
    }
    # Odoo signs an item by its side of the ledger: what is sold and what is returned to a vendor is credit.
    sign = -1 if kind in ("out_invoice", "in_refund") else 1
    prices = [chance.randrange(500, 40_000) for _ in range(chance.randrange(1, 4))]
    move = {
        **own,
        "name": f"{kind.upper()}/{number:05d}",
        "move_type": kind,
        "state": "draft" if chance.random() < 0.05 else "posted",
        "payment_state": chance.choice(("paid", "not_paid")),
        "amount_untaxed": sum(prices) / 100,
        "amount_total": sum(round(price * 1.2) for price in prices) / 100,
    }
    move_id = transaction.create("account.move", move)
    for price in prices:
        transaction.create(
            "account.move.line",
            {
                **own,
                "company_currency_id": currency,
                "move_id": move_id,
                "move_name": move["name"],
                "parent_state": move["state"],
                "display_type": "product",
                "product_id": chance.choice(products),
                "quantity": float(chance.randrange(1, 5)),
                "balance": sign * price / 100,
                "amount_currency": sign * price / 100,
                "price_subtotal": price / 100,
                "price_total": round(price * 1.2) / 100,
            },
        )
    owed = {"display_type": "payment_term", "parent_state": move["state"], "balance": -sign * move["amount_total"]}
    transaction.create("account.move.line", {**own, **owed, "move_id": move_id, "quantity": 0.0})
    return move_id


def move_stock(
    transaction: Transaction, odoo: SimulatedOdoo, chance: random.Random, locations: dict[str, int], at: datetime
) -> int:
    """One move into the stock or out of it, with its line; a few are not done."""
    other = chance.choice(("supplier", "customer", "inventory"))
    ways = [locations["internal"], locations[other]]
    if other == "supplier" or (other == "inventory" and chance.random() < 0.5):
        ways.reverse()
    quantity = float(chance.randrange(1, 40))
    own: dict[str, Any] = {
        "company_id": chance.choice(sorted(odoo.stored("res.company"))),
        "product_id": chance.choice(sorted(odoo.stored("product.product"))),
        "location_id": ways[0],
        "location_dest_id": ways[1],
        "state": "assigned" if chance.random() < 0.05 else "done",
        "date": at.replace(microsecond=0),
    }
    value = round(quantity * chance.randrange(100, 3000)) / 100
    moved = {**own, "product_uom_qty": quantity, "quantity": quantity, "value": value}
    move = transaction.create("stock.move", moved)
    lined = {**own, "move_id": move, "quantity": quantity, "quantity_product_uom": quantity}
    transaction.create("stock.move.line", lined)
    return move


def _describe(odoo: SimulatedOdoo) -> None:
    links = {"currency_id": "res.currency", "company_currency_id": "res.currency", "product_id": "product.product"}
    monetary = scalars("monetary", "amount_untaxed", "amount_tax", "amount_total", "amount_residual")
    payment = selection("payment_state", ("not_paid", "Not Paid"), ("paid", "Paid"))
    for field in (*monetary, payment, many2one("currency_id", "res.currency")):
        odoo.add_field("account.move", field)
    types = ("product", "payment_term")
    for field in (
        *(many2one(name, relation) for name, relation in links.items()),
        *scalars("monetary", "price_subtotal", "price_total", "amount_residual"),
        *scalars("char", "move_name"),
        *scalars("date", "invoice_date", "date_maturity"),
        selection("display_type", *((name, name.title()) for name in types)),
        selection("parent_state", ("draft", "Draft"), ("posted", "Posted")),
    ):
        odoo.add_field("account.move.line", field)
    for spec in _stock():
        odoo.add_model(spec)


def _stock() -> list[Any]:
    usages = ("internal", "supplier", "customer", "inventory", "transit", "view")
    states = ("draft", "assigned", "done", "cancel")
    ways = [many2one("location_id", "stock.location"), many2one("location_dest_id", "stock.location")]
    shared: list[FieldSpec] = [
        many2one("company_id", "res.company"),
        many2one("product_id", "product.product"),
        *ways,
        *scalars("datetime", "date", required=True),
        *scalars("float", "quantity"),
        selection("state", *((name, name.title()) for name in states)),
    ]
    return [
        model(
            "stock.location",
            "Inventory Locations",
            *scalars("char", "name", "complete_name"),
            many2one("company_id", "res.company"),
            selection("usage", *((name, name.title()) for name in usages)),
        ),
        model("stock.move", "Stock Move", *shared, *scalars("float", "product_uom_qty", "value")),
        model(
            "stock.move.line",
            "Product Moves",
            *shared,
            *scalars("float", "quantity_product_uom"),
            many2one("move_id", "stock.move"),
        ),
    ]
