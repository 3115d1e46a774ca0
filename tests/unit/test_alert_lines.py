"""Which causes runs and looks speak of, and that no trouble of the narrator becomes the run's."""

from __future__ import annotations

from typing import Any

import pytest

from shared.monitoring.alerts.causes import cause_of
from shared.monitoring.alerts.notify import notify_after_check, notify_after_run
from shared.monitoring.alerts.run_checks import lines_of_health, lines_of_outbox, lines_of_run
from shared.monitoring.health.health_report import HealthLine, HealthReport, Verdict, overall
from shared.settings import Settings
from shared.sync.count_result import Counted
from shared.sync.run_report import ReconcileReport
from tests.unit.cli_support import NOW, failure, message_report, outbox_report, run_report, stream_report

NOBODY_THERE = {
    "SUPABASE_DB_URL": "postgresql://postgres@127.0.0.1:9/postgres",
    "ALERT_SLACK_WEBHOOK_URL": "http://127.0.0.1:9/hook",
}


def line(check: str, verdict: Verdict = "fail", **more: Any) -> HealthLine:
    return HealthLine(**{"group": "sync", "check": check, "verdict": verdict, "message": "It is so."} | more)


def said(lines: list[HealthLine], verdict: Verdict) -> list[str]:
    return [cause_of(one) for one in lines if one.verdict == verdict]


def health(*lines: HealthLine) -> HealthReport:
    return HealthReport(status=overall(lines), checked_at=NOW, lines=list(lines))


def refused(stream: str, kind: str) -> Any:
    return stream_report(stream, status="failed", error=failure("No.", kind=kind))


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("odoo unreachable", "odoo: reachable"),
        ("login refused", "odoo: login"),
        ("warehouse unreachable", "warehouse: reachable"),
        ("access refused", "odoo: rights to pos.order"),
        ("model missing", "odoo: model pos.order"),
        ("field missing", "odoo: fields of pos.order"),
        ("odoo refused", "sync: last run of pos.order"),
        ("internal error", "sync: last run of pos.order"),
    ],
)
def test_an_error_of_a_stream_has_one_cause(kind: str, cause: str) -> None:
    lines = lines_of_run(run_report(refused("pos.order", kind), refused("pos.order", kind)))
    assert set(said(lines, "fail")) == {cause}
    assert said(lines, "pass") == []


def test_a_wall_that_only_some_streams_met_stands_although_others_got_through() -> None:
    lines = lines_of_run(run_report(stream_report("a"), refused("b", "odoo unreachable")))
    assert said(lines, "fail") == ["odoo: reachable"]
    assert "odoo: reachable" not in said(lines, "pass")
    assert "sync: last run of a" in said(lines, "pass")


@pytest.mark.parametrize("status", ["busy", "partial", "not started"])
def test_what_is_not_at_its_end_says_nothing(status: str) -> None:
    assert lines_of_run(run_report(stream_report(status=status), status="partial")) == []


@pytest.mark.parametrize(("result", "verdict"), [("equal", "pass"), ("differs", "fail")])
def test_a_reconcile_speaks_of_its_proof(result: Any, verdict: Verdict) -> None:
    found = stream_report(reconcile=ReconcileReport(result=result))
    assert "sync: proof of pos.order" in said(lines_of_run(run_report(found)), verdict)


@pytest.mark.parametrize(("here", "verdict"), [(50, "pass"), (51, "fail")])
def test_a_run_speaks_of_its_count(here: int, verdict: Verdict) -> None:
    told = Counted(source_count=50, source_id_sum=9, warehouse_count=here, warehouse_id_sum=9)
    assert "sync: count of pos.order" in said(lines_of_run(run_report(stream_report(counted=told))), verdict)


def test_parked_messages_are_told_by_number_and_kind_and_never_by_words_that_may_quote_them() -> None:
    parked = message_report(7, status="dead", kind="refused", error="Ann is secret", note="Ann is secret")
    (told,) = [one for one in lines_of_outbox(outbox_report(parked)) if one.verdict == "fail"]
    assert (cause_of(told), "7 (upsert" in told.message, "refused" in told.message) == ("outbox: parked", True, True)
    assert "secret" not in told.model_dump_json()


def test_a_line_for_several_streams_is_a_cause_for_each() -> None:
    both = line("lag of all streams", covers=["lag of a", "lag of b"])
    assert said(lines_of_health(health(both), were_open=[]), "fail") == ["sync: lag of a", "sync: lag of b"]


def test_what_has_no_line_when_it_is_well_is_over_once_its_group_was_seen_whole() -> None:
    seen = line("queue", "pass", group="outbox")
    assert "outbox: parked" in said(lines_of_health(health(seen), were_open=["outbox: parked"]), "pass")
    blind = line("queue", "unknown", group="outbox")
    assert said(lines_of_health(health(blind), were_open=["outbox: parked"]), "pass") == []
    wall = line("reachable", group="odoo")
    assert said(lines_of_health(health(wall), were_open=["odoo: API key"]), "pass") == []


@pytest.mark.parametrize("verdict", ["fail", "unknown"])
def test_nothing_that_is_not_seen_well_is_over(verdict: Verdict) -> None:
    lines = lines_of_health(health(line("parked", verdict, group="outbox")), were_open=["outbox: parked"])
    assert said(lines, "pass") == []


def test_a_warehouse_that_is_away_is_told_to_the_door_and_changes_nothing() -> None:
    troubles: list[str] = []
    settings, report = Settings(NOBODY_THERE), health(line("lag of a"))
    notify_after_run(settings, report.lines, route="here", on_trouble=lambda error: troubles.append(str(error)))
    assert len(troubles) == 1
    assert "127.0.0.1" in troubles[0]
    answer = notify_after_check(settings, lambda: report, on_trouble=lambda error: troubles.append(str(error)))
    assert (answer, len(troubles)) == (report, 3)


def test_settings_that_lead_nowhere_are_told_to_the_door_and_change_nothing() -> None:
    troubles: list[str] = []
    half = Settings({"ALERT_SMTP_URL": "smtp://mail.example.com"})
    notify_after_run(half, [line("lag of a")], route="here", on_trouble=lambda error: troubles.append(str(error)))
    assert ["ALERT_MAIL_FROM" in one for one in troubles] == [True]
