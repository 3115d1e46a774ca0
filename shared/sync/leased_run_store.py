"""A run's store in the warehouse, under the stream's lease."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from pydantic import AwareDatetime, BaseModel, JsonValue, TypeAdapter

from shared.errors import StreamBusy
from shared.models.stream import Stream
from shared.sync.count_result import Counted, Totals
from shared.sync.field_drift import FieldChange
from shared.sync.row_validation import Rows, Unusable
from shared.sync.run_store import FIELD_CHANGES, PageCounts, Relation, Targets, encoded_page
from shared.sync.sweep_store import LeasedSweepStore, SweepStore
from shared.sync.windows import Backfill, Checkpoint, Scope, Window
from shared.warehouse.protocol import Encoded, Warehouse


class LeasedRunStore:
    """The real one: every step checks the lease's fence in its own transaction (invariants 1 to 3)."""

    def __init__(
        self, warehouse: Warehouse, stream: Stream, *, checkpoint_id: str, run_id: str, holder: str, lease_seconds: int
    ) -> None:
        self._warehouse = warehouse
        self._stream = stream
        self._checkpoint_id = checkpoint_id
        self._run_id = run_id
        self._holder = holder
        self._lease_seconds = lease_seconds
        self._fence = 0
        self._pages = 0
        self._totals: Totals | None = None
        """As the last commit left them; None: to be asked for, as always once tombstones may have been made."""
        self._makes_tombstones = False

    def begin(self) -> Checkpoint:
        answer = self._warehouse.call(
            "begin_sync",
            {
                "p_checkpoint_id": self._checkpoint_id,
                "p_stream": self._stream.model,
                "p_run_id": self._run_id,
                "p_lease_seconds": self._lease_seconds,
                "p_holder": self._holder,
            },
        )
        begun = _Begun.model_validate(answer)
        if not begun.acquired:
            raise StreamBusy(
                f"{self._stream.model} is being synced by {begun.holder or 'another run'}; "
                f"its lease ends at {begun.lease_expires_at:%Y-%m-%d %H:%M:%S} UTC.",
                lease_expires_at=begun.lease_expires_at,
                fix="Wait for it, or run again after that time: an abandoned stream is taken over then.",
            )
        self._fence = begun.fence
        self._totals = begun.checkpoint.totals
        return begun.checkpoint

    def record_fields(self, digest: str, fields: dict[str, JsonValue] | None) -> list[FieldChange]:
        answer = self._step("record_fields", p_digest=digest, p_fields=fields)
        return FIELD_CHANGES.validate_python(answer)

    def keep_relation(self) -> Relation:
        return Relation.model_validate(self._step("keep_relation", p_lease_seconds=self._lease_seconds))

    def open(self, window: Window, scope: Scope, *, closes_previous: bool) -> None:
        self._step(
            "open_window",
            p_after_page=self._pages,
            p_mode=window.mode,
            p_from=_text(window.start),
            p_until=_text(window.until),
            p_scope=scope,
            p_closes=closes_previous,
        )

    def commit(self, rows: Rows, *, window: Window | None, page_rows: int) -> PageCounts:
        page = encoded_page(rows)
        # A repeat is the same page, anything else is refused (PT409).
        digest = hashlib.sha256(page.content).hexdigest()
        answer = self._page("commit_page", window, int(rows[-1]["id"]), page_rows, digest=digest, p_rows=page)
        committed = _Committed.model_validate(answer)
        self._totals = None if self._makes_tombstones else committed.totals
        return committed

    def quarantine(self, record: Unusable, *, window: Window | None, page_rows: int) -> bool:
        # A record without an id of its own is no place to go on from: the cursor stays.
        answer = self._page(
            "quarantine_record",
            window if record.odoo_id is not None else None,
            record.odoo_id or 0,
            page_rows,
            digest=hashlib.sha256(f"{record.record_id} {record.content}".encode()).hexdigest(),
            p_record_id=record.record_id,
            p_odoo_id=record.odoo_id,
            p_content=record.content,
            p_reason=record.reason,
        )
        return _Parked.model_validate(answer).is_new

    def _page(
        self,
        function: str,
        window: Window | None,
        last_id: int,
        page_rows: int,
        *,
        digest: str,
        **arguments: JsonValue | Encoded,
    ) -> JsonValue:
        """One step of the pages' order: cursor, lease and log move with it."""
        place = None
        if window is not None and window.mode == "range":
            begun_at = window.begun_at or datetime.now(UTC)
            place = Backfill(since=window.start, until=window.until, after_id=last_id, begun_at=begun_at)
        answer = self._step(
            function,
            p_page=self._pages + 1,
            p_digest=digest,
            p_last_record_id=last_id,
            p_page_rows=page_rows,
            p_lease_seconds=self._lease_seconds,
            p_backfill=None if place is None else place.model_dump(mode="json"),
            p_moves_cursor=window is not None and window.mode != "range",
            **arguments,
        )
        self._pages += 1
        return answer

    def totals(self) -> Totals:
        if self._totals is not None:
            return self._totals
        return Totals.model_validate(self._warehouse.call("read_totals", {"p_stream": self._stream.model}))

    def take_rechecks(self, limit: int) -> Targets:
        answer = self._warehouse.call("take_rechecks", {"p_stream": self._stream.model, "p_limit": limit})
        return _Targets.validate_python(answer)

    def pointing_ids(self, targets: Targets, *, after_id: int, limit: int) -> list[int]:
        arguments: dict[str, JsonValue] = {
            "p_stream": self._stream.model,
            "p_targets": cast(JsonValue, targets),
            "p_after_id": after_id,
            "p_limit": limit,
        }
        return _Ids.validate_python(self._warehouse.call("pointing_ids", arguments))

    def settle_rechecks(self, targets: Targets) -> None:
        self._step("settle_rechecks", p_targets=cast(JsonValue, targets))

    def finish(
        self,
        status: str,
        *,
        closed: Window | None,
        error: str | None,
        notices: Sequence[str],
        counted: Counted | None = None,
    ) -> None:
        in_range = closed is not None and closed.mode == "range"
        self._step(
            "finish_sync",
            p_status=status,
            p_closes=closed is not None and not in_range,
            p_error_message=error,
            p_notices=list(notices),
            p_ends_backfill=in_range,
            p_counted=None if counted is None else counted.model_dump(mode="json", exclude={"checked_at"}),
        )

    def tombstone(self, ids: Sequence[int]) -> int:
        self._totals, self._makes_tombstones = None, True
        answer = self._step("tombstone_records", p_ids=list(ids), p_lease_seconds=self._lease_seconds)
        return _Tombstoned.model_validate(answer).deleted

    def sweeps(self) -> SweepStore:
        self._totals, self._makes_tombstones = None, True
        return LeasedSweepStore(self._warehouse, self._stream, step=self._step, lease_seconds=self._lease_seconds)

    def _step(self, function: str, **arguments: JsonValue | Encoded) -> JsonValue:
        lease: dict[str, JsonValue | Encoded] = {
            "p_checkpoint_id": self._checkpoint_id,
            "p_run_id": self._run_id,
            "p_fence": self._fence,
        }
        return self._warehouse.call(function, lease | arguments)


class _Committed(PageCounts):
    totals: Totals | None = None


_Targets = TypeAdapter(Targets)
_Ids = TypeAdapter(list[int])


class _Parked(BaseModel):
    is_new: bool


class _Tombstoned(BaseModel):
    deleted: int


class _Begun(BaseModel):
    acquired: bool
    lease_expires_at: AwareDatetime
    fence: int = 0
    holder: str | None = None
    checkpoint: Checkpoint = Checkpoint()


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
