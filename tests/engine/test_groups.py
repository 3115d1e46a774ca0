"""Groups of models: what is chosen is read and proven, what this Odoo lacks is named, and only what is missed fails."""

from __future__ import annotations

import json

import pytest

from shared.sync.run_report import RunReport
from tests.engine.conftest import World, error_of, of
from tests.proof.scenarios import booked, invoiced, sold

ERP = ("sale.order", "account.move", "account.move.line")


@pytest.fixture
def office(world: World) -> World:
    """A warehouse with the tables of all models, as `scout migrate` makes them."""
    for stream in world.catalogue.known.values():
        world.db.execute("select scout.declare_model(%s)", [json.dumps(stream.declaration)])
    for number in (1, 2):
        world.odoo.create("sale.order", sold(number))
        world.odoo.create("account.move", invoiced(number))
        world.odoo.create("account.move.line", booked(number))
    world.later()
    return world


def statuses(report: RunReport) -> dict[str, str]:
    return {stream.stream: stream.status for stream in report.streams}


def test_the_default_is_retail_and_asks_odoo_for_nothing_else(office: World) -> None:
    report = office.sync()
    assert set(statuses(report)) == {one.model for one in office.catalogue.select(None, ["retail"])}
    assert not {model for model, _ in office.odoo.requests} & {*ERP, "res.country", "hr.employee"}


def test_the_models_of_a_group_are_read_and_those_that_this_odoo_lacks_are_absent_by_name(office: World) -> None:
    report = office.sync(groups=["sales", "finance"])
    here = {model: status for model, status in statuses(report).items() if model in office.odoo.store.tables}
    lacking = statuses(report).keys() - here.keys()
    assert {*ERP} < here.keys()
    assert {"crm.lead", "account.journal"} < lacking
    assert set(here.values()) == {"completed"}, [one.error for one in report.streams if one.error]
    assert report.status == "completed"
    for model in lacking:
        stream = of(report, model)
        assert (stream.status, stream.error) == ("absent", None)
        assert stream.notices == [f"{model} is not installed in this Odoo"]
    for model in ERP:
        assert office.ids(office.catalogue.known[model].bronze_table) == set(office.odoo.stored(model)) != set()
    counted = office.sync(groups=["sales"], dry_run=True, exact=False)
    assert (of(counted, "crm.lead").status, of(counted, "sale.order").status) == ("absent", "completed")


def test_a_model_that_odoo_lacks_is_an_error_where_it_was_named_or_read_before(office: World) -> None:
    named = office.sync(streams=["crm.lead"])
    assert (named.status, error_of(named, "crm.lead").kind) == ("failed", "model missing")
    office.sync(groups=["finance"])
    office.odoo.drop_model("account.move.line")
    for _ in range(2):
        lost = office.sync(groups=["finance"])
        assert (lost.status, error_of(lost, "account.move.line").kind) == ("partial", "model missing")
        assert of(lost, "account.move").status == "completed"
    counted = office.sync(groups=["finance"], dry_run=True, exact=False)
    assert error_of(counted, "account.move.line").kind == "model missing"
