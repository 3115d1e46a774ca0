"""Metrics in Prometheus' text format, made from what the warehouse knows: the functions themselves are stateless.

Source of the format: Prometheus, *Exposition formats*; written by `prometheus_client`.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector
from pydantic import BaseModel

from shared.warehouse.protocol import Warehouse

MIRROR = "mirror"
"""The label `stream` of what comes from Odoo's own database."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Reconciled(BaseModel):
    equal: int
    missing: int
    stale: int
    extra: int
    repaired: int


class StreamFacts(BaseModel):
    """One stream as `ops.metrics_facts()` tells it. `proven_at`: seconds since 1970, UTC."""

    stream: str
    records_processed: int
    records_failed: int
    runs: int
    runs_failed: int
    run_seconds: float
    lag_seconds: float | None = None
    quarantined: int = 0
    proven_at: float | None = None
    reconciled: Reconciled | None = None


class OutboxFacts(BaseModel):
    depth: int = 0
    dead: int = 0
    held_back: int = 0
    oldest_seconds: float | None = None


class OutboxRunFacts(BaseModel):
    done: int = 0
    skipped: int = 0
    failed: int = 0
    dead: int = 0


class MirrorFacts(BaseModel):
    """A replication slot of Odoo's database. `safe_bytes`: None without limit. `tables`: how many, by state."""

    slot: str
    lag_seconds: float | None = None
    records_processed: int = 0
    records_failed: int = 0
    batches: int = 0
    batch_seconds: float = 0.0
    retained_bytes: int | None = None
    safe_bytes: int | None = None
    resyncs: int = 0
    tables: dict[str, int] = {}


class MetricsFacts(BaseModel):
    streams: list[StreamFacts]
    mirror: list[MirrorFacts] = []
    outbox: OutboxFacts
    outbox_runs: OutboxRunFacts
    odoo_calls: dict[str, int] = {}
    key_seconds_left: float | None = None


def metrics_text(warehouse: Warehouse) -> bytes:
    """What a scrape gets. Raises the warehouse's own errors."""
    facts = MetricsFacts.model_validate(warehouse.call("ops.metrics_facts"))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Facts(facts))
    return generate_latest(registry)


class _Facts(Collector):
    def __init__(self, facts: MetricsFacts) -> None:
        self._facts = facts

    def collect(self) -> Iterable[Metric]:
        yield from self._totals()
        yield from self._states()
        yield from self._reconciles()
        yield from self._mirror()
        yield from self._outbox()
        yield from self._odoo()

    def _totals(self) -> Iterable[Metric]:
        streams = self._facts.streams
        processed = CounterMetricFamily("etl_records_processed", "Records committed to bronze.", labels=["stream"])
        failed = CounterMetricFamily(
            "etl_records_failed", "Records committed that stood in quarantine then.", labels=["stream"]
        )
        runs_failed = CounterMetricFamily(
            "etl_runs_failed", "Runs of a stream that ended in an error.", labels=["stream"]
        )
        duration = SummaryMetricFamily(
            "etl_batch_duration_seconds", "Runs of a stream and their time.", labels=["stream"]
        )
        for one in streams:
            processed.add_metric([one.stream], one.records_processed)
            failed.add_metric([one.stream], one.records_failed)
            runs_failed.add_metric([one.stream], one.runs_failed)
            duration.add_metric([one.stream], count_value=one.runs, sum_value=one.run_seconds)
        for name, slot in self._slots():
            processed.add_metric([name], slot.records_processed)
            failed.add_metric([name], slot.records_failed)
            duration.add_metric([name], count_value=slot.batches, sum_value=slot.batch_seconds)
        return [processed, failed, runs_failed, duration]

    def _states(self) -> Iterable[Metric]:
        lag = GaugeMetricFamily(
            "etl_lag_seconds", "Age of the instant up to which a stream was read.", labels=["stream"]
        )
        held = GaugeMetricFamily("etl_quarantined_records", "Records that cannot be typed now.", labels=["stream"])
        for one in self._facts.streams:
            if one.lag_seconds is not None:
                lag.add_metric([one.stream], one.lag_seconds)
            held.add_metric([one.stream], one.quarantined)
        for name, slot in self._slots():
            if slot.lag_seconds is not None:
                lag.add_metric([name], slot.lag_seconds)
        return [lag, held]

    def _reconciles(self) -> Iterable[Metric]:
        proven = GaugeMetricFamily(
            "etl_proven_equal_timestamp_seconds", "When a stream was last proven equal to Odoo.", labels=["stream"]
        )
        equal = GaugeMetricFamily("etl_reconcile_equal", "1: the latest reconcile ended equal.", labels=["stream"])
        found = GaugeMetricFamily(
            "etl_reconcile_records", "What the latest reconcile found, by kind.", labels=["stream", "kind"]
        )
        for one in self._facts.streams:
            if one.proven_at is not None:
                proven.add_metric([one.stream], one.proven_at)
            if one.reconciled is not None:
                equal.add_metric([one.stream], one.reconciled.equal)
                for kind in ("missing", "stale", "extra", "repaired"):
                    found.add_metric([one.stream, kind], getattr(one.reconciled, kind))
        return [proven, equal, found]

    def _slots(self) -> list[tuple[str, MirrorFacts]]:
        """The mirror's slots by the name that its daemon gives them too; a second one has its own behind it."""
        several = len(self._facts.mirror) > 1
        return [(f"{MIRROR} {one.slot}" if several else MIRROR, one) for one in self._facts.mirror]

    def _mirror(self) -> Iterable[Metric]:
        kept = GaugeMetricFamily(
            "etl_slot_retained_bytes", "Log that Odoo's server keeps for the slot.", labels=["stream"]
        )
        safe = GaugeMetricFamily(
            "etl_slot_safe_bytes",
            "Log that may be written before the slot is lost; -1: without limit.",
            labels=["stream"],
        )
        resyncs = CounterMetricFamily("etl_resyncs", "Tables that had to be read again.", labels=["stream"])
        tables = GaugeMetricFamily("etl_mirror_tables", "Tables of the mirror, by state.", labels=["stream", "state"])
        for name, one in self._slots():
            if one.retained_bytes is not None:
                kept.add_metric([name], one.retained_bytes)
                safe.add_metric([name], -1 if one.safe_bytes is None else one.safe_bytes)
            resyncs.add_metric([name], one.resyncs)
            for state, number in one.tables.items():
                tables.add_metric([name, state], number)
        return [kept, safe, resyncs, tables]

    def _outbox(self) -> Iterable[Metric]:
        outbox, runs = self._facts.outbox, self._facts.outbox_runs
        yield GaugeMetricFamily("outbox_depth", "Messages that are neither settled nor parked.", value=outbox.depth)
        yield GaugeMetricFamily("outbox_dead", "Messages parked until a person looks.", value=outbox.dead)
        yield GaugeMetricFamily(
            "outbox_held_back", "Messages behind one that waits or is parked.", value=outbox.held_back
        )
        yield GaugeMetricFamily("outbox_oldest_seconds", "Age of the oldest.", value=outbox.oldest_seconds or 0.0)
        ended = GaugeMetricFamily(
            "outbox_recent_results", "Results of the runs of the last 90 days, by kind.", labels=["result"]
        )
        for result in ("done", "skipped", "failed", "dead"):
            ended.add_metric([result], getattr(runs, result))
        yield ended

    def _odoo(self) -> Iterable[Metric]:
        calls = CounterMetricFamily("odoo_calls", "Requests sent to Odoo, by what sent them.", labels=["kind"])
        for kind, number in self._facts.odoo_calls.items():
            calls.add_metric([kind], number)
        yield calls
        if self._facts.key_seconds_left is not None:
            days = self._facts.key_seconds_left / 86_400
            yield GaugeMetricFamily("odoo_key_days_left", "Days until Odoo's API key expires.", value=days)
