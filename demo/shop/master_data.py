"""Everything a shop needs before its first sale: companies, stores, articles, customers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from demo.odoo.simulated import SimulatedOdoo
from demo.odoo.store import Transaction
from demo.shop import assortment
from demo.shop.assortment import ARTICLES, ISLAND, MAIN, STORES, Article
from demo.shop.till import Good


@dataclass(frozen=True, slots=True)
class MasterData:
    """Ids by what they stand for. `goods` per company, each beside the article it is a variant of."""

    companies: dict[str, int]
    configs: list[int]
    methods: dict[str, list[int]]
    goods: dict[str, list[tuple[Good, Article]]]
    customers: list[int]


def create_master_data(
    transaction: Transaction, odoo: SimulatedOdoo, chance: random.Random, *, customers: int
) -> MasterData:
    companies = _companies(transaction)
    methods = {
        company: _methods(transaction, companies[company], with_gift_card=company == MAIN) for company in (MAIN, ISLAND)
    }
    configs = [
        transaction.create(
            "pos.config",
            _known(odoo, "pos.config", x_region_code=store.region)
            | {
                "name": store.name,
                "company_id": companies[store.company],
                "payment_method_ids": methods[store.company],
                "iface_tax_included": "total",
                "iface_cashdrawer": True,
                "access_token": f"{chance.getrandbits(64):016x}",
            },
        )
        for store in STORES
    ]
    for company in (MAIN, ISLAND):
        of_company = [config for config, store in zip(configs, STORES, strict=True) if store.company == company]
        for method in methods[company]:
            transaction.write("pos.payment.method", method, {"config_ids": of_company})
    goods = _articles(transaction, odoo)
    return MasterData(companies, configs, methods, goods, _customers(transaction, odoo, chance, customers))


def _companies(transaction: Transaction) -> dict[str, int]:
    euro = transaction.create("res.currency", _currency("EUR", "€", "after"))
    pound = transaction.create("res.currency", _currency("GBP", "£", "before"))
    transaction.write("res.currency", 1, {"active": False})
    transaction.write("res.partner", 1, {"name": MAIN})
    transaction.write("res.company", 1, {"name": MAIN, "currency_id": euro, "email": "shop@harbour-hill.example"})
    partner = transaction.create("res.partner", {"name": ISLAND, "is_company": True})
    island = {"name": ISLAND, "currency_id": pound, "partner_id": partner, "sequence": 20}
    return {MAIN: 1, ISLAND: transaction.create("res.company", island)}


def _currency(name: str, symbol: str, position: str) -> dict[str, Any]:
    return {"name": name, "symbol": symbol, "position": position, "rounding": 0.01, "decimal_places": 2}


def _methods(transaction: Transaction, company_id: int, *, with_gift_card: bool) -> list[int]:
    kinds = [("Cash", "cash"), ("Card", "bank"), ("Gift card", "bank")][: 3 if with_gift_card else 2]
    return [
        transaction.create(
            "pos.payment.method",
            {
                "name": name,
                "type": kind,
                "is_cash_count": kind == "cash",
                "payment_method_type": "terminal" if name == "Card" else "none",
                "company_id": company_id,
                "sequence": number,
            },
        )
        for number, (name, kind) in enumerate(kinds, start=1)
    ]


def _articles(transaction: Transaction, odoo: SimulatedOdoo) -> dict[str, list[tuple[Good, Article]]]:
    categories: dict[str, int] = {}
    for path in assortment.CATEGORIES:
        parent, _, name = path.rpartition(" / ")
        values = {"name": name, "parent_id": categories.get(parent, False)}
        categories[path] = transaction.create("product.category", values)
    brands = {}
    if "product.brand" in odoo.store.tables:
        brands = {name: transaction.create("product.brand", {"name": name}) for name in assortment.BRANDS}
    goods: dict[str, list[tuple[Good, Article]]] = {MAIN: [], ISLAND: []}
    for article in ARTICLES:
        template = _known(odoo, "product.template", product_brand_id=brands.get(article.brand, False)) | {
            "name": article.name,
            "default_code": False if article.variants else article.code,
            "list_price": article.price,
            "categ_id": categories[article.category],
            "type": "consu",
            "sale_ok": True,
            "available_in_pos": True,
            "to_weight": article.weighed,
            "active": article.code != assortment.DISCONTINUED,
        }
        template_id = transaction.create("product.template", template)
        for variant in article.variants or ("",):
            product = transaction.create("product.product", _variant(article, variant, template_id))
            name = f"{article.name} ({variant})" if variant else article.name
            for company in (MAIN, ISLAND):
                goods[company].append((_good(article, product, name, company), article))
    return goods


def _variant(article: Article, variant: str, template_id: int) -> dict[str, Any]:
    number = sum(map(ord, article.code + variant)) * 9973 % 10**9
    return {
        "product_tmpl_id": template_id,
        "default_code": f"{article.code}-{variant.upper().replace(' ', '')}" if variant else article.code,
        "barcode": f"540{number:010d}",
        "combination_indices": variant or False,
        "standard_price": round(article.price * 0.45, 2),
        "active": article.code != assortment.DISCONTINUED,
    }


def _good(article: Article, product_id: int, name: str, company: str) -> Good:
    food, other = assortment.VAT[company]
    vat = food if article.category.startswith(("Food", "Drinks")) else other
    cents = round(article.price * 100)
    price = cents if company == MAIN else max(10, round(cents * 0.88 / 5) * 5)
    return Good(product_id, name, price, vat, article.weighed)


def _customers(transaction: Transaction, odoo: SimulatedOdoo, chance: random.Random, count: int) -> list[int]:
    ids = []
    for number in range(count):
        first = chance.choice(assortment.FIRST_NAMES)
        last = chance.choice(assortment.LAST_NAMES)
        store = chance.choices(STORES, [store.share for store in STORES])[0]
        address = f"{first}.{last}".replace(" ", "").lower()
        values = _known(odoo, "res.partner", x_region_code=store.region) | {
            "name": f"{first} {last}",
            "email": f"{address}{number}@example.com" if chance.random() < 0.9 else False,
            "phone": f"+32 470 {chance.randrange(10, 100)} {chance.randrange(10, 100)} {chance.randrange(10, 100)}",
            "city": assortment.CITIES[store.region],
            "customer_rank": 1,
            "type": "contact",
            "lang": "en_US",
            "active": number % 50 != 49,
        }
        ids.append(transaction.create("res.partner", values))
    return ids


def _known(odoo: SimulatedOdoo, model: str, **values: Any) -> dict[str, Any]:
    """Those of the values whose field this Odoo has."""
    fields = odoo.store.tables[model].spec.fields
    return {name: value for name, value in values.items() if name in fields}
