"""Each group of `scout health` on its own: what the facts are, which lines they must give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from demo.odoo import SimulatedOdoo
from shared.errors import PageTooLarge, ScoutError
from shared.monitoring.health.check_lines import CheckLines, few
from shared.monitoring.health.configuration_checks import configuration_lines
from shared.monitoring.health.cron_schedule import Schedule
from shared.monitoring.health.health_facts import (
    OLDER,
    Facts,
    GoldFacts,
    MetricFacts,
    OutboxFacts,
    ScheduleFacts,
    ServerFacts,
    SyncFacts,
    Unseen,
)
from shared.monitoring.health.health_report import overall
from shared.monitoring.health.metric_checks import metric_lines
from shared.monitoring.health.odoo_checks import OdooCheck
from shared.monitoring.health.outbox_checks import outbox_lines
from shared.monitoring.health.schedule_checks import schedule_lines
from shared.monitoring.health.silver_and_gold_checks import silver_and_gold_lines
from shared.monitoring.health.sync_checks import allowed_lag, sync_lines
from shared.monitoring.health.warehouse_checks import LONG_FUNCTIONS, WarehouseView, warehouse_lines
from shared.odoo.client import Odoo
from shared.settings import DEFAULT_SCHEDULE, HealthSettings, Settings, SyncSettings, WarehouseSettings
from shared.warehouse.declarations import ModelChange
from tests.unit.cli_support import SETTINGS
from tests.unit.health_facts import (
    NOW,
    STREAMS,
    before,
    checkpoint,
    count,
    gold,
    outbox,
    schedules,
    server,
    silver,
    sync,
    unwell,
)

DIRECT = Settings(SETTINGS).warehouse
REST = Settings({"SUPABASE_URL": "https://x.supabase.co", "SUPABASE_SERVICE_ROLE_KEY": "a-key"}).warehouse
NOT_SEEN = Unseen("not seen", "a fix")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"ODOO_DB": ""}, ["ODOO_DB"]),
        ({"ODOO_DB": "", "SUPABASE_DB_URL": "", "SYNC_LEASE_SECONDS": "soon"}, ["ODOO_DB", "SUPABASE_URL", "SYNC_LEASE_SECONDS"]),
        ({"SYNC_SCHEDULE": "now and then"}, ["SYNC_SCHEDULE"]),
        ({"SYNC_SCHEDULE": "*/5 * * * *"}, []),
        ({"SYNC_STREAMS_FILE": "no/such/file.toml"}, ["SYNC_STREAMS_FILE"]),
        ({"HEALTH_ALLOWED_LAG_SECONDS": "1"}, ["HEALTH_ALLOWED_LAG_SECONDS"]),
        ({"SYNC_SECRET": "short"}, ["SYNC_SECRET"]),
    ],
)  # fmt: skip
def test_each_problem_of_the_settings_is_a_line_under_its_variables_name(
    changes: dict[str, str], expected: list[str]
) -> None:
    lines = configuration_lines(Settings(SETTINGS | changes))
    assert unwell(lines) == [(name, "fail") for name in expected]
    assert all(line.fix for line in lines if line.verdict == "fail")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "SYNC_SECRET is not set"),
        ({"SYNC_SECRET": "a-secret-of-sixteen"}, "SYNC_SECRET is set"),
        ({"SYNC_SECRET": "a-secret-of-sixteen,another-of-sixteen"}, "being rotated"),
        ({"SYNC_PLATFORM_AUTHENTICATES": "true"}, "The platform checks"),
        ({"ODOO_PROTOCOL": "json2"}, "ODOO_PROTOCOL fixes it: json2"),
        ({"ODOO_API_KEY": "", "ODOO_USERNAME": "ann", "ODOO_PASSWORD": "a-word"}, "JSON-RPC with the password"),
    ],
)
def test_choices_are_told_without_any_secret(changes: dict[str, str], words: str) -> None:
    text = "\n".join(line.message for line in configuration_lines(Settings(SETTINGS | changes)))
    assert words in text
    assert not any(secret in text for secret in ("sixteen", "a-word", "an-odoo-key"))


@pytest.mark.parametrize(
    ("expression", "minutes", "words"),
    [
        ("*/15 * * * *", 52, "every 15 min"),      # 03:00, 02:45, 02:30, 02:15
        ("0 * * * *", 187, "every 1 h"),           # 03:00, 02:00, 01:00, 00:00
        ("*/15 8-20 * * *", 427, "at */15 8-20 * * *"),  # 20:45, 20:30, 20:15, 20:00 of the evening before
        ("30 2 * * *", 4357, "every 1 day"),       # 02:30 of today and of three days before
    ],
)  # fmt: skip
def test_three_calls_may_be_missed_and_a_night_without_calls_is_no_silence(
    expression: str, minutes: int, words: str
) -> None:
    schedule = Schedule(expression)
    assert schedule.allowed_silence(NOW) == timedelta(minutes=minutes)
    assert str(schedule) == words


def test_the_allowed_lag_is_the_schedules_silence_and_the_overlap_unless_it_is_set() -> None:
    settings = SyncSettings.model_validate({"SYNC_OVERLAP_SECONDS": 600})
    assert allowed_lag(settings, HealthSettings.model_validate({}), NOW) == timedelta(minutes=52 + 10)
    fixed = HealthSettings.model_validate({"HEALTH_ALLOWED_LAG_SECONDS": 90})
    assert allowed_lag(settings, fixed, NOW) == timedelta(seconds=90)


@pytest.mark.parametrize(
    ("version", "protocol", "untried", "warned"),
    [
        (18, "jsonrpc", True, False),
        (19, "json2", False, False),
        (19, "jsonrpc", False, True),
        (20, "json2", True, False),
    ],
)
def test_a_version_that_was_not_tried_and_calls_that_odoo_warns_of_are_named_and_nobody_is_alarmed(
    version: int, protocol: Literal["json2", "jsonrpc"], untried: bool, warned: bool
) -> None:
    simulated = SimulatedOdoo(version=version)
    settings = simulated.settings(protocol=protocol)
    with Odoo.connect(settings, transport=simulated.transport()) as odoo:
        lines = OdooCheck(odoo, settings, (), NOT_SEEN, timedelta(), lambda: simulated.clock.now).lines()
    reachable, login = lines[:2]
    assert unwell(lines) == []
    assert (f"not tried on a real Odoo {version}.0, only on 19.0" in reachable.message) == untried
    assert ("version 22" in login.message) == warned


EMPTY = hashlib.sha256(b"").hexdigest()


def applied(version: str, digest: str, *, is_scouts: bool = False) -> dict[str, Any]:
    return {"version": version, "name": None, "is_scouts": is_scouts, "digest": digest}


def look(
    facts: ServerFacts,
    settings: WarehouseSettings,
    tmp_path: Path,
    *,
    undeclared: Sequence[ModelChange] | ScoutError = (),
) -> list[tuple[str, str]]:
    (tmp_path / "1_first.sql").touch()
    (tmp_path / "2_second.sql").touch()
    view = WarehouseView("somewhere", [], Facts({"server": facts.model_dump()}), undeclared=undeclared)
    return unwell(warehouse_lines(view, settings, migrations=tmp_path))


@pytest.mark.parametrize(
    ("changes", "settings", "expected"),
    [
        ({}, REST, []),
        ({}, DIRECT, []),
        ({"version_number": 140012}, REST, [("version", "fail")]),
        ({"migrations": ["1"]}, REST, [("migrations", "fail")]),
        ({"migrations": None}, REST, [("migrations", "unknown")]),
        ({"migration_records": [applied("2", "edited")]}, REST, [("migrations", "fail")]),
        ({"migration_records": [applied("2", EMPTY), applied("3", "others")]}, REST, []),
        ({"migration_records": [applied("3", "a newer release's", is_scouts=True)]}, REST, [("migrations", "warn")]),
        ({"missing_grants": ["select on scout.quarantine"]}, DIRECT, [("grants", "fail")]),
        ({"may_write": False}, DIRECT, [("grants", "fail")]),
        ({"function_timeouts": {}}, REST, [("statement timeouts", "fail")]),
        ({"function_timeouts": {}}, DIRECT, [("statement timeouts", "warn")]),
        ({"function_timeouts": {}, "role_timeout": 0}, REST, []),
        ({"function_timeouts": {}, "role_timeout": 60_000}, REST, []),
        (
            {"function_timeouts": {**dict.fromkeys(LONG_FUNCTIONS, 25_000), "ops.other": 900}},
            REST,
            [("statement timeouts", "fail")],
        ),
        ({"extensions": {}}, REST, []),
    ],
)
def test_the_warehouse_is_whole_or_what_it_lacks_is_named(
    changes: dict[str, Any], settings: WarehouseSettings, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert look(server(**{"migrations": ["1", "2"]} | changes), settings, tmp_path) == expected


@pytest.mark.parametrize(
    ("undeclared", "may_write", "expected"),
    [
        ([ModelChange(model="sale.order", creates=("bronze_sale_order",), alters=(), problems=())], True, "fail"),
        ([ModelChange(model="sale.order", creates=(), alters=(), problems=("column x is gone",))], True, "fail"),
        (PageTooLarge("too slow"), True, "unknown"),
        ([ModelChange(model="sale.order", creates=("bronze_sale_order",), alters=(), problems=())], False, None),
    ],
)
def test_tables_that_are_not_as_their_definitions_say_are_named(
    undeclared: Sequence[ModelChange] | ScoutError, may_write: bool, expected: str | None, tmp_path: Path
) -> None:
    """Whoever may not write does not see the lists of tables, and is told of the rights alone."""
    facts = server(migrations=["1", "2"], may_write=may_write)
    found = dict(look(facts, REST, tmp_path, undeclared=undeclared))
    assert found.get("tables") == expected


def test_an_installation_without_migration_files_cannot_compare_them(tmp_path: Path) -> None:
    view = WarehouseView("somewhere", [], Facts({"server": server().model_dump()}))
    assert unwell(warehouse_lines(view, REST, migrations=tmp_path)) == [("migrations", "unknown")]


@pytest.mark.parametrize(
    "part", [None, {}, {"version": "of the future"}, "text"], ids=["nothing", "empty", "other keys", "text"]
)
def test_a_part_of_another_shape_is_told_as_another_release(part: Any) -> None:
    assert Facts({"server": part}).server == OLDER


def ask_sync(facts: SyncFacts | Unseen, key: str = "") -> list[tuple[str, str]]:
    return unwell(sync_lines(facts, STREAMS, {}, checkpoint_key=key, allowed=timedelta(hours=1), now=NOW))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (sync(), []),
        (NOT_SEEN, [("streams", "unknown")]),
        (SyncFacts(streams=[], proofs={}), [("streams", "fail")]),
        (sync(checkpoint("pos.order")), [("first read of res.partner", "warn")]),
        (sync(checkpoint("pos.order", lag_seconds=3600), checkpoint("res.partner")), []),
        (sync(checkpoint("pos.order", lag_seconds=3601), checkpoint("res.partner")), [("lag of pos.order", "fail")]),
        (sync(checkpoint("pos.order", lag_seconds=9e4), checkpoint("res.partner", lag_seconds=9e4)), [("lag of all streams", "fail")]),
        (sync(checkpoint("pos.order", status="failed", error_message="No."), checkpoint("res.partner")), [("last run of pos.order", "fail")]),
        (sync(checkpoint("pos.order", status="failed"), checkpoint("res.partner", status="failed")), [("last run of all streams", "fail")]),
        (sync(checkpoint("pos.order", status="running", lease_expires_at=before(minutes=1)), checkpoint("res.partner")), [("lease of pos.order", "warn")]),
        (sync(checkpoint("pos.order", status="running", lease_expires_at=before(minutes=-1)), checkpoint("res.partner")), []),
        (sync(checkpoint("pos.order", lag_seconds=-9e9), checkpoint("res.partner")), [("watermark of pos.order", "fail")]),
        # Proven by count or record by record, within a day; and record by record once a week.
        (sync(pos_order={"checked_at": before(days=1, minutes=1)}), [("proof of pos.order", "fail")]),
        (sync(pos_order=None, res_partner=None), [("proof of all streams", "fail")]),
        (sync(checkpoint("pos.order", counted=count()), checkpoint("res.partner"), pos_order={"checked_at": before(days=7)}), []),
        (sync(checkpoint("pos.order", counted=count()), checkpoint("res.partner"), pos_order={"checked_at": before(days=9)}), [("proof of pos.order", "warn")]),
        (sync(checkpoint("pos.order", counted=count()), checkpoint("res.partner"), pos_order=None), [("proof of pos.order", "warn")]),
        (sync(checkpoint("pos.order", counted=count(here=51)), checkpoint("res.partner")), [("count of pos.order", "fail")]),
        (sync(checkpoint("pos.order", counted=count(equal_at=before(days=2))), checkpoint("res.partner"), pos_order=None), [("proof of pos.order", "fail")]),
        (sync(pos_order={"status": "differs"}), [("proof of pos.order", "fail")]),
        (sync(pos_order={"status": "refused", "message": "Too much."}), [("proof of pos.order", "fail")]),
        # Not in this Odoo: its checkpoint stands still, and so it may.
        (sync(checkpoint("pos.order"), checkpoint("res.partner"), checkpoint("product.brand", last_sync_at=None, lag_seconds=None), product_brand=None), []),
        # In this Odoo after all, and stuck.
        (sync(checkpoint("pos.order"), checkpoint("res.partner"), checkpoint("product.brand", lag_seconds=9e4)), [("lag of product.brand", "fail")]),
        # A first read that goes on is no lag; one that stopped midway is told.
        (sync(checkpoint("pos.order", last_sync_at=None, lag_seconds=None, status="running", lease_expires_at=before(minutes=-1)), checkpoint("res.partner"), pos_order=None), []),
        (sync(checkpoint("pos.order", last_sync_at=None, lag_seconds=None, status="partial"), checkpoint("res.partner"), pos_order=None), [("first read of pos.order", "warn")]),
    ],
)  # fmt: skip
def test_each_stream_is_near_odoo_and_proven_or_named(
    facts: SyncFacts | Unseen, expected: list[tuple[str, str]]
) -> None:
    assert ask_sync(facts) == expected


def test_only_the_checkpoints_of_this_key_count() -> None:
    """Another deployment's checkpoints lie in the same table."""
    theirs = sync(
        checkpoint("pos.order", status="failed"), checkpoint("test:pos.order"), checkpoint("test:res.partner")
    )
    assert ask_sync(theirs, key="test") == []
    assert ask_sync(theirs) == [("first read of res.partner", "warn"), ("last run of pos.order", "fail")]


def test_two_streams_that_met_one_wall_of_three_share_a_line() -> None:
    failed = [checkpoint(name, status="failed", error_message="Odoo is down.") for name in ("pos.order", "res.partner")]
    lines = sync_lines(
        sync(*failed, checkpoint("product.brand")), STREAMS, {}, checkpoint_key="", allowed=timedelta(hours=1), now=NOW
    )
    (line,) = [line for line in lines if line.verdict == "fail"]
    assert (line.check, line.message) == ("last run of 2 streams", "The last run of 2 streams failed: Odoo is down.")


@pytest.mark.parametrize(
    ("count", "rows", "verdict"),
    [
        (1, 100, "warn"),
        (1, 99, "fail"),
        (100, 10_000, "warn"),
        (101, 10_000, "fail"),
        (3, 300, "warn"),
        (3, 299, "fail"),
    ],
)
def test_one_in_a_hundred_or_a_hundred_in_all_may_be_in_quarantine(count: int, rows: int, verdict: str) -> None:
    found = silver(quarantine={"pos.order": {"count": count, "rows_at_least": rows}})
    assert unwell(silver_and_gold_lines(found, gold(), now=NOW)) == [("quarantine of pos.order", verdict)]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (gold(), "pass"),
        (gold(refreshed=None, changed=before(hours=1)), "fail"),
        (gold(refreshed=before(hours=2), changed=before(hours=1)), "pass"),
        (gold(refreshed=before(hours=4), changed=before(hours=1)), "fail"),
        (gold(refreshed=before(hours=40), changed=before(hours=41)), "pass"),
        (NOT_SEEN, "unknown"),
    ],
)
def test_gold_may_be_three_hours_behind_the_newest_order(facts: GoldFacts | Unseen, verdict: str) -> None:
    lines = silver_and_gold_lines(silver(), facts, now=NOW)
    assert [line.verdict for line in lines if line.check == "gold"] == [verdict]


def test_a_trigger_that_is_off_is_named_with_its_table() -> None:
    found = silver(silent_triggers={"bronze_pos_order": ["type_inserted"]})
    (line,) = [line for line in silver_and_gold_lines(found, gold(), now=NOW) if line.verdict == "fail"]
    assert line.check == "triggers"
    assert "alter table scout.bronze_pos_order enable trigger all" in line.fix


def test_where_neither_is_seen_one_line_says_so() -> None:
    assert unwell(silver_and_gold_lines(NOT_SEEN, NOT_SEEN, now=NOW)) == [("silver and gold", "unknown")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (outbox(), []),
        (NOT_SEEN, [("queue", "unknown")]),
        (outbox(depth=3, oldest_seconds=3600), []),
        (outbox(depth=3, oldest_seconds=3601), [("queue", "fail")]),
        (outbox(dead=1, parked=[{"id": 7, "model": "sale.order", "operation": "call", "error_kind": "conflict"}]), [("parked", "fail")]),
        (outbox(held_back=2), [("held back", "warn")]),
        (outbox(depth=1, oldest_seconds=5, last_run={"status": "failed", "started_at": NOW, "error_message": "No."}), [("worker", "fail")]),
        (outbox(last_run={"status": "failed", "started_at": NOW}), []),
    ],
)  # fmt: skip
def test_messages_move_or_are_named(facts: OutboxFacts | Unseen, expected: list[tuple[str, str]]) -> None:
    assert unwell(outbox_lines(facts)) == expected


def test_parked_messages_are_named_by_number_and_kind() -> None:
    parked = [{"id": n, "model": "sale.order", "operation": "call", "error_kind": "conflict"} for n in (7, 8, 9)]
    (_, line) = outbox_lines(outbox(dead=5, parked=parked))
    assert "5 messages are parked" in line.message
    assert "7 (call sale.order: conflict)" in line.message
    assert "and 2 more" in line.message
    assert "scout outbox retry 7" in line.fix


@pytest.mark.parametrize(
    ("facts", "queue", "expected"),
    [
        (schedules(), outbox(), []),
        (NOT_SEEN, outbox(), [("calls", "unknown")]),
        (schedules(sync=before(minutes=50)), outbox(), []),
        (schedules(sync=before(minutes=55)), outbox(), [("sync", "fail")]),
        (schedules(sync=None), outbox(), [("sync", "fail")]),
        (schedules(reconcile=before(days=9)), outbox(), [("reconcile", "warn")]),
        (schedules(reconcile=None), outbox(), [("reconcile", "warn")]),
        (schedules(gold=before(hours=4)), outbox(), [("gold", "warn")]),
        (schedules(gold=None), outbox(), [("gold", "warn")]),
        (schedules(outbox=None), outbox(), []),
        (schedules(outbox=None), outbox(depth=1, oldest_seconds=5), [("outbox", "fail")]),
        (schedules(outbox=before(minutes=21)), outbox(depth=1, oldest_seconds=5), [("outbox", "fail")]),
        (schedules(outbox=before(minutes=19)), outbox(depth=1, oldest_seconds=5), []),
        (schedules(jobs=None), outbox(), []),
        (schedules(jobs=[]), outbox(), []),
        (schedules(jobs=[{"name": "a", "schedule": "* * * * *", "active": False}]), outbox(), [("job a", "fail")]),
        (schedules(jobs=[{"name": "a", "schedule": "* * * * *", "active": True, "last_status": "failed"}]), outbox(), [("job a", "fail")]),
    ],
)  # fmt: skip
def test_somebody_calls_or_it_is_named(
    facts: ScheduleFacts | Unseen, queue: OutboxFacts, expected: list[tuple[str, str]]
) -> None:
    assert unwell(schedule_lines(facts, queue, schedule=Schedule(DEFAULT_SCHEDULE), now=NOW)) == expected


def test_what_is_unknown_is_no_better_than_a_warning() -> None:
    lines = CheckLines("sync")
    passed, unknown = lines.passed("a", "well"), lines.unknown("b", "not seen")
    warned, failed = lines.warn("c", "soon", "do it"), lines.fail("d", "late", "do it")
    assert overall([passed]) == "pass"
    assert overall([passed, unknown]) == overall([passed, warned]) == "warn"
    assert overall([passed, unknown, warned, failed]) == "fail"


def test_of_many_names_only_the_first_are_told() -> None:
    assert few(["a", "b", "c", "d"]) == "a, b, c and d"
    assert few(["a", "b", "c", "d", "e", "f"]) == "a, b, c, d and 2 more"


def metrics(**changes: Any) -> MetricFacts:
    well: dict[str, Any] = {"built": True, "checked_at": NOW - timedelta(hours=5), "equal": 7, "bad": {}}
    return MetricFacts.model_validate(well | changes)


DIFFERS = {"figures": 2, "periods": ["2026-10-01", None], "failed": False, "reason": ""}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (metrics(), []),
        (metrics(built=False, checked_at=None), []),
        (metrics(checked_at=None), [("last proof", "unknown")]),
        (metrics(checked_at=NOW - timedelta(hours=47)), []),
        (metrics(checked_at=NOW - timedelta(hours=49)), [("last proof", "fail")]),
        (metrics(bad={"revenue": DIFFERS}), [("figure of revenue", "fail")]),
        (metrics(bad={"revenue": DIFFERS | {"failed": True, "reason": "no right"}}), [("figure of revenue", "fail")]),
        (OLDER, [("metrics", "unknown")]),
    ],
    ids=["equal", "none built", "never proven", "two nights", "stale", "differs", "failed", "older"],
)
def test_metrics_are_well_while_a_proof_of_two_days_found_them_equal(
    facts: MetricFacts | Unseen, expected: list[tuple[str, str]]
) -> None:
    assert unwell(metric_lines(facts, now=NOW)) == expected


def test_a_figure_that_differs_is_named_with_its_months() -> None:
    line = metric_lines(metrics(bad={"revenue": DIFFERS}), now=NOW)[0]
    assert "revenue is not Odoo's own figure (2 figures, of 2026-10 and now)." in line.message
    assert "scout prove --only-differences" in line.fix
