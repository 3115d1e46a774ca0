"""`scout status`: how far each stream is, and what is wrong with those that are not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import typer
from pydantic import AwareDatetime, BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.context import context_of
from cli.errors import FAILED, tell_trouble
from cli.outbox_status import OutboxState, ask_outbox, show_outbox
from cli.tables import fitting, plain_table
from cli.terminal_text import ago, alike, counted, duration, span, utc, with_names
from shared.errors import WarehouseNotReady

_STYLES = {
    "up to date": "green",
    "running": "cyan",
    "partial": "yellow",
    "stalled": "bold yellow",
    "never read": "dim",
    "failed": "bold red",
}


class LastRun(BaseModel):
    """A row of scout.sync_logs, the part that is shown."""

    status: Literal["running", "completed", "partial", "failed", "abandoned"]
    mode: str | None = None
    started_at: AwareDatetime
    records_processed: int = 0
    inserted: int = 0
    updated: int = 0
    deleted: int = 0


class Counted(BaseModel):
    """When a stream's count was last found equal to Odoo's; `differs_since`: None while it is."""

    equal_at: AwareDatetime | None = None
    differs_since: AwareDatetime | None = None


class StreamState(BaseModel):
    """One stream as `scout.sync_status()` tells it: `last_sync_at` is the watermark, `lag_seconds` how old that is."""

    id: str
    stream: str
    status: Literal["idle", "running", "partial", "failed"]
    last_sync_at: AwareDatetime | None = None
    lag_seconds: float | None = None
    lease_expires_at: AwareDatetime | None = None
    lease_holder: str | None = None
    proven_at: AwareDatetime | None = None
    counted: Counted | None = None
    records_synced: int = 0
    error_message: str | None = None
    quarantined: int = 0
    last_run: LastRun | None = None

    def word(self, now: datetime) -> str:
        """The status for people. `stalled`: its runner let the lease run out. `never read`: not in Odoo so far."""
        if self.status == "running":
            return "running" if self.lease_expires_at is not None and self.lease_expires_at > now else "stalled"
        if self.status == "idle":
            return "up to date" if self.last_sync_at else "never read"
        return self.status


class Status(BaseModel):
    now: AwareDatetime
    streams: list[StreamState]


def status(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the warehouse's answer as JSON.")] = False,
) -> None:
    """Show how far each stream is, and which changes wait to be sent to Odoo.

    Asks the warehouse only; Odoo is not called. "synced up to" is the instant
    before which all that was committed in Odoo is in the warehouse.

    [bold]Exit code[/]: 0, or 1 when a stream's last run failed or messages are parked.
    """
    context = context_of(ctx)
    with context.warehouse() as warehouse:
        answer = warehouse.call("sync_status")
        outbox = ask_outbox(warehouse)
        where = warehouse.name
    found = Status.model_validate(answer)
    queue = outbox if isinstance(outbox, WarehouseNotReady) else OutboxState.model_validate(outbox)
    if as_json:
        own = answer if isinstance(answer, dict) else {}
        typer.echo(json.dumps({**own, "outbox": None if outbox is queue else outbox}, ensure_ascii=False))
    else:
        _show(context.out, found, queue, where)
    failing = any(stream.status == "failed" for stream in found.streams)
    parked = isinstance(queue, OutboxState) and queue.dead
    raise typer.Exit(FAILED if failing or parked else 0)


def _show(console: Console, found: Status, queue: OutboxState | WarehouseNotReady, where: str) -> None:
    if found.streams:
        show_status(console, found)
    show_outbox(console, queue)
    nothing = Text(f"Nothing has been synced into {where} yet. Type: scout sync")
    console.print(_last_line(found, where) if found.streams else nothing)


def show_status(console: Console, found: Status) -> None:
    quiet = ["last run"] if any(stream.quarantined for stream in found.streams) else ["last run", "quarantined"]
    less = [*quiet, "proven equal", "lag"]
    sacrifices = [["last run"], quiet, less[:-1], less, [*less, "quarantined"]]
    console.print(fitting(console, lambda without: _table(found, without), sacrifices=sacrifices))
    for error, names in alike((one.id, one.error_message) for one in found.streams if one.error_message).items():
        tell_trouble(console, with_names(names, error), "")
    stalled = [stream.id for stream in found.streams if stream.word(found.now) == "stalled"]
    if stalled:
        tell_trouble(
            console,
            with_names(stalled, "the runner vanished in the middle of a run."),
            "The next `scout sync` takes over and continues after the last committed page.",
        )


def _proven(stream: StreamState, now: datetime) -> Text:
    """By its count or record by record, whichever was later."""
    counted_at = stream.counted.equal_at if stream.counted else None
    if stream.counted is not None and stream.counted.differs_since is not None:
        return Text("differs", style="bold red")
    last = max((instant for instant in (stream.proven_at, counted_at) if instant), default=None)
    return Text(ago((now - last).total_seconds()) if last else "never")


def _table(found: Status, without: Sequence[str]) -> Table:
    table = plain_table()
    for name in ("stream", "status", "synced up to (UTC)", "lag", "proven equal", "last run"):
        if name not in without:
            table.add_column(name, no_wrap=True)
    for name in ("read in all", "quarantined"):
        if name not in without:
            table.add_column(name, justify="right", no_wrap=True)
    for stream in found.streams:
        word = stream.word(found.now)
        table.add_row(
            Text(stream.id),
            Text(word, style=_STYLES[word]),
            utc(stream.last_sync_at).removesuffix(" UTC") if stream.last_sync_at else "never",
            *([] if "lag" in without else [span(stream.lag_seconds) if stream.lag_seconds is not None else "–"]),
            *([] if "proven equal" in without else [_proven(stream, found.now)]),
            *([] if "last run" in without else [_last_run(stream.last_run, found.now)]),
            f"{stream.records_synced:,}",
            *([] if "quarantined" in without else [_quarantined(stream.quarantined)]),
        )
    return table


def _quarantined(count: int) -> Text:
    return Text(f"{count:,}", style="bold yellow" if count else "dim")


def _last_run(run: LastRun | None, now: datetime) -> str:
    if run is None:
        return "–"
    changed = run.inserted + run.updated + run.deleted
    what = f"{run.records_processed:,} read, {changed:,} changed"
    return f"{ago((now - run.started_at).total_seconds())}: {run.status}, {what}"


def _last_line(found: Status, where: str) -> Text:
    """The whole in words: how many are well, and how far the last of them is behind."""
    words = [stream.word(found.now) for stream in found.streams]
    parts = [f"{words.count(word)} {word}" for word in _STYLES if word in words]
    lags = [stream.lag_seconds for stream in found.streams if stream.lag_seconds is not None]
    behind = f"; the oldest is {duration(max(lags))} behind" if lags else ""
    well = set(words) <= {"up to date", "never read"}
    style = "bold red" if "failed" in words else "bold green" if well else "bold yellow"
    return Text.assemble((f"{counted(len(words), 'stream')}: {', '.join(parts)}{behind}", style), f", in {where}")
