"""What people do with messages: see them, try them again, give them up, forget them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.outbox_worker import DEAD, DONE, LOST, UNKNOWN, Db, SqlWorker, at_work, field, put, settled, shift
from tests.warehouse.retail import Payload, column, one, refused

UNKNOWN_ID = 999


def retry(db: Db, message: int, *, send_again: bool = False) -> Payload:
    shown: Payload = one(db, "select ops.retry_message(%s, %s)", message, send_again)
    return shown


def test_the_list_is_newest_first_and_can_be_narrowed_and_continued(db: Db) -> None:
    assert one(db, "select ops.list_messages()") == []
    parked, done, waiting = settled(db, "a", DEAD), settled(db, "b", DONE), put(db, "c")
    whole: list[Payload] = one(db, "select ops.list_messages()")
    assert [(row["id"], row["stage"]) for row in whole] == [(waiting, "queued"), (done, "sent"), (parked, "parked")]
    assert (whole[0]["record_id"], whole[0]["external_id"], whole[0]["odoo_id"]) == (7, None, None)
    assert [row["id"] for row in one(db, "select ops.list_messages('{dead,queued}')")] == [waiting, parked]
    assert [row["id"] for row in one(db, "select ops.list_messages(p_limit => 1)")] == [waiting]
    assert [row["id"] for row in one(db, "select ops.list_messages(null, 50, %s)", waiting)] == [done, parked]


def test_the_status_counts_depth_age_and_what_is_held_back(db: Db) -> None:
    empty = one(db, "select ops.outbox_status()")
    assert (empty["depth"], empty["dead"], empty["oldest_seconds"], empty["last_run"]) == (0, 0, None, None)
    settled(db, "1", DEAD, ordering_key="a")
    behind, _ = put(db, "2", ordering_key="a"), put(db, "3")
    at_work(db)
    db.execute("update ops.odoo_outbox set created_at = now() - interval '1 hour' where id = %s", [behind])
    status = one(db, "select ops.outbox_status()")
    assert {name: status[name] for name in ("depth", "queued", "processing", "dead", "held_back")} == {
        "depth": 2, "queued": 1, "processing": 1, "dead": 1, "held_back": 1,
    }  # fmt: skip
    assert 3600 <= status["oldest_seconds"] < 3700
    assert status["last_run"]["claimed"] == 1


def test_a_message_shows_all_but_its_hash_and_names_the_one_it_waits_for(db: Db) -> None:
    first = settled(db, "first", DEAD, ordering_key="a")
    shown = one(db, "select ops.show_message(%s)", put(db, "second", ordering_key="a", payload={"name": "Bob"}))
    assert (shown["payload"], shown["waits_for"], shown["stage"]) == ({"name": "Bob"}, first, "queued")
    assert "content_hash" not in shown
    assert one(db, "select ops.show_message(%s)", UNKNOWN_ID) is None


@pytest.mark.parametrize("send_again", [False, True])
def test_a_parked_message_tried_again_is_due_at_once_with_its_counts_at_zero(db: Db, send_again: bool) -> None:
    message = settled(db, "a", DEAD)
    shown = retry(db, message, send_again=send_again)
    assert (shown["status"], shown["attempts"], shown["waits"], shown["last_error"]) == ("queued", 0, 0, None)
    assert SqlWorker(db).claim() == [message]


@pytest.mark.parametrize("outcome", [LOST, UNKNOWN])
def test_what_may_still_be_under_way_in_odoo_can_be_neither_repeated_nor_given_up(
    db: Db, outcome: dict[str, Any]
) -> None:
    message = settled(db, "a", outcome)
    for wish in ("retry_message(%s)", "retry_message(%s, true)", "cancel_message(%s)"):
        with refused("PT422", "may still be under way in Odoo"):
            db.execute(f"select ops.{wish}", [message])
    assert SqlWorker(db).claim() == []


@pytest.mark.parametrize("wish", ["retry_message", "cancel_message"])
def test_a_wish_that_does_not_fit_a_messages_state_is_refused_and_names_it(db: Db, wish: str) -> None:
    done, held = settled(db, "done", DONE), put(db, "held")
    at_work(db)
    states = [(done, f"{done} is done"), (held, f"{held} is processing"), (UNKNOWN_ID, "scout outbox list")]
    if wish == "retry_message":
        states.append((queued := put(db, "queued"), f"{queued} is queued"))
    for message, named in states:
        with refused("PT422", named):
            db.execute(f"select ops.{wish}(%s)", [message])


@pytest.mark.parametrize("reason", ["made by hand", None])
def test_a_cancelled_message_keeps_its_reason_and_lets_the_next_of_its_key_go(db: Db, reason: str | None) -> None:
    message = settled(db, "first", DEAD, ordering_key="a")
    behind = put(db, "second", ordering_key="a")
    assert SqlWorker(db).claim() == []
    given = "(%s)" if reason is None else "(%s, %s)"
    db.execute(f"select ops.cancel_message{given}", [message, reason] if reason else [message])
    assert [field(db, message, name) for name in ("status", "note", "in_doubt")] == [
        "skipped", reason or "cancelled by a person", False,
    ]  # fmt: skip
    assert SqlWorker(db).claim() == [behind]


def test_the_purge_forgets_what_was_settled_longer_ago_and_frees_its_key(db: Db) -> None:
    settled(db, "old", DONE)
    shift(db, days=91)
    fresh, parked, queued = settled(db, "fresh", DONE), settled(db, "parked", DEAD), put(db, "queued")
    db.execute(
        "update ops.odoo_outbox set created_at = created_at - interval '1 year', updated_at = updated_at - interval '1 year'"
    )
    assert one(db, "select ops.purge_messages('90 days')") == {"purged": 1}
    assert column(db, "select id from ops.odoo_outbox order by id") == [fresh, parked, queued]
    assert (put(db, "fresh"), put(db, "old") > queued) == (fresh, True)
