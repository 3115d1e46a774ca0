"""`scout outbox`: carries approved changes into Odoo, once or for as long as it is left running."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cli.context import Context, context_of, waiting
from cli.errors import FAILED
from cli.interrupts import Interrupts
from cli.outbox_messages import cancel, list_messages, purge, retry
from cli.outbox_progress import watching_messages
from cli.outbox_show import show
from cli.outbox_summary import show_outbox_report
from cli.sync_progress import Watcher
from cli.terminal_text import duration
from shared.error_report import ErrorReport
from shared.errors import InputError
from shared.monitoring.alerts.run_checks import lines_of_outbox
from shared.monitoring.logs import log_outbox_run
from shared.outbox.daemon import Daemon
from shared.outbox.outbox_report import OutboxReport
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.outbox.worker import OutboxObserver

outbox_app = typer.Typer(
    rich_markup_mode="rich", context_settings={"help_option_names": ["--help", "-h"]}, invoke_without_command=True
)


@outbox_app.callback()
def outbox(
    ctx: typer.Context,
    *,
    once: Annotated[bool, typer.Option("--once", metavar="", help="Work until nothing is due, then end.")] = False,
    daemon: Annotated[
        bool, typer.Option("--daemon", metavar="", help="Keep running, and check every five seconds for what is due.")
    ] = False,
    batch_size: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=1000, help="Messages per claim; default OUTBOX_BATCH_SIZE.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Show what would be sent to Odoo; send and change nothing.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print each run's report as a line of JSON.")
    ] = False,
) -> None:
    """Send approved changes to Odoo, and manage those that are parked.

    Each message changes Odoo at most once, also when this is stopped, killed
    or run twice at the same time. Ctrl-C finishes the current message.

    [bold]Examples[/]
      scout outbox --dry-run        what would be sent, with names
      scout outbox --once           send what is due
      scout outbox --daemon         keep running and send what becomes due
      scout outbox list -s parked   what a person has to look at
      scout outbox show 12          everything about one message, and what to do

    [bold]Exit code[/]: 0 fine; 1 a message failed or is parked, or Odoo could not be
    reached; 2 nothing was started. A daemon that was asked to stop ends with 0.
    """
    wishes = (once, daemon, dry_run, as_json, batch_size is not None)
    if ctx.invoked_subcommand is not None:
        if any(wishes):
            raise InputError(
                [f"options of a run stand without a command; give those of {ctx.invoked_subcommand} after it"]
            )
        return
    if once + daemon > 1 or (daemon and dry_run):
        raise InputError(["--daemon goes neither with --once nor with --dry-run, which mean one run"])
    if not (once or daemon or dry_run):
        raise InputError(["say how long: --once works until nothing is due, --daemon stays (or --dry-run only looks)"])
    run = _Run(context_of(ctx), batch_size=batch_size, dry_run=dry_run, as_json=as_json)
    if daemon:
        run.serve()
    else:
        run.once()


outbox_app.command("list")(list_messages)
for command in (show, retry, cancel, purge):
    outbox_app.command()(command)


class _Run:
    """One call of `scout outbox`, from the settings to the exit code."""

    def __init__(self, context: Context, *, batch_size: int | None, dry_run: bool, as_json: bool) -> None:
        self._context = context
        self._settings: Settings = context.settings.check()
        self._batch_size = batch_size
        self._dry_run = dry_run
        self._as_json = as_json
        self._stop = threading.Event()
        self._shown: ErrorReport | None = None

    def once(self) -> NoReturn:
        with watching_messages(self._context) as watcher, self._interrupts(watcher).watched():
            report = self._report(watcher)
        self._show(report)
        self._tell(report)
        raise typer.Exit(exit_code(report, interrupted=self._stop.is_set()))

    def serve(self) -> NoReturn:
        """The bar of a run is gone before its summary is printed: both may be the same terminal."""
        with watching_messages(self._context) as watcher, self._interrupts(watcher).watched():

            def run() -> OutboxReport:
                report = self._report(watcher)
                watcher.close()
                if not self._context.err.is_terminal:
                    log_outbox_run(report)
                if self._as_json or self._context.out.is_terminal:
                    self._show(report)
                self._tell(report)
                return report

            def tell(error: ErrorReport, seconds: float) -> None:
                said = [] if error == self._shown else [error.message, error.fix]
                watcher.tell(" ".join([*filter(None, said), f"Trying again in {duration(seconds)}."]))

            with self._context.open_warehouse(
                self._settings.warehouse, on_retry=lambda error, seconds: watcher.tell(waiting(error, seconds))
            ) as warehouse:
                Daemon(
                    due=lambda: bool(warehouse.call("ops.preview_messages", {"p_limit": 1})),
                    run=run,
                    wait=self._stop.wait,
                    tell=tell,
                ).serve()
        raise typer.Exit(0)

    def _report(self, watcher: Watcher[OutboxObserver]) -> OutboxReport:
        with self._context.start_worker(
            self._settings,
            observer=watcher.observer,
            batch_size=self._batch_size,
            stop=self._stop,
            dry_run=self._dry_run,
            on_retry=lambda error, seconds: watcher.tell(waiting(error, seconds)),
        ) as worker:
            return worker.preview() if self._dry_run else worker.run()

    def _interrupts(self, watcher: Watcher[OutboxObserver]) -> Interrupts:
        def exit_at_once(code: int) -> None:
            watcher.close()
            self._context.exit_at_once(code)

        return Interrupts(
            stop=self._stop,
            tell=watcher.tell,
            exit_at_once=exit_at_once,
            in_hand="the current message",
            left="A message that was being sent is looked up in Odoo before it moves again.",
        )

    def _tell(self, report: OutboxReport) -> None:
        self._context.tell(lines_of_outbox(report), odoo=report.odoo, warehouse=report.warehouse)

    def _show(self, report: OutboxReport) -> None:
        if self._as_json:
            typer.echo(report.model_dump_json())
        else:
            show_outbox_report(self._context.out, report, interrupted=self._stop.is_set())
            self._shown = report.error


def exit_code(report: OutboxReport, *, interrupted: bool) -> int:
    """1 when a message failed or is parked, Odoo let none through, or a person stopped the run with some left."""
    wrong = report.error is not None or report.failed or report.dead
    return FAILED if wrong or (interrupted and report.more) else 0
