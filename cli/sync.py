"""`scout sync`: the same words as the HTTP function, for people."""

from __future__ import annotations

import threading
from typing import Annotated, Any

import typer

from cli.context import Context, context_of, waiting
from cli.door import FAILED
from cli.interrupts import Interrupts
from cli.sync_progress import watching
from cli.sync_summary import show_summary
from shared.errors import ScoutError
from shared.streams.catalogue import load_catalogue
from shared.sync.report import RunReport
from shared.sync.request import parse_request


def _stream_names(incomplete: str) -> list[str]:
    """For the shell's completion; a broken streams file must not break the shell's line."""
    try:
        streams = load_catalogue(Context.from_environment().settings.sync.streams_file).streams
    except ScoutError:
        streams = load_catalogue().streams
    return [model for model in streams if model.startswith(incomplete)]


def sync(
    ctx: typer.Context,
    *,
    streams: Annotated[
        list[str] | None,
        typer.Option(
            "--stream",
            "-s",
            metavar="MODEL",
            help="An Odoo model to sync; may be given several times. All when left out.",
            autocompletion=_stream_names,
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", metavar="", help="Read everything, not only what changed.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Write nothing anywhere; count what would be written.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only records of business dates from here on. Moves no checkpoint."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only records of business dates before this. Moves no checkpoint."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON, as the HTTP answer is.")
    ] = False,
) -> None:
    """Pull what changed in Odoo into the warehouse.

    Each stream goes on where its last run ended. Stopping a run (Ctrl-C) or
    repeating it is always safe: what was committed stays, the rest comes next time.

    [bold]Examples[/]
      scout sync                                  what changed, all streams
      scout sync -s pos.order -s pos.order.line   two streams
      scout sync --full --dry-run                 what a full read would change
      scout sync -s pos.order --since 2026-11-01T00:00:00+08:00
                                                  read some business days again

    [bold]Exit code[/]: 0 done, or ended by its time budget; 1 a stream failed or was
    busy; 2 nothing was started, because of the settings or of what was asked.
    """
    context = context_of(ctx)
    request = parse_request(_body(streams=streams, full=full, dry_run=dry_run, since=since, until=until))
    settings = context.settings.check()
    chosen = request.select(load_catalogue(settings.sync.streams_file))
    stop = threading.Event()
    with watching(context) as watcher:

        def exit_at_once(code: int) -> None:
            watcher.close()
            context.exit_at_once(code)

        interrupts = Interrupts(stop=stop, tell=watcher.tell, exit_at_once=exit_at_once)
        with (
            interrupts.watched(),
            context.start_engine(
                settings,
                observer=watcher.observer,
                stop=stop,
                dry_run=dry_run,
                on_retry=lambda error, seconds: watcher.tell(waiting(error, seconds)),
            ) as engine,
        ):
            report = engine.run(chosen, request)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        show_summary(context.out, report, interrupted=stop.is_set(), words=request)
    raise typer.Exit(exit_code(report, interrupted=stop.is_set()))


def exit_code(report: RunReport, *, interrupted: bool) -> int:
    """1 when a stream failed or was busy, or a person stopped the run; a spent time budget is no failure."""
    wrong = any(stream.error is not None for stream in report.streams)
    return FAILED if wrong or (interrupted and report.more) else 0


def _body(
    *, streams: list[str] | None, full: bool, dry_run: bool, since: str | None, until: str | None
) -> dict[str, Any]:
    """The command line as the HTTP body that means the same."""
    body: dict[str, Any] = {"mode": "full" if full else "incremental", "dry_run": dry_run}
    optional = {"streams": streams or None, "since": since, "until": until}
    return body | {name: value for name, value in optional.items() if value is not None}
