"""What the groups of `scout health` are given in their tests: facts as `ops.health_facts()` tells them when all is well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.models.stream import Stream
from shared.monitoring.health.health_facts import (
    CheckpointFacts,
    GoldFacts,
    OutboxFacts,
    ScheduleFacts,
    ServerFacts,
    SilverFacts,
    SyncFacts,
)
from shared.monitoring.health.health_report import HealthLine
from shared.monitoring.health.warehouse_checks import LONG_FUNCTIONS

NOW = datetime(2026, 11, 21, 3, 7, tzinfo=UTC)
STREAMS = (Stream(model="pos.order"), Stream(model="res.partner"), Stream(model="product.brand", may_be_absent=True))


def before(**units: float) -> datetime:
    return NOW - timedelta(**units)


def server(**changes: Any) -> ServerFacts:
    well: dict[str, Any] = {
        "version": "17.6", "version_number": 170006, "user": "postgres", "may_write": True,
        "extensions": {"pg_cron": True, "pg_net": True}, "role_timeout": 8000,
        "function_timeouts": dict.fromkeys(LONG_FUNCTIONS, 25_000), "migrations": [], "missing_grants": [],
    }  # fmt: skip
    return ServerFacts.model_validate(well | changes)


def checkpoint(stream: str, **changes: Any) -> CheckpointFacts:
    well = {"id": stream, "stream": stream, "status": "idle", "last_sync_at": before(minutes=7), "lag_seconds": 420}
    return CheckpointFacts.model_validate(well | changes)


def count(*, here: int = 50, **changes: Any) -> dict[str, Any]:
    """A count check of a quarter of an hour ago, in which Odoo showed 50 records."""
    at = before(minutes=15)
    told = {"source_count": 50, "source_id_sum": 99, "warehouse_count": here, "warehouse_id_sum": 99, "checked_at": at}
    since = {"differs_since": None if here == 50 else at, "equal_at": at}
    return told | since | changes


def sync(*checkpoints: CheckpointFacts, **proofs: Any) -> SyncFacts:
    """By default both streams that are there, each proven 20 hours ago; `pos_order={…}` changes a proof, None takes it."""
    streams = checkpoints or (checkpoint("pos.order"), checkpoint("res.partner"))
    fresh = {"status": "equal", "checked_at": before(hours=20)}
    told: dict[str, Any] = {one.id: fresh for one in streams}
    for name, proof in proofs.items():
        told[name.replace("_", ".")] = proof and fresh | proof
    return SyncFacts.model_validate(
        {"streams": [one.model_dump() for one in streams], "proofs": {name: one for name, one in told.items() if one}}
    )


def silver(**changes: Any) -> SilverFacts:
    return SilverFacts.model_validate({"quarantine": {}, "silent_triggers": {}, "companies": [1]} | changes)


def gold(refreshed: datetime | None = None, changed: datetime | None = None) -> GoldFacts:
    view = {"refreshed_at": refreshed}
    return GoldFacts.model_validate({"views": {"gold_daily_sales": view}, "changed_at": changed})


def outbox(**changes: Any) -> OutboxFacts:
    well: dict[str, Any] = {"depth": 0, "dead": 0, "held_back": 0, "parked": []}
    return OutboxFacts.model_validate(well | changes)


def schedules(**changes: Any) -> ScheduleFacts:
    well: dict[str, Any] = {
        "sync": before(minutes=7), "reconcile": before(hours=20), "gold": before(minutes=2), "outbox": before(minutes=2),
        "jobs": [{"name": "scout-refresh-gold", "schedule": "5 * * * *", "active": True, "last_status": "succeeded"}],
    }  # fmt: skip
    return ScheduleFacts.model_validate(well | changes)


def unwell(lines: list[HealthLine]) -> list[tuple[str, str]]:
    """(check, verdict) of every line that did not pass."""
    return [(line.check, line.verdict) for line in lines if line.verdict != "pass"]
