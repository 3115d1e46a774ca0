"""How many requests Odoo got: counted in the warehouse, since functions keep nothing."""

from __future__ import annotations

import contextlib
import uuid
from typing import Literal

from shared.errors import ScoutError
from shared.odoo.client import Odoo
from shared.warehouse.protocol import Warehouse


def count_calls(odoo: Odoo, warehouse: Warehouse, kind: Literal["sync", "outbox"]) -> None:
    """At a run's end. A run is not worse for not being counted: an older warehouse has no place for it."""
    if odoo.calls:
        with contextlib.suppress(ScoutError):
            warehouse.call("ops.note_odoo_calls", {"p_id": str(uuid.uuid4()), "p_kind": kind, "p_calls": odoo.calls})
