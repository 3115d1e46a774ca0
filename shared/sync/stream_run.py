"""One stream's run: take it, plan the window, read page after page while the one before commits, give it back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from shared.errors import (
    MassDisappearance,
    ModelMissing,
    OdooUnreachable,
    PageTooLarge,
    ScoutError,
    StreamBusy,
    WarehouseNotReady,
    WarehouseUnreachable,
    internal_error,
)
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.model import Identity
from shared.retries import Deadline
from shared.streams.stream import Stream
from shared.sync.drift import Drift
from shared.sync.ledger import Ledger, Rows
from shared.sync.months import MonthCheck
from shared.sync.pages import PageSize
from shared.sync.reader import PageReader
from shared.sync.replay import Replay
from shared.sync.report import ErrorReport, ReconcileReport, StreamReport
from shared.sync.request import SyncRequest
from shared.sync.sample import Sample
from shared.sync.sweep import Sweep
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

    def opened(self) -> tuple[Identity, datetime]:
        """Who reads, and the end of this run's windows. Raises the same error to every stream when Odoo refused."""


@dataclass
class StreamRun:
    """Runs one stream once. Never raises a `ScoutError`: what went wrong stands in the report."""

    stream: Stream
    source: Source
    ledger: Ledger
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
    report: StreamReport = field(init=False)
    _sizes: PageSize = field(init=False)

    def __post_init__(self) -> None:
        self.report = StreamReport(stream=self.stream.model)

    def run(self) -> tuple[StreamReport, ScoutError | None]:
        began = time.monotonic()
        self.observer.stream_started(self.stream.model)
        error: ScoutError | None = None
        try:
            self._run(self.ledger.begin())
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
        window: Window | None = None
        closes = False
        drift = Drift(self.stream, self.ledger, checkpoint.fields_digest)
        try:
            identity, until = self.source.opened()
            columns = drift.columns(self.source.odoo, self.report.notices)
            self._sizes = PageSize(
                first_rows=checkpoint.page_rows or self.first_page_rows,
                target_bytes=self.page_bytes,
                fixed_rows=self.fixed_page_rows,
            )
            scope = scope_of(self.stream, columns, identity)
            if self.request.mode == "replay":
                refuse_other_scope(self.stream, checkpoint, scope)
                done = self._replay(columns).run(self.request.ids or (), self.report)
            else:
                sweep = self._begin_sweep(columns, scope, until)
                request = self.request if sweep is None else sweep.request
                window, closes = self._read_windows(checkpoint, request, columns, scope, until)
                done = closes and (sweep is None or self._finish_sweep(sweep))
        except ModelMissing as missing:
            if not self.stream.may_be_absent:
                self._finish_failed(missing, window, drift)
                raise
            drift.lost(missing)
            self.report.status = "absent"
            self.report.notices.append(f"{self.stream.model} is not installed in this Odoo")
            self.ledger.finish("completed", closes=False, window=None, error=None, notices=self.report.notices)
            return
        except ScoutError as failure:
            if not self._was_cut_short(failure):
                self._finish_failed(failure, window, drift)
                raise
            done = False
        except Exception as surprise:
            # One stream's surprise stops no other, and gives its lease back. Its text may hold a record's content.
            unforeseen = internal_error(self.stream.model, surprise)
            self._finish_failed(unforeseen, window, drift)
            raise unforeseen from surprise
        self.report.status = "completed" if done else "partial"
        self.report.more = not done
        self.ledger.finish(self.report.status, closes=closes, window=window, error=None, notices=self.report.notices)

    def _was_cut_short(self, failure: ScoutError) -> bool:
        """Whether nothing is wrong: a read was ended because the run was to end, and the next one goes on there.

        A run whose time was over before it got anything says so: another one may get no further.
        """
        given_up = isinstance(failure, OdooUnreachable) and failure.given_up
        return given_up and (self.stop.is_set() or self.report.pages > 0)

    def _finish_failed(self, failure: ScoutError, window: Window | None, drift: Drift) -> None:
        """Gives the lease back and leaves the reason; if that fails too, the lease ends by itself."""
        if isinstance(failure, WarehouseUnreachable | WarehouseNotReady):
            return
        try:
            drift.lost(failure)
            self.ledger.finish("failed", closes=False, window=window, error=str(failure), notices=self.report.notices)
        except ScoutError as second:
            failure.add_note(f"The stream could not be released either: {second}")

    def _replay(self, columns: Columns) -> Replay:
        return Replay(
            stream=self.stream,
            odoo=self.source.odoo,
            columns=columns,
            commit=lambda rows: self._commit(rows, None, None),
            tombstone=self.ledger.tombstone,
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
        store = self.ledger.sweeps()
        place = store.begin(deep=reads_all, scope=scope)
        if place.swept_to_id:
            self.report.notices.append(place.notice())
        mode = "full" if reads_all and not place.swept_to_id else "incremental"
        odoo = self.source.odoo
        sweep = Sweep(
            stream=self.stream,
            odoo=odoo,
            columns=columns,
            store=store,
            commit=lambda rows: self._commit(rows, None, None),
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
        report = ReconcileReport(deep=self.request.deep)
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
        self._commit(rows, None, None)
        return self.report.inserted + self.report.updated - before

    def _renew(self) -> None:
        """Nothing is marked, and that keeps the lease."""
        self.ledger.tombstone([])

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
                self.ledger.open(window, scope, closes_previous=resumed is not None)
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
        self.report.notices += [why for why in window.why if why not in self.report.notices]
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
            for rows, is_last in pages:
                if rows and not is_last and total is None and self.observer.wants_totals:
                    total = fetched_before + self._count(window)
                self._commit(rows, window, total)
                if not is_last and self._out_of_time():
                    return False
        if reader.gave_up:
            return False
        if reader.nul_characters:
            self.report.notices.append(f"{reader.nul_characters} NUL characters were removed, which PostgreSQL refuses")
        return True

    def _count(self, window: Window) -> int:
        return self.source.odoo.count(self.stream.model, domain_of(self.stream, window, after_id=window.after_id))

    def _commit(self, rows: Rows, window: Window | None, total: int | None) -> None:
        """Commits what was read, in pages of the present size; a refused page is halved and sent again."""
        pending = list(reversed(self._sizes.split(rows)))
        while pending:
            page = list(pending.pop())
            try:
                counts = self.ledger.commit(page, window=window, page_rows=self._sizes.rows)
            except PageTooLarge:
                if len(page) == 1:
                    raise
                self._sizes.refused(rows=len(page))
                middle = len(page) // 2
                pending += [page[middle:], page[:middle]]
                continue
            self.report.fetched += len(page)
            self.report.inserted += counts.inserted
            self.report.updated += counts.updated
            self.report.unchanged += counts.unchanged
            self.report.quarantined += counts.quarantined
            self.report.pages += 1
            self.observer.page_committed(self.report, total)


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
