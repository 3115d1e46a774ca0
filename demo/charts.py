"""The demo's answers drawn on a terminal: columns for days, bars for shares, a line for each comparison."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from demo.answers import CategorySales, Day, Order, StoreSales, Total

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_SUNDAY = 6


def day_chart(days: Sequence[Day], currency: str, *, height: int = 6) -> RenderableType:
    """One column a day, `height` lines high in steps of an eighth; Sundays are dim. A label means its line's top."""
    highest = max((day.gross_amount for day in days), default=Decimal(0))
    labels = {height - 1: f"{highest:,.0f}", height // 2 - 1: f"{highest / 2:,.0f}", 0: "0"}
    lines = []
    for level in range(height - 1, -1, -1):
        line = Text(f"  {labels.get(level, ''):>8} ")
        for day in days:
            line.append(_block(day.gross_amount, highest, level=level, height=height) + " ", style=_style(day))
        lines.append(line)
    weeks = "".join(f"{day.day.day:<2}" if day.day.weekday() == 0 else "  " for day in days)
    lines.append(Text(f"  {currency:>8} {weeks}", style="dim"))
    return Group(*lines)


def _block(amount: Decimal, highest: Decimal, *, level: int, height: int) -> str:
    """The part of a column that stands in one line of the chart."""
    if amount <= 0 or highest <= 0:
        return _EIGHTHS[0]
    eighths = max(1, round(amount / highest * height * 8))
    return _EIGHTHS[min(8, max(0, eighths - level * 8))]


def _style(day: Day) -> str:
    return "cyan dim" if day.day.weekday() == _SUNDAY else "cyan"


def day_caption(days: Sequence[Day], currency: str) -> str:
    total = sum((day.gross_amount for day in days), Decimal(0))
    best = max(days, key=lambda day: day.gross_amount)
    orders = sum(day.orders for day in days)
    return (
        f"{days[0].day:%d %B} to {days[-1].day:%d %B %Y}: {total:,.2f} {currency} from {orders:,} orders; "
        f"best day {best.day:%A %d %B} with {best.gross_amount:,.2f}"
    )


def store_table(stores: Sequence[StoreSales]) -> Table:
    table = _table("store", "currency", right=("orders", "gross", "average basket"))
    for row in stores:
        basket = "–" if row.average_basket is None else f"{row.average_basket:,.2f}"
        table.add_row(row.store, row.currency, f"{row.orders:,}", f"{row.gross_amount:,.2f}", basket)
    return table


def category_table(categories: Sequence[CategorySales], *, width: int = 24) -> Table:
    table = _table("category", right=("revenue", "share"))
    largest = f"{categories[0].share:.1%}"
    table.add_column(f"0%{largest:>{width - 2}}")
    for row in categories:
        bar = Text(_bar(row.share, categories[0].share, width), style="cyan")
        table.add_row(row.category, f"{row.revenue:,.2f}", f"{row.share:.1%}", bar)
    return table


def _bar(share: Decimal, largest: Decimal, width: int) -> str:
    """A bar to the right in steps of an eighth, the largest share filling `width` cells."""
    parts = " ▏▎▍▌▋▊▉█"
    eighths = round(max(Decimal(0), share) / largest * width * 8) if largest > 0 else 0
    return "█" * (eighths // 8) + parts[eighths % 8].strip()


def order_table(orders: Sequence[Order]) -> Table:
    table = _table("order", "time (UTC)", "store", "category", "paid by", right=("gross",), gap=1)
    for row in orders:
        table.add_row(
            row.id,
            f"{row.at.astimezone(UTC):%d %b %H:%M}",
            row.store,
            row.category,
            row.payment_method,
            f"{row.gross_amount:,.2f} {row.currency}",
        )
    return table


def comparison(odoo: Sequence[Total], warehouse: Sequence[Total]) -> list[Text]:
    """One line a currency: what Odoo says, what the warehouse says, and whether that is the same."""
    lines = []
    ours = {total.currency: total for total in warehouse}
    theirs = {total.currency: total for total in odoo}
    for currency in sorted(theirs.keys() | ours.keys()):
        verdict = ("equal", "bold green") if theirs.get(currency) == ours.get(currency) else ("NOT equal", "bold red")
        lines.append(Text.assemble(f"  {currency}  ", _said(theirs.get(currency), ours.get(currency)), " · ", verdict))
    return lines


def _said(odoo: Total | None, warehouse: Total | None) -> str:
    counts = list(dict.fromkeys(0 if total is None else total.orders for total in (odoo, warehouse)))
    amounts = ["nothing" if total is None else f"{total.gross_amount:,.2f}" for total in (odoo, warehouse)]
    orders = " and ".join(f"{count:,}" for count in counts)
    return f"{orders} orders: Odoo says {amounts[0]} · the warehouse says {amounts[1]}"


def _table(*left: str, right: Sequence[str] = (), gap: int = 2) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold", show_edge=False)
    for name in left:
        table.add_column(name, no_wrap=True)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table
