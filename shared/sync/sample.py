"""A sample: some records of a stream, chosen at random, read again in full and committed by the ordinary path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.sync.page_reader import read_records
from shared.sync.row_validation import Rows
from shared.sync.sweep_store import SweepStore

_ROWS = 500


@dataclass(frozen=True)
class Sample:
    """`commit(rows)` answers how many differed. `until`: what was written since is news and left out."""

    stream: Stream
    odoo: Odoo
    columns: Columns
    store: SweepStore
    commit: Callable[[Rows], int]
    until: datetime
    size: int

    def run(self) -> tuple[int, int]:
        """How many records were compared, and how many of them differed. The sweep finds those that are gone."""
        ids = self.store.sample(self.size)
        compared = differed = 0
        for start in range(0, len(ids), _ROWS):
            rows = read_records(self.stream, self.odoo, self.columns, ids[start : start + _ROWS]).rows
            settled = [row for row in rows if not self._is_news(row.get("write_date"))]
            if settled:
                differed += self.commit(settled)
            compared += len(settled)
        return compared, differed

    def _is_news(self, write_date: str | None) -> bool:
        return write_date is not None and datetime.fromisoformat(write_date) >= self.until


def sample_notice(model: str, compared: int, differed: int) -> str:
    found = f"{differed:,} of {compared:,} records of {model} chosen at random differed in content"
    return f"{found}; run scout reconcile --deep --stream {model} without --sample" if differed else found
