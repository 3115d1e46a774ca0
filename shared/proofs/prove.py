"""Holds the warehouse's figure of each metric against Odoo's own, and keeps what it found in the warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from shared.errors import ModelMissing, StreamError, WarehouseNotReady
from shared.odoo.client import Odoo
from shared.proofs.metric_definitions import MetricDefinition, metric_definitions
from shared.proofs.odoo_figures import Figures, OdooFigures, Zones
from shared.proofs.proof_report import MetricProof, ProofReport
from shared.warehouse.protocol import Warehouse


class _Figure(BaseModel):
    metric: str
    company_id: int | None
    currency: str | None
    period: date | None
    figure: Decimal


class _Facts(BaseModel):
    """The answer of `scout.metric_figures`."""

    model_config = ConfigDict(frozen=True)

    figures: list[_Figure]
    zones: dict[int, str]
    shop_zones: dict[int, str]
    time_zone: str
    as_of: dict[str, AwareDatetime]

    def of(self, metric: str, month: date | None) -> Figures:
        chosen = [one for one in self.figures if one.metric == metric and one.period == month]
        return {(one.company_id, one.currency): one.figure for one in chosen}


def last_months(today: date) -> list[date]:
    """The last closed month and the running one, by their first days."""
    running = today.replace(day=1)
    return [(running - timedelta(days=1)).replace(day=1), running]


def prove(odoo: Odoo, warehouse: Warehouse, *, months: Sequence[date] = ()) -> ProofReport:
    """Asks both sides and writes down what it found (`scout.metric_proofs`), which replaces the same figures' last proofs.

    `months`: first days; the last closed and the running month when left out. Raises as `Odoo` does where the whole of
    it cannot be reached, TableMissing before the first `scout transform`, and as warehouses do.
    """
    now = odoo.server_time()
    chosen = list(months) or last_months(now.date())
    facts = _facts(warehouse, chosen)
    asked = OdooFigures(odoo, Zones(facts.zones, facts.shop_zones, facts.time_zone))
    running = now.date().replace(day=1)
    definitions = metric_definitions()
    proofs: list[MetricProof] = []
    for name, definition in definitions.metric.items():
        proofs += _proven(odoo, asked, facts, name, definition, months=chosen, running=running)
    proofs += [
        MetricProof(metric=name, verdict="not provable", reason=reason)
        for name, reason in definitions.not_provable.items()
    ]
    report = ProofReport(odoo=odoo.name, warehouse=warehouse.name, months=chosen, checked_at=now, proofs=proofs)
    warehouse.call(
        "note_metric_proofs",
        {"p_proofs": [proof.model_dump(mode="json", exclude={"company_name", "difference"}) for proof in proofs]},
    )
    return report


def _facts(warehouse: Warehouse, months: Sequence[date]) -> _Facts:
    answer = warehouse.call("metric_figures", {"p_from": str(min(months)), "p_to": str(max(months))})
    try:
        return _Facts.model_validate(answer)
    except ValidationError as error:
        raise WarehouseNotReady(
            "The warehouse tells its figures in another way: it is of another release.", fix="Run: scout migrate"
        ) from error


def _proven(
    odoo: Odoo,
    asked: OdooFigures,
    facts: _Facts,
    name: str,
    definition: MetricDefinition,
    *,
    months: Sequence[date],
    running: date,
) -> list[MetricProof]:
    if odoo.version[0] < definition.first_version:
        reason = f"Odoo {odoo.version[0]}: {definition.without_reason}."
        return [MetricProof(metric=name, verdict="not provable", reason=reason)]
    periods: list[date | None] = [None]
    if definition.when != "now":
        periods = [month for month in months if not (definition.closed_only and month >= running)]
    try:
        found = [
            proof
            for period in periods
            for proof in _compared(
                odoo, facts, name, definition, period, asked.ask(definition.on(odoo.version), period), asked
            )
        ]
    except ModelMissing as error:
        return [MetricProof(metric=name, verdict="not provable", reason=error.message)]
    except StreamError as error:  # this metric cannot be asked for; the others can
        return [MetricProof(metric=name, verdict="failed", reason=error.message)]
    nothing = MetricProof(metric=name, odoo=Decimal(), warehouse=Decimal(), difference=Decimal(), verdict="equal")
    return found or [nothing.model_copy(update={"reason": "Neither side has any."})]


def _compared(
    odoo: Odoo,
    facts: _Facts,
    name: str,
    definition: MetricDefinition,
    period: date | None,
    theirs: Figures,
    asked: OdooFigures,
) -> Iterator[MetricProof]:
    """A row for each company and currency that either side has a figure of; what only one side has is 0 on the other."""
    ours, as_of = facts.of(name, period), facts.as_of.get(definition.model)
    unit = Decimal(1).scaleb(-definition.decimals)
    for key in sorted(theirs.keys() | ours.keys(), key=lambda key: (key[0] or 0, key[1] or "")):
        there, here = (side.get(key, Decimal()).quantize(unit) + 0 for side in (theirs, ours))
        equal = there == here
        yield MetricProof(
            metric=name,
            company_id=key[0],
            company_name=asked.company_names.get(key[0] or 0),
            currency=key[1],
            period=period,
            odoo=there,
            warehouse=here,
            difference=here - there,
            verdict="equal" if equal else "differs",
            reason="" if equal else _newer(odoo, definition.model, as_of),
            as_of=as_of,
        )


def _newer(odoo: Odoo, model: str, as_of: datetime | None) -> str:
    """Whether Odoo went on since it was read: then the difference may be that."""
    if as_of is None:
        return f"{model} was never read."
    changed = odoo.count(model, [["write_date", ">=", f"{as_of:%Y-%m-%d %H:%M:%S}"]])
    if not changed:
        return ""
    return f"{changed:,} of {model} changed in Odoo since they were read. Run: scout sync, scout transform"
