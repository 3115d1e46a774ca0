"""Twelve faults, one by one, in a world that is well: `scout health` names the cause and the mend, and exits with 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NoReturn

import pytest

from demo.odoo import Fault
from demo.odoo.errors import DEBUG_MARKER
from demo.postgres import Cluster
from shared.monitoring.health.check_health import check_health
from shared.monitoring.health.health_report import GROUPS, HealthReport
from shared.odoo.client import Odoo
from shared.settings import Settings
from shared.warehouse.migrations import all_migrations
from shared.warehouse.open import open_warehouse
from tests.contract.postgrest import postgrest
from tests.engine.conftest import FEW_TRIES, World
from tests.engine.health_world import HealthWorld, healthy_world, line_of, now, plain, template, told, well
from tests.unit.cli_support import scout

__all__ = ["template", "well"]

NEWEST = all_migrations()[-1]


@pytest.fixture
def well_over_rest(world: World, database_url: str) -> Iterator[HealthWorld]:
    with healthy_world(world) as healthy, postgrest(database_url) as api:
        healthy.variables |= {"SUPABASE_URL": api.url, "SUPABASE_SERVICE_ROLE_KEY": api.secret_key}
        yield healthy


@dataclass(frozen=True)
class Case:
    """What is done to the world, on which line it must show, and words of the cause and of the mend."""

    inject: Callable[[HealthWorld], object]
    group: str
    check: str
    cause: str
    mend: str
    changes: dict[str, str] = field(default_factory=dict)


def _expire(well: HealthWorld) -> None:
    """As Odoo does with a key whose day has passed: it is no key any more, and soon its row is gone."""
    well.world.odoo.api_keys.clear()
    well.world.odoo.unlink("res.users.apikeys", 1)


def _quarantine(well: HealthWorld) -> None:
    """Five orders of sixty whose total is no number."""
    orders = sorted(well.world.odoo.stored("pos.order"))[:5]
    well.sql(
        f"""update scout.bronze_pos_order set payload = payload || '{{"amount_total": "a lot"}}', payload_hash = '\\x00'
             where odoo_id in ({", ".join(map(str, orders))})"""
    )


def _park(well: HealthWorld) -> None:
    well.sql("select ops.enqueue_odoo('ann', 'res.partner', 'upsert', '{\"name\": \"Ann\"}', p_external_id => 'ann')")
    well.sql("update ops.odoo_outbox set status = 'dead', error_kind = 'refused', last_error = 'Ann is secret'")


CASES = {
    "a wrong password": Case(
        lambda well: None, "odoo", "login", "does not accept the credentials of 'admin'", "Check ODOO_USERNAME, ODOO_PASSWORD",
        {"ODOO_API_KEY": "", "ODOO_USERNAME": "admin", "ODOO_PASSWORD": "not-the-password"},
    ),
    "an expired key": Case(_expire, "odoo", "login", "does not accept the API key", "has expired"),
    "a missing right": Case(
        lambda well: well.world.odoo.deny_model("res.partner"), "odoo", "rights to res.partner", "res.partner", "Settings → Users"
    ),
    "a missing field": Case(
        lambda well: well.world.odoo.drop_field("pos.order", "amount_tax"), "odoo", "fields of pos.order", "'amount_tax'", ""
    ),
    "a grant that was taken": Case(
        lambda well: well.sql("revoke select on scout.quarantine from service_role"),
        "warehouse", "grants", "scout.quarantine", "As the owner: grant select on scout.quarantine to service_role",
    ),
    "a missing migration": Case(
        lambda well: well.sql(f"delete from supabase_migrations.schema_migrations where version = '{NEWEST.version}'"),
        "warehouse", "migrations", f"1 migration is missing: {NEWEST.path.name}", "scout migrate",
    ),
    "an edited migration": Case(
        lambda well: well.sql(
            f"update supabase_migrations.schema_migrations set statements = '{{select 1}}' where version = '{NEWEST.version}'"
        ),
        "warehouse", "migrations", f"Not the text that was applied: {NEWEST.path.name}", "A migration is never edited",
    ),
    "a stale stream": Case(
        lambda well: well.sql("update scout.sync_checkpoints set last_sync_at = now() - interval '5 hours' where id = 'pos.order'"),
        "sync", "lag of pos.order", "pos.order: 5 h behind Odoo", "scout sync",
    ),
    "a full quarantine": Case(
        _quarantine, "silver and gold", "quarantine of pos.order", "5 records of pos.order", "scout.quarantine"
    ),
    "a dead letter": Case(_park, "outbox", "parked", "1 message is parked", "scout outbox retry 1"),
    "a stopped schedule": Case(
        lambda well: well.sql("update scout.sync_logs set started_at = started_at - interval '5 hours'"),
        "schedules", "sync", "The last sync began 5 h ago; SYNC_SCHEDULE says every 15 min", "See why nothing calls scout sync",
    ),
    "gold that is not refreshed": Case(
        lambda well: well.sql(
            "update scout.gold_refreshes set started_at = now() - interval '4 hours', finished_at = now() - interval '4 hours'"
        ),
        "silver and gold", "gold", "Last refreshed 4 h ago", "scout gold",
    ),
    "a clock that is wrong": Case(
        lambda well: well.world.odoo.clock.advance(minutes=5), "odoo", "clock", "min ahead of the warehouse's", "Set the clock of Odoo's host right",
    ),
}  # fmt: skip

REST_CASES = {
    "a limit that would cut pages": Case(
        lambda well: well.sql("alter function scout.commit_page set statement_timeout = '2s'"),
        "warehouse", "statement timeouts", "scout.commit_page after 2 s", "alter function scout.commit_page set statement_timeout = '25s'",
    ),
    "a missing migration": CASES["a missing migration"],
    "an edited migration": CASES["an edited migration"],
}  # fmt: skip


def _must_fail(report: HealthReport, group: str, check: str, cause: str, mend: str) -> None:
    """On one line, and on no other."""
    (line,) = report.failing
    assert (line.group, line.check) == (group, check)
    assert cause in line.message
    assert mend in line.fix


def _must_show(well: HealthWorld, case: Case) -> None:
    """The one failing line, in JSON and on a narrow terminal; all other groups look on."""
    case.inject(well)
    report = well.health(**case.changes)
    _must_fail(report, case.group, case.check, case.cause, case.mend)
    assert {one.group for one in report.lines if one.verdict == "pass"} >= set(GROUPS) - {case.group}
    screen = well.screen(**case.changes)
    assert screen.exit_code == 1
    assert f"✗ {case.check.split()[0]}" in plain(screen.stdout)
    assert DEBUG_MARKER not in screen.stdout + report.model_dump_json()


@pytest.mark.parametrize("name", CASES)
def test_each_fault_is_named_with_its_mend_on_a_line_of_its_own(well: HealthWorld, name: str) -> None:
    _must_show(well, CASES[name])


@pytest.mark.postgrest
@pytest.mark.parametrize("name", REST_CASES)
def test_each_fault_is_named_over_the_data_api_too(well_over_rest: HealthWorld, name: str) -> None:
    _must_show(well_over_rest, REST_CASES[name])


@pytest.mark.postgrest
@pytest.mark.parametrize("schemas", ["public,scout", "public,ops"])
def test_a_schema_that_is_not_exposed_is_named(world: World, database_url: str, schemas: str) -> None:
    with healthy_world(world) as well, postgrest(database_url, schemas=schemas) as api:
        report = well.health(SUPABASE_URL=api.url, SUPABASE_SERVICE_ROLE_KEY=api.service_role_key)
    _must_fail(report, "warehouse", "schemas", "does not expose the schema", "Exposed schemas: add scout and ops")


def test_a_healthy_world_passes_without_a_single_complaint(well: HealthWorld) -> None:
    report = well.health()
    assert told(report) == []
    assert report.status == "pass"
    assert tuple(dict.fromkeys(line.group for line in report.lines)) == GROUPS
    screen = well.screen()
    assert screen.exit_code == 0
    assert "The numbers can be trusted: proven equal to Odoo just now." in plain(screen.stdout)


@pytest.mark.postgrest
def test_a_healthy_world_passes_over_the_data_api(well_over_rest: HealthWorld) -> None:
    assert told(well_over_rest.health()) == []


def test_looking_writes_nothing(well: HealthWorld) -> None:
    before = well.world.content()
    well.health()
    assert well.world.content() == before
    changing = {"create", "write", "unlink", "load"}
    assert not changing & {method for _, method in well.world.odoo.requests}


@pytest.mark.parametrize(("days", "verdict"), [(2, "fail"), (10, "warn"), (40, "pass")])
def test_a_key_is_announced_before_it_expires(well: HealthWorld, days: int, verdict: str) -> None:
    end = now() + timedelta(days=days, hours=1)
    for name, expires in (
        ("a later one", end + timedelta(days=300)),
        ("ours", end),
        ("long gone", now() - timedelta(days=1)),
    ):
        values = {"name": name, "user_id": 2, "scope": False, "expiration_date": expires}
        well.world.odoo.create("res.users.apikeys", values)
    line = line_of(well.health(), "API key")
    assert (line.verdict, "'ours', expires in" in line.message) == (verdict, True)


@pytest.mark.parametrize(
    ("model", "line"),
    [
        ("res.users.apikeys", ("odoo", "API key", "unknown")),
        ("ir.model.data", ("odoo", "external ids", "warn")),
    ],
)
def test_what_no_run_needs_and_may_not_be_read_is_no_failure(
    well: HealthWorld, model: str, line: tuple[str, str, str]
) -> None:
    well.world.odoo.deny_model(model)
    assert told(well.health()) == [line]


def test_a_model_that_may_be_absent_is_no_fault(world: World, database_url: str) -> None:
    with healthy_world(world, brand=False) as well:
        report = well.health(SUPABASE_DB_URL=database_url)
    assert told(report) == []
    assert "11 streams can be read with all fields required; 1 not installed here" in line_of(report, "rights").message


def test_a_company_that_was_taken_from_the_user_is_a_warning(well: HealthWorld) -> None:
    well.world.odoo.grant_companies(1)
    assert ("odoo", "companies", "warn") in told(well.health())


@pytest.mark.postgrest
def test_over_the_data_api_a_part_that_may_not_be_told_hides_no_other(well_over_rest: HealthWorld) -> None:
    well_over_rest.sql("revoke select on ops.odoo_outbox from service_role")
    assert told(well_over_rest.health()) == [
        ("warehouse", "grants", "fail"),
        ("outbox", "queue", "unknown"),
    ]


def test_an_empty_database_that_was_never_migrated_says_so_once(well: HealthWorld, cluster: Cluster) -> None:
    empty = cluster.create_database("scout_health_empty")
    try:
        report = well.health(SUPABASE_DB_URL=empty)
    finally:
        cluster.drop_database("scout_health_empty")
    missing = f"{len(all_migrations())} migrations are missing"
    _must_fail(report, "warehouse", "migrations", missing, "scout migrate")
    assert {one.verdict for one in report.lines if one.group in {"sync", "silver and gold", "outbox", "schedules"}} == {
        "unknown"
    }
    assert line_of(report, "rights").verdict == "pass"


def test_an_older_warehouse_is_told_to_migrate(well: HealthWorld) -> None:
    """As it was before this report existed."""
    well.sql("drop function ops.health_facts()")
    well.sql("delete from supabase_migrations.schema_migrations where version = '20261122002000'")
    _must_fail(well.health(), "warehouse", "migrations", "20261122002000_report_health.sql", "scout migrate")


@pytest.mark.parametrize("may_call", [False, True], ids=["may only read", "may also call"])
def test_a_role_that_may_only_read_is_told_what_it_lacks(well: HealthWorld, database_url: str, may_call: bool) -> None:
    well.sql("create role health_reader login in role pg_read_all_data")
    try:
        if may_call:
            well.sql("grant execute on all functions in schema scout, ops to health_reader")
        report = well.health(SUPABASE_DB_URL=database_url.replace("postgres@", "health_reader@"))
    finally:
        well.sql("drop owned by health_reader")
        well.sql("drop role health_reader")
    (line,) = report.failing
    assert (line.group, line.check) == ("warehouse", "grants")
    assert "may not call" in line.message or "may read but not write" in line.message
    assert "SUPABASE_DB_URL" in line.fix


def test_a_database_that_became_read_only_is_named_with_its_mend(well: HealthWorld) -> None:
    name = well.world.value("select current_database()")
    well.sql(f"alter database {name} set default_transaction_read_only = on")
    report = well.health()
    (line,) = [one for one in report.failing if one.group == "warehouse"]
    assert "The database is read-only" in line.message
    assert "disk full" in line.fix


@pytest.mark.parametrize("model", [None, "res.partner"], ids=["from the start", "in the middle"])
def test_odoo_down_is_one_line_and_the_rest_is_looked_at(well: HealthWorld, model: str | None) -> None:
    well.world.odoo.inject(Fault.refused(), model=model, times=99)
    report = check_health(
        Settings(well.variables),
        connect=lambda settings: Odoo.connect(settings, transport=well.world.odoo.transport(), retry_policy=FEW_TRIES),
    )
    assert told(report) == [("odoo", "reachable", "fail")]
    assert "No usable answer from Odoo" in report.failing[0].message


def test_the_warehouse_down_is_one_line_and_odoo_is_looked_at(well: HealthWorld) -> None:
    report = check_health(
        Settings(well.variables | {"SUPABASE_DB_URL": "postgresql://postgres:a-secret-word@127.0.0.1:1/scout"}),
        open_warehouse=lambda settings: open_warehouse(settings, retry_policy=FEW_TRIES),
    )
    assert [(line.group, line.check) for line in report.failing] == [("warehouse", "reachable")]
    assert line_of(report, "rights").verdict == "pass"
    assert line_of(report, "clock").verdict == "unknown"
    assert "a-secret-word" not in report.model_dump_json()


def test_with_nothing_configured_every_missing_variable_is_named_and_nothing_is_called() -> None:
    screen = scout("health", variables={})
    assert screen.exit_code == 1
    for name in ("ODOO_BASE_URL", "ODOO_DB", "ODOO_API_KEY", "SUPABASE_URL"):
        assert f"✗ {name}" in screen.stdout
    for group in GROUPS:
        assert f"\n{group}\n" in f"\n{screen.stdout}"


def test_an_unexpected_error_in_one_group_hides_no_other_and_shows_no_content(well: HealthWorld) -> None:
    def fail(settings: object) -> NoReturn:
        raise RuntimeError("content of a record")

    odoo = check_health(Settings(well.variables), connect=fail)
    assert told(odoo) == [("odoo", "odoo", "unknown")]
    assert "RuntimeError at test_health_faults.py" in line_of(odoo, "odoo").message
    warehouse = check_health(Settings(well.variables), open_warehouse=fail)
    assert ("warehouse", "warehouse", "unknown") in told(warehouse)
    assert line_of(warehouse, "rights").verdict == "pass"
    assert "content of a record" not in odoo.model_dump_json() + warehouse.model_dump_json()
