"""Who watches a run: bars for a person at a terminal, log lines for everyone else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from cli.context import Context
from shared.monitoring.logs import LOGGER
from shared.sync.run_report import StreamReport

if TYPE_CHECKING:
    from shared.sync.observer import Observer

STATUS_STYLES = {
    "completed": "green",
    "partial": "yellow",
    "failed": "bold red",
    "busy": "yellow",
    "absent": "dim",
    "not started": "dim",
}
_MARKS = {"completed": "✓", "failed": "✗", "absent": "–"}


ObserverT = TypeVar("ObserverT")
ObserverT_co = TypeVar("ObserverT_co", covariant=True)


class Watcher(Protocol[ObserverT_co]):
    """An observer that can also pass a sentence on, and leave the terminal as it was."""

    @property
    def observer(self) -> ObserverT_co: ...

    def tell(self, message: str) -> None: ...

    def close(self) -> None: ...


@contextmanager
def watching(context: Context, *, quiet: bool = False) -> Iterator[Watcher[Observer]]:
    """Bars on standard error when that is a terminal, JSON lines otherwise; `quiet`: only what a person should know."""
    if quiet:
        from shared.sync.observer import SilentObserver  # noqa: PLC0415

        yield LogWatcher(SilentObserver())
        return
    if not context.err.is_terminal:
        yield LogWatcher(context.log_observer())
        return
    with ProgressWatcher(context.err) as watcher:
        yield watcher


class LogWatcher(Generic[ObserverT]):
    def __init__(self, observer: ObserverT) -> None:
        self.observer = observer

    def tell(self, message: str) -> None:
        LOGGER.log(logging.WARNING, message)

    def close(self) -> None:
        pass


class ProgressWatcher:
    """One bar a stream: moving to and fro until Odoo has said how many records there are. The bars go when it ends."""

    wants_totals = True

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            _Records(),
            TimeElapsedColumn(),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    @property
    def observer(self) -> Observer:
        return self

    def tell(self, message: str) -> None:
        self._console.print(Text(message, style="yellow"))

    def stream_started(self, stream: str) -> None:
        with self._lock:
            self._tasks[stream] = self._progress.add_task(stream, total=None)

    def page_committed(self, report: StreamReport, total: int | None) -> None:
        self._progress.update(self._tasks[report.stream], completed=report.fetched, total=total, refresh=True)

    def stream_ended(self, report: StreamReport) -> None:
        style = STATUS_STYLES.get(report.status, "")
        mark = _MARKS.get(report.status, "·")
        self._progress.update(
            self._tasks[report.stream],
            description=f"[{style or 'none'}]{mark} {report.stream}[/]",
            completed=max(report.fetched, 1),
            total=max(report.fetched, 1),
            records=report.fetched,
        )

    def __enter__(self) -> ProgressWatcher:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._progress.stop()


class _Records(ProgressColumn):
    """`12,000 of 200,000 records`; without a total only what was read."""

    def render(self, task: Task) -> Text:
        read = int(task.fields.get("records", task.completed))
        # Odoo may have gone on selling since it counted: more can be read than there were.
        if task.finished or task.total is None:
            return Text(f"{read:>9,}")
        return Text(f"{read:>9,} of {int(task.total):,}")
