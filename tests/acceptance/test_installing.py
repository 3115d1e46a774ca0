"""Modules that are installed later: their columns come by themselves, and a model of theirs by its name alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.postgres import Cluster
from tests.acceptance.conftest import RealWorld
from tests.acceptance.odoo_columns import compare
from tests.acceptance.odoo_copy import copied_odoo, install
from tests.acceptance.test_choosing import typed

pytestmark = pytest.mark.odoo

MODEL = "maintenance.equipment"
RELATION = "odoo_raw.maintenance_equipment"
FIELD = "x_scout_grade"


@pytest.fixture(scope="module")
def odoo_variables(odoo_variables: dict[str, str]) -> Iterator[dict[str, str]]:
    """Of a copy: a module that was installed cannot be taken away without a trace."""
    with copied_odoo(odoo_variables) as variables:
        yield variables


@pytest.fixture
def protocol() -> str:
    return "json2"


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """Empty, as a first user has it."""
    yield cluster.create_database("installing")
    cluster.drop_database("installing")


def columns(real: RealWorld) -> dict[tuple[str, str], str | None]:
    """Of every relation of odoo_raw its columns and their comments."""
    return {
        (relation, name): comment
        for relation, name, comment in real.rows(
            """select c.relname, a.attname, col_description(c.oid, a.attnum)
                 from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                where c.relnamespace = 'odoo_raw'::regnamespace"""
        )
    }


def stored_fields(real: RealWorld) -> set[tuple[str, str]]:
    """(model, name) of what Odoo stores in its own tables, lists of ids and files left out."""
    question = """select model, name from ir_model_fields
                   where store and ttype not in ('one2many', 'many2many', 'binary')"""
    return {(model, name) for model, name in real.odoo_db.execute(question)}


def test_every_field_of_a_module_that_is_installed_is_a_column_with_odoos_label(real: RealWorld) -> None:
    """Told by the run, equal to Odoo's own table; a view that somebody built on a relation stays."""
    typed(real, "migrate")
    first = real.sync(groups=["all"])
    assert first.status == "completed", [(one.stream, one.error) for one in first.streams if one.error]
    read = {one.stream for one in first.streams if one.status == "completed"}
    real.db.execute("create view public.moves as select id, product_qty, state from odoo_raw.stock_move")
    known, fields = columns(real), stored_fields(real)

    install(real, "maintenance", "mrp")
    report = real.sync(groups=["all"])
    assert report.status == "completed", [(one.stream, one.error) for one in report.streams if one.error]
    added = {(model, name) for model, name in stored_fields(real) - fields if model in read}
    assert len(added) >= 30
    now = columns(real)
    assert now.keys() - known.keys() == {(model.replace(".", "_"), name) for model, name in added}
    assert known.keys() <= now.keys()
    labels = {model: real.odoo.fields(model) for model, _ in added}
    unlabelled = {
        (model, name)
        for model, name in added
        if (labels[model][name].label or "no label") not in (now[model.replace(".", "_"), name] or "")
    }
    assert unlabelled == set()
    said = {(one.stream, notice) for one in report.streams for notice in one.notices}
    assert {(model, f"field {name} is new") for model, name in added} <= said

    compared = {model: compare(real.db, real.odoo_db, model) for model in labels}
    assert {model: one.differences[:5] for model, one in compared.items() if one.differences} == {}
    assert {name for one in compared.values() for name in one.exceptions}.isdisjoint(name for _, name in added)
    assert real.value("select count(*) from odoo_raw.stock_warehouse where manufacture_steps = 'mrp_one_step'") > 0
    [(rows,)] = real.odoo_db.execute("select count(*) from stock_move")
    assert real.value("select count(*) from public.moves") == rows


def test_a_model_that_nobody_described_is_a_table_by_its_name_alone(real: RealWorld, tmp_path: Path) -> None:
    """Labels, months, a field made by hand, a delete; and one company's role sees that company's alone."""
    install(real, "maintenance")
    file = tmp_path / "streams.toml"
    second = sorted(real.odoo.identity.company_ids)[1]
    made: Any = real.odoo.call(
        MODEL, "create",
        vals_list=[
            {"name": name, "company_id": second, "cost": cost, "effective_date": "2026-02-03"}
            for name, cost in (("Forklift", 12345.67), ("Pallet truck", 890.12))
        ],
    )  # fmt: skip
    forklift, truck = made
    typed(real, "models", "add", MODEL, file=file)
    typed(real, "migrate", file=file)
    typed(real, "sync", "-s", MODEL, "-s", "res.company", "--json", file=file)
    compared = compare(real.db, real.odoo_db, MODEL)
    assert (compared.rows, compared.differences) == (len(real.read(MODEL, ["id"])), [])
    assert compared.columns > 20
    fields, described = real.odoo.fields(MODEL), columns(real)
    relation = RELATION.removeprefix("odoo_raw.")
    for name in ("cost", "serial_no", "technician_user_id", "effective_date"):
        assert (fields[name].label or "no label") in (described[relation, name] or "")

    proof = typed(real, "reconcile", "--deep", "-s", MODEL, "--json", file=file)["streams"][0]["reconcile"]
    assert (proof["result"], {month["equal"] for month in proof["months"]}) == ("equal", {True})
    assert "13235.79" in str([month["source_sums"] for month in proof["months"]])

    model: Any = real.odoo.call("ir.model", "search", domain=[["model", "=", MODEL]])
    described_field = {"name": FIELD, "model_id": model[0], "ttype": "integer", "field_description": "Our grade"}
    real.odoo.call("ir.model.fields", "create", vals_list=[described_field])
    real.odoo.call(MODEL, "write", ids=[forklift], vals={FIELD: 7})
    drifted = typed(real, "sync", "-s", MODEL, "--json", file=file)["streams"][0]
    assert f"field {FIELD} is new" in drifted["notices"]
    assert real.rows(f"select id, {FIELD} from {RELATION} where {FIELD} > 0") == [(forklift, 7)]
    assert "Our grade" in (columns(real)[relation, FIELD] or "")

    real.odoo.call(MODEL, "unlink", ids=[truck])
    typed(real, "reconcile", "-s", MODEL, "--json", file=file)
    assert real.rows(f"select id from {RELATION} where id = %s", truck) == []
    assert real.value("select count(*) from odoo_raw.deleted where model = %s and id = %s", MODEL, truck) == 1

    real.value(
        "insert into scout.company_access (role_name, company_id) values ('superset_readonly', %s) returning 1", second
    )
    real.db.execute("set role superset_readonly")
    assert real.rows(f"select id from {RELATION}") == [(forklift,)]
    assert real.rows("select id from odoo_raw.deleted where model = %s", MODEL) == [(truck,)]
    real.db.execute("reset role")
    assert real.value(f"select count(*) from {RELATION}") > 1
