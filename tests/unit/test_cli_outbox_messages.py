"""`scout outbox list | show | retry | cancel | purge`: what they ask the warehouse, and what they say."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from cli.outbox_messages import interval
from shared.errors import InputError
from tests.unit.cli_support import NOW, SETTINGS, FakeWarehouse, paper, scout


def listed(number: int = 12, **changes: Any) -> dict[str, Any]:
    """A row as ops.list_messages answers it."""
    return {
        "id": number, "idempotency_key": "customer-42", "model": "res.partner", "operation": "upsert", "company_id": 1,
        "requested_by": "ann via authenticator", "status": "dead", "stage": "parked", "attempts": 1,
        "next_attempt_at": NOW.isoformat(), "external_id": "__outbox__.customer-42", "record_id": None,
        "note": None, "error_kind": "refused", "last_error": "Odoo said no.",
        "created_at": (NOW - timedelta(hours=3)).isoformat(), "settled_at": None,
    } | changes  # fmt: skip


def shown(**changes: Any) -> dict[str, Any]:
    """A message as ops.show_message answers it."""
    return listed() | {
        "payload": {"name": "Ann"}, "guard": None, "if_unmodified_since": None,
        "ordering_key": "res.partner __outbox__.customer-42", "waits": 0, "takeovers": 0, "lease_holder": None,
        "lease_expires_at": None, "sent_at": None, "in_doubt": False, "doubt_until": None, "result_id": None,
        "result_write_date": None, "waits_for": None,
    } | changes  # fmt: skip


def answering(**answers: Any) -> FakeWarehouse:
    return FakeWarehouse({f"ops.{name}": answer for name, answer in answers.items()})


def test_the_list_shows_where_each_message_stands_and_why() -> None:
    warehouse = answering(list_messages=[listed()])
    result = scout("outbox", "list", open_warehouse=warehouse.open)
    assert result.exit_code == 0
    for told in ("12", "upsert", "res.partner __outbox__.customer-42", "parked", "3 h ago", "refused: Odoo said no."):
        assert told in result.stdout
    assert warehouse.calls == [("ops.list_messages", {"p_status": None, "p_limit": 50})]


def test_a_message_about_a_record_by_its_id_names_it_before_it_is_sent() -> None:
    by_id = listed(model="hr.expense", external_id=None, record_id=25, stage="queued")
    assert "hr.expense 25" in scout("outbox", "list", open_warehouse=answering(list_messages=[by_id]).open).stdout


@pytest.mark.parametrize(
    ("words", "asked"), [(["parked"], "{dead}"), (["waiting", "queued"], "{failed,queued}"), (["dead"], "{dead}")]
)
def test_the_list_can_be_narrowed_in_the_words_it_shows(words: list[str], asked: str) -> None:
    warehouse = answering(list_messages=[])
    options = [part for word in words for part in ("--status", word)]
    assert "No such message." in scout("outbox", "list", *options, "--limit", "5", open_warehouse=warehouse.open).stdout
    assert warehouse.calls[0][1] == {"p_status": asked, "p_limit": 5}


def test_a_narrow_list_cuts_nothing_off() -> None:
    long = listed(last_error="a long reason " * 12 + "END")
    told = scout("outbox", "list", open_warehouse=answering(list_messages=[long]).open, out=paper(width=80)).stdout
    assert "END" in told
    assert "parked" in told


@pytest.mark.parametrize(
    ("arguments", "function"),
    [
        (["list"], "list_messages"), (["show", "12"], "show_message"), (["retry", "12"], "retry_message"),
        (["cancel", "12"], "cancel_message"), (["purge", "--older-than", "90d"], "purge_messages"),
    ],
)  # fmt: skip
def test_json_is_the_warehouses_own_answer_and_odoo_is_not_needed(arguments: list[str], function: str) -> None:
    answer = [listed()] if function == "list_messages" else {"purged": 3} if function == "purge_messages" else shown()
    only = {"SUPABASE_DB_URL": SETTINGS["SUPABASE_DB_URL"]}
    result = scout("outbox", *arguments, "--json", variables=only, open_warehouse=answering(**{function: answer}).open)
    assert (result.exit_code, json.loads(result.stdout)) == (0, answer)


def told_about(**changes: Any) -> str:
    return scout("outbox", "show", "12", open_warehouse=answering(show_message=shown(**changes)).open).stdout


def test_show_tells_what_was_wanted_by_whom_and_what_happened() -> None:
    told = told_about(
        guard=[["state", "=", "draft"]], company_id=3, attempts=2, takeovers=1, ordering_key="orders of Ann",
        if_unmodified_since=NOW.isoformat(), result_id=17, result_write_date=NOW.isoformat(),
    )  # fmt: skip
    for line in (
        "message 12: parked (refused)",
        "what          upsert res.partner __outbox__.customer-42",
        "key           customer-42",
        "asked by      ann via authenticator, 2026-11-21 06:14:03 UTC (3 h ago)",
        "company       3",
        "in order with orders of Ann",
        'only while    [["state", "=", "draft"]]',
        "only if       unchanged since 2026-11-21 09:14:03 UTC",
        "tries         2 failed attempts, 1 lost worker",
        "in Odoo       res.partner 17, written 2026-11-21 09:14:03 UTC",
        "what happened Odoo said no.",
        '"name": "Ann"',
    ):
        assert line in told


@pytest.mark.parametrize("kind", ["outcome unknown", "conflict"])
def test_of_an_unknown_outcome_show_says_where_to_look_and_what_each_finding_means(kind: str) -> None:
    told = told_about(error_kind=kind, in_doubt=True, sent_at=NOW.isoformat(), doubt_until=NOW.isoformat())
    assert "whether Odoo did it is not known" in told
    assert "Look in Odoo for res.partner __outbox__.customer-42 (External Identifiers:" in told
    assert "scout outbox cancel 12" in told
    assert "scout outbox retry 12 --send-again" in told
    assert "Wait until" not in told


LATER = (NOW + timedelta(minutes=2)).isoformat()
UNKNOWN = {"error_kind": "outcome unknown", "in_doubt": True, "sent_at": NOW.isoformat()}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            UNKNOWN | {"doubt_until": LATER},
            "Wait until 2026-11-21 09:16:03 UTC",
        ),  # until Odoo's request limit has passed
        ({"error_kind": "invalid"}, "enqueue the corrected message under a new key"),
        ({"error_kind": "conflict"}, "Someone changed the record first"),
        ({"error_kind": "gone"}, "not in Odoo any more"),
        ({"error_kind": "no effect"}, "finish it there"),
        ({"error_kind": "exhausted"}, "Once the cause is gone: scout outbox retry 12"),
        ({"status": "queued", "stage": "queued", "waits_for": 11}, "Waits for message 11"),
        ({"status": "queued", "stage": "queued"}, "Goes with the next run: scout outbox --once"),
        ({"status": "processing", "stage": "processing", "lease_holder": "host:1"}, "In the hands of host:1"),
        ({"status": "failed", "stage": "waiting"}, "Retried automatically from 2026-11-21 09:14:03 UTC on"),
    ],
)
def test_for_every_state_show_says_what_comes_next(changes: dict[str, Any], told: str) -> None:
    assert told in told_about(**changes)


QUEUED = "Message 12 is in the queue again; the next run takes it."
SKIPPED = "Message 12 is skipped; nothing was undone in Odoo."


@pytest.mark.parametrize(
    ("arguments", "answer", "asked", "told"),
    [
        (["retry", "12"], shown(status="queued"), {"p_id": 12, "p_send_again": False}, QUEUED),
        (["retry", "12", "--send-again"], shown(status="queued"), {"p_id": 12, "p_send_again": True}, QUEUED),
        (["cancel", "12"], shown(status="skipped"), {"p_id": 12}, SKIPPED),
        (["cancel", "12", "--reason", "by hand"], shown(status="skipped"), {"p_id": 12, "p_reason": "by hand"}, SKIPPED),
        (["purge", "--older-than", "90d"], {"purged": 1_200}, {"p_older_than": "90 days"}, "1,200 messages forgotten; their keys are free again."),
    ],
)  # fmt: skip
def test_what_a_person_decides_is_handed_on_and_confirmed(
    arguments: list[str], answer: Any, asked: dict[str, Any], told: str
) -> None:
    function = f"{arguments[0]}_message{'s' if arguments[0] == 'purge' else ''}"
    warehouse = answering(**{function: answer})
    result = scout("outbox", *arguments, open_warehouse=warehouse.open)
    assert result.exit_code == 0
    assert warehouse.calls == [(f"ops.{function}", asked)]
    assert result.stdout == f"{told}\n"


@pytest.mark.parametrize(
    ("text", "means"), [("12h", "12 hours"), ("90d", "90 days"), ("4w", "4 weeks"), (" 1D ", "1 days")]
)
def test_ages_are_hours_days_or_weeks(text: str, means: str) -> None:
    assert interval(text) == means


@pytest.mark.parametrize("text", ["", "90", "d", "0d", "-1d", "1.5d", "90 days", "3m", "1y", "999999d", "1d; drop"])
def test_any_other_age_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no length of time; write it as 12h, 90d or 4w"):
        interval(text)


def test_a_settled_message_asks_nothing_of_anyone() -> None:
    assert "→" not in told_about(status="done", stage="confirmed", error_kind=None, last_error=None)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "-s", "stuck"], "there is no status 'stuck'; there are queued, processing"),
        (["show", "99"], "there is no message 99"),
        (["purge"], "--older-than"),
    ],
)
def test_what_is_not_there_or_not_said_ends_with_code_2(arguments: list[str], told: str) -> None:
    result = scout("outbox", *arguments, open_warehouse=answering(show_message=None).open)
    assert result.exit_code == 2
    assert told in result.stderr
