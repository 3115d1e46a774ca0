"""The record that a message is about: everything that the decision needs of Odoo, read before it is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.odoo.client import as_promised
from shared.outbox.desired_state import DesiredState, desired_state_of
from shared.outbox.message import Message, Outcome, Reading
from shared.outbox.odoo_reader import Names, OdooReader
from shared.outbox.refusals import refuse_content, refuse_malformed, refuse_without_external_ids, resolve


@dataclass(frozen=True)
class Target:
    """`desired`: with its links resolved. `now`: the record as Odoo's user sees it.

    `hidden`: the record is there, out of that user's sight. `lines_there`: model and id of lines that are there, by
    their path, although their record is not. `missing_fields`: what a new record would lack. `guard_holds`: true
    without a guard.
    """

    now: Reading
    record_id: int | None = None
    desired: DesiredState = field(default_factory=DesiredState)
    hidden: bool = False
    lines_there: dict[str, str] = field(default_factory=dict)
    missing_fields: tuple[str, ...] = ()
    guard_holds: bool = True


def read_target(reader: OdooReader, message: Message) -> Target | Outcome:
    """What Odoo shows; or the outcome, when the message can be refused before its record is looked at. Only reads."""
    desired, problems = desired_state_of(message, reader.describe)
    malformed = refuse_malformed(message, reader.odoo.identity.company_ids)
    if refused := malformed or refuse_content(message, desired, problems):
        return refused
    names = reader.names(_external_ids(message, desired))
    if names is None:
        return refuse_without_external_ids(message, desired) or Target(Reading(readable=False), None, desired)
    resolved = resolve(message, desired, names)
    if isinstance(resolved, Outcome):
        return resolved
    desired, record_id = resolved
    with as_promised(f"a read of {message.model}"):
        now = reader.read(message, record_id, desired, names)
    if now.id is None:
        return _absent(reader, message, record_id, desired, names)
    holds = message.guard is None or reader.holds(message, now.id)
    return Target(now, record_id, desired, guard_holds=holds)


def _absent(reader: OdooReader, message: Message, record_id: int | None, desired: DesiredState, names: Names) -> Target:
    """What is not seen may be hidden. What an upsert would make must not be: Odoo would leave it alone."""
    if message.operation not in {"upsert", "unlink"}:
        return Target(Reading(), record_id, desired)
    if reader.is_there(message, message.model, record_id):
        return Target(Reading(), record_id, desired, hidden=True)
    if message.operation == "unlink":
        return Target(Reading(), record_id, desired)
    lines = {
        f"{name}/{line.name}": names.get(line.external_id, (of.model, None))
        for name, of in desired.lists.items()
        for line in of.lines
    }
    there = {path: f"{model} {id}" for path, (model, id) in lines.items() if reader.is_there(message, model, id)}
    missing = () if there else tuple(reader.missing(message, desired))
    return Target(Reading(), record_id, desired, lines_there=there, missing_fields=missing)


def _external_ids(message: Message, desired: DesiredState) -> set[str]:
    """Of the record, its lines and everything it links to."""
    asked = {name for reference in desired.references() for name in reference.names(message.company_id)}
    asked |= {line.external_id for of in desired.lists.values() for line in of.lines}
    return asked | {message.external_id} if message.external_id else asked
