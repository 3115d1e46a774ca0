"""What `fields_get` says of a shop's models, simulated and real: which fields a sync may choose."""

from __future__ import annotations

from typing import Any

import pytest

from demo.odoo import SimulatedOdoo
from shared.odoo.client import Odoo
from tests.contract.odoo_support import Endpoint, every_version, open_endpoint, simulated


@pytest.mark.parametrize(
    ("model", "name", "expected"),
    [
        ("pos.order", "id", {"type": "integer", "store": True}),
        ("pos.order", "display_name", {"type": "char", "store": False}),
        ("pos.order", "write_date", {"type": "datetime", "store": True, "required": False}),
        ("pos.order", "date_order", {"type": "datetime", "store": True}),
        ("pos.order", "shipping_date", {"type": "date", "store": True}),
        ("pos.order", "state", {"type": "selection", "store": True}),
        ("pos.order", "amount_total", {"type": "monetary", "store": True, "required": True}),
        ("pos.order", "currency_rate", {"type": "float", "store": True}),
        ("pos.order", "margin", {"store": False}),
        ("pos.order", "is_refund", {"type": "boolean", "store": True}),
        ("pos.order", "access_token", {"type": "char", "store": True}),
        ("pos.order", "general_customer_note", {"type": "text", "store": True}),
        ("pos.order", "partner_id", {"type": "many2one", "relation": "res.partner", "required": False}),
        ("pos.order", "company_id", {"type": "many2one", "relation": "res.company", "required": True}),
        ("pos.order", "currency_id", {"type": "many2one", "relation": "res.currency", "store": False}),
        ("pos.order", "account_move", {"type": "many2one", "relation": "account.move", "store": True}),
        ("pos.order", "lines", {"type": "one2many", "relation": "pos.order.line"}),
        ("pos.order", "payment_ids", {"type": "one2many", "relation": "pos.payment"}),
        ("pos.order.line", "order_id", {"type": "many2one", "relation": "pos.order", "required": True}),
        ("pos.order.line", "product_id", {"type": "many2one", "relation": "product.product", "required": True}),
        ("pos.order.line", "qty", {"type": "float", "store": True}),
        ("pos.order.line", "price_subtotal_incl", {"type": "monetary", "required": True}),
        ("pos.order.line", "tax_ids", {"type": "many2many", "relation": "account.tax"}),
        ("pos.order.line", "extra_tax_data", {"type": "json", "store": True}),
        ("pos.order.line", "company_id", {"type": "many2one", "store": True}),
        ("pos.payment", "pos_order_id", {"type": "many2one", "relation": "pos.order", "required": True}),
        ("pos.payment", "payment_method_id", {"type": "many2one", "relation": "pos.payment.method", "required": True}),
        ("pos.payment", "amount", {"type": "monetary", "required": True}),
        ("pos.payment", "is_change", {"type": "boolean", "store": True}),
        ("pos.config", "company_id", {"type": "many2one", "relation": "res.company", "required": True}),
        ("pos.config", "payment_method_ids", {"type": "many2many", "relation": "pos.payment.method"}),
        ("pos.config", "access_token", {"type": "char", "store": True}),
        ("pos.payment.method", "name", {"type": "char", "required": True}),
        ("pos.payment.method", "type", {"type": "selection", "store": False}),
        ("product.category", "complete_name", {"type": "char", "store": True}),
        ("product.category", "parent_id", {"type": "many2one", "relation": "product.category"}),
        ("product.category", "property_valuation", {"type": "selection", "company_dependent": True}),
        ("product.template", "list_price", {"type": "float", "store": True}),
        ("product.template", "company_id", {"type": "many2one", "relation": "res.company", "store": True}),
        ("product.template", "image_1920", {"type": "binary"}),
        ("product.product", "product_tmpl_id", {"type": "many2one", "relation": "product.template", "required": True}),
        ("product.product", "name", {"type": "char", "store": False}),
        ("product.product", "company_id", {"type": "many2one", "store": False}),
        ("product.product", "standard_price", {"type": "float", "store": True, "company_dependent": True}),
        ("res.partner", "name", {"type": "char", "required": False}),
        ("res.partner", "comment", {"type": "html", "store": True}),
        ("res.partner", "barcode", {"type": "char", "company_dependent": True}),
        ("res.company", "currency_id", {"type": "many2one", "relation": "res.currency", "required": True}),
        ("res.currency", "rounding", {"type": "float", "store": True}),
        ("res.users", "company_ids", {"type": "many2many", "relation": "res.company"}),
    ],
)
def test_a_field_is_described_as_in_odoo_19(odoo: Odoo, model: str, name: str, expected: dict[str, Any]) -> None:
    described = odoo.fields(model)[name].model_dump()
    assert {attribute: described[attribute] for attribute in expected} == expected


WITHOUT_WORDS = {**dict.fromkeys(("label", "help", "selection")), "translated": False}
"""The simulation has its own words, and one language."""


@pytest.mark.odoo
@pytest.mark.parametrize("model", sorted(SimulatedOdoo(brand=False, region=False).store.tables))
def test_every_simulated_field_is_one_of_the_real_odoos(model: str) -> None:
    with open_endpoint("real", "json2").connect() as real, simulated(19, "json2").connect() as imitation:
        described, imitated = (
            {name: field.model_copy(update=WITHOUT_WORDS) for name, field in one.fields(model).items()}
            for one in (real, imitation)
        )
    own = {"x_region_code", "product_brand_id"}
    assert {name: field for name, field in imitated.items() if name not in own} == {
        name: described.get(name) for name in imitated if name not in own
    }


@every_version
def test_fields_come_and_go_with_the_version_and_a_model_may_lack_write_date(odoo: Odoo, endpoint: Endpoint) -> None:
    since = {
        ("res.partner", "mobile"): endpoint.version < 19,
        ("res.users.apikeys", "expiration_date"): endpoint.version >= 18,
        ("ir.attachment", "datas"): endpoint.version < 20,
        ("ir.attachment", "raw"): True,
        ("base", "write_date"): False,
        ("base", "id"): True,
    }
    assert {(model, name): name in odoo.fields(model) for model, name in since} == since
    price = odoo.fields("product.product")["standard_price"]
    assert (price.company_dependent, price.store) == (True, endpoint.version >= 18)
    states: Any = odoo.call("pos.order", "fields_get", allfields=["state"])
    assert ("invoiced" in dict(states["state"]["selection"])) == (endpoint.version < 19)
