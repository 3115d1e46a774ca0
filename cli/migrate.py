"""`scout migrate`: brings the warehouse's tables and functions up to this version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel, TypeAdapter

from cli.context import Context, context_of
from cli.errors import FAILED
from cli.terminal_text import counted
from shared.errors import InputError, MigrationsDiffer, ModelMissing, ScoutError, SettingsError
from shared.models.catalogue import load_catalogue
from shared.models.stream import OWN, Stream
from shared.warehouse.declarations import ModelChange, undeclared

if TYPE_CHECKING:
    from shared.warehouse.migrations import MigrationReport  # brings psycopg, which `scout --help` does not wait for


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
    The tables of your own streams (SYNC_STREAMS_FILE) are made here too, and follow their definitions;
    so do the marks of personal fields.

    [bold]Examples[/]
      scout migrate --pending   what would be applied
      scout migrate             apply it
    """
    context = context_of(ctx)
    streams = tuple(load_catalogue(context.settings.sync.streams_file).known.values())
    if only_pending:
        _show_pending(context, streams, as_json=as_json)
    _ = (
        context.settings.migration,
        context.settings.shown_tables,
    )  # what is malformed is told before anything is changed
    try:
        report = context.migrate(context.settings.warehouse)
    except MigrationsDiffer as error:
        if as_json:
            typer.echo(json.dumps({"applied": [], "changed": error.migrations, "tables": [], "altered": []}))
        raise
    if not as_json:
        _show_applied(context, report)
    created: list[str] = []
    altered: list[str] = []
    for change in declare_models(context, streams):
        created += change.creates
        altered += change.alters
        if not as_json:
            for words in [
                *(f"created scout.{name}" for name in change.creates),
                *(f"changed {w}" for w in change.alters),
            ]:
                context.out.print(f"  ✓ {words}")
    marked = _declare_personal(context, streams)
    if marked and not as_json:
        context.out.print(f"  ✓ personal fields of {', '.join(marked)}")
    for notice in _show_tables(context):
        if not as_json:
            context.out.print(f"  ! {notice}; scout migrate tries again")
    zone = _set_time_zone(context)
    if zone and not as_json:
        context.out.print(zone)
    if as_json:
        applied = {"applied": report.applied, "already": report.already, "changed": []}
        typer.echo(json.dumps(applied | {"tables": created, "altered": altered}))


def _show_applied(context: Context, report: MigrationReport) -> None:
    for name in report.applied:
        context.out.print(f"  ✓ {name}")
    if report.applied:
        context.out.print(f"Applied {counted(len(report.applied), 'migration')}; already there: {report.already}.")
    else:
        context.out.print(f"The warehouse is up to date: all {counted(report.already, 'migration')} are there.")


def _show_pending(context: Context, streams: Sequence[Stream], *, as_json: bool) -> None:
    names: Sequence[str] = list(context.pending(context.settings.warehouse))
    # Before the migrations the warehouse could not tell; they are pending anyway.
    changes = [] if names else [f"{one.model}: {words}" for one in _undeclared(context, streams) for words in one.words]
    if as_json:
        typer.echo(json.dumps({"pending": names, "models": changes}))
    elif names or changes:
        for name in [*names, *changes]:
            context.out.print(f"  · {name}")
        missing = counted(len(names), "migration") if names else counted(len(changes), "table change")
        verb = "is" if len(names) + len(changes) == 1 else "are"
        context.out.print(f"{missing} {verb} pending. To apply: scout migrate")
    else:
        context.out.print("Nothing is pending.")
    raise typer.Exit(FAILED if names or changes else 0)


def _declare_personal(context: Context, streams: Sequence[Stream]) -> list[str]:
    """Tells the warehouse which fields are personal, and answers of which models that was new."""
    with context.warehouse() as warehouse:
        answer = warehouse.call("declare_personal", {"p_models": [stream.personal_declaration for stream in streams]})
    return _Declared.model_validate(answer).changed


class _Declared(BaseModel):
    changed: list[str]


def _show_tables(context: Context) -> list[str]:
    """Brings odoo_mirror up to what there is, with the tables of SCOUT_MIRROR_TABLES. What could not be, in words."""
    with context.warehouse() as warehouse:
        answer = warehouse.call("cdc.use_views", {"p_tables": list(context.settings.shown_tables)})
    return [one.notice for one in _SHOWN.validate_python(answer) if one.notice]


class _Shown(BaseModel):
    notice: str | None = None


_SHOWN = TypeAdapter(list[_Shown])


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


def declare_models(context: Context, streams: Sequence[Stream]) -> Iterator[ModelChange]:
    """Makes what is missing of the streams' tables, model by model, and answers each when it is done.

    Raises `InputError` with all that stands against it, before anything is made.
    """
    definitions = {stream.model: stream for stream in streams}
    changes = _undeclared(context, streams)
    new = [definitions[change.model] for change in changes if definitions[change.model].bronze_table in change.creates]
    problems = [f"{change.model}: {problem}" for change in changes for problem in change.problems]
    if problems := [
        *problems,
        *_unknown_to_odoo(context, [one for one in new if one.group == OWN and not one.may_be_absent]),
    ]:
        raise InputError(problems)
    for change in changes:
        yield context.declare(context.settings.warehouse, definitions[change.model].declaration)


def _undeclared(context: Context, streams: Sequence[Stream]) -> list[ModelChange]:
    with context.warehouse() as warehouse:
        return undeclared(warehouse, [stream.declaration for stream in streams])


def _unknown_to_odoo(context: Context, streams: Sequence[Stream]) -> list[str]:
    """One sentence for each model that Odoo says it does not have; an Odoo that cannot be asked says nothing."""
    problems: list[str] = []
    if not streams:
        return problems
    try:
        with context.connect_odoo(context.settings.odoo) as odoo:
            for stream in streams:
                try:
                    odoo.fields(stream.model)
                except ModelMissing as error:
                    problems.append(f"{stream.model}: {error.message} No table was made for it. {error.fix}".strip())
    except ScoutError as error:
        names = ", ".join(stream.model for stream in streams)
        why = "; ".join(error.problems) if isinstance(error, SettingsError) else error.message
        context.err.print(f"  ! Odoo did not say whether it has {names}: {why}", style="yellow")
    return problems
