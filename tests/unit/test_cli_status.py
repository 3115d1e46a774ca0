"""`scout status`, `scout gold`, `scout migrate`: what they ask, what they say, and the codes they end with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue
from typer.testing import Result

from shared.errors import MigrationsDiffer, WarehouseNotReady, WarehouseTransientError, WarehouseUnreachable
from shared.settings import WarehouseSettings
from shared.warehouse.declarations import ModelChange
from tests.unit.cli_support import NOW, SETTINGS, FakeWarehouse, paper, scout, terminal
from tests.unit.odoo_double import OdooDouble, OdooError


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


@pytest.mark.parametrize(
    ("streams", "outbox", "told"),
    [
        ([state(), state("res.partner", status="failed", error_message="No right.")], queue(), ["✗ res.partner: No right.", "1 up to date, 1 failed"]),
        ([state(name, status="failed", error_message="No key.") for name in "abcdefg"], queue(), ["7 streams: No key."]),
        ([state("product.brand", last_sync_at=None, lag_seconds=None)], queue(), ["1 never read", "outbox: empty; never run"]),
        (
            [state()],
            queue(last_run={"status": "failed", "started_at": NOW.isoformat(), "error_message": "Odoo does not answer."}),
            ["✗ The outbox's last run: Odoo does not answer."],
        ),
        (
            [state()],
            queue(
                depth=3, held_back=1, oldest_seconds=7_200.5,
                last_run={"status": "completed", "started_at": (NOW - timedelta(minutes=4)).isoformat(), "done": 12, "failed": 2, "dead": 1},
            ),
            ["outbox: 3 messages waiting, the oldest for 2 h, 1 held back behind another; "
             "last run 4 min ago: completed, 12 done, 2 failed, 1 parked"],
        ),
    ],
)  # fmt: skip
def test_status_tells_each_stream_and_the_outbox_by_what_is_wrong_with_it(
    streams: list[dict[str, Any]], outbox: dict[str, Any], told: list[str]
) -> None:
    result = scout("status", open_warehouse=warehouse(*streams, outbox=outbox).open)
    assert [result.stdout.count(text) for text in told] == [1] * len(told)
    assert result.exit_code == any(stream["status"] == "failed" for stream in streams)
    assert ("up to date" in result.stdout) == any(
        stream["status"] == "idle" and stream["last_sync_at"] for stream in streams
    )


@pytest.mark.parametrize(("seconds", "word"), [(60, "running"), (-1, "stalled")])
def test_a_runner_whose_lease_has_ended_is_called_stalled(seconds: int, word: str) -> None:
    lease = (NOW + timedelta(seconds=seconds)).isoformat()
    running = state(status="running", lease_expires_at=lease, lease_holder="host:1")
    result = scout("status", open_warehouse=warehouse(running).open)
    assert result.exit_code == 0
    assert f"1 {word}" in result.stdout
    assert ("takes over" in result.stdout) == (word == "stalled")


def test_status_as_json_is_the_warehouses_own_answers() -> None:
    one = warehouse(state(status="failed"))
    result = scout("status", "--json", open_warehouse=one.open)
    told = json.loads(result.stdout)
    assert told.pop("outbox") == one.answers["ops.outbox_status"]
    assert told == one.answers["sync_status"]
    assert result.exit_code == 1


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_parked_message_ends_with_code_1_and_where_to_look(arguments: list[str]) -> None:
    result = scout("status", *arguments, open_warehouse=warehouse(state(), outbox=queue(dead=2)).open)
    assert result.exit_code == 1
    assert arguments or "✗ 2 messages to Odoo parked: a person has to look.\n  → scout outbox list" in result.stdout


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


def test_quarantined_records_are_seen() -> None:
    told = scout("status", open_warehouse=warehouse(state(quarantined=17)).open, out=terminal(width=140)).stdout
    assert re.search(r"\x1b\[1;33m *17", told)


REFRESHED: dict[str, Any] = {
    view: {
        "started_at": "2026-11-21T09:14:03+00:00", "finished_at": "2026-11-21T09:14:05+00:00",
        "duration_seconds": 1.9, "row_count": rows, "days_recomputed": 3,
    }
    for view, rows in (("gold_daily_sales", 1_723), ("gold_product_mix", 21_004))
}  # fmt: skip


def test_gold_shows_what_was_recomputed_and_as_json_the_warehouses_own_answer() -> None:
    gold = FakeWarehouse({"refresh_gold": REFRESHED})
    assert json.loads(scout("gold", "--json", open_warehouse=gold.open).stdout) == REFRESHED
    result = scout("gold", open_warehouse=gold.open)
    assert result.exit_code == 0
    for told in ("scout.gold_daily_sales", "1,723", "21,004", "3 days recomputed, 1.9 s"):
        assert told in result.stdout
    assert scout("gold", "--full", open_warehouse=gold.open).exit_code == 0
    assert [arguments for _, arguments in gold.calls] == [{}, {}, {"p_full": True}]


@dataclass(frozen=True)
class Migrated:
    applied: tuple[str, ...] = ()
    already: int = 0


NOTHING = FakeWarehouse({"undeclared_models": [], "declare_personal": {"changed": []}, "cdc.use_views": []}).open


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (Migrated(("20261121000100_first.sql", "20261121000200_second.sql"), 1), "Applied 2 migrations; already there: 1."),
        (Migrated(("20261121000100_first.sql",)), "✓ 20261121000100_first.sql"),
        (Migrated(already=7), "The warehouse is up to date: all 7 migrations are there."),
    ],
)  # fmt: skip
def test_migrate_names_what_it_applied(report: Migrated, told: str) -> None:
    result = scout("migrate", migrate=lambda settings: report, open_warehouse=NOTHING)
    assert result.exit_code == 0
    assert told in result.output


CHANGE: dict[str, JsonValue] = {
    "model": "repair.order", "creates": ["bronze_repair_order"], "alters": ["column scout.silver_repairs.note"], "problems": [],
}  # fmt: skip
LOST: dict[str, JsonValue] = CHANGE | {"creates": [], "problems": ["column scout.silver_repairs.name is not there"]}


def test_a_warehouse_made_from_other_files_is_exit_code_1_in_words_and_as_json() -> None:
    def differ(settings: WarehouseSettings) -> Any:
        raise MigrationsDiffer("Not the text: 1_a.sql.", fix="Restore it.", migrations=["1_a.sql"])

    result = scout("migrate", "--json", migrate=differ)
    assert (result.exit_code, json.loads(result.stdout)["changed"]) == (1, ["1_a.sql"])
    assert "1_a.sql" in result.stderr
    assert scout("migrate", "--pending", pending=differ).exit_code == 1


@dataclass
class OwnModel:
    """`scout migrate` with a stream of the user's own, of which the warehouse answers `change`."""

    folder: Path
    odoo_says: Any = field(default_factory=dict)
    change: JsonValue = field(default_factory=lambda: CHANGE)
    variables: dict[str, str] = field(default_factory=lambda: SETTINGS)
    declared: list[JsonValue] = field(default_factory=list)

    def declare(self, settings: WarehouseSettings, definition: JsonValue) -> ModelChange:
        self.declared.append(definition)
        return ModelChange.model_validate(self.change)

    def migrate(self, *arguments: str, **pieces: Any) -> Result:
        own = self.folder / "streams.toml"
        own.write_text('[[stream]]\nmodel = "repair.order"\n', encoding="utf-8")
        given: dict[str, Any] = {
            "variables": self.variables | {"SYNC_STREAMS_FILE": str(own)},
            "migrate": lambda settings: Migrated(already=7),
            "open_warehouse": FakeWarehouse(
                {"undeclared_models": [self.change], "declare_personal": {"changed": []}, "cdc.use_views": []}
            ).open,
            "declare": self.declare,
            "connect_odoo": lambda settings: OdooDouble().will(self.odoo_says).connect(),
        }
        return scout("migrate", *arguments, **given | pieces)


def test_migrate_makes_the_tables_of_streams_of_ones_own(tmp_path: Path) -> None:
    own = OwnModel(tmp_path)
    result = own.migrate()
    assert [definition["model"] for definition in own.declared] == ["repair.order"]
    assert "✓ created scout.bronze_repair_order" in result.stdout
    assert "✓ changed column scout.silver_repairs.note" in result.stdout
    assert json.loads(own.migrate("--json").stdout) == {
        "applied": [], "already": 7, "changed": [], "tables": ["bronze_repair_order"],
        "altered": ["column scout.silver_repairs.note"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "change", "code", "told"),
    [
        ([], None, 0, "Nothing is pending."),
        (["20261121000500_create_gold.sql"], CHANGE, 1, "1 migration is pending."),
        ([], CHANGE, 1, "repair.order: table scout.bronze_repair_order"),
        ([], LOST, 1, "repair.order: column scout.silver_repairs.name is not there"),
    ],
)
def test_pending_changes_nothing_and_tells_by_its_code_whether_something_is_missing(
    tmp_path: Path, names: list[str], change: JsonValue, code: int, told: str
) -> None:
    def never(*arguments: Any) -> Any:
        raise AssertionError("changed something")

    own = OwnModel(tmp_path, change=change)
    warehouse = FakeWarehouse({"undeclared_models": [change] if change else []})
    pieces: dict[str, Any] = {"migrate": never, "declare": never, "pending": lambda settings: names}
    result = own.migrate("--pending", **pieces, open_warehouse=warehouse.open)
    assert (result.exit_code, told in result.stdout) == (code, True), result.output
    as_json = json.loads(own.migrate("--pending", "--json", **pieces, open_warehouse=warehouse.open).stdout)
    assert as_json["pending"] == names
    assert bool(as_json["models"]) == (bool(change) and not names)


@pytest.mark.parametrize(
    ("odoo_says", "variables", "code", "told"),
    [
        (OdooError("builtins.KeyError", "'repair.order'"), SETTINGS, 2, "Odoo has no model 'repair.order'. No table was made"),
        (OdooError("odoo.exceptions.AccessError", "no"), SETTINGS, 0, "Odoo did not say whether it has repair.order"),
        ({}, {"SUPABASE_DB_URL": SETTINGS["SUPABASE_DB_URL"]}, 0, "ODOO_BASE_URL is missing"),
    ],
)  # fmt: skip
def test_a_model_that_odoo_lacks_gets_no_table_and_an_odoo_that_says_nothing_stops_nothing(
    tmp_path: Path, odoo_says: Any, variables: dict[str, str], code: int, told: str
) -> None:
    own = OwnModel(tmp_path, odoo_says, variables=variables)
    result = own.migrate()
    assert result.exit_code == code
    assert told in result.stderr
    assert len(own.declared) == (0 if code else 1)


def test_an_error_without_a_fix_of_its_own_gets_one_when_it_may_pass() -> None:
    def cut_off(settings: WarehouseSettings) -> Migrated:
        raise WarehouseTransientError("The connection was refused or cut off.")

    result = scout("migrate", migrate=cut_off)
    assert result.exit_code == 1
    assert "Try again in a while" in result.stderr
