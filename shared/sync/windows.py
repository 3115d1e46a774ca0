"""Which rows a run reads: pure functions, no clock, no network.

A window `[start, until)` over write_date is asked with `>=` and `<` at whole seconds only, the one comparison that
means the same on every Odoo from 16 on, and paged by `id > last ORDER BY id`. A full window has no write_date
condition: rows may have none, or one in the future. Records a stream calls unsettled are read with every incremental
window, for their lists of ids can change without write_date. A range is over the business date and moves no checkpoint.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.errors import InputError, ScopeChanged
from shared.models.stream import Stream
from shared.odoo.columns import Columns
from shared.odoo.model import Domain, Field, Identity
from shared.sync.count_result import Counted, Totals
from shared.sync.sync_request import SyncRequest

Scope = dict[str, Any]
"""What decides which rows and values Odoo shows: where it is, user, language, companies, domain, fields by type."""

_FUTURE = timedelta(minutes=5)
"""A watermark that is further ahead of the warehouse's clock was left by a wrong one (`scout.moved_watermark`)."""

_BACKFILL_LIVES = timedelta(days=1)


class Backfill(BaseModel):
    """The place of an unfinished read by business date."""

    model_config = ConfigDict(frozen=True)

    since: AwareDatetime | None
    until: AwareDatetime | None
    after_id: int
    begun_at: AwareDatetime


class Checkpoint(BaseModel):
    """A stream's checkpoint as the warehouse answers it; everything is None before the first run.

    `now`: the warehouse's clock. `totals`: what bronze holds. `counted`: the last count check. `has_rechecks`: records
    that this stream may point at were found gone. `relation_is_due`: `odoo_raw` has to follow the recorded fields.
    """

    model_config = ConfigDict(frozen=True)

    now: AwareDatetime | None = None
    totals: Totals | None = None
    counted: Counted | None = None
    has_rechecks: bool = False
    relation_is_due: bool = False

    last_sync_at: AwareDatetime | None = None
    last_record_id: int | None = None
    window_mode: Literal["incremental", "full"] | None = None
    window_from: AwareDatetime | None = None
    window_until: AwareDatetime | None = None
    backfill: Backfill | None = None
    scope: Scope | None = None
    page_rows: int | None = None
    fields_digest: str | None = None

    @property
    def fields_read(self) -> Collection[str] | None:
        """The fields of the scope that the stream was last read with; None before the first time."""
        fields = None if self.scope is None else self.scope.get("fields")
        return fields if isinstance(fields, dict) else None

    @property
    def is_in_the_future(self) -> bool:
        """Whether a wrong clock left a watermark that has not come yet: it says nothing about what was read."""
        return self.last_sync_at is not None and self.now is not None and self.last_sync_at > self.now + _FUTURE


@dataclass(frozen=True, slots=True)
class Window:
    """What to read now.

    `after_id`: where in it to go on. `resumed`: an earlier run froze it. `begun_at`: when a range was begun. `why`: for
    people.
    """

    mode: Literal["incremental", "full", "range"]
    start: datetime | None
    until: datetime | None
    after_id: int = 0
    resumed: bool = False
    begun_at: datetime | None = None
    why: tuple[str, ...] = ()


def scope_of(stream: Stream, columns: Columns, identity: Identity) -> Scope:
    """The fingerprint of invariant 5, in parts, so that a change can be named. Plain JSON."""
    return {
        "odoo": f"{identity.database} at {identity.host}",
        "user": identity.user_id,
        "language": identity.language,
        "companies": list(identity.company_ids),
        "domain": list(stream.domain),
        "fields": {name: _kind_in_scope(columns, name) for name in columns.names},
    }


def _kind_in_scope(columns: Columns, name: str) -> str:
    """What is told in the place of a text belongs to the scope too: under another key it is another text."""
    replaced = columns.replaced.get(name)
    return _kind(columns.fields[name]) + (f", {replaced.words}" if replaced else "")


def _kind(field: Field) -> str:
    """A field's type and form as far as values depend on them: `many2one res.partner`, `float for each company`."""
    relation = f" {field.relation}" if field.relation else ""
    return f"{field.type}{relation}{' for each company' if field.company_dependent else ''}"


def scope_changes(before: Scope, after: Scope) -> tuple[str, ...]:
    """Each part that differs, in words."""
    changes = []
    for part, new in after.items():
        old = before.get(part)
        if old == new:
            continue
        if part == "fields" and isinstance(old, dict):
            names = dict.fromkeys([*new, *old])
            changes += [_told(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]
        elif part == "companies" and isinstance(old, list):
            changes.append(f"companies changed from {_listed(old)} to {_listed(new)}")
        else:
            changes.append(f"{part} changed from {old} to {new}")
    return tuple(changes)


def in_words(name: str, before: Field | None, after: Field | None) -> str:
    """How a field that is read now, or was before, changed: the same sentence as a changed scope's."""
    return _told(name, _kind(before) if before else None, _kind(after) if after else None)


def _told(name: str, before: str | None, after: str | None) -> str:
    if before is None:
        return f"field {name} is new"
    return f"field {name} is no longer shown" if after is None else f"field {name} changed from {before} to {after}"


def plan_window(
    stream: Stream, checkpoint: Checkpoint, request: SyncRequest, *, until: datetime, overlap: timedelta, scope: Scope
) -> Window:
    """The window this run reads first.

    An unfinished window of the same scope is resumed, unless it is incremental and a full read is asked for. A changed
    scope, a first run or a model without write_date means a full read.
    """
    changes = scope_changes(checkpoint.scope, scope) if checkpoint.scope is not None else ()
    if request.by_business_date:
        refuse_other_scope(stream, checkpoint, scope)
        return _plan_range(checkpoint, request, now=until)
    if checkpoint.is_in_the_future:
        told = f"its watermark, {checkpoint.last_sync_at:%Y-%m-%d %H:%M} UTC, lies in the future"
        return Window("full", None, until, why=(*changes, f"{told}, so the stream is read in full"))
    now, until = until, max(until, checkpoint.last_sync_at or until)
    if changes:
        return Window("full", None, until, why=(*changes, "the scope changed, so the stream is read in full"))
    wants_full = request.mode == "full"
    if checkpoint.window_mode == "full" or (checkpoint.window_mode == "incremental" and not wants_full):
        return Window(
            checkpoint.window_mode,
            checkpoint.window_from,
            checkpoint.window_until,
            after_id=checkpoint.last_record_id or 0,
            resumed=True,
            why=(f"went on after record {checkpoint.last_record_id or 0} of an unfinished window",),
        )
    if checkpoint.last_sync_at is None or wants_full or not stream.has_write_date:
        return Window("full", None, until)
    # A clock that jumped ahead and came back would else leave a gap behind the watermark it set.
    return Window("incremental", min(checkpoint.last_sync_at, now) - overlap, until)


def refuse_other_scope(stream: Stream, checkpoint: Checkpoint, scope: Scope) -> None:
    """Some records read under another scope than the rest would stay so unnoticed. Raises `ScopeChanged`."""
    changes = scope_changes(checkpoint.scope, scope) if checkpoint.scope is not None else ()
    if changes:
        raise ScopeChanged(
            f"{stream.model} was last read under a different scope: {'; '.join(changes)}.",
            fix="Run scout sync first: it reads the stream in full, so that nothing is mixed.",
        )


def _plan_range(checkpoint: Checkpoint, request: SyncRequest, *, now: datetime) -> Window:
    """An unfinished read of the same dates is gone on with for a day; what it read longer ago may have changed."""
    place = checkpoint.backfill
    is_same = place is not None and (place.since, place.until) == (request.since, request.until)
    if place is not None and is_same and request.mode != "full" and now - place.begun_at < _BACKFILL_LIVES:
        why = (f"went on after record {place.after_id} of an unfinished read",)
        return Window(
            "range",
            request.since,
            request.until,
            after_id=place.after_id,
            resumed=True,
            begun_at=place.begun_at,
            why=why,
        )
    return Window("range", request.since, request.until, begun_at=now)


def after_closing(checkpoint: Checkpoint, window: Window) -> Checkpoint:
    """The checkpoint as it is once the window has been read to its end."""
    done = max(window.until, checkpoint.last_sync_at or window.until) if window.until else checkpoint.last_sync_at
    return checkpoint.model_copy(
        update={
            "last_sync_at": done,
            "last_record_id": 0,
            "window_mode": None,
            "window_from": None,
            "window_until": None,
        }
    )


def domain_of(stream: Stream, window: Window, *, after_id: int, fields: Mapping[str, Field] | None = None) -> Domain:
    """The domain of the window's next page, read with `order="id"`. Raises `InputError` without a business date.

    `fields`: of the stream; a business date that is a day there is asked for by the days that the window touches.
    """
    field, first, behind = "write_date", odoo_seconds, odoo_seconds
    if window.mode == "range":
        if stream.business_date is None:
            raise InputError([f"{stream.model} has no business date"])
        field = stream.business_date
        if fields and field in fields and fields[field].type == "date":
            first, behind = _day_of, _day_behind
    bounds: Domain = []
    if window.mode != "full":
        if window.start is not None:
            bounds.append([field, ">=", first(window.start)])
        if window.until is not None:
            bounds.append([field, "<", behind(window.until)])
    if window.mode == "incremental" and stream.unsettled:
        bounds = ["|", *_all_of(bounds), *_all_of(stream.unsettled)]
    return [*stream.domain, *bounds, ["id", ">", after_id]]


def _all_of(conditions: Sequence[Any]) -> Domain:
    """One or more conditions made one operand."""
    return [*["&"] * (len(conditions) - 1), *conditions]


def _day_of(instant: datetime) -> str:
    """The day it is then, where the instant's offset holds."""
    return instant.date().isoformat()


def _day_behind(instant: datetime) -> str:
    """The first day that has not begun by then; so a day that is touched is read whole."""
    return _day_of(instant + timedelta(days=1) - timedelta(microseconds=1))


def odoo_seconds(instant: datetime) -> str:
    """An aware instant as Odoo wants it: naive UTC, whole seconds (cut, never rounded up)."""
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError("a naive datetime has no meaning here")
    return (instant - offset).strftime("%Y-%m-%d %H:%M:%S")


def _listed(values: list[Any]) -> str:
    return ", ".join(str(value) for value in values) or "none"
