"""Whether a message is sent, or what became of it: decided from what Odoo shows, without asking it. Pure.

A message whose call may be under way is *in doubt*. It comes back here only after Odoo's request limit has passed, so
that what Odoo shows then is final, and is held against what the record was like before the call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from shared.outbox.message import Message, Outcome, Reading
from shared.outbox.odoo_call import Call, call_of
from shared.outbox.target import Target

RESEND_WITHIN_SECONDS = 3600.0
"""A record that was to be made and is not there was not made, or was made and deleted since. For so long after the call
the first is believed; later a person decides."""


@dataclass(frozen=True)
class Send:
    """What to send, what the record was like before, and the records (model, id) that its values link to."""

    message: Message
    call: Call
    before: Reading
    record_id: int | None
    links: tuple[tuple[str, int], ...] = ()


def decide(message: Message, target: Target) -> Send | Outcome:
    return (
        _refuse_hidden(message, target)
        or (_settle_doubt(message, target) if message.in_doubt else None)
        or _refuse_modified(message, target.now)
        or _settle_without_call(message, target)
        or _send(message, target)
    )


def _refuse_hidden(message: Message, target: Target) -> Outcome | None:
    """What an upsert would make must not be there out of sight: Odoo would leave it alone and answer its id."""
    if message.operation == "upsert" and target.hidden:
        company = "its user" if message.company_id is None else f"its user in company {message.company_id}"
        return message.refused(
            "refused",
            f"{message.place} is {message.model} {target.record_id} in Odoo, where {company} may not see it: give the "
            "user the right, or name the company that the record is of",
        )
    for path, line in target.lines_there.items():
        return message.refused("invalid", f"{path}: its record is there without {message.place}: {line}")
    return None


def _settle_doubt(message: Message, target: Target) -> Outcome | None:
    """None when the call surely did not happen, so that it may be sent (again)."""
    before, now = message.before or Reading(), target.now
    if not before.readable:
        return message.refused("outcome unknown", "Its answer was lost and nobody saw Odoo before.")
    if message.operation == "unlink" and now.id is None and not target.hidden:
        return Outcome(result="done", odoo_id=before.id, note="found done after a lost answer")
    if before.id is None:
        return _settle_creation(message, target)
    if now.id is None:
        return message.refused("conflict", f"{message.place} was deleted or hidden since the message was sent")
    as_desired = message.operation in {"upsert", "write"} and not target.desired.differing(now, since=before)
    if as_desired or (message.operation == "call" and not target.guard_holds):
        return _found_done(now)
    return _refuse_changed(message, before, now)


def _refuse_changed(message: Message, before: Reading, now: Reading) -> Outcome | None:
    if now.write_date != before.write_date or now.values != before.values:
        error = f"{message.place} was changed by someone else around the time of a lost answer; it was not sent again"
        return message.refused("conflict", error)
    if message.operation != "unlink" and before.is_too_fresh:
        return message.refused(
            "outcome unknown",
            "Its answer was lost in the very second in which the record had been changed before: whether it was "
            "changed again cannot be told",
        )
    return None


def _settle_creation(message: Message, target: Target) -> Outcome | None:
    if target.now.id is not None:  # nobody else makes records under these external ids
        differing = target.desired.differing(target.now, since=Reading())
        return _found_done(target.now, f"; changed since: {', '.join(differing)}" if differing else "")
    seconds_ago = message.sent_seconds_ago or 0.0
    if seconds_ago <= RESEND_WITHIN_SECONDS:
        return None
    return message.refused(
        "outcome unknown",
        f"{message.place} is not in Odoo: it was never made, or made and deleted since its answer was "
        f"lost {seconds_ago / 3600:.0f} hours ago",
    )


def _refuse_modified(message: Message, now: Reading) -> Outcome | None:
    """From here on nothing is in doubt any more."""
    if message.if_unmodified_since is None:
        return None
    seen = message.if_unmodified_since.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")  # as Odoo tells it: seconds, cut
    if not now.readable or (now.id is not None and now.write_date is None):
        return Outcome.dead("conflict", f"whether {message.place} was changed since {seen} cannot be told")
    if now.id is None:
        return Outcome.dead("conflict", f"{message.place} is gone; the author saw it at {seen}")
    if str(now.write_date) > seen:
        return Outcome.dead("conflict", f"{message.place} was changed at {now.write_date} UTC, after {seen} UTC")
    return None


def _settle_without_call(message: Message, target: Target) -> Outcome | None:
    now = target.now
    if now.id is None:
        if message.operation == "unlink" and not target.hidden:
            return Outcome(result="done", odoo_id=target.record_id, note="was already gone")
        if message.operation != "upsert":
            return Outcome.dead("gone", f"Odoo has no {message.place}, or its user may not see it")
        missing = "; ".join(f"{name}: is required" for name in target.missing_fields)
        return Outcome.dead("invalid", missing) if missing else None
    if not target.guard_holds:
        return Outcome(result="skipped", odoo_id=now.id, note=f"the guard no longer holds: {message.guard}")
    if message.operation in {"upsert", "write"} and not target.desired.differing(now):
        return Outcome.done(now.id, now.write_date, note="was already so; not written again")
    return None


def _send(message: Message, target: Target) -> Send:
    exists = None if not target.now.readable else target.now.id is not None
    call = call_of(message, target.desired, target.record_id, exists=exists)
    return Send(message, call, target.now, target.record_id, tuple(target.desired.links()))


def _found_done(now: Reading, since: str = "") -> Outcome:
    return Outcome.done(now.id, now.write_date, note=f"found done after a lost answer; not sent again{since}")
