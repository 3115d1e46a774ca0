"""Where a run writes down what it does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

import orjson
from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter

from shared.errors import WarehouseRefused
from shared.sync.count_result import Counted, Totals
from shared.sync.field_drift import FieldChange
from shared.sync.row_validation import Rows, Unusable
from shared.sync.sweep_store import SweepStore
from shared.sync.windows import Checkpoint, Scope, Window
from shared.warehouse.protocol import Encoded

Targets = dict[str, list[int]]
"""Records that are gone from Odoo: ids by model."""

FIELD_CHANGES = TypeAdapter(list[FieldChange])


class PageCounts(BaseModel):
    """What the warehouse did with one page. Counts are records."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    inserted: int
    updated: int
    unchanged: int
    quarantined: int


class Relation(BaseModel):
    """How far the stream's relation in odoo_raw follows its fields. `notices`: what could not be changed, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    done: bool = True
    notices: tuple[str, ...] = ()


class RunStore(Protocol):
    """The four steps of a run. Each may be repeated with the same arguments (invariant 2).

    All raise `LeaseLost` when another runner took the stream over, and the warehouse's own errors.
    """

    def begin(self) -> Checkpoint:
        """Takes the stream. Raises `StreamBusy`, `TableMissing`."""

    def record_fields(self, digest: str, fields: dict[str, JsonValue] | None) -> list[FieldChange]:
        """Keeps the record of the stream's fields: see `shared.sync.field_drift`."""

    def keep_relation(self) -> Relation:
        """Brings the relation in odoo_raw to the recorded fields, or some seconds' part of it; again until done."""

    def open(self, window: Window, scope: Scope, *, closes_previous: bool) -> None: ...

    def commit(self, rows: Rows, *, window: Window | None, page_rows: int) -> PageCounts:
        """Commits one page of at least one row, ordered by id. Raises `PageTooLarge`.

        `window`: the one the page was read from; None: single records, which move no place.
        """

    def quarantine(self, record: Unusable, *, window: Window | None, page_rows: int) -> bool:
        """Keeps one record that no page can hold, as text; the cursor moves with it as with a page.

        Answers whether it was not kept before.
        """

    def tombstone(self, ids: Sequence[int]) -> int:
        """Marks records as gone from Odoo. Answers how many were not marked before."""

    def sweeps(self) -> SweepStore:
        """Where this stream's sweep keeps its place."""

    def totals(self) -> Totals:
        """What bronze holds now."""

    def take_rechecks(self, limit: int) -> Targets:
        """Records found gone that this stream's may still point at; empty when there are none (left)."""

    def pointing_ids(self, targets: Targets, *, after_id: int, limit: int) -> list[int]:
        """The ids behind `after_id`, ascending, of this stream's live records that point at one of the targets."""

    def settle_rechecks(self, targets: Targets) -> None:
        """What points at these was read again."""

    def finish(
        self,
        status: str,
        *,
        closed: Window | None,
        error: str | None,
        notices: Sequence[str],
        counted: Counted | None = None,
    ) -> None:
        """`closed`: the window that was read to its end. `counted`: what the count check found, if there was one."""


def encoded_page(rows: Rows) -> Encoded:
    """The page as JSON. Raises `WarehouseRefused`, as the warehouse would, for what JSON in UTF-8 cannot write."""
    try:
        return Encoded(orjson.dumps(rows))
    except TypeError:  # an integer of more than 64 bits, which PostgreSQL takes; or what the slow way refuses too
        return Encoded(_slowly(rows))


def _slowly(rows: Rows) -> bytes:
    try:
        return json.dumps(rows, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:  # an infinite number; half a surrogate pair
        raise WarehouseRefused(
            "A value is beyond what JSON can write: an infinite number, or half a character.", server_code="22P05"
        ) from error
