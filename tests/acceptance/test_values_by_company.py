"""What a real Odoo 19 keeps for each company stands in the warehouse as each company sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from shared.models.catalogue import load_catalogue
from tests.acceptance.conftest import NO_OVERLAP, RealWorld
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo

STREAM = "product.product"


@dataclass
class Costs:
    """A product that costs the first company 8.0 and the second 5.5."""

    real: RealWorld
    product: int

    @property
    def companies(self) -> tuple[int, ...]:
        return self.real.odoo.identity.company_ids

    def write(self, cost: float, *, company: int) -> None:
        context: Any = {"allowed_company_ids": [company]}
        self.real.odoo.call(STREAM, "write", ids=[self.product], vals={"standard_price": cost}, context=context)

    def in_odoo(self) -> dict[int, dict[str, float]]:
        """What every product costs as each company alone sees it."""
        found: dict[int, dict[str, float]] = {}
        for company in self.companies:
            context: Any = {"allowed_company_ids": [company], "active_test": False}
            rows: Any = self.real.odoo.call(
                STREAM, "read", ids=list(self.real.bronze(STREAM)), fields=["standard_price"], context=context
            )
            for row in rows:
                found.setdefault(row["id"], {})[str(company)] = row["standard_price"]
        return found

    def in_bronze(self) -> dict[int, Any]:
        return {product: payload["standard_price"] for product, payload in self.real.bronze(STREAM).items()}

    def in_view(self) -> dict[int, dict[str, float]]:
        found: dict[int, dict[str, float]] = {}
        for product, company, cost in self.real.rows(
            "select product_id, company_id, standard_price from scout.product_costs"
        ):
            found.setdefault(product, {})[str(company)] = float(cost)
        return found

    def written(self) -> Any:
        [[moment]] = self.real.odoo_db.execute(
            "select write_date from product_product where id = %s", [self.product]
        ).fetchall()
        return moment


@pytest.fixture
def costs(real: RealWorld) -> Iterator[Costs]:
    made: Any = real.odoo.call(STREAM, "create", vals_list=[{"name": "Costs by company", "standard_price": 8.0}])
    costs = Costs(real, made[0])
    try:
        assert len(costs.companies) > 1, "the demo data has several companies"
        costs.write(5.5, company=costs.companies[1])
        yield costs
    finally:
        real.odoo.call(STREAM, "unlink", ids=made)


def test_a_products_cost_equals_what_odoo_shows_to_each_company(costs: Costs) -> None:
    settled()
    assert costs.real.sync(streams=["product.template", STREAM]).status == "completed"
    first, second, *others = (str(company) for company in costs.companies)
    assert costs.in_view()[costs.product] == {first: 8.0, second: 5.5, **dict.fromkeys(others, 0.0)}
    assert costs.in_bronze() == costs.in_view() == costs.in_odoo()


def test_a_cost_changed_for_the_second_company_moves_write_date_and_comes_with_the_next_run(costs: Costs) -> None:
    """On Odoo 19, where these values are columns of the record itself."""
    settled()
    costs.real.sync(streams=[STREAM])
    before = costs.written()
    costs.write(4.25, company=costs.companies[1])
    assert costs.written() > before
    settled()
    [report] = costs.real.sync(streams=[STREAM], variables=NO_OVERLAP).streams
    assert (report.mode, report.updated) == ("incremental", 1)
    assert costs.in_bronze()[costs.product][str(costs.companies[1])] == 4.25
    assert costs.in_bronze() == costs.in_view() == costs.in_odoo()


def test_every_such_field_of_every_stream_has_a_value_for_each_company(real: RealWorld) -> None:
    real.sync()
    companies = {str(company) for company in real.odoo.identity.company_ids}
    found = set()
    for stream in load_catalogue().streams.values():
        if stream.model == "product.brand":
            continue
        dependent = {name for name, field in real.odoo.fields(stream.model).items() if field.company_dependent}
        for payload in real.bronze(stream.model).values():
            for name in dependent & payload.keys():
                assert set(payload[name]) == companies, (stream.model, name)
                found.add(f"{stream.model}.{name}")
    assert {"product.product.standard_price", "res.partner.credit_limit"} <= found


def test_silver_takes_no_such_field_for_a_plain_one(real: RealWorld) -> None:
    """And each field it takes by company is one."""
    for model, field in real.rows("select model, odoo_field from scout.silver_columns where model <> 'product.brand'"):
        described = real.odoo.fields(model).get(field)
        assert described is None or not described.company_dependent, (model, field)
    for model, field in real.rows("select model, odoo_field from scout.silver_company_tables"):
        assert real.odoo.fields(model)[field].company_dependent
