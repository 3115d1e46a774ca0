"""Reconcile: hold a stream's ids and write_dates against Odoo's, mend what differs, stamp what was proven.

The sweep reads no payload: ids and write_dates alone, in chunks by id. Only when the whole stream has been seen is
anything mended, because only then can be told whether so much is gone that it is the user's rights, not the records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from shared.errors import MassDisappearance
from shared.sync.chunks import ChunkReader
from shared.sync.deletion_limit import deletion_limit, mass_disappearance, none_is_hidden
from shared.sync.month_check import MonthCheck
from shared.sync.page_reader import ReadRecords
from shared.sync.run_report import ReconcileReport
from shared.sync.sample import compare_sample, sample_notice
from shared.sync.stream_context import StreamContext
from shared.sync.sweep_store import SweepCounts, SweepStore

_ROW_BYTES = 40
"""One id and one write_date as JSON, about."""
_LARGEST_CHUNK = 20_000
_REPAIR_ROWS = 500
_ALL = 2**31 - 1


@dataclass(frozen=True)
class Sweep:
    """`swept_to_id`: where an unfinished one goes on; 0 at the beginning."""

    context: StreamContext
    store: SweepStore
    swept_to_id: int

    @classmethod
    def begin(cls, context: StreamContext, *, reads_all: bool) -> Sweep:
        """`reads_all`: all content is read before it, so that it proves that too."""
        store = context.store.sweeps()
        by_count = context.request.mode != "reconcile"
        place = store.begin(deep=reads_all, scope=context.scope, by_count=by_count)
        if place.swept_to_id:
            context.report.notices.append(place.notice())
        return cls(context, store, place.swept_to_id)

    def run(self) -> ReconcileReport | None:
        """What was found, also put into the stream's report; None when time was up. Raises `MassDisappearance`."""
        stream_report = self.context.report
        report = ReconcileReport(deep=self.context.request.deep, content=stream_report.changed)
        try:
            done = self._run(report)
        except MassDisappearance:
            stream_report.reconcile = report  # a person has to decide, and sees what was counted
            raise
        stream_report.reconcile = report
        stream_report.deleted += report.deleted
        return report if done else None

    def _run(self, report: ReconcileReport) -> bool:
        context = self.context
        if context.request.sample is not None:
            compared, differed = compare_sample(context, self.store, context.request.sample)
            report.sampled, report.sample_differed = compared, differed
            context.report.notices.append(sample_notice(context.stream.model, compared, differed))
        counts, done = self._compare()
        for name, count in counts.model_dump().items():
            setattr(report, name, count)
        if not done or not self._mend(counts, report) or not self._check_months(report):
            return False
        result = self.store.end(refused_because=None)
        if result != "refused":
            report.result = result
        return True

    def _compare(self) -> tuple[SweepCounts, bool]:
        context, after_id = self.context, self.swept_to_id
        rows_per_chunk = min(_LARGEST_CHUNK, max(1000, context.options.page_bytes // _ROW_BYTES))
        counts = SweepCounts()
        with ChunkReader(context.stream, context.odoo, rows=rows_per_chunk).ahead(after_id) as chunks:
            for chunk in chunks:
                counts = self.store.compare(
                    after_id=after_id, to_id=chunk.to_id, ids=chunk.ids, write_dates=chunk.write_dates
                )
                after_id = chunk.to_id
                if not chunk.is_last and context.out_of_time():
                    return counts, False
        return counts, True

    def _mend(self, counts: SweepCounts, report: ReconcileReport) -> bool:
        """Reads every finding again; false when time was up before."""
        share = self.context.options.deletion_share
        limit = deletion_limit(share, counts.warehouse_count) if counts.source_count else 0
        self._refuse_beyond(limit, counts.extra, lambda: self.store.findings(_ALL), counts, report)
        while ids := self.store.findings(_REPAIR_ROWS):
            read = self.context.read(ids)
            # The sweep saw most of these; the user may have lost its rights since.
            self._refuse_beyond(limit, report.deleted + len(ids) - len(read.ids), partial(list, ids), counts, report)
            report.deleted += self._repair(ids, read)
            report.repaired += len(ids)
            if self.context.out_of_time():
                return False
        return True

    def _refuse_beyond(
        self, limit: int, gone: int, ids: Callable[[], list[int]], counts: SweepCounts, report: ReconcileReport
    ) -> None:
        """`ids()`: the gone ones, others may be among them. Of a stream without any record nobody can vouch for it."""
        context = self.context
        if context.request.force or gone <= limit:
            return
        if counts.source_count and none_is_hidden(context.odoo, context.stream.model, context.columns, ids()):
            return
        of = max(counts.warehouse_count, gone)
        error = mass_disappearance(context.stream.model, gone=gone, of=of, limit=limit, deleted=report.deleted)
        self.store.end(refused_because=error.message)
        report.result = "refused"
        raise error

    def _repair(self, ids: list[int], read: ReadRecords) -> int:
        """What was read again by id is committed, the others are gone. Answers how many became tombstones."""
        self.context.pages.commit_records(read)
        present = read.ids
        return self.store.settle(present=sorted(present), gone=[one for one in ids if one not in present])

    def _check_months(self, report: ReconcileReport) -> bool:
        """Holds the months of a deep one against Odoo's; false when time was up before."""
        context = self.context
        if not (context.request.deep and context.month_sums):
            return True
        found = MonthCheck(context, self.store).run()
        if found is None:
            return False
        report.months = found.months
        context.report.notices += found.notices
        return True
