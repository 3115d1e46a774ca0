"""What `scout sync` and `scout reconcile` share: from the words to a run, its progress, its report, the exit code."""

from __future__ import annotations

import threading
from typing import Any, NoReturn, Protocol

import typer
from rich.console import Console

from cli.context import Context, waiting
from cli.errors import FAILED
from cli.interrupts import Interrupts
from cli.sync_progress import watching
from shared.errors import InputError, ScoutError, SettingsError
from shared.formatting import TIME_ZONE_FIX, TIME_ZONE_IS_ASSUMED
from shared.models.catalogue import ALL, GROUPS, load_catalogue
from shared.models.stream import Stream
from shared.monitoring.alerts.run_checks import lines_of_run
from shared.settings import Settings
from shared.sync.run_report import RunReport
from shared.sync.sync_request import SyncRequest, parse_request


class Show(Protocol):
    """Prints a report for people."""

    def __call__(self, console: Console, report: RunReport, *, interrupted: bool, words: SyncRequest) -> None: ...


GROUPS_OPTION = typer.Option(
    "--group",
    "-g",
    metavar="NAME",
    help=f"A group of models instead: {', '.join((*GROUPS, ALL))}. Left out: SYNC_GROUPS, else retail.",
)


def stream_names(incomplete: str) -> list[str]:
    """For the shell's completion; a broken streams file must not break the shell's line."""
    try:
        streams = load_catalogue(Context.from_environment().settings.sync.streams_file).known
    except ScoutError:
        streams = load_catalogue().known
    return [model for model in streams if model.startswith(incomplete)]


def run_request(context: Context, body: dict[str, Any], *, as_json: bool, show: Show, quiet: bool = False) -> NoReturn:
    """Runs the HTTP body that means the same as the command line; ends with the exit code.

    `quiet`: nothing is shown unless the exit code says that something is wrong.
    """
    settings, request, chosen = _understood(context, body)
    stop = threading.Event()
    with watching(context, quiet=quiet) as watcher:

        def exit_at_once(code: int) -> None:
            watcher.close()
            if not request.dry_run:
                context.give_leases_back(settings)
            context.exit_at_once(code)

        interrupts = Interrupts(stop=stop, tell=watcher.tell, exit_at_once=exit_at_once)
        with (
            interrupts.watched(),
            context.start_engine(
                settings,
                observer=watcher.observer,
                stop=stop,
                dry_run=request.dry_run,
                on_retry=lambda error, seconds: watcher.tell(waiting(error, seconds)),
            ) as engine,
        ):
            report = engine.run(chosen, request)
    code = exit_code(report, interrupted=stop.is_set())
    if as_json:
        typer.echo(report.model_dump_json())
    elif code or not quiet:
        show(context.out, _with_time_zone(context, report), interrupted=stop.is_set(), words=request)
    context.tell(lines_of_run(report), odoo=report.odoo, warehouse=report.warehouse)
    raise typer.Exit(code)


def _understood(context: Context, body: dict[str, Any]) -> tuple[Settings, SyncRequest, tuple[Stream, ...]]:
    """What to run with what. Raises one error with every problem of the words and of the settings."""
    settings, words = context.settings, list[str]()
    problems = settings.problems()
    request, chosen, catalogue = SyncRequest(), tuple[Stream, ...](), load_catalogue()
    try:
        catalogue = load_catalogue(settings.sync.streams_file, settings.sync.groups)
    except SettingsError as error:
        problems += [problem for problem in error.problems if problem not in problems]
    try:
        request = parse_request(body)
        chosen = request.select(catalogue)
    except InputError as error:
        words = error.problems
    if words:
        raise InputError([*words, *problems])
    if problems:
        raise SettingsError(problems)
    return settings, request, chosen


def _with_time_zone(context: Context, report: RunReport) -> RunReport:
    """A first user sees here, before the first dashboard, that days begin somewhere by assumption."""
    if report.dry_run or not any(stream.inserted for stream in report.streams) or context.knows_time_zone(context):
        return report
    notices = [*report.notices, f"{TIME_ZONE_IS_ASSUMED} {TIME_ZONE_FIX}"]
    return report.model_copy(update={"notices": notices})


def exit_code(report: RunReport, *, interrupted: bool) -> int:
    """1 when a stream failed, was busy or differs, or a person stopped the run; a spent time budget is no failure."""
    wrong = any(
        stream.error is not None or (stream.reconcile is not None and stream.reconcile.found_difference)
        for stream in report.streams
    )
    return FAILED if wrong or (interrupted and report.more) else 0
