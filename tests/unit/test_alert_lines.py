"""Which causes runs and looks speak of, and that no trouble of an alert becomes the run's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import ScoutError
from shared.monitoring.alerts.notify import notify_after_check, notify_after_run
from shared.monitoring.alerts.run_checks import lines_of_health, lines_of_outbox, lines_of_run
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.health_report import (
    GROUPS,
    CheckId,
    CheckResult,
    Group,
    HealthLine,
    HealthReport,
    Verdict,
    overall,
)
from shared.settings import Settings
from shared.sync.count_result import Counted
from shared.sync.run_report import ReconcileReport
from tests.unit.cli_support import NOW, failure, message_report, outbox_report, run_report, stream_report

NOBODY_THERE = {
    "SUPABASE_DB_URL": "postgresql://postgres@127.0.0.1:9/postgres",
    "ALERT_SLACK_WEBHOOK_URL": "http://127.0.0.1:9/hook",
}


PARKED = CheckId("outbox", "parked")


def line(check: str, verdict: Verdict = "fail", group: Group = "sync") -> HealthLine:
    return HealthLine(group=group, check=check, verdict=verdict, message="It is so.")


def said(results: list[CheckResult], verdict: Verdict) -> list[str]:
    return [str(one.id) for one in results if one.verdict == verdict]


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


def counted(here: int) -> dict[str, Any]:
    return {"counted": Counted(source_count=50, source_id_sum=9, warehouse_count=here, warehouse_id_sum=9)}


@pytest.mark.parametrize(
    ("found", "verdict", "cause"),
    [
        ({"reconcile": ReconcileReport(result="equal")}, "pass", "sync: proof of pos.order"),
        ({"reconcile": ReconcileReport(result="differs")}, "fail", "sync: proof of pos.order"),
        (counted(here=50), "pass", "sync: count of pos.order"),
        (counted(here=51), "fail", "sync: count of pos.order"),
    ],
)
def test_a_run_speaks_of_its_count_and_its_proof(found: dict[str, Any], verdict: Verdict, cause: str) -> None:
    assert cause in said(lines_of_run(run_report(stream_report(**found))), verdict)


def test_parked_messages_are_told_by_number_and_kind_and_never_by_words_that_may_quote_them() -> None:
    parked = message_report(7, status="dead", kind="refused", error="Ann is secret", note="Ann is secret")
    (told,) = [one for one in lines_of_outbox(outbox_report(parked)) if one.verdict == "fail"]
    assert (str(told.id), "7 (upsert" in told.message, "refused" in told.message) == ("outbox: parked", True, True)
    assert "secret" not in str(told)


def test_a_line_for_several_streams_is_a_cause_for_each() -> None:
    (both,) = CheckLines("sync").for_streams("lag", {"a": "late", "b": "late"}, "Run it.", of=2)
    assert (both.check, both.covers) == ("lag of all streams", ["lag of a", "lag of b"])
    assert said(lines_of_health(health(both), were_open=[]), "fail") == ["sync: lag of a", "sync: lag of b"]


@pytest.mark.parametrize(
    ("seen", "is_over"),
    [
        (line("queue", "pass", group="outbox"), True),
        (line("queue", "unknown", group="outbox"), False),
        (line("parked", "fail", group="outbox"), False),
        (line("parked", "unknown", group="outbox"), False),
    ],
)
def test_what_has_no_line_when_it_is_well_is_over_once_its_group_was_seen_whole(
    seen: HealthLine, is_over: bool
) -> None:
    assert ("outbox: parked" in said(lines_of_health(health(seen), were_open=[PARKED]), "pass")) is is_over


def test_behind_a_wall_nothing_is_over() -> None:
    wall = line("reachable", group="odoo")
    assert said(lines_of_health(health(wall), were_open=[CheckId("odoo", "API key")]), "pass") == []


class Failing(list[CheckResult]):
    def __iter__(self) -> Iterator[CheckResult]:
        raise RuntimeError("a record's content")


@pytest.mark.parametrize(
    ("variables", "results", "told"),
    [
        (NOBODY_THERE, line("lag of a").results(), "127.0.0.1"),
        ({"ALERT_SMTP_URL": "smtp://mail.example.com"}, line("lag of a").results(), "ALERT_MAIL_FROM"),
        (NOBODY_THERE, Failing(line("lag of a").results()), "RuntimeError"),
    ],
    ids=["warehouse away", "settings that lead nowhere", "surprise"],
)
def test_trouble_while_telling_is_told_to_the_door_and_changes_no_run(
    variables: dict[str, str], results: list[CheckResult], told: str
) -> None:
    """A surprise by its kind: its own text may hold a record."""
    troubles: list[ScoutError] = []
    notify_after_run(Settings(variables), results, route="here", on_trouble=troubles.append)
    (trouble,) = troubles
    assert told in str(trouble)
    assert "content" not in str(trouble)


def test_a_look_is_answered_though_the_warehouse_is_away() -> None:
    troubles: list[ScoutError] = []
    report = health(line("lag of a"))
    assert notify_after_check(Settings(NOBODY_THERE), lambda: report, on_trouble=troubles.append) == report
    assert len(troubles) == 2


@given(
    st.sampled_from(GROUPS),
    st.sampled_from(["lag", "rights", "model", "quarantine", "API key", "job a: b of c"]),
    st.booleans(),
)
def test_what_the_warehouse_keeps_of_a_check_leads_back_to_it(group: Group, kind: str, has_stream: bool) -> None:
    stream = "pos.order" if has_stream and not kind.startswith(("API", "job")) else None
    check = CheckId(group, kind, stream)
    assert CheckId.from_key(str(check)) == check


def test_a_failed_last_run_is_no_cause_beside_what_odoo_keeps_from_that_stream() -> None:
    failed = [CheckLines("sync").fail("last run", "No.", "", streams=[one], check="x") for one in ("a", "b")]
    rights = CheckLines("odoo").fail("rights", "No.", "", stream="a")
    assert said(lines_of_health(health(*failed, rights), were_open=[]), "fail") == [
        "sync: last run of b",
        "odoo: rights to a",
    ]


def test_a_streams_own_check_of_the_sync_is_not_over_because_it_has_no_line() -> None:
    open_ones = [CheckId("sync", "lag", "a"), CheckId("silver and gold", "quarantine", "a")]
    seen = health(line("proof", "pass"), line("gold", "pass", "silver and gold"))
    assert said(lines_of_health(seen, were_open=open_ones), "pass")[2:] == ["silver and gold: quarantine of a"]
