"""`scout demo`: everything on this machine, nothing to set up, nothing left behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cli.context import Context, context_of
from cli.errors import FAILED
from cli.serve import status_page_server
from cli.sync_progress import ProgressWatcher
from cli.sync_summary import show_summary
from shared.sync.run_report import RunReport
from shared.sync.sync_request import SyncRequest

if TYPE_CHECKING:
    from shared.sync.observer import Observer


def demo(
    ctx: typer.Context,
    *,
    serve: Annotated[
        bool, typer.Option("--serve", metavar="", help="Keep both ends running, to try other commands with them.")
    ] = False,
    orders: Annotated[int, typer.Option(min=100, max=500_000, help="How many orders the shop has.")] = 12_000,
    seed: Annotated[int, typer.Option(help="Another number, another shop; the same number, the same shop.")] = 7,
) -> None:
    """See it work: a simulated Odoo, a PostgreSQL of its own, a sync.

    Needs no settings, no network and no database, and leaves nothing behind.
    What stands between the two ends is the real thing: the same engine,
    over HTTP, into the same tables and views.

    [bold]Examples[/]
      scout demo                   the story, in about ten seconds
      scout demo --orders 100000   a larger shop
      scout demo --serve           both ends stay up, to try other commands on them

    [bold]Exit code[/]: 0 when the warehouse was equal to Odoo, 1 when it was not.
    """
    from demo.narrator import Narrator  # noqa: PLC0415
    from demo.run import run_demo  # noqa: PLC0415  the simulated Odoo is for this command only

    context = context_of(ctx)
    narrator = Narrator(context.out, lambda: _watching(context), lambda report, **how: _show(context, report, **how))
    with _terminated_as_interrupted():
        equal = run_demo(narrator, orders=orders, seed=seed, serving=status_page_server if serve else None)
    raise typer.Exit(0 if equal else FAILED)


@contextmanager
def _watching(context: Context) -> Iterator[Observer]:
    """Bars at a terminal; the report alone elsewhere."""
    if not context.out.is_terminal:
        from shared.sync.observer import SilentObserver  # noqa: PLC0415

        yield SilentObserver()
        return
    with ProgressWatcher(context.out) as watcher:
        yield watcher


def _show(context: Context, report: RunReport, *, only_changed: bool) -> None:
    show_summary(context.out, report, interrupted=False, words=SyncRequest(), only_changed=only_changed)


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """A SIGTERM ends the demo as Ctrl-C does, through every `finally`: no server stays behind."""

    def interrupt(signal_number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
