"""What the parts of a stream's run work with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.personal_data import PersonalData
from shared.retries import Deadline
from shared.sync.field_drift import Drift
from shared.sync.observer import Observer
from shared.sync.page_committer import PageCommitter
from shared.sync.page_reader import PageReader, ReadRecords, read_records
from shared.sync.run_report import StreamReport
from shared.sync.run_store import RunStore
from shared.sync.sync_request import SyncRequest
from shared.sync.windows import Checkpoint, Scope, Window

EndOf = Callable[[str], threading.Event | None]
"""The end of another stream of the same run, if that one surely began before this."""


@dataclass(frozen=True)
class RunOptions:
    """What all streams of a run share. `count_every`: how often at most a stream is counted.

    `may_lack_models`: the streams came with a group, so a model that this Odoo never had is no failure.
    """

    request: SyncRequest
    observer: Observer
    deadline: Deadline
    stop: threading.Event
    overlap: timedelta
    first_page_rows: int
    page_bytes: int
    deletion_share: float
    fixed_page_rows: int | None = None
    count_every: timedelta = timedelta(0)
    personal: PersonalData = field(default_factory=PersonalData)
    may_lack_models: bool = False

    def out_of_time(self) -> bool:
        return self.stop.is_set() or self.deadline.passed


@dataclass(frozen=True)
class StreamContext:
    """One stream, once it is known which of its columns are read. `until`: the end of the run's windows.

    `store` writes down what is done, under the stream's lease; `pages` commits rows and counts them into `report`.
    """

    stream: Stream
    odoo: Odoo
    columns: Columns
    scope: Scope
    until: datetime
    checkpoint: Checkpoint
    store: RunStore
    pages: PageCommitter
    drift: Drift
    report: StreamReport
    options: RunOptions
    end_of: EndOf

    @property
    def request(self) -> SyncRequest:
        return self.options.request

    @property
    def month_sums(self) -> tuple[str, ...]:
        """What is added up by month: the stream's sums, as far as this Odoo has them and the date."""
        date = str(self.stream.business_date).partition(".")[0]
        return tuple(name for name in self.stream.sums if {name, date} <= self.columns.fields.keys())

    def out_of_time(self) -> bool:
        return self.options.out_of_time()

    def read(self, ids: Sequence[int]) -> ReadRecords:
        """Single records, whatever their write_date."""
        return read_records(self.stream, self.odoo, self.columns, ids)

    def pages_of(self, window: Window) -> PageReader:
        stopped = self.options.stop.is_set
        return PageReader(self.stream, self.odoo, self.columns, window, self.pages.sizes, stopped=stopped)

    def renew_lease(self) -> None:
        """A mark on no record renews it."""
        self.store.tombstone([])
