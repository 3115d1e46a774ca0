"""Makes the status page: looks once at everything, asks the warehouse for the last days, and draws."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from shared.errors import ScoutError, SettingsError
from shared.monitoring.health.check_health import check_health, open_for_a_check
from shared.monitoring.health.health_report import HealthReport
from shared.monitoring.health.sync_checks import allowed_lag
from shared.monitoring.health.usable_settings import health_settings, streams_of, sync_settings
from shared.monitoring.health.warehouse_checks import OpenWarehouse
from shared.monitoring.page.page_facts import PageFacts
from shared.monitoring.page.render import Unseen, read_facts, render_page
from shared.settings import Settings


def status_page(
    settings: Settings,
    *,
    check: Callable[[Settings], HealthReport] = check_health,
    open_warehouse: OpenWarehouse = open_for_a_check,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> str:
    """One HTML document, to be sent with `render.HEADERS`. Raises nothing of our own tree: what fails stands on it."""
    report = check(settings)
    sync, made = sync_settings(settings), now()
    prefix = f"{sync.checkpoint_key}:" if sync.checkpoint_key else ""
    return render_page(
        report,
        _facts(settings, open_warehouse),
        streams=[prefix + stream.model for stream in streams_of(settings)],
        allowed=allowed_lag(sync, health_settings(settings), made),
        now=made,
    )


def _facts(settings: Settings, open_warehouse: OpenWarehouse) -> PageFacts | Unseen:
    try:
        chosen = settings.warehouse
    except SettingsError:
        return Unseen("The settings lead to no warehouse.")
    try:
        with open_warehouse(chosen) as warehouse:
            return read_facts(warehouse.call("ops.page_facts"))
    except ScoutError as error:
        return Unseen(str(error))
