"""`scout outbox show`: all of one message for people: what it wants, what happened, what to do next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from textwrap import indent
from typing import Any

import typer
from pydantic import AwareDatetime, BaseModel
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cli.context import context_of
from cli.outbox_messages import IdArgument, JsonOption
from cli.outbox_summary import stage
from cli.terminal_text import ago, counted, utc
from shared.errors import InputError


class Shown(BaseModel):
    """What ops.show_message answers, the part that is shown."""

    id: int
    idempotency_key: str
    model: str
    operation: str
    external_id: str | None = None
    record_id: int | None = None
    payload: dict[str, Any] = {}
    guard: list[Any] | None = None
    if_unmodified_since: AwareDatetime | None = None
    ordering_key: str
    company_id: int | None = None
    requested_by: str
    status: str
    stage: str
    attempts: int = 0
    waits: int = 0
    takeovers: int = 0
    next_attempt_at: AwareDatetime
    lease_holder: str | None = None
    lease_expires_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    in_doubt: bool = False
    doubt_until: AwareDatetime | None = None
    result_id: int | None = None
    result_write_date: AwareDatetime | None = None
    note: str | None = None
    error_kind: str | None = None
    last_error: str | None = None
    created_at: AwareDatetime
    settled_at: AwareDatetime | None = None
    waits_for: int | None = None

    @property
    def place(self) -> str:
        return f"{self.model} {self.external_id or self.record_id}"


def show(ctx: typer.Context, message: IdArgument, *, as_json: JsonOption = False) -> None:
    """Show everything about one message, and what to do next."""
    context = context_of(ctx)
    with context.warehouse() as warehouse:
        answer = warehouse.call("ops.show_message", {"p_id": message})
    if answer is None:
        raise InputError([f"there is no message {message}; scout outbox list shows them"])
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    show_message(context.out, Shown.model_validate(answer), context.now())


def show_message(console: Console, one: Shown, now: datetime) -> None:
    kind = f" ({one.error_kind})" if one.error_kind else ""
    console.print(Text.assemble((f"message {one.id}: ", "bold"), stage(one.stage), kind))
    for name, value in _facts(one, now):
        console.print(Padding(Text.assemble((f"{name:<14}", "dim"), value), (0, 0, 0, 2), expand=False))
    if one.payload:
        text = json.dumps(one.payload, ensure_ascii=False, indent=2)
        console.print(Text.assemble(("  payload\n", "dim"), indent(text, "    ")))
    for step in next_steps(one, now):
        console.print(Padding(Text.assemble(("→ ", "cyan"), step), (0, 0, 0, 2), expand=False))


def _facts(one: Shown, now: datetime) -> Iterator[tuple[str, str]]:
    yield "what", f"{one.operation} {one.place}"
    yield "key", one.idempotency_key
    yield "asked by", f"{one.requested_by}, {_when(one.created_at, now)}"
    if one.company_id is not None:
        yield "company", str(one.company_id)
    if one.ordering_key != one.place:
        yield "in order with", one.ordering_key
    if one.guard is not None:
        yield "only while", json.dumps(one.guard, ensure_ascii=False)
    if one.if_unmodified_since is not None:
        yield "only if", f"unchanged since {utc(one.if_unmodified_since)}"
    if one.sent_at is not None:
        doubt = "; whether Odoo did it is not known" if one.in_doubt else ""
        yield "last sent", _when(one.sent_at, now) + doubt
    tries = [
        counted(number, thing)
        for number, thing in (
            (one.attempts, "failed attempt"),
            (one.waits, "attempt without Odoo"),
            (one.takeovers, "lost worker"),
        )
        if number
    ]
    if tries:
        yield "tries", ", ".join(tries)
    if one.result_id is not None:
        written = f", written {utc(one.result_write_date)}" if one.result_write_date else ""
        yield "in Odoo", f"{one.model} {one.result_id}{written}"
    if one.settled_at is not None:
        yield "settled", _when(one.settled_at, now)
    if one.last_error or one.note:
        yield "what happened", str(one.last_error or one.note)


def _when(instant: datetime, now: datetime) -> str:
    return f"{utc(instant)} ({ago((now - instant).total_seconds())})"


def next_steps(one: Shown, now: datetime) -> list[str]:
    """What a person does about the message, if anything."""
    number = one.id
    if one.status == "queued":
        if one.waits_for is not None:
            return [f"Waits for message {one.waits_for}, which comes first: scout outbox show {one.waits_for}"]
        return ["Goes with the next run: scout outbox --once"]
    if one.status == "processing":
        until = f" until {utc(one.lease_expires_at)}" if one.lease_expires_at else ""
        return [f"In the hands of {one.lease_holder}{until}."]
    if one.status == "failed":
        return [f"Retried automatically from {utc(one.next_attempt_at)} on. To retry now: scout outbox retry {number}"]
    if one.status == "dead":
        return _parked(one, now)
    return ["Not seen again by the sync yet."] if one.stage == "sent" and one.result_write_date else []


def _parked(one: Shown, now: datetime) -> list[str]:
    number = one.id
    held = "Later messages of the same record wait for this one."
    if one.in_doubt:
        name = f" (External Identifiers: {one.external_id})" if one.external_id else ""
        steps = [
            f"Look in Odoo for {one.place}{name}: is the change there?",
            f"If it is: scout outbox cancel {number} --reason 'found done'",
            f"If it is not: scout outbox retry {number} --send-again",
        ]
        if one.doubt_until is not None and one.doubt_until > now:
            steps.insert(0, f"Wait until {utc(one.doubt_until)}: Odoo may still be processing it.")
        return [*steps, held]
    cancelling = f"scout outbox cancel {number}"
    retrying = f"scout outbox retry {number}"
    match one.error_kind:
        case "invalid" | "refused":
            steps = [
                f"If the cause can be fixed in Odoo (rights, a missing record): fix it, then {retrying}",
                f"Otherwise: {cancelling}, and enqueue the corrected message under a new key.",
            ]
        case "conflict":
            steps = [
                f"Someone changed the record first. Look at it: {cancelling}, and ask anew under a new key if need be."
            ]
        case "gone":
            steps = [
                "The record is not in Odoo any more, or its user may not see it.",
                f"Mend that and {retrying}, or give it up: {cancelling}",
            ]
        case "no effect":
            steps = [
                "The button ended in a form, or did nothing. Look at the record in Odoo and finish it there.",
                f"Then {retrying}: its guard is asked again, and it is skipped.",
            ]
        case _:
            steps = [f"Once the cause is gone: {retrying}", f"To give it up: {cancelling}"]
    return [*steps, held]
