"""`scout health`: whether the numbers can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.context import Context, context_of
from cli.errors import FAILED
from cli.terminal_text import ago, counted, duration, listed

if TYPE_CHECKING:
    from shared.monitoring.health.health_report import HealthLine, HealthReport

_MARKS = {
    "pass": ("✓", "green"),
    "warn": ("!", "bold yellow"),
    "fail": ("✗", "bold red"),
    "unknown": ("?", "bold cyan"),
}
_WIDEST_CHECK = 24
"""Columns for the name of a check; a longer one is wrapped."""


def health(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON.")] = False,
    alert: Annotated[
        bool,
        typer.Option("--alert", metavar="", help="Send alerts to Slack or by mail: what began, and what is over."),
    ] = False,
) -> None:
    """Report whether the numbers can be trusted, and what to do if not.

    Checks the settings, Odoo, the warehouse, each stream, silver and gold,
    the outbox, the mirror and the schedules, and writes nothing (--alert records what was
    sent). What is not set up or cannot be reached is named; the rest is checked
    all the same.

    ✓ OK   ! OK now, needs attention soon   ✗ late or wrong   ? could not be checked

    [bold]Exit code[/]: 0, or 1 when something failed (✗).
    """
    context = context_of(ctx)
    report = _told(context) if alert else context.check_health(context.settings, now=context.now)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        show_health(context.out, report)
    raise typer.Exit(FAILED if report.status == "fail" else 0)


def _told(context: Context) -> HealthReport:
    from shared.monitoring.alerts.notify import has_channels, notify_after_check  # noqa: PLC0415

    if not has_channels(context.settings):
        context.err.print("No alert can be sent: set ALERT_SLACK_WEBHOOK_URL or ALERT_SMTP_URL.", style="yellow")
    return notify_after_check(
        context.settings,
        lambda: context.check_health(context.settings, now=context.now),
        on_trouble=context.tell_trouble,
    )


def show_health(console: Console, report: HealthReport) -> None:
    widest = min(_WIDEST_CHECK, max((len(line.check) for line in report.lines), default=0))
    by_group: dict[str, list[HealthLine]] = {}
    for line in report.lines:
        by_group.setdefault(line.group, []).append(line)
    for group, lines in by_group.items():
        console.print(Text(group, style="bold"))
        console.print(Padding(_table(lines, widest), (0, 0, 0, 2), expand=False))
    console.print(_last_line(report))


def _table(lines: list[HealthLine], widest: int) -> Table:
    """A mark, the check, what was seen; below it what mends it. Long texts are wrapped, none is cut."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(width=widest, overflow="fold")
    table.add_column(overflow="fold")
    for line in lines:
        mark, style = _MARKS[line.verdict]
        table.add_row(Text(mark, style=style), Text(line.check), Text(line.message))
        if line.fix:
            table.add_row("", "", Text.assemble(("→ ", "cyan"), line.fix))
    return table


def _last_line(report: HealthReport) -> Text:
    """The whole in one sentence."""
    counts = {verdict: sum(line.verdict == verdict for line in report.lines) for verdict in _MARKS}
    parts = [_trust(report)]
    if counts["warn"]:
        parts.append(f"{counted(counts['warn'], 'warning')}")
    if counts["unknown"]:
        parts.append(f"{counted(counts['unknown'], 'check')} could not be made")
    style = {"pass": "bold green", "warn": "bold yellow", "fail": "bold red"}[report.status]
    where = " → ".join(place for place in (report.odoo, report.warehouse) if place)
    told = ("; ".join(parts) + ".", style)
    return Text.assemble(told, f" {where}{', ' if where else ''}{duration(report.seconds)}")


def _trust(report: HealthReport) -> str:
    failing = report.failing
    if not failing and report.proven_at is not None:
        when = ago((report.checked_at - report.proven_at).total_seconds())
        return f"The numbers can be trusted: proven equal to Odoo {when}"
    if not failing:
        return "Nothing failed, but it is unknown whether the numbers equal Odoo's"
    groups = list(dict.fromkeys(line.group for line in failing))
    return f"The numbers may be late or wrong: {counted(len(failing), 'failure')} in {listed([*groups])}"
