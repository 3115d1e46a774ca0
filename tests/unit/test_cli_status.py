"""`scout status`, `scout gold`, `scout migrate`: what they ask, what they say, and the codes they end with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.errors import MigrationsDiffer, WarehouseNotReady, WarehouseTransientError, WarehouseUnreachable
from shared.settings import WarehouseSettings
from tests.unit.cli_support import NOW, SETTINGS, FakeWarehouse, paper, scout, terminal


def state(stream: str = "pos.order", **changes: Any) -> dict[str, Any]:
    """One stream as scout.sync_status() answers it, three minutes behind."""
    last_run = {
        "id": 9, "status": "completed", "mode": "incremental", "started_at": (NOW - timedelta(minutes=2)).isoformat(),
        "records_processed": 12, "inserted": 3, "updated": 1, "deleted": 0,
    }  # fmt: skip
    return {
        "id": stream, "stream": stream, "status": "idle", "last_sync_at": (NOW - timedelta(minutes=3)).isoformat(),
        "lag_seconds": 180.4, "lease_expires_at": None, "lease_holder": None, "records_synced": 12_000,
        "error_message": None, "quarantined": 0, "last_run": last_run,
    } | changes  # fmt: skip


def queue(**changes: Any) -> dict[str, Any]:
    """An empty outbox as ops.outbox_status() answers it."""
    return {
        "now": NOW.isoformat(), "depth": 0, "queued": 0, "processing": 0, "failed": 0, "dead": 0, "held_back": 0,
        "oldest_at": None, "oldest_seconds": None, "last_run": None,
    } | changes  # fmt: skip


def warehouse(*streams: dict[str, Any], outbox: Any = None) -> FakeWarehouse:
    answers = {
        "sync_status": {"now": NOW.isoformat(), "streams": list(streams)},
        "ops.outbox_status": outbox or queue(),
    }
    return FakeWarehouse(answers)


def test_status_says_how_far_each_stream_is_in_utc_and_how_long_ago() -> None:
    result = scout("status", open_warehouse=warehouse(state()).open)
    assert result.exit_code == 0
    for told in (
        "pos.order",
        "up to date",
        "2026-11-21 09:11:03",
        "3 min",
        "2 min ago: completed, 12 read, 4 changed",
        "12,000",
    ):
        assert told in result.stdout
    assert result.stdout.splitlines()[-1] == (
        "1 stream: 1 up to date; the oldest is 3 min 00 s behind, in postgres db.example.com/postgres"
    )


def test_a_narrow_terminal_cuts_nothing_off() -> None:
    long = state("pos.payment.method", records_synced=9_999_999, lag_seconds=172_800.0)
    told = scout("status", open_warehouse=warehouse(long).open, out=paper(width=80)).stdout
    assert "…" not in told
    for whole in ("pos.payment.method", "up to date", "2026-11-21 09:11:03", "2 days", "9,999,999"):
        assert whole in told


def test_a_failed_stream_shows_its_error_and_ends_with_code_1() -> None:
    failed = state("res.partner", status="failed", error_message="Odoo's user may not read res.partner.")
    result = scout("status", open_warehouse=warehouse(state(), failed).open)
    assert result.exit_code == 1
    assert "✗ Odoo's user may not read res.partner." in result.stdout
    assert "1 up to date, 1 failed" in result.stdout


def test_an_error_of_many_streams_is_told_once() -> None:
    streams = [state(name, status="failed", error_message="The key is not accepted.") for name in "abcdefg"]
    told = scout("status", open_warehouse=warehouse(*streams).open).stdout
    assert told.count("The key is not accepted.") == 1
    assert "7 streams: The key is not accepted." in told


@pytest.mark.parametrize(("seconds", "word"), [(60, "running"), (-1, "stalled")])
def test_a_runner_whose_lease_has_ended_is_called_stalled(seconds: int, word: str) -> None:
    lease = (NOW + timedelta(seconds=seconds)).isoformat()
    running = state(status="running", lease_expires_at=lease, lease_holder="host:1")
    result = scout("status", open_warehouse=warehouse(running).open)
    assert result.exit_code == 0
    assert f"1 {word}" in result.stdout
    assert ("takes over" in result.stdout) == (word == "stalled")


def test_a_model_that_odoo_lacks_is_not_called_up_to_date() -> None:
    absent = state("product.brand", last_sync_at=None, lag_seconds=None, records_synced=0)
    told = scout("status", open_warehouse=warehouse(absent).open).stdout
    assert "never read" in told
    assert "up to date" not in told


def test_before_the_first_sync_status_says_what_to_type() -> None:
    result = scout("status", open_warehouse=warehouse().open)
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("Type: scout sync")


def test_status_as_json_is_the_warehouses_own_answers() -> None:
    one = warehouse(state(status="failed"))
    result = scout("status", "--json", open_warehouse=one.open)
    told = json.loads(result.stdout)
    assert told.pop("outbox") == one.answers["ops.outbox_status"]
    assert told == one.answers["sync_status"]
    assert result.exit_code == 1


def test_status_shows_how_many_messages_wait_how_long_and_the_last_run() -> None:
    last_run = {
        "status": "completed",
        "started_at": (NOW - timedelta(minutes=4)).isoformat(),
        "done": 12,
        "failed": 2,
        "dead": 1,
    }
    waiting = queue(depth=3, held_back=1, oldest_seconds=7_200.5, last_run=last_run)
    result = scout("status", open_warehouse=warehouse(state(), outbox=waiting).open)
    assert result.exit_code == 0
    assert (
        "outbox: 3 messages waiting, the oldest for 2 h, 1 held back behind another; "
        "last run 4 min ago: completed, 12 done, 2 failed, 1 parked" in result.stdout
    )


def test_an_empty_outbox_that_never_ran_says_so() -> None:
    assert "outbox: empty; never run" in scout("status", open_warehouse=warehouse(state()).open).stdout


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_parked_message_ends_with_code_1_and_where_to_look(arguments: list[str]) -> None:
    result = scout("status", *arguments, open_warehouse=warehouse(state(), outbox=queue(dead=2)).open)
    assert result.exit_code == 1
    assert arguments or "✗ 2 messages to Odoo parked: a person has to look.\n  → scout outbox list" in result.stdout


def test_what_stood_in_the_way_of_the_outboxs_last_run_is_told() -> None:
    run = {"status": "failed", "started_at": NOW.isoformat(), "error_message": "Odoo does not answer."}
    told = scout("status", open_warehouse=warehouse(state(), outbox=queue(last_run=run)).open).stdout
    assert "✗ The outbox's last run: Odoo does not answer." in told


def test_a_warehouse_of_an_older_release_still_shows_its_streams() -> None:
    older = warehouse(
        state(), outbox=WarehouseNotReady("The warehouse does not know ops.outbox_status.", fix="Migrate.")
    )
    result = scout("status", open_warehouse=older.open)
    assert result.exit_code == 0
    assert "outbox: not ready. The warehouse does not know ops.outbox_status. Migrate." in result.stdout
    assert "1 stream: 1 up to date" in result.stdout
    assert json.loads(scout("status", "--json", open_warehouse=older.open).stdout)["outbox"] is None


def test_any_other_trouble_with_the_outbox_is_not_passed_over() -> None:
    broken = warehouse(state(), outbox=WarehouseUnreachable("No answer from the warehouse."))
    assert scout("status", open_warehouse=broken.open).exit_code == 1


def test_status_needs_no_odoo() -> None:
    only = {"SUPABASE_DB_URL": SETTINGS["SUPABASE_DB_URL"]}
    assert scout("status", variables=only, open_warehouse=warehouse(state()).open).exit_code == 0


def test_quarantined_records_are_seen() -> None:
    told = scout("status", open_warehouse=warehouse(state(quarantined=17)).open, out=terminal(width=140)).stdout
    assert re.search(r"\x1b\[1;33m *17", told)


def test_an_unreachable_warehouse_is_a_sentence_and_a_fix() -> None:
    error = WarehouseUnreachable("No answer from the warehouse.", fix="Check that the project is up.")
    result = scout("status", open_warehouse=FakeWarehouse({"sync_status": error}).open)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "✗ No answer from the warehouse.\n  → Check that the project is up." in result.stderr


# -- gold -------------------------------------------------------------------------------------------------------------

REFRESHED: dict[str, Any] = {
    "gold_daily_sales": {
        "started_at": "2026-11-21T09:14:03+00:00", "finished_at": "2026-11-21T09:14:04+00:00",
        "duration_seconds": 0.812, "row_count": 1_723,
    },
    "gold_product_mix": {
        "started_at": "2026-11-21T09:14:04+00:00", "finished_at": "2026-11-21T09:14:05+00:00",
        "duration_seconds": 1.1, "row_count": 21_004,
    },
}  # fmt: skip


def test_gold_shows_what_was_refreshed() -> None:
    result = scout("gold", open_warehouse=FakeWarehouse({"refresh_gold": REFRESHED}).open)
    assert result.exit_code == 0
    for told in ("scout.gold_daily_sales", "1,723", "0.81", "21,004", "2 views refreshed, 1.9 s"):
        assert told in result.stdout


def test_gold_as_json_is_the_warehouses_own_answer() -> None:
    result = scout("gold", "--json", open_warehouse=FakeWarehouse({"refresh_gold": REFRESHED}).open)
    assert json.loads(result.stdout) == REFRESHED


# -- migrate ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Migrated:
    applied: tuple[str, ...] = ()
    already: int = 0


def migrating(report: Migrated) -> Any:
    def migrate(settings: WarehouseSettings) -> Migrated:
        return report

    return migrate


def test_migrate_names_what_it_applied() -> None:
    report = Migrated(("20261121000100_create_foundation.sql", "20261121000200_create_bronze.sql"), already=1)
    result = scout("migrate", migrate=migrating(report))
    assert result.exit_code == 0
    assert "✓ 20261121000100_create_foundation.sql" in result.stdout
    assert "Applied 2 migrations; already there: 1." in result.stdout


def test_a_warehouse_made_from_other_files_is_exit_code_1_in_words_and_as_json() -> None:
    def differ(settings: WarehouseSettings) -> Any:
        raise MigrationsDiffer("Not the text: 1_a.sql.", fix="Restore it.", migrations=["1_a.sql"])

    result = scout("migrate", "--json", migrate=differ)
    assert (result.exit_code, json.loads(result.stdout)["changed"]) == (1, ["1_a.sql"])
    assert "1_a.sql" in result.stderr
    assert scout("migrate", "--pending", pending=differ).exit_code == 1


def test_migrating_again_says_that_nothing_was_missing() -> None:
    result = scout("migrate", migrate=migrating(Migrated(already=7)))
    assert result.stdout == "The warehouse is up to date: all 7 migrations are there.\n"


def test_migrate_as_json() -> None:
    result = scout("migrate", "--json", migrate=migrating(Migrated(("a.sql",), 3)))
    assert json.loads(result.stdout) == {"applied": ["a.sql"], "already": 3, "changed": [], "tables": []}


def test_migrate_makes_the_tables_of_streams_of_ones_own_and_only_those(tmp_path: Path) -> None:
    own = tmp_path / "streams.toml"
    own.write_text('[[stream]]\nmodel = "sale.order"\ncompany_field = "company"\n[[stream]]\nmodel = "res.partner"\n')
    made = FakeWarehouse({"create_bronze_table": {"model": "sale.order", "created": True}})
    variables = SETTINGS | {"SYNC_STREAMS_FILE": str(own)}
    result = scout("migrate", variables=variables, migrate=migrating(Migrated(already=7)), open_warehouse=made.open)
    assert made.calls == [("create_bronze_table", {"p_model": "sale.order", "p_company_field": "company"})]
    assert "✓ created scout.bronze_sale_order" in result.stdout


@pytest.mark.parametrize(("names", "code"), [([], 0), (["20261121000500_create_gold.sql"], 1)])
def test_pending_applies_nothing_and_tells_by_its_code_whether_something_is_missing(
    names: list[str], code: int
) -> None:
    def never(settings: WarehouseSettings) -> Migrated:
        raise AssertionError("migrated")

    result = scout("migrate", "--pending", migrate=never, pending=lambda settings: names)
    assert result.exit_code == code
    assert all(name in result.stdout for name in names)
    as_json = scout("migrate", "--pending", "--json", migrate=never, pending=lambda settings: names)
    assert json.loads(as_json.stdout) == {"pending": names}


def test_an_error_without_a_fix_of_its_own_gets_one_when_it_may_pass() -> None:
    def cut_off(settings: WarehouseSettings) -> Migrated:
        raise WarehouseTransientError("The connection was refused or cut off.")

    result = scout("migrate", migrate=cut_off)
    assert result.exit_code == 1
    assert "Try again in a while" in result.stderr


def test_migrate_needs_the_warehouses_settings_only() -> None:
    result = scout("migrate", variables={}, migrate=migrating(Migrated()))
    assert result.exit_code == 2
    assert "SUPABASE_URL" in result.stderr
    assert "ODOO" not in result.stderr
