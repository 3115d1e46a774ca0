"""A worker that is asked to stop while Odoo takes its time: what was not sent goes back, what was sent is waited for."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from demo.odoo import Fault
from tests.outbox.desk import Desk


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])
def test_a_look_that_hangs_is_given_up_and_its_message_goes_back(desk: Desk, partner: int, protocol: Any) -> None:
    desk.protocol = protocol
    stop, over = threading.Event(), threading.Event()

    def hangs(call: Any) -> None:
        stop.set()
        over.wait(30)

    desk.odoo.inject(Fault.hook(hangs), model="res.partner", method="search_read")
    number = desk.enqueue("a", "res.partner", "write", {"ref": "new"}, record_id=partner)
    began = time.monotonic()
    report = desk.worker(stop=stop).run()
    over.set()
    assert time.monotonic() - began < 10
    assert (report.status, report.more, report.error, report.messages) == ("stopped", True, None, [])
    assert report.released == 1
    assert desk.message(number)["status"] == "queued"
    desk.one()
    assert desk.statuses() == ["done"]
    assert desk.effects("res.partner", partner)["write"] == 1


def test_a_change_that_was_sent_is_waited_for_and_certain(desk: Desk, partner: int) -> None:
    stop = threading.Event()

    def slow(call: Any) -> None:
        stop.set()
        threading.Event().wait(4)

    desk.odoo.inject(Fault.hook(slow), model="res.partner", method="write")
    desk.enqueue("a", "res.partner", "write", {"ref": "new"}, record_id=partner)
    report = desk.worker(stop=stop).run()
    assert [(one.status, one.note) for one in report.messages] == [("done", None)]
    assert report.status in {"completed", "stopped"}
