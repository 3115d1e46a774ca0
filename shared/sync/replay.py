"""Replay: single records read again, whatever their write_date; those that are gone become tombstones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.sync.deletion_limit import deletion_limit, mass_disappearance
from shared.sync.page_reader import ReadRecords, read_records
from shared.sync.run_report import StreamReport

_ROWS = 500


@dataclass(frozen=True)
class Replay:
    """`commit(read)` counts into the report itself; `tombstone(ids)` answers how many were not marked before."""

    stream: Stream
    odoo: Odoo
    columns: Columns
    commit: Callable[[ReadRecords], None]
    tombstone: Callable[[Sequence[int]], int]
    out_of_time: Callable[[], bool]
    deletion_share: float

    def run(self, ids: Sequence[int], report: StreamReport) -> bool:
        """Answers whether all were read. Raises `MassDisappearance`."""
        report.mode = "replay"
        wanted = sorted(set(ids))
        limit = deletion_limit(self.deletion_share, len(wanted))
        missing = 0
        for start in range(0, len(wanted), _ROWS):
            if start and self.out_of_time():
                report.notices.append(f"stopped before record {wanted[start]}; give the ids from there on again")
                return False
            part = wanted[start : start + _ROWS]
            read = read_records(self.stream, self.odoo, self.columns, part)
            self.commit(read)
            gone = [one for one in part if one not in read.ids]
            missing += len(gone)
            if gone:
                report.notices.append(f"Odoo does not show {len(gone)} of them: {', '.join(map(str, gone[:10]))}")
            # Those that are tombstones already do not count; which they are, only marking tells.
            while gone:
                room = limit - report.deleted
                if room <= 0:
                    raise mass_disappearance(
                        self.stream.model, gone=missing, of=len(wanted), limit=limit, deleted=report.deleted
                    )
                report.deleted += self.tombstone(gone[:room])
                gone = gone[room:]
        return True
