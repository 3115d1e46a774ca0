"""`scout lake` as a newcomer meets it: nothing set, nothing running."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from etl.config import LakeConfig
from shared.settings import Settings
from tests.lake.conftest import FACTS, FIRST, LAST, World, rows_of
from tests.unit.cli_support import scout

pytestmark = [pytest.mark.lake, pytest.mark.filterwarnings("ignore")]


def test_the_demo_fills_a_lake_within_half_a_minute_without_account_or_broker(tmp_path: Path) -> None:
    variables = {"DATA_LAKE_ROOT": str(tmp_path)}
    started = time.process_time()  # other tests share the machine; the simulated Odoo is counted too
    result = scout("lake", "run", "--demo", variables=variables)
    assert result.exit_code == 0, result.output
    assert time.process_time() - started < 30
    assert all(len(rows_of(LakeConfig.of(Settings(variables)))[name]) > 100 for name in FACTS)
    asked = scout(
        "lake",
        "sql",
        "select currency, count(*) as n from fact_sales group by all order by 1",
        "--json",
        variables=variables,
    )
    assert [row["currency"] for row in json.loads(asked.output)] == ["EUR", "GBP"]


def test_days_are_run_checked_and_exported_by_their_commands(world: World, tmp_path: Path) -> None:
    variables = {**world.variables, "DATA_LAKE_ROOT": str(tmp_path / "lake")}
    period = ("--from", str(FIRST), "--to", str(LAST))
    assert scout("lake", "check", *period, variables=variables).exit_code == 1  # nothing is there yet
    report = json.loads(scout("lake", "run", *period, "--json", variables=variables).stdout)
    assert set(report["days"].values()) == {(LAST - FIRST).days + 1}
    assert scout("lake", "check", *period, variables=variables).exit_code == 0
    assert scout("lake", "export", "--to", str(tmp_path / "plain"), variables=variables).exit_code == 0
    assert (tmp_path / "plain" / "fact_sales" / f"{LAST}.parquet").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["sql", "select 1"], 1, "There is no lake"),
        (["run", "--to", "2026-01-01"], 2, "--from"),
        (["run", "--from", "2026-01-02", "--to", "2026-01-01"], 2, "before"),
        (["run", "--date", "2026-01-02", "--from", "2026-01-01"], 2, "one day"),
    ],
)
def test_what_cannot_be_meant_is_said(world: World, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    result = scout("lake", *words, variables={**world.variables, "DATA_LAKE_ROOT": str(tmp_path)})
    assert result.exit_code == code
    assert said in result.output


def test_a_query_reads_the_lake_and_nothing_else(world: World, tmp_path: Path) -> None:
    variables = {**world.variables, "DATA_LAKE_ROOT": str(tmp_path / "lake")}
    scout("lake", "run", "--date", str(LAST), variables=variables)
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for query in (
        f"select * from '{secret}'",
        "set enable_external_access = true",
        "create table x as select 1",
        f"copy (select 1) to '{tmp_path}/x.csv'",
        "drop view fact_sales",
    ):
        assert scout("lake", "sql", query, variables=variables).exit_code == 2, query
    assert not (tmp_path / "x.csv").exists()
