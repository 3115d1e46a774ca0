"""Messages in the world's outbox."""

from __future__ import annotations

from typing import Any

from demo.odoo import SimulatedOdoo
from tests.engine.conftest import World
from tests.warehouse.outbox import enqueue


def ask(world: World, key: str, **values: Any) -> int:
    """A customer's upsert, changed by the parameters of `ops.enqueue_odoo` without their `p_`; its number."""
    return int(enqueue(world.db, key, **values)["id"])


def customers(odoo: SimulatedOdoo, name: str = "Ann") -> int:
    """How many partners of that name Odoo has."""
    return sum(record["name"] == name for record in odoo.stored("res.partner").values())


def stages(world: World) -> dict[str, str]:
    return dict(world.db.execute("select idempotency_key, stage from ops.v_outbox_status order by id").fetchall())
