"""`scout prove`: each metric's figure, in Odoo and here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.context import context_of
from cli.errors import FAILED
from cli.tables import fitting, plain_table, print_uncut
from cli.terminal_text import counted
from shared.errors import InputError
from shared.foreign_text import fit_to_show
from shared.proofs.proof_report import MetricProof, ProofReport

_STYLES = {"equal": "green", "differs": "bold red", "failed": "bold red", "not provable": "dim"}


def prove(
    ctx: typer.Context,
    *,
    months: Annotated[
        list[str] | None,
        typer.Option("--month", "-m", metavar="YYYY-MM", help="This month instead; may be given several times."),
    ] = None,
    only_differences: Annotated[
        bool, typer.Option("--only-differences", metavar="", help="Leave figures out that are equal.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON.")] = False,
) -> None:
    """Hold each metric against Odoo's own figure.

    Asks Odoo to add up what each metric says for the last closed and the running
    month, and compares. Run it after [bold]scout sync[/] and [bold]scout transform[/]; what was
    found stays in scout.metric_proofs.

    [bold]Examples[/]
      scout prove                      the last closed and the running month
      scout prove --month 2026-10      one month

    [bold]Exit code[/]: 0 every figure that Odoo has is equal; 1 one differs or could not be
    asked for; 2 nothing was started.
    """
    from shared.proofs.prove import prove as prove_figures  # noqa: PLC0415  `scout --help` waits for no adapter

    context = context_of(ctx)
    try:
        chosen = [datetime.strptime(month, "%Y-%m").date() for month in months or ()]  # noqa: DTZ007  a month has no zone
    except ValueError:
        raise InputError(["--month takes a month such as 2026-10"]) from None
    with context.connect_odoo(context.settings.odoo) as odoo, context.warehouse() as warehouse:
        report = prove_figures(odoo, warehouse, months=chosen)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        show_proofs(context.out, report, only_differences=only_differences)
    if report.bad:
        raise typer.Exit(FAILED)


def show_proofs(console: Console, report: ProofReport, *, only_differences: bool = False) -> None:
    """A line a figure, reasons below, and how it ended."""
    shown = [
        one
        for one in report.proofs
        if one.verdict != "not provable" and not (only_differences and one.verdict == "equal")
    ]
    if shown:
        print_uncut(console, fitting(console, lambda without: _table(shown, without), sacrifices=[["company"]]))
    reasons = {(one.metric, one.reason): one for one in report.proofs if one.reason and one.verdict != "equal"}
    for one in reasons.values():
        if one.verdict != "not provable" or not only_differences:
            style = _STYLES[one.verdict]
            console.print(Text.assemble((f"{one.metric} {one.verdict}: ", style), fit_to_show(one.reason)))
    equal = sum(one.verdict == "equal" for one in report.proofs)
    metrics = len({one.metric for one in report.proofs if one.verdict != "not provable"})
    if report.bad:
        named = ", ".join(sorted({one.metric for one in report.bad}))
        console.print(Text(f"✗ {counted(len(report.bad), 'figure')} not equal to Odoo's: {named}", style="bold red"))
    else:
        told = f"✓ {counted(equal, 'figure')} of {counted(metrics, 'metric')} equal to Odoo's own"
        console.print(Text(told, style="bold green"))


def _table(proofs: Sequence[MetricProof], without: Sequence[str]) -> Table:
    table = plain_table()
    names = [name for name in ("metric", "company", "period", "currency") if name not in without]
    for name in names:
        table.add_column(name, no_wrap=True)
    for name in ("Odoo", "warehouse", "difference"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    previous = ""
    for one in proofs:
        period = "now" if one.period is None else f"{one.period:%Y-%m}"
        company = fit_to_show(one.company_name or (str(one.company_id) if one.company_id else "–"))
        cells = {"metric": one.metric if one.metric != previous else "", "company": company}
        cells |= {"period": period, "currency": one.currency or "–"}
        figures = (_written(figure) for figure in (one.odoo, one.warehouse, one.difference))
        style = _STYLES[one.verdict]
        table.add_row(
            *(cells[name] for name in names), *figures, Text(one.verdict, style=style),
            style="" if one.verdict == "equal" else style,
        )  # fmt: skip
        previous = one.metric
    return table


def _written(figure: Decimal | None) -> str:
    """Cents, and more only where there is more."""
    if figure is None:
        return "–"
    cents = figure.quantize(Decimal("0.01"))
    return f"{cents if cents == figure else figure.normalize():,f}"
