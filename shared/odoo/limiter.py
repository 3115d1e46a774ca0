"""How fast Odoo is called: a slot is entered around every request.

Odoo Online's external API is read by others as about one call a second and none in parallel (Odoo's acceptable use
policy); a server of one's own has no such limit. Several processes that call the same Odoo share their pace through
the warehouse, because functions have no other common memory.
"""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from shared.errors import OdooUnreachable, ScoutError
from shared.odoo.bounds import CALL_SECONDS, GRACE_SECONDS
from shared.retries import Deadline
from shared.settings import OdooSettings
from shared.warehouse.protocol import Warehouse

_ONLINE_CALLS_PER_SECOND = 1.0
_LONGEST_CALL_SECONDS = CALL_SECONDS + 20.0
"""After that a slot's holder must be dead."""


class Limiter(Protocol):
    """Safe to use from several threads at once."""

    def slot(self) -> AbstractContextManager[None]: ...


class Unlimited:
    """No limit: a server of one's own."""

    def slot(self) -> AbstractContextManager[None]:
        return contextlib.nullcontext()


class PacedLocally:
    """The calls of this process start at least `1 / calls_per_second` apart; `one_at_a_time`: also never overlap."""

    def __init__(
        self,
        calls_per_second: float,
        *,
        one_at_a_time: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval_seconds = 1.0 / calls_per_second
        self._alone = threading.Lock() if one_at_a_time else contextlib.nullcontext()
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next_start = float("-inf")

    @contextlib.contextmanager
    def slot(self) -> Iterator[None]:
        with self._alone:
            with self._lock:  # only the reckoning is locked: waiting callers sleep side by side
                now = self._clock()
                start = max(now, self._next_start)
                self._next_start = start + self._interval_seconds
            if start > now:
                self._sleep(start - now)
            yield


class PacedByWarehouse:
    """The calls of all processes that name the same `source`, paced through the warehouse's call slot.

    `one_at_a_time`: a slot is held until its call is over; `hold_seconds` is the longest a call may take, so a holder
    that died frees its slot by that time itself. Otherwise a slot is held for no time and only the pace is shared.
    Raises `OdooUnreachable` when no slot was free for `give_up_after_seconds`, with `given_up` when none was before the
    run's `deadline` or when it was `stopped()`, and the warehouse's own errors.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        source: str,
        calls_per_second: float,
        *,
        one_at_a_time: bool = True,
        hold_seconds: float = _LONGEST_CALL_SECONDS,
        give_up_after_seconds: float = 2 * _LONGEST_CALL_SECONDS,
        deadline: Deadline | None = None,
        stopped: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._warehouse = warehouse
        self._deadline = deadline or Deadline.never()
        self._stopped = stopped
        self._source = source
        self._interval_seconds = 1.0 / calls_per_second
        self._one_at_a_time = one_at_a_time
        self._hold_seconds = hold_seconds if one_at_a_time else 0.0
        self._give_up_after_seconds = give_up_after_seconds
        self._clock = clock
        self._sleep = sleep
        self._alone = threading.Lock()

    @contextlib.contextmanager
    def slot(self) -> Iterator[None]:
        holder = str(uuid.uuid4())
        if not self._one_at_a_time:
            with self._alone:
                self._acquire(holder)
            yield
            return
        with self._alone:  # threads of one process queue here instead of asking the warehouse in competition
            self._acquire(holder)
            try:
                yield
            finally:
                # The call itself is over; a slot that could not be given back frees itself after hold_seconds.
                with contextlib.suppress(ScoutError):
                    self._warehouse.call("release_call_slot", {"p_source": self._source, "p_holder": holder})

    def _acquire(self, holder: str) -> None:
        began = self._clock()
        give_up_at = began + self._give_up_after_seconds
        while True:
            answer = _Slot.model_validate(
                self._warehouse.call(
                    "acquire_call_slot",
                    {
                        "p_source": self._source,
                        "p_holder": holder,
                        "p_interval_seconds": self._interval_seconds,
                        "p_hold_seconds": self._hold_seconds,
                    },
                )
            )
            if answer.acquired:
                return
            if self._stopped() or (self._deadline.passed and self._clock() >= began + GRACE_SECONDS):
                raise OdooUnreachable(
                    f"Other runs kept every place in the queue to {self._source} until this run was to end.",
                    fix="Let fewer runs overlap, or raise ODOO_MAX_CALLS_PER_SECOND if your Odoo allows more.",
                    given_up=True,
                )
            if self._clock() + answer.wait_seconds > give_up_at:
                raise OdooUnreachable(
                    f"Other runs kept every place in the queue to {self._source} for "
                    f"{self._give_up_after_seconds:.0f} s.",
                    fix="Let fewer runs overlap, or raise ODOO_MAX_CALLS_PER_SECOND if your Odoo allows more.",
                )
            self._sleep(min(max(answer.wait_seconds, 0.05), 5.0))


class _Slot(BaseModel):
    """The answer of `scout.acquire_call_slot`."""

    model_config = ConfigDict(frozen=True)

    acquired: bool
    wait_seconds: float = 0.0


def is_odoo_online(settings: OdooSettings) -> bool:
    host = (urlsplit(settings.base_url).hostname or "").lower().rstrip(".")
    return host == "odoo.com" or host.endswith(".odoo.com")


def default_rate(settings: OdooSettings) -> float | None:
    """Calls a second: what the setting says, else one for Odoo Online, else no limit (None)."""
    if settings.max_calls_per_second is not None:
        return settings.max_calls_per_second
    return _ONLINE_CALLS_PER_SECOND if is_odoo_online(settings) else None


def limiter_for(
    settings: OdooSettings,
    warehouse: Warehouse,
    *,
    dry_run: bool,
    deadline: Deadline | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Limiter:
    """The brake before Odoo. A dry run may write nothing, so it paces itself and cannot see other processes.

    `deadline` and `stopped`: the run's, where nothing that waits here is a change that was announced already.
    """
    rate = default_rate(settings)
    if rate is None:
        return Unlimited()
    if dry_run:
        return PacedLocally(calls_per_second=rate)
    return PacedByWarehouse(
        warehouse,
        source=urlsplit(settings.base_url).hostname or settings.base_url,
        calls_per_second=rate,
        deadline=deadline,
        stopped=stopped,
    )
