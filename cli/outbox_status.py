"""The outbox's part of `scout status`: how many messages wait, for how long, and which need a person."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, JsonValue
from rich.console import Console
from rich.text import Text

from cli.errors import tell_trouble
from cli.terminal_text import ago, counted, span
from shared.errors import WarehouseNotReady
from shared.warehouse.protocol import Warehouse


class OutboxRun(BaseModel):
    """A row of ops.odoo_sync_runs, the part that is shown."""

    status: str
    started_at: AwareDatetime
    done: int = 0
    failed: int = 0
    dead: int = 0
    error_message: str | None = None


class OutboxState(BaseModel):
    """What `ops.outbox_status()` tells. `depth`: neither settled nor parked; `held_back`: behind one that is stuck."""

    now: AwareDatetime
    depth: int
    dead: int
    held_back: int
    oldest_seconds: float | None = None
    last_run: OutboxRun | None = None


def ask_outbox(warehouse: Warehouse) -> JsonValue | WarehouseNotReady:
    """The warehouse's answer, or why it has none: one of an older release has no outbox."""
    try:
        return warehouse.call("ops.outbox_status")
    except WarehouseNotReady as error:
        return error


def show_outbox(console: Console, found: OutboxState | WarehouseNotReady) -> None:
    if isinstance(found, WarehouseNotReady):
        console.print(Text(f"outbox: not ready. {found}", style="yellow"))
        return
    if found.dead:
        tell_trouble(
            console,
            f"{counted(found.dead, 'message')} to Odoo parked: a person has to look.",
            "scout outbox list -s parked",
        )
    if found.last_run is not None and found.last_run.error_message:
        tell_trouble(console, f"The outbox's last run: {found.last_run.error_message}", "")
    console.print(_line(found))


def _line(found: OutboxState) -> Text:
    parts = [f"{counted(found.depth, 'message')} waiting" if found.depth else "empty"]
    if found.depth and found.oldest_seconds is not None:
        parts.append(f"the oldest for {span(found.oldest_seconds)}")
    if found.held_back:
        parts.append(f"{found.held_back:,} held back behind another")
    if found.dead:
        parts.append(f"{found.dead:,} parked")
    style = "bold red" if found.dead else "yellow" if found.held_back else "green"
    return Text.assemble("outbox: ", (", ".join(parts), style), f"; {_last_run(found.last_run, found.now)}")


def _last_run(run: OutboxRun | None, now: datetime) -> str:
    if run is None:
        return "never run"
    counts = [f"{run.done:,} done", *([f"{run.failed:,} failed"] if run.failed else [])]
    counts += [f"{run.dead:,} parked"] if run.dead else []
    return f"last run {ago((now - run.started_at).total_seconds())}: {run.status}, {', '.join(counts)}"
