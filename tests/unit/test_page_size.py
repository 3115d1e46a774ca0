"""The size of a page follows the bytes, the warehouse's refusals and a person's choice."""

from __future__ import annotations

import pytest

from shared.sync.page_size import LARGEST_PAGE_ROWS, PageSize


@pytest.mark.parametrize(
    ("first", "target", "fixed", "pages", "then"),
    [
        (500, 1_000_000, None, [(500, 50_000)], 1000),  # twofold at a time
        (500, 1_000_000, None, [(rows, rows * 100) for rows in (500, 1000, 2000, 4000, 8000, 10_000)], 10_000),
        (5000, 1_000_000, None, [(5000, 5_000_000)], 1000),  # at once when rows are heavy
        (15_000, 10**9, None, [(15_000, 15_000)], LARGEST_PAGE_ROWS),  # rows of one byte
        (100, 1000, None, [(1, 50_000)], 1),  # a row heavier than the target still goes alone
        (5000, 10**9, 500, [(500, 500)], 500),  # a person's own size
        (500, 1000, None, [(0, 2)], 500),  # an empty page teaches nothing
    ],
)
def test_a_page_follows_the_bytes_of_those_before(
    first: int, target: int, fixed: int | None, pages: list[tuple[int, int]], then: int
) -> None:
    size = PageSize(first_rows=first, target_bytes=target, fixed_rows=fixed)
    for rows, size_bytes in pages:
        size.learn(rows=rows, size_bytes=size_bytes)
    assert size.rows == then


def test_a_refused_size_is_halved_and_not_grown_past_again() -> None:
    size = PageSize(first_rows=1000, target_bytes=10**9)
    size.refused(rows=1000)
    size.learn(rows=500, size_bytes=500)
    assert size.rows == 500


def test_what_was_read_is_cut_in_order_and_nothing_is_lost() -> None:
    size = PageSize(first_rows=4, target_bytes=10**9)
    rows = list(range(11))
    parts = size.split(rows)
    assert [row for part in parts for row in part] == rows
    assert max(len(part) for part in parts) == 4
    assert size.split([]) == []
