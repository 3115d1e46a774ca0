"""The metrics: do they equal Odoo's own figures, and when did somebody look."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.formatting import ago, counted, listed
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.health_facts import BadFigures, MetricFacts, Unseen
from shared.monitoring.health.health_report import HealthLine

_LINES = CheckLines("metrics")
_PROOF_LASTS = timedelta(hours=48)
"""Metrics are built and proven every night; one night may fail."""
_PROVE = "Run: scout sync, scout transform, scout prove (and schedule them every night)."


def metric_lines(facts: MetricFacts | Unseen, *, now: datetime) -> list[HealthLine]:
    """`now`: the warehouse's clock."""
    if isinstance(facts, Unseen):
        return [_LINES.unknown("metrics", facts.why, facts.fix)]
    if not facts.built:
        return [_LINES.passed("metrics", "None are built here; scout transform makes them.")]
    if facts.checked_at is None:
        return [_LINES.unknown("last proof", "The metrics were never held against Odoo's own figures.", _PROVE)]
    when = ago((now - facts.checked_at).total_seconds())
    lines = [_figure(metric, found) for metric, found in sorted(facts.bad.items())]
    if now - facts.checked_at > _PROOF_LASTS:
        return [*lines, _LINES.fail("last proof", f"The metrics were last held against Odoo {when}.", _PROVE)]
    told = f"Held against Odoo {when}: {counted(facts.equal, 'figure')} equal."
    return [*lines, _LINES.passed("last proof", told)]


def _figure(metric: str, found: BadFigures) -> HealthLine:
    periods = listed([f"{period:%Y-%m}" if period else "now" for period in found.periods])
    if found.failed:
        return _LINES.fail("figure", f"{metric}: {found.reason}", _PROVE, stream=metric)
    told = f"{metric} is not Odoo's own figure ({counted(found.figures, 'figure')}, of {periods})."
    told = f"{told} {found.reason}".strip()
    fix = "See both sides: scout prove --only-differences. If Odoo went on, first: scout sync, scout transform"
    return _LINES.fail("figure", told, fix, stream=metric)
