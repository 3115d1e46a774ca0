"""What a run comes to, on a terminal: one table, what is worth knowing, what went wrong, and one line in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.errors import tell_trouble
from cli.sync_progress import STATUS_STYLES
from cli.tables import fitting, plain_table
from cli.terminal_text import alike, counted, duration, utc, with_names
from shared.error_report import ErrorReport
from shared.sync.run_report import RunReport, StreamReport
from shared.sync.sync_request import SyncRequest

_COUNTS = ("fetched", "inserted", "updated", "unchanged", "deleted", "quarantined", "pages")
_LESS = ("deleted", "quarantined", "pages")
"""Columns that a narrow terminal goes without, as long as they hide nothing that happened."""


def show_summary(
    console: Console, report: RunReport, *, interrupted: bool, words: SyncRequest, only_changed: bool = False
) -> None:
    """`only_changed` leaves streams without news out of the table, not out of the last line."""
    shown = [stream for stream in report.streams if not only_changed or _has_news(stream)]
    if shown and not _met_one_wall(report.streams):
        console.print(_fitting_table(console, shown) if words.exact else _estimate_table(shown))
    show_notices(console, shown, of_the_run=report.notices)
    show_troubles(console, report)
    console.print(last_line(report, interrupted=interrupted, words=words))


def show_notices(console: Console, streams: Sequence[StreamReport], *, of_the_run: Sequence[str]) -> None:
    """What is worth knowing, each once."""
    for text in [*_notices(streams), *of_the_run]:
        console.print(Padding(Text.assemble(("· ", "cyan"), text), (0, 0, 0, 2), expand=False))


def show_troubles(console: Console, report: RunReport) -> None:
    """Each error once, with its streams and what to do."""
    troubles = _by_error(report.streams)
    for number, (error, streams) in enumerate(troubles):
        is_last_of_its_kind = number + 1 == len(troubles) or troubles[number + 1][0].fix != error.fix
        tell_trouble(console, with_names(streams, error.message), error.fix if is_last_of_its_kind else "")


def _met_one_wall(streams: Sequence[StreamReport]) -> bool:
    """All failed for the same reason before reading anything: the reason says it all."""
    return len({stream.error for stream in streams}) == 1 and all(
        stream.status == "failed" and not stream.fetched for stream in streams
    )


def _has_news(stream: StreamReport) -> bool:
    return bool(stream.error or stream.inserted or stream.updated or stream.deleted)


def _fitting_table(console: Console, streams: Sequence[StreamReport]) -> Table:
    quiet = [name for name in _LESS if name == "pages" or not any(getattr(stream, name) for stream in streams)]
    return fitting(console, lambda without: _table(streams, without), sacrifices=[quiet, [*quiet, "mode"]])


def _table(streams: Sequence[StreamReport], without: Sequence[str]) -> Table:
    table = plain_table()
    table.add_column("stream", no_wrap=True)
    table.add_column("status", no_wrap=True)
    if "mode" not in without:
        table.add_column("mode", no_wrap=True)
    counts = [name for name in _COUNTS if name not in without]
    for name in (*counts, "seconds"):
        table.add_column(name, justify="right", no_wrap=True)
    for stream in streams:
        status = "more to read" if stream.status == "partial" and stream.more else stream.status
        table.add_row(
            Text(stream.stream),
            Text(status, style=STATUS_STYLES.get(stream.status, "")),
            *([] if "mode" in without else [stream.mode or "–"]),
            *(_number(getattr(stream, name)) for name in counts),
            f"{stream.seconds:.1f}",
        )
    return table


def _estimate_table(streams: Sequence[StreamReport]) -> Table:
    table = plain_table()
    for name in ("stream", "status", "mode"):
        table.add_column(name, no_wrap=True)
    table.add_column("to read", justify="right", no_wrap=True)
    for stream in streams:
        told = Text(stream.status, style=STATUS_STYLES.get(stream.status, ""))
        table.add_row(stream.stream, told, stream.mode or "–", _number(stream.would_read or 0))
    return table


def _number(value: int) -> Text:
    """A zero steps back, so that what happened is seen."""
    return Text(f"{value:,}", style="" if value else "dim")


def _notices(streams: Sequence[StreamReport]) -> list[str]:
    """Each notice once, with the streams it is about unless it names its own."""
    about: dict[str, list[str]] = {}
    for stream in streams:
        for notice in stream.notices:
            about.setdefault(notice, []).append(stream.stream)
    return [with_names(names, notice) for notice, names in about.items()]


def _by_error(streams: Sequence[StreamReport]) -> list[tuple[ErrorReport, list[str]]]:
    """Each error once: what all streams met is one message, a right that is lost for several models too."""
    errors = {stream.stream: stream.error for stream in streams if stream.error is not None}
    met = alike((name, error.message) for name, error in errors.items())
    return [(errors[names[0]].model_copy(update={"message": message}), names) for message, names in met.items()]


def last_line(report: RunReport, *, interrupted: bool, words: SyncRequest) -> Text:
    """The run in one line: how far the warehouse is, what is left, how long it took."""
    parts = [_achieved(report, words), *_left_over(report, interrupted=interrupted)]
    calls = f"{counted(report.odoo_calls, 'call')} to Odoo"
    style = {"completed": "bold green", "failed": "bold red"}.get(report.status, "bold yellow")
    return Text.assemble(("; ".join(part for part in parts if part), style), f", {duration(report.seconds)}, {calls}")


def _achieved(report: RunReport, words: SyncRequest) -> str:
    done = [stream for stream in report.streams if stream.status == "completed"]
    present = [stream for stream in report.streams if stream.status != "absent"]
    all_streams = counted(len(present), "stream")
    how_many = all_streams if len(done) == len(present) else f"{len(done)} of {all_streams}"
    verb = "is" if len(done) == 1 else "are"
    if not words.exact:
        total = sum(stream.would_read or 0 for stream in report.streams)
        return f"Dry run, nothing was read or written: {counted(total, 'record')} would be read; --exact compares them"
    if report.dry_run:
        return f"Dry run, nothing was written: {_would_be(report.streams)}"
    if words.mode == "replay":
        read, asked = sum(stream.fetched for stream in done), len(set(words.ids or ()))
        return (
            f"{read:,} of {counted(asked, 'record')} of {report.streams[0].stream} were read again; no checkpoint moved"
        )
    if words.by_business_date:
        since = f" from {utc(words.since)}" if words.since else ""
        until = f" before {utc(words.until)}" if words.until else ""
        return f"{how_many} {verb} read for business dates{since}{until}; no checkpoint moved"
    if not done:
        return "No stream is up to date yet" if any(stream.fetched for stream in report.streams) else "Nothing was read"
    as_of = min((stream.window_until for stream in done if stream.window_until), default=None)
    return f"{how_many} {verb} up to date with Odoo" + (f" as of {utc(as_of)}" if as_of else "")


def _would_be(streams: Sequence[StreamReport]) -> str:
    total: Callable[[str], str] = lambda name: f"{sum(getattr(stream, name) for stream in streams):,}"  # noqa: E731
    return (
        f"of {total('fetched')} records read, {total('inserted')} would be inserted, {total('updated')} updated, "
        f"{total('unchanged')} are unchanged"
    )


def _left_over(report: RunReport, *, interrupted: bool) -> list[str]:
    failed = sum(stream.status == "failed" for stream in report.streams)
    busy = [stream for stream in report.streams if stream.status == "busy"]
    left = [f"{failed} failed" if failed else ""]
    if busy:
        ends = max((stream.lease_expires_at for stream in busy if stream.lease_expires_at), default=None)
        left.append(f"{len(busy)} busy" + (f", lease ends {utc(ends)}" if ends else ""))
    if report.more:
        left.append("stopped as asked, run again to continue" if interrupted else "time is up, run again to continue")
    return left
