"""Odoo's own figure of a metric, by company and currency, by grouped reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from shared.odoo.client import Odoo, as_promised
from shared.odoo.grouped_sums import GroupSum, read_sums
from shared.odoo.model import Domain
from shared.proofs.metric_definitions import MetricDefinition

Figures = dict[tuple[int | None, str | None], Decimal]
"""By company and currency."""


@dataclass(frozen=True)
class Zones:
    """IANA names: of companies by id, of tills by id of their pos.config, and of all others."""

    companies: Mapping[int, str]
    tills: Mapping[int, str]
    usual: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Records that share a time zone and, of tills, a currency."""

    domain: Domain
    zone: str
    currency: str | None


@dataclass
class OdooFigures:
    """Asks one Odoo. Every method may raise as `Odoo` does."""

    odoo: Odoo
    zones: Zones

    def ask(self, metric: MetricDefinition, month: date | None) -> Figures:
        """`month`: its first day; None for what is asked as of now. Not rounded yet."""
        found: Figures = defaultdict(Decimal)
        of_its_own = metric.currency not in {"company", "till", "none"}
        groupby = ["company_id", *([metric.currency] if of_its_own else [])]
        for place in self._places(metric):
            groups = read_sums(
                self.odoo,
                metric.model,
                domain=[*metric.domain, *place.domain, *_dated(metric, month, place.zone)],
                groupby=groupby,
                aggregate=metric.aggregate,
                time_zone=place.zone,
            )
            for group in groups:
                found[group.ids[0], self._currency(metric, place, group)] += metric.sign * Decimal(repr(group.value))
        return dict(found)

    @cached_property
    def company_names(self) -> dict[int, str]:
        return {company["id"]: str(company["name"]) for company in self._companies}

    @cached_property
    def _companies(self) -> list[dict[str, Any]]:
        domain: Domain = [["id", "in", list(self.odoo.identity.company_ids)]]
        answer = self.odoo.call("res.company", "search_read", domain=domain, fields=["name", "currency_id"])
        return cast(list[dict[str, Any]], answer)

    @cached_property
    def _tills(self) -> list[dict[str, Any]]:
        return cast(
            list[dict[str, Any]], self.odoo.call("pos.config", "search_read", domain=[], fields=["currency_id"])
        )

    def _currency(self, metric: MetricDefinition, place: _Place, group: GroupSum) -> str | None:
        if metric.currency == "company":
            with as_promised("the companies' currencies"):
                return next((str(one["currency_id"][1]) for one in self._companies if one["id"] == group.ids[0]), None)
        return {"till": place.currency, "none": None}.get(metric.currency, group.names[-1])

    def _places(self, metric: MetricDefinition) -> Iterator[_Place]:
        """One for all, unless zone or currency are not the same for all."""
        if metric.by == "till":
            tills: dict[tuple[str, str], list[int]] = defaultdict(list)
            with as_promised("the tills' currencies"):
                for till in self._tills:
                    zone = self.zones.tills.get(till["id"], self.zones.usual)
                    tills[zone, str(till["currency_id"][1])].append(till["id"])
            for (zone, currency), ids in tills.items():
                yield _Place([[metric.order, "in", ids]], zone, currency)
        elif metric.is_instant:
            companies: dict[str, list[int]] = defaultdict(list)
            for company in self.odoo.identity.company_ids:
                companies[self.zones.companies.get(company, self.zones.usual)].append(company)
            for zone, ids in companies.items():
                yield _Place([["company_id", "in", ids]], zone, None)
        else:
            yield _Place([], self.zones.usual, None)


def _dated(metric: MetricDefinition, month: date | None, zone: str) -> Domain:
    """The condition on the metric's date; of instants in whole seconds, which mean the same on every Odoo."""
    if month is None:
        return []
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    if metric.is_instant:
        start, end = (_instant(day, zone) for day in (month, after))
        until: list[Any] = [metric.date, "<", end]
    else:
        start, until = str(month), [metric.date, "<=", str(after - timedelta(days=1))]
    return [until] if metric.when == "month_end" else [[metric.date, ">=", start], until]


def _instant(day: date, zone: str) -> str:
    """When that day begins there, naive UTC as Odoo's domains want it."""
    return f"{datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
