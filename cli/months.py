"""Each month's count and sums in Odoo and here, as a deep reconcile found them: a table an accountant can sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Self

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.tables import natural_width, plain_table, print_uncut
from cli.terminal_text import utc
from shared.sync.run_report import MonthReport, RunReport, amount


@dataclass(frozen=True)
class _Line:
    """What one side says of a month, or of all of them."""

    count: int
    sums: dict[str, Decimal]

    @classmethod
    def total(cls, lines: Iterable[Self]) -> Self:
        count, sums = 0, dict[str, Decimal]()
        for line in lines:
            count += line.count
            sums = {name: sums.get(name, Decimal()) + value for name, value in line.sums.items()}
        return cls(count, sums)

    def less(self, other: _Line) -> _Line:
        return _Line(self.count - other.count, {name: value - other.sums[name] for name, value in self.sums.items()})


def show_months(console: Console, report: RunReport) -> None:
    """A table for each stream and company, for its own currency may be another; totals at its foot."""
    for stream in report.streams:
        months = stream.reconcile.months if stream.reconcile else []
        for _, of_company in groupby(months, key=lambda month: month.company_id):
            shown = list(of_company)
            console.print()
            console.print(Text(_heading(stream.stream, shown[0]), style="bold"))
            for table in _fitting(console, shown, list(shown[0].source_sums)):
                print_uncut(console, table)


def _fitting(console: Console, months: Sequence[MonthReport], names: Sequence[str]) -> list[Table]:
    """One table of all sums, or on narrow paper one for each."""
    whole = _table(months, names)
    return [whole] if natural_width(console, whole) <= console.width else [_table(months, [name]) for name in names]


def _heading(stream: str, month: MonthReport) -> str:
    company = month.company or (f"company {month.company_id}" if month.company_id else "")
    as_of = f"as of {utc(month.as_of)}" if month.as_of else ""
    return " · ".join(part for part in (f"{stream} by month", company, f"months of {month.time_zone}", as_of) if part)


def _table(months: Sequence[MonthReport], names: Sequence[str]) -> Table:
    """A month that is equal takes one line, which both sides say; one that differs takes three."""
    table = plain_table()
    table.add_column("month", no_wrap=True)
    for name in ("records", *names):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Odoo and here", no_wrap=True)
    pairs = [
        (month.name, _Line(month.source_count, month.source_sums), _Line(month.warehouse_count, month.warehouse_sums))
        for month in months
    ]
    for place, (name, source, here) in enumerate(pairs, start=1):
        _add(table, names, name, source, here, is_last=place == len(pairs))
    _add(table, names, "total", _Line.total(pair[1] for pair in pairs), _Line.total(pair[2] for pair in pairs))
    return table


def _add(table: Table, names: Sequence[str], month: str, source: _Line, here: _Line, *, is_last: bool = False) -> None:
    # Money where both sides agree; every decimal where they do not, or a small difference would look like none.
    cents = "{:,.2f}".format
    if source == here:
        table.add_row(month, *_cells(source, names, cents), Text("equal", style="green"), end_section=is_last)
        return
    table.add_row(month, *_cells(source, names), "Odoo")
    table.add_row("", *_cells(here, names), "here")
    difference = Text("difference", style="bold yellow")
    table.add_row("", *_cells(here.less(source), names), difference, style="bold yellow", end_section=is_last)


def _cells(line: _Line, names: Sequence[str], written: Callable[[Decimal], str] = amount) -> list[str]:
    return [f"{line.count:,}", *(written(line.sums[name]) for name in names)]
