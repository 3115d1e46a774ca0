"""Committing what was read, page by page; what is refused is halved, down to the one record that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shared.errors import PageTooLarge, WarehouseRefused
from shared.sync.observer import Observer
from shared.sync.page_reader import ReadRecords
from shared.sync.page_size import PageSize
from shared.sync.row_validation import Rows, Unusable, with_text_for_odd_values
from shared.sync.run_report import StreamReport
from shared.sync.run_store import RunStore
from shared.sync.windows import Window

_MOST_PARKED = 100
"""Records that one run may park anew. If more are refused it is not the records that are bad."""

_MOST_REPORTED = 5
_ABOUT_CONTENT = ("21", "22", "23", "P0")
"""Classes of SQLSTATE that speak of values: cardinality, data, integrity, what a trigger raises."""

_TIME_LIMIT = "57014"


@dataclass
class PageCommitter:
    """One stream run's. Counts into `report`."""

    run_store: RunStore
    sizes: PageSize
    report: StreamReport
    observer: Observer
    _parked: int = field(default=0, init=False)
    _reported: int = field(default=0, init=False)

    def commit(self, rows: Rows, window: Window | None, total: int | None = None) -> None:
        """`window` None: single records, which move no cursor. `total`: how many records there are to read, if known.

        Raises `PageTooLarge`, `WarehouseRefused` for what no smaller page would mend, and `LeaseLost`.
        """
        pending = list(reversed(self.sizes.split(rows)))
        while pending:
            page = list(pending.pop())
            try:
                counts = self.run_store.commit(page, window=window, page_rows=self.sizes.rows)
            except (PageTooLarge, WarehouseRefused) as refusal:
                if not _may_be_one_record(refusal):
                    raise
                if len(page) == 1:
                    self._commit_alone(page[0], window, refusal)
                    continue
                if isinstance(refusal, PageTooLarge):
                    self.sizes.refused(rows=len(page))
                middle = len(page) // 2
                pending += [page[middle:], page[:middle]]
                continue
            self.report.inserted += counts.inserted
            self.report.updated += counts.updated
            self.report.unchanged += counts.unchanged
            self._count(len(page), counts.quarantined, total)

    def commit_records(self, read: ReadRecords) -> None:
        """Single records, which move no cursor."""
        self.quarantine(read.unusable, None)
        self.commit(read.rows, None)

    def quarantine(self, records: list[Unusable], window: Window | None) -> None:
        """Before the rest of their page is committed, so that no cursor moves past one that is not kept."""
        for record in records:
            self._quarantine(record, window)

    def _commit_alone(
        self, row: dict[str, Any], window: Window | None, refusal: PageTooLarge | WarehouseRefused
    ) -> None:
        """Parks what cannot be taken at the smallest size there is: its odd values as text, else the record."""
        mended, fields = with_text_for_odd_values(row)
        if fields:
            try:
                counts = self.run_store.commit([mended], window=window, page_rows=self.sizes.rows)
            except (PageTooLarge, WarehouseRefused) as second:
                refusal = second
            else:
                self.report.inserted += counts.inserted
                self.report.updated += counts.updated
                self.report.unchanged += counts.unchanged
                self._report(f"record {row['id']}: {', '.join(fields)} cannot be stored as it is and was kept as text")
                self._count(1, counts.quarantined, None)
                return
        if isinstance(refusal, PageTooLarge) and refusal.server_code == _TIME_LIMIT:
            raise refusal  # a database that is busy, not a record that is bad
        self._quarantine(Unusable.of(row, refusal.message), window)

    def _quarantine(self, record: Unusable, window: Window | None) -> None:
        if self._parked >= _MOST_PARKED:
            raise WarehouseRefused(
                f"More than {_MOST_PARKED} records of {self.report.stream} were refused one by one; the last: "
                f"{record.reason}",
                fix="It is hardly the records: look at the warehouse's triggers and indexes on this table.",
            )
        self._parked += self.run_store.quarantine(record, window=window, page_rows=self.sizes.rows)
        self._report(f"record {record.record_id} could not be taken and is in quarantine: {record.reason}")
        self._count(1, 1, None)

    def _report(self, notice: str) -> None:
        if self._reported < _MOST_REPORTED:
            self._reported += 1
            self.report.notices.append(f"{self.report.stream} {notice}")

    def _count(self, fetched: int, quarantined: int, total: int | None) -> None:
        self.report.fetched += fetched
        self.report.quarantined += quarantined
        self.report.pages += 1
        self.observer.page_committed(self.report, total)


def _may_be_one_record(refusal: PageTooLarge | WarehouseRefused) -> bool:
    return isinstance(refusal, PageTooLarge) or refusal.server_code.startswith(_ABOUT_CONTENT)
