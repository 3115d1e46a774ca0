"""A call to the warehouse with its repeats: what a time limit means after an answer was lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from shared.errors import PageTooLarge, WarehouseTransientError
from shared.retries import RetryPolicy
from shared.warehouse.adapter import Adapter, say_nothing


class Scripted(Adapter):
    name = "here"

    def __init__(self, *outcomes: JsonValue | Exception) -> None:
        super().__init__(retry_policy=RetryPolicy(attempts=3, sleep=lambda seconds: None), on_retry=say_nothing)
        self._left = list(outcomes)

    def _call(self, function: str, arguments: Mapping[str, JsonValue]) -> JsonValue:
        outcome = self._left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def close(self) -> None:
        pass


def call(*outcomes: JsonValue | Exception) -> JsonValue:
    return Scripted(*outcomes).call("f")


@pytest.mark.parametrize("before", [[], [WarehouseTransientError("no connection")]])
def test_a_page_that_is_too_large_is_refused_at_once(before: list[Exception]) -> None:
    """A definite refusal, also after an attempt that was never sent: the caller may halve the page."""
    with pytest.raises(PageTooLarge):
        call(*before, PageTooLarge("statement timeout"), "never asked")


def test_a_time_limit_behind_ones_own_lost_attempt_is_no_refusal() -> None:
    """Invariant 2: it may have waited for that very attempt; a half of the page would be out of order. The same goes again."""
    lost = WarehouseTransientError("cut off", maybe_applied=True)
    assert call(lost, PageTooLarge("statement timeout"), "as before") == "as before"
