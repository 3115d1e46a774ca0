"""Odoo's server held against what the warehouse knows: what is to be done about the slot and about each table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pydantic import JsonValue

from shared.cdc.copying import describes
from shared.cdc.lsn import Snapshot, parse_lsn
from shared.cdc.published_columns import published_columns
from shared.cdc.source import SlotFacts, SourceFacts, SourceTable
from shared.cdc.store import Event, RelationRow, SlotRow
from shared.cdc.table import resync_change
from shared.errors import SourceNotReady
from shared.formatting import listed

_REREAD_BYTES = 256 << 20
"""Log that each peek reads again, from which on a person should know."""


class Finding(NamedTuple):
    """A change of a row of `cdc.relations`, and what is told about it."""

    change: dict[str, JsonValue]
    event: Event


def check_server(facts: SourceFacts, publication: str) -> None:
    """Raises `SourceNotReady` for what only Odoo's administrator can mend."""
    if facts.wal_level != "logical":
        raise SourceNotReady(
            "wal_level is not logical on Odoo's database server.",
            fix="alter system set wal_level = logical; then restart that server.",
        )
    if facts.publication is None:
        raise SourceNotReady(
            f"Odoo's database has no publication {publication}.",
            fix="scout cdc check prints the statement that makes it. Until then a slot holds the log.",
        )
    if not facts.publication.whole:
        raise SourceNotReady(
            f"The publication {publication} leaves out inserts, updates, deletes or truncates.",
            fix=f"alter publication {publication} set (publish = 'insert, update, delete, truncate');",
        )


def why_not_follow(facts: SourceFacts, known: SlotRow) -> str:
    """Why the slot cannot be followed from the stored position: changes would be missing. Empty: it can be."""
    slot, publication = facts.slot, facts.publication
    assert publication is not None  # noqa: S101 - check_server
    reasons: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: known.position is None, "the mirror begins"),
        (lambda: known.system_identifier != facts.system_identifier, "Odoo's database is on another server now"),
        (lambda: known.timeline != facts.timeline, "a standby or a backup of Odoo's database took over"),
        (lambda: slot is None, "the slot is gone"),
        (lambda: _is_lost(slot), "the server gave the slot up (max_slot_wal_keep_size)"),
        (
            lambda: known.publication_oid != publication.oid,
            "the publication was made after the slot, and what was changed in between is in neither",
        ),
        (lambda: facts.flushed < known.reached, "Odoo's database is older than the mirror: it was restored"),
        (
            lambda: slot is not None and parse_lsn(slot.confirmed_lsn or "0/0") > known.reached,
            "somebody else moved the slot, or the warehouse was restored",
        ),
    )
    return next((reason for applies, reason in reasons if applies()), "")


def _is_lost(slot: SlotFacts | None) -> bool:
    return slot is not None and (slot.wal_status == "lost" or slot.confirmed_lsn is None)


def judge_table(
    name: str, table: SourceTable | None, row: RelationRow | None, facts: SourceFacts, *, slot_is_new: bool
) -> Finding | None:
    """What becomes of a table's row; None: it is as it should be."""
    state = row.state if row else ""
    if table is None:
        return None if state == "absent" else _moved(name, "absent", f"Odoo has no {name}, or does not publish it")
    if problem := _blocked(name, table, facts.user):
        return None if state == "blocked" else problem
    if row is None or state == "absent" or (state == "blocked" and row.cause != "refused"):
        found = _moved(name, "resync" if row and row.columns else "new", f"{name} is copied")
        # Who began to write before it was published is not told in the log.
        wait_xid = None if slot_is_new else Snapshot.parse(facts.snapshot).end
        return found._replace(change=found.change | {"wait_xid": wait_xid})
    if row.columns is None or (row.wants_copy and row.copied_upto is None):
        return None  # its copy will see
    different = describes(row, table)
    if different is None or (state == "blocked" and row.columns == table.columns):
        return None
    event = Event(kind="resync", table_name=name, what=f"{name} is read again: {different}.")
    return Finding(resync_change(name, different), event)


def _blocked(name: str, table: SourceTable, user: str) -> Finding | None:
    names = {column.name: column.type for column in table.columns}
    if secret := sorted(names.keys() - set(published_columns(name, names))):
        cure = "Narrow the publication: scout cdc check --sql prints the statement."
        reason = f"{name} publishes {listed(secret)}, which must not leave Odoo"
        return _moved(name, "blocked", reason, cause="rights", cure=cure)
    if table.key_columns is None:
        cure = f"Give {name} a primary key, or leave it out of the publication."
        return _moved(name, "blocked", f"{name} has no key among its published columns", cause="key", cure=cure)
    if not table.readable:
        cure = f"grant select ({', '.join(column.name for column in table.columns)}) on {name} to {user};"
        return _moved(name, "blocked", f"{user} may not read {name}", cause="rights", cure=cure)
    return None


def _moved(name: str, state: str, reason: str, *, cause: str | None = None, cure: str = "") -> Finding:
    change = resync_change(name, reason) | {"state": state, "cause": cause}
    return Finding(change, Event(kind=state, table_name=name, what=f"{reason}.", cure=cure))


def warnings(facts: SourceFacts) -> list[Event]:
    """What goes well still, and may not for long."""
    slot = facts.slot
    found = []
    if slot is not None and (slot.reread_bytes or 0) > _REREAD_BYTES:
        found.append(
            Event(
                kind="open_transaction",
                what="An open transaction that writes makes every call read the log since its beginning again.",
                cure="Use scout cdc follow, which reads it once; or end what pg_stat_activity has with a backend_xid.",
            )
        )
    half = slot is not None and slot.safe_bytes is not None and slot.safe_bytes < (slot.retained_bytes or 0)
    if slot is not None and (slot.wal_status == "unreserved" or half):
        found.append(
            Event(
                kind="slot_at_risk",
                what="More than half of the log that Odoo's server keeps for the slot is used up.",
                cure="Take it: scout cdc run. If that is not enough, raise max_slot_wal_keep_size there.",
            )
        )
    return found
