"""From settings to a worker that can run: what the command line and the function do first."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shared.errors import TransientError
from shared.odoo.call_counts import count_calls
from shared.odoo.client import Odoo
from shared.odoo.limiter import limiter_for
from shared.outbox.message_store import OutboxStore
from shared.outbox.send_window import SendWindow
from shared.outbox.worker import OutboxObserver, SilentOutboxObserver, Worker
from shared.retries import Deadline, RetryPolicy
from shared.runner_name import this_runner
from shared.settings import Settings
from shared.warehouse.open import open_warehouse


@contextmanager
def started_worker(
    settings: Settings,
    *,
    observer: OutboxObserver | None = None,
    batch_size: int | None = None,
    time_budget_seconds: float | None = None,
    stop: threading.Event | None = None,
    dry_run: bool = False,
    on_retry: Callable[[TransientError, float], None] = lambda error, wait_seconds: None,
) -> Iterator[Worker]:
    """A worker with open connections, closed after the block. Nothing is asked of Odoo or the warehouse yet.

    `SYNC_TIME_BUDGET_SECONDS` goes before `time_budget_seconds`, the caller's own default (None: no limit).
    """
    settings.check()
    budget = settings.sync.time_budget_seconds or time_budget_seconds
    deadline = Deadline.never() if budget is None else Deadline.after(budget)
    stop = stop or threading.Event()
    with open_warehouse(settings.warehouse, on_retry=on_retry) as warehouse:
        send_window = SendWindow(limiter_for(settings.odoo, warehouse, dry_run=dry_run))
        with Odoo.connect(
            settings.odoo,
            limiter=send_window,
            deadline=deadline,
            retry_policy=RetryPolicy.ended_by(stop),
            on_retry=on_retry,
            stopped=stop.is_set,
        ) as odoo:
            run_id = str(uuid.uuid4())
            outbox = settings.outbox
            yield Worker(
                odoo=odoo,
                store=OutboxStore(
                    warehouse,
                    run_id=run_id,
                    lease_seconds=outbox.lease_seconds,
                    request_limit_seconds=outbox.doubt_seconds,
                ),
                send_window=send_window,
                run_id=run_id,
                name=this_runner(),
                batch_size=batch_size or outbox.batch_size,
                lease_seconds=outbox.lease_seconds,
                warehouse_name=warehouse.name,
                observer=observer or SilentOutboxObserver(),
                deadline=deadline,
                stop=stop,
            )
            if not dry_run:
                count_calls(odoo, warehouse, "outbox")
