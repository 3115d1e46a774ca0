"""The schedules: is anybody calling us?"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.formatting import ago
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.cron_schedule import Schedule
from shared.monitoring.health.health_facts import Job, OutboxFacts, ScheduleFacts, Unseen
from shared.monitoring.health.health_report import HealthLine

_LINES = CheckLines("schedules")
_RECONCILE_LASTS = timedelta(days=8)
_GOLD_LASTS = timedelta(hours=3)
_OUTBOX_LASTS = timedelta(minutes=20)
"""Every 5 minutes, and three calls may be missed."""


def schedule_lines(
    facts: ScheduleFacts | Unseen, outbox: OutboxFacts | Unseen, *, schedule: Schedule, now: datetime
) -> list[HealthLine]:
    """`now`: the warehouse's clock, by which runs are logged."""
    if isinstance(facts, Unseen):
        return [_LINES.unknown("calls", facts.why, facts.fix)]
    waits = not isinstance(outbox, Unseen) and outbox.depth > 0
    return [
        _sync(facts, schedule, now),
        _reconcile(facts, now),
        _gold(facts, now),
        _outbox(facts, now, waits=waits),
        *_jobs(facts.jobs),
    ]


def _sync(facts: ScheduleFacts, schedule: Schedule, now: datetime) -> HealthLine:
    if facts.sync is None:
        return _LINES.fail("sync", "Nothing has ever called the sync.", f"Let something run scout sync {schedule}.")
    told = f"The last sync began {_ago(facts.sync, now)}; SYNC_SCHEDULE says {schedule}."
    if now - facts.sync > schedule.allowed_silence(now):
        fix = (
            "See why nothing calls scout sync any more: GitHub switches a workflow off after 60 days without a commit, "
            "a scheduler's secret may be old. Or correct SYNC_SCHEDULE."
        )
        return _LINES.fail("sync", told, fix)
    return _LINES.passed("sync", told)


def _reconcile(facts: ScheduleFacts, now: datetime) -> HealthLine:
    fix = "Schedule it every night: scout reconcile"
    if facts.reconcile is None:
        return _LINES.warn("reconcile", "No reconcile has ever ended: counts alone are held against Odoo.", fix)
    told = f"The last reconcile ended {_ago(facts.reconcile, now)}."
    return (_LINES.warn if now - facts.reconcile > _RECONCILE_LASTS else _passing)("reconcile", told, fix)


def _gold(facts: ScheduleFacts, now: datetime) -> HealthLine:
    fix = "Let something run it every hour, as pg_cron does where it is installed: scout gold"
    if facts.gold is None:
        return _LINES.warn("gold", "Nothing has ever refreshed gold.", fix)
    told = f"Gold was last refreshed {_ago(facts.gold, now)}."
    return (_LINES.warn if now - facts.gold > _GOLD_LASTS else _passing)("gold", told, fix)


def _outbox(facts: ScheduleFacts, now: datetime, *, waits: bool) -> HealthLine:
    """Without messages nobody has to come."""
    last = "never ran" if facts.outbox is None else f"last ran {_ago(facts.outbox, now)}"
    told = f"The outbox's worker {last}, and {'messages wait' if waits else 'no message waits'}."
    late = facts.outbox is None or now - facts.outbox > _OUTBOX_LASTS
    if waits and late:
        return _LINES.fail("outbox", told, "Schedule it every 5 minutes: scout outbox --once")
    return _LINES.passed("outbox", told)


def _jobs(jobs: list[Job] | None) -> list[HealthLine]:
    if jobs is None:
        return [_LINES.passed("pg_cron", "There is no pg_cron here: all schedules are the caller's.")]
    lines = []
    for job in jobs:
        check = f"job {job.name}"
        if not job.active:
            fix = "Switch it on again in Supabase (Integrations → Cron), or with cron.alter_job(…, active => true)."
            lines.append(_LINES.fail(check, f"pg_cron's job {job.name} ({job.schedule}) is switched off.", fix))
        elif job.last_status == "failed":
            told = f"pg_cron's job {job.name} failed the last time: {job.last_message or 'without a word'}"
            lines.append(_LINES.fail(check, told, "Fix what it says; the job runs again on schedule."))
    if lines:
        return lines
    names = ", ".join(f"{job.name} ({job.schedule})" for job in jobs) or "none of this project"
    return [_LINES.passed("pg_cron", f"Jobs, all active: {names}.")]


def _passing(check: str, told: str, fix: str) -> HealthLine:
    return _LINES.passed(check, told)


def _ago(instant: datetime, now: datetime) -> str:
    return ago((now - instant).total_seconds())
