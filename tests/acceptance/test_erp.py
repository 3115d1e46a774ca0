"""The whole ERP of a real Odoo 19: each model of the catalogue, and each of its columns, equals Odoo's own tables."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from shared.models.catalogue import load_catalogue
from tests.acceptance.conftest import RealWorld
from tests.acceptance.odoo_columns import compare

pytestmark = pytest.mark.odoo

ABSENT = {"product.brand", "hr.expense.sheet", "crm.lead", "crm.stage"}
"""What the demo's Odoo 19 lacks: an add-on of others, a model that is gone, an app that is not installed."""


def declared(real: RealWorld, *models: str) -> None:
    streams = load_catalogue().known
    for model in models or streams:
        real.value("select scout.declare_model(%s)", json.dumps(streams[model].declaration))


def test_every_model_and_each_of_its_columns_equals_odoos_own_table(real: RealWorld) -> None:
    """After a deep reconcile; every month equal; what Odoo lacks is absent by name and fails nothing."""
    declared(real)
    report = real.sync(groups=["all"])
    assert report.status == "completed", [(one.stream, one.error) for one in report.streams if one.error]
    assert {one.stream for one in report.streams if one.status == "absent"} == ABSENT
    proof = real.sync(groups=["all"], mode="reconcile", deep=True)
    results = {one.stream: one.reconcile for one in proof.streams if one.stream not in ABSENT}
    assert {stream: one.result for stream, one in results.items() if one and one.result != "equal"} == {}
    months = [month for one in results.values() if one for month in one.months]
    assert len(months) > 50
    assert all(month.equal for month in months)
    compared = [compare(real.db, real.odoo_db, stream) for stream in sorted(results)]
    for one in compared:
        print(  # noqa: T201 - the proof, for whoever reads the run
            f"{one.relation:<28}{one.rows:>7} rows{one.columns:>5} columns{len(one.differences):>4} differences"
        )
        for name, reason in one.exceptions.items():
            print(f"    {name}: {reason}")  # noqa: T201
    assert {one.relation: one.differences[:5] for one in compared if one.differences} == {}
    assert sum(one.columns for one in compared) > 1000
    assert real.value("select count(*) from scout.quarantine") == 0


def test_a_field_made_by_hand_comes_changes_and_goes_with_its_column(real: RealWorld) -> None:
    """As Studio makes one: added, filled, of another type, removed; a view built on the relation stays."""
    real.sync(streams=["res.currency"])
    real.db.execute("create view public.rates as select name, decimal_places from odoo_raw.res_currency")
    name = f"x_scout_{uuid.uuid4().hex[:8]}"
    model: Any = real.odoo.call("ir.model", "search", domain=[["model", "=", "res.currency"]])
    found: Any = real.odoo.call("res.currency", "search", domain=[["name", "=", "EUR"]])
    currency = found[0]
    columns = """select format_type(atttypid, atttypmod) from pg_attribute
                  where attrelid = 'odoo_raw.res_currency'::regclass and attname = %s and not attisdropped"""

    def with_field(ttype: str, value: Any) -> None:
        described = {"name": name, "model_id": model[0], "ttype": ttype, "field_description": "Scout's own"}
        made: Any = real.odoo.call("ir.model.fields", "create", vals_list=[described])
        try:
            real.odoo.call("res.currency", "write", ids=[currency], vals={name: value})
            report = real.sync(streams=["res.currency"])
            assert report.status == "completed", report.streams[0].error
            assert real.value(f"select {name} from odoo_raw.res_currency where id = %s", currency) == value
        finally:
            real.odoo.call("ir.model.fields", "unlink", ids=made)

    with_field("char", "seven")
    assert real.value(columns, name) == "text"
    with_field("integer", 7)
    assert real.value(columns, name) == "bigint"
    real.sync(streams=["res.currency"])
    assert real.rows(columns, name) == []
    assert real.value("select count(*) from public.rates where name = 'EUR'") == 1


def test_thirty_fields_that_come_at_once_are_thirty_columns_and_go_again(real: RealWorld) -> None:
    """As an add-on brings them; a view on the relation survives both."""
    declared(real, "res.country")
    real.sync(streams=["res.country"])
    real.db.execute("create view public.countries as select code, phone_code from odoo_raw.res_country")
    columns = """select count(*) from pg_attribute
                  where attrelid = 'odoo_raw.res_country'::regclass and attnum > 0 and not attisdropped"""
    before = real.value(columns)
    model: Any = real.odoo.call("ir.model", "search", domain=[["model", "=", "res.country"]])
    mark = uuid.uuid4().hex[:8]
    kinds = ["char", "integer", "float", "boolean", "date", "datetime"]
    described = [
        {"name": f"x_scout_{mark}_{n}", "model_id": model[0], "ttype": kinds[n % 6], "field_description": f"Ours {n}"}
        for n in range(30)
    ]
    made: Any = real.odoo.call("ir.model.fields", "create", vals_list=described)
    try:
        assert real.sync(streams=["res.country"]).status == "completed"
        assert real.value(columns) == before + 30
    finally:
        real.odoo.call("ir.model.fields", "unlink", ids=made)
    assert real.sync(streams=["res.country"]).status == "completed"
    assert real.value(columns) == before
    assert real.value("select count(*) from public.countries where code = 'PH'") == 1
