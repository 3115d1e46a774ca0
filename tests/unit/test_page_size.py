"""The size of a page follows the bytes, the warehouse's refusals and a person's choice."""

from __future__ import annotations

from shared.sync.page_size import LARGEST_PAGE_ROWS, PageSize


def test_a_page_grows_to_the_target_twofold_at_a_time() -> None:
    size = PageSize(first_rows=500, target_bytes=1_000_000)
    size.learn(rows=500, size_bytes=50_000)
    assert size.rows == 1000
    for _ in range(10):
        size.learn(rows=size.rows, size_bytes=size.rows * 100)
    assert size.rows == 10_000


def test_a_page_shrinks_at_once_when_rows_are_heavy() -> None:
    size = PageSize(first_rows=5000, target_bytes=1_000_000)
    size.learn(rows=5000, size_bytes=5_000_000)
    assert size.rows == 1000


def test_rows_of_one_byte_do_not_make_endless_pages() -> None:
    size = PageSize(first_rows=15_000, target_bytes=10**9)
    size.learn(rows=15_000, size_bytes=15_000)
    assert size.rows == LARGEST_PAGE_ROWS


def test_a_row_heavier_than_the_target_still_goes_alone() -> None:
    size = PageSize(first_rows=100, target_bytes=1000)
    size.learn(rows=1, size_bytes=50_000)
    assert size.rows == 1


def test_a_refused_size_is_halved_and_not_grown_past_again() -> None:
    size = PageSize(first_rows=1000, target_bytes=10**9)
    size.refused(rows=1000)
    size.learn(rows=500, size_bytes=500)
    assert size.rows == 500


def test_a_persons_own_size_is_kept() -> None:
    size = PageSize(first_rows=5000, target_bytes=10**9, fixed_rows=500)
    size.learn(rows=500, size_bytes=500)
    assert size.rows == 500


def test_an_empty_page_teaches_nothing() -> None:
    size = PageSize(first_rows=500, target_bytes=1000)
    size.learn(rows=0, size_bytes=2)
    assert size.rows == 500


def test_what_was_read_is_cut_in_order_and_nothing_is_lost() -> None:
    size = PageSize(first_rows=4, target_bytes=10**9)
    rows = list(range(11))
    parts = size.split(rows)
    assert [row for part in parts for row in part] == rows
    assert max(len(part) for part in parts) == 4
    assert size.split([]) == []
