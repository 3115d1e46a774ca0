"""`scout changes --fields`: how the fields of Odoo's models, and the right to read them, changed."""

from __future__ import annotations

from typing import Any

import typer
from pydantic import AwareDatetime, BaseModel, RootModel
from rich.text import Text

from cli.context import Context
from cli.tables import plain_table
from cli.terminal_text import utc

_NAMES = ("type", "relation", "stored", "company_dependent")


class FieldChangeRow(BaseModel):
    """A row of scout.field_changes. `field` is None where the whole model is meant."""

    stream: str
    field: str | None
    change: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    run_id: str
    seen_at: AwareDatetime


class FieldChanges(RootModel[list[FieldChangeRow]]):
    """The latest first."""


def show_field_changes(context: Context, *, as_json: bool) -> None:
    with context.warehouse() as warehouse:
        found = FieldChanges.model_validate(warehouse.call("list_field_changes"))
    if as_json:
        typer.echo(found.model_dump_json())
        return
    if not found.root:
        context.out.print("No field has changed since each stream was first read.")
        return
    table = plain_table()
    for name in ("seen (UTC)", "stream", "field", "change", "from", "to"):
        table.add_column(name, no_wrap=name not in ("from", "to"))
    for row in found.root:
        table.add_row(
            utc(row.seen_at).removesuffix(" UTC"),
            *(Text(text) for text in (row.stream, row.field or "–", row.change)),
            *(Text(text) for text in _differing(row)),
        )
    context.out.print(table)


def _differing(row: FieldChangeRow) -> tuple[str, str]:
    """What it was and what it is: the type, and of one that stayed besides it only what changed."""
    before, after = row.before or {}, row.after or {}
    stayed = row.before is not None and row.after is not None
    names = [name for name in _NAMES if name == "type" or (stayed and before.get(name) != after.get(name))]
    return _described(before, names), _described(after, names)


def _described(attributes: dict[str, Any], names: list[str]) -> str:
    words = {True: "", False: "not "}
    parts = []
    for name in names:
        value = attributes.get(name)
        if isinstance(value, bool):
            parts.append(f"{words[value]}{name.replace('_', ' ')}")
        elif value is not None:
            parts.append(str(value))
    return ", ".join(parts) or "–"
