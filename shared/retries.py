"""Trying again, in one place: what is repeated, how often, how long. The only module that imports tenacity.

Only `TransientError` errors are repeated. The waits grow with jitter, a `Retry-After` is obeyed, and both the number of
attempts and the time are bounded, the time also by what is left of the run (`Deadline`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import tenacity

from shared.errors import TransientError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant on the monotonic clock; `Deadline.never()` is infinitely far."""

    at: float
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    @classmethod
    def after(cls, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> Deadline:
        return cls(clock() + seconds, clock)

    @classmethod
    def never(cls) -> Deadline:
        return cls(float("inf"))

    def remaining_seconds(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.at - self.clock())

    @property
    def is_never(self) -> bool:
        return self.at == float("inf")

    @property
    def passed(self) -> bool:
        return self.clock() >= self.at


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to keep trying: at most `attempts` tries and no wait that would end after `seconds`."""

    attempts: int = 5
    seconds: float = 60.0
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 20.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    @classmethod
    def ended_by(cls, stop: threading.Event) -> RetryPolicy:
        """The usual retry_policy, whose waits end when `stop` is set."""
        return cls(sleep=tenacity.sleep_using_event(stop))


NO_RETRIES = RetryPolicy(attempts=1)


def call_with_retries(
    action: Callable[[], T],
    *,
    retry_policy: RetryPolicy,
    deadline: Deadline | None = None,
    on_retry: Callable[[TransientError, float], None] = lambda error, wait_seconds: None,
    stopped: Callable[[], bool] = lambda: False,
) -> T:
    """Runs `action` until it answers; raises its last `TransientError` error when retry_policy or the deadline ends.

    Nor is it repeated once `stopped()`. `on_retry(error, wait_seconds)` is told before each wait.
    """
    first, longest = retry_policy.first_wait_seconds, retry_policy.longest_wait_seconds
    backoff = tenacity.wait_exponential(multiplier=first, max=longest) + tenacity.wait_random(0, first)
    budget = min(retry_policy.seconds, deadline.remaining_seconds() if deadline else float("inf"))

    bounded = tenacity.stop_any(tenacity.stop_after_attempt(retry_policy.attempts), tenacity.stop_before_delay(budget))

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after_seconds if isinstance(error, TransientError) else None
        return backoff(state) if asked is None else asked

    def tell(state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransientError):
            on_retry(error, state.upcoming_sleep)

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        stop=lambda state: bounded(state) or stopped(),
        wait=wait,
        before_sleep=tell,
        sleep=retry_policy.sleep,
        reraise=True,
    )
    return retrying(action)
