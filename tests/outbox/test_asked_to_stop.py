"""A worker that is asked to stop while Odoo takes its time: what was not sent goes back, what was sent is waited for."""

from __future__ import annotations

import threading
import time
from typing import Any

from demo.odoo import Fault
from tests.outbox.desk import Desk


def test_a_look_that_hangs_is_given_up_and_its_message_goes_back(desk: Desk, partner: int) -> None:
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
    assert (report.released, desk.message(number)["status"]) == (1, "queued")
    desk.one()
    assert desk.statuses() == ["done"]
    assert desk.effects("res.partner", partner)["write"] == 1
