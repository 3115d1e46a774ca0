"""`scout transform`: star schema and metrics, by dbt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from cli.context import context_of
from cli.errors import FAILED
from cli.tables import plain_table
from cli.terminal_text import counted, duration
from shared.foreign_text import fit_to_show

if TYPE_CHECKING:
    from shared.transform import NodeResult

_PROJECT = Path("dbt")
_MOST_SHOWN = 20


def transform(
    ctx: typer.Context,
    *,
    select: Annotated[
        list[str] | None, typer.Option("--select", "-s", metavar="NODES", help="Only these, in dbt's own syntax.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Make every table anew, not only what changed.")] = False,
    project: Annotated[
        Path, typer.Option(metavar="FOLDER", file_okay=False, help="Where the dbt project is.")
    ] = _PROJECT,
    catalogue: Annotated[
        Path | None,
        typer.Option(
            metavar="PAGE", dir_okay=False, help="Also write a page of every column, its meaning and lineage."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON.")] = False,
) -> None:
    """Build the star schema and the metrics with dbt, and test them.

    Redoes what changed since the last build. A test that fails, such as books that do not balance, names what is wrong.
    """
    from shared.monitoring.lineage import tell_transform  # noqa: PLC0415  `scout --help` waits for no adapter
    from shared.transform import transform as build  # noqa: PLC0415
    from shared.transform import write_catalogue  # noqa: PLC0415

    context = context_of(ctx)
    settings = context.settings
    report = tell_transform(settings, lambda: build(settings.warehouse, project, select=select or (), full=full))
    if catalogue:
        described = write_catalogue(settings.warehouse, catalogue, project)
        for name in described.undescribed:
            context.err.print(f"Without a description: {name}", style="yellow")
    if as_json:
        typer.echo(report.model_dump_json())
        raise typer.Exit(FAILED if report.bad else 0)
    table = plain_table()
    for heading in ("", "built", "passed", "failed", "skipped"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for kind, words in (("model", "models"), ("test", "tests"), ("unit_test", "unit tests")):
        of_kind = [result for result in report.results if result.kind == kind]
        good = sum(result.is_good for result in of_kind)
        bad = sum(result in report.bad for result in of_kind)
        built, passed = (str(good), "") if kind == "model" else ("", str(good))
        table.add_row(words, built, passed, str(bad), str(len(of_kind) - good - bad))
    context.out.print(table)
    for result in report.bad[:_MOST_SHOWN]:
        context.out.print(Text(f"✗ {result.name}", style="bold red"))
        for line in _reasons(result):
            context.out.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
    if report.bad:
        context.out.print(
            Text(f"{counted(len(report.bad), 'node')} failed, {duration(report.seconds)}", style="bold red")
        )
        raise typer.Exit(FAILED)
    context.out.print(Text(f"Star schema and metrics are up to date, {duration(report.seconds)}", style="bold green"))


def _reasons(result: NodeResult) -> list[str]:
    rows = [", ".join(f"{name} {value}" for name, value in row.items() if value is not None) for row in result.rows]
    return [fit_to_show(row) for row in rows] or [fit_to_show(result.message or result.status)]
