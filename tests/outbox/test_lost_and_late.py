"""Answers that are lost, requests that arrive late, workers that wake up late: one effect, and nothing is left."""

from __future__ import annotations

from typing import Any

import pytest

from demo.odoo import Fault
from shared.warehouse.protocol import Warehouse
from tests.outbox.desk import DOUBT_SECONDS, Desk, pay

ORDER = {
    "name": "Firm",
    "child_ids": [{"id": "one", "name": "One", "ref": "a"}, {"id": "two", "name": "Two", "ref": "b"}],
}


def enqueue_each(desk: Desk) -> dict[str, int]:
    """A message of each kind, each about a record of its own that nobody changed for an hour."""
    desk.odoo.add_method("pos.order", "action_pay", pay)
    desk.odoo.write("pos.order", 1, {"state": "draft"})
    ann = desk.odoo.create("res.partner", {"name": "Ann"})
    bob = desk.odoo.create("res.partner", {"name": "Bob"})
    desk.enqueue("made before", "res.partner", "upsert", {"name": "Cat"})
    desk.run()
    desk.later(hours=1)
    return {
        "upsert create": desk.enqueue("new", "res.partner", "upsert", {"name": "New"}),
        "upsert with lines": desk.enqueue("firm", "res.partner", "upsert", ORDER),
        "upsert update": desk.enqueue("cat", "res.partner", "upsert", {"name": "Cathy"}, external_id="made before"),
        "write": desk.enqueue("ann", "res.partner", "write", {"name": "Anna"}, record_id=ann),
        "unlink": desk.enqueue("bob", "res.partner", "unlink", record_id=bob),
        "call": desk.enqueue(
            "pay", "pos.order", "call", {"method": "action_pay"}, record_id=1, guard=[["state", "=", "draft"]]
        ),
    }


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])
def test_an_answer_that_comes_only_after_the_client_gave_up(desk: Desk, protocol: Any) -> None:
    """Odoo carries the request out seconds before its own limit: a look before would have said "not happened"."""
    desk.protocol = protocol
    messages = enqueue_each(desk)
    before = {name: desk.odoo.stored(name) for name in ("res.partner", "pos.order")}
    desk.odoo.store.effects.clear()
    desk.line.holding = True
    assert {one.kind for one in desk.run().messages} == {"lost answer"}
    desk.later(seconds=DOUBT_SECONDS - 5)
    assert {name: desk.odoo.stored(name) for name in before} == before
    assert desk.run().messages == [], "nothing has happened yet, and nobody concludes anything from that"
    desk.line.holding, desk.line.changes = False, 0
    desk.line.arrive()
    desk.later(seconds=400)
    report = desk.run()
    assert (report.done, desk.line.changes) == (len(messages), 0)
    of_records = {key: count for key, count in desk.odoo.store.effects.items() if key[0] != "ir.model.data"}
    assert set(of_records.values()) == {1}
    assert len(of_records) == len(messages) + 2  # with two lines


def test_a_first_request_that_arrives_even_after_its_repeat_makes_nothing_twice(desk: Desk) -> None:
    """Beyond all limits: Odoo itself leaves an external id alone that it has by then."""
    desk.enqueue("firm", "res.partner", "upsert", ORDER)
    desk.line.holding = True
    desk.run()
    desk.line.holding = False
    desk.later()
    assert desk.one().status == "done"
    made = desk.named("firm")
    assert made is not None
    desk.odoo.write("res.partner", made, {"name": "A person's word"})
    partners = len(desk.odoo.stored("res.partner"))
    desk.line.arrive()
    assert len(desk.odoo.stored("res.partner")) == partners
    assert desk.odoo.stored("res.partner")[made]["name"] == "A person's word"


def test_a_worker_that_slept_between_noting_and_sending_sends_nothing(desk: Desk, partner: int) -> None:
    now = [0.0]
    number = desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner)
    slow = Meanwhile(desk.warehouse, "ops.note_sending", lambda: now.__setitem__(0, now[0] + 11.0))
    report = desk.worker(warehouse=slow, clock=lambda: now[0]).run()
    assert (report.failed, desk.line.changes) == (1, 0)
    assert desk.message(number)["in_doubt"] is False
    desk.later(minutes=1)
    assert desk.one().status == "done"
    assert desk.effects("res.partner", partner) == {"create": 1, "write": 1}


def test_a_worker_that_slept_through_its_lease_sends_nothing_while_another_does_the_work(
    desk: Desk, partner: int
) -> None:
    """It wakes up after the other has ended, and its own claim, note and settling are refused or without effect."""
    desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner)

    def sleep_and_be_taken_over() -> None:
        desk.later(minutes=6)
        assert desk.one().status == "done"
        desk.odoo.write("res.partner", partner, {"name": "Annika"})
        desk.line.changes = 0

    sleeper = desk.worker(warehouse=Meanwhile(desk.warehouse, "ops.claim_messages", sleep_and_be_taken_over))
    report = sleeper.run()
    assert desk.line.changes == 0
    assert report.done == 0
    assert desk.odoo.stored("res.partner")[partner]["name"] == "Annika"
    assert desk.statuses() == ["done"]


def test_settling_late_after_a_takeover_changes_nothing_and_the_one_who_took_over_finds_it_done(
    desk: Desk, partner: int
) -> None:
    """The first one's call worked; what it says about it comes too late, and is found in Odoo all the same."""
    number = desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner)
    taken: list[Any] = []

    def be_taken_over() -> None:
        desk.later(minutes=6)
        run = "00000000-0000-0000-0000-000000000001"
        desk.db.execute("select ops.begin_outbox_run(%s, 'other')", [run])
        taken.extend(desk.value("select ops.claim_messages(%s, 1, 9, 300)", run))

    report = desk.worker(warehouse=Meanwhile(desk.warehouse, "ops.settle_message", be_taken_over, before=True)).run()
    assert [one.status for one in report.messages] == ["lost"]
    assert desk.message(number)["status"] == "processing"
    assert taken[0]["in_doubt"] is True
    desk.later(minutes=6)  # the other one dies with it in hand
    desk.line.changes = 0
    assert (desk.one().status, desk.line.changes) == ("done", 0)
    assert desk.effects("res.partner", partner) == {"create": 1, "write": 1}


def test_a_person_who_vouches_that_nothing_happened_has_it_sent_again(desk: Desk, partner: int) -> None:
    number = desk.enqueue("rename", "res.partner", "write", {"name": "Anna"}, record_id=partner)
    desk.odoo.inject(Fault.dropped(), method="write")
    desk.run()
    desk.odoo.write("res.partner", partner, {"name": "Annika"})
    desk.later()
    assert desk.one().kind == "conflict"
    desk.db.execute("select ops.retry_message(%s)", [number])
    assert desk.one().kind == "conflict"  # the same look, the same doubt
    desk.db.execute("select ops.retry_message(%s, true)", [number])
    assert desk.one().status == "done"
    assert desk.odoo.stored("res.partner")[partner]["name"] == "Anna"


def test_an_unforeseen_error_in_one_message_stops_no_other(desk: Desk, partner: int) -> None:
    """Odoo describes a field as nobody expected."""
    desk.odoo.add_method("res.partner", "fields_get", lambda methods, ids, **arguments: {"name": 5})
    desk.enqueue("odd", "res.partner", "write", {"name": "Anna"}, record_id=partner)
    desk.enqueue("even", "pos.order", "write", {"internal_note": "x"}, record_id=1)
    report = desk.run()
    assert {one.key: one.status for one in report.messages} == {"odd": "failed", "even": "done"}
    assert report.status == "completed"


class Meanwhile:
    """A warehouse at which something happens once, before or after a function is called."""

    def __init__(self, inner: Warehouse, function: str, act: Any, *, before: bool = False) -> None:
        self._inner, self._function, self._act, self._is_before = inner, function, act, before

    def call(self, function: str, arguments: Any = None) -> Any:
        act: Any = lambda: None  # noqa: E731
        if function == self._function:
            act, self._act = self._act, act
        if self._is_before:
            act()
            return self._inner.call(function, arguments)
        answer = self._inner.call(function, arguments)
        act()
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
