"""What runs and looks say of causes. A cause has the name of its check in the health report, whoever came upon it."""

from __future__ import annotations

from collections.abc import Collection

from shared.error_report import ErrorReport
from shared.monitoring.alerts.causes import cause_of
from shared.monitoring.health.health_report import Group, HealthLine, HealthReport, Verdict
from shared.outbox.outbox_report import OutboxReport
from shared.sync.run_report import RunReport, StreamReport

_WALLS: dict[str, tuple[Group, str]] = {
    "odoo unreachable": ("odoo", "reachable"),
    "login refused": ("odoo", "login"),
    "warehouse unreachable": ("warehouse", "reachable"),
}
"""Errors that every stream and every message would meet, by their kind: one cause, not one for each."""

_OF_A_MODEL = {"access refused": "rights to", "model missing": "model", "field missing": "fields of"}
"""What Odoo keeps from one stream, and its check there."""

_ENDS_THE_LOOK = {"reachable", "login", "streams"}


def lines_of_run(report: RunReport) -> list[HealthLine]:
    """What a sync or a reconcile says. Busy and unfinished streams say nothing, a dry run neither."""
    if report.dry_run:
        return []
    lines = [line for stream in report.streams for line in _of_stream(stream)]
    walls = {line.check: line for line in lines if (line.group, line.check) in _WALLS.values()}
    reached = any(stream.status == "completed" for stream in report.streams)
    return [*_odoo(walls, reached=reached), *(line for line in lines if line.check not in walls)]


def lines_of_outbox(report: OutboxReport) -> list[HealthLine]:
    """What a worker's run says. That none was parked now does not mean that none is: a look at everything tells that.

    Which messages, never what is in them: an error's text may quote it.
    """
    if report.dry_run:
        return []
    wall = _wall(report.error) if report.error else None
    lines = _odoo({wall.check: wall} if wall else {}, reached=report.done + report.skipped > 0)
    if report.error is not None and wall is None:
        lines.append(_line("outbox", "worker", "fail", report.error.message, report.error.fix))
    elif report.error is None:
        lines.append(_line("outbox", "worker", "pass", "completed"))
    parked = [one for one in report.messages if one.status == "dead"]
    if parked:
        first = parked[0]
        told = (
            f"{len(parked)} parked in this run; the first: {first.id} ({first.operation} {first.place}: {first.kind})."
        )
        lines.append(_line("outbox", "parked", "fail", told, f"Look: scout outbox show {first.id}"))
    return lines


def lines_of_health(report: HealthReport, *, were_open: Collection[str]) -> list[HealthLine]:
    """The report check by check. `were_open`: the causes that people were told of before anybody looked.

    A last run that failed at what is wrong with Odoo is no cause of its own, nor is it in the time from Odoo's mending
    to the next run. And a check that has a line only while it fails is over when its group was seen whole without it.
    """
    lines = [line.model_copy(update={"check": check}) for line in report.lines for check in line.covers or [line.check]]
    failing = {cause_of(line) for line in lines if line.verdict == "fail"}
    lines = [line for line in lines if line.verdict != "fail" or not _causes_of_run(line) & (failing | set(were_open))]
    known = {cause_of(line) for line in lines}
    whole = {line.group for line in report.lines} - {line.group for line in report.lines if _hides_others(line)}
    for cause in sorted(set(were_open) - known - failing):
        group, _, check = cause.partition(": ")
        # A stream's check says itself when it is well: in the middle of a run it is neither.
        lines += [
            _line(one, check, "pass", "It is gone.")
            for one in whole
            if one == group and not (one == "sync" and " of " in check)
        ]
    return lines


def _of_stream(stream: StreamReport) -> list[HealthLine]:
    last_run, proof = f"last run of {stream.stream}", f"proof of {stream.stream}"
    lines = []
    if stream.counted is not None:
        told = f"{stream.stream}: {stream.counted}." if not stream.counted.is_equal else "equal"
        verdict: Verdict = "pass" if stream.counted.is_equal else "fail"
        fix = "" if stream.counted.is_equal else "Run: scout reconcile"
        lines.append(_line("sync", f"count of {stream.stream}", verdict, told, fix))
    if stream.status == "failed" and stream.error is not None:
        kind = _OF_A_MODEL.get(stream.error.kind)
        check = f"{kind} {stream.stream}" if kind else last_run
        failed = _line("odoo" if kind else "sync", check, "fail", stream.error.message, stream.error.fix)
        lines.append(_wall(stream.error) or failed)
    elif stream.status in {"completed", "absent"}:
        lines.append(_line("sync", last_run, "pass", "completed"))
        lines += [_line("odoo", f"{kind} {stream.stream}", "pass", "completed") for kind in _OF_A_MODEL.values()]
    found = stream.reconcile.result if stream.reconcile is not None and stream.status == "completed" else None
    if found == "equal":
        lines.append(_line("sync", proof, "pass", "equal"))
    elif found == "differs":
        told = f"{stream.stream}: the last reconcile ended with a difference."
        lines.append(_line("sync", proof, "fail", told, "Run: scout reconcile"))
    return lines


def _odoo(walls: dict[str, HealthLine], *, reached: bool) -> list[HealthLine]:
    """The walls that were met; where Odoo let anything through, it is reachable and knows us."""
    if walls or not reached:
        return list(walls.values())
    return [_line("odoo", check, "pass", "A run got through.") for check in ("reachable", "login")]


def _wall(error: ErrorReport) -> HealthLine | None:
    place = _WALLS.get(error.kind)
    return None if place is None else _line(*place, "fail", error.message, error.fix)


def _causes_of_run(line: HealthLine) -> set[str]:
    """What may be behind a failed run, if the line tells of one."""
    family, _, stream = line.check.partition(" of ")
    walls = {f"{group}: {check}" for group, check in _WALLS.values()}
    if cause_of(line) == "outbox: worker":
        return walls
    if line.group == "sync" and family == "last run":
        return walls | {f"odoo: {kind} {stream}" for kind in _OF_A_MODEL.values()}
    return set()


def _hides_others(line: HealthLine) -> bool:
    return line.verdict == "unknown" or (line.verdict == "fail" and line.check in _ENDS_THE_LOOK)


def _line(group: Group, check: str, verdict: Verdict, message: str, fix: str = "") -> HealthLine:
    return HealthLine(group=group, check=check, verdict=verdict, message=message, fix=fix)
