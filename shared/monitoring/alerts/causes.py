"""What an alert says: what failed, since when, what it means for the numbers, what to type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict

from shared.monitoring.health.health_report import CheckId, Group

MEANS: dict[Group, str] = {
    "configuration": "Runs may not start, or not do what you expect.",
    "odoo": "Nothing new comes from Odoo while this lasts; what is in the warehouse stays right as of its last run.",
    "warehouse": "Runs cannot write: the numbers stay as they were.",
    "sync": "The numbers of this stream are older than they look, or may not equal Odoo's.",
    "silver and gold": "Dashboards may leave records out, or show sums that are older than the data.",
    "metrics": "Figures of dashboards and statements may not be Odoo's, or nobody has looked.",
    "outbox": "Approved changes wait and are not in Odoo yet.",
    "mirror": "What odoo_mirror shows is older than Odoo, or Odoo's disk fills with log that nobody takes.",
    "schedules": "Nothing runs automatically: the numbers get older until someone starts it again.",
}
"""What a cause means for the numbers."""


def _known(key: object) -> object:
    return CheckId.from_key(key) if isinstance(key, str) else key


class Cause(BaseModel):
    """A cause as the warehouse keeps it (`ops.alerts`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    cause: Annotated[CheckId, BeforeValidator(_known)]
    message: str
    fix: str = ""
    since: AwareDatetime
    recovered_at: AwareDatetime | None = None


class Notification(BaseModel):
    """What one call was given to send."""

    model_config = ConfigDict(frozen=True)

    alerts: list[Cause] = []
    recoveries: list[Cause] = []

    def __bool__(self) -> bool:
        return bool(self.alerts or self.recoveries)


def route_of(odoo: str, warehouse: str) -> str:
    """Which Odoo and warehouse an alert is about."""
    return f"{odoo or 'Odoo'} → {warehouse or 'the warehouse'}"


def subject(notification: Notification) -> str:
    """One line for a mail or a notification."""
    parts = []
    if notification.alerts:
        more = f" and {len(notification.alerts) - 1} more" if len(notification.alerts) > 1 else ""
        parts.append(f"{notification.alerts[0].cause} fails{more}")
    if notification.recoveries:
        more = f" and {len(notification.recoveries) - 1} more" if len(notification.recoveries) > 1 else ""
        parts.append(f"{notification.recoveries[0].cause} is OK again{more}")
    return " ".join(f"Scout sync: {'; '.join(parts)}".split())  # a header is one line


def text(notification: Notification, *, route: str, now: datetime) -> str:
    """The whole of it, for people. `route`: which Odoo and warehouse this is about."""
    alike: dict[tuple[str, str], list[Cause]] = {}
    for one in notification.alerts:
        alike.setdefault((one.message, one.fix), []).append(one)
    blocks = [_alert(same, now) for same in alike.values()] + [_recovery(one) for one in notification.recoveries]
    return "\n\n".join([*blocks, route])


def _alert(same: Sequence[Cause], now: datetime) -> str:
    """Streams that met the same are shown together."""
    one = min(same, key=lambda cause: cause.since)
    more = f" and {len(same) - 1} more" if len(same) > 1 else ""
    lines = [
        f"✗ {one.cause}{more}",
        f"  What: {one.message}",
        f"  Since: {one.since:%Y-%m-%d %H:%M} UTC ({_span(now - one.since)})",
        f"  Means: {MEANS[one.cause.group]}",
    ]
    return "\n".join([*lines, f"  Do: {one.fix}"] if one.fix else lines)


def _recovery(one: Cause) -> str:
    over = f", until {one.recovered_at:%H:%M} UTC" if one.recovered_at else ""
    return f"✓ {one.cause}\n  It is OK again. It failed from {one.since:%Y-%m-%d %H:%M} UTC{over}."


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 2:
        return "just now"
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
