"""Looks at everything once and reports. It never fails itself: what cannot be looked at is a line that says why."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from shared.errors import ScoutError, SettingsError, internal_error
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.configuration_checks import configuration_lines
from shared.monitoring.health.cron_schedule import Schedule
from shared.monitoring.health.equality_checks import Seen, look, proven_at
from shared.monitoring.health.health_facts import CheckpointFacts, Facts, SyncFacts, Unseen
from shared.monitoring.health.health_report import Group, HealthLine, HealthReport, overall
from shared.monitoring.health.metric_checks import metric_lines
from shared.monitoring.health.mirror_checks import mirror_lines
from shared.monitoring.health.mirror_source import slots_at_source
from shared.monitoring.health.odoo_checks import ConnectOdoo, OdooCheck
from shared.monitoring.health.outbox_checks import outbox_lines
from shared.monitoring.health.schedule_checks import schedule_lines
from shared.monitoring.health.silver_and_gold_checks import silver_and_gold_lines
from shared.monitoring.health.sync_checks import allowed_lag, checkpoints, sync_lines
from shared.monitoring.health.usable_settings import health_settings, streams_of, sync_settings
from shared.monitoring.health.warehouse_checks import (
    Now,
    OpenWarehouse,
    WarehouseView,
    see_warehouse,
    unreadable_settings,
    warehouse_lines,
)
from shared.odoo.client import Odoo
from shared.odoo.endpoint import Endpoint
from shared.odoo.limiter import default_rate
from shared.retries import RetryPolicy
from shared.settings import OdooSettings, Settings, WarehouseSettings
from shared.warehouse.migrations import DIRECTORY
from shared.warehouse.open import open_warehouse
from shared.warehouse.protocol import Warehouse

_NEEDED_TO_ASK = frozenset({"reachable", "login"})

_RETRY_POLICY = RetryPolicy(attempts=2, seconds=5.0)
"""One more try: somebody is waiting for the report, and an Odoo that answers only the third time is not well."""


def connect_odoo(settings: OdooSettings) -> Odoo:
    return Odoo.connect(settings, retry_policy=_RETRY_POLICY)


def open_for_a_check(settings: WarehouseSettings) -> Warehouse:
    return open_warehouse(settings, retry_policy=_RETRY_POLICY)


def check_health(
    settings: Settings,
    *,
    connect: ConnectOdoo = connect_odoo,
    open_warehouse: OpenWarehouse = open_for_a_check,
    now: Now = lambda: datetime.now(UTC),
    migrations: Path = DIRECTORY,
) -> HealthReport:
    """Writes nothing anywhere. Raises nothing, whatever the settings, Odoo and the warehouse are like."""
    began, checked_at = time.monotonic(), now()
    check = _Check(settings, connect, open_warehouse, now, migrations)
    view = _shielded("The warehouse's check", check.view, _blind_view)
    groups: dict[Group, Callable[[], list[HealthLine]]] = {
        "configuration": partial(configuration_lines, settings),
        "odoo": partial(check.odoo, view),
        "warehouse": partial(check.warehouse, view),
        "sync": partial(check.sync, view),
        "silver and gold": partial(check.silver_and_gold, view),
        "metrics": partial(check.metrics, view),
        "outbox": lambda: outbox_lines(view.facts.outbox),
        "mirror": partial(check.mirror, view),
        "schedules": partial(check.schedules, view),
    }
    lines: list[HealthLine] = []
    for group, look_at in groups.items():
        lines += _shielded(f"The check of {group}", look_at, partial(_one_unknown_line, group))
    lines = _lost_rights_once(lines)
    return HealthReport(
        status=overall(lines),
        checked_at=checked_at,
        proven_at=_shielded("The look for proofs", partial(check.proven_at, view), lambda error: None),
        odoo=_odoo_name(settings),
        warehouse=view.name,
        seconds=round(time.monotonic() - began, 3),
        lines=lines,
    )


@dataclass(frozen=True)
class _Check:
    settings: Settings
    connect: ConnectOdoo
    open_warehouse: OpenWarehouse
    now: Now
    migrations: Path
    seen: dict[str, Seen] = field(default_factory=dict)
    """How Odoo's counts are held against ours at this moment; filled in while Odoo is looked at."""

    def view(self) -> WarehouseView:
        try:
            settings = self.settings.warehouse
        except SettingsError as error:
            return unreadable_settings(error)
        return see_warehouse(
            settings,
            streams_of(self.settings),
            open_warehouse=self.open_warehouse,
            now=self.now,
            migrations=self.migrations,
        )

    def odoo(self, view: WarehouseView) -> list[HealthLine]:
        try:
            settings = self.settings.odoo
        except SettingsError:
            return [CheckLines("odoo").unknown("reachable", "Not checked: the settings lead to no Odoo.")]
        with self.connect(settings) as odoo:
            check = OdooCheck(odoo, settings, streams_of(self.settings), view.facts.silver, view.ahead, self.now)
            lines = check.lines()
            if default_rate(settings) is None and not any(
                line.check in _NEEDED_TO_ASK and line.verdict == "fail" for line in lines
            ):
                self._count(odoo, view)
        return lines

    def _count(self, odoo: Odoo, view: WarehouseView) -> None:
        """Where calls are limited, the last run's count has to do."""
        if isinstance(view.facts.sync, Unseen):
            return
        present = self._present(view.facts.sync)
        for stream in streams_of(self.settings):
            one, totals = present.get(stream.model), view.facts.sync.totals.get(stream.model)
            if one is None or one.last_sync_at is None or totals is None:
                continue
            seen = look(odoo, stream, totals, read_until=one.last_sync_at)
            if seen is not None:
                self.seen[stream.model] = seen

    def _present(self, facts: SyncFacts) -> dict[str, CheckpointFacts]:
        """The checkpoints of streams that were read to an end once."""
        key = sync_settings(self.settings).checkpoint_key
        known = checkpoints(facts, streams_of(self.settings), checkpoint_key=key)
        return {name: one for name, one in known.items() if one is not None and one.last_sync_at is not None}

    def proven_at(self, view: WarehouseView) -> datetime | None:
        facts = view.facts.sync
        if isinstance(facts, Unseen):
            return None
        proofs = [proven_at(one, facts) for one in self._present(facts).values()]
        known = [instant for instant in proofs if instant is not None]
        return min(known) if known and len(known) == len(proofs) else None

    def warehouse(self, view: WarehouseView) -> list[HealthLine]:
        if view.facts.unseen is not None:
            return list(view.lines)
        return warehouse_lines(view, self.settings.warehouse, migrations=self.migrations)

    def sync(self, view: WarehouseView) -> list[HealthLine]:
        sync, now = sync_settings(self.settings), self._warehouse_time(view)
        return sync_lines(
            view.facts.sync,
            streams_of(self.settings),
            self.seen,
            checkpoint_key=sync.checkpoint_key,
            allowed=allowed_lag(sync, health_settings(self.settings), now),
            now=now,
        )

    def silver_and_gold(self, view: WarehouseView) -> list[HealthLine]:
        return silver_and_gold_lines(view.facts.silver, view.facts.gold, now=self._warehouse_time(view))

    def metrics(self, view: WarehouseView) -> list[HealthLine]:
        return metric_lines(view.facts.metrics, now=self._warehouse_time(view))

    def mirror(self, view: WarehouseView) -> list[HealthLine]:
        return mirror_lines(view.facts.mirror, slots_at_source(self.settings), now=self._warehouse_time(view))

    def schedules(self, view: WarehouseView) -> list[HealthLine]:
        schedule = Schedule(sync_settings(self.settings).schedule)
        return schedule_lines(
            view.facts.schedules, view.facts.outbox, schedule=schedule, now=self._warehouse_time(view)
        )

    def _warehouse_time(self, view: WarehouseView) -> datetime:
        return view.facts.now or self.now()


def _lost_rights_once(lines: Sequence[HealthLine]) -> list[HealthLine]:
    """A right that is lost stands where it can be given back, and not a second time with the run that met it."""
    failing = {line.check for line in lines if line.verdict == "fail"}
    met = {check.replace("rights to", "last run of") for check in failing if check.startswith("rights to ")}
    return [line for line in lines if line.check not in met or "does not allow" not in line.message]


def _odoo_name(settings: Settings) -> str:
    try:
        endpoint = Endpoint.of(settings.odoo)
    except SettingsError:
        return ""
    return f"{endpoint.db} at {endpoint.host}"


SeenT = TypeVar("SeenT")


def _shielded(what: str, look: Callable[[], SeenT], otherwise: Callable[[ScoutError], SeenT]) -> SeenT:
    """One group's unexpected error hides no other group: at three in the morning the rest counts all the more."""
    try:
        return look()
    except ScoutError as error:
        return otherwise(error)
    except Exception as unexpected:  # noqa: BLE001  named by its type and place, never by its text
        return otherwise(internal_error(what, unexpected))


def _one_unknown_line(group: Group, error: ScoutError) -> list[HealthLine]:
    return [CheckLines(group).unknown(group, error.message, error.fix)]


def _blind_view(error: ScoutError) -> WarehouseView:
    why = Unseen("Not checked: the check of the warehouse ended early.")
    return WarehouseView("", _one_unknown_line("warehouse", error), Facts({}, unseen=why))
