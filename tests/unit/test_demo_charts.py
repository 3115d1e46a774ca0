"""What the demo draws says what the numbers say."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from rich.console import Console, RenderableType

from demo.answers import CategorySales, Day, Order, StoreSales, Total
from demo.charts import category_table, comparison, day_caption, day_chart, order_table, store_table

MONDAY = date(2026, 11, 2)


def drawn(renderable: RenderableType, *, width: int = 80) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None, highlight=False)
    console.print(renderable)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return [line.rstrip() for line in str(text).splitlines()]


def days(*amounts: str) -> list[Day]:
    return [Day(MONDAY + timedelta(days=n), Decimal(amount), 1) for n, amount in enumerate(amounts)]


def columns(chart: list[str], count: int) -> list[str]:
    """Each day's column from its foot to its top."""
    start = 11
    lines = [line.ljust(start + 2 * count) for line in reversed(chart[:-1])]
    return ["".join(line[start + 2 * day] for line in lines).rstrip() for day in range(count)]


def test_a_column_is_as_high_as_its_share_of_the_best_day() -> None:
    chart = drawn(day_chart(days("800", "400", "100", "50"), "EUR", height=8))
    assert columns(chart, 4) == ["████████", "████", "█", "▄"]


def test_a_day_without_sales_has_no_column_and_the_smallest_sale_has_one() -> None:
    chart = drawn(day_chart(days("10000", "0", "0.01", "-5"), "EUR"))
    assert columns(chart, 4)[1:] == ["", "▁", ""]


def test_the_axis_names_the_best_day_and_the_mondays() -> None:
    chart = drawn(day_chart(days(*["10"] * 7, "2324.49"), "EUR"))
    assert chart[0].split()[0] == "2,324"
    assert chart[-1].split() == ["EUR", "2", "9"]


@pytest.mark.parametrize("amounts", [["0", "0"], ["-3", "0"]])
def test_a_chart_of_nothing_is_empty_not_an_error(amounts: list[str]) -> None:
    assert columns(drawn(day_chart(days(*amounts), "EUR")), len(amounts)) == ["", ""]


def test_the_caption_sums_the_days_and_names_the_best() -> None:
    assert day_caption(days("10.5", "20.25", "5"), "EUR") == (
        "02 November to 04 November 2026: 35.75 EUR from 3 orders; best day Tuesday 03 November with 20.25"
    )


def test_share_bars_keep_their_proportions() -> None:
    rows = [CategorySales(MONDAY, name, Decimal(1), Decimal(1), Decimal(share)) for name, share in
            (("a", "0.5"), ("b", "0.25"), ("c", "0"), ("d", "-0.1"))]  # fmt: skip
    bars = [line.split("%")[1].strip() for line in drawn(category_table(rows, width=16))[2:]]
    assert bars == ["█" * 16, "█" * 8, "", ""]


def test_both_sides_equal_is_said_only_when_amounts_and_counts_are() -> None:
    odoo = [Total("EUR", 3, Decimal("1234567.89")), Total("GBP", 1, Decimal("1.00")), Total("USD", 1, Decimal(0))]
    warehouse = [Total("EUR", 3, Decimal("1234567.89")), Total("GBP", 2, Decimal("1.00"))]
    assert [line.plain.strip() for line in comparison(odoo, warehouse)] == [
        "EUR  3 orders: Odoo says 1,234,567.89 · the warehouse says 1,234,567.89 · equal",
        "GBP  1 and 2 orders: Odoo says 1.00 · the warehouse says 1.00 · NOT equal",
        "USD  1 and 0 orders: Odoo says 0.00 · the warehouse says nothing · NOT equal",
    ]


def test_tables_fit_a_terminal_of_eighty_columns() -> None:
    order = Order(
        "TX-12001", datetime(2026, 11, 21, 9, 48, tzinfo=UTC), "Brussels Dansaert", "Coffee & Tea", Decimal("1234.50"),
        "EUR", "Gift card",
    )  # fmt: skip
    store = StoreSales("Brussels Dansaert", "EUR", 35_200, Decimal("1299600.97"), None)
    lines = drawn(order_table([order])) + drawn(store_table([store]))
    assert not any("…" in line for line in lines)
    assert "21 Nov 09:48" in lines[2]
