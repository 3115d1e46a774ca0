"""From the health report and the facts to one HTML document. Nothing in it is fetched, and no script runs in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources

from jinja2 import Environment, StrictUndefined
from pydantic import ValidationError

from shared.formatting import ago, counted, size, span
from shared.monitoring.health.health_report import GROUPS, HealthLine, HealthReport
from shared.monitoring.page import svg_charts
from shared.monitoring.page.page_facts import PageFacts, StreamFacts

_FILES = resources.files("shared.monitoring.page")
_STYLE = (_FILES / "page.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_ORDER = {"fail": 0, "warn": 1, "unknown": 2, "pass": 3}

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What goes with the page: it loads nothing, and its one style sheet is known by its hash. An error's text that got
past the escaping would still run nothing (W3C, *Content Security Policy Level 3*)."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why there are no facts; what is wrong stands in the report."""

    why: str


@dataclass(frozen=True, slots=True)
class StreamRow:
    """A row of the table. `verdict` marks it, `state` says the same in a word."""

    name: str
    verdict: str
    state: str
    lag: str
    proven: str
    quarantined: int
    chart: svg_charts.Chart


def read_facts(answer: object) -> PageFacts | Unseen:
    try:
        return PageFacts.model_validate(answer)
    except ValidationError:
        return Unseen("The warehouse's functions are of another release. Run: scout migrate")


def render_page(
    report: HealthReport, facts: PageFacts | Unseen, *, streams: Sequence[str], allowed: timedelta, now: datetime
) -> str:
    """`streams`: the checkpoints to show, in their order. `allowed`: how far one may be behind. `now`: when made."""
    seen = facts if isinstance(facts, PageFacts) else None
    shown = _shown(seen, streams)
    troubles = sorted((line for line in report.lines if line.verdict != "pass"), key=_worst_first)
    clock = _Clock(seen.now if seen else now)
    return _TEMPLATE.render(
        style=_STYLE,
        report=report,
        headline=_headline(report, shown, clock),
        troubles=troubles,
        groups=[(group, [line for line in report.lines if line.group == group]) for group in GROUPS],
        facts=seen,
        unseen=facts if isinstance(facts, Unseen) else None,
        rows=sorted((_row(one, seen, allowed, clock) for one in shown), key=_worst_first) if seen else [],
        allowed=span(allowed.total_seconds()),
        errors=_errors(shown),
        outbox_chart=svg_charts.outbox_chart(seen.outbox.days, since=seen.since, until=clock.today) if seen else None,
        clock=clock,
        span=span,
        size=size,
        made=now,
    )


def _worst_first(one: HealthLine | StreamRow) -> int:
    return _ORDER[one.verdict]


@dataclass(frozen=True, slots=True)
class _Clock:
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(UTC).date()

    def ago(self, instant: datetime) -> str:
        return ago((self.now - instant).total_seconds())

    def at(self, instant: datetime) -> str:
        """`13:02 UTC` today, `2026-11-20 13:02 UTC` before."""
        instant = instant.astimezone(UTC)
        return f"{instant:%H:%M} UTC" if instant.date() == self.today else f"{instant:%Y-%m-%d %H:%M} UTC"


def _shown(facts: PageFacts | None, streams: Sequence[str]) -> list[StreamFacts]:
    """Those of the catalogue that were ever begun."""
    by_id = {one.id: one for one in facts.streams} if facts else {}
    return [by_id[name] for name in streams if name in by_id]


def _headline(report: HealthReport, shown: Sequence[StreamFacts], clock: _Clock) -> str:
    """As of the oldest stream, not of the look: so old may the newest number be."""
    failing = len(report.failing)
    if failing:
        return f"{counted(failing, 'thing')} {'is' if failing == 1 else 'are'} wrong"
    watermarks = [one.last_sync_at for one in shown if one.last_sync_at]
    as_of = f" as of {clock.at(min(watermarks))}" if watermarks else ""
    soon = sum(line.verdict == "warn" for line in report.lines)
    unseen = sum(line.verdict == "unknown" for line in report.lines)
    but = [f"{counted(soon, 'warning')}"] if soon else []
    if report.proven_at is None:
        return f"Nothing failed{as_of}, but it is unknown whether the numbers equal Odoo's"
    but += [f"{counted(unseen, 'check')} could not be made"] if unseen else []
    return f"{'The' if but else 'All'} numbers can be trusted{as_of}{'; ' if but else ''}{'; '.join(but)}"


def _row(one: StreamFacts, facts: PageFacts, allowed: timedelta, clock: _Clock) -> StreamRow:
    late = one.lag_seconds is not None and one.lag_seconds > allowed.total_seconds()
    match one.status:
        case "failed":
            verdict, state = "fail", "failed"
        case _ if late:
            verdict, state = "fail", "late"
        case "idle" if one.lag_seconds is None:  # a run ended well and found no such model
            verdict, state = "pass", "not installed"
        case _ if one.lag_seconds is None:
            verdict, state = "warn", "never read"
        case status:
            verdict, state = "pass", "running" if status == "running" else "OK"
    return StreamRow(
        name=one.stream,
        verdict=verdict,
        state=state,
        lag="–" if one.lag_seconds is None else span(one.lag_seconds),
        proven=clock.ago(one.proven_at) if one.proven_at else "never",
        quarantined=one.quarantined,
        chart=svg_charts.runs_chart(one.days, since=facts.since, until=clock.today),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An error, and whose it is: streams that met the same error share it."""

    who: str
    at: datetime
    message: str


def _errors(shown: Sequence[StreamFacts]) -> list[Told]:
    """The latest of each stream, newest first; those of streams that failed alike as one."""
    by_message: dict[str, list[StreamFacts]] = {}
    for one in shown:
        if one.last_error is not None:
            by_message.setdefault(one.last_error.message, []).append(one)
    told = [
        Told(
            streams[0].stream if len(streams) == 1 else f"{len(streams)} streams",
            max(one.last_error.at for one in streams if one.last_error),
            message or "The run left no reason.",
        )
        for message, streams in by_message.items()
    ]
    return sorted(told, key=lambda one: one.at, reverse=True)


_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
    (_FILES / "page.html").read_text("utf-8")
)
