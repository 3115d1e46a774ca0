"""What Odoo makes of a value on its way in, told apart from what somebody else wrote."""

from __future__ import annotations

from typing import Any

import pytest

from shared.outbox.field_values import WritableField, became, same

PRICE = WritableField(name="list_price", type="float", digits=(16, 2))
FINE = WritableField(name="factor", type="float", digits=(16, 6))
HOURS = WritableField(name="hours", type="float")
AMOUNT = WritableField(name="amount", type="monetary")
COMMENT = WritableField(name="comment", type="html")
NAME = WritableField(name="name", type="char")


@pytest.mark.parametrize(
    ("field", "desired", "before", "now", "came_of_it"),
    [
        (PRICE, 12.345, 10.0, 12.35, True),
        (PRICE, 12_000_000.005, 10.0, 12_000_000.01, True),
        (PRICE, 0.001, 5.0, 0.0, True),
        (FINE, 0.0000614, 1.0, 0.000061, True),
        (AMOUNT, 33.333333, None, 33.33, True),
        (HOURS, 1 / 3, 0.0, 1 / 3, True),
        (COMMENT, "<p onclick='x'>Yes</p>", "<p>No</p>", "<p>Yes</p>", True),
        (COMMENT, "<a href='new'>Yes</a>", "<a href='old'>Yes</a>", '<a href="new">Yes</a>', True),
        (NAME, None, "Ann", False, True),
        (PRICE, 12_000_011.0, 12_000_000.0, 12_000_000.0, False),
        (PRICE, 12_000_011.0, 12_000_000.0, 12_000_010.99, False),
        (PRICE, 12.344, 12.34, 12.34, False),
        (PRICE, 12.345, 10.0, 12.36, False),
        (FINE, 0.0000619, 0.000061, 0.000061, False),
        (HOURS, 0.333, 0.0, 1 / 3, False),
        (AMOUNT, 100.4, 7.0, 100.0, False),
        (COMMENT, "<a href='new'>Yes</a>", '<a href="old">Yes</a>', '<a href="old">Yes</a>', False),
        (COMMENT, "<p>Yes</p>", "<p>No</p>", "<p>Perhaps</p>", False),
        (NAME, "Anna", "Ann", "Anne", False),
    ],
)
def test_what_odoo_rounded_or_cleaned_came_of_the_value_sent_and_nothing_else_did(
    field: WritableField, desired: Any, before: Any, now: Any, came_of_it: bool
) -> None:
    assert became(field, desired, before, now) is came_of_it


def test_before_anything_was_sent_only_the_very_same_number_is_the_same() -> None:
    assert same(PRICE, 12, 12.0)
    assert same(PRICE, 0.1 + 0.2, 0.3)
    assert not same(PRICE, 12_000_000_000.01, 12_000_000_000.0)
    assert not same(FINE, 1e-9, 0.0)
