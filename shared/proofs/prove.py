"""Holds the warehouse's figure of each metric against Odoo's own, and keeps what it found in the warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, ValidationError

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
    waits: dict[str, list[int]]

    def of(self, metric: str, month: date | None) -> Figures:
        chosen = [one for one in self.figures if one.metric == metric and one.period == month]
        return {(one.company_id, one.currency): one.figure for one in chosen}


def last_months(today: date) -> list[date]:
    """The last closed month and the running one, by their first days."""
    running = today.replace(day=1)
    return [(running - timedelta(days=1)).replace(day=1), running]


def prove(odoo: Odoo, warehouse: Warehouse, *, months: Sequence[date] = ()) -> ProofReport:
    """Asks both sides and keeps what it found (`scout.metric_proofs`), in place of the same figures' last proofs.

    `months`: first days; the last closed and the running month when left out. Raises as `Odoo` does where the whole of
    it cannot be reached, TableMissing before the first `scout transform`, and as warehouses do.
    """
    now = odoo.server_time()
    chosen = list(months) or last_months(now.date())
    facts = _facts(warehouse, chosen)
    asked = OdooFigures(odoo, Zones(facts.zones, facts.shop_zones, facts.time_zone))
    proof = _Proof(odoo, asked, facts, chosen, running=now.date().replace(day=1))
    definitions = metric_definitions()
    proofs = [one for name, definition in definitions.metric.items() for one in proof.of(name, definition)]
    proofs += [
        MetricProof(metric=name, verdict="not provable", reason=reason)
        for name, reason in definitions.not_provable.items()
    ]
    unknown = {one.metric for one in facts.figures} - definitions.metric.keys()
    proofs += [
        MetricProof(metric=name, verdict="failed", reason="metrics.toml does not say how Odoo tells it.")
        for name in sorted(unknown)
    ]
    proofs += _unfinished(facts.waits)
    kept: list[JsonValue] = [one.model_dump(mode="json", exclude={"company_name", "difference"}) for one in proofs]
    warehouse.call("note_metric_proofs", {"p_proofs": kept})
    return ProofReport(odoo=odoo.name, warehouse=warehouse.name, months=chosen, checked_at=now, proofs=proofs)


def _facts(warehouse: Warehouse, months: Sequence[date]) -> _Facts:
    answer = warehouse.call("metric_figures", {"p_from": str(min(months)), "p_to": str(max(months))})
    try:
        return _Facts.model_validate(answer)
    except ValidationError as error:
        raise WarehouseNotReady(
            "The warehouse tells its figures in another way: it is of another release.", fix="Run: scout migrate"
        ) from error


def _unfinished(waits: Mapping[str, Sequence[int]]) -> list[MetricProof]:
    """A build that a test stopped leaves the metrics as they were: what they do not hold is named."""
    if not waits:
        return []
    models = "; ".join(f"{model} {', '.join(map(str, ids)) or '(any)'}" for model, ids in sorted(waits.items()))
    reason = (
        f"The last build was not whole or still runs; the metrics do not hold these: {models}. Run: scout transform"
    )
    return [MetricProof(metric="scout transform", verdict="failed", reason=reason)]


@dataclass(frozen=True)
class _Proof:
    """Both sides of all metrics. `running`: the first day of the month that is not over."""

    odoo: Odoo
    asked: OdooFigures
    facts: _Facts
    months: Sequence[date]
    running: date
    newer: dict[str, str] = field(default_factory=dict)
    """What `_newer` said of a model: it is asked once."""

    def of(self, name: str, metric: MetricDefinition) -> list[MetricProof]:
        """All its figures, or why there are none."""
        if self.odoo.version[0] < metric.first_version:
            reason = f"Odoo {self.odoo.version[0]}: {metric.without_reason}."
            return [MetricProof(metric=name, verdict="not provable", reason=reason)]
        periods: list[date | None] = [None]
        if metric.when != "now":
            periods = [month for month in self.months if not (metric.closed_only and month >= self.running)]
        if not periods:
            return []
        asked = metric.on(self.odoo.version)
        try:
            found = [proof for period in periods for proof in self._compared(name, asked, period)]
        except ModelMissing as error:
            return [MetricProof(metric=name, verdict="not provable", reason=error.message)]
        except StreamError as error:  # this metric cannot be asked for; the others can
            return [MetricProof(metric=name, verdict="failed", reason=error.message)]
        zero = Decimal()
        nothing = MetricProof(metric=name, odoo=zero, warehouse=zero, difference=zero, verdict="equal")
        return found or [nothing.model_copy(update={"reason": "Neither side has any."})]

    def _compared(self, name: str, metric: MetricDefinition, period: date | None) -> Iterator[MetricProof]:
        """A row for each company and currency of either side; what only one side has is 0 on the other."""
        theirs, ours = self.asked.ask(metric, period), self.facts.of(name, period)
        as_of, unit = self.facts.as_of.get(metric.model), Decimal(1).scaleb(-metric.decimals)
        for key in sorted(theirs.keys() | ours.keys(), key=lambda key: (key[0] or 0, key[1] or "")):
            there, here = (side.get(key, Decimal()).quantize(unit) + 0 for side in (theirs, ours))
            yield MetricProof(
                metric=name,
                company_id=key[0],
                company_name=self.asked.company_names.get(key[0] or 0),
                currency=key[1],
                period=period,
                odoo=there,
                warehouse=here,
                difference=here - there,
                verdict="equal" if there == here else "differs",
                reason="" if there == here else self._newer(metric.model, as_of),
                as_of=as_of,
            )

    def _newer(self, model: str, as_of: datetime | None) -> str:
        """Whether Odoo went on since it was read: then the difference may be that."""
        if as_of is None:
            return f"{model} was never read. Run: scout sync, scout transform"
        if model not in self.newer:
            changed = self.odoo.count(model, [["write_date", ">=", f"{as_of:%Y-%m-%d %H:%M:%S}"]])
            told = f"{changed:,} of {model} changed in Odoo since they were read. Run: scout sync, scout transform"
            self.newer[model] = told if changed else ""
        return self.newer[model]
