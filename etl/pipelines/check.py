"""Every dataset, day and currency against Odoo's own sums, asked for in Odoo's own grouping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from etl.config import LakeConfig
from etl.datasets import DATASETS, Dataset
from etl.extract.odoo_source import OdooSource
from etl.pipelines.steps import Steps
from etl.tables import STAR
from etl.transform.make_days import sums_of
from shared.errors import RunError
from shared.odoo.model import Domain
from shared.odoo.versions import FORMATTED_READ_GROUP_FROM

_TOLERANCE = Decimal("0.0005")
"""Odoo adds up doubles; half of a tenth of a cent is none of anybody's money."""
_COUNT = "rows"

Figures = dict[tuple[date, str], dict[str, Decimal]]
"""By day and currency: rows, and each amount's sum."""


@dataclass(frozen=True)
class Difference:
    """`here`, `there`: the lake's and Odoo's figure; None where one of them has nothing on that day."""

    dataset: str
    day: date
    currency: str
    figure: str
    here: Decimal | None
    there: Decimal | None


@dataclass(frozen=True)
class _Sum:
    """One grouped question. `day`: the field or path a day is told by; `signs`: amount → Odoo's field and its sign."""

    model: str
    domain: Domain
    day: str
    by: str | None
    counted: bool
    signs: Mapping[str, tuple[str, int]]


def check_days(
    config: LakeConfig, source: OdooSource, first: date, last: date, *, datasets: Sequence[Dataset] = DATASETS
) -> list[Difference]:
    """What differs, by dataset and day. Raises as `Odoo` does, and `RunError` where Odoo cannot be asked."""
    if source.odoo.version < FORMATTED_READ_GROUP_FROM:
        raise RunError("Before 19, Odoo has no sums by day of a linked record, so the lake cannot be held against it.")
    steps = Steps(config)
    found = []
    for dataset in datasets:
        if source.columns(dataset.model) is None:
            continue
        theirs = odoo_figures(source, dataset, first, last)
        found += list(_compared(dataset, lake_figures(steps, dataset, first, last), theirs))
    return found


def lake_figures(steps: Steps, dataset: Dataset, first: date, last: date) -> Figures:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows = steps.lake.read_days(STAR, dataset.fact, day=dataset.day, days=days)
    figures: Figures = {}
    if rows is None:
        return figures
    # One currency after the other: a day's rows are counted for each of them.
    counts = rows.group_by([dataset.day, "currency"]).aggregate([(dataset.key, "count")]).to_pylist()
    for group in counts:
        key = (group[dataset.day], group["currency"] or "")
        figures[key] = {_COUNT: Decimal(group[f"{dataset.key}_count"])}
    sums = sums_of(rows, day=dataset.day, currency="currency", amounts=dataset.amounts, zone=steps.config.zone)
    for day, (_, by_currency) in sums.items():
        for currency, values in by_currency.items():
            figures[day, currency] |= {name: Decimal(value) for name, value in values.items()}
    return figures


def odoo_figures(source: OdooSource, dataset: Dataset, first: date, last: date) -> Figures:
    figures: Figures = defaultdict(lambda: defaultdict(Decimal))
    currencies = _currencies(source)
    for zone, domain in source.windows(dataset, first, last):
        for currency, question in _questions(dataset, domain, currencies):
            for day, link, values in _ask(source, question, zone):
                code = currency or currencies[question.by or ""].get(link or 0, "")
                for name, value in values.items():
                    figures[day, code][name] += value
    return {key: dict(values) for key, values in figures.items()}


def _questions(
    dataset: Dataset, domain: Domain, currencies: Mapping[str, Mapping[int, str]]
) -> Iterator[tuple[str, _Sum]]:
    """With the currency of all that is asked for, empty where Odoo groups by what tells it."""
    if dataset.name == "sales":
        amounts = {"quantity": "qty", "untaxed_amount": "price_subtotal", "total_amount": "price_subtotal_incl"}
        plus = {name: (theirs, 1) for name, theirs in amounts.items()}
        for store, code in currencies["store"].items():
            of_store = [["order_id.config_id", "=", store]]
            counted = [["order_id.state", "in", ["paid", "done", "invoiced"]]]
            yield code, _Sum(dataset.model, [*domain, *of_store, *counted], dataset.date_path, None, True, plus)
        return
    if dataset.name == "inventory_moves":
        yield from _moves(domain)
        return
    side = -1 if dataset.name == "invoice_sales" else 1
    for move_type in cast(Sequence[str], {name: value for name, _, value in dataset.domain}["move_id.move_type"]):
        sign = -1 if move_type.endswith("_refund") else 1
        signs = {
            "quantity": ("quantity", sign),
            "total_amount": ("price_total", sign),
            "untaxed_amount": ("amount_currency", side),
        }
        of_type = [["move_id.move_type", "=", move_type], ["parent_state", "=", "posted"]]
        yield "", _Sum(dataset.model, [*domain, *of_type], "date", "currency_id", True, signs)


def _moves(domain: Domain) -> Iterator[tuple[str, _Sum]]:
    """A quantity is that of the move's lines, in the product's unit; its sign follows from its locations."""
    done = [*domain, ["state", "=", "done"]]
    lines = [[f"move_id.{name}", operator, value] for name, operator, value in done]
    yield "", _Sum("stock.move", done, "date", "company_id", True, {})
    quantity = {"quantity": ("quantity_product_uom", 1)}
    yield "", _Sum("stock.move.line", lines, "move_id.date", "company_id", False, quantity)
    for sign, into, out_of in ((1, "location_dest_id", "location_id"), (-1, "location_id", "location_dest_id")):
        moved = [*_is_own(into), "!", *_is_own(out_of)]
        value = {"signed_value": ("value", sign)}
        yield "", _Sum("stock.move", [*done, *moved], "date", "company_id", False, value)
        moved = [*_is_own(f"move_id.{into}"), "!", *_is_own(f"move_id.{out_of}")]
        quantity = {"signed_quantity": ("quantity_product_uom", sign)}
        yield "", _Sum("stock.move.line", [*lines, *moved], "move_id.date", "company_id", False, quantity)


def _is_own(location: str) -> Domain:
    """As dbt's stg_locations: the company's own stock."""
    transit = ["&", [f"{location}.usage", "=", "transit"], [f"{location}.company_id", "!=", False]]
    return ["|", [f"{location}.usage", "=", "internal"], *transit]


def _ask(source: OdooSource, question: _Sum, zone: str) -> Iterator[tuple[date, int | None, dict[str, Decimal]]]:
    fields = [theirs for theirs, _ in question.signs.values()]
    for day, group in source.by_day(question.model, question.domain, question.day, zone, by=question.by, sums=fields):
        values = {_COUNT: Decimal(group["__count"])} if question.counted else {}
        for name, (theirs, sign) in question.signs.items():
            values[name] = sign * Decimal(repr(group[f"{theirs}:sum"] or 0))
        link = group[question.by] if question.by else None
        yield day, link[0] if link else None, values


def _currencies(source: OdooSource) -> dict[str, dict[int, str]]:
    """Codes, by the id of a currency, of a company, and of a store."""
    codes = {row["id"]: str(row["name"]) for row in source.read("res.currency", [], ("name",))}
    found = {"currency_id": codes}
    for name, model in (("company_id", "res.company"), ("store", "pos.config")):
        rows = source.read(model, [], ("currency_id",)) if source.columns(model) is not None else []
        found[name] = {row["id"]: codes.get(row["currency_id"], "") for row in rows}
    return found


def _compared(dataset: Dataset, here: Figures, there: Figures) -> Iterator[Difference]:
    nothing: dict[str, Decimal] = {}
    for day, currency in sorted(here.keys() | there.keys()):
        ours, theirs = here.get((day, currency), nothing), there.get((day, currency), nothing)
        for figure in (_COUNT, *dataset.amounts):
            one, other = ours.get(figure), theirs.get(figure)
            if abs((one or Decimal()) - (other or Decimal())) >= _TOLERANCE:
                yield Difference(dataset.name, day, currency, figure, one, other)
