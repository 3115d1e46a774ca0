"""The mirror: does it follow Odoo's database, is every table live, and does its slot endanger Odoo's disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from shared.formatting import ago, counted, listed, size, span
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.health_facts import MirroredTable, MirrorFacts, SlotFacts, Unseen
from shared.monitoring.health.health_report import HealthLine
from shared.monitoring.health.mirror_source import SourceSlot

_LINES = CheckLines("mirror")
_NOT_RUN_FOR = timedelta(minutes=10)
"""A daemon writes down every few seconds that it is there, a function each minute."""
_LATE_SECONDS = 300
_MUCH_BYTES = 10 << 30
"""Log that is worth a warning where nothing limits it."""
_UNDER_WAY = frozenset({"new", "copying", "catchup", "resync"})
_RUN = "Run: scout cdc follow (or scout cdc run, each minute). For good: scout cdc drop"


def mirror_lines(
    facts: MirrorFacts | Unseen, source: Sequence[SourceSlot] | Unseen | None, *, now: datetime
) -> list[HealthLine]:
    """`source`: what Odoo's own server says of it now; None: nothing leads there. `now`: the warehouse's clock."""
    if isinstance(facts, Unseen):
        return [_LINES.unknown("mirror", facts.why, facts.fix)]
    followed = [slot for slot in facts.slots if slot.followed]
    lines = [*_forgotten(followed, source), *_shown(facts)]
    if not followed:
        read = sum(table.form == "read" for table in facts.shown)
        told = f"Odoo's database is not followed; odoo_mirror shows {counted(read, 'table')} as read through the API."
        return [*lines, _LINES.passed("mirror", told)]
    if isinstance(source, Unseen):
        lines.append(_LINES.unknown("source", source.why, source.fix))
    for slot in followed:
        seen = (
            None if source is None or isinstance(source, Unseen) else [one for one in source if one.name == slot.slot]
        )
        lines += [_running(slot, now), _log(slot, seen)]
        if slot.oversized:
            told = f"{slot.slot}: a transaction of Odoo's is larger than a function's time."
            lines.append(_LINES.fail("size", told, "Let the daemon take it: scout cdc follow"))
    return [*lines, *_tables(facts.tables, now)]


def _forgotten(followed: Sequence[SlotFacts], source: Sequence[SourceSlot] | Unseen | None) -> Iterator[HealthLine]:
    """A slot that nobody follows keeps Odoo's log until the disk is full."""
    if source is None or isinstance(source, Unseen):
        return
    known = {slot.slot for slot in followed}
    for one in source:
        if one.name not in known:
            told = f"Odoo's server keeps {size(one.retained_bytes)} of log for {one.name}, which nothing here follows."
            yield _LINES.fail("slot", told, "Nobody else reads it? Then run: scout cdc drop", stream=one.name)


def _running(slot: SlotFacts, now: datetime) -> HealthLine:
    quiet = now - slot.looked_at
    if quiet > _NOT_RUN_FOR:
        told = f"Nobody has run the mirror for {span(quiet.total_seconds())}; until then Odoo's server keeps its log."
        return _LINES.fail("lag", told, _RUN, stream=slot.slot)
    lag = slot.lag_seconds or 0.0
    if lag > _LATE_SECONDS:
        return _LINES.fail(
            "lag", f"It is {span(lag)} behind Odoo's database.", "See: scout cdc status", stream=slot.slot
        )
    told = f"Up to {span(lag)} behind." if lag else "Everything committed in Odoo is here."
    return _LINES.passed("lag", f"{told} Last looked {ago(quiet.total_seconds())}.", stream=slot.slot)


def _log(slot: SlotFacts, seen: list[SourceSlot] | None) -> HealthLine:
    """By what Odoo's server says now, else by what it said to the last run."""
    if seen == []:
        return _LINES.fail(
            "slot", "It is gone from Odoo's server.", "Run: scout cdc start (it reads all again)", stream=slot.slot
        )
    one = seen[0] if seen else slot
    kept, safe = one.retained_bytes or 0, one.safe_bytes
    told = f"Odoo's server keeps {size(kept)} of log for it" + (
        f"; {size(safe)} more are safe" if safe is not None else ""
    )
    if one.wal_status == "lost":
        return _LINES.fail(
            "slot", "It is lost: changes are missing.", "Run: scout cdc start (it reads all again)", stream=slot.slot
        )
    if one.wal_status == "unreserved" or (safe is not None and safe <= 0):
        return _LINES.fail("slot", f"{told}: it is lost at the next checkpoint.", _RUN, stream=slot.slot)
    if safe is not None and kept > safe:
        return _LINES.warn("slot", f"{told}: half of it is used.", _RUN, stream=slot.slot)
    if safe is None and kept > _MUCH_BYTES:
        fix = f"{_RUN}. And set max_slot_wal_keep_size on Odoo's server."
        return _LINES.warn("slot", f"{told}, without limit: the disk fills.", fix, stream=slot.slot)
    return _LINES.passed("slot", f"{told}.", stream=slot.slot)


def _tables(tables: Sequence[MirroredTable], now: datetime) -> Iterator[HealthLine]:
    for table in tables:
        since = span((now - table.since).total_seconds())
        why = f": {table.reason}" if table.reason else "."
        if table.state == "blocked":
            fix = "See what to do: scout cdc status, scout cdc check"
            yield _LINES.fail("table", f"{table.name} is not mirrored{why}", fix, stream=table.name)
        elif table.state in _UNDER_WAY:
            told = f"{table.name} is being read ({table.state}, for {since}){why}"
            yield _LINES.warn(
                "table", told, "It ends by itself while the mirror runs: scout cdc status", stream=table.name
            )
    live = [table.name for table in tables if table.state == "live"]
    if live:
        yield _LINES.passed(
            "tables", f"{counted(len(live), 'table')} {'is' if len(live) == 1 else 'are'} live: {listed(live)}."
        )


def _shown(facts: MirrorFacts) -> Iterator[HealthLine]:
    """What people read is not made of what is there."""
    for table in facts.shown:
        if table.notice:
            yield _LINES.warn("view", f"{table.notice}.", "Run: scout migrate", stream=table.name)
