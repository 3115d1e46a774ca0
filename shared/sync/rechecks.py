"""Reading again what points at a record that is gone: a merge in Odoo moves links in SQL, and no write_date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shared.formatting import counted
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.sync.page_reader import ReadRecords, read_records
from shared.sync.run_store import RunStore

_TARGETS = 1000
_IDS = 5000
_ROWS = 500


@dataclass(frozen=True)
class Rechecks:
    """Of one stream. `commit(read)` counts into the report itself."""

    stream: Stream
    odoo: Odoo
    columns: Columns
    run_store: RunStore
    commit: Callable[[ReadRecords], None]
    out_of_time: Callable[[], bool]

    def run(self, notices: list[str]) -> bool:
        """Whether all is done. What Odoo does not show is left to the count check: it may be gone, or hidden."""
        reread = 0
        while targets := self.run_store.take_rechecks(_TARGETS):
            after_id = 0
            while ids := self.run_store.pointing_ids(targets, after_id=after_id, limit=_IDS):
                for start in range(0, len(ids), _ROWS):
                    if self.out_of_time():
                        return False
                    read = read_records(self.stream, self.odoo, self.columns, ids[start : start + _ROWS])
                    self.commit(read)
                    reread += len(read.ids)
                after_id = ids[-1]
            self.run_store.settle_rechecks(targets)
        if reread:
            notices.append(
                f"read again, because they pointed at deleted records or were changed here: {counted(reread, 'record')}"
            )
        return True
