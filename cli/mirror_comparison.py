"""`scout reconcile --mirror`: what was mirrored, held against what was read."""

from __future__ import annotations

import json

import typer
from pydantic import BaseModel, ConfigDict, TypeAdapter

from cli.context import Context
from cli.errors import FAILED
from cli.tables import plain_table
from cli.terminal_text import counted, listed

_LEGEND = (
    "not read: only in the mirror, or newer there; the next sync reads it, unless Odoo hides it from its API user · "
    "not mirrored: only in what was read, or newer there · differing: of the same write_date"
)


class Compared(BaseModel):
    """A table as `cdc.compare_mirror` tells it. `columns`: in how many rows each differs; `ids`: the first of them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    table: str
    mirrored: int
    read: int
    only_mirrored: int
    only_read: int
    not_read_yet: int
    read_is_newer: int
    differing: int
    ids: list[int]
    columns: dict[str, int]


_TABLES = TypeAdapter(list[Compared])


def compare_mirror(context: Context, *, as_json: bool) -> None:
    """Asks the warehouse alone. Ends the command: 1 where rows of the same write_date differ."""
    with context.warehouse() as warehouse:
        answer = warehouse.call("cdc.compare_mirrors")
    found = _TABLES.validate_python(answer)
    if as_json:
        typer.echo(json.dumps(answer))
    else:
        _show(context, found)
    raise typer.Exit(FAILED if any(one.differing for one in found) else 0)


def _show(context: Context, found: list[Compared]) -> None:
    if not found:
        context.out.print("No table is both mirrored and read: scout cdc status, scout status")
        return
    table = plain_table()
    for heading in ("table", "mirrored", "read", "not read", "not mirrored", "differing"):
        table.add_column(heading, justify="left" if heading == "table" else "right")
    for one in found:
        not_read, not_mirrored = one.only_mirrored + one.not_read_yet, one.only_read + one.read_is_newer
        counts = (one.mirrored, one.read, not_read, not_mirrored, one.differing)
        table.add_row(one.table, *(f"{number:,}" for number in counts))
    context.out.print(table)
    context.out.print(_LEGEND, style="dim")
    for one in found:
        if one.differing:
            columns = listed([f"{name} ({number:,})" for name, number in sorted(one.columns.items())])
            rows = ", ".join(map(str, one.ids))
            context.out.print(f"✗ {one.table}: {columns}, such as in {rows}", style="bold red")
            deep = f"scout reconcile --deep -s {one.table.replace('_', '.')}"
            context.out.print(f"  Raw SQL in Odoo is seen by no read: {deep}; else: scout cdc resync {one.table}")
    if not any(one.differing for one in found):
        context.out.print(f"{counted(len(found), 'table')}: both ways tell the same.")
