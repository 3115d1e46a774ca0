"""Where a sweep keeps its place and its findings: in the warehouse under the stream's lease; in a dry run, nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

from shared.models.stream import Stream
from shared.sync.run_report import MonthReport
from shared.sync.windows import Scope
from shared.warehouse.protocol import Warehouse

SweepResult = Literal["equal", "differs", "refused", "dry"]


class SweepCounts(BaseModel):
    """Totals of a sweep so far, in records. `extra`: live here, not shown by Odoo."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    source_count: int = 0
    warehouse_count: int = 0
    missing: int = 0
    stale: int = 0
    extra: int = 0


class Measure(BaseModel):
    """What is added up by company and month: the argument that all month functions of the warehouse share."""

    model_config = ConfigDict(frozen=True)

    date_path: str
    parent: str | None
    sums: tuple[str, ...]
    by_company: bool
    until: AwareDatetime | None
    time_zone: str


class MonthsCompared(BaseModel):
    """`orphans`: live records here whose date stands in a record that is not here."""

    model_config = ConfigDict(frozen=True)

    months: list[MonthReport]
    orphans: int


class SweepPlace(BaseModel):
    """`swept_to_id`: 0 for a sweep that begins. `started_at`: aware UTC, what its proof speaks for."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    swept_to_id: int = 0
    started_at: AwareDatetime | None = None

    def notice(self) -> str:
        began = f" of {self.started_at:%Y-%m-%d %H:%M} UTC" if self.started_at else ""
        return f"went on with the unfinished sweep{began}; what was deleted since then is found by the next one"


class SweepStore(Protocol):
    """Each step may be repeated with the same arguments (invariant 2). All but a dry run's raise `LeaseLost`."""

    def begin(self, *, deep: bool, scope: Scope, by_count: bool) -> SweepPlace:
        """Where an unfinished sweep of the same scope and depth stands, unless it is too old; else the beginning.

        `by_count`: a run does it by itself, because a count differed.
        """

    def compare(self, *, after_id: int, to_id: int, ids: list[int], write_dates: list[str | None]) -> SweepCounts:
        """Holds bronze's records with an id in (after_id, to_id] against Odoo's; answers the totals so far."""

    def findings(self, limit: int) -> list[int]: ...

    def settle(self, *, present: list[int], gone: list[int]) -> int:
        """Present ones were committed; the gone are tombstoned. Answers how many became tombstones."""

    def sample(self, size: int) -> list[int]:
        """Ids of live records here, chosen at random; all when there are no more."""

    def time_zone(self) -> str:
        """The shop's, in which a month begins."""

    def months(self, measure: Measure, source: JsonValue) -> MonthsCompared:
        """Holds bronze's months against Odoo's groups."""

    def end(self, *, refused_because: str | None) -> SweepResult:
        """Stamps the sweep."""


class _Reading:
    """What needs no lease."""

    def __init__(self, warehouse: Warehouse, stream: Stream) -> None:
        self._warehouse = warehouse
        self._stream = stream

    def sample(self, size: int) -> list[int]:
        arguments: dict[str, JsonValue] = {"p_stream": self._stream.model, "p_limit": size}
        return _Ids.model_validate({"ids": self._warehouse.call("sample_ids", arguments)}).ids

    def time_zone(self) -> str:
        return str(self._warehouse.call("read_time_zone"))


class LeasedSweepStore(_Reading):
    """`step(function, **arguments)` calls the warehouse with the run's lease."""

    def __init__(
        self, warehouse: Warehouse, stream: Stream, *, step: Callable[..., JsonValue], lease_seconds: int
    ) -> None:
        super().__init__(warehouse, stream)
        self._step = step
        self._lease_seconds = lease_seconds
        self._id = 0

    def begin(self, *, deep: bool, scope: Scope, by_count: bool) -> SweepPlace:
        answer = self._step("begin_reconcile", p_deep=deep, p_scope=scope, p_by_count=by_count)
        place = SweepPlace.model_validate(answer)
        self._id = place.id
        return place

    def compare(self, *, after_id: int, to_id: int, ids: list[int], write_dates: list[str | None]) -> SweepCounts:
        answer = self._step(
            "sweep_chunk",
            p_reconciliation_id=self._id,
            p_after_id=after_id,
            p_to_id=to_id,
            p_ids=list(ids),
            p_write_dates=list(write_dates),
            p_lease_seconds=self._lease_seconds,
        )
        return SweepCounts.model_validate(answer)

    def findings(self, limit: int) -> list[int]:
        return _Ids.model_validate(
            {"ids": self._step("read_findings", p_reconciliation_id=self._id, p_limit=limit)}
        ).ids

    def settle(self, *, present: list[int], gone: list[int]) -> int:
        answer = self._step(
            "settle_findings",
            p_reconciliation_id=self._id,
            p_present=list(present),
            p_gone=list(gone),
            p_lease_seconds=self._lease_seconds,
        )
        return _Settled.model_validate(answer).deleted

    def months(self, measure: Measure, source: JsonValue) -> MonthsCompared:
        answer = self._step(
            "record_months",
            p_reconciliation_id=self._id,
            p_measure=measure.model_dump(mode="json"),
            p_source=source,
            p_lease_seconds=self._lease_seconds,
        )
        return MonthsCompared.model_validate(answer)

    def end(self, *, refused_because: str | None) -> SweepResult:
        answer = self._step("end_reconcile", p_reconciliation_id=self._id, p_refused_because=refused_because)
        return _Ended.model_validate(answer).status


class DrySweepStore(_Reading):
    """Counts with the very same comparison and keeps nothing (invariant 10)."""

    def __init__(self, warehouse: Warehouse, stream: Stream) -> None:
        super().__init__(warehouse, stream)
        self._counts = SweepCounts()

    def begin(self, *, deep: bool, scope: Scope, by_count: bool) -> SweepPlace:
        return SweepPlace()

    def compare(self, *, after_id: int, to_id: int, ids: list[int], write_dates: list[str | None]) -> SweepCounts:
        arguments: dict[str, JsonValue] = {
            "p_model": self._stream.model,
            "p_after_id": after_id,
            "p_to_id": to_id,
            "p_ids": list(ids),
            "p_write_dates": list(write_dates),
        }
        chunk = SweepCounts.model_validate(self._warehouse.call("compare_chunk", arguments))
        before = self._counts.model_dump()
        self._counts = SweepCounts(**{name: before[name] + value for name, value in chunk.model_dump().items()})
        return self._counts

    def findings(self, limit: int) -> list[int]:
        return []

    def settle(self, *, present: list[int], gone: list[int]) -> int:
        return 0

    def months(self, measure: Measure, source: JsonValue) -> MonthsCompared:
        arguments: dict[str, JsonValue] = {
            "p_stream": self._stream.model,
            "p_measure": measure.model_dump(mode="json"),
            "p_source": source,
        }
        return MonthsCompared.model_validate(self._warehouse.call("compare_months", arguments))

    def end(self, *, refused_because: str | None) -> SweepResult:
        return "dry"


class _Ids(BaseModel):
    ids: list[int]


class _Settled(BaseModel):
    deleted: int


class _Ended(BaseModel):
    status: SweepResult
