"""The sync: is each stream near Odoo, did its last run end well, and does it equal Odoo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shared.formatting import counted, span
from shared.models.stream import Stream
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.cron_schedule import Schedule
from shared.monitoring.health.equality_checks import Seen, equality_lines
from shared.monitoring.health.health_facts import CheckpointFacts, SyncFacts, Unseen
from shared.monitoring.health.health_report import HealthLine
from shared.settings import HealthSettings, SyncSettings

_LINES = CheckLines("sync")
_MOST_AHEAD_SECONDS = 300
"""As `scout.moved_watermark` has it."""


def allowed_lag(sync: SyncSettings, health: HealthSettings, now: datetime) -> timedelta:
    """How old a watermark may be: what the schedule lets pass, and the overlap; or what the setting says."""
    if health.allowed_lag_seconds is not None:
        return timedelta(seconds=health.allowed_lag_seconds)
    return Schedule(sync.schedule).allowed_silence(now) + timedelta(seconds=sync.overlap_seconds)


def sync_lines(
    facts: SyncFacts | Unseen,
    streams: Sequence[Stream],
    seen: Mapping[str, Seen],
    *,
    checkpoint_key: str,
    allowed: timedelta,
    now: datetime,
) -> list[HealthLine]:
    """`now`: the warehouse's clock, by which lags and leases are told. Streams that Odoo lacks are passed over.

    `seen`: how Odoo's counts are held against ours at this moment, where it was asked.
    """
    if isinstance(facts, Unseen):
        return [_LINES.unknown("streams", facts.why, facts.fix)]
    known = checkpoints(facts, streams, checkpoint_key=checkpoint_key)
    if not any(known.values()):
        return [_LINES.fail("streams", "Nothing has been synced yet.", "Run: scout sync")]
    optional = {stream.model for stream in streams if stream.may_be_absent}
    expected = {name: one for name, one in known.items() if name not in optional or (one and _was_read(one))}
    present = {name: one for name, one in expected.items() if one is not None}
    return [
        *_never_read(expected),
        *_failed(present),
        *_stalled(present, now),
        *_lag(present, allowed),
        *equality_lines({name: one for name, one in present.items() if one.last_sync_at}, facts, seen, now),
    ]


def checkpoints(
    facts: SyncFacts, streams: Sequence[Stream], *, checkpoint_key: str
) -> dict[str, CheckpointFacts | None]:
    """Each stream's checkpoint under this key, None where there is none."""
    by_id = {one.id: one for one in facts.streams}
    prefix = f"{checkpoint_key}:" if checkpoint_key else ""
    return {stream.model: by_id.get(prefix + stream.model) for stream in streams}


def _was_read(one: CheckpointFacts) -> bool:
    return one.last_sync_at is not None or one.status != "idle"


def _never_read(expected: dict[str, CheckpointFacts | None]) -> list[HealthLine]:
    said = {
        name: "it was never read." if one is None or one.status != "partial" else "its first read is not finished."
        for name, one in expected.items()
        if one is None or (one.last_sync_at is None and one.status in {"idle", "partial"})
    }
    return _LINES.for_streams("first read", said, "Run: scout sync", of=len(expected), verdict="warn")


def _failed(present: dict[str, CheckpointFacts]) -> list[HealthLine]:
    """What the run noted is the error and its fix in one. Streams that met the same error share a line."""
    by_error: dict[str, list[str]] = {}
    for name, one in present.items():
        if one.status == "failed":
            by_error.setdefault(one.error_message or "The run left no reason.", []).append(name)
    fix = "Mend what it says, then run: scout sync"
    lines = []
    for error, names in by_error.items():
        who = names[0] if len(names) == 1 else "all streams" if len(names) == len(present) else f"{len(names)} streams"
        told = f"The last run of {who} failed: {error}"
        lines.append(_LINES.fail("last run", told, fix, streams=names, check=f"last run of {who}"))
    well = [name for name, one in present.items() if one.status != "failed"]
    if well:
        which = counted(len(well), "other stream" if lines else "stream")
        told = f"The last run of each of {which} went well."
        ended = [name for name in well if present[name].status != "running"]
        lines.append(_LINES.passed("last run", told, streams=ended))
    return lines


def _stalled(present: dict[str, CheckpointFacts], now: datetime) -> list[HealthLine]:
    said = {
        name: f"its runner {one.lease_holder or ''} vanished in the middle of a run.".replace("  ", " ")
        for name, one in present.items()
        if one.status == "running" and (one.lease_expires_at is None or one.lease_expires_at <= now)
    }
    fix = "The next run takes over and continues after the last committed page: scout sync"
    return _LINES.for_streams("lease", said, fix, of=len(present), verdict="warn")


def _lag(present: dict[str, CheckpointFacts], allowed: timedelta) -> list[HealthLine]:
    lags = {name: one.lag_seconds for name, one in present.items() if one.lag_seconds is not None}
    late = {name: lag for name, lag in lags.items() if lag > allowed.total_seconds()}
    ahead = {
        name: f"its watermark is {span(-lag)} in the future: a wrong clock of Odoo left it there."
        for name, lag in lags.items()
        if lag < -_MOST_AHEAD_SECONDS
    }
    fix = "Set Odoo's clock right (NTP), then run: scout sync. It reads the stream in full."
    lines = _LINES.for_streams("watermark", ahead, fix, of=len(lags))
    if late:
        said = {
            name: f"{span(lag)} behind Odoo; up to {span(allowed.total_seconds())} is allowed."
            for name, lag in late.items()
        }
        fix = "See whether the schedule still calls (group schedules), then run: scout sync"
        lines += _LINES.for_streams("lag", said, fix, of=len(lags))
    near = {name: lag for name, lag in lags.items() if name not in late and name not in ahead}
    if near:
        told = f"{counted(len(near), 'stream')}: the oldest is {span(max(near.values()))} behind Odoo"
        told = f"{told}; up to {span(allowed.total_seconds())} is allowed."
        lines.append(_LINES.passed("lag", told, streams=near))
    return lines
