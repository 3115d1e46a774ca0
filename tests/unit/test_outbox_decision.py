"""What becomes of a message, decided from what Odoo shows, without an Odoo (invariant 11)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.outbox.decision import Send, decide
from shared.outbox.desired_state import DesiredState
from shared.outbox.field_values import WritableField
from shared.outbox.message import Message, Reading
from shared.outbox.target import Target

NAME = WritableField(name="name", type="char", required=True)
ANNA = DesiredState({"name": NAME}, {"name": "Anna"})
NOTHING = DesiredState()
ABSENT, UNREADABLE = Reading(), Reading(readable=False)
SEEN = datetime(2026, 1, 1, 10, tzinfo=UTC)
GUARD = [["state", "=", "draft"]]


def record(name: str, *, changed: str | None = "10:00:00", read: str = "11:00:00") -> Reading:
    write_date = None if changed is None else f"2026-01-01 {changed}"
    return Reading(id=7, write_date=write_date, read_at=f"2026-01-01 {read}", values={"name": name})


def message(operation: str, **more: Any) -> Message:
    own = {"id": 1, "idempotency_key": "k", "fence": 1, "model": "m", "operation": operation, "record_id": 7}
    return Message.model_validate(own | more)


def decided(one: Message, now: Reading, **shown: Any) -> tuple[str, str | None]:
    """The result and the kind of its error."""
    desired = ANNA if one.operation in {"upsert", "write"} else NOTHING
    outcome = decide(one, Target(now, now.id, desired, **shown))
    return ("sent", None) if isinstance(outcome, Send) else (outcome.result, outcome.kind)


ANN, FRESH, OTHER = record("Ann"), record("Ann", changed="11:00:00"), record("Bob", changed="10:30:00")
DONE, SENT, SKIPPED = ("done", None), ("sent", None), ("skipped", None)


@pytest.mark.parametrize(
    ("operation", "now", "shown", "becomes"),
    [
        ("write", ANN, {}, SENT),
        ("write", record("Anna"), {}, DONE),
        ("write", ANN, {"guard_holds": False}, SKIPPED),
        ("write", ABSENT, {}, ("dead", "gone")),
        ("upsert", ABSENT, {}, SENT),
        ("upsert", ABSENT, {"missing_fields": ("ref",)}, ("dead", "invalid")),
        ("upsert", ABSENT, {"hidden": True}, ("dead", "refused")),
        ("upsert", ABSENT, {"lines_there": {"child_ids/one": "m 8"}}, ("dead", "invalid")),
        ("upsert", UNREADABLE, {}, SENT),
        ("unlink", ABSENT, {}, DONE),
        ("unlink", ABSENT, {"hidden": True}, ("dead", "gone")),
        ("call", ANN, {}, SENT),
        ("call", ANN, {"guard_holds": False}, SKIPPED),
    ],
)
def test_a_message_that_was_never_sent(
    operation: str, now: Reading, shown: dict[str, Any], becomes: tuple[str, str | None]
) -> None:
    assert decided(message(operation, guard=GUARD), now, **shown) == becomes


@pytest.mark.parametrize(
    ("now", "becomes"),
    [
        (ANN, SENT),
        (OTHER, "conflict"),
        (ABSENT, "conflict"),
        (UNREADABLE, "conflict"),
        (record("Ann", changed=None), "conflict"),
    ],
)
@pytest.mark.parametrize("operation", ["write", "unlink", "upsert"])
def test_what_changed_after_its_author_saw_it_is_a_conflict(operation: str, now: Reading, becomes: Any) -> None:
    expected = becomes if becomes == SENT else ("dead", becomes)
    assert decided(message(operation, if_unmodified_since=SEEN), now) == expected


@pytest.mark.parametrize(
    ("operation", "before", "now", "shown", "becomes"),
    [
        ("write", ANN, ANN, {}, SENT),
        ("write", ANN, record("Anna", changed="11:00:01"), {}, DONE),
        ("write", ANN, OTHER, {}, "conflict"),
        ("write", ANN, record("Bob"), {}, "conflict"),
        ("write", FRESH, FRESH, {}, "outcome unknown"),
        ("write", ANN, ABSENT, {}, "conflict"),
        ("upsert", ANN, ABSENT, {}, "conflict"),
        ("call", ANN, ABSENT, {}, "conflict"),
        ("write", UNREADABLE, ANN, {}, "outcome unknown"),
        ("upsert", ABSENT, ABSENT, {}, SENT),
        ("upsert", ABSENT, OTHER, {}, DONE),
        ("upsert", ANN, OTHER, {}, "conflict"),
        ("unlink", ANN, ABSENT, {}, DONE),
        ("unlink", ANN, ABSENT, {"hidden": True}, "conflict"),
        ("unlink", FRESH, FRESH, {}, SENT),
        ("call", ANN, OTHER, {"guard_holds": False}, DONE),
        ("call", ANN, OTHER, {}, "conflict"),
        ("call", FRESH, FRESH, {}, "outcome unknown"),
    ],
)
def test_a_message_whose_answer_was_lost(
    operation: str, before: Reading, now: Reading, shown: dict[str, Any], becomes: Any
) -> None:
    one = message(operation, in_doubt=True, before=before, sent_seconds_ago=600.0, guard=GUARD)
    assert decided(one, now, **shown) == (becomes if becomes in (SENT, DONE) else ("dead", becomes))


def test_what_was_to_be_made_and_is_not_there_hours_later_is_left_to_a_person() -> None:
    """It may have been made and deleted since; in the first hour that is not believed."""
    one = message("upsert", in_doubt=True, before=ABSENT, sent_seconds_ago=7200.0)
    assert decided(one, ABSENT) == ("dead", "outcome unknown")


readings = st.builds(
    record,
    st.sampled_from(["Ann", "Bob", "Anna"]),
    changed=st.sampled_from(["10:00:00", "10:30:00", "11:00:00", None]),
    read=st.sampled_from(["10:30:00", "11:00:00"]),
) | st.sampled_from([ABSENT, UNREADABLE])


@given(st.sampled_from(["upsert", "write", "unlink", "call"]), readings, readings, st.booleans(), st.booleans())
def test_in_doubt_nothing_is_sent_unless_odoo_shows_what_was_there_before(
    operation: str, before: Reading, now: Reading, hidden: bool, guard_holds: bool
) -> None:
    one = message(operation, in_doubt=True, before=before, guard=GUARD)
    if decided(one, now, hidden=hidden and now.id is None, guard_holds=guard_holds) == SENT:
        assert (now.id, now.write_date, now.values) == (before.id, before.write_date, before.values)
