"""One look for all tables: no frame, a line under the headings, numbers to the right, as wide as the paper at most."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.segment import Segments
from rich.table import Table


def plain_table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)


def natural_width(console: Console, table: Table) -> int:
    """How many columns of the paper the table takes when nothing of it is cut."""
    return Measurement.get(console, console.options.update(width=100_000), table).maximum


def fitting(console: Console, make: Callable[[Sequence[str]], Table], *, sacrifices: Sequence[Sequence[str]]) -> Table:
    """The whole table, or the first that fits of those made without the columns named; the last if none does."""
    table = make([])
    for without in sacrifices:
        if natural_width(console, table) <= console.width:
            break
        table = make(without)
    return table


def print_uncut(console: Console, table: Table) -> None:
    """The table with every number whole: a line too long for the paper goes on in the next one."""
    options = console.options.update(width=max(console.width, natural_width(console, table)))
    console.print(Segments(console.render(table, options)), soft_wrap=True, end="")
