"""Who watches messages go: a bar for a person at a terminal, log lines for everyone else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from cli.context import Context
from cli.sync_progress import LogWatcher, Watcher
from shared.outbox.outbox_report import MessageReport

if TYPE_CHECKING:
    from shared.outbox.worker import OutboxObserver


@contextmanager
def watching_messages(context: Context) -> Iterator[Watcher[OutboxObserver]]:
    """A bar on standard error when that is a terminal, JSON lines otherwise."""
    if not context.err.is_terminal:
        yield LogWatcher(context.log_outbox_observer())
        return
    watcher = MessageBar(context.err)
    try:
        yield watcher
    finally:
        watcher.close()


class MessageBar:
    """One bar over all messages claimed so far. It comes with a claim and goes at `close`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress: Progress | None = None
        self._task = TaskID(0)
        self._claimed = 0

    @property
    def observer(self) -> OutboxObserver:
        return self

    def tell(self, message: str) -> None:
        self._console.print(Text(message, style="yellow"))

    def claimed(self, count: int) -> None:
        self._claimed += count
        if self._progress is None:
            self._progress = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
            )
            self._task = self._progress.add_task("messages", total=self._claimed)
            self._progress.start()
        self._progress.update(self._task, total=self._claimed, refresh=True)

    def settled(self, report: MessageReport) -> None:
        if self._progress is not None:
            self._progress.update(self._task, description=report.place, advance=1, refresh=True)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()
        self._progress, self._claimed = None, 0
