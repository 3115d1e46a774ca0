"""From what was found to what a person is told: what, since when, what it means for the numbers, what to type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.monitoring.health.health_report import Group, HealthLine

_MEANS: dict[Group, str] = {
    "configuration": "Runs may not start, or not do what you expect.",
    "odoo": "Nothing new comes from Odoo while this lasts; what is in the warehouse stays right as of its last run.",
    "warehouse": "Runs cannot write: the numbers stay as they were.",
    "sync": "The numbers of this stream are older than they look, or may not equal Odoo's.",
    "silver and gold": "Dashboards may leave records out, or show sums that are older than the data.",
    "outbox": "Approved changes wait and are not in Odoo yet.",
    "schedules": "Nothing runs by itself: the numbers grow older until someone starts it again.",
}


class Cause(BaseModel):
    """A cause as the warehouse keeps it (`ops.alerts`). `cause`: the group and the name of the check."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    cause: str
    message: str
    fix: str = ""
    since: AwareDatetime
    recovered_at: AwareDatetime | None = None


class Notification(BaseModel):
    """What one call was given to tell."""

    model_config = ConfigDict(frozen=True)

    alerts: list[Cause] = []
    recoveries: list[Cause] = []

    def __bool__(self) -> bool:
        return bool(self.alerts or self.recoveries)


def cause_of(line: HealthLine) -> str:
    return f"{line.group}: {line.check}"


def meaning_of(cause: str) -> str:
    """What a cause means for the numbers."""
    group = cause.partition(": ")[0]
    return next((means for known, means in _MEANS.items() if known == group), "")


def route_of(odoo: str, warehouse: str) -> str:
    """Which Odoo and warehouse an alert is about."""
    return f"{odoo or 'Odoo'} → {warehouse or 'the warehouse'}"


def subject(told: Notification) -> str:
    """One line for a mail or a notification."""
    parts = []
    if told.alerts:
        more = f" and {len(told.alerts) - 1} more" if len(told.alerts) > 1 else ""
        parts.append(f"{told.alerts[0].cause} fails{more}")
    if told.recoveries:
        more = f" and {len(told.recoveries) - 1} more" if len(told.recoveries) > 1 else ""
        parts.append(f"{told.recoveries[0].cause} is well again{more}")
    return " ".join(f"Scout sync: {'; '.join(parts)}".split())  # a header is one line


def text(told: Notification, *, route: str, now: datetime) -> str:
    """The whole of it, for people. `route`: which Odoo and warehouse this is about."""
    alike: dict[tuple[str, str], list[Cause]] = {}
    for one in told.alerts:
        alike.setdefault((one.message, one.fix), []).append(one)
    blocks = [_alert(same, now) for same in alike.values()] + [_recovery(one) for one in told.recoveries]
    return "\n\n".join([*blocks, route])


def _alert(same: Sequence[Cause], now: datetime) -> str:
    """Streams that met the same wall are told together."""
    one = min(same, key=lambda cause: cause.since)
    more = f" and {len(same) - 1} more" if len(same) > 1 else ""
    lines = [
        f"✗ {one.cause}{more}",
        f"  What: {one.message}",
        f"  Since: {one.since:%Y-%m-%d %H:%M} UTC ({_span(now - one.since)})",
        f"  Means: {meaning_of(one.cause)}",
    ]
    return "\n".join([*lines, f"  Do: {one.fix}"] if one.fix else lines)


def _recovery(one: Cause) -> str:
    over = f", until {one.recovered_at:%H:%M} UTC" if one.recovered_at else ""
    return f"✓ {one.cause}\n  It is well again. It failed from {one.since:%Y-%m-%d %H:%M} UTC{over}."


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 2:
        return "just now"
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


def failing(lines: Sequence[HealthLine]) -> list[HealthLine]:
    return [line for line in lines if line.verdict == "fail"]
