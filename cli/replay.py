"""`scout replay`: read single records again. `scout changes`: what a run changed."""

from __future__ import annotations

import json
from typing import Annotated
from uuid import UUID

import typer
from pydantic import BaseModel, ConfigDict, RootModel

from cli.context import context_of
from cli.field_changes import show_field_changes
from cli.run_command import run_request, stream_names
from cli.sync_summary import show_summary
from cli.tables import plain_table
from cli.terminal_text import counted
from shared.errors import InputError
from shared.warehouse.protocol import Warehouse


class StreamChanges(BaseModel):
    """Odoo ids, ascending."""

    model_config = ConfigDict(frozen=True)

    written: list[int]
    deleted: list[int]


class Changes(RootModel[dict[str, StreamChanges]]):
    """By stream; as far as no later run changed the records again."""


def replay(
    ctx: typer.Context,
    *,
    stream: Annotated[
        str, typer.Option("--stream", "-s", metavar="MODEL", help="The Odoo model.", autocompletion=stream_names)
    ],
    ids: Annotated[str | None, typer.Option(metavar="IDS", help="Odoo ids, separated by commas.")] = None,
    run: Annotated[
        str | None, typer.Option(metavar="RUN", help="All records of the stream that this run changed.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Write nothing; count what would be written.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON.")] = False,
) -> None:
    """Read single records again, whatever their write_date.

    Records that Odoo no longer shows become tombstones. No checkpoint moves.

    [bold]Examples[/]
      scout replay -s pos.order --ids 1712,1713
      scout replay -s pos.order --run 0f5c…        what a bad run changed; see scout changes
    """
    context = context_of(ctx)
    if (ids is None) == (run is None):
        raise InputError(["give either --ids 1,2,3 or --run RUN"])
    chosen = _numbers(ids) if ids is not None else []
    if run is not None:
        with context.warehouse() as warehouse:
            changed = _changes(warehouse, run).root.get(stream, StreamChanges(written=[], deleted=[]))
        chosen = [*changed.written, *changed.deleted]
        if not chosen:
            raise InputError([f"run {run} changed no record of {stream} that was not changed again since"])
    body = {"mode": "replay", "streams": [stream], "ids": chosen, "dry_run": dry_run}
    run_request(context, body, as_json=as_json, show=show_summary)


def changes(
    ctx: typer.Context,
    *,
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="A run's id; the latest when left out.")] = None,
    fields: Annotated[
        bool,
        typer.Option("--fields", metavar="", help="The latest changes of Odoo's fields and of rights, of all runs."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the ids or changes as JSON.")] = False,
) -> None:
    """Show what a run wrote and deleted, by stream; or which fields changed.

    As far as no later run changed the records again. The ids of runs are in scout.sync_logs and in every report.
    """
    context = context_of(ctx)
    if fields:
        if run is not None:
            raise InputError(["--fields shows the changes of all runs; leave the run out"])
        show_field_changes(context, as_json=as_json)
        return
    with context.warehouse() as warehouse:
        run_id = run or _latest_run(warehouse)
        found = _changes(warehouse, run_id)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    if not found.root:
        context.out.print(f"Run {run_id} changed nothing that was not changed again since.")
        return
    table = plain_table()
    table.add_column("stream", no_wrap=True)
    for name in ("written", "deleted"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("ids")
    for stream, one in found.root.items():
        some = ", ".join(str(odoo_id) for odoo_id in [*one.written, *one.deleted][:8])
        more = " …" if len(one.written) + len(one.deleted) > 8 else ""
        table.add_row(stream, f"{len(one.written):,}", f"{len(one.deleted):,}", some + more)
    context.out.print(table)
    context.out.print(f"Run {run_id}. To read them again: scout replay --stream … --run {run_id}", soft_wrap=True)


def rebuild(
    ctx: typer.Context,
    *,
    what: Annotated[str, typer.Argument(metavar="silver", help="What to make again; only silver can be.")],
    streams: Annotated[
        list[str] | None,
        typer.Option("--stream", "-s", metavar="MODEL", help="All when left out.", autocompletion=stream_names),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the counts as JSON.")] = False,
) -> None:
    """Make silver and quarantine again from bronze alone; Odoo is not asked.

    Rows that are right already are not touched, so a second time changes nothing.
    """
    if what != "silver":
        raise InputError([f"{what!r} cannot be rebuilt; silver can: scout rebuild silver"])
    context = context_of(ctx)
    counts: dict[str, dict[str, int]] = {}
    with context.warehouse() as warehouse:
        chosen: list[str | None] = [*streams] if streams else [None]
        for model in chosen:
            answer = warehouse.call("rebuild_silver", {"p_model": model})
            counts |= RootModel[dict[str, dict[str, int]]].model_validate(answer).root
    if as_json:
        typer.echo(json.dumps(counts))
        return
    table = plain_table()
    table.add_column("stream", no_wrap=True)
    names = ("written", "removed", "quarantined", "released")
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    for model, count in counts.items():
        table.add_row(model, *(f"{count.get(name, 0):,}" for name in names))
    context.out.print(table)
    context.out.print(f"Silver equals bronze again, in {counted(len(counts), 'table')}.")


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not part.isdecimal()]
    if wrong or not parts:
        raise InputError([f"--ids takes Odoo ids such as 1712,1713; {', '.join(wrong) or 'none'} is not one"])
    return [int(part) for part in parts]


def _changes(warehouse: Warehouse, run_id: str) -> Changes:
    try:
        UUID(run_id)
    except ValueError:
        raise InputError([f"{run_id!r} is no run's id; scout changes names the latest run's"]) from None
    return Changes.model_validate(warehouse.call("changes_of_run", {"p_run_id": run_id}))


class _Run(BaseModel):
    run_id: str
    started_at: str


class _Stream(BaseModel):
    last_run: _Run | None


class _Status(BaseModel):
    streams: list[_Stream]


def _latest_run(warehouse: Warehouse) -> str:
    found = _Status.model_validate(warehouse.call("sync_status"))
    runs = [stream.last_run for stream in found.streams if stream.last_run is not None]
    if not runs:
        raise InputError(["nothing has been synced yet, so there is no run to look at"])
    return max(runs, key=lambda one: one.started_at).run_id
