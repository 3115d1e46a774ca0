"""What the commands are given from outside: the environment, two consoles, and how to reach the world."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

import typer
from pydantic import JsonValue
from rich.console import Console

from cli.terminal_text import duration
from shared.errors import ScoutError, TransientError
from shared.monitoring.alerts.causes import route_of
from shared.monitoring.logs import LoggingObserver, LoggingOutboxObserver, log_to_stderr
from shared.runner_name import this_runner
from shared.settings import OdooSettings, Settings, WarehouseSettings
from shared.warehouse.declarations import ModelChange
from shared.warehouse.protocol import Warehouse

if TYPE_CHECKING:
    from dashboards.superset.client import Superset
    from shared.monitoring.health.health_report import CheckResult, HealthReport
    from shared.odoo.client import Odoo
    from shared.outbox.worker import OutboxObserver, Worker
    from shared.sync.engine import Engine
    from shared.sync.observer import Observer  # brings httpx, which `scout --help` does not wait for
    from shared.warehouse.migrations import MigrationReport

_LAST_SECOND = 1.0
"""How long a second Ctrl-C waits at most."""

WIDE = 1000
"""Columns to write in where nobody says how wide the paper is: a file or a pipe wraps no sentence."""


OnRetry = Callable[[TransientError, float], None]
"""Told (error, seconds) before each wait for the other side."""


class StartEngine(Protocol):
    def __call__(
        self, settings: Settings, *, observer: Observer, stop: threading.Event, dry_run: bool, on_retry: OnRetry
    ) -> AbstractContextManager[Engine]: ...


class StartWorker(Protocol):
    def __call__(
        self,
        settings: Settings,
        *,
        observer: OutboxObserver,
        batch_size: int | None,
        stop: threading.Event,
        dry_run: bool,
        on_retry: OnRetry,
    ) -> AbstractContextManager[Worker]: ...


class OpenWarehouse(Protocol):
    def __call__(self, settings: WarehouseSettings, *, on_retry: OnRetry) -> Warehouse: ...


class CheckHealth(Protocol):
    def __call__(self, settings: Settings, *, now: Callable[[], datetime]) -> HealthReport: ...


class NotifyAfterRun(Protocol):
    """Tells people what the results say, where there is a channel; raises nothing."""

    def __call__(
        self,
        settings: Settings,
        results: Sequence[CheckResult],
        *,
        route: str,
        on_trouble: Callable[[ScoutError], None],
    ) -> None: ...


def _start_engine(
    settings: Settings, *, observer: Observer, stop: threading.Event, dry_run: bool, on_retry: OnRetry
) -> AbstractContextManager[Engine]:
    from shared.monitoring.lineage import telling_lineage  # noqa: PLC0415  `scout --help` waits for no adapter
    from shared.sync.open_engine import started_engine  # noqa: PLC0415

    observer = telling_lineage(observer, settings, dry_run=dry_run)
    return started_engine(settings, observer=observer, stop=stop, dry_run=dry_run, on_retry=on_retry)


def _start_worker(
    settings: Settings,
    *,
    observer: OutboxObserver,
    batch_size: int | None,
    stop: threading.Event,
    dry_run: bool,
    on_retry: OnRetry,
) -> AbstractContextManager[Worker]:
    from shared.outbox.open_worker import started_worker  # noqa: PLC0415

    return started_worker(
        settings, observer=observer, batch_size=batch_size, stop=stop, dry_run=dry_run, on_retry=on_retry
    )


def _open_warehouse(settings: WarehouseSettings, *, on_retry: OnRetry) -> Warehouse:
    from shared.warehouse.open import open_warehouse  # noqa: PLC0415

    return open_warehouse(settings, on_retry=on_retry)


def _migrate(settings: WarehouseSettings) -> MigrationReport:
    from shared.warehouse.migrations import migrate  # noqa: PLC0415

    return migrate(settings)


def _pending(settings: WarehouseSettings) -> Sequence[str]:
    from shared.warehouse.migrations import pending  # noqa: PLC0415

    return pending(settings)


def _declare(settings: WarehouseSettings, definition: JsonValue) -> ModelChange:
    from shared.warehouse.migrations import declare  # noqa: PLC0415

    return declare(settings, definition)


def _connect_odoo(settings: OdooSettings) -> Odoo:
    from shared.odoo.client import Odoo  # noqa: PLC0415
    from shared.retries import RetryPolicy  # noqa: PLC0415

    return Odoo.connect(settings, retry_policy=RetryPolicy(attempts=2, seconds=5.0))


def _connect_superset(url: str) -> Superset:
    from dashboards.superset.client import Superset  # noqa: PLC0415

    return Superset(url)


def _check_health(settings: Settings, *, now: Callable[[], datetime]) -> HealthReport:
    from shared.monitoring.health.check_health import check_health  # noqa: PLC0415

    return check_health(settings, now=now)


def _notify_after_run(
    settings: Settings, results: Sequence[CheckResult], *, route: str, on_trouble: Callable[[ScoutError], None]
) -> None:
    from shared.monitoring.alerts.notify import notify_after_run  # noqa: PLC0415

    notify_after_run(settings, results, route=route, on_trouble=on_trouble)


def _log_observer() -> Observer:
    log_to_stderr()
    return LoggingObserver()


def _log_outbox_observer() -> OutboxObserver:
    log_to_stderr()
    return LoggingOutboxObserver()


def _knows_time_zone(context: Context) -> bool:
    """Whether somebody said in which zone the shops are; True where the warehouse cannot tell."""
    try:
        with context.warehouse() as warehouse:
            return warehouse.call("time_zone_is_assumed") is not True
    except ScoutError:
        return True


@dataclass
class Context:
    """One call of `scout`. `out` is for what was asked for, `err` for progress and trouble; tests hand in their own."""

    variables: Mapping[str, str]
    out: Console
    err: Console
    start_engine: StartEngine = _start_engine
    start_worker: StartWorker = _start_worker
    open_warehouse: OpenWarehouse = _open_warehouse
    migrate: Callable[[WarehouseSettings], MigrationReport] = _migrate
    pending: Callable[[WarehouseSettings], Sequence[str]] = _pending
    declare: Callable[[WarehouseSettings, JsonValue], ModelChange] = _declare
    connect_odoo: Callable[[OdooSettings], Odoo] = _connect_odoo
    connect_superset: Callable[[str], Superset] = _connect_superset
    check_health: CheckHealth = _check_health
    notify_after_run: NotifyAfterRun = _notify_after_run
    log_observer: Callable[[], Observer] = _log_observer
    log_outbox_observer: Callable[[], OutboxObserver] = _log_outbox_observer
    exit_at_once: Callable[[int], object] = os._exit
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    knows_time_zone: Callable[[Context], bool] = _knows_time_zone
    debug: bool = False
    interactive: bool = False
    env_file: Path | None = None
    """Where variables are looked for that are not set; None: nowhere."""

    @cached_property
    def settings(self) -> Settings:
        settings = Settings.read(self.variables, env_file=self.env_file)
        if settings.notice and self.err.is_terminal:
            self.err.print(settings.notice, style="dim")
        return settings

    def warehouse(self) -> Warehouse:
        """The warehouse of the settings, to be used in a `with`; waits for it are told on `err`."""
        return self.open_warehouse(
            self.settings.warehouse,
            on_retry=lambda error, seconds: self.err.print(waiting(error, seconds), style="yellow"),
        )

    def give_leases_back(self, settings: Settings) -> None:
        """Those of this process, if the warehouse takes them within a second; else they end by themselves."""

        def give_back() -> None:
            with (
                suppress(ScoutError),
                self.open_warehouse(settings.warehouse, on_retry=lambda error, seconds: None) as warehouse,
            ):
                warehouse.call("release_leases", {"p_holder": this_runner()})

        giving = threading.Thread(target=give_back, daemon=True)
        giving.start()
        giving.join(_LAST_SECOND)

    def tell(self, results: Sequence[CheckResult], *, odoo: str, warehouse: str) -> None:
        """Tells people what a run's results say, where there is a channel; changes no answer and no exit code."""
        self.notify_after_run(self.settings, results, route=route_of(odoo, warehouse), on_trouble=self.tell_trouble)

    def tell_trouble(self, error: ScoutError) -> None:
        self.err.print(f"No alert was sent: {error}", style="yellow")

    @classmethod
    def from_environment(cls) -> Context:
        return cls(
            variables=dict(os.environ),
            out=console(),
            err=console(stderr=True),
            debug=bool(os.environ.get("SCOUT_DEBUG")),
            interactive=sys.stdin.isatty(),
            env_file=Path(".env"),
        )


def console(*, stderr: bool = False) -> Console:
    """A console that colours only a terminal (NO_COLOR is heeded) and guesses at no meaning of plain text."""
    made = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not made.is_terminal:
        made.file = cast(IO[str], _Unpadded(sys.stderr if stderr else sys.stdout))
        if "COLUMNS" not in os.environ:
            made.width = WIDE
    return made


class _Unpadded:
    """A file or pipe that gets no blanks at the ends of lines, as tables draw them."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(re.sub(r"[ \t]+\n", "\n", text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def waiting(error: TransientError, seconds: float) -> str:
    return f"{error.message} Trying again in {duration(seconds)}."


def context_of(ctx: typer.Context) -> Context:
    found = ctx.find_object(Context)
    if found is None:
        raise TypeError("call the app with obj=Context(…)")
    return found
