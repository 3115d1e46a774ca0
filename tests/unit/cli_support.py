"""A command line with nothing real behind it: an engine that answers a report, a warehouse that answers what it is told."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, cast

from pydantic import JsonValue
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.context import WIDE, Context, OnRetry
from cli.main import app
from shared.error_report import ErrorReport
from shared.errors import ScoutError
from shared.models.stream import Stream
from shared.outbox.outbox_report import MessageReport, OutboxReport
from shared.outbox.worker import SilentOutboxObserver
from shared.settings import Settings, WarehouseSettings
from shared.sync.observer import SilentObserver
from shared.sync.run_report import RunReport, StreamReport, overall_status
from shared.sync.sync_request import SyncRequest

NOW = datetime(2026, 11, 21, 9, 14, 3, tzinfo=UTC)
SETTINGS = {
    "ODOO_BASE_URL": "https://shop.example.com",
    "ODOO_DB": "shop",
    "ODOO_API_KEY": "an-odoo-key",
    "SUPABASE_DB_URL": "postgresql://postgres@db.example.com/postgres",
}


def stream_report(stream: str = "pos.order", **changes: Any) -> StreamReport:
    given: dict[str, Any] = {"status": "completed", "mode": "incremental", "window_until": NOW} | changes
    return StreamReport(stream=stream, **given)


def run_report(*streams: StreamReport, **changes: Any) -> RunReport:
    shown = list(streams) or [stream_report()]
    given: dict[str, Any] = {
        "run_id": "a-run", "dry_run": False, "status": overall_status(shown), "started_at": NOW, "seconds": 3.21,
        "odoo_calls": 25, "more": any(stream.more for stream in shown), "streams": shown,
    } | changes  # fmt: skip
    return RunReport(**given)


def failure(message: str, fix: str = "", *, kind: str = "odoo refused") -> ErrorReport:
    return ErrorReport(code=kind.replace(" ", "_"), kind=kind, message=message, fix=fix)


@dataclass(kw_only=True)
class _Fake:
    """Answers a report, or what `acting` makes of the run's observer and stop; keeps what it was started with."""

    acting: Callable[[Any, threading.Event], Any] | None = None
    batch_size: int | None = None
    dry_run: bool | None = None
    on_retry: OnRetry | None = None

    @contextmanager
    def start(
        self,
        settings: Settings,
        *,
        observer: Any,
        stop: threading.Event,
        dry_run: bool,
        on_retry: OnRetry,
        batch_size: int | None = None,
    ) -> Iterator[Self]:
        self.batch_size, self.dry_run, self.on_retry = batch_size, dry_run, on_retry
        self._observer, self._stop = observer, stop
        yield self

    def _answer(self, report: Any) -> Any:
        if self.acting is not None:
            return self.acting(self._observer, self._stop)
        if isinstance(report, Exception):
            raise report
        return report


@dataclass
class FakeEngine(_Fake):
    report: RunReport | Exception = field(default_factory=run_report)
    streams: list[str] = field(default_factory=list)
    request: SyncRequest | None = None

    def run(self, streams: Sequence[Stream], request: SyncRequest) -> RunReport:
        self.streams, self.request = [stream.model for stream in streams], request
        return cast(RunReport, self._answer(self.report))


def signalled(report: Any, *numbers: signal.Signals) -> Callable[[Any, threading.Event], Any]:
    """What a run does that gets these signals and ends with this report."""

    def acting(observer: Any, stop: threading.Event) -> Any:
        for number in numbers:
            signal.raise_signal(number)
        assert stop.is_set()
        return report

    return acting


def message_report(number: int = 1, **changes: Any) -> MessageReport:
    given: dict[str, Any] = {
        "key": f"key {number}", "operation": "upsert", "place": "res.partner __outbox__.ann", "status": "done",
    } | changes  # fmt: skip
    return MessageReport(id=number, **given)


def outbox_report(*messages: MessageReport, **changes: Any) -> OutboxReport:
    counts = {name: sum(one.status == name for one in messages) for name in ("done", "skipped", "failed", "dead")}
    given: dict[str, Any] = {
        "run_id": "a-run", "dry_run": False, "started_at": NOW, "seconds": 1.2, "odoo_calls": 9, **counts,
        "messages": list(messages),
    } | changes  # fmt: skip
    return OutboxReport(**given)


@dataclass
class FakeWorker(_Fake):
    """Answers the reports one after the other, the last one for ever."""

    reports: Sequence[OutboxReport | ScoutError] = field(default_factory=lambda: [outbox_report()])
    runs: int = 0
    previews: int = 0

    def run(self) -> OutboxReport:
        self.runs += 1
        return cast(OutboxReport, self._answer(self.reports[min(self.runs, len(self.reports)) - 1]))

    def preview(self) -> OutboxReport:
        self.previews += 1
        self.runs -= 1
        return self.run()


@dataclass
class FakeWarehouse:
    """Answers each function with what `answers` holds for it, or what that answers; keeps the calls."""

    answers: Mapping[str, JsonValue | ScoutError | Callable[[], JsonValue]]
    calls: list[tuple[str, Mapping[str, JsonValue]]] = field(default_factory=list)
    name: str = "postgres db.example.com/postgres"
    first_page_rows: int = 5000
    page_bytes: int = 8_000_000
    opened: int = 0

    def open(self, settings: WarehouseSettings, *, on_retry: OnRetry) -> Self:
        self.opened += 1
        return self

    def call(self, function: str, arguments: Mapping[str, JsonValue] | None = None) -> JsonValue:
        self.calls.append((function, arguments or {}))
        answer = self.answers[function]
        if isinstance(answer, ScoutError):
            raise answer
        return answer() if callable(answer) else answer

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def paper(*, stderr: bool = False, width: int = WIDE) -> Console:
    """A console that is no terminal."""
    return Console(stderr=stderr, width=width, force_terminal=False, highlight=False, emoji=False, markup=False)


def terminal(*, stderr: bool = False, width: int = 100) -> Console:
    return Console(
        stderr=stderr, width=width, height=40, force_terminal=True, color_system="standard", highlight=False,
        emoji=False, markup=False, _environ={},
    )  # fmt: skip


def scout(*arguments: str, variables: Mapping[str, str] | None = None, typed: str = "", **pieces: Any) -> Result:
    """Runs `scout` with these arguments; `pieces` replace those of the Context, `typed` answers its questions."""
    given: dict[str, Any] = {
        "out": paper(),
        "err": paper(stderr=True),
        "log_observer": SilentObserver,
        "log_outbox_observer": SilentOutboxObserver,
        "now": lambda: NOW,
        "knows_time_zone": lambda context: True,
    } | pieces
    context = Context(variables=SETTINGS if variables is None else variables, **given)
    # A narrow width of the machine's own environment would fold the help that typer draws.
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb", "NO_COLOR": "1"}).invoke(
        app, list(arguments), obj=context, input=typed
    )
