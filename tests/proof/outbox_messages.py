"""The messages with which a worker is struck, each about records of its own, and what must have come of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.outbox.desk import Desk, pay

Effects = Counter[tuple[str, str]]
"""(model, "create" | "write" | "unlink") and how often; external ids are not counted."""


@dataclass(frozen=True)
class Kind:
    """`put(desk, key)` enqueues one and answers its number; `effects` is what must have happened in Odoo, just once."""

    put: Callable[[Desk, str], int]
    effects: Mapping[tuple[str, str], int]


def effects(desk: Desk) -> Effects:
    """Since they were last cleared."""
    found: Effects = Counter()
    for (model, _, kind), count in desk.odoo.store.effects.items():
        if model != "ir.model.data":
            found[model, kind] += count
    return found


def _create(desk: Desk, key: str) -> int:
    return desk.enqueue(key, "res.partner", "upsert", {"name": "Ann", "ref": key})


def _update(desk: Desk, key: str) -> int:
    partner = desk.odoo.create("res.partner", {"name": "Ann"})
    named = {"module": "shop", "name": f"partner-{partner}", "model": "res.partner", "res_id": partner}
    desk.odoo.create("ir.model.data", named)
    return desk.enqueue(key, "res.partner", "upsert", {"name": "Anna"}, external_id=f"shop.partner-{partner}")


def _order(desk: Desk, key: str) -> int:
    lines = [{"id": name, "name": name, "product_id": 1, "qty": 2, "price_unit": 1.5} for name in ("first", "second")]
    wish: dict[str, Any] = {"config_id": 1, "session_id": 1, "amount_paid": 6.0, "lines": lines}
    return desk.enqueue(key, "pos.order", "upsert", wish)


def _write(desk: Desk, key: str) -> int:
    partner = desk.odoo.create("res.partner", {"name": "Ann"})
    return desk.enqueue(key, "res.partner", "write", {"name": "Anna", "ref": key}, record_id=partner)


def _unlink(desk: Desk, key: str) -> int:
    return desk.enqueue(key, "res.partner", "unlink", record_id=desk.odoo.create("res.partner", {"name": "Ann"}))


def _call(desk: Desk, key: str) -> int:
    desk.odoo.add_method("pos.order", "action_pay", pay)
    order = desk.odoo.create("pos.order", {"name": key, "state": "draft"})
    guard = [["state", "=", "draft"]]
    return desk.enqueue(key, "pos.order", "call", {"method": "action_pay"}, record_id=order, guard=guard)


KINDS: Mapping[str, Kind] = {
    "create": Kind(_create, {("res.partner", "create"): 1}),
    "update": Kind(_update, {("res.partner", "write"): 1}),
    "order": Kind(_order, {("pos.order", "create"): 1, ("pos.order.line", "create"): 2}),
    "write": Kind(_write, {("res.partner", "write"): 1}),
    "unlink": Kind(_unlink, {("res.partner", "unlink"): 1}),
    "call": Kind(_call, {("pos.order", "write"): 1}),
}

_CHANGING = (" load ", " write ", " unlink ", " action_pay ")
STEPS = (
    "before the claim", "claimed", "noting", "before the call", "Odoo committed", "answer there", "settling", "settled",
    "ending",
)  # fmt: skip


def steps_of(points: list[str]) -> dict[str, str]:
    """The step of the worker at which each point lies, in the order in which an undisturbed run passed them."""
    steps: dict[str, str] = {}
    step = STEPS[0]
    for point in points:
        done = point.endswith(("committed, its answer under way", "done, its answer under way", "after the call"))
        if "ops.claim_messages" in point and " 1:" in point and done:
            step = "claimed"
        elif "ops.note_sending" in point:
            step = "before the call" if done else "noting"
        elif point.startswith("odoo ") and any(f"{one}1:" in point for one in _CHANGING):
            step = "Odoo committed" if done else "before the call"
        elif "ops.settle_message" in point:
            step = "settled" if done else "settling"
        elif step == "Odoo committed":
            step = "answer there"
        elif step == "settled" and "ops." in point:
            step = "ending"
        steps[point] = step
    return steps
