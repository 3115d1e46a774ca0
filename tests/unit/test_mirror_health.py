"""The health group *mirror*: what the warehouse and Odoo's server know, and which lines that must give."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.monitoring.health.health_facts import MirrorFacts, Unseen
from shared.monitoring.health.mirror_checks import mirror_lines
from shared.monitoring.health.mirror_source import SourceSlot, slots_at_source
from shared.settings import Settings
from tests.unit.cli_support import SETTINGS
from tests.unit.health_facts import NOW, before, unwell

GB = 1 << 30
SLOT = "odoo_pub_scout"


def facts(
    *tables: dict[str, Any], slots: int = 1, shown: list[dict[str, Any]] | None = None, **slot: Any
) -> MirrorFacts:
    well = {"slot": SLOT, "followed": True, "looked_at": before(seconds=5), "lag_seconds": 0, "wal_status": "reserved"}
    return MirrorFacts.model_validate({"slots": [well | slot] * slots, "tables": tables, "shown": shown or []})


def at_source(**changes: Any) -> list[SourceSlot]:
    well = {"name": SLOT, "active": False, "wal_status": "reserved", "safe_bytes": 9 * GB, "retained_bytes": GB}
    return [SourceSlot(**well | changes)]


def table(state: str, **changes: Any) -> dict[str, Any]:
    return {"name": "res_partner", "state": state, "since": before(minutes=3)} | changes


@pytest.mark.parametrize(
    ("slot", "source", "expected"),
    [
        ({}, None, []),
        ({}, {}, []),
        ({"looked_at": before(minutes=11)}, None, [("lag of odoo_pub_scout", "fail")]),
        ({"lag_seconds": 301}, None, [("lag of odoo_pub_scout", "fail")]),
        ({"lag_seconds": 299}, None, []),
        ({"retained_bytes": 5 * GB, "safe_bytes": 5 * GB}, None, []),
        ({"retained_bytes": 5 * GB + 1, "safe_bytes": 5 * GB}, None, [("slot odoo_pub_scout", "warn")]),
        ({"retained_bytes": 11 * GB}, None, [("slot odoo_pub_scout", "warn")]),
        ({"wal_status": "unreserved", "safe_bytes": 0}, None, [("slot odoo_pub_scout", "fail")]),
        ({"wal_status": "lost"}, None, [("slot odoo_pub_scout", "fail")]),
        # Nobody runs it, so only Odoo's server knows how much log there is by now.
        ({}, {"retained_bytes": 6 * GB, "safe_bytes": 4 * GB}, [("slot odoo_pub_scout", "warn")]),
        ({}, {"wal_status": "lost", "safe_bytes": None}, [("slot odoo_pub_scout", "fail")]),
        ({"oversized": True}, None, [("size", "fail")]),
    ],
)
def test_a_slot_is_told_before_odoos_disk_is_full(
    slot: dict[str, Any], source: dict[str, Any] | None, expected: list[tuple[str, str]]
) -> None:
    told = mirror_lines(facts(**slot), None if source is None else at_source(**source), now=NOW)
    assert unwell(told) == expected
    assert all(line.fix for line in told if line.verdict != "pass")


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("live", "pass"),
        ("absent", "pass"),
        ("new", "warn"),
        ("copying", "warn"),
        ("catchup", "warn"),
        ("resync", "warn"),
        ("blocked", "fail"),
    ],
)
def test_a_table_that_is_not_live_is_named_with_its_reason(state: str, verdict: str) -> None:
    told = mirror_lines(facts(table(state, reason="why it is so")), None, now=NOW)
    assert unwell(told) == ([] if verdict == "pass" else [("table res_partner", verdict)])
    if verdict != "pass":
        assert any("why it is so" in line.message for line in told)


def test_a_slot_that_nothing_follows_is_an_alarm_also_without_a_mirror() -> None:
    for known in (facts(slots=0), facts(followed=False)):
        [line] = [one for one in mirror_lines(known, at_source(), now=NOW) if one.verdict == "fail"]
        assert "1.0 GB" in line.message
        assert "scout cdc drop" in line.fix


def test_a_slot_that_is_gone_from_odoos_server_is_told() -> None:
    assert unwell(mirror_lines(facts(), [], now=NOW)) == [("slot odoo_pub_scout", "fail")]


def test_without_a_mirror_nothing_is_wrong_and_what_cannot_be_asked_is_unknown() -> None:
    assert unwell(mirror_lines(facts(slots=0), None, now=NOW)) == []
    assert unwell(mirror_lines(Unseen("not seen"), None, now=NOW)) == [("mirror", "unknown")]
    assert unwell(mirror_lines(facts(), Unseen("refused"), now=NOW)) == [("source", "unknown")]


def test_a_view_that_is_behind_is_told() -> None:
    shown = [{"name": "res_partner", "form": "read", "notice": "odoo_mirror.res_partner could not be changed"}]
    assert unwell(mirror_lines(facts(shown=shown), None, now=NOW + timedelta(0))) == [("view of res_partner", "warn")]


def test_settings_without_odoos_database_ask_nobody_and_a_dead_server_is_no_crash() -> None:
    assert slots_at_source(Settings(SETTINGS)) is None
    dead = Settings(SETTINGS | {"ODOO_DB_URL": "postgresql://scout:a-secret-password@127.0.0.1:1/shop"})
    found = slots_at_source(dead)
    assert isinstance(found, Unseen)
    assert "a-secret-password" not in found.why
