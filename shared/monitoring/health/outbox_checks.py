"""The outbox: is what was approved on its way."""

from __future__ import annotations

from shared.formatting import counted, listed, span
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.health_facts import OutboxFacts, Unseen
from shared.monitoring.health.health_report import HealthLine

_LINES = CheckLines("outbox")
_LONGEST_WAIT_SECONDS = 3600


def outbox_lines(facts: OutboxFacts | Unseen) -> list[HealthLine]:
    if isinstance(facts, Unseen):
        return [_LINES.unknown("queue", facts.why, facts.fix)]
    lines = [_queue(facts)]
    if facts.dead:
        lines.append(_parked(facts))
    if facts.held_back:
        fix = "They continue once those before them are settled: scout outbox list"
        told = f"{counted(facts.held_back, 'message')} behind a failed or parked one of the same key."
        lines.append(_LINES.warn("held back", told, fix))
    if facts.depth and facts.last_run is not None and facts.last_run.status == "failed":
        error = facts.last_run.error_message or "it left no reason."
        lines.append(
            _LINES.fail(
                "worker", f"The last run of the worker failed: {error}", "Mend it, then run: scout outbox --once"
            )
        )
    return lines


def _queue(facts: OutboxFacts) -> HealthLine:
    if not facts.depth or facts.oldest_seconds is None:
        return _LINES.passed("queue", "No message waits.")
    told = f"{counted(facts.depth, 'message')} on the way to Odoo, the oldest for {span(facts.oldest_seconds)}."
    if facts.oldest_seconds > _LONGEST_WAIT_SECONDS:
        return _LINES.fail("queue", told, "See what it waits for (scout outbox list), then run: scout outbox --once")
    return _LINES.passed("queue", told)


def _parked(facts: OutboxFacts) -> HealthLine:
    """Which ones, never what is in them."""
    first = [f"{one.id} ({one.operation} {one.model}: {one.error_kind or 'no kind'})" for one in facts.parked]
    more = facts.dead - len(first)
    told = listed([*first, *([f"{more:,} more"] if more > 0 else [])])
    one = facts.parked[0].id if facts.parked else "ID"
    return _LINES.fail(
        "parked",
        f"{counted(facts.dead, 'message')} {'is' if facts.dead == 1 else 'are'} parked and will not move: {told}.",
        f"Look: scout outbox show {one}. Then: scout outbox retry {one}, or scout outbox cancel {one}",
    )
