"""What Odoo keeps for each company comes along for each, whichever way a record is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.engine.conftest import World, of

STREAM = "product.product"


def set_cost(
    world: World, product: int, cost: float, *, company_id: int, moves_write_date: bool = True, **when: Any
) -> None:
    with world.odoo.transaction(company_id=company_id, **when) as transaction:
        write = transaction.write if moves_write_date else transaction.write_raw
        write(STREAM, product, {"standard_price": cost})


def in_odoo(world: World) -> dict[int, dict[str, float]]:
    companies = world.odoo.rights.company_ids
    stored = world.odoo.stored(STREAM)
    return {
        product: {str(company): row.get("standard_price", {}).get(company, 0.0) for company in companies}
        for product, row in stored.items()
    }


def in_bronze(world: World) -> dict[int, Any]:
    told = world.db.execute(
        "select odoo_id, payload -> 'standard_price' from scout.bronze_product_product where deleted_at is null"
    )
    return dict(told.fetchall())


def in_view(world: World) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {}
    told = world.db.execute("select product_id, company_id, standard_price from scout.product_costs")
    for product, company, cost in told:
        found.setdefault(product, {})[str(company)] = float(cost)
    return found


def asked(world: World, model: str) -> int:
    return sum(1 for request in world.odoo.requests if request == (model, "search_read"))


@pytest.fixture
def product(world: World) -> int:
    """One that costs the second company something else."""
    product = sorted(world.odoo.stored(STREAM))[3]
    set_cost(world, product, 3.25, company_id=2)
    world.later()
    return product


@pytest.mark.parametrize("page_rows", [500, 7])
def test_each_company_has_its_own_value_in_bronze_and_in_the_view(world: World, product: int, page_rows: int) -> None:
    assert world.sync(engine=world.engine(batch_size=page_rows)).status == "completed"
    assert in_bronze(world) == in_view(world) == in_odoo(world)
    assert len(set(in_view(world)[product].values())) == 2
    assert world.value("select count(*) from scout.quarantine where model = %s", STREAM) == 0


@pytest.mark.parametrize("version", [16, 17, 18, 20])
def test_so_it_is_on_every_odoo_also_where_such_fields_are_not_stored(world: World, version: int) -> None:
    world.on(version, days=2, orders=5)
    set_cost(world, min(world.odoo.stored(STREAM)), 3.25, company_id=2)
    world.later()
    world.sync(streams=[STREAM])
    assert in_bronze(world) == in_odoo(world)


def test_a_further_company_costs_one_call_a_page_and_only_where_it_has_values_of_its_own(world: World) -> None:
    world.sync()
    assert world.odoo.rights.company_ids == (1, 2)
    assert {model: asked(world, model) for model in (STREAM, "res.partner", "product.category", "pos.order")} == {
        STREAM: 2, "res.partner": 2, "product.category": 2, "pos.order": 1,
    }  # fmt: skip


def test_with_one_company_the_form_is_the_same_and_costs_no_call_and_a_further_one_brings_its_values(
    world: World, product: int
) -> None:
    world.odoo.grant_companies(1)
    world.sync()
    assert in_bronze(world) == in_view(world) == in_odoo(world)
    assert {tuple(costs) for costs in in_view(world).values()} == {("1",)}
    assert asked(world, STREAM) == 1
    world.odoo.grant_companies(1, 2)
    world.later()
    assert of(world.sync(), STREAM).mode == "full"
    assert in_bronze(world) == in_view(world) == in_odoo(world)


LONG_AGO = {"at": datetime(2025, 1, 1, tzinfo=UTC)}
"""Committed with a write_date that no incremental read looks at."""
UNSEEN = {"moves_write_date": False}
"""So it may be before Odoo 18, and everywhere when only a company's default value changes."""


@pytest.mark.parametrize(
    ("how", "mode", "read"),
    [
        ({}, "incremental", "incremental"),
        (LONG_AGO, "reconcile", "incremental"),
        (UNSEEN, "reconcile", "full"),
        (UNSEEN, "replay", "replay"),
    ],
    ids=["written", "written long ago", "unseen", "replayed"],
)
def test_a_value_changed_for_the_second_company_comes_whichever_way_it_is_read(
    world: World, product: int, how: dict[str, Any], mode: str, read: str
) -> None:
    world.sync()
    world.later(hours=2)
    world.sync()
    set_cost(world, product, 2.75, company_id=2, **how)
    world.later()
    deep = read == "full"
    if deep:
        world.sync(mode=mode)
        assert in_view(world)[product]["2"] == 3.25, "without --deep it is not found"
    one = {"streams": [STREAM], "ids": [product]} if mode == "replay" else {}
    report = of(world.sync(mode=mode, deep=deep, **one), STREAM)
    assert (report.mode, report.updated) == (read, 1)
    assert in_view(world)[product]["2"] == 2.75
    assert in_bronze(world) == in_view(world) == in_odoo(world)


def test_a_warehouse_of_an_earlier_release_is_read_in_full_and_says_why(world: World, product: int) -> None:
    """That one kept the first company's value bare, and called the field otherwise in its scope."""
    world.sync()
    world.db.execute(
        """update scout.bronze_product_product
              set payload = payload || jsonb_build_object('standard_price', payload #> '{standard_price,1}'),
                  payload_hash = ''"""
    )
    world.db.execute(
        """update scout.sync_checkpoints
              set scope = jsonb_set(scope, '{fields,standard_price}', '"float per company"') where id = %s""",
        [STREAM],
    )
    assert in_view(world) == {}
    assert world.value("select count(*) from scout.products") == len(in_odoo(world))
    world.later(hours=1)
    report = of(world.sync(), STREAM)
    assert report.mode == "full"
    assert "field standard_price changed from float per company to float for each company" in report.notices
    assert in_bronze(world) == in_view(world) == in_odoo(world)


def test_a_value_that_cannot_be_typed_stops_no_page(world: World, product: int) -> None:
    """A number that is none reads as null, as in any field; text is told in quarantine."""
    other = sorted(world.odoo.stored(STREAM))[4]
    set_cost(world, product, float("nan"), company_id=2)
    world.odoo.store.tables[STREAM].rows[other]["standard_price"] = {1: "dear"}
    world.later()
    assert of(world.sync(), STREAM).quarantined == 1
    costs = "select company_id, standard_price from scout.product_costs where product_id = %s and company_id = 2"
    assert world.db.execute(costs, [product]).fetchall() == [(2, None)]
    assert world.value("select odoo_id from scout.quarantine where model = %s", STREAM) == other
    assert world.value("select count(*) from scout.products") == len(in_odoo(world))
