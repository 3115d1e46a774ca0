"""Reconcile: hold a stream's ids and write_dates against Odoo's, mend what differs, stamp what was proven.

The sweep reads no payload: ids and write_dates alone, in chunks by id. Only when the whole stream has been seen is
anything mended, because only then can be told whether so much is gone that it is the user's rights, not the records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.errors import MassDisappearance
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.streams.stream import Stream
from shared.sync.chunks import ChunkReader
from shared.sync.ledger import Rows
from shared.sync.months import MonthCheck
from shared.sync.reader import read_records
from shared.sync.report import ReconcileReport
from shared.sync.sample import Sample, sample_notice
from shared.sync.sweep_store import SweepCounts, SweepStore

_ROW_BYTES = 40
"""One id and one write_date as JSON, about."""
_LARGEST_CHUNK = 20_000
_REPAIR_ROWS = 500
_TOLERATED_ROWS = 20


@dataclass
class Sweep:
    """One stream's reconcile, inside its run. `out_of_time()` is asked after each chunk."""

    stream: Stream
    odoo: Odoo
    columns: Columns
    store: SweepStore
    commit: Callable[[Rows], None]
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
        self._refuse_mass_disappearance(counts, report)
        while ids := self.store.findings(_REPAIR_ROWS):
            report.deleted += self._repair(ids)
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

    def _refuse_mass_disappearance(self, counts: SweepCounts, report: ReconcileReport) -> None:
        """Invariant 7: lost rights or a lost company look like deletes; so many at once are a person's decision."""
        limit = max(_TOLERATED_ROWS, int(self.deletion_share * counts.warehouse_count))
        if self.force or counts.extra <= limit:
            return
        share = counts.extra / counts.warehouse_count
        message = (
            f"Odoo no longer shows {counts.extra:,} of {counts.warehouse_count:,} {self.stream.model} records "
            f"({share:.1%}; at most {limit:,} are taken for deleted). Nothing was deleted here."
        )
        self.store.end(refused_because=message)
        report.result = "refused"
        raise MassDisappearance(
            message,
            fix="Check in Odoo whether the user still has its rights, record rules and companies (Settings → Users). "
            f"If the records are really gone: scout reconcile --stream {self.stream.model} --force",
        )

    def _repair(self, ids: list[int]) -> int:
        """Reads records again by id: those that are there are committed, the others are gone. Answers how many are."""
        rows = read_records(self.stream, self.odoo, self.columns, ids)
        if rows:
            self.commit(rows)
        present = {int(row["id"]) for row in rows}
        return self.store.settle(present=sorted(present), gone=[one for one in ids if one not in present])
