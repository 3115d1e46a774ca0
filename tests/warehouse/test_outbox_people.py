"""What people do with messages: see them, try them again, give them up, forget them."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.warehouse.outbox import Hands, enqueue, settled
from tests.warehouse.retail import Db, Payload, one

DEAD = {"result": "dead", "kind": "refused", "error": "Odoo said no."}
LOST = {"result": "dead", "kind": "outcome unknown", "error": "Its answer was lost.", "in_doubt": True}


def show(db: Db, number: int) -> Payload:
    shown: Payload = one(db, "select ops.show_message(%s)", number)
    return shown


def retry(db: Db, number: int, *, send_again: bool = False) -> Payload:
    shown: Payload = one(db, "select ops.retry_message(%s, %s)", number, send_again)
    return shown


def cancel(db: Db, number: int, *more: str) -> Payload:
    holes = ", ".join(["%s"] * (1 + len(more)))
    row = db.execute(f"select ops.cancel_message({holes})", (number, *more)).fetchone()
    shown: Payload = row[0] if row else {}
    return shown


def doubt_has_passed(db: Db) -> None:
    db.execute("update ops.odoo_outbox set doubt_until = clock_timestamp() where doubt_until is not null")


def refused(db: Db, statement: str, *arguments: Any) -> str:
    """The message and hint of a refusal that the command line shows with exit code 2."""
    with pytest.raises(psycopg.Error) as caught:
        db.execute(statement, arguments)
    assert caught.value.sqlstate == "PT422"
    return f"{caught.value.diag.message_primary} {caught.value.diag.message_hint or ''}".strip()


def test_the_list_is_newest_first_and_can_be_narrowed_and_continued(db: Db) -> None:
    parked = settled(db, "a", **DEAD)
    done = settled(db, "b", result="done", odoo_id=7)
    waiting = enqueue(db, "c")["id"]
    whole: list[Payload] = one(db, "select ops.list_messages()")
    assert [(row["id"], row["stage"]) for row in whole] == [(waiting, "queued"), (done, "sent"), (parked, "parked")]
    assert [row["id"] for row in one(db, "select ops.list_messages('{dead,queued}')")] == [waiting, parked]
    assert [row["id"] for row in one(db, "select ops.list_messages(p_limit => 1)")] == [waiting]
    assert [row["id"] for row in one(db, "select ops.list_messages(null, 50, %s)", waiting)] == [done, parked]


def test_a_message_about_a_record_by_its_id_is_listed_with_it(db: Db) -> None:
    enqueue(db, "a", operation="write", record_id=7)
    (listed,) = one(db, "select ops.list_messages()")
    assert (listed["record_id"], listed["external_id"], listed["odoo_id"]) == (7, None, None)


def test_an_empty_outbox_lists_an_empty_array_and_reports_no_age(db: Db) -> None:
    assert one(db, "select ops.list_messages()") == []
    status: Payload = one(db, "select ops.outbox_status()")
    assert (status["depth"], status["dead"], status["oldest_seconds"], status["last_run"]) == (0, 0, None, None)


def test_the_status_counts_what_waits_what_is_parked_and_what_is_held_back_behind_it(db: Db) -> None:
    settled(db, "first", **DEAD)
    settled(db, "ready", result="done")
    enqueue(db, "behind", external_id="first")
    enqueue(db, "elsewhere")
    Hands(db).claim()
    status: Payload = one(db, "select ops.outbox_status()")
    assert (status["dead"], status["held_back"]) == (1, 1)
    assert (status["depth"], status["queued"], status["processing"]) == (2, 1, 1)
    assert status["oldest_seconds"] >= 0
    assert status["last_run"]["claimed"] == 1


def test_a_message_shows_all_but_its_hash_and_names_the_one_it_waits_for(db: Db) -> None:
    first = settled(db, "first", **DEAD)
    second = enqueue(db, "second", external_id="first", payload={"name": "Bob"})["id"]
    shown = show(db, second)
    assert (shown["payload"], shown["waits_for"], shown["stage"]) == ({"name": "Bob"}, first, "queued")
    assert "content_hash" not in shown
    assert show(db, 999) is None


@pytest.mark.parametrize("send_again", [False, True])
def test_a_parked_message_tried_again_is_due_at_once_with_its_counts_at_zero(db: Db, send_again: bool) -> None:
    number = settled(db, "a", **DEAD)
    shown = retry(db, number, send_again=send_again)
    assert (shown["status"], shown["attempts"], shown["waits"], shown["last_error"]) == ("queued", 0, 0, None)
    assert [message["id"] for message in Hands(db).claim()] == [number]


def test_a_lost_answer_stays_in_doubt_unless_a_person_vouches_that_it_did_not_happen(db: Db) -> None:
    number = settled(db, "a", **LOST)
    doubt_has_passed(db)
    retry(db, number)
    (message,) = Hands(db).claim()
    assert message["in_doubt"], "Odoo is read before it is sent again"
    assert message["before"] is not None
    other = settled(db, "b", **LOST)
    doubt_has_passed(db)
    retry(db, other, send_again=True)
    (message,) = Hands(db).claim()
    assert (message["id"], message["in_doubt"], message["before"]) == (other, False, None)


@pytest.mark.parametrize("wish", ["retry_message", "cancel_message"])
def test_what_may_still_be_under_way_in_odoo_can_be_neither_repeated_nor_given_up(db: Db, wish: str) -> None:
    number = settled(db, "a", **LOST)
    assert "may still be under way in Odoo" in refused(db, f"select ops.{wish}(%s)", number)


def test_vouching_does_not_help_before_odoos_request_limit_has_passed(db: Db) -> None:
    number = settled(db, "a", **LOST)
    assert "may still be under way" in refused(db, "select ops.retry_message(%s, true)", number)


@pytest.mark.parametrize("wish", ["retry_message", "cancel_message"])
def test_what_a_worker_has_in_hand_and_what_is_settled_is_refused_by_its_state(db: Db, wish: str) -> None:
    enqueue(db, "a")
    (message,) = Hands(db).claim()
    assert f"Message {message['id']} is processing" in refused(db, f"select ops.{wish}(%s)", message["id"])
    done = settled(db, "b", result="done")
    assert f"Message {done} is done" in refused(db, f"select ops.{wish}(%s)", done)
    assert "There is no message 999. scout outbox list" in refused(db, f"select ops.{wish}(999)")


def test_a_queued_message_cannot_be_tried_again_because_it_is_not_stuck(db: Db) -> None:
    assert "is queued" in refused(db, "select ops.retry_message(%s)", enqueue(db, "a")["id"])


def test_a_cancelled_message_keeps_its_reason_and_lets_the_next_of_its_key_go(db: Db) -> None:
    number = settled(db, "first", **DEAD)
    behind = enqueue(db, "second", external_id="first")["id"]
    assert Hands(db).claim() == []
    shown = cancel(db, number, "made by hand")
    assert (shown["status"], shown["note"], shown["in_doubt"]) == ("skipped", "made by hand", False)
    assert [message["id"] for message in Hands(db).claim()] == [behind]


def test_cancelling_without_a_reason_says_that_a_person_did(db: Db) -> None:
    assert cancel(db, enqueue(db, "a")["id"])["note"] == "cancelled by a person"


def test_the_purge_forgets_what_was_settled_longer_ago_and_frees_its_key(db: Db) -> None:
    old, fresh = settled(db, "old", result="done"), settled(db, "fresh", result="done")
    parked, queued = settled(db, "parked", **DEAD), enqueue(db, "queued")["id"]
    db.execute("update ops.odoo_outbox set settled_at = settled_at - interval '91 days' where id = %s", [old])
    db.execute("update ops.odoo_outbox set created_at = created_at - interval '1 year'")
    assert one(db, "select ops.purge_messages('90 days')") == {"purged": 1}
    assert [row["id"] for row in one(db, "select ops.list_messages()")] == [queued, parked, fresh]
    assert not enqueue(db, "fresh")["created"]
    assert enqueue(db, "old")["created"]
