"""`scout lake`: the same numbers as files, for DuckDB, Spark and a dashboard."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from cli.context import Context, context_of
from cli.errors import FAILED
from cli.tables import plain_table, print_uncut
from cli.terminal_text import counted, duration
from shared.errors import InputError, RunError
from shared.settings import Settings

if TYPE_CHECKING:
    from etl.config import LakeConfig
    from etl.extract.odoo_source import OdooSource

lake_app = typer.Typer(
    rich_markup_mode="rich", no_args_is_help=True, context_settings={"help_option_names": ["--help", "-h"]}
)

_DAY = ["%Y-%m-%d"]
_NEEDED = ("pyarrow", "pyiceberg", "duckdb")
_DATE = typer.Option("--date", formats=_DAY, metavar="DAY", help="One business date; default yesterday.")
_FROM = typer.Option("--from", formats=_DAY, metavar="DAY", help="The first of several.")
_TO = typer.Option("--to", formats=_DAY, metavar="DAY", help="The last of several; default today.")


@lake_app.callback()
def lake() -> None:
    """Keep the same numbers as files: raw, clean and star schema, in Iceberg tables.

    Needs an environment of its own: [bold]make lake[/], then .venv-lake/bin/scout lake …
    """


@lake_app.command()
def run(
    ctx: typer.Context,
    *,
    day: Annotated[datetime | None, _DATE] = None,
    first: Annotated[datetime | None, _FROM] = None,
    last: Annotated[datetime | None, _TO] = None,
    catch_up: Annotated[
        bool, typer.Option("--catch-up", help="Only the days that something changed on since the last time.")
    ] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="From a simulated Odoo with a shop of half a year, instead of yours.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON.")] = False,
) -> None:
    """Write business dates into the lake, each replaced whole.

    Reads Odoo, and nothing but Odoo; the folder is DATA_LAKE_ROOT. No broker, no server and no warehouse is needed.

    [bold]Examples[/]
      scout lake run                                        yesterday
      scout lake run --from 2026-01-01 --to 2026-03-31
      scout lake run --catch-up                             for a schedule
      scout lake run --demo                                 see it work
    """
    _need_environment()
    from etl.pipelines.run import days_between, run_days  # noqa: PLC0415

    context = context_of(ctx)
    started = context.now()
    with _demo_or_own(context, demo) as (config, source):
        if catch_up:
            from etl.pipelines.catch_up import catch_up as catch_up_lake  # noqa: PLC0415

            report = catch_up_lake(config, source, on_step=lambda words: _tell(context, words))
        else:
            begin, end = _range(context, day, first, last, whole=_first_day(source) if demo else None)
            report = run_days(config, source, days_between(begin, end), on_step=lambda words: _tell(context, words))
        seconds = (context.now() - started).total_seconds()
        if as_json:
            typer.echo(json.dumps({**asdict(report), "seconds": seconds}, default=str))
            return
        table = plain_table()
        for heading in ("", "days written", "rows of the fact on them"):
            table.add_column(heading, justify="right" if heading else "left")
        for name, days in report.days.items():
            table.add_row(name, f"{days:,}", f"{report.rows.get(name, 0):,}")
        print_uncut(context.out, table)
        context.out.print(Text(f"{config.star_path} is up to date, {duration(seconds)}", style="bold green"))


@lake_app.command()
def check(
    ctx: typer.Context,
    *,
    first: Annotated[datetime | None, _FROM] = None,
    last: Annotated[datetime | None, _TO] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print what differs as JSON.")] = False,
) -> None:
    """Hold every dataset, day and currency against Odoo's own sums.

    Without --from, the last 90 days. What differs is named by its day: run that day again.
    """
    _need_environment()
    from etl.pipelines.check import check_days  # noqa: PLC0415
    from etl.pipelines.run import connected  # noqa: PLC0415

    context = context_of(ctx)
    config = _config(context)
    end = last.date() if last else context.now().date()
    begin = first.date() if first else end - timedelta(days=90)
    with connected(config) as source:
        found = check_days(config, source, begin, end)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], default=str))
    elif found:
        table = plain_table()
        for heading in ("dataset", "day", "currency", "figure", "here", "in Odoo"):
            table.add_column(heading, justify="right" if heading in ("here", "in Odoo") else "left")
        for one in found:
            table.add_row(one.dataset, str(one.day), one.currency, one.figure, _shown(one.here), _shown(one.there))
        print_uncut(context.out, table)
        days = len({(one.dataset, one.day) for one in found})
        context.out.print(Text(f"{counted(days, 'day')} of a dataset differ", style="bold red"))
    else:
        context.out.print(Text(f"Equal to Odoo on every day from {begin} to {end}", style="bold green"))
    raise typer.Exit(FAILED if found else 0)


@lake_app.command()
def export(
    ctx: typer.Context,
    *,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", file_okay=False, help="Where the files go.")],
) -> None:
    """Write the star schema as plain Parquet, a file a day and one for each dimension.

    For tools that read whatever file they find. A second export replaces what differs and takes away what is gone.
    """
    _need_environment()
    from etl.load.export import export_star  # noqa: PLC0415

    context = context_of(ctx)
    written = export_star(_config(context), to)
    context.out.print(f"{to}: {counted(written, 'file')} written")


@lake_app.command()
def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A query in DuckDB's SQL.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the rows as JSON.")] = False,
) -> None:
    """Ask the lake, read-only. `show tables` lists what there is.

    [bold]Example[/]
      scout lake sql "select currency, sum(total_amount) from fact_sales group by all"
    """
    _need_environment()
    from etl.load.reader import ask  # noqa: PLC0415

    context = context_of(ctx)
    names, rows = ask(_config(context), query)
    if as_json:
        typer.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str))
        return
    table = plain_table()
    for name in names:
        table.add_column(name, no_wrap=True)
    for row in rows:
        table.add_row(*("" if value is None else _shown(value) for value in row))
    print_uncut(context.out, table)


@lake_app.command()
def dashboard(
    ctx: typer.Context,
    *,
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="Default 8050.")] = 8050,
    host: Annotated[str, typer.Option("--host", metavar="NAME", help="Default 127.0.0.1: this machine only.")] = (
        "127.0.0.1"
    ),
    demo: Annotated[bool, typer.Option("--demo", help="With the data of a simulated shop.")] = False,
) -> None:
    """Serve the dashboard: sales, invoices, purchases, inventory, and how the pipelines are.

    LAKE_DASHBOARD_USERS=name:password,… asks for a login; without it only this machine is served.
    """
    _need_environment("dash")
    from dashboards.dash.serve import serve_dashboard  # noqa: PLC0415

    context = context_of(ctx)
    if demo:
        from etl.pipelines.run import days_between, run_days  # noqa: PLC0415

        with _demo_or_own(context, demo) as (config, source):
            begin, end = _range(context, None, None, None, whole=_first_day(source))
            run_days(config, source, days_between(begin, end), on_step=lambda words: _tell(context, words))
    else:
        config = _config(context)
    context.out.print(f"The dashboard: http://{host}:{port}/   Ctrl-C ends it.", soft_wrap=True)
    serve_dashboard(config, host=host, port=port)


def _need_environment(*more: str) -> None:
    for name in (*_NEEDED, *more):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise RunError(
                f"The lake needs {name}, which is not in this environment.",
                fix="make lake, then .venv-lake/bin/scout lake … (or: pip install 'scout-sync[lake]')",
            ) from error


def _config(context: Context) -> LakeConfig:
    from etl.config import LakeConfig  # noqa: PLC0415

    return LakeConfig.of(context.settings)


@contextmanager
def _demo_or_own(context: Context, demo: bool) -> Iterator[tuple[LakeConfig, OdooSource]]:
    """The lake of the settings, or one of a simulated shop: in DATA_LAKE_ROOT, else in lake-demo."""
    from etl.config import LakeConfig  # noqa: PLC0415
    from etl.pipelines.run import connected  # noqa: PLC0415

    if not demo:
        config = _config(context)
        with connected(config) as source:
            yield config, source
        return
    from demo.shop.served import served_shop  # noqa: PLC0415

    with served_shop() as variables:
        root = context.settings.value("DATA_LAKE_ROOT") or "lake-demo"
        config = LakeConfig.of(Settings({**variables, "DATA_LAKE_ROOT": root}))
        with connected(config) as source:
            yield config, source


def _first_day(source: OdooSource) -> date | None:
    from etl.datasets import DATASETS  # noqa: PLC0415

    found = [day for day in map(source.first_day, DATASETS) if day]
    return min(found) if found else None


def _range(
    context: Context, day: datetime | None, first: datetime | None, last: datetime | None, *, whole: date | None
) -> tuple[date, date]:
    if day and (first or last):
        raise InputError(["--date is one day; it does not go with --from and --to"])
    if last and not first:
        raise InputError(["--to needs --from"])
    today = context.now().date()
    if day:
        return day.date(), day.date()
    if first:
        end = last.date() if last else today
        if end < first.date():
            raise InputError(["--to is before --from"])
        return first.date(), end
    return (whole, today) if whole else (today - timedelta(days=1), today - timedelta(days=1))


def _tell(context: Context, words: str) -> None:
    if context.err.is_terminal:
        context.err.print(f"  {words}", style="dim")


def _shown(value: Any) -> str:
    """A decimal without the zeros that its type brings along."""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and hasattr(value, "as_tuple") else text
