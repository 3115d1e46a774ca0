"""`scout plan`: how much a first sync will read, and how much room it needs, before anything is read."""

from __future__ import annotations

import json
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from cli.context import Context, context_of
from cli.errors import FAILED, tell_trouble
from cli.run_command import GROUPS_OPTION, stream_names
from cli.tables import plain_table, print_uncut
from cli.terminal_text import counted, duration, listed
from shared.errors import InputError, SettingsError
from shared.models.catalogue import load_catalogue

if TYPE_CHECKING:
    from shared.sync.sync_plan import StreamPlan  # brings httpx, which `scout --help` does not wait for

_UNITS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def plan(
    ctx: typer.Context,
    *,
    streams: Annotated[
        list[str] | None,
        typer.Option(
            "--stream",
            "-s",
            metavar="MODEL",
            help="An Odoo model; may be given several times. All that are due when left out.",
            autocompletion=stream_names,
        ),
    ] = None,
    groups: Annotated[list[str] | None, GROUPS_OPTION] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the plan as JSON.")] = False,
) -> None:
    """Estimate what a first sync takes: records, calls to Odoo, disk, time.

    Counts each model's records and reads about 200 of them. It needs Odoo, and no warehouse yet.

    [bold]Examples[/]
      scout plan                 what is due
      scout plan -g all          every model we know
      scout plan -s sale.order   one model

    [bold]Exit code[/]: 0 done; 1 a model could not be read; 2 wrong use, or the settings are incomplete.
    """
    context = context_of(ctx)
    if streams and groups:
        raise InputError(["--stream and --group exclude each other: name models, or groups"])
    found = _plans(context, streams, groups)
    if as_json:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        _show(context, found)
    raise typer.Exit(FAILED if any(one.error for one in found) else 0)


def _plans(context: Context, streams: list[str] | None, groups: list[str] | None) -> list[StreamPlan]:
    from shared.odoo.limiter import default_rate  # noqa: PLC0415
    from shared.odoo.personal_data import PersonalData  # noqa: PLC0415
    from shared.sync.sync_plan import Planner  # noqa: PLC0415

    settings = context.settings
    chosen = load_catalogue(settings.sync.streams_file, settings.sync.groups).select(streams or None, groups or None)
    key = settings.sync.personal_key
    page_bytes, first_page_rows = _page_size(context)
    with ExitStack() as opened:
        odoo = opened.enter_context(context.connect_odoo(settings.odoo))
        planner = Planner(
            odoo,
            page_bytes=page_bytes,
            first_page_rows=first_page_rows,
            calls_per_second=default_rate(settings.odoo),
            personal=PersonalData(settings.sync.personal, key.get_secret_value() if key else ""),
        )
        shown: Any = opened.enter_context(context.err.status("")) if context.err.is_terminal else None
        found = []
        for one in planner.plan(chosen, named=bool(streams)):
            found.append(one)
            if shown:
                shown.update(f"{len(found)} of {len(chosen)} models looked at")
        return found


def _page_size(context: Context) -> tuple[int, int]:
    """Bytes and first rows that the warehouse of the settings takes at once; a direct one's where there is none yet."""
    from shared.warehouse.postgres import PostgresWarehouse  # noqa: PLC0415
    from shared.warehouse.rest import RestWarehouse  # noqa: PLC0415

    over_rest = False
    with suppress(SettingsError):
        over_rest = context.settings.warehouse.db_url is None
    taking = RestWarehouse if over_rest else PostgresWarehouse
    return taking.page_bytes, taking.first_page_rows


def _as_json(found: list[StreamPlan]) -> dict[str, Any]:
    total = {
        "rows": sum(one.rows for one in found),
        "calls": sum(one.calls for one in found),
        "bytes": sum(one.bytes for one in found),
        "seconds": round(sum(one.seconds for one in found), 1),
    }
    return {"streams": [{**one.model_dump(mode="json"), "bytes": one.bytes} for one in found], "total": total}


def _show(context: Context, found: list[StreamPlan]) -> None:
    planned = [one for one in found if one.status == "planned"]
    if planned:
        print_uncut(context.out, _table(planned))
        context.out.print(
            f"{counted(len(planned), 'model')}: {counted(sum(one.rows for one in planned), 'record')}, about "
            f"{_size(sum(one.bytes for one in planned))} of disk and {duration(sum(one.seconds for one in planned))}, "
            "as if one model was read after the other. Silver and gold come on top."
        )
    if absent := [one.stream for one in found if one.status == "absent"]:
        context.out.print(f"This Odoo does not have {listed(absent)}.")
    for one in found:
        if one.error:
            tell_trouble(context.err, f"{one.stream}: {one.error.message}", one.error.fix)


def _table(planned: list[StreamPlan]) -> Table:
    table = plain_table()
    table.add_column("model", no_wrap=True)
    for name in ("records", "calls", "bronze", "typed", "disk", "time"):
        table.add_column(name, justify="right", no_wrap=True)
    for place, one in enumerate(planned, start=1):
        table.add_row(*_cells(one.stream, [one]), end_section=place == len(planned))
    table.add_row(*[Text(cell, style="bold") for cell in _cells("total", planned)])
    return table


def _cells(name: str, plans: list[StreamPlan]) -> list[str]:
    bronze, typed = sum(one.bronze_bytes for one in plans), sum(one.typed_bytes for one in plans)
    return [
        name,
        f"{sum(one.rows for one in plans):,}",
        f"{sum(one.calls for one in plans):,}",
        _size(bronze),
        _size(typed),
        _size(bronze + typed),
        duration(sum(one.seconds for one in plans)),
    ]


def _size(size_bytes: int) -> str:
    for unit, name in _UNITS:
        if size_bytes >= unit:
            return f"{size_bytes / unit:,.1f} {name}"
    return f"{size_bytes} B"
