"""One call with its repeats, as both adapters make it."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import JsonValue

from shared.errors import PageTooLarge, TransientError, WarehouseTransientError
from shared.retries import RetryPolicy, call_with_retries
from shared.warehouse.failures import after_lost_answer, unreachable


def repeated(
    attempt: Callable[[], JsonValue],
    *,
    server: str,
    retry_policy: RetryPolicy,
    on_retry: Callable[[TransientError, float], None],
) -> JsonValue:
    """Makes the same call until it is answered. Raises `WarehouseUnreachable` when retry_policy ends.

    A page is refused for its size or time only when no earlier attempt can still be at work on it.
    """
    maybe_applied = False

    def once() -> JsonValue:
        nonlocal maybe_applied
        try:
            return attempt()
        except WarehouseTransientError as error:
            maybe_applied = maybe_applied or error.maybe_applied
            raise
        except PageTooLarge as error:
            if not maybe_applied:
                raise
            raise after_lost_answer(error) from error

    try:
        return call_with_retries(once, retry_policy=retry_policy, on_retry=on_retry)
    except WarehouseTransientError as error:
        raise unreachable(server, error) from error
