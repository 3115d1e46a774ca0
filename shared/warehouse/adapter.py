"""What both adapters share: a call with its repeats, and a block that ends with the connections closed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Self

from pydantic import JsonValue

from shared.errors import PageTooLarge, ScoutError, TransientError, WarehouseRefused
from shared.retries import RetryPolicy, call_with_retries
from shared.warehouse.failures import after_lost_answer, unreachable
from shared.warehouse.protocol import Arguments

OnRetry = Callable[[TransientError, float], None]
"""Told what passed, and the seconds until the next try."""


def say_nothing(error: TransientError, wait_seconds: float) -> None:
    pass


class Adapter(ABC):
    """A warehouse as `shared.warehouse.protocol.Warehouse` has it, but for how one call is made."""

    def __init__(self, *, retry_policy: RetryPolicy, on_retry: OnRetry) -> None:
        self._retry_policy = retry_policy
        self._on_retry = on_retry

    @property
    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    def _call(self, function: str, arguments: Arguments) -> JsonValue:
        """One attempt. Raises `TransientError` for what another attempt may mend."""

    @abstractmethod
    def close(self) -> None: ...

    def call(self, function: str, arguments: Arguments | None = None) -> JsonValue:
        try:
            return call_with_retries(
                lambda: self._call(function, arguments or {}),
                retry_policy=self._retry_policy,
                on_retry=self._on_retry,
                reclassify=_reclassified,
                exhausted=lambda error, maybe_applied: unreachable(self.name, error),
            )
        except (ValueError, RecursionError) as error:  # JSON allows numbers and depths that Python does not read
            raise WarehouseRefused(
                f"The warehouse's answer to {function} cannot be read ({type(error).__name__})."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _reclassified(error: ScoutError, maybe_applied: bool) -> ScoutError:
    """A page is refused for its size or time only when no earlier attempt can still be at work on it."""
    return after_lost_answer(error) if maybe_applied and isinstance(error, PageTooLarge) else error
