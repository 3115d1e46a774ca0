"""How a message becomes one effect in Odoo, whatever crashed before: look, decide, send once, tell what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from pydantic import JsonValue

from shared.errors import OdooUnreachable, ScoutError, StreamError
from shared.odoo.client import Odoo
from shared.outbox.decision import Send, decide
from shared.outbox.message import Message, Outcome
from shared.outbox.odoo_reader import OdooReader
from shared.outbox.outcomes import loaded_id, no_effect, refusal
from shared.outbox.target import read_target


@dataclass(frozen=True)
class Sent:
    """Odoo answered the call with this, and without an error."""

    message: Message
    record_id: int | None
    answer: JsonValue


class Applier:
    """Raises nothing of a message's own: an error of Odoo becomes an `Outcome`. A `RunError` before anything was sent
    is raised: every message would meet it."""

    def __init__(self, odoo: Odoo) -> None:
        self._odoo = odoo
        self._reader = OdooReader(odoo)

    def plan(self, message: Message) -> Send | Outcome:
        """What has to be sent, or the outcome when nothing has. Only reads."""
        try:
            target = read_target(self._reader, message)
        except StreamError as refused:
            return refusal(refused, in_doubt=message.in_doubt)
        return target if isinstance(target, Outcome) else decide(message, target)

    def send(self, planned: Send) -> Sent | Outcome:
        """Makes the call; to be called at most once, after it was noted that it will be."""
        call = planned.call
        try:
            answer = self._odoo.change(call.model, call.method, call.arguments, ids=call.ids)
        except OdooUnreachable as unreachable:
            if unreachable.maybe_applied:
                return Outcome.retry("lost answer", unreachable.message, in_doubt=True)
            raise
        except StreamError as refused:
            return refusal(refused, in_doubt=False)
        return Sent(planned.message, planned.record_id, answer)

    def ended(self, sent: Sent) -> Outcome:
        """What Odoo's answer means. What is asked of it here may fail without making that untrue."""
        message, record_id = sent.message, sent.record_id
        if message.operation == "unlink":
            return Outcome(result="done", odoo_id=record_id)
        if message.operation == "upsert":
            loaded = loaded_id(sent.answer)
            if isinstance(loaded, Outcome):
                return loaded
            record_id = loaded
        return self._done(message, cast(int, record_id), sent.answer)

    def _done(self, message: Message, record_id: int, answer: JsonValue) -> Outcome:
        try:
            write_date = self._reader.write_date(message, record_id)
            if message.operation == "call" and self._reader.holds(message, record_id):
                return Outcome.dead("no effect", no_effect(message, answer))
        except ScoutError:
            return Outcome.done(record_id, None, note="Odoo could not be asked for the record afterwards")
        return Outcome.done(record_id, write_date)
