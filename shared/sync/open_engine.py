"""From settings to an engine that can run: what function and command line do first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from shared.errors import TransientError
from shared.odoo.call_counts import count_calls
from shared.odoo.client import Odoo
from shared.odoo.limiter import default_rate, limiter_for
from shared.retries import Deadline, RetryPolicy
from shared.settings import Settings
from shared.sync.engine import Engine
from shared.sync.observer import Observer, SilentObserver
from shared.warehouse.open import open_warehouse


@contextmanager
def started_engine(
    settings: Settings,
    *,
    observer: Observer | None = None,
    time_budget_seconds: float | None = None,
    stop: threading.Event | None = None,
    dry_run: bool = False,
    on_retry: Callable[[TransientError, float], None] = lambda error, wait_seconds: None,
) -> Iterator[Engine]:
    """An engine with open connections, closed after the block. Nothing is asked of Odoo or the warehouse yet.

    `SYNC_TIME_BUDGET_SECONDS` goes before `time_budget_seconds`, the caller's own default (None: no limit).
    `on_retry(error, seconds)` is told before each wait for Odoo or the warehouse, from several threads.
    """
    settings.check()
    budget = settings.sync.time_budget_seconds or time_budget_seconds
    deadline = Deadline.never() if budget is None else Deadline.after(budget)
    stop = stop or threading.Event()
    with (
        open_warehouse(settings.warehouse, on_retry=on_retry) as warehouse,
        Odoo.connect(
            settings.odoo,
            limiter=limiter_for(settings.odoo, warehouse, dry_run=dry_run, deadline=deadline, stopped=stop.is_set),
            deadline=deadline,
            retry_policy=RetryPolicy.ended_by(stop),
            on_retry=on_retry,
            stopped=stop.is_set,
        ) as odoo,
    ):
        yield Engine(
            odoo=odoo,
            warehouse=warehouse,
            settings=settings.sync,
            observer=observer or SilentObserver(),
            deadline=deadline,
            stop=stop,
            count_every=count_interval(settings),
        )
        if not dry_run:
            count_calls(odoo, warehouse, "sync")


def count_interval(settings: Settings) -> timedelta:
    """How often at most a stream is counted: as set, else in every run, hourly where calls are limited."""
    seconds = settings.sync.count_every_seconds
    if seconds is None:
        seconds = 0 if default_rate(settings.odoo) is None else 3600
    return timedelta(seconds=seconds)
