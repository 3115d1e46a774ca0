"""Count and sums of a model's records by company and month, in Odoo's own grouping.

Odoo groups datetimes in the zone of the context's `tz`. How a group names its month is text in the user's language, so
the month is told by the instant it begins. From 19 on it groups by a linked record's date too, seen on 19.0
(`order_id.date_order:month`); `read_group` cannot, so there the linked model tells which months there are, and each is
asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import JsonValue

from shared.foreign_text import fit_to_show
from shared.odoo.client import Odoo, as_promised
from shared.odoo.model import Domain
from shared.odoo.versions import FORMATTED_READ_GROUP_FROM


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """One company and month.

    `start`: the instant the month begins (UTC, `…Z`); of a date field the date; None: records without one.
    """

    company_id: int | None
    company_name: str | None
    start: str | None
    count: int
    sums: dict[str, float]


@dataclass(frozen=True, slots=True)
class MonthQuery:
    """What to add up.

    `parent`: the model a dotted `date_path` leads to. `company_field`: None groups by month alone.
    """

    model: str
    domain: Domain
    date_path: str
    parent: str | None
    sums: tuple[str, ...]
    company_field: str | None
    time_zone: str


def read_months(odoo: Odoo, query: MonthQuery) -> list[MonthGroup]:
    """Every group that has records, in no order. Raises as `Odoo` does."""
    with as_promised(f"the grouping of {query.model}"):
        if odoo.version >= FORMATTED_READ_GROUP_FROM:
            return _formatted(odoo, query)
        if query.parent is None:
            return _grouped(odoo, query, query.domain, by_month=True)
        return _through_the_parent(odoo, query, query.parent)


def _formatted(odoo: Odoo, query: MonthQuery) -> list[MonthGroup]:
    by_month = f"{query.date_path}:month"
    groups = _ask(
        odoo,
        query,
        query.model,
        "formatted_read_group",
        domain=query.domain,
        groupby=[*_companies(query), by_month],
        aggregates=["__count", *(f"{name}:sum" for name in query.sums)],
    )
    return [
        _group(query, group, start=group[by_month][0] if group[by_month] else None, key="{}:sum") for group in groups
    ]


def _grouped(
    odoo: Odoo, query: MonthQuery, domain: Domain, *, by_month: bool, start: str | None = None
) -> list[MonthGroup]:
    """By `read_group`; unless `by_month`, all records of the domain belong to the month that begins at `start`."""
    groups = _ask(
        odoo,
        query,
        query.model,
        "read_group",
        domain=domain,
        fields=[f"{name}:sum" for name in query.sums],
        groupby=[*_companies(query), *([f"{query.date_path}:month"] if by_month else [])],
        lazy=False,
    )
    return [
        _group(query, group, start=_range(group)[0] if by_month else start, key="{}")
        for group in groups
        if group["__count"]
    ]


def _through_the_parent(odoo: Odoo, query: MonthQuery, parent: str) -> list[MonthGroup]:
    link, _, date = query.date_path.partition(".")
    months = _ask(odoo, query, parent, "read_group", domain=[], fields=[], groupby=[f"{date}:month"], lazy=False)
    found = []
    for start, end in (_range(month) for month in months):
        if start is not None:
            domain = [*query.domain, [query.date_path, ">=", start], [query.date_path, "<", end]]
            found += _grouped(odoo, query, domain, by_month=False, start=start)
    undated = [*query.domain, "|", [link, "=", False], [query.date_path, "=", False]]
    return found + _grouped(odoo, query, undated, by_month=False)


def _companies(query: MonthQuery) -> Sequence[str]:
    return [query.company_field] if query.company_field else []


def _range(group: dict[str, Any]) -> tuple[str | None, str | None]:
    """The month's first instant and the one after it; both None for records without a date."""
    (bounds,) = group["__range"].values()
    return (bounds["from"], bounds["to"]) if bounds else (None, None)


def _group(query: MonthQuery, group: dict[str, Any], *, start: str | None, key: str) -> MonthGroup:
    company: Any = group[query.company_field] if query.company_field else None
    return MonthGroup(
        company_id=company[0] if company else None,
        company_name=fit_to_show(company[1]) if company else None,
        start=start if start is None or len(start) == len("2026-11-01") else f"{start[:10]}T{start[11:]}Z",
        count=int(group["__count"]),
        sums={name: float(group[key.format(name)] or 0) for name in query.sums},
    )


def _ask(odoo: Odoo, query: MonthQuery, model: str, method: str, **arguments: JsonValue) -> list[dict[str, Any]]:
    context: JsonValue = {"tz": query.time_zone}
    return cast(list[dict[str, Any]], odoo.call(model, method, ids=None, repeatable=True, context=context, **arguments))
