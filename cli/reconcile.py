"""`scout reconcile`: prove that the warehouse equals Odoo, and mend what does not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.context import context_of
from cli.mirror_comparison import compare_mirror
from cli.months import show_months
from cli.run_command import GROUPS_OPTION, run_request, stream_names
from cli.sync_progress import STATUS_STYLES
from cli.sync_summary import show_notices, show_troubles
from cli.tables import fitting, plain_table, print_uncut
from cli.terminal_text import counted, duration
from shared.errors import InputError
from shared.sync.run_report import RunReport, StreamReport
from shared.sync.sync_request import SyncRequest

_COUNTS = ("Odoo", "here", "missing", "stale", "gone", "changed", "deleted")
_LEGEND = (
    "missing: not here yet · stale: another write_date here, or changed by hand · gone: no longer in Odoo · "
    "mended: equal now"
)
_RESULTS = {
    "equal": "bold green",
    "differs": "bold yellow",
    "refused": "bold red",
    "unfinished": "yellow",
    "dry": "cyan",
}


def reconcile(
    ctx: typer.Context,
    *,
    streams: Annotated[
        list[str] | None,
        typer.Option(
            "--stream",
            "-s",
            metavar="MODEL",
            help="An Odoo model; may be given several times. All that are due when left out.",
            autocompletion=stream_names,
        ),
    ] = None,
    groups: Annotated[list[str] | None, GROUPS_OPTION] = None,
    deep: Annotated[
        bool, typer.Option("--deep", metavar="", help="Read all content again too, not only ids and write_dates.")
    ] = False,
    sample: Annotated[
        int | None,
        typer.Option(
            "--sample",
            metavar="N",
            min=1,
            help="With --deep: read only N records of each stream again, chosen at random.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", metavar="", help="Mark as deleted what Odoo no longer shows, without a limit.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Only count what differs; change nothing.")
    ] = False,
    only_differences: Annotated[
        bool, typer.Option("--only-differences", metavar="", help="Leave streams out that were equal.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", metavar="", help="Show nothing unless something is wrong.")] = False,
    mirror: Annotated[
        bool,
        typer.Option(
            "--mirror", metavar="", help="Compare the mirror of Odoo's database with what was read; ask Odoo nothing."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the report as one line of JSON.")] = False,
) -> None:
    """Compare the warehouse with Odoo, record by record, and repair what differs.

    Finds what an ordinary run's count misses: late commits further back than
    the overlap, rows changed by hand. Deleted records are kept as tombstones and
    leave every view. When more than a set share is gone (SYNC_DELETION_SHARE, 5 %,
    but at least 20 records) Odoo is asked whether they are deleted or only hidden;
    if some are hidden, or all of a stream is gone, nothing is deleted and a person
    should look first. Repairs are in gold at once.

    [bold]Examples[/]
      scout reconcile             ids and write_dates of all streams
      scout reconcile --deep      all content, also what was changed by raw SQL, and
                                  each month's sums against Odoo's own
      scout reconcile --deep --sample 500   the content of so many at random
      scout reconcile --dry-run   only count
      scout reconcile --mirror    what is mirrored against what was read

    [bold]Exit code[/]: 0 done, or ended by its time budget; 1 a stream differs (with
    --dry-run: anything would be repaired), failed, was busy or refused; 2 nothing was
    started.
    """
    if mirror:
        if streams or groups or deep or sample is not None or force or dry_run:
            raise InputError(["--mirror compares all tables that are mirrored and read; leave the other options out"])
        compare_mirror(context_of(ctx), as_json=as_json)
    body: dict[str, Any] = {"mode": "reconcile", "deep": deep, "force": force, "dry_run": dry_run}
    if sample is not None:
        body["sample"] = sample
    if streams:
        body["streams"] = streams
    if groups:
        body["groups"] = groups
    show = partial(show_reconciled, only_differences=only_differences)
    run_request(context_of(ctx), body, as_json=as_json, show=show, quiet=quiet)


def show_reconciled(
    console: Console, report: RunReport, *, interrupted: bool, words: SyncRequest, only_differences: bool = False
) -> None:
    last_line = _last_line(report, interrupted=interrupted, words=words)
    if only_differences:
        report = report.model_copy(update={"streams": [one for one in report.streams if _word(one) != "equal"]})
    quiet = [name for name in _COUNTS[2:] if not any(_counts(stream).get(name) for stream in report.streams)]
    sacrifices = [["seconds"], ["seconds", *quiet]]
    if report.streams:
        print_uncut(console, fitting(console, lambda without: _table(report, without), sacrifices=sacrifices))
        console.print(Text(_LEGEND, style="dim"))
    show_months(console, report)
    show_notices(console, report.streams, of_the_run=report.notices)
    show_troubles(console, report)
    console.print(last_line)


def _table(report: RunReport, without: Sequence[str]) -> Table:
    table = plain_table()
    for name in ("stream", "result"):
        table.add_column(name, no_wrap=True)
    counts = [name for name in _COUNTS if name not in without]
    for name in (*counts, *([] if "seconds" in without else ["seconds"])):
        table.add_column(name, justify="right", no_wrap=True)
    for stream in report.streams:
        known = _counts(stream)
        table.add_row(
            Text(stream.stream),
            _result(stream),
            *(Text(f"{known[name]:,}", style="" if known[name] else "dim") if known else "–" for name in counts),
            *([] if "seconds" in without else [f"{stream.seconds:.1f}"]),
        )
    return table


def _result(stream: StreamReport) -> Text:
    found = stream.reconcile
    style = STATUS_STYLES.get(stream.status, "") if found is None else _RESULTS[found.result]
    return Text(_word(stream), style=style)


def _word(stream: StreamReport) -> str:
    """`mended`: equal now, and was not before."""
    found = stream.reconcile
    if found is None:
        return stream.status
    if found.result == "equal" and found.missing + found.stale + found.extra:
        return "mended"
    return "counted" if found.result == "dry" else found.result


def _counts(stream: StreamReport) -> dict[str, int]:
    """By the table's headings; empty when there was no sweep."""
    found = stream.reconcile
    if found is None:
        return {}
    counts = (found.source_count, found.warehouse_count, found.missing, found.stale, found.extra)
    return dict(zip(_COUNTS, (*counts, stream.inserted + stream.updated, stream.deleted), strict=True))


def _last_line(report: RunReport, *, interrupted: bool, words: SyncRequest) -> Text:
    present = [stream for stream in report.streams if stream.status != "absent"]
    equal = sum(stream.reconcile is not None and stream.reconcile.result == "equal" for stream in present)
    differing = sum(
        stream.reconcile.missing + stream.reconcile.stale + stream.reconcile.extra
        for stream in present
        if stream.reconcile is not None and stream.reconcile.result != "refused"
    )
    parts = [f"{equal} of {counted(len(present), 'stream')} equal Odoo, record by record"]
    if words.dry_run:
        parts = [f"Dry run, nothing was changed: {counted(differing, 'record')} would be repaired"]
        if months := sum(not month.equal for one in present if one.reconcile for month in one.reconcile.months):
            parts.append(f"{counted(months, 'month')} {'differs' if months == 1 else 'differ'}")
    if report.more:
        parts.append("stopped as asked, run again to continue" if interrupted else "time is up, run again to continue")
    style = "bold green" if equal == len(present) else "bold yellow"
    calls = f"{counted(report.odoo_calls, 'call')} to Odoo"
    return Text.assemble(("; ".join(parts), style), f", {duration(report.seconds)}, {calls}")
