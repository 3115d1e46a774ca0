"""Silver and gold: is anything kept out, and do dashboards show what has arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.formatting import TIME_ZONE_FIX, TIME_ZONE_IS_ASSUMED, ago, counted
from shared.monitoring.health.check_lines import CheckLines, few
from shared.monitoring.health.health_facts import GoldFacts, QuarantineFacts, SilverFacts, Unseen
from shared.monitoring.health.health_report import HealthLine

_LINES = CheckLines("silver and gold")
_MOST_QUARANTINED = 100
_GOLD_LASTS = timedelta(hours=3)
"""Gold is refreshed every hour; two refreshes may fail."""


def silver_and_gold_lines(silver: SilverFacts | Unseen, gold: GoldFacts | Unseen, *, now: datetime) -> list[HealthLine]:
    """`now`: the warehouse's clock."""
    if isinstance(silver, Unseen) and silver == gold:
        return [_LINES.unknown("silver and gold", silver.why, silver.fix)]
    lines = [_LINES.unknown("silver", silver.why, silver.fix)] if isinstance(silver, Unseen) else _silver(silver)
    if isinstance(gold, Unseen):
        return [*lines, _LINES.unknown("gold", gold.why, gold.fix)]
    if gold.zone_is_assumed:
        lines.append(_LINES.warn("time zone", TIME_ZONE_IS_ASSUMED, TIME_ZONE_FIX))
    return [*lines, *_gold(gold, now)]


def _silver(facts: SilverFacts) -> list[HealthLine]:
    lines = [_quarantine(model, found) for model, found in sorted(facts.quarantine.items())]
    if not lines:
        lines = [_LINES.passed("quarantine", "Every record is in silver; none is in quarantine.")]
    if not facts.silent_triggers:
        return [*lines, _LINES.passed("triggers", "All triggers that keep silver equal to bronze are on.")]
    tables = [f"scout.{table}" for table in sorted(facts.silent_triggers)]
    return [
        *lines,
        _LINES.fail(
            "triggers",
            f"Triggers are off or gone on {few(tables)}: silver no longer follows bronze.",
            f"As the owner: alter table {tables[0]} enable trigger all (and the others). Then: scout rebuild silver",
        ),
    ]


def _quarantine(model: str, found: QuarantineFacts) -> HealthLine:
    verb = "is" if found.count == 1 else "are"
    told = f"{counted(found.count, 'record')} of {model} cannot be typed and {verb} left out of the sums."
    fix = "Correct them in Odoo; the table scout.quarantine has their odoo_id and the reasons."
    many = found.count > _MOST_QUARANTINED or found.count * 100 > found.rows_at_least
    return (_LINES.fail if many else _LINES.warn)("quarantine", told, fix, stream=model)


def _gold(facts: GoldFacts, now: datetime) -> list[HealthLine]:
    changed = facts.changed_at
    if changed is None:
        return [_LINES.passed("gold", "No order has come yet, so there is nothing to sum.")]
    never = sorted(name for name, view in facts.views.items() if view.refreshed_at is None)
    if never:
        told = "Gold was never refreshed since orders came: dashboards do not show them."
        return [_LINES.fail("gold", told, "Run: scout gold (and schedule it every hour).")]
    refreshed = min((view.refreshed_at for view in facts.views.values() if view.refreshed_at), default=now)
    when = ago((now - refreshed).total_seconds())
    if refreshed >= changed:
        return [_LINES.passed("gold", f"Refreshed {when}, after the newest order came.")]
    newest = ago((now - changed).total_seconds())
    if now - refreshed > _GOLD_LASTS:
        told = f"Last refreshed {when}, yet orders changed {newest}: dashboards do not show them."
        return [_LINES.fail("gold", told, "Run: scout gold (and schedule it every hour).")]
    return [_LINES.passed("gold", f"Refreshed {when}; orders changed {newest} and appear with the next refresh.")]
