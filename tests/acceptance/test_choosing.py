"""A model that nobody described: found, added, migrated, synced, held against Odoo; and a plan held against a sync."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.postgres import Cluster
from tests.acceptance.conftest import RealWorld
from tests.unit.cli_support import scout

pytestmark = pytest.mark.odoo

MODEL = "stock.warehouse.orderpoint"
RELATION = "odoo_raw.stock_warehouse_orderpoint"


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """Empty, as a first user has it: `scout migrate` is part of the way."""
    yield cluster.create_database("chosen")
    cluster.drop_database("chosen")


def typed(real: RealWorld, *words: str, file: Path | None = None) -> Any:
    """What a command answers as JSON, or in words; it must not fail."""
    own = {"SYNC_STREAMS_FILE": str(file)} if file else {}
    done = scout(*words, variables={**real.variables, **own})
    assert done.exit_code == 0, (words, done.output)
    return json.loads(done.stdout) if "--json" in words else done.stdout


def rule_of_second_company(real: RealWorld) -> int:
    """A reordering rule at a warehouse of another company than those of the demo's rules."""
    rules, warehouses = (
        list(real.read(model, fields).values())
        for model, fields in (
            (MODEL, ["company_id", "product_id"]),
            ("stock.warehouse", ["company_id", "lot_stock_id"]),
        )
    )
    taken = {rule["company_id"][0] for rule in rules}
    warehouse = next(one for one in warehouses if one["company_id"][0] not in taken)
    made: Any = real.odoo.call(
        MODEL,
        "create",
        vals_list=[
            {
                "product_id": rules[0]["product_id"][0],
                "warehouse_id": warehouse["id"],
                "location_id": warehouse["lot_stock_id"][0],
                "company_id": warehouse["company_id"][0],
                "product_min_qty": 1.5,
                "product_max_qty": 4.25,
            }
        ],
    )
    return int(made[0])


def test_a_model_is_added_by_its_name_and_is_then_as_good_as_those_we_know(real: RealWorld, tmp_path: Path) -> None:
    file = tmp_path / "streams.toml"
    found = typed(real, "models", "warehouse", "--json")
    assert {one["model"]: one["state"] for one in found["models"]} == {"stock.warehouse": "known", MODEL: ""}
    assert found["complete"]
    typed(real, "models", "add", MODEL, file=file)
    typed(real, "migrate", file=file)
    rule = rule_of_second_company(real)
    try:
        typed(real, "sync", "-s", MODEL, "-s", "res.company", "--json", file=file)
        rows = real.rows(f"select id, product_min_qty, product_max_qty, company_id from {RELATION} order by id")
        theirs = real.read(MODEL, ["product_min_qty", "product_max_qty", "company_id"])
        assert [(n, float(low), float(high), company) for n, low, high, company in rows] == [
            (n, one["product_min_qty"], one["product_max_qty"], one["company_id"][0])
            for n, one in sorted(theirs.items())
        ]
        label = real.odoo.fields(MODEL)["product_min_qty"].label
        described = real.value(
            "select col_description(%s::regclass, attnum) from pg_attribute where attrelid = %s::regclass and attname = %s",
            RELATION, RELATION, "product_min_qty",
        )  # fmt: skip
        assert label
        assert label in described
        proof = typed(real, "reconcile", "--deep", "-s", MODEL, "--json", file=file)["streams"][0]["reconcile"]
        assert proof["result"] == "equal"
        assert proof["months"]
        assert all(month["equal"] for month in proof["months"])
        assert "product_min_qty" in proof["months"][0]["source_sums"]
        company = theirs[rule]["company_id"][0]
        real.value(
            "insert into scout.company_access (role_name, company_id) values ('superset_readonly', %s) returning 1",
            company,
        )
        real.db.execute("set role superset_readonly")
        assert real.rows(f"select id from {RELATION}") == [(rule,)]
        real.db.execute("reset role")
    finally:
        real.odoo.call(MODEL, "unlink", ids=[rule])
    typed(real, "reconcile", "-s", MODEL, "--json", file=file)
    assert real.rows(f"select id from {RELATION} where id = %s", rule) == []
    assert real.value("select count(*) from odoo_raw.deleted where model = %s and id = %s", MODEL, rule) == 1


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("ir.config_parameter", "never leave"),
        ("ir.mail_server", "never leave"),
        ("res.users.apikeys", "never leave"),
        ("mail.thread", "keeps no records"),
        ("base.language.export", "keeps no records"),
        ("stock.warehouse.orderpont", f"did you mean {MODEL}?"),
        ("sale.order", "sales"),
        ("sale.report", "made from"),
    ],
)
def test_what_cannot_be_added_is_refused(real: RealWorld, tmp_path: Path, model: str, said: str) -> None:
    file = tmp_path / "streams.toml"
    refused = scout("models", "add", model, variables={**real.variables, "SYNC_STREAMS_FILE": str(file)})
    assert refused.exit_code == 2
    assert said in " ".join(refused.stderr.split())
    assert not file.exists()


def test_a_user_without_the_right_to_the_list_of_models_sees_those_that_are_known(
    real: RealWorld, cashier: dict[str, str]
) -> None:
    variables = {**real.variables, **cashier, "ODOO_PROTOCOL": "jsonrpc"}
    done = scout("models", "--json", variables=variables)
    assert done.exit_code == 0, done.output
    found = {one["model"]: one["readable"] for one in json.loads(done.stdout)["models"]}
    assert found["pos.order"] is True
    assert False in found.values()


def test_the_plan_of_the_whole_erp_is_within_a_fifth_of_what_a_sync_takes(real: RealWorld) -> None:
    plan = typed(real, "plan", "-g", "all", "--json")
    typed(real, "migrate")
    typed(real, "sync", "-g", "all", "--json")
    planned = [one for one in plan["streams"] if one["status"] == "planned"]
    names = [f"{kind}_{one['stream'].replace('.', '_')}" for one in planned for kind in ("bronze", "typed")]
    taken = real.value(
        "select sum(pg_total_relation_size(to_regclass('scout.' || name)))::bigint from unnest(%s::text[]) name", names
    )
    expected = sum(one["bytes"] for one in planned)
    print(f"planned {expected:,} bytes, taken {taken:,}: {expected / taken:.3f}")  # noqa: T201
    assert 0.8 < expected / taken < 1.2
    assert sum(one["rows"] for one in planned) == real.value("select sum(live) from scout.bronze_totals")
