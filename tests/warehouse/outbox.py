"""A short way to put messages into the outbox."""

from __future__ import annotations

from typing import Any

from tests.outbox import desk
from tests.warehouse.retail import Db, Payload


def enqueue(db: Db, key: str, **values: Any) -> Payload:
    """A customer's upsert, changed by the parameters of `ops.enqueue_odoo` without their `p_`."""
    given: dict[str, Any] = {"model": "res.partner", "operation": "upsert", "payload": {"name": "Ann"}} | values
    return desk.enqueue(db, key, **given)
