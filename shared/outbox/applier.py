"""How a message becomes one effect in Odoo, whatever crashed before: look first, send once, tell apart what is unknown.

A message whose call may be under way is *in doubt*. It comes back here only after Odoo's request limit has passed, so
that what Odoo shows then is final, and is held against what the record was like before the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import cast

from pydantic import JsonValue

from shared.errors import OdooUnreachable, ScoutError, StreamError
from shared.odoo.client import Odoo, as_promised
from shared.outbox.desired_state import DesiredState, desired_state_of
from shared.outbox.message import Message, Outcome, Reading
from shared.outbox.odoo_call import Call, call_of
from shared.outbox.odoo_reader import Names, OdooReader
from shared.outbox.outcomes import loaded_id, no_effect, refusal
from shared.outbox.rights import forbidden_links

RESEND_WITHIN_SECONDS = 3600.0
"""A record that was to be made and is not there was not made, or was made and deleted since. For so long after the call
the first is believed; later a person decides."""

_NO_EXTERNAL_IDS = (
    "Odoo's user may not read external ids (ir.model.data); give it the group Access Rights (Settings → Users)."
)
_METHODS_OF_THEIR_OWN = frozenset(
    {
        "copy",
        "create",
        "execute_import",
        "load",
        "name_create",
        "unlink",
        "update",
        "update_field_translations",
        "web_override_translations",
        "web_resequence",
        "web_save",
        "web_save_multi",
        "write",
    }
)
"""Every model's methods that make, change or delete whatever they are told to (19: odoo/orm/models.py and web)."""


@dataclass(frozen=True)
class Plan:
    """What to send, what the record was like before, and the records (model, id) that its values link to."""

    message: Message
    call: Call
    before: Reading
    record_id: int | None
    links: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Sent:
    """Odoo answered the plan's call with this, and without an error."""

    plan: Plan
    answer: JsonValue


@dataclass(frozen=True)
class _Target:
    wanted: DesiredState
    record_id: int | None
    now: Reading
    names: Names = field(default_factory=dict)


class _Settled(Exception):
    """The message needs no call: its outcome is known."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.error or outcome.note or outcome.result)
        self.outcome = outcome


class Applier:
    """Raises nothing of a message's own: an error of Odoo becomes an `Outcome`. A `RunError` before anything was sent
    is raised: every message would meet it."""

    def __init__(self, odoo: Odoo) -> None:
        self._odoo = odoo
        self._reader = OdooReader(odoo)

    def plan(self, message: Message) -> Plan | Outcome:
        """What has to be sent, or the outcome when nothing has. Only reads."""
        try:
            return self._plan(message)
        except _Settled as settled:
            return settled.outcome
        except StreamError as refused:
            return refusal(refused, in_doubt=message.in_doubt)

    def send(self, plan: Plan) -> Sent | Outcome:
        """Carries the plan out; to be called at most once, after it was noted that it will be."""
        call = plan.call
        try:
            return Sent(plan, self._odoo.change(call.model, call.method, call.arguments, ids=call.ids))
        except OdooUnreachable as unreachable:
            if unreachable.maybe_applied:
                return Outcome.retry("lost answer", unreachable.message, in_doubt=True)
            raise
        except StreamError as refused:
            return refusal(refused, in_doubt=False)

    def ended(self, sent: Sent) -> Outcome:
        """What Odoo's answer means. What is asked of it here may fail without making that untrue."""
        message, record_id = sent.plan.message, sent.plan.record_id
        if message.operation == "unlink":
            return Outcome(result="done", odoo_id=record_id)
        if message.operation == "upsert":
            loaded = loaded_id(sent.answer)
            if isinstance(loaded, Outcome):
                return loaded
            record_id = loaded
        return self._done(message, cast(int, record_id), sent.answer)

    def _done(self, message: Message, record_id: int, answer: JsonValue) -> Outcome:
        write_date = None
        try:
            write_date = self._reader.write_date(message, record_id)
            if message.operation == "call" and self._reader.holds(message, record_id):
                return Outcome.dead("no effect", no_effect(message, answer))
        except ScoutError:
            return Outcome(result="done", odoo_id=record_id, note="Odoo could not be asked for the record afterwards")
        return Outcome(result="done", odoo_id=record_id, write_date=_stamp(write_date))

    def _plan(self, message: Message) -> Plan:
        target = self._look(message)
        if message.in_doubt:
            self._settle_doubt(message, target)
        self._check(message, target)
        exists = None if not target.now.readable else target.now.id is not None
        if message.operation == "upsert" and exists is False:
            self._refuse_incomplete(message, target.wanted)
        call = call_of(
            message, target.wanted, target.record_id, exists=exists, context=self._reader.context_of(message)
        )
        return Plan(message, call, target.now, target.record_id, tuple(target.wanted.links()))

    def _look(self, message: Message) -> _Target:
        """Which record is meant and what it is like. Raises `_Settled` for what can never be sent."""
        self._refuse_nonsense(message)
        wanted, problems = desired_state_of(message, self._reader.describe)
        if problems:
            raise _Settled(Outcome.dead("invalid", "; ".join(problems), in_doubt=message.in_doubt))
        if message.limited and (forbidden := forbidden_links(message, wanted)):
            raise _Settled(Outcome.dead("refused", "; ".join(forbidden), in_doubt=message.in_doubt))
        asked = {name for reference in wanted.references() for name in reference.names(message.company_id)}
        asked |= {line.external_id for of in wanted.lists.values() for line in of.lines}
        if message.external_id:
            asked.add(message.external_id)
        names = self._reader.names(asked)
        if names is None:
            return self._look_without_names(message, wanted)
        wanted = wanted.resolved(_found(message, wanted, names))
        record_id = message.record_id
        if message.external_id and message.external_id in names:
            model, record_id = names[message.external_id]
            if model != message.model:
                said = f"{message.external_id} is a record of {model} in Odoo"
                raise _Settled(Outcome.dead("invalid", said, in_doubt=message.in_doubt))
        with as_promised(f"a read of {message.model}"):
            now = self._reader.read(message, record_id, wanted, names)
        if message.operation == "upsert" and now.id is None:
            self._refuse_hidden(message, record_id, wanted, names)
        return _Target(wanted, record_id, now, names)

    def _refuse_hidden(self, message: Message, record_id: int | None, wanted: DesiredState, names: Names) -> None:
        """What an upsert would make must not be there out of sight: Odoo would leave it alone and answer its id."""
        if self._reader.is_hidden(message, record_id):
            company = "its user" if message.company_id is None else f"its user in company {message.company_id}"
            said = (
                f"{message.place} is {message.model} {record_id} in Odoo, where {company} may not see it: give the "
                "user the right, or name the company that the record is of"
            )
            raise _Settled(Outcome.dead("refused", said, in_doubt=message.in_doubt))
        for name, of in wanted.lists.items():
            for line in of.lines:
                model, line_id = names.get(line.external_id, (of.model, None))
                if self._reader.is_there(message, model, line_id):
                    said = f"{name}/{line.name}: its record is there without {message.place}: {model} {line_id}"
                    raise _Settled(Outcome.dead("invalid", said, in_doubt=message.in_doubt))

    def _look_without_names(self, message: Message, wanted: DesiredState) -> _Target:
        if message.in_doubt:
            raise _Settled(Outcome.dead("outcome unknown", f"Its answer was lost. {_NO_EXTERNAL_IDS}", in_doubt=True))
        if message.operation != "upsert" or any(True for _ in wanted.references()):
            raise _Settled(Outcome.dead("refused", _NO_EXTERNAL_IDS))
        return _Target(wanted, None, Reading(readable=False))

    def _refuse_nonsense(self, message: Message) -> None:
        companies = self._odoo.identity.company_ids
        if message.company_id is not None and message.company_id not in companies:
            allowed = ", ".join(map(str, companies))
            said = f"Odoo's user has company {allowed}, not {message.company_id}"
            raise _Settled(Outcome.dead("invalid", said, in_doubt=message.in_doubt))
        if message.operation == "call" and message.method in _METHODS_OF_THEIR_OWN:
            raise _Settled(Outcome.dead("invalid", f"{message.method} is no button: use the operation made for it"))
        if message.operation == "call" and not isinstance(message.payload.get("arguments") or {}, dict):
            raise _Settled(Outcome.dead("invalid", "arguments: takes an object, one name for each argument"))

    def _settle_doubt(self, message: Message, target: _Target) -> None:
        """Returns when the call surely did not happen, so that it may be sent (again)."""
        before, now = message.before or Reading(), target.now
        if not before.readable:
            raise _Settled(
                Outcome.dead("outcome unknown", "Its answer was lost and nobody saw Odoo before.", in_doubt=True)
            )
        if message.operation == "unlink" and now.id is None and not self._reader.is_hidden(message, target.record_id):
            raise _Settled(Outcome(result="done", odoo_id=before.id, note="found done after a lost answer"))
        if before.id is None:
            self._settle_creation(message, target)
            return
        if now.id is None:
            raise _Settled(_conflict(f"{message.place} was deleted or hidden since the message was sent"))
        if message.operation in {"upsert", "write"} and not target.wanted.differing(now, since=before):
            raise _Settled(_found_done(now))
        if message.operation == "call" and not self._reader.holds(message, now.id):
            raise _Settled(_found_done(now))
        if now.write_date != before.write_date or now.values != before.values:
            said = (
                f"{message.place} was changed by someone else around the time of a lost answer; it was not sent again"
            )
            raise _Settled(_conflict(said))
        if message.operation != "unlink" and before.is_too_fresh:
            said = (
                "Its answer was lost in the very second in which the record had been changed before: whether it was "
                "changed again cannot be told"
            )
            raise _Settled(Outcome.dead("outcome unknown", said, in_doubt=True))

    def _settle_creation(self, message: Message, target: _Target) -> None:
        if target.now.id is not None:  # nobody else makes records under these external ids
            differing = target.wanted.differing(target.now, since=Reading())
            since = f"; changed since: {', '.join(differing)}" if differing else ""
            raise _Settled(_found_done(target.now, since))
        if (message.sent_seconds_ago or 0.0) > RESEND_WITHIN_SECONDS:
            raise _Settled(
                Outcome.dead(
                    "outcome unknown",
                    f"{message.place} is not in Odoo: it was never made, or made and deleted since its answer was "
                    f"lost {(message.sent_seconds_ago or 0.0) / 3600:.0f} hours ago",
                    in_doubt=True,
                )
            )

    def _check(self, message: Message, target: _Target) -> None:
        """What must hold before a message is sent for the first time, or again. Raises `_Settled`."""
        now = target.now
        if message.if_unmodified_since is not None:
            self._refuse_modified(message, now)
        if now.id is None:
            if message.operation == "unlink" and not self._reader.is_hidden(message, target.record_id):
                raise _Settled(Outcome(result="done", odoo_id=target.record_id, note="was already gone"))
            if message.operation != "upsert":
                raise _Settled(Outcome.dead("gone", f"Odoo has no {message.place}, or its user may not see it"))
            return
        if message.guard is not None and not self._reader.holds(message, now.id):
            raise _Settled(
                Outcome(result="skipped", odoo_id=now.id, note=f"the guard no longer holds: {message.guard}")
            )
        if message.operation in {"upsert", "write"} and not target.wanted.differing(now):
            note = "was already so; not written again"
            raise _Settled(Outcome(result="done", odoo_id=now.id, write_date=_stamp(now.write_date), note=note))

    def _refuse_incomplete(self, message: Message, wanted: DesiredState) -> None:
        missing = self._reader.missing(message, wanted)
        if missing:
            raise _Settled(Outcome.dead("invalid", "; ".join(f"{name}: is required" for name in missing)))

    def _refuse_modified(self, message: Message, now: Reading) -> None:
        since = message.if_unmodified_since
        if since is None:
            return
        seen = since.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")  # as Odoo tells it: whole seconds, cut
        if not now.readable or (now.id is not None and now.write_date is None):
            raise _Settled(Outcome.dead("conflict", f"whether {message.place} was changed since {seen} cannot be told"))
        if now.id is None:
            raise _Settled(Outcome.dead("conflict", f"{message.place} is gone; the author saw it at {seen}"))
        if str(now.write_date) > seen:
            raise _Settled(
                Outcome.dead("conflict", f"{message.place} was changed at {now.write_date} UTC, after {seen} UTC")
            )


def _conflict(error: str) -> Outcome:
    """Stays in doubt: only a person can say that it should be sent all the same."""
    return Outcome.dead("conflict", error, in_doubt=True)


def _found(message: Message, wanted: DesiredState, names: Names) -> dict[str, int]:
    """The database id of every link. Raises `_Settled` when one is not there (yet)."""
    ids: dict[str, int] = {}
    for reference in wanted.references():
        own, *others = reference.names(message.company_id)
        there = next((name for name in (own, *others) if name in names), None)
        if there is not None:
            ids[reference.external_id] = names[there][1]
        elif reference.key is not None:
            raise _Settled(
                Outcome.retry(
                    "not there yet", f"Odoo has no {own} yet: its message comes first",
                    in_doubt=message.in_doubt,
                )
            )  # fmt: skip
        else:
            raise _Settled(Outcome.dead("invalid", f"Odoo has no {reference.external_id}", in_doubt=message.in_doubt))
    return ids


def _found_done(now: Reading, since: str = "") -> Outcome:
    return Outcome(
        result="done",
        odoo_id=now.id,
        write_date=_stamp(now.write_date),
        note=f"found done after a lost answer; not sent again{since}",
    )


def _stamp(write_date: str | None) -> str | None:
    """Odoo's naive UTC as an instant."""
    return None if write_date is None else f"{write_date.replace(' ', 'T')}Z"
