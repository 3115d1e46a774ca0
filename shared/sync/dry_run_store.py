"""The store of a dry run."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from shared.models.stream import Stream
from shared.sync.count_result import Counted, Totals
from shared.sync.field_drift import FieldChange
from shared.sync.row_validation import Rows, Unusable
from shared.sync.run_store import FIELD_CHANGES, PageCounts, Relation, Targets, encoded_page
from shared.sync.sweep_store import DrySweepStore, SweepStore
from shared.sync.windows import Checkpoint, Scope, Window
from shared.warehouse.protocol import Warehouse


class DryRunStore:
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
        return FIELD_CHANGES.validate_python(answer)

    def keep_relation(self) -> Relation:
        return Relation()

    def open(self, window: Window, scope: Scope, *, closes_previous: bool) -> None:
        pass

    def commit(self, rows: Rows, *, window: Window | None, page_rows: int) -> PageCounts:
        answer = self._warehouse.call("preview_page", {"p_stream": self._stream.model, "p_rows": encoded_page(rows)})
        return PageCounts.model_validate(answer)

    def quarantine(self, record: Unusable, *, window: Window | None, page_rows: int) -> bool:
        return True

    def totals(self) -> Totals:
        return Totals.model_validate(self._warehouse.call("read_totals", {"p_stream": self._stream.model}))

    def take_rechecks(self, limit: int) -> Targets:
        return {}

    def pointing_ids(self, targets: Targets, *, after_id: int, limit: int) -> list[int]:
        return []

    def settle_rechecks(self, targets: Targets) -> None:
        pass

    def finish(
        self,
        status: str,
        *,
        closed: Window | None,
        error: str | None,
        notices: Sequence[str],
        counted: Counted | None = None,
    ) -> None:
        pass

    def tombstone(self, ids: Sequence[int]) -> int:
        return 0

    def sweeps(self) -> SweepStore:
        return DrySweepStore(self._warehouse, self._stream)
