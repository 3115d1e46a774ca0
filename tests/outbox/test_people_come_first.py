"""What people do in Odoo between a first send and its repeat stays as they left it; what cannot be told is parked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.odoo import Fault
from demo.odoo.methods import Methods
from tests.outbox.desk import Desk


def nothing(methods: Methods, ids: list[int]) -> bool:
    """A button that changes the record and leaves its guard as it was."""
    with methods.transaction() as transaction:
        transaction.write("pos.order", ids, {"internal_note": "pressed"})
    return True


def lose_answer(desk: Desk, method: str) -> None:
    """The first send: Odoo carries it out, nobody hears of it."""
    desk.odoo.inject(Fault.dropped(), method=method)
    report = desk.one()
    assert (report.status, report.kind) == ("failed", "lost answer")
    desk.later(seconds=20)
    assert desk.run().messages == []  # doubt is not over


def never_arrive(desk: Desk) -> None:
    """The first send gets lost on its way out."""
    desk.line.holding = True
    assert desk.one().kind == "lost answer"
    desk.line.holding = False


@pytest.mark.parametrize("in_the_same_second", [False, True])
def test_after_a_write_a_persons_edit_survives_and_the_message_is_parked(
    desk: Desk, partner: int, in_the_same_second: bool
) -> None:
    """write_date has whole seconds over the API: what shows it is the value."""
    number = desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner)
    if in_the_same_second:
        desk.odoo.inject(Fault.dropped(), method="write")
        assert desk.one().status == "failed"  # the clock stands still
    else:
        lose_answer(desk, "write")
    desk.odoo.write("res.partner", partner, {"name": "Annika"})
    desk.later()
    assert (desk.one().kind, desk.odoo.stored("res.partner")[partner]["name"]) == ("conflict", "Annika")
    assert desk.message(number)["in_doubt"] is True


def test_a_line_a_person_removed_meanwhile_is_not_made_again(desk: Desk) -> None:
    desk.enqueue("firm", "res.partner", "upsert", {"name": "Firm", "child_ids": [{"id": "one", "name": "One"}]})
    assert desk.one().status == "done"
    desk.later()
    wish = {"name": "Firm", "child_ids": [{"id": "one", "name": "Uno"}]}
    desk.enqueue("firm 2", "res.partner", "upsert", wish, external_id="firm")
    never_arrive(desk)
    desk.odoo.unlink("res.partner", [i for i, row in desk.odoo.stored("res.partner").items() if row["name"] == "One"])
    desk.later()
    assert desk.one().kind == "conflict"
    assert not [row for row in desk.odoo.stored("res.partner").values() if row["name"] in {"One", "Uno"}]


@pytest.mark.parametrize("seconds_before", [0, 60])
def test_a_button_whose_guard_still_holds_is_not_pressed_again_unless_surely_nothing_happened(
    desk: Desk, seconds_before: int
) -> None:
    """Also when the record had been changed in the second of the press, so that write_date tells nothing."""
    desk.odoo.add_method("pos.order", "action_nothing", nothing)
    desk.odoo.write("pos.order", 1, {"state": "draft"})
    desk.later(seconds=seconds_before)
    guard = [["state", "=", "draft"]]
    desk.enqueue("press", "pos.order", "call", {"method": "action_nothing"}, record_id=1, guard=guard)
    lose_answer(desk, "action_nothing")
    desk.later()
    desk.line.changes = 0
    assert (desk.one().status, desk.line.changes) == ("dead", 0)


def slow(desk: Desk, method: str) -> Callable[[], float]:
    """A clock by which this call takes Odoo a minute."""
    now = [0.0]
    desk.odoo.inject(Fault.hook(lambda call: now.__setitem__(0, now[0] + 60.0)), method=method)
    return lambda: now[0]


def test_a_button_without_effect_is_reported_however_long_odoo_took(desk: Desk) -> None:
    """Leave to send ends after ten seconds; it is for the sending, not for what is asked afterwards."""
    desk.odoo.add_method("pos.order", "action_nothing", nothing)
    desk.odoo.write("pos.order", 1, {"state": "draft"})
    guard = [["state", "=", "draft"]]
    number = desk.enqueue("press", "pos.order", "call", {"method": "action_nothing"}, record_id=1, guard=guard)
    report = desk.worker(clock=slow(desk, "action_nothing")).run()
    assert [one.kind for one in report.messages] == ["no effect"]
    assert desk.message(number)["in_doubt"] is False


def test_a_slow_write_is_confirmed_like_a_quick_one(desk: Desk, partner: int) -> None:
    number = desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner)
    assert desk.worker(clock=slow(desk, "write")).run().done == 1
    assert desk.message(number)["result_write_date"] is not None


def test_a_guard_that_no_longer_holds_skips_with_its_reason(desk: Desk, partner: int) -> None:
    guard = [["ref", "=", "new"]]
    desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner, guard=guard)
    skipped = desk.one()
    assert (skipped.status, desk.line.changes) == ("skipped", 0)
    assert "the guard no longer holds: [['ref', '=', 'new']]" in str(skipped.note)


@pytest.mark.parametrize("lost", [False, True])
def test_a_record_out_of_sight_is_not_taken_for_deleted(desk: Desk, partner: int, lost: bool) -> None:
    """A search leaves out what record rules forbid."""
    desk.enqueue("delete", "res.partner", "unlink", record_id=partner)
    if lost:
        never_arrive(desk)
        desk.later()
    desk.odoo.hide("res.partner", lambda row: row["id"] == partner)
    desk.line.changes = 0
    assert (desk.one().status, desk.line.changes) == ("dead", 0)
    assert partner in desk.odoo.stored("res.partner")


def test_a_message_of_one_company_reaches_no_record_of_another(desk: Desk) -> None:
    """Whoever was granted one company writes with the rights of a user who has them all (invariant 14)."""
    desk.odoo.create("res.company", {"name": "Other", "currency_id": 1, "partner_id": 1})
    desk.odoo.grant_companies(1, 2)
    others = desk.odoo.create("res.partner", {"name": "Theirs", "company_id": 2})
    shared = desk.odoo.create("res.partner", {"name": "Everybody's"})
    desk.enqueue("theirs", "res.partner", "write", {"name": "Mine"}, record_id=others, company_id=1)
    desk.enqueue("delete theirs", "res.partner", "unlink", record_id=others, company_id=1, ordering_key="x")
    desk.enqueue("shared", "res.partner", "write", {"name": "Ours"}, record_id=shared, company_id=1)
    assert {one.key: one.status for one in desk.run().messages} == {
        "theirs": "dead",
        "delete theirs": "dead",
        "shared": "done",
    }
    assert desk.odoo.stored("res.partner")[others]["name"] == "Theirs"
