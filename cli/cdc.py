"""`scout cdc`: the mirror of Odoo's own database, started, run once, followed for good, looked at, dropped."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import JsonValue

from cli.cdc_check import check
from cli.context import Context, context_of
from cli.errors import FAILED
from cli.interrupts import Interrupts
from cli.tables import plain_table
from cli.terminal_text import counted, duration
from shared.errors import InputError, ScoutError
from shared.retries import Deadline

if TYPE_CHECKING:
    from shared.cdc.mirror import Mirror, RunReport
    from shared.cdc.store import Event

app = typer.Typer(
    rich_markup_mode="rich", no_args_is_help=True, context_settings={"help_option_names": ["--help", "-h"]}
)

_JSON = typer.Option("--json", metavar="", help="Print the report as JSON.")
_SECONDS = typer.Option("--seconds", metavar="N", min=1.0, help="Stop after this time; what was committed stays.")


@app.callback()
def cdc() -> None:
    """Mirror tables of Odoo's own database within a second (logical replication).

    For a company that runs Odoo's PostgreSQL itself; ODOO_DB_URL says where it is.
    """


app.command()(check)


@app.command()
def start(
    ctx: typer.Context,
    *,
    seconds: Annotated[float | None, _SECONDS] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Make the replication slot and copy the tables.

    Odoo goes on meanwhile. Interrupted, it goes on where it was when called again.
    From then on Odoo's server keeps its log until a run has taken it: see that
    one runs ([bold]scout cdc follow[/], or the function on a schedule), or drop it.
    """
    _run(context_of(ctx), begin=True, seconds=seconds, as_json=as_json)


@app.command()
def run(
    ctx: typer.Context,
    *,
    seconds: Annotated[float | None, _SECONDS] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Take what has changed since the last run, by SQL alone, and end.

    Tables that have to be read again are. It works through a transaction pooler too.
    """
    _run(context_of(ctx), begin=False, seconds=seconds, as_json=as_json)


@app.command()
def follow(
    ctx: typer.Context,
    *,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where /metrics and /health listen; 0.0.0.0 in a container.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65_535, help="Their port; 0 leaves them out.")] = 9090,
) -> None:
    """Stay, and take each change when it is committed, within milliseconds.

    A replication stream: it needs Odoo's database server itself, not a pooler.
    Logs are JSON lines (ETL_LOG_LEVEL). Ctrl-C or SIGTERM finishes the batch in hand.
    """
    from shared.cdc.follow import Follower  # noqa: PLC0415
    from shared.monitoring.logs import LOGGER, log_to_stderr  # noqa: PLC0415
    from shared.monitoring.mirror_metrics import MirrorMetrics, serving  # noqa: PLC0415

    context, stop = context_of(ctx), threading.Event()
    log_to_stderr()
    LOGGER.setLevel(context.settings.mirror.log_level)
    metrics = MirrorMetrics()
    with (
        _opened(context, told=metrics.told) as mirror,
        serving(metrics, host=host, port=port),
        _interrupts(context, stop).watched(),
    ):
        metrics.watch(mirror)
        Follower(mirror, stop, took=metrics.took, obstacle=metrics.obstacle).serve()


@app.command()
def status(
    ctx: typer.Context,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print what the warehouse knows as JSON.")
    ] = False,
) -> None:
    """Show how far the mirror is, each table, and what happened last.

    Reads the warehouse alone; nothing is asked of Odoo's database.
    """
    context = context_of(ctx)
    with context.warehouse() as warehouse:
        known = warehouse.call("cdc.status")
    if as_json:
        typer.echo(json.dumps(known, ensure_ascii=False))
    else:
        _show_status(context, known)
    if any(row["state"] == "blocked" for row in _rows(known, "relations")):
        raise typer.Exit(FAILED)


@app.command()
def resync(
    ctx: typer.Context,
    tables: Annotated[list[str], typer.Argument(metavar="TABLE...", help="Odoo's tables, such as account_move.")],
) -> None:
    """Have tables read again by the next run, and made equal.

    Only rows that differ are written, so readers and views stay.
    """
    context = context_of(ctx)
    with _opened(context) as mirror:
        for table in tables:
            mirror.resync(table)
    context.out.print(f"{', '.join(tables)}: read again by the next run.")


@app.command()
def drop(
    ctx: typer.Context,
    *,
    yes: Annotated[bool, typer.Option("--yes", metavar="", help="Do not ask; needed where nobody can answer.")] = False,
) -> None:
    """Drop the replication slot, so that Odoo's server keeps no log for the mirror.

    The rows stay as they are. [bold]scout cdc start[/] begins anew, and reads all tables.
    """
    context = context_of(ctx)
    if not yes:
        if not context.interactive:
            raise InputError(["nobody can be asked here: add --yes"])
        if not typer.confirm("Drop the slot? The next start reads all tables again.", err=True):
            raise typer.Exit(FAILED)
    with _opened(context) as mirror:
        existed = mirror.drop()
    context.out.print("The slot is dropped." if existed else "There was no slot.")


# What they share


@contextmanager
def _opened(context: Context, told: Any = None) -> Iterator[Mirror]:
    from shared.cdc.mirror import Mirror  # noqa: PLC0415 - `scout --help` does not wait for it

    mirror = Mirror.open(context.settings, told=told or (lambda event: None))
    try:
        yield mirror
    finally:
        mirror.close()


def _run(context: Context, *, begin: bool, seconds: float | None, as_json: bool) -> None:
    stop = threading.Event()

    def tell(event: Event) -> None:
        context.err.print(
            f"{event.what}{f' {event.cure}' if event.cure else ''}", style="yellow" if event.cure else "dim"
        )

    with _opened(context, told=tell) as mirror, _interrupts(context, stop).watched():
        mirror.may_begin = begin
        deadline = Deadline.never() if seconds is None else Deadline.after(seconds)
        report = mirror.run(deadline, stopped=stop.is_set)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        _show_run(context, report)
    if report.failed or "blocked" in report.tables.values() or (stop.is_set() and report.more):
        raise typer.Exit(FAILED)


def _interrupts(context: Context, stop: threading.Event) -> Interrupts:
    return Interrupts(
        stop=stop,
        tell=lambda text: context.err.print(text, style="yellow"),
        exit_at_once=context.exit_at_once,
        in_hand="the batch in hand",
        left="What was committed stays; the rest comes again.",
    )


def _show_run(context: Context, report: RunReport) -> None:
    states = ", ".join(f"{name} {state}" for name, state in report.tables.items() if state != "absent")
    copied = f", {counted(report.copied_rows, 'row')} copied" if report.copied_rows else ""
    context.out.print(f"{counted(report.records, 'change')} taken{copied}. {states or 'No table is published.'}")
    if report.waiting_for:
        context.out.print(f"Waiting: {report.waiting_for}", style="yellow")
    if report.more:
        context.out.print("There is more; the next run goes on.", style="yellow")


def _show_status(context: Context, known: JsonValue) -> None:
    slots = [slot for slot in _rows(known, "slots") if slot["position"] is not None]
    if not slots:
        context.out.print("The mirror is not started: scout cdc start")
    for slot in slots:
        lag = slot["lag_seconds"]
        said = "never caught up" if lag is None else f"caught up {duration(float(lag))} ago"
        kept = f"{(slot['retained_bytes'] or 0) / 1e6:,.0f} MB of log kept for it"
        context.out.print(
            f"{slot['slot']}: {said}; {kept}, {slot['wal_status'] or 'unknown'}; {slot['records']:,} changes"
        )
    table = plain_table()
    for heading in ("table", "state", "rows copied", "why"):
        table.add_column(heading, justify="right" if heading == "rows copied" else "left")
    for row in _rows(known, "relations"):
        table.add_row(row["table_name"], row["state"], f"{row['rows_copied']:,}", row["reason"] or "")
    context.out.print(table)
    for event in reversed(_rows(known, "events")[:10]):
        context.out.print(f"{event['happened_at'][:19]}  {event['what']} {event['cure']}".rstrip(), style="dim")


def _rows(known: JsonValue, name: str) -> list[dict[str, Any]]:
    if not isinstance(known, dict):
        raise ScoutError("The warehouse's answer to cdc.status cannot be read.")
    found: Any = known[name]
    return list(found)
