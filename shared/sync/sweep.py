"""Reconcile: hold a stream's ids and write_dates against Odoo's, mend what differs, stamp what was proven.

The sweep reads no payload: ids and write_dates alone, in chunks by id. Only when the whole stream has been seen is
anything mended, because only then can be told whether so much is gone that it is the user's rights, not the records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.sync.chunks import ChunkReader
from shared.sync.deletion_limit import deletion_limit, mass_disappearance, none_is_hidden
from shared.sync.month_check import MonthCheck
from shared.sync.page_reader import ReadRecords, read_records
from shared.sync.run_report import ReconcileReport
from shared.sync.sample import Sample, sample_notice
from shared.sync.sweep_store import SweepCounts, SweepStore

_ROW_BYTES = 40
"""One id and one write_date as JSON, about."""
_LARGEST_CHUNK = 20_000
_REPAIR_ROWS = 500
_ALL = 2**31 - 1


@dataclass
class Sweep:
    """One stream's reconcile, inside its run. `out_of_time()` is asked after each chunk."""

    stream: Stream
    odoo: Odoo
    columns: Columns
    store: SweepStore
    commit: Callable[[ReadRecords], None]
    out_of_time: Callable[[], bool]
    chunk_bytes: int
    deletion_share: float
    force: bool
    sample: Sample | None
    months: MonthCheck | None

    def run(self, report: ReconcileReport, *, notices: list[str], swept_to_id: int) -> bool:
        """Fills in what was found; answers whether the sweep came to its end. Raises `MassDisappearance`."""
        if self.sample is not None:
            report.sampled, report.sample_differed = self.sample.run()
            notices.append(sample_notice(self.stream.model, report.sampled, report.sample_differed))
        counts, done = self._sweep(swept_to_id)
        for name, count in counts.model_dump().items():
            setattr(report, name, count)
        if not done:
            return False
        limit = deletion_limit(self.deletion_share, counts.warehouse_count) if counts.source_count else 0
        self._refuse_beyond(limit, counts.extra, lambda: self.store.findings(_ALL), counts, report)
        while ids := self.store.findings(_REPAIR_ROWS):
            read = read_records(self.stream, self.odoo, self.columns, ids)
            # The sweep saw most of these; the user may have lost its rights since.
            self._refuse_beyond(limit, report.deleted + len(ids) - len(read.ids), partial(list, ids), counts, report)
            report.deleted += self._repair(ids, read)
            report.repaired += len(ids)
            if self.out_of_time():
                return False
        if self.months is not None:
            found = self.months.run()
            if found is None:
                return False
            report.months = found.months
            notices += found.notices
        result = self.store.end(refused_because=None)
        if result != "refused":
            report.result = result
        return True

    def _sweep(self, after_id: int) -> tuple[SweepCounts, bool]:
        rows_per_chunk = min(_LARGEST_CHUNK, max(1000, self.chunk_bytes // _ROW_BYTES))
        counts = SweepCounts()
        with ChunkReader(self.stream, self.odoo, rows=rows_per_chunk).ahead(after_id) as chunks:
            for chunk in chunks:
                counts = self.store.compare(
                    after_id=after_id, to_id=chunk.to_id, ids=chunk.ids, write_dates=chunk.write_dates
                )
                after_id = chunk.to_id
                if not chunk.is_last and self.out_of_time():
                    return counts, False
        return counts, True

    def _refuse_beyond(
        self, limit: int, gone: int, ids: Callable[[], list[int]], counts: SweepCounts, report: ReconcileReport
    ) -> None:
        """`ids()`: the gone ones, others may be among them. Of a stream without any record nobody can vouch for it."""
        if self.force or gone <= limit:
            return
        if counts.source_count and none_is_hidden(self.odoo, self.stream.model, self.columns, ids()):
            return
        of = max(counts.warehouse_count, gone)
        error = mass_disappearance(self.stream.model, gone=gone, of=of, limit=limit, deleted=report.deleted)
        self.store.end(refused_because=error.message)
        report.result = "refused"
        raise error

    def _repair(self, ids: list[int], read: ReadRecords) -> int:
        """What was read again by id is committed, the others are gone. Answers how many became tombstones."""
        self.commit(read)
        present = read.ids
        return self.store.settle(present=sorted(present), gone=[one for one in ids if one not in present])
