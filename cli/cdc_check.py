"""`scout cdc check`: whether Odoo's own database can be mirrored, and what its administrator has to run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.context import Context, context_of
from cli.errors import FAILED

if TYPE_CHECKING:
    from shared.cdc.preflight import Preflight
    from shared.cdc.preflight_finding import Finding

_MARKS = {"pass": ("✓", "green"), "warn": ("!", "bold yellow"), "fail": ("✗", "bold red")}
_WIDEST_CHECK = 24


def check(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print everything found as JSON.")] = False,
    only_sql: Annotated[
        bool, typer.Option("--sql", metavar="", help="Print nothing but the statements for Odoo's administrator.")
    ] = False,
) -> None:
    """Look whether Odoo's own database can be mirrored, and print what is missing as SQL.

    It needs ODOO_DB_URL (or ODOO_DB_HOST and the others) and no right but to connect; nothing
    is changed there. The statements make a role that can only follow, and a publication with
    lists of columns: no password, key, token or binary leaves Odoo.

    [bold]Examples[/]
      scout cdc check
      scout cdc check --sql > for-the-administrator.sql

    [bold]Exit code[/]: 0 it can be mirrored; 1 something is missing (✗); 2 the settings are incomplete.
    """
    context = context_of(ctx)
    found = _look(context)
    if as_json:
        typer.echo(found.model_dump_json())
    elif only_sql:
        typer.echo(found.sql)
    else:
        _show(context, found)
    raise typer.Exit(0 if found.ok else FAILED)


def _look(context: Context) -> Preflight:
    from shared.cdc.preflight import check_source  # noqa: PLC0415 - brings psycopg, which `scout --help` does not wait for
    from shared.models.catalogue import load_catalogue  # noqa: PLC0415

    mirror, sync = context.settings.mirror, context.settings.sync
    known = load_catalogue(sync.streams_file).known.values()
    personal = {one.model.replace(".", "_"): one.personal for one in known} if sync.personal != "keep" else {}
    return check_source(
        mirror.source_url,
        slot=mirror.slot,
        publication=mirror.publication,
        tables=mirror.tables,
        left_out=personal,
    )


def _show(context: Context, found: Preflight) -> None:
    for one in found.findings:
        context.out.print(_line(one))
        if one.fix:
            context.out.print(Padding(Text(one.fix, style="dim"), (0, 0, 0, _WIDEST_CHECK + 3)))
    if found.sql:
        context.out.print("\nFor Odoo's database administrator:\n", style="bold")
        context.out.print(Text(found.sql), soft_wrap=True)


def _line(one: Finding) -> Table:
    mark, style = _MARKS[one.verdict]
    row = Table.grid(padding=(0, 1))
    row.add_column(width=1)
    row.add_column(width=_WIDEST_CHECK)
    row.add_column()
    row.add_row(Text(mark, style=style), Text(one.check), Text(one.message))
    return row
