"""What the demo asks the warehouse, each question a file in `queries/`, and Odoo's own sums to hold beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from types import TracebackType
from typing import Any, Self, TypeVar

import psycopg
from psycopg.rows import class_row

from shared.odoo.client import Odoo

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Day:
    """A retail day of the shop's time zone."""

    day: date
    gross_amount: Decimal
    orders: int


@dataclass(frozen=True, slots=True)
class StoreSales:
    store: str
    currency: str
    orders: int
    gross_amount: Decimal
    average_basket: Decimal | None


@dataclass(frozen=True, slots=True)
class CategorySales:
    """`share` of the month's revenue, 0 to 1; `month` is its first day."""

    month: date
    category: str
    revenue: Decimal
    quantity: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    currency: str
    orders: int
    gross_amount: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    id: str
    at: datetime
    store: str
    category: str
    gross_amount: Decimal
    currency: str
    payment_method: str


@dataclass(frozen=True, slots=True)
class _Named:
    name: str


class Answers:
    """One connection to the warehouse, read through the views that dashboards use."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)

    def days(self, currency: str) -> list[Day]:
        return self._ask("sales_by_day", Day, {"currency": currency})

    def stores(self) -> list[StoreSales]:
        return self._ask("sales_by_store", StoreSales)

    def categories(self, currency: str) -> list[CategorySales]:
        return self._ask("product_mix", CategorySales, {"currency": currency})

    def totals(self) -> list[Total]:
        return self._ask("totals", Total)

    def orders(self, source_ids: Sequence[int]) -> list[Order]:
        return self._ask("orders", Order, {"source_ids": list(source_ids)})

    def product_name(self, template_id: int) -> str:
        return self._ask("product_name", _Named, {"template_id": template_id})[0].name

    def set_time_zone(self, name: str) -> None:
        self._connection.execute(_query("set_time_zone"), {"time_zone": name})

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, question: str, answer: type[T], arguments: Mapping[str, Any] | None = None) -> list[T]:
        with self._connection.cursor(row_factory=class_row(answer)) as cursor:
            return cursor.execute(_query(question), arguments).fetchall()


def odoo_totals(odoo: Odoo) -> list[Total]:
    """Odoo's own sums over all its orders, asked through its API, by currency."""
    groups = odoo.call(
        "pos.order",
        "formatted_read_group",
        repeatable=True,
        domain=[],
        groupby=["currency_id"],
        aggregates=["amount_total:sum", "__count"],
    )
    found = [_total(group) for group in groups if isinstance(group, dict)] if isinstance(groups, list) else []
    return sorted(found, key=lambda total: total.currency)


def _total(group: Mapping[str, Any]) -> Total:
    amount = Decimal(str(group["amount_total:sum"])).quantize(Decimal("0.01"))
    return Total(currency=group["currency_id"][1], orders=group["__count"], gross_amount=amount)


def _query(name: str) -> bytes:
    return files("demo").joinpath("queries", f"{name}.sql").read_bytes()
