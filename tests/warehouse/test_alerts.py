"""Of many that look only one tells, nobody hears of a cause twice within the set time, and its end is told once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from shared.errors import AlertNotDelivered
from shared.monitoring.alerts.causes import Notification
from shared.monitoring.alerts.notify import tell
from shared.monitoring.health.health_report import CheckId, CheckResult, Verdict
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from shared.warehouse.protocol import Warehouse
from tests.warehouse.retail import Db


class Ear:
    """A channel that hears, unless it fails."""

    name = "ear"

    def __init__(self, fails: Exception | None = None) -> None:
        self.fails = fails
        self.heard: list[str] = []

    def send(self, subject: str, text: str) -> None:
        if self.fails:
            raise self.fails
        self.heard.append(subject)


@pytest.fixture
def warehouse(database_url: str) -> Iterator[Warehouse]:
    with open_warehouse(Settings({"SUPABASE_DB_URL": database_url}).warehouse) as one:
        yield one


def line(verdict: Verdict, kind: str = "lag") -> CheckResult:
    return CheckResult(CheckId("sync", kind, "pos.order"), verdict, verdict, "scout sync")


def look(warehouse: Warehouse, ear: Ear, *lines: CheckResult, call: str | None = None) -> Notification:
    return tell(
        lines, warehouse=warehouse, channels=[ear], repeat_seconds=3600, route="here",
        new_call_id=lambda: call or str(uuid.uuid4()),
    )  # fmt: skip


def pass_time(db: Db, hours: int) -> None:
    db.execute(
        "update ops.alerts set told_at = told_at - make_interval(hours => %s), since = since - make_interval(hours => %s)",
        [hours, hours],
    )


def test_one_alert_and_one_recovery_for_each_cause(warehouse: Warehouse) -> None:
    ear = Ear()
    for verdict in ("pass", "fail", "fail", "unknown", "fail", "pass", "pass"):
        look(warehouse, ear, line(verdict))  # type: ignore[arg-type]
    assert ear.heard == ["Scout sync: sync: lag of pos.order fails", "Scout sync: sync: lag of pos.order is OK again"]


def test_what_lasts_is_told_again_after_the_set_time(warehouse: Warehouse, db: Db) -> None:
    ear = Ear()
    look(warehouse, ear, line("fail"))
    pass_time(db, 2)
    again = look(warehouse, ear, line("fail"))
    assert len(ear.heard) == 2
    assert again.alerts[0].since < again.alerts[0].since.now(again.alerts[0].since.tzinfo)
    look(warehouse, ear, line("fail"))
    assert len(ear.heard) == 2


def test_what_comes_and_goes_is_not_told_twice_within_the_set_time(warehouse: Warehouse, db: Db) -> None:
    ear = Ear()
    for _ in range(3):
        look(warehouse, ear, line("fail"))
        look(warehouse, ear, line("pass"))
    assert ear.heard == ["Scout sync: sync: lag of pos.order fails", "Scout sync: sync: lag of pos.order is OK again"]
    pass_time(db, 2)
    look(warehouse, ear, line("fail"))
    assert len(ear.heard) == 3


@pytest.mark.parametrize("failure", [AlertNotDelivered("deaf"), ValueError("Port could not be cast: 'a-password'")])
def test_what_nobody_took_is_sent_by_whoever_looks_next(warehouse: Warehouse, failure: Exception) -> None:
    """Whatever way of its own a channel fails in; its text is not shown."""
    deaf, ear = Ear(failure), Ear()
    for verdict in ("fail", "pass"):
        with pytest.raises(AlertNotDelivered) as refusal:
            look(warehouse, deaf, line(verdict))  # type: ignore[arg-type]
        assert "a-password" not in str(refusal.value)
        look(warehouse, ear, line(verdict))  # type: ignore[arg-type]
    assert ear.heard == ["Scout sync: sync: lag of pos.order fails", "Scout sync: sync: lag of pos.order is OK again"]


def test_a_repeat_of_the_same_call_is_given_the_same_to_tell(warehouse: Warehouse, db: Db) -> None:
    """Invariant 2: the answer of the first may have been lost."""
    call = str(uuid.uuid4())
    failing = '[{"cause": "sync: a", "message": "m", "fix": ""}]'
    statement = "select ops.note_checks(%s, %s, '[]', 3600) -> 'alerts' -> 0 ->> 'cause'"
    for _ in range(2):
        assert db.execute(statement, [call, failing]).fetchall() == [("sync: a",)]
    assert db.execute(statement, [str(uuid.uuid4()), failing]).fetchall() == [(None,)]
    over = "select jsonb_array_length(ops.note_checks(%s, '[]', '[\"sync: a\"]', 3600) -> 'recoveries')"
    for _ in range(2):
        assert db.execute(over, [call]).fetchall() == [(1,)]
    assert db.execute(over, [str(uuid.uuid4())]).fetchall() == [(0,)]


def test_other_causes_are_left_as_they_are(warehouse: Warehouse) -> None:
    ear = Ear()
    look(warehouse, ear, line("fail", "count"), line("fail", "lag"))
    look(warehouse, ear, line("pass", "count"))
    assert ear.heard == [
        "Scout sync: sync: count of pos.order fails and 1 more",
        "Scout sync: sync: count of pos.order is OK again",
    ]
