"""Where a run writes down what it does: for real under a lease, or, in a dry run, nowhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, TypeAdapter

from shared.errors import StreamBusy
from shared.streams.stream import Stream
from shared.sync.drift import FieldChange
from shared.sync.sweep_store import DrySweepStore, LeasedSweepStore, SweepStore
from shared.sync.windows import Backfill, Checkpoint, Scope, Window
from shared.warehouse.protocol import Warehouse

Rows = list[dict[str, Any]]

_Changes = TypeAdapter(list[FieldChange])


class PageCounts(BaseModel):
    """What the warehouse did with one page. Counts are records."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    inserted: int
    updated: int
    unchanged: int
    quarantined: int


class Ledger(Protocol):
    """The four steps of a run. Each may be repeated with the same arguments (invariant 2).

    All raise `LeaseLost` when another runner took the stream over, and the warehouse's own errors.
    """

    def begin(self) -> Checkpoint:
        """Takes the stream. Raises `StreamBusy`, `TableMissing`."""

    def record_fields(self, digest: str, fields: dict[str, JsonValue] | None) -> list[FieldChange]:
        """Keeps the record of the stream's fields: see `shared.sync.drift`."""

    def open(self, window: Window, scope: Scope, *, closes_previous: bool) -> None: ...

    def commit(self, rows: Rows, *, window: Window | None, page_rows: int) -> PageCounts:
        """Commits one page of at least one row, ordered by id. Raises `PageTooLarge`.

        `window`: the one the page was read from; None: single records, which move no place.
        """

    def tombstone(self, ids: Sequence[int]) -> int:
        """Marks records as gone from Odoo. Answers how many were not marked before."""

    def sweeps(self) -> SweepStore:
        """Where this stream's sweep keeps its place."""

    def finish(
        self, status: str, *, closes: bool, window: Window | None, error: str | None, notices: Sequence[str]
    ) -> None: ...


class LeasedLedger:
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
        return begun.checkpoint

    def record_fields(self, digest: str, fields: dict[str, JsonValue] | None) -> list[FieldChange]:
        answer = self._step("record_fields", p_digest=digest, p_fields=fields)
        return _Changes.validate_python(answer)

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
        last_id = int(rows[-1]["id"])
        place = None
        if window is not None and window.mode == "range":
            begun_at = window.begun_at or datetime.now(UTC)
            place = Backfill(since=window.start, until=window.until, after_id=last_id, begun_at=begun_at)
        answer = self._step(
            "commit_page",
            p_page=self._pages + 1,
            p_digest=_digest(rows),
            p_rows=cast(JsonValue, rows),
            p_last_record_id=last_id,
            p_page_rows=page_rows,
            p_lease_seconds=self._lease_seconds,
            p_backfill=None if place is None else place.model_dump(mode="json"),
            p_moves_cursor=window is not None and window.mode != "range",
        )
        self._pages += 1
        return PageCounts.model_validate(answer)

    def finish(
        self, status: str, *, closes: bool, window: Window | None, error: str | None, notices: Sequence[str]
    ) -> None:
        in_range = window is not None and window.mode == "range"
        self._step(
            "finish_sync",
            p_status=status,
            p_closes=closes and not in_range,
            p_error_message=error,
            p_notices=list(notices),
            p_ends_backfill=closes and in_range,
        )

    def tombstone(self, ids: Sequence[int]) -> int:
        answer = self._step("tombstone_records", p_ids=list(ids), p_lease_seconds=self._lease_seconds)
        return _Tombstoned.model_validate(answer).deleted

    def sweeps(self) -> SweepStore:
        return LeasedSweepStore(self._warehouse, self._stream, step=self._step, lease_seconds=self._lease_seconds)

    def _step(self, function: str, **arguments: JsonValue) -> JsonValue:
        lease: dict[str, JsonValue] = {
            "p_checkpoint_id": self._checkpoint_id,
            "p_run_id": self._run_id,
            "p_fence": self._fence,
        }
        return self._warehouse.call(function, lease | arguments)


class DryLedger:
    """Writes nothing anywhere: reads the checkpoint, takes no lease, asks what each page would do (invariant 10)."""

    def __init__(self, warehouse: Warehouse, stream: Stream, *, checkpoint_id: str) -> None:
        self._warehouse = warehouse
        self._stream = stream
        self._checkpoint_id = checkpoint_id

    def begin(self) -> Checkpoint:
        answer = self._warehouse.call(
            "read_checkpoint", {"p_checkpoint_id": self._checkpoint_id, "p_stream": self._stream.model}
        )
        return Checkpoint.model_validate(answer)

    def record_fields(self, digest: str, fields: dict[str, JsonValue] | None) -> list[FieldChange]:
        answer = self._warehouse.call(
            "compare_fields", {"p_checkpoint_id": self._checkpoint_id, "p_digest": digest, "p_fields": fields}
        )
        return _Changes.validate_python(answer)

    def open(self, window: Window, scope: Scope, *, closes_previous: bool) -> None:
        pass

    def commit(self, rows: Rows, *, window: Window | None, page_rows: int) -> PageCounts:
        answer = self._warehouse.call("preview_page", {"p_stream": self._stream.model, "p_rows": cast(JsonValue, rows)})
        return PageCounts.model_validate(answer)

    def finish(
        self, status: str, *, closes: bool, window: Window | None, error: str | None, notices: Sequence[str]
    ) -> None:
        pass

    def tombstone(self, ids: Sequence[int]) -> int:
        return 0

    def sweeps(self) -> SweepStore:
        return DrySweepStore(self._warehouse, self._stream)


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


def _digest(rows: Rows) -> str:
    """The page's content in 64 hexadecimal digits: a repeat is the same page, anything else is refused (PT409)."""
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()
