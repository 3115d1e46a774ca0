"""Whether each stream equals Odoo: by its count in every run, record by record in a reconcile; and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import ScoutError
from shared.formatting import ago, counted
from shared.models.stream import Stream
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.health_facts import CheckpointFacts, SyncFacts
from shared.monitoring.health.health_report import HealthLine
from shared.odoo.client import Odoo
from shared.odoo.counts import count_and_id_sum
from shared.odoo.model import Domain
from shared.sync.count_result import Totals
from shared.sync.windows import odoo_seconds

_LINES = CheckLines("sync")
_COUNT_LASTS = timedelta(days=1)
"""Every run counts; where calls are limited, one an hour does."""
_PROOF_LASTS = timedelta(days=8)
"""A weekly reconcile, and a day for it to be late."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A stream as Odoo shows it at this moment: None, or in words what differs."""

    difference: str | None


def look(odoo: Odoo, stream: Stream, totals: Totals, *, read_until: datetime) -> Seen | None:
    """Holds Odoo's count against what is here, by a call or two; None where Odoo does not tell.

    What was made since the stream was last read need not be here yet and is no difference; but nothing may be here that
    Odoo does not show.
    """
    up_to_here: Domain = [["id", "<=", totals.highest_id]]
    if stream.has_write_date:  # and so create_date too: what was made before must be here, whatever was the highest id
        up_to_here = [
            "|",
            *up_to_here,
            "|",
            ["create_date", "=", False],
            ["create_date", "<", odoo_seconds(read_until)],
        ]
    domain: Domain = [*stream.domain, *up_to_here]
    try:
        count, id_sum = count_and_id_sum(odoo, stream.model, domain)
        if (count, id_sum) == (totals.live, totals.id_sum):
            return Seen(None)
        # Ids are given out before their records are committed: news may be below the highest id that is here.
        new: Domain = [*stream.domain, ["id", "<=", totals.highest_id], ["create_date", ">=", odoo_seconds(read_until)]]
        news = odoo.count(stream.model, new) if stream.has_write_date and count > totals.live else 0
    except ScoutError:
        return None  # the odoo group says why
    if 0 < count - totals.live <= news:
        return Seen(None)
    return Seen(f"Odoo shows {count:,} records now, here are {totals.live:,}")


def equality_lines(
    present: Mapping[str, CheckpointFacts], facts: SyncFacts, seen: Mapping[str, Seen], now: datetime
) -> list[HealthLine]:
    """`present`: what was read to an end once, by stream. `seen`: how Odoo's counts are now, where it was asked."""
    refused = {name for name, one in present.items() if _is_refused(one, facts)}  # told below, with what mends it
    differing = {
        name: told
        for name, one in present.items()
        if name not in refused and (told := _difference(one, seen.get(name), now))
    }
    fix = "The next run sweeps the stream: scout sync. If it remains: scout reconcile"
    lines = _LINES.for_streams("count", differing, fix, of=len(present))
    equal = [name for name, one in present.items() if name not in {*differing, *refused} and one.counted is not None]
    if equal:
        told = f"{counted(len(equal), 'stream')}: what Odoo had at the last sync is here, by number and sum of ids."
        lines.append(_LINES.passed("count", told, streams=equal))
    waiting = {name: _waiting(facts.rechecks[name]) for name in present if facts.rechecks.get(name)}
    lines += _LINES.for_streams("read again", waiting, "The next run does: scout sync", of=len(present))
    return [*lines, *_proof(present, facts, now)]


def proven_at(one: CheckpointFacts, facts: SyncFacts) -> datetime | None:
    """When a stream was last found equal to Odoo, by its count or record by record."""
    proof = facts.proofs.get(one.id)
    known = [proof.checked_at if proof and proof.status == "equal" else None, one.counted and one.counted.equal_at]
    return max((instant for instant in known if instant), default=None)


def _waiting(records: int) -> str:
    what = counted(records, "record")
    return f"{what} deleted in Odoo or changed here by hand; what that concerns is not read again yet."


def _is_refused(one: CheckpointFacts, facts: SyncFacts) -> bool:
    """Whether a sweep found too much gone, and the count has not been equal since."""
    proof = facts.proofs.get(one.id)
    equal_at = one.counted.equal_at if one.counted is not None else None
    return proof is not None and proof.status == "refused" and (equal_at is None or equal_at < proof.checked_at)


def _difference(one: CheckpointFacts, seen: Seen | None, now: datetime) -> str | None:
    """What differs and since when, if anything does."""
    equal_at = one.counted.equal_at if one.counted is not None else None
    until = f"; they were last equal {_ago(equal_at, now)}" if equal_at else ""
    if seen is not None:
        return f"{seen.difference}{until}." if seen.difference else None
    if one.counted is None or one.counted.is_equal or one.counted.differs_since is None:
        return None
    return f"{one.counted}; seen first {_ago(one.counted.differs_since, now)}{until}."


def _proof(present: Mapping[str, CheckpointFacts], facts: SyncFacts, now: datetime) -> list[HealthLine]:
    wrong, refused, unproven, old, fresh = {}, {}, {}, {}, {}
    for name, one in present.items():
        proof, last = facts.proofs.get(one.id), proven_at(one, facts)
        if proof is not None and _is_refused(one, facts):
            refused[name] = f"nothing was deleted here: {proof.message or 'too much is gone from Odoo.'}"
        elif proof is not None and proof.status == "differs":
            wrong[name] = f"the last reconcile, {_ago(proof.checked_at, now)}, ended with a difference."
        elif last is None or now - last > _COUNT_LASTS:
            when = f"last proven equal to Odoo {_ago(last, now)}." if last else "it was never proven equal to Odoo."
            unproven[name] = when
        elif proof is None or proof.status == "refused" or now - proof.checked_at > _PROOF_LASTS:
            compared = f"was last compared {_ago(proof.checked_at, now)}" if proof else "has never been compared"
            old[name] = f"its count equalled Odoo's {_ago(last, now)}; record by record it {compared}."
        else:
            fresh[name] = last
    of = len(present)
    which = " ".join(f"--stream {name}" for name in refused)
    force = f"Rights given back: scout reconcile. Really deleted in Odoo: scout reconcile {which} --force"
    lines = [
        *_LINES.for_streams("proof", wrong, "Run: scout reconcile", of=of),
        *_LINES.for_streams("proof", refused, force, of=of),
        *_LINES.for_streams("proof", unproven, "Run: scout sync, which counts; every night: scout reconcile", of=of),
        *_LINES.for_streams("proof", old, "Schedule it every night: scout reconcile", of=of, verdict="warn"),
    ]
    if fresh:
        who = "All are" if len(fresh) == of else f"{counted(len(fresh), 'stream')} {'is' if len(fresh) == 1 else 'are'}"
        told = f"{who} proven equal to Odoo; the oldest proof: {_ago(min(fresh.values()), now)}."
        lines.append(_LINES.passed("proof", told, streams=fresh))
    return lines


def _ago(instant: datetime, now: datetime) -> str:
    return ago((now - instant).total_seconds())
