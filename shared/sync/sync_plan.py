"""What a first sync will take, before it is made: records, calls, disk and time, from a sample of each model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal

from pydantic import BaseModel

from shared.error_report import ErrorReport
from shared.errors import ModelMissing, StreamError
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns, choose_columns
from shared.odoo.model import Domain
from shared.odoo.personal_data import PersonalData
from shared.sync.page_size import LARGEST_PAGE_ROWS
from shared.sync.record_reader import RecordReader
from shared.sync.row_validation import Rows
from shared.sync.storage_size import bronze_bytes, typed_bytes

SAMPLE = 200
_PARTS = 4
_CALLS_BESIDE = 3
"""The model's fields, its records counted before and after."""
_STREAM_SECONDS = 0.16
"""Making a model's relation and settling its checkpoint: 8.6 s for 53 models, on two cores with an Odoo beside."""
_WRITE_SECONDS = 50e-6
"""A row's way into bronze and its typed table: 400,016 in 25.5 s with the reading (docs/reference/performance.md)."""


class StreamPlan(BaseModel):
    """`calls`: to Odoo. `bytes`: bronze and typed table, indexes too. `sampled`: how many records were read for it."""

    stream: str
    status: Literal["planned", "absent", "failed"] = "planned"
    rows: int = 0
    sampled: int = 0
    calls: int = 0
    bronze_bytes: int = 0
    typed_bytes: int = 0
    seconds: float = 0.0
    error: ErrorReport | None = None

    @property
    def bytes(self) -> int:
        return self.bronze_bytes + self.typed_bytes


@dataclass(frozen=True)
class Planner:
    """`page_bytes`, `first_page_rows`: what the warehouse takes at once; those of a direct connection unless told.

    `calls_per_second`: None for no limit.
    """

    odoo: Odoo
    page_bytes: int = 2_000_000
    first_page_rows: int = 2000
    calls_per_second: float | None = None
    personal: PersonalData = field(default_factory=PersonalData)
    clock: Callable[[], float] = time.monotonic

    def plan(self, streams: Iterable[Stream], *, named: bool) -> Iterator[StreamPlan]:
        """One after the other. A model that this Odoo lacks is absent, and an error where it was `named`.

        Raises `RunError` when Odoo cannot be used at all.
        """
        for stream in streams:
            try:
                yield self._planned(stream)
            except ModelMissing as error:
                lacks = stream.may_be_absent or not named
                told = None if lacks else ErrorReport.of(error)
                yield StreamPlan(stream=stream.model, status="absent" if lacks else "failed", error=told)
            except StreamError as error:
                yield StreamPlan(stream=stream.model, status="failed", error=ErrorReport.of(error))

    def _planned(self, stream: Stream) -> StreamPlan:
        columns = self.personal.columns(stream, choose_columns(stream, self.odoo.fields(stream.model)))
        domain = list(stream.domain)
        began = self.clock()
        total = self.odoo.count(stream.model, domain)
        latency = self.clock() - began
        began, calls_before = self.clock(), self.odoo.calls
        rows, size = self._sample(stream, columns, domain, total)
        took = self.clock() - began - latency * (self.odoo.calls - calls_before)
        a_read = len(self.odoo.identity.company_ids) if columns.company_dependent else 1
        calls = _CALLS_BESIDE + max(1, self._pages(total, size / max(1, len(rows)))) * a_read
        reading = max(0.0, took) / max(1, len(rows)) * total
        waiting = calls * max(latency, 1 / self.calls_per_second if self.calls_per_second else 0)
        return StreamPlan(
            stream=stream.model,
            rows=total,
            sampled=len(rows),
            calls=calls,
            bronze_bytes=bronze_bytes(rows, total),
            typed_bytes=typed_bytes(rows, columns.fields, total, indexes=_indexes(stream, columns)),
            seconds=round(_STREAM_SECONDS + waiting + reading + total * _WRITE_SECONDS, 2),
        )

    def _sample(self, stream: Stream, columns: Columns, domain: Domain, total: int) -> tuple[Rows, int]:
        """All of a small model; of a large one some from the beginning, the end and in between. And Odoo's bytes."""
        reader = RecordReader(stream.model, self.odoo, columns)
        if total <= SAMPLE:
            found = reader.read(domain, limit=SAMPLE)
            return found.rows, found.bytes
        each = SAMPLE // _PARTS
        oldest, newest = self._ids(stream, domain, "id", 1), self._ids(stream, domain, "id desc", each)
        first, last = min(oldest, default=0), max(newest, default=0)
        # By ids and not by an offset, for which Odoo's database would have to count through the table.
        bounds = [["id", ">=", first + (last - first) * part // (_PARTS - 1)] for part in range(_PARTS - 1)]
        rows: dict[int, dict[str, Any]] = {}
        size = 0
        for bound in [*bounds, ["id", "in", newest]]:
            found = reader.read([*domain, bound], limit=each)
            size += found.bytes
            rows |= {row["id"]: row for row in found.rows}
        return list(rows.values()), size

    def _ids(self, stream: Stream, domain: Domain, order: str, limit: int) -> list[int]:
        return [
            int(row["id"])
            for row in self.odoo.page(stream.model, domain=domain, fields=["id"], limit=limit, order=order).rows
        ]

    def _pages(self, total: int, row_bytes: float) -> int:
        """As `PageSize` finds its way: from the first size at most twofold a page up to what fits."""
        fitting = max(1, min(LARGEST_PAGE_ROWS, int(self.page_bytes / max(1.0, row_bytes))))
        pages, left, size = 0, total, self.first_page_rows
        while left > 0 and size < fitting:
            pages, left, size = pages + 1, left - size, min(fitting, size * 2)
        return pages + ceil(max(0, left) / fitting)


def _indexes(stream: Stream, columns: Columns) -> int:
    """As `scout.desired_columns` wants them: what typed views look up, the link to the document, the business date."""
    declared = {one.field for one in stream.table.columns if one.indexed} if stream.table else set()
    wanted = declared | {stream.company_parent, stream.business_date}
    return len(wanted & columns.fields.keys())
