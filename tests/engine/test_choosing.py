"""A model is chosen by command, and the plan held against what a sync then takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cli.context import Context
from demo.postgres import Cluster
from demo.shop import fill
from tests.engine.conftest import World
from tests.unit.cli_support import scout

SIZES = """
    select c.relname, pg_total_relation_size(c.oid)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'scout' and c.relkind = 'r' and c.relname ~ '^(bronze|typed)_'
"""


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """Empty, as a first user has it: `scout migrate` is part of the way."""
    yield cluster.create_database("chosen")
    cluster.drop_database("chosen")


def sizes(db: psycopg.Connection[Any]) -> dict[str, int]:
    return dict(db.execute(SIZES).fetchall())


def test_the_plan_is_within_a_fifth_of_what_a_first_sync_takes(world: World, served_world: dict[str, str]) -> None:
    """Also table by table for the large ones: what is wrong in one place must not be made good in another."""
    fill(world.odoo, days=60, orders=4000)
    world.later()
    planned = scout("plan", "--json", variables=served_world)
    assert planned.exit_code == 0, planned.output
    plan = json.loads(planned.stdout)
    for command in ("migrate", "sync"):
        done = scout(command, variables=served_world)
        assert done.exit_code == 0, done.output
    taken = sizes(world.db)
    real, expected = 0, 0
    for one in plan["streams"]:
        name = one["stream"].replace(".", "_")
        here = {kind: taken.get(f"{kind}_{name}", 0) for kind in ("bronze", "typed")}
        real, expected = real + sum(here.values()), expected + one["bytes"]
        if one["rows"] > 1000:
            assert 0.75 < one["bytes"] / sum(here.values()) < 1.25, (one, here)
    assert 0.8 < expected / real < 1.2
    assert plan["total"]["rows"] == world.value("select sum(live) from scout.bronze_totals")


def test_a_model_that_nobody_described_is_added_migrated_and_synced(
    world: World, served_world: dict[str, str], tmp_path: Path
) -> None:
    world.odoo.create("res.groups", {"name": "Sales / User"})
    world.later()
    variables = {**served_world, "SYNC_STREAMS_FILE": str(tmp_path / "streams.toml")}
    listed = scout("models", "pos.order", "--json", variables=served_world)
    assert listed.exit_code == 0, listed.output
    assert {one["model"]: one["state"] for one in json.loads(listed.stdout)["models"]} == {
        "pos.order": "known",
        "pos.order.line": "known",
    }
    asks = {"knows_time_zone": Context.knows_time_zone}
    for words in (
        ["models", "add", "res.groups"],
        ["migrate"],
        ["plan", "-s", "res.groups"],
        ["sync", "-s", "res.groups"],
    ):
        done = scout(*words, variables=variables, **asks)
        assert done.exit_code == 0, (words, done.output)
    assert world.value("select name from odoo_raw.res_groups where name like 'Sales%%'") == "Sales / User"
    again = scout("models", "res.groups", "--json", variables=variables)
    assert json.loads(again.stdout)["models"][0]["state"] == "synced"
