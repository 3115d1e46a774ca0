"""What runs and looks say of causes. A cause has the name of its check in the health report, whoever came upon it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shared.error_report import ErrorReport
from shared.errors import (
    AccessRefused,
    FieldMissing,
    LoginRefused,
    ModelMissing,
    OdooUnreachable,
    WarehouseUnreachable,
)
from shared.monitoring.health.health_report import CheckId, CheckResult, HealthLine, HealthReport
from shared.outbox.outbox_report import OutboxReport
from shared.sync.run_report import RunReport, StreamReport

_REACHABLE, _LOGIN = CheckId("odoo", "reachable"), CheckId("odoo", "login")
_OUTAGES = {
    OdooUnreachable.code: _REACHABLE,
    LoginRefused.code: _LOGIN,
    WarehouseUnreachable.code: CheckId("warehouse", "reachable"),
}
"""Errors that every stream and every message would meet: one cause, not one for each."""

_OF_A_MODEL = {AccessRefused.code: "rights", ModelMissing.code: "model", FieldMissing.code: "fields"}
"""What Odoo keeps from one stream, and the kind of its check there."""

_WORKER = CheckId("outbox", "worker")
_ENDS_THE_LOOK = {"reachable", "login", "streams"}


def lines_of_run(report: RunReport) -> list[CheckResult]:
    """What a sync or a reconcile says. Busy and unfinished streams say nothing, a dry run neither."""
    if report.dry_run:
        return []
    results = [one for stream in report.streams for one in _of_stream(stream)]
    outages = {one.id: one for one in results if one.id in _OUTAGES.values()}
    reached = any(stream.status == "completed" for stream in report.streams)
    return [*_odoo(outages, reached=reached), *(one for one in results if one.id not in outages)]


def lines_of_outbox(report: OutboxReport) -> list[CheckResult]:
    """What a worker's run says. That none was parked now does not mean that none is: a look at everything tells that.

    Which messages, never what is in them: an error's text may quote it.
    """
    if report.dry_run:
        return []
    outage = _outage(report.error) if report.error else None
    results = _odoo({outage.id: outage} if outage else {}, reached=report.done + report.skipped > 0)
    if report.error is not None and outage is None:
        results.append(CheckResult(_WORKER, "fail", report.error.message, report.error.fix))
    elif report.error is None:
        results.append(CheckResult(_WORKER, "pass", "completed"))
    parked = [one for one in report.messages if one.status == "dead"]
    if parked:
        first = parked[0]
        which = f"{first.id} ({first.operation} {first.place}: {first.kind})"
        message = f"{len(parked)} parked in this run; the first: {which}."
        results.append(CheckResult(CheckId("outbox", "parked"), "fail", message, f"Look: scout outbox show {first.id}"))
    return results


def lines_of_health(report: HealthReport, *, were_open: Collection[CheckId]) -> list[CheckResult]:
    """The report check by check. `were_open`: the causes that people were told of before anybody looked.

    A last run that failed at what is wrong with Odoo is no cause of its own, nor is it in the time from Odoo's mending
    to the next run. And a check that has a line only while it fails is over when its group was seen whole without it.
    """
    results = [one for line in report.lines for one in line.results()]
    failing = {one.id for one in results if one.verdict == "fail"}
    reasons = failing | set(were_open)
    results = [one for one in results if one.verdict != "fail" or not _causes_of_run(one.id) & reasons]
    whole = {line.group for line in report.lines} - {line.group for line in report.lines if _hides_others(line)}
    # A stream's check of the sync says itself when it is well: in the middle of a run it is neither.
    gone = [
        cause
        for cause in set(were_open) - {one.id for one in results} - failing
        if cause.group in whole and not (cause.group == "sync" and cause.stream)
    ]
    return results + [CheckResult(cause, "pass", "It is gone.") for cause in sorted(gone, key=str)]


def _of_stream(stream: StreamReport) -> list[CheckResult]:
    last_run, proof = CheckId("sync", "last run", stream.stream), CheckId("sync", "proof", stream.stream)
    results = []
    if stream.counted is not None:
        count = CheckId("sync", "count", stream.stream)
        if stream.counted.is_equal:
            results.append(CheckResult(count, "pass", "equal"))
        else:
            message = f"{stream.stream}: {stream.counted}."
            results.append(CheckResult(count, "fail", message, "Run: scout reconcile"))
    if stream.status == "failed" and stream.error is not None:
        kind = _OF_A_MODEL.get(stream.error.code)
        cause = CheckId("odoo", kind, stream.stream) if kind else last_run
        own = CheckResult(cause, "fail", stream.error.message, stream.error.fix)
        results.append(_outage(stream.error) or own)
    elif stream.status in {"completed", "absent"}:
        ids = [last_run, *(CheckId("odoo", kind, stream.stream) for kind in _OF_A_MODEL.values())]
        results += [CheckResult(one, "pass", "completed") for one in ids]
    found = stream.reconcile.result if stream.reconcile is not None and stream.status == "completed" else None
    if found == "equal":
        results.append(CheckResult(proof, "pass", "equal"))
    elif found == "differs":
        message = f"{stream.stream}: the last reconcile ended with a difference."
        results.append(CheckResult(proof, "fail", message, "Run: scout reconcile"))
    return results


def _odoo(outages: Mapping[CheckId, CheckResult], *, reached: bool) -> list[CheckResult]:
    """The outages that were met; where Odoo let anything through, it is reachable and knows us."""
    if outages or not reached:
        return list(outages.values())
    return [CheckResult(one, "pass", "A run got through.") for one in (_REACHABLE, _LOGIN)]


def _outage(error: ErrorReport) -> CheckResult | None:
    cause = _OUTAGES.get(error.code)
    return None if cause is None else CheckResult(cause, "fail", error.message, error.fix)


def _causes_of_run(cause: CheckId) -> set[CheckId]:
    """What may be behind a failed run, if that is what the cause is."""
    if cause == _WORKER:
        return set(_OUTAGES.values())
    if (cause.group, cause.kind) == ("sync", "last run"):
        return {*_OUTAGES.values(), *(CheckId("odoo", kind, cause.stream) for kind in _OF_A_MODEL.values())}
    return set()


def _hides_others(line: HealthLine) -> bool:
    return line.verdict == "unknown" or (line.verdict == "fail" and line.check in _ENDS_THE_LOOK)
