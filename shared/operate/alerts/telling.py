"""Who is told what: the warehouse decides, so that of many that look only one tells, and nobody hears it twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pydantic import JsonValue

from shared.errors import AlertNotDelivered, ScoutError
from shared.operate.alerts.causes import ToTell, cause_of, failing, subject, text
from shared.operate.alerts.channels import Channel, channels_of
from shared.operate.health.report import HealthLine
from shared.operate.logs import LOGGER
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from shared.warehouse.protocol import Warehouse


def tell(
    lines: Sequence[HealthLine],
    *,
    warehouse: Warehouse,
    channels: Sequence[Channel],
    repeat_seconds: int,
    place: str,
    now: datetime | None = None,
    new_call_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> ToTell:
    """Notes what the lines say and tells people what they do not know yet. Answers what was told.

    One channel that takes it is enough; when none does, it is told by whoever looks next. Raises `AlertNotDelivered`
    then, and the warehouse's own errors.
    """
    call_id = new_call_id()
    answer = warehouse.call(
        "ops.note_checks",
        {
            "p_call_id": call_id,
            "p_failing": [_failing(line) for line in failing(lines)],
            "p_passing": [cause_of(line) for line in lines if line.verdict in {"pass", "warn"}],
            "p_repeat_seconds": repeat_seconds,
        },
    )
    told = ToTell.model_validate(answer)
    if not told:
        return told
    troubles = [trouble for channel in channels if (trouble := _send(channel, told, place, now or datetime.now(UTC)))]
    if channels and len(troubles) == len(channels):
        warehouse.call("ops.forget_telling", {"p_call_id": call_id})
        raise troubles[0]
    return told


def tell_after_run(settings: Settings, lines: Sequence[HealthLine], *, place: str) -> None:
    """What a door does when its run is over. Without a channel nothing; a failure is logged and changes no answer."""
    channels = channels_of(settings.alerts)
    if not channels or not lines:
        return
    try:
        with open_warehouse(settings.warehouse) as warehouse:
            tell(
                lines,
                warehouse=warehouse,
                channels=channels,
                repeat_seconds=settings.alerts.repeat_seconds,
                place=place,
            )
    except ScoutError as error:
        LOGGER.error("alert not delivered", extra={"fields": {"error": str(error)}})


def _send(channel: Channel, told: ToTell, place: str, now: datetime) -> AlertNotDelivered | None:
    try:
        channel.send(subject(told), text(told, place=place, now=now))
    except AlertNotDelivered as error:
        LOGGER.error("alert not delivered", extra={"fields": {"channel": channel.name, "error": str(error)}})
        return error
    return None


def _failing(line: HealthLine) -> dict[str, JsonValue]:
    return {"cause": cause_of(line), "message": line.message, "fix": line.fix}
