"""The command line with everything behind it: the real engine, a simulated Odoo over HTTP, a real PostgreSQL."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import Result

from cli.context import Context, console
from demo.odoo import Fault
from shared.runner_name import this_runner
from shared.settings import Settings
from shared.sync.run_report import RunReport
from tests.engine.conftest import World
from tests.unit.cli_support import scout

Scout = Callable[..., Result]


@pytest.fixture
def run(served_world: dict[str, str]) -> Scout:
    """`scout` with the world's settings, changed by `variables`."""

    def call(*arguments: str, variables: dict[str, str] | None = None) -> Result:
        return scout(*arguments, variables=served_world | (variables or {}))

    return call


def report_of(result: Result) -> RunReport:
    return RunReport.model_validate_json(result.stdout)


def test_sync_gold_and_status_work_one_after_the_other(run: Scout, db: psycopg.Connection[Any]) -> None:
    first = run("sync")
    assert first.exit_code == 0, first.output
    assert "12 streams are up to date with Odoo as of" in first.stdout
    assert db.execute("select count(*) from scout.bronze_pos_order").fetchone() == (60,)
    gold = run("gold")
    assert gold.exit_code == 0
    assert "scout.gold_daily_sales" in gold.stdout
    status = run("status")
    assert status.exit_code == 0
    assert "12 streams: 12 up to date" in status.stdout


@pytest.mark.parametrize("words", [["changes", "nope"], ["replay", "-s", "pos.order", "--run", "nope"]])
def test_a_run_that_is_no_runs_id_is_wrong_use(run: Scout, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "'nope' is no run's id" in result.stderr


def test_a_spent_time_budget_ends_well_and_the_next_run_goes_on(run: Scout, world: World) -> None:
    slow = {"SYNC_BATCH_SIZE": "20", "SYNC_TIME_BUDGET_SECONDS": "0.2", "SYNC_PARALLEL_STREAMS": "1"}
    world.odoo.inject(Fault.hook(lambda call: threading.Event().wait(0.3) and None), method="search_read", times=1)
    first = run("sync", "-s", "pos.order", variables=slow)
    assert first.exit_code == 0
    assert "run again to continue" in first.stdout
    second = run("sync", "-s", "pos.order")
    assert "went on after record" in second.stdout
    assert "1 stream is up to date" in second.stdout


def test_a_wrong_key_is_told_once_with_its_fix_and_status_remembers_it(run: Scout) -> None:
    result = run("sync", variables={"ODOO_API_KEY": "0" * 40})
    assert result.exit_code == 1
    assert result.stdout.count("does not accept the API key") == 1
    assert "→ Set ODOO_API_KEY" in result.stdout
    assert "0" * 40 not in result.output
    status = run("status")
    assert status.exit_code == 1
    assert "does not accept the API key" in status.stdout


def test_an_empty_database_says_to_migrate_and_migrate_makes_it_whole(run: Scout, world: World, cluster: Any) -> None:
    fresh = {"SUPABASE_DB_URL": cluster.create_database("scout_fresh")}
    try:
        assert "scout migrate" in run("sync", variables=fresh).stdout
        assert "scout migrate" in run("status", variables=fresh).stderr
        assert run("migrate", "--pending", variables=fresh).exit_code == 1
        applied = json.loads(run("migrate", "--json", variables=fresh).stdout)["applied"]
        assert applied
        assert run("migrate", "--pending", variables=fresh).exit_code == 0
        assert run("status", variables=fresh).stdout.strip().endswith("Type: scout sync")
        assert run("sync", variables=fresh).exit_code == 0
    finally:
        cluster.drop_database("scout_fresh")


def test_a_model_of_ones_own_goes_from_its_definition_to_typed_rows(run: Scout, cluster: Any, tmp_path: Path) -> None:
    """What migrate would do, pending and health tell beforehand; what Odoo lacks or would lose a column is refused."""
    file, url = tmp_path / "streams.toml", cluster.create_database("scout_own")
    own = {"SUPABASE_DB_URL": url, "SYNC_STREAMS_FILE": str(file)}
    table = '[stream.table]\nname = "silver_users"\ndescription = "Users."\ncolumns = [{0}]\n'
    columns = (
        '{ name = "user_name", field = "login", type = "text", required = true }',
        '{ name = "active", type = "boolean" }',
    )
    users = '[[stream]]\nmodel = "res.users"\n' + table
    try:
        run("migrate", variables={"SUPABASE_DB_URL": url})
        file.write_text(users.replace("{0}", columns[0]) + '[[stream]]\nmodel = "res.user"\n')
        refused = run("migrate", variables=own)
        assert (refused.exit_code, "Odoo has no model 'res.user'" in refused.stderr) == (2, True), refused.output
        file.write_text(users.replace("{0}", columns[0]))
        assert "res.users: table scout.silver_users" in run("migrate", "--pending", variables=own).stdout
        assert "res.users: table scout.silver_users" in run("health", variables=own).stdout
        assert "✓ created scout.silver_users" in run("migrate", variables=own).stdout
        assert run("sync", "-s", "res.users", variables=own).exit_code == 0
        file.write_text(users.replace("{0}", ", ".join(columns)))
        assert "✓ changed column scout.silver_users.active" in run("migrate", variables=own).stdout
        assert run("migrate", "--pending", variables=own).exit_code == 0
        with psycopg.connect(url) as db:
            rows = db.execute("select count(*), count(user_name), count(active) from scout.silver_users").fetchone()
        assert rows is not None
        assert rows[0] == rows[1] == rows[2] > 0
        file.write_text(users.replace("{0}", columns[0]))
        lost = run("migrate", variables=own)
        assert (lost.exit_code, "scout.silver_users.active is not in the definition" in lost.stderr) == (2, True)
    finally:
        cluster.drop_database("scout_own")


def test_a_run_ended_at_once_gives_its_leases_back_and_the_next_one_need_not_wait(
    run: Scout, world: World, database_url: str
) -> None:
    lease: dict[str, Any] = {"p_checkpoint_id": "pos.order", "p_stream": "pos.order", "p_lease_seconds": 300}
    run_id = "6a0e0f0a-0000-4000-8000-000000000002"
    world.warehouse.call("begin_sync", lease | {"p_holder": this_runner(), "p_run_id": run_id})
    settings = Settings({"SUPABASE_DB_URL": database_url})
    Context({}, console(), console()).give_leases_back(settings)
    assert run("sync", "-s", "pos.order").exit_code == 0


def test_a_dry_run_counts_what_the_next_run_reads_by_one_call_a_stream(run: Scout, world: World) -> None:
    def would_read(*words: str) -> dict[str, int | None]:
        calls = len(world.odoo.calls)
        report = report_of(run("sync", "--dry-run", "--json", *words))
        assert len(world.odoo.calls) - calls <= len(report.streams) + 4, "and version, login and user once"
        return {one.stream: one.would_read for one in report.streams if one.status == "completed"}

    def read(*words: str) -> dict[str, int]:
        return {one.stream: one.fetched for one in report_of(run("sync", "--json", *words)).streams}

    before = world.content()
    first = would_read()
    exact = run("sync", "--dry-run", "--exact", "-s", "pos.order")
    assert "nothing was written: of 60 records read, 60 would be inserted" in exact.stdout
    assert world.content() == before
    assert first == read()
    world.odoo.clock.advance(seconds=86_400)
    world.shop.sell(3)
    world.odoo.clock.advance(seconds=60)
    assert would_read() == read()
    assert "63 records would be read" in run("sync", "--dry-run", "--full", "-s", "pos.order").stdout
    assert run("sync", "--exact").exit_code == 2
