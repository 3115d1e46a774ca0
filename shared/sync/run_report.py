"""What a run answers: one and the same report for `--json`, for the HTTP answer and for the summary on a terminal."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from shared.error_report import ErrorReport
from shared.sync.count_result import Counted

StreamStatus = Literal["completed", "partial", "failed", "busy", "absent", "not started"]
RunStatus = Literal["completed", "partial", "failed", "busy"]


class MonthReport(BaseModel):
    """A month of one company as Odoo groups it (source) and as the warehouse holds it.

    `month`: its first day in `time_zone`; None: records without a date. `company_id` None: without company, or a model
    that has none. Sums are in the records' own currency, rounded to four decimals; in JSON they are text. `as_of`
    (aware UTC): records made since are left out on both sides.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    company_id: int | None
    company: str | None = None
    month: date | None
    source_count: int
    warehouse_count: int
    source_sums: dict[str, Decimal]
    warehouse_sums: dict[str, Decimal]
    equal: bool = Field(validation_alias=AliasChoices("equal", "is_equal"))
    time_zone: str = "UTC"
    as_of: datetime | None = None

    @property
    def name(self) -> str:
        """`2026-11`, or `no date`."""
        return f"{self.month:%Y-%m}" if self.month else "no date"


class ReconcileReport(BaseModel):
    """What a reconcile of one stream found and did, in records.

    `missing`: in Odoo, not here. `stale`: another write_date here, or changed by hand. `extra`: here, not shown by
    Odoo. `repaired`: settled one way or the other, `deleted` of them as tombstones. `sampled` records were chosen at
    random and read again, `sample_differed` of them differed; None: all or none were. `content`: what the read before
    the sweep inserted or updated, in a dry run would. `months`: a deep one's, for streams with sums. `result`: `equal`
    when ids, write_dates and months are now; `refused`: so much was gone that nothing was deleted.
    """

    deep: bool = False
    source_count: int = 0
    warehouse_count: int = 0
    missing: int = 0
    stale: int = 0
    extra: int = 0
    repaired: int = 0
    deleted: int = 0
    content: int = 0
    sampled: int | None = None
    sample_differed: int | None = None
    months: list[MonthReport] = []
    result: Literal["equal", "differs", "refused", "unfinished", "dry"] = "unfinished"

    @property
    def found_difference(self) -> bool:
        """What is wrong still: after mending, or in a dry run, which mends nothing."""
        counted = self.missing + self.stale + self.extra + self.content + (self.sample_differed or 0)
        differs = bool(counted) or not all(month.equal for month in self.months)
        return self.result == "differs" or (self.result == "dry" and differs)


class StreamReport(BaseModel):
    """One stream's part of a run. Counts are records; `deleted` counts tombstones; times are aware UTC.

    `would_read`: what Odoo counts for a dry run that is not exact; None in any other run. `more`: the stream stopped
    after a whole page with work left; the next run goes on there. `counted`: the records and the sum of their ids, in
    Odoo and here, as the run found them in the end. `reconcile`: also when a count differed and the stream was swept
    for it.
    """

    stream: str
    status: StreamStatus = "not started"
    mode: Literal["incremental", "full", "range", "replay"] | None = None
    window_from: datetime | None = None
    window_until: datetime | None = None
    would_read: int | None = None
    fetched: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    quarantined: int = 0
    pages: int = 0
    more: bool = False
    seconds: float = 0.0
    notices: list[str] = []
    counted: Counted | None = None
    reconcile: ReconcileReport | None = None
    error: ErrorReport | None = None
    lease_expires_at: datetime | None = None

    @property
    def changed(self) -> int:
        """Records whose content in bronze is another one now; in a dry run, would be."""
        return self.inserted + self.updated

    def take_in(self, later: StreamReport) -> None:
        """Adds what a second run of the stream within the same one did."""
        for name in ("fetched", "inserted", "updated", "unchanged", "deleted", "quarantined", "pages", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        self.notices += [notice for notice in later.notices if notice not in self.notices]
        self.status, self.more, self.error = later.status, later.more, later.error
        self.counted = later.counted or self.counted
        self.reconcile = self.reconcile or later.reconcile


class RunReport(BaseModel):
    run_id: str
    dry_run: bool
    status: RunStatus
    more: bool
    odoo: str = ""
    warehouse: str = ""
    odoo_calls: int = 0
    started_at: datetime
    seconds: float
    notices: list[str] = []
    streams: list[StreamReport]


def overall_status(streams: list[StreamReport]) -> RunStatus:
    """`completed`: every stream did; `busy` and `failed`: every one was or did; `partial`: anything between."""
    states = {"completed" if report.status == "absent" else report.status for report in streams}
    if states <= {"completed"}:
        return "completed"
    if states == {"busy"}:
        return "busy"
    if "completed" in states or "partial" in states or "not started" in states:
        return "partial"
    return "failed"


def amount(value: Decimal) -> str:
    """With two decimals, or as many as it has: `1,234.50`, `0.125`."""
    text = f"{value:,.4f}"
    return text[:-2] if text.endswith("00") else text.rstrip("0")
