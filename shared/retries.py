"""Trying again, in one place: what is repeated, how often, how long. The only module that imports tenacity.

Only `TransientError` errors are repeated. The waits grow with jitter, a `Retry-After` is obeyed, and both the number of
attempts and the time are bounded, the time also by what is left of the run (`Deadline`). An attempt
whose answer was lost may have been carried out: that is remembered through all later ones.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import tenacity

from shared.errors import ScoutError, TransientError

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
        """The usual policy, whose waits end when `stop` is set."""
        return cls(sleep=tenacity.sleep_using_event(stop))


NO_RETRIES = RetryPolicy(attempts=1)


def call_with_retries(
    action: Callable[[], T],
    *,
    retry_policy: RetryPolicy,
    deadline: Deadline | None = None,
    on_retry: Callable[[TransientError, float], None] = lambda error, wait_seconds: None,
    stopped: Callable[[], bool] = lambda: False,
    reclassify: Callable[[ScoutError, bool], ScoutError] = lambda error, maybe_applied: error,
    exhausted: Callable[[TransientError, bool], ScoutError] = lambda error, maybe_applied: error,
) -> T:
    """Runs `action` until it answers, policy or deadline end, or `stopped()`.

    `on_retry(error, wait_seconds)` is called before each wait.
    `reclassify(error, maybe_applied)`: what an error means when this attempt or one before may have been carried out.
    Raises `exhausted(error, maybe_applied)` of the last `TransientError` in the end.
    """
    maybe_applied = False

    def attempt() -> T:
        nonlocal maybe_applied
        try:
            return action()
        except ScoutError as error:
            maybe_applied = maybe_applied or (isinstance(error, TransientError) and error.maybe_applied)
            meant = reclassify(error, maybe_applied)
            if meant is error:
                raise
            raise meant from error

    first, longest = retry_policy.first_wait_seconds, retry_policy.longest_wait_seconds
    backoff = tenacity.wait_exponential(multiplier=first, max=longest) + tenacity.wait_random(0, first)
    budget = min(retry_policy.seconds, deadline.remaining_seconds() if deadline else float("inf"))
    bounded = tenacity.stop_any(tenacity.stop_after_attempt(retry_policy.attempts), tenacity.stop_before_delay(budget))

    def wait(state: tenacity.RetryCallState) -> float:
        asked = _failure(state).retry_after_seconds
        return backoff(state) if asked is None else asked

    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        stop=lambda state: bounded(state) or stopped(),
        wait=wait,
        before_sleep=lambda state: on_retry(_failure(state), state.upcoming_sleep),
        sleep=retry_policy.sleep,
        reraise=True,
    )
    try:
        return retrying(attempt)
    except TransientError as error:
        meant = exhausted(error, maybe_applied)
        if meant is error:
            raise
        raise meant from error


def _failure(state: tenacity.RetryCallState) -> TransientError:
    """What is waited for: only such errors are."""
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, TransientError) else TransientError("")
