"""A planned call for people: the ids in it with the names their records bear in Odoo."""

from __future__ import annotations

from typing import Any, cast

from shared.errors import StreamError
from shared.odoo.client import Odoo
from shared.outbox.decision import Send
from shared.outbox.outbox_report import WouldSend


def would_send(odoo: Odoo, planned: Send) -> WouldSend:
    """The call as it would go over the wire; `names` tells what each record id in it means: `res.partner 7` → `Ann`."""
    ids_by_model: dict[str, set[int]] = {}
    if planned.record_id is not None:
        ids_by_model.setdefault(planned.message.model, set()).add(planned.record_id)
    for model, record_id in planned.links:
        ids_by_model.setdefault(model, set()).add(record_id)
    names = {
        f"{model} {record_id}": name
        for model, ids in ids_by_model.items()
        for record_id, name in _names(odoo, model, sorted(ids)).items()
    }
    call = planned.call
    return WouldSend(
        model=call.model,
        method=call.method,
        ids=None if call.ids is None else list(call.ids),
        arguments={name: value for name, value in call.arguments.items() if name != "context"},
        names=names,
    )


def _names(odoo: Odoo, model: str, ids: list[int]) -> dict[int, str]:
    """Names that cannot be had are left out: they are for reading only."""
    try:
        page = odoo.page(model, domain=[["id", "in", ids]], fields=["display_name"], limit=len(ids))
    except StreamError:
        return {}
    return {int(row["id"]): str(cast(Any, row["display_name"])) for row in page.rows}
