"""Who wants to see a run go: a progress bar, a log."""

from __future__ import annotations

from typing import Protocol

from shared.sync.run_report import StreamReport


class Observer(Protocol):
    """Called from several threads."""

    wants_totals: bool

    def stream_started(self, stream: str) -> None: ...

    def page_committed(self, report: StreamReport, total: int | None) -> None: ...

    def stream_ended(self, report: StreamReport) -> None: ...


class SilentObserver:
    """Nobody is watching."""

    wants_totals = False

    def stream_started(self, stream: str) -> None:
        pass

    def page_committed(self, report: StreamReport, total: int | None) -> None:
        pass

    def stream_ended(self, report: StreamReport) -> None:
        pass
