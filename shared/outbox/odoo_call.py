"""The call that carries a message into Odoo, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest

from pydantic import JsonValue

from shared.outbox.desired_state import DesiredState
from shared.outbox.field_values import imported, written
from shared.outbox.message import Message


@dataclass(frozen=True)
class Call:
    """`ids` None: a method of the model itself, such as `load`."""

    model: str
    method: str
    ids: tuple[int, ...] | None = None
    arguments: dict[str, JsonValue] = field(default_factory=dict)


def call_of(message: Message, desired: DesiredState, record_id: int | None, *, exists: bool | None) -> Call:
    """`exists` None: it could not be told."""
    if message.operation == "upsert":
        return _load(message, desired, exists=exists)
    ids = (record_id or 0,)
    match message.operation:
        case "write":
            values = {name: written(desired.fields[name], value) for name, value in desired.values.items()}
            return Call(message.model, "write", ids, {"vals": values, "context": message.context})
        case "unlink":
            return Call(message.model, "unlink", ids, {"context": message.context})
        case _:
            arguments = dict(message.payload.get("arguments") or {})
            own = arguments.pop("context", None)
            return Call(
                message.model,
                message.method,
                ids,
                {**arguments, "context": {**(own if isinstance(own, dict) else {}), **message.context}},
            )


def _load(message: Message, desired: DesiredState, *, exists: bool | None) -> Call:
    """Odoo's import: one record, its lines beside and below it, all in one transaction.

    What does not exist yet is sent so that Odoo itself leaves it alone if it does by then: an external id made with
    `noupdate` is not updated in mode `update` (19: `_load_records` in odoo/orm/models.py, unchanged since 13).
    """
    cells = [imported(desired.fields[name], value) for name, value in desired.values.items()]
    columns = ["id", *[column for column, _ in cells]]
    head = [str(message.external_id), *[cell for _, cell in cells]]
    beside: list[list[list[str]]] = []
    widths: list[int] = []
    for name, of in desired.lists.items():
        rows = []
        line_columns: list[str] = []
        for line in of.lines:
            line_cells = [imported(of.fields[key], line.values[key]) for key in of.lines[0].values]
            line_columns = ["id", *[column for column, _ in line_cells]]
            rows.append([line.external_id, *[cell for _, cell in line_cells]])
        columns += [f"{name}/{column}" for column in line_columns]
        beside.append(rows)
        widths.append(len(line_columns))
    data: list[JsonValue] = []
    for number, parts in enumerate(zip_longest(*beside) if beside else [()]):
        row = head if number == 0 else [""] * len(head)
        for part, width in zip(parts, widths, strict=True):
            row = row + (part or [""] * width)
        data.append(list(row))
    only_new: dict[str, JsonValue] = {"mode": "update", "noupdate": True} if exists is False else {}
    return Call(
        message.model, "load", None, {"fields": list(columns), "data": data, "context": {**message.context, **only_new}}
    )
