"""`scout migrate`: brings the warehouse's tables and functions up to this version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.context import Context, context_of
from cli.errors import FAILED
from cli.terminal_text import counted
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
    Each migration is applied once, whole or not at all.
    Streams of your own (SYNC_STREAMS_FILE) get their bronze tables here too.

    [bold]Examples[/]
      scout migrate --pending   what would be applied
      scout migrate             apply it
    """
    context = context_of(ctx)
    if only_pending:
        _show_pending(context, as_json=as_json)
    _ = context.settings.sync, context.settings.migration  # what is malformed is told before anything is changed
    report = context.migrate(context.settings.warehouse)
    created = create_own_tables(context)
    zone = _set_time_zone(context)
    if as_json:
        typer.echo(
            json.dumps(
                {"applied": report.applied, "already": report.already, "changed": report.changed, "tables": created}
            )
        )
        return
    for name in report.applied:
        context.out.print(f"  ✓ {name}")
    for name in report.changed:
        context.err.print(f"  ! {name} is not the text that was applied: a migration is never edited, add a new one")
    if report.applied:
        context.out.print(f"Applied {counted(len(report.applied), 'migration')}; already there: {report.already}.")
    else:
        context.out.print(f"The warehouse is up to date: all {counted(report.already, 'migration')} are there.")
    for table in created:
        context.out.print(f"  ✓ created scout.{table}")
    if zone:
        context.out.print(zone)


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


def _set_time_zone(context: Context) -> str:
    """Gives SYNC_TIME_ZONE to a warehouse that knows no zone yet; one that was set stays. What came of it, in words."""
    zone = context.settings.migration.time_zone
    if zone is None:
        return ""
    with context.warehouse() as warehouse:
        answer = warehouse.call("set_time_zone", {"p_time_zone": zone})
    found = answer if isinstance(answer, dict) else {}
    if found.get("changed"):
        return f"  ✓ days begin at midnight in {zone}"
    if found.get("time_zone") != zone:
        return (
            f"  ! the warehouse's time zone stays {found.get('time_zone')}: scout.settings has it, not SYNC_TIME_ZONE"
        )
    return ""


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
