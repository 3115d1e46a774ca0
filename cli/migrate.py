"""`scout migrate`: brings the warehouse's tables and functions up to this version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.context import Context, context_of
from cli.errors import FAILED
from cli.terminal_text import counted
from shared.errors import MigrationsDiffer
from shared.streams.catalogue import load_catalogue
from shared.streams.retail import RETAIL


def migrate(
    ctx: typer.Context,
    *,
    only_pending: Annotated[
        bool, typer.Option("--pending", metavar="", help="Only list what is missing; exit code 1 when something is.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print what was done as JSON.")] = False,
) -> None:
    """Create or update the warehouse's tables and functions.

    Needs SUPABASE_DB_URL, with the rights of the schemas' owner.
    Each migration is applied once, whole or not at all; none where the warehouse
    was made from other files than these (exit code 1).
    Streams of your own (SYNC_STREAMS_FILE) get their bronze tables here too.

    [bold]Examples[/]
      scout migrate --pending   what would be applied
      scout migrate             apply it
    """
    context = context_of(ctx)
    if only_pending:
        _show_pending(context, as_json=as_json)
    try:
        report = context.migrate(context.settings.warehouse)
    except MigrationsDiffer as error:
        if as_json:
            typer.echo(json.dumps({"applied": [], "changed": error.migrations, "tables": []}))
        raise
    created = create_own_tables(context)
    if as_json:
        typer.echo(json.dumps({"applied": report.applied, "already": report.already, "changed": [], "tables": created}))
        return
    for name in report.applied:
        context.out.print(f"  ✓ {name}")
    if report.applied:
        context.out.print(f"Applied {counted(len(report.applied), 'migration')}; already there: {report.already}.")
    else:
        context.out.print(f"The warehouse is up to date: all {counted(report.already, 'migration')} are there.")
    for table in created:
        context.out.print(f"  ✓ created scout.{table}")


def _show_pending(context: Context, *, as_json: bool) -> None:
    names: Sequence[str] = list(context.pending(context.settings.warehouse))
    if as_json:
        typer.echo(json.dumps({"pending": names}))
    elif names:
        for name in names:
            context.out.print(f"  · {name}")
        verb = "is" if len(names) == 1 else "are"
        context.out.print(f"{counted(len(names), 'migration')} {verb} pending. To apply: scout migrate")
    else:
        context.out.print("Nothing is pending.")
    raise typer.Exit(FAILED if names else 0)


def create_own_tables(context: Context) -> list[str]:
    """Makes the bronze tables of streams that no migration knows; answers the names of those that are new."""
    built_in = {stream.model for stream in RETAIL}
    own = [
        stream
        for stream in load_catalogue(context.settings.sync.streams_file).streams.values()
        if stream.model not in built_in
    ]
    if not own:
        return []
    created = []
    with context.warehouse() as warehouse:
        for stream in own:
            answer = warehouse.call(
                "create_bronze_table", {"p_model": stream.model, "p_company_field": stream.company_field}
            )
            if isinstance(answer, dict) and answer.get("created"):
                created.append(stream.table)
    return created
