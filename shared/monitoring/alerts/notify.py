"""Who is told what: the warehouse decides, so that of many that look only one tells, and nobody hears it twice."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter

from shared.errors import AlertNotDelivered, ScoutError, SettingsError, internal_error
from shared.monitoring.alerts.causes import Notification, route_of, subject, text
from shared.monitoring.alerts.channels import Channel, channels_of
from shared.monitoring.alerts.run_checks import lines_of_health
from shared.monitoring.health.health_report import CheckId, CheckResult, HealthReport
from shared.monitoring.logs import LOGGER
from shared.retries import RetryPolicy
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from shared.warehouse.protocol import Warehouse

OnTrouble = Callable[[ScoutError], None]

_RETRY_POLICY = RetryPolicy(attempts=2, seconds=5.0)
"""One more try: whoever called is waiting for the run's answer."""


def tell(
    results: Sequence[CheckResult],
    *,
    warehouse: Warehouse,
    channels: Sequence[Channel],
    repeat_seconds: int,
    route: str,
    now: datetime | None = None,
    on_trouble: OnTrouble = lambda error: None,
    new_call_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Notification:
    """Notes the results and tells people what they do not know yet. Answers what was told.

    `on_trouble` hears of each channel that does not take it; one that does is enough. When none does, it is told by
    whoever looks next. Raises `AlertNotDelivered` then, and the warehouse's own errors.
    """
    call_id = new_call_id()
    answer = warehouse.call(
        "ops.note_checks",
        {
            "p_call_id": call_id,
            "p_failing": [
                {"cause": str(one.id), "message": one.message, "fix": one.fix}
                for one in results
                if one.verdict == "fail"
            ],
            "p_passing": [str(one.id) for one in results if one.verdict in {"pass", "warn"}],
            "p_repeat_seconds": repeat_seconds,
        },
    )
    told = Notification.model_validate(answer)
    if not told:
        return told
    now = now or datetime.now(UTC)
    troubles = [trouble for channel in channels if (trouble := _send(channel, told, route, now, on_trouble))]
    if channels and len(troubles) == len(channels):
        warehouse.call("ops.forget_telling", {"p_call_id": call_id})
        raise troubles[0]
    return told


def log_trouble(error: ScoutError) -> None:
    LOGGER.error("alert not delivered", extra={"fields": {"error": str(error)}})


def notify_after_run(
    settings: Settings, results: Sequence[CheckResult], *, route: str, on_trouble: OnTrouble = log_trouble
) -> None:
    """After a run. Without a channel nothing happens; no failure of it changes the answer of whoever ran."""
    if not results:
        return
    try:
        channels = channels_of(settings.alerts)
        if channels:
            with open_warehouse(settings.warehouse, retry_policy=_RETRY_POLICY) as warehouse:
                tell(
                    results,
                    warehouse=warehouse,
                    channels=channels,
                    repeat_seconds=settings.alerts.repeat_seconds,
                    route=route,
                    on_trouble=on_trouble,
                )
    except AlertNotDelivered:
        pass  # each channel's trouble is told already
    except ScoutError as error:
        on_trouble(error)
    except Exception as unexpected:  # noqa: BLE001  the run is over and its answer stands
        on_trouble(internal_error("An alert", unexpected))


def notify_after_check(
    settings: Settings, look: Callable[[], HealthReport], *, on_trouble: OnTrouble = log_trouble
) -> HealthReport:
    """Looks, and tells what began and what is over. Answers what the look answers, whatever becomes of the alert."""
    were_open = _open_causes(settings, on_trouble)
    report = look()
    _note_key(settings, report)
    results = lines_of_health(report, were_open=were_open)
    notify_after_run(settings, results, route=route_of(report.odoo, report.warehouse), on_trouble=on_trouble)
    return report


def has_channels(settings: Settings) -> bool:
    try:
        return bool(channels_of(settings.alerts))
    except SettingsError:
        return True  # alerts are meant to be sent, and the report names what is wrong with them


def _note_key(settings: Settings, report: HealthReport) -> None:
    """For the metrics, which ask nothing of Odoo. An older warehouse has no place for it."""
    ends_at = next((line.ends_at for line in report.lines if line.ends_at is not None), None)
    if ends_at is None:
        return
    with contextlib.suppress(ScoutError), open_warehouse(settings.warehouse, retry_policy=_RETRY_POLICY) as warehouse:
        warehouse.call("ops.note_odoo_key", {"p_expires_at": ends_at.isoformat()})


def _open_causes(settings: Settings, on_trouble: OnTrouble) -> list[CheckId]:
    """Asked before the look: what fails after it must not be taken for over. None where there is nobody to tell."""
    try:
        if not channels_of(settings.alerts):
            return []
        with open_warehouse(settings.warehouse, retry_policy=_RETRY_POLICY) as warehouse:
            keys = TypeAdapter(list[str]).validate_python(warehouse.call("ops.open_causes"))
            return [cause for key in keys if (cause := CheckId.from_key(key)) is not None]
    except ScoutError as error:
        on_trouble(error)
        return []


def _send(
    channel: Channel, told: Notification, route: str, now: datetime, on_trouble: OnTrouble
) -> AlertNotDelivered | None:
    try:
        channel.send(subject(told), text(told, route=route, now=now))
    except AlertNotDelivered as error:
        trouble = error
    except Exception as unexpected:  # noqa: BLE001
        # Whatever it was, nobody was told: the next look must know. Its own text may quote an address with a password.
        trouble = AlertNotDelivered(f"{channel.name} did not accept the alert ({type(unexpected).__name__}).")
    else:
        return None
    on_trouble(trouble)
    return trouble
