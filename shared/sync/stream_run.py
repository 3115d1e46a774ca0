"""One stream's run: take it, plan the window, read page after page while the one before commits, give it back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from shared.error_report import ErrorReport
from shared.errors import (
    AccessRefused,
    MassDisappearance,
    ModelMissing,
    OdooUnreachable,
    ScoutError,
    StreamBusy,
    WarehouseNotReady,
    WarehouseUnreachable,
    internal_error,
)
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.model import Identity
from shared.retries import Deadline
from shared.sync.count_check import CountCheck, is_due
from shared.sync.count_result import Swept
from shared.sync.field_drift import Drift
from shared.sync.month_check import MonthCheck
from shared.sync.page_committer import PageCommitter
from shared.sync.page_reader import PageReader
from shared.sync.page_size import PageSize
from shared.sync.rechecks import Rechecks
from shared.sync.replay import Replay
from shared.sync.row_validation import Rows
from shared.sync.run_report import ReconcileReport, StreamReport
from shared.sync.run_store import RunStore
from shared.sync.sample import Sample
from shared.sync.sweep import Sweep
from shared.sync.sync_request import SyncRequest
from shared.sync.windows import (
    Checkpoint,
    Scope,
    Window,
    after_closing,
    domain_of,
    plan_window,
    refuse_other_scope,
    scope_of,
)


class Observer(Protocol):
    """Who wants to see a run go: a progress bar, a log. Called from several threads."""

    wants_totals: bool

    def stream_started(self, stream: str) -> None: ...

    def page_committed(self, report: StreamReport, total: int | None) -> None: ...

    def stream_ended(self, report: StreamReport) -> None: ...


class Source(Protocol):
    """Odoo as all streams of a run share it: one login, one `until`."""

    @property
    def odoo(self) -> Odoo: ...

    def opened(self, warehouse_now: datetime | None) -> tuple[Identity, datetime]:
        """Who reads, and the end of this run's windows. Raises the same error to every stream when Odoo refused.

        `warehouse_now`: its clock a moment ago, as the caller was just told.
        """


@dataclass
class StreamRun:
    """Runs one stream once. Never raises a `ScoutError`: what went wrong stands in the report."""

    stream: Stream
    source: Source
    run_store: RunStore
    request: SyncRequest
    observer: Observer
    deadline: Deadline
    stop: threading.Event
    overlap: timedelta
    first_page_rows: int
    page_bytes: int
    deletion_share: float
    fixed_page_rows: int | None = None
    end_of: Callable[[str], threading.Event | None] = lambda model: None
    """The end of another stream of this run, if that one surely began before this."""
    count_every: timedelta = timedelta(0)
    report: StreamReport = field(init=False)
    _sizes: PageSize = field(init=False)
    _pages: PageCommitter = field(init=False)
    _drift: Drift = field(init=False)
    _window: Window | None = field(default=None, init=False)
    _closes: bool = field(default=False, init=False)
    """Whether that window was read to its end; then the watermark moves, whatever else failed."""

    def __post_init__(self) -> None:
        self.report = StreamReport(stream=self.stream.model)

    def run(self) -> tuple[StreamReport, ScoutError | None]:
        began = time.monotonic()
        self.observer.stream_started(self.stream.model)
        error: ScoutError | None = None
        try:
            self._run(self.run_store.begin())
        except StreamBusy as busy:
            self.report.status = "busy"
            self.report.lease_expires_at = busy.lease_expires_at
            self.report.error = ErrorReport.of(busy)
        except ScoutError as failure:
            error = failure
            self.report.status = "failed"
            self.report.error = ErrorReport.of(failure)
        self.report.seconds = round(time.monotonic() - began, 3)
        self.observer.stream_ended(self.report)
        return self.report, error

    def _run(self, checkpoint: Checkpoint) -> None:
        """Everything between taking the stream and giving it back; gives it back whatever happens."""
        drift = Drift(self.stream, self.run_store, checkpoint.fields_digest)
        try:
            done = self._work(checkpoint, drift)
        except ModelMissing as missing:
            if not self.stream.may_be_absent:
                self._finish_failed(missing, drift)
                raise
            drift.lost(missing)
            self.report.status = "absent"
            self.report.notices.append(f"{self.stream.model} is not installed in this Odoo")
            self.run_store.finish("completed", closes=False, window=None, error=None, notices=self.report.notices)
            return
        except ScoutError as failure:
            if not self._was_cut_short(failure):
                self._finish_failed(failure, drift)
                raise
            done = False
        except Exception as surprise:
            # One stream's surprise stops no other, and gives its lease back. Its text may hold a record's content.
            unforeseen = internal_error(self.stream.model, surprise)
            self._finish_failed(unforeseen, drift)
            raise unforeseen from surprise
        self.report.status = "completed" if done else "partial"
        self.report.more = not done
        self._finish(self.report.status, None)

    def _finish(self, status: str, error: str | None) -> None:
        self.run_store.finish(
            status,
            closes=self._closes,
            window=self._window,
            error=error,
            notices=self.report.notices,
            counted=self.report.counted,
        )

    def _was_cut_short(self, failure: ScoutError) -> bool:
        """Whether nothing is wrong: a read was ended because the run was to end, and the next one goes on there.

        A run whose time was over before it got anything says so: another one may get no further.
        """
        given_up = isinstance(failure, OdooUnreachable) and failure.given_up
        return given_up and (self.stop.is_set() or self.report.pages > 0)

    def _finish_failed(self, failure: ScoutError, drift: Drift) -> None:
        """Gives the lease back and leaves the reason; if that fails too, the lease ends by itself."""
        if isinstance(failure, WarehouseUnreachable | WarehouseNotReady):
            return
        try:
            drift.lost(failure)
            self._finish("failed", str(failure))
        except ScoutError as second:
            failure.add_note(f"The stream could not be released either: {second}")

    def _work(self, checkpoint: Checkpoint, drift: Drift) -> bool:
        """Whether all is done. What fails because of a list of another model is done again without that list."""
        identity, until = self.source.opened(checkpoint.now)
        odoo, notices = self.source.odoo, self.report.notices
        columns = drift.columns(odoo, notices, read_before=checkpoint.fields_read)
        self._sizes = PageSize(
            first_rows=checkpoint.page_rows or self.first_page_rows,
            target_bytes=self.page_bytes,
            fixed_rows=self.fixed_page_rows,
        )
        self._pages = PageCommitter(self.run_store, self._sizes, self.report, self.observer)
        self._drift = drift
        while True:
            try:
                return self._work_with(columns, checkpoint, scope_of(self.stream, columns, identity), until)
            except AccessRefused:
                without = drift.columns_without_hidden_lists(odoo, notices)
                if without is None:
                    raise
                columns, self._window, self._closes = without, None, False

    def _work_with(self, columns: Columns, checkpoint: Checkpoint, scope: Scope, until: datetime) -> bool:
        if self.request.mode == "replay":
            refuse_other_scope(self.stream, checkpoint, scope)
            return self._replay(columns).run(self.request.ids or (), self.report)
        sweep = self._begin_sweep(columns, scope, until)
        request = self.request if sweep is None else sweep.request
        self._window, self._closes = self._read_windows(checkpoint, request, columns, scope, until)
        if not self._closes or self.request.by_business_date:
            return self._closes
        if not self._rechecked(columns):
            return False
        if sweep is not None:
            if not self._finish_sweep(sweep):
                return False
            if self.report.reconcile is None or self.report.reconcile.result != "equal":
                return True  # what differs after one sweep, another would not mend
        return self._hold_count(columns, checkpoint, scope, until)

    def _rechecked(self, columns: Columns) -> bool:
        commit, odoo = self._pages.commit_records, self.source.odoo
        return Rechecks(self.stream, odoo, columns, self.run_store, commit, self._out_of_time).run(self.report.notices)

    def _hold_count(self, columns: Columns, checkpoint: Checkpoint, scope: Scope, until: datetime) -> bool:
        """Holds the stream's count against Odoo's, when it is time to; false when its sweep did not come to an end."""
        is_time = is_due(checkpoint.counted, self.count_every, checkpoint.now)
        if self.request.dry_run or not is_time or self._out_of_time():
            return True
        unfinished = False

        def sweep() -> Swept | None:
            nonlocal unfinished
            in_hand = self._sweep_in_hand(columns, scope, until, reads_all=False)
            unfinished = not self._finish_sweep(in_hand)
            if in_hand.swept_to_id:
                return None  # what was deleted since behind that place is still to be found
            result = self.report.reconcile.result if self.report.reconcile else None
            return result if result in ("equal", "differs") else None

        check = CountCheck(
            stream=self.stream,
            odoo=self.source.odoo,
            columns=columns,
            until=until,
            before=checkpoint.counted,
            deletion_share=self.deletion_share,
            totals=self.run_store.totals,
            catch_up=lambda: self._catch_up(columns, until),
            sweep=sweep,
        )
        self.report.counted, refusal = check.run(self.report.notices)
        if refusal is not None:
            raise refusal
        return not unfinished

    def _catch_up(self, columns: Columns, until: datetime) -> None:
        """What changed since the windows' end, or was committed late; the next run's window reads it once more."""
        window = Window("incremental", until - self.overlap, None, begun_at=until)
        reader = PageReader(self.stream, self.source.odoo, columns, window, self._sizes, stopped=self.stop.is_set)
        with reader.ahead() as pages:
            for page in pages:
                self._pages.commit(page.rows, None)
                if self._out_of_time():
                    return

    def _replay(self, columns: Columns) -> Replay:
        return Replay(
            stream=self.stream,
            odoo=self.source.odoo,
            columns=columns,
            commit=self._pages.commit_records,
            tombstone=self.run_store.tombstone,
            out_of_time=self._out_of_time,
            deletion_share=self.deletion_share,
        )

    def _begin_sweep(self, columns: Columns, scope: Scope, until: datetime) -> _SweepInHand | None:
        """A reconcile begins with an ordinary read, so that its findings are what such reads missed.

        A deep one reads all content once, before its sweep; when that was begun, what is new since is enough. Of a
        sample only some is read again, so it is no deep one in the proof.
        """
        if self.request.mode != "reconcile":
            return None
        reads_all = self.request.deep and self.request.sample is None
        return self._sweep_in_hand(columns, scope, until, reads_all=reads_all)

    def _sweep_in_hand(self, columns: Columns, scope: Scope, until: datetime, *, reads_all: bool) -> _SweepInHand:
        store = self.run_store.sweeps()
        place = store.begin(deep=reads_all, scope=scope, by_count=self.request.mode != "reconcile")
        if place.swept_to_id:
            self.report.notices.append(place.notice())
        mode = "full" if reads_all and not place.swept_to_id else "incremental"
        odoo = self.source.odoo
        sweep = Sweep(
            stream=self.stream,
            odoo=odoo,
            columns=columns,
            store=store,
            commit=self._pages.commit_records,
            out_of_time=self._out_of_time,
            chunk_bytes=self.page_bytes,
            deletion_share=self.deletion_share,
            force=self.request.force,
            sample=None
            if self.request.sample is None
            else Sample(self.stream, odoo, columns, store, self._commit_sample, until, self.request.sample),
            months=MonthCheck(
                stream=self.stream,
                odoo=odoo,
                columns=columns,
                store=store,
                until=until,
                end_of=self.end_of,
                renew=self._renew,
                out_of_time=self._out_of_time,
            )
            if self.request.deep and self.stream.sums
            else None,
        )
        return _SweepInHand(sweep, place.swept_to_id, self.request.model_copy(update={"mode": mode}))

    def _finish_sweep(self, in_hand: _SweepInHand) -> bool:
        report = ReconcileReport(deep=self.request.deep, content=self.report.inserted + self.report.updated)
        try:
            done = in_hand.sweep.run(report, notices=self.report.notices, swept_to_id=in_hand.swept_to_id)
        except MassDisappearance:
            self.report.reconcile = report  # a person has to decide, and sees what was counted
            raise
        self.report.reconcile = report
        self.report.deleted += report.deleted
        return done

    def _commit_sample(self, rows: Rows) -> int:
        before = self.report.inserted + self.report.updated
        self._pages.commit(rows, None)
        return self.report.inserted + self.report.updated - before

    def _renew(self) -> None:
        """Nothing is marked, and that keeps the lease."""
        self.run_store.tombstone([])

    def _out_of_time(self) -> bool:
        return self.stop.is_set() or self.deadline.passed

    def _read_windows(
        self, checkpoint: Checkpoint, request: SyncRequest, columns: Columns, scope: Scope, until: datetime
    ) -> tuple[Window, bool]:
        """Reads an unfinished window to its end, then the one up to now. Answers the last, and whether it is done."""
        resumed: Window | None = None
        while True:
            window = plan_window(self.stream, checkpoint, request, until=until, overlap=self.overlap, scope=scope)
            if resumed is not None and not _goes_on_from(resumed, window):
                return resumed, True
            self._tell_window(window, columns)
            if not window.resumed and window.mode != "range":
                self.run_store.open(window, scope, closes_previous=resumed is not None)
            if not self._read_window(window, columns):
                return window, False
            if not window.resumed or window.mode == "range":
                return window, True
            if request.mode == "full":
                return window, True  # what was asked for is done; what is new since comes with the next run
            resumed = window
            checkpoint = after_closing(checkpoint, window)

    def _tell_window(self, window: Window, columns: Columns) -> None:
        """What is missing is news when a stream is read in full, and only then: the scope remembers the fields."""
        self.report.mode = window.mode
        self.report.window_from = window.start
        self.report.window_until = window.until
        notices = self.report.notices
        notices += [why for why in window.why if why not in notices and not self._drift.is_told(why)]
        if window.mode == "full":
            self.report.notices += [
                f"this Odoo has no field {name}; it stays empty" for name in columns.missing_optional
            ]

    def _read_window(self, window: Window, columns: Columns) -> bool:
        """Reads and commits page after page. True at the window's end, False when it had to stop before."""
        reader = PageReader(self.stream, self.source.odoo, columns, window, self._sizes, stopped=self.stop.is_set)
        total: int | None = None
        fetched_before = self.report.fetched
        with reader.ahead() as pages:
            for page in pages:
                if page.rows and not page.is_last and total is None and self.observer.wants_totals:
                    total = fetched_before + self._count(window)
                self._pages.quarantine(page.unusable, window)
                self._pages.commit(page.rows, window, total)
                if not page.is_last and self._out_of_time():
                    return False
        if reader.gave_up:
            return False
        if reader.nul_characters:
            self.report.notices.append(f"{reader.nul_characters} NUL characters were removed, which PostgreSQL refuses")
        return True

    def _count(self, window: Window) -> int:
        return self.source.odoo.count(self.stream.model, domain_of(self.stream, window, after_id=window.after_id))


@dataclass(frozen=True)
class _SweepInHand:
    """`request`: what is read before the sweep."""

    sweep: Sweep
    swept_to_id: int
    request: SyncRequest


def _goes_on_from(closed: Window, following: Window) -> bool:
    """Whether a window that was resumed and read to its end leaves anything for the one planned behind it.

    A second full read does not: it is planned again only for models without write_date.
    """
    return following.mode == "incremental" and (
        closed.until is None or following.until is None or following.until > closed.until
    )
