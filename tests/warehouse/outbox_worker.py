"""A worker as the database sees it, and an author; time moves by moving the rows."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tests.outbox.desk import SHIFT, enqueue
from tests.warehouse.retail import Db, one

BEFORE = {"id": 7, "write_date": "2026-11-20 10:00:00", "values": {"name": "Ann"}}
DONE = {"result": "done", "odoo_id": 7, "write_date": "2026-11-20T12:00:00Z"}
RETRY = {"result": "retry", "kind": "busy", "error": "Odoo was busy."}
LOST = {"result": "retry", "kind": "lost answer", "error": "No answer.", "in_doubt": True}
WAIT = {"result": "wait", "kind": "unreachable", "error": "Odoo is away."}
DEAD = {"result": "dead", "kind": "refused", "error": "Odoo said no."}
UNKNOWN = {"result": "dead", "kind": "outcome unknown", "error": "Its answer was lost.", "in_doubt": True}
SKIPPED = {"result": "skipped", "note": "the guard no longer holds"}


class SqlWorker:
    """One run. Numbers of messages in, what SQL answers out."""

    def __init__(self, db: Db, *, lease_seconds: int = 300) -> None:
        self.db = db
        self.run_id = str(uuid.uuid4())
        self.lease_seconds = lease_seconds
        self.claims = 0
        self.fences: dict[int, int] = {}
        one(db, "select ops.begin_outbox_run(%s, 'test')", self.run_id)

    def claim(self, limit: int = 50, *, again: bool = False) -> list[int]:
        """`again`: the very call made before, as after a lost answer."""
        self.claims += not again
        question = "select ops.claim_messages(%s, %s, %s, %s)"
        messages = one(self.db, question, self.run_id, self.claims, limit, self.lease_seconds)
        self.fences.update({message["id"]: message["fence"] for message in messages})
        return [message["id"] for message in messages]

    def note(self, message: int) -> Any:
        return one(
            self.db, "select ops.note_sending(%s, %s, %s, %s, %s, 160)",
            message, self.run_id, self.fences[message], json.dumps(BEFORE), self.lease_seconds,
        )  # fmt: skip

    def settle(self, message: int, outcome: dict[str, Any] = DONE) -> Any:
        return one(
            self.db, "select ops.settle_message(%s, %s, %s, %s)",
            message, self.run_id, self.fences[message], json.dumps(outcome),
        )  # fmt: skip

    def finish(self, status: str = "completed") -> Any:
        return one(self.db, "select ops.finish_outbox_run(%s, %s)", self.run_id, status)


def at_work(db: Db) -> SqlWorker:
    """A worker that has claimed what there is."""
    worker = SqlWorker(db)
    worker.claim()
    return worker


def drain(worker: SqlWorker) -> list[int]:
    """Claims and settles until nothing is due; answers the order."""
    taken: list[int] = []
    while messages := worker.claim():
        for message in messages:
            worker.settle(message)
        taken += messages
    return taken


def put(db: Db, key: str, **more: Any) -> int:
    """A write of a partner; `ordering_key` names its queue, else it has one of its own."""
    payload = more.pop("payload", {"name": "Ann"})
    return int(enqueue(db, key, "res.partner", "write", payload, **{"record_id": 7, "ordering_key": key, **more})["id"])


def settled(db: Db, key: str, outcome: dict[str, Any], **more: Any) -> int:
    """A message that was put, claimed and settled so; its number."""
    message = put(db, key, **more)
    worker = at_work(db)
    if outcome.get("in_doubt"):
        worker.note(message)
    worker.settle(message, outcome)
    return message


def shift(db: Db, **units: float) -> None:
    """So much time passes for every message."""
    interval = " ".join(f"{value} {unit}" for unit, value in units.items())
    db.execute(SHIFT.replace("%(by)s", "%(by)s::interval"), {"by": interval})


def field(db: Db, message: int, name: str) -> Any:
    return one(db, "select ops.show_message(%s) -> %s", message, name)


def status(db: Db, message: int) -> str:
    return str(field(db, message, "status"))
