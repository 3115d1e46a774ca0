"""Short ways to put messages into the outbox and to be their worker."""

from __future__ import annotations

import uuid
from typing import Any

from psycopg.types.json import Jsonb

from tests.warehouse.retail import Db, Payload, one


def enqueue(db: Db, key: str, **values: Any) -> Payload:
    """A customer's upsert, changed by the parameters of `ops.enqueue_odoo` without their `p_`."""
    given: dict[str, Any] = {"model": "res.partner", "operation": "upsert", "payload": {"name": "Ann"}} | values
    given = {name: Jsonb(value) if isinstance(value, dict | list) else value for name, value in given.items()}
    named = "".join(f", p_{name} => %({name})s" for name in given)
    row = db.execute(f"select ops.enqueue_odoo(%(key)s{named})", {"key": key, **given}).fetchone()
    answer: Payload = row[0] if row else {}
    return answer


class Hands:
    """A worker's run, by hand."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self.run_id = uuid.uuid4()
        self.claims = 0
        one(db, "select ops.begin_outbox_run(%s, 'test:1')", self.run_id)

    def claim(self) -> list[Payload]:
        self.claims += 1
        messages: list[Payload] = one(self.db, "select ops.claim_messages(%s, %s, 50, 300)", self.run_id, self.claims)
        return messages

    def note(self, message: Payload) -> None:
        """It is about to be sent; from here on its outcome is in doubt."""
        one(
            self.db, "select ops.note_sending(%s, %s, %s, '{}', 300, 160)", message["id"], self.run_id, message["fence"]
        )

    def settle(self, message: Payload, **outcome: Any) -> Payload:
        answer: Payload = one(
            self.db,
            "select ops.settle_message(%s, %s, %s, %s)",
            message["id"], self.run_id, message["fence"], Jsonb(outcome),
        )  # fmt: skip
        return answer


def settled(db: Db, key: str, **outcome: Any) -> int:
    """Enqueues a message, has it claimed, and settles it so; answers its number."""
    enqueue(db, key)
    hands = Hands(db)
    (message,) = hands.claim()
    if outcome.get("in_doubt"):
        hands.note(message)
    hands.settle(message, **outcome)
    return int(message["id"])
