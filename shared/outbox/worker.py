"""The worker: claim → apply → settle, until nothing is due, time is up, or someone asks it to stop.

Several workers at once are safe: each claims messages of other ordering keys. One that vanishes is noticed when its
leases end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from shared.error_report import ErrorReport
from shared.errors import LeaseLost, LoginRefused, OdooUnreachable, ScoutError, SendWindowExpired, internal_error
from shared.odoo.client import Odoo
from shared.outbox.applier import Applier, Sent
from shared.outbox.message import Message, Outcome
from shared.outbox.message_store import OutboxStore, RunStatus
from shared.outbox.outbox_report import MessageReport, MessageStatus, OutboxReport
from shared.outbox.preview import would_send
from shared.outbox.send_window import SendWindow
from shared.retries import Deadline

SEND_WITHIN_SECONDS = 10.0
"""Between noting that a message is about to be sent and its request leaving."""


Outage = OdooUnreachable | LoginRefused
_TAKEN_OVER = "another worker took it over"
_COUNTED = ("done", "skipped", "failed", "dead")


class OutboxObserver(Protocol):
    """Who wants to see messages go."""

    def claimed(self, count: int) -> None: ...

    def settled(self, report: MessageReport) -> None: ...


class SilentOutboxObserver:
    """Nobody is watching."""

    def claimed(self, count: int) -> None:
        pass

    def settled(self, report: MessageReport) -> None:
        pass


@dataclass
class Worker:
    """One run. `odoo` goes through `send_window`, its limiter. `stop` ends it after the current message."""

    odoo: Odoo
    store: OutboxStore
    send_window: SendWindow
    run_id: str
    name: str
    batch_size: int
    lease_seconds: int
    warehouse_name: str = ""
    observer: OutboxObserver = field(default_factory=SilentOutboxObserver)
    deadline: Deadline = field(default_factory=Deadline.never)
    stop: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.monotonic

    def run(self) -> OutboxReport:
        """Works until nothing is due. Raises the warehouse's own errors; Odoo's stand in the report."""
        report = self._begun(dry_run=False)
        self.store.begin(self.name)
        applier = Applier(self.odoo)
        status: RunStatus = "completed"
        try:
            while not self._must_stop() and (messages := self.store.claim(self.batch_size)):
                self.observer.claimed(len(messages))
                self._work(applier, messages, report)
            report.more = self._must_stop()
            status = "stopped" if report.more else "completed"
        except (OdooUnreachable, LoginRefused) as outage:
            report.more = self._gave_up(outage)
            status = "stopped" if report.more else "failed"
            report.error = None if report.more else ErrorReport.of(outage)
        report.status = status
        report.released = self.store.finish(status, report.error.message if report.error else None)
        return self._ended(report)

    def preview(self) -> OutboxReport:
        """What a run would do with the messages that are due now; changes nothing anywhere."""
        report = self._begun(dry_run=True)
        applier = Applier(self.odoo)
        try:
            for message in self.store.preview(self.batch_size):
                plan = applier.plan(message)
                if isinstance(plan, Outcome):
                    self._count(report, _report(message, _BECOMES.get(plan.result, "failed"), plan))
                    continue
                one = _report(message, "send", Outcome(result="done", odoo_id=plan.record_id))
                one.would_send = would_send(self.odoo, plan)
                self._count(report, one)
        except (OdooUnreachable, LoginRefused) as outage:
            report.status = "failed"
            report.error = ErrorReport.of(outage)
        return self._ended(report)

    def _work(self, applier: Applier, messages: list[Message], report: OutboxReport) -> None:
        """Raises a `Outage` after the message that met it was settled; the others are given back by `finish`."""
        renew_at = self.clock() + self.lease_seconds / 2
        for message in messages:
            if self._must_stop():
                return
            if self.clock() >= renew_at:
                self.store.keep()
                renew_at = self.clock() + self.lease_seconds / 2
            try:
                outcome, outage = self._apply(applier, message)
            except LeaseLost:
                self._count(report, _report(message, "lost", Outcome(result="wait", error=_TAKEN_OVER)))
                continue
            self._settle(message, outcome, report)
            if outage is not None:
                raise outage

    def _apply(self, applier: Applier, message: Message) -> tuple[Outcome, Outage | None]:
        """The outcome, and what keeps us from Odoo, if anything does: every message would meet it."""
        doubt = unclear = message.in_doubt
        try:
            plan = applier.plan(message)
            if isinstance(plan, Outcome):
                return plan, None
            with self.send_window.open(SEND_WITHIN_SECONDS):
                self.store.note_sending(message, plan.before)
                doubt, unclear = False, True  # what did not leave was not done; an unexpected error may have come after
                sent = applier.send(plan)
            # The window is for the sending alone: Odoo may take minutes to answer, and is asked once more then.
            return (applier.ended(sent) if isinstance(sent, Sent) else sent), None
        except SendWindowExpired as expired:
            return _waits(expired, in_doubt=doubt), None
        except (OdooUnreachable, LoginRefused) as outage:
            if self._gave_up(outage):
                raise
            return _waits(outage, in_doubt=doubt), outage
        except ScoutError:
            raise
        except Exception as unexpected:  # noqa: BLE001
            # One message's unexpected error stops no other. Its text may hold a record's content.
            error = internal_error(message.place, unexpected)
            return Outcome.retry("internal", str(error), in_doubt=unclear), None

    def _settle(self, message: Message, outcome: Outcome, report: OutboxReport) -> None:
        try:
            settled = self.store.settle(message, outcome)
        except LeaseLost:
            self._count(report, _report(message, "lost", outcome))
            return
        one = _report(message, settled.status, outcome)
        if settled.status == "failed":
            one.next_attempt_at = settled.next_attempt_at
        self._count(report, one)

    def _count(self, report: OutboxReport, one: MessageReport) -> None:
        report.messages.append(one)
        if one.status in _COUNTED:
            setattr(report, one.status, getattr(report, one.status) + 1)
        self.observer.settled(one)

    def _gave_up(self, outage: Outage) -> bool:
        """Whether nothing is wrong with Odoo: a read before sending was ended because we were asked to stop."""
        return isinstance(outage, OdooUnreachable) and outage.given_up and self.stop.is_set()

    def _must_stop(self) -> bool:
        return self.stop.is_set() or self.deadline.passed

    def _begun(self, *, dry_run: bool) -> OutboxReport:
        self._began = self.clock()
        return OutboxReport(
            run_id=self.run_id,
            dry_run=dry_run,
            odoo=self.odoo.name,
            warehouse=self.warehouse_name,
            started_at=datetime.now(UTC),
        )

    def _ended(self, report: OutboxReport) -> OutboxReport:
        report.odoo_calls = self.odoo.calls
        report.seconds = round(self.clock() - self._began, 3)
        return report


_BECOMES: Mapping[str, MessageStatus] = {"done": "done", "skipped": "skipped", "dead": "dead"}


def _report(message: Message, status: MessageStatus, outcome: Outcome) -> MessageReport:
    return MessageReport(
        id=message.id,
        key=message.idempotency_key,
        operation=message.operation,
        place=message.place,
        status=status,
        odoo_id=outcome.odoo_id,
        note=outcome.note,
        kind=outcome.kind,
        error=outcome.error,
    )


def _waits(error: ScoutError, *, in_doubt: bool) -> Outcome:
    return Outcome(result="wait", kind="unreachable", error=str(error), in_doubt=in_doubt)
