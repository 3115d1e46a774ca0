"""One call with its repeats, as both adapters make it."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import JsonValue

from shared.errors import PageTooLarge, Passing, WarehousePassing
from shared.retries import Patience, with_patience
from shared.warehouse.failures import after_lost_answer, unreachable


def repeated(
    attempt: Callable[[], JsonValue], *, place: str, patience: Patience, on_retry: Callable[[Passing, float], None]
) -> JsonValue:
    """Makes the same call until it is answered. Raises `WarehouseUnreachable` when patience ends.

    A page is refused for its size or time only when no earlier attempt can still be at work on it.
    """
    maybe_applied = False

    def once() -> JsonValue:
        nonlocal maybe_applied
        try:
            return attempt()
        except WarehousePassing as error:
            maybe_applied = maybe_applied or error.maybe_applied
            raise
        except PageTooLarge as error:
            if not maybe_applied:
                raise
            raise after_lost_answer(error) from error

    try:
        return with_patience(once, patience=patience, on_retry=on_retry)
    except WarehousePassing as error:
        raise unreachable(place, error) from error
