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
    ("field", "wanted", "before", "now"),
    [
        (PRICE, 12.345, 10.0, 12.35),
        (PRICE, 12_000_000.005, 10.0, 12_000_000.01),
        (PRICE, 0.001, 5.0, 0.0),
        (FINE, 0.0000614, 1.0, 0.000061),
        (AMOUNT, 33.333333, None, 33.33),
        (HOURS, 1 / 3, 0.0, 1 / 3),
        (COMMENT, "<p onclick='x'>Yes</p>", "<p>No</p>", "<p>Yes</p>"),
        (COMMENT, "<a href='new'>Yes</a>", "<a href='old'>Yes</a>", '<a href="new">Yes</a>'),
        (NAME, None, "Ann", False),
    ],
)
def test_what_odoo_rounded_or_cleaned_came_of_the_wanted_value(
    field: WritableField, wanted: Any, before: Any, now: Any
) -> None:
    assert became(field, wanted, before, now)


@pytest.mark.parametrize(
    ("field", "wanted", "before", "now"),
    [
        (PRICE, 12_000_011.0, 12_000_000.0, 12_000_000.0),
        (PRICE, 12_000_011.0, 12_000_000.0, 12_000_010.99),
        (PRICE, 12.344, 12.34, 12.34),
        (PRICE, 12.345, 10.0, 12.36),
        (FINE, 0.0000619, 0.000061, 0.000061),
        (HOURS, 0.333, 0.0, 1 / 3),
        (AMOUNT, 100.4, 7.0, 100.0),
        (COMMENT, "<a href='new'>Yes</a>", '<a href="old">Yes</a>', '<a href="old">Yes</a>'),
        (COMMENT, "<p>Yes</p>", "<p>No</p>", "<p>Perhaps</p>"),
        (NAME, "Anna", "Ann", "Anne"),
    ],
)
def test_what_stayed_or_was_made_by_someone_else_did_not(
    field: WritableField, wanted: Any, before: Any, now: Any
) -> None:
    assert not became(field, wanted, before, now)


def test_before_anything_was_sent_only_the_very_same_number_is_the_same() -> None:
    assert same(PRICE, 12, 12.0)
    assert same(PRICE, 0.1 + 0.2, 0.3)
    assert not same(PRICE, 12_000_000_000.01, 12_000_000_000.0)
    assert not same(FINE, 1e-9, 0.0)
