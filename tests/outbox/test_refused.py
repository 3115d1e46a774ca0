"""What Odoo will never take is parked at once with every reason; what passes is tried again, for ever if need be."""

from __future__ import annotations

import re
from typing import Any

import pytest

from demo.odoo import Fault
from demo.odoo.errors import access_denied, validation_error
from demo.odoo.methods import Methods
from shared.outbox.message import Outcome
from shared.outbox.outcomes import loaded_id
from tests.outbox.desk import Desk


def test_every_reason_is_given_and_nothing_is_sent(desk: Desk, partner: int) -> None:
    wish = {
        "nmae": "x", "name": 5, "write_date": "2026-01-01", "type": "castle", "is_company": "yes", "color": 1.5,
        "parent_id": "base.nowhere", "complete_name": "x",
    }  # fmt: skip
    desk.enqueue("bad", "res.partner", "write", wish, record_id=partner)
    parked = desk.one()
    assert (parked.status, parked.kind, desk.line.changes) == ("dead", "invalid", 0)
    for field, named in {
        "nmae": "no such field", "name": "text, not 5", "write_date": "read-only", "complete_name": "read-only",
        "type": "contact, invoice, delivery, other, not 'castle'", "is_company": "true or false", "color": "whole number",
    }.items():  # fmt: skip
        assert re.search(rf"\b{field}: .*{named}", str(parked.error)), field
    desk.enqueue("empty", "product.category", "upsert", {"property_valuation": "periodic"})
    assert (parked := desk.one()).kind == "invalid"
    assert ("name: " in str(parked.error), desk.line.changes) == (True, 0)
    desk.enqueue("tea", "product.template", "upsert", {"name": "Mint tea", "type": "consu", "list_price": 5.6})
    assert desk.one().status == "done", "Odoo makes the variants that a template requires itself"


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])
def test_a_button_that_denies_access_is_parked_and_stops_no_other_message(
    desk: Desk, partner: int, protocol: Any
) -> None:
    """The login is good: Odoo takes it for every other call."""
    desk.protocol = protocol

    def deny(methods: Methods, ids: list[int], **arguments: Any) -> Any:
        raise access_denied()

    desk.odoo.add_method("res.partner", "action_open", deny)
    opening, guard = {"method": "action_open"}, [["name", "=", "Ann"]]
    desk.enqueue("open", "res.partner", "call", opening, record_id=partner, guard=guard)
    desk.enqueue("other", "pos.order", "write", {"internal_note": "x"}, record_id=1)
    report = desk.run()
    assert report.status == "completed"
    assert [(one.status, one.kind) for one in report.messages] == [("dead", "refused"), ("done", None)]
    assert "Access Denied" in str(report.messages[0].error)


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])
def test_odoos_own_refusal_is_final_and_in_its_words_also_those_that_no_database_can_hold(
    desk: Desk, partner: int, protocol: Any
) -> None:
    desk.protocol = protocol

    def refuse(methods: Methods, ids: list[int], **arguments: Any) -> Any:
        raise validation_error("A name\x00 takes two words.")

    def ask(methods: Methods, ids: list[int], **arguments: Any) -> Any:
        return {"res_model": "a\x00.form"}

    desk.odoo.add_method("res.partner", "write", refuse)
    desk.odoo.add_method("res.partner", "action_ask", ask)
    number = desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner, ordering_key="a")
    asking, guard = {"method": "action_ask"}, [["name", "=", "Ann"]]
    desk.enqueue("ask", "res.partner", "call", asking, record_id=partner, guard=guard, ordering_key="b")
    report = desk.run()
    assert (report.status, desk.statuses()) == ("completed", ["dead"] * 2)
    assert (desk.message(number)["attempts"], desk.message(number)["in_doubt"]) == (0, False)
    assert report.messages[0].kind == "refused"
    for message, words in zip(report.messages, ("A name takes two words.", "(a.form)"), strict=True):
        assert words in str(message.error)
    imported = loaded_id({"ids": False, "messages": [{"message": "No\x00 such\ud83d country."}]})
    assert imported == Outcome.dead("refused", "No such country.")


def test_a_user_without_rights_on_external_ids_has_an_unknown_outcome_parked(desk: Desk) -> None:
    desk.odoo.deny_model("ir.model.data")
    desk.enqueue("ann", "res.partner", "upsert", {"name": "Ann"})
    desk.odoo.inject(Fault.dropped(), method="load")
    assert desk.one().kind == "lost answer"
    desk.later()
    desk.line.changes = 0
    parked = desk.one()
    assert (parked.status, parked.kind, desk.line.changes) == ("dead", "outcome unknown", 0)
    assert "ir.model.data" in str(parked.error)


def test_a_link_to_what_another_message_still_has_to_make_waits_for_it(desk: Desk) -> None:
    desk.enqueue("child", "res.partner", "upsert", {"name": "Child", "parent_id": {"key": "parent"}}, priority=1)
    desk.enqueue("parent", "res.partner", "upsert", {"name": "Parent"})
    assert {one.key: one.status for one in desk.run().messages} == {"child": "failed", "parent": "done"}
    desk.later()
    assert desk.one().status == "done"
    child, parent = desk.named("child"), desk.named("parent")
    assert child is not None
    assert desk.odoo.stored("res.partner")[child]["parent_id"] == parent


def test_ten_minutes_without_odoo_lose_nothing_and_kill_nothing(desk: Desk) -> None:
    """Every run ends at the first message; all wait with growing pauses and are applied once Odoo is back."""
    for number in range(12):
        desk.enqueue(f"new {number}", "res.partner", "upsert", {"name": f"New {number}"}, ordering_key=f"{number % 4}")
    desk.line.down = True
    for _ in range(60):
        report = desk.run()
        assert report.status in {"failed", "completed"}
        assert (report.done, report.dead) == (0, 0)
        desk.later(seconds=10)
    attempts, longest, dead = desk.db.execute(
        "select max(attempts), max(extract(epoch from next_attempt_at - now())), count(*) filter (where status = 'dead') "
        "from ops.odoo_outbox"
    ).fetchone() or (None, None, None)
    assert (attempts, dead) == (0, 0)
    assert longest <= 200
    desk.line.down = False
    for _ in range(4):
        desk.later()
        desk.run()
    assert desk.statuses() == ["done"] * 12
    assert all(desk.effects("res.partner", desk.named(f"new {n}") or 0) == {"create": 1} for n in range(12))


def test_one_message_that_cannot_get_through_holds_up_no_other_key(desk: Desk, partner: int) -> None:
    """A run ends at a wall. What met one comes last in the next run, whatever its number and priority."""
    desk.enqueue("poison", "res.partner", "write", {"name": "Anna"}, record_id=partner, priority=5)
    for number in range(3):
        desk.enqueue(f"{number}", "pos.order", "write", {"internal_note": "x"}, record_id=1 + number)
    desk.odoo.inject(Fault.answer(503), model="res.partner", method="search_read", times=1000)
    assert desk.run().status == "failed"
    desk.later(minutes=5)
    report = desk.run()
    assert (report.status, report.done) == ("failed", 3)
    assert desk.message(1)["status"] == "failed"
