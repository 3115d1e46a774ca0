"""One stream's run: take it, read it, hold it against Odoo, give it back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from shared.error_report import ErrorReport
from shared.errors import (
    AccessRefused,
    ModelMissing,
    OdooUnreachable,
    ScoutError,
    StreamBusy,
    WarehouseNotReady,
    WarehouseUnreachable,
    internal_error,
)
from shared.models.stream import Stream
from shared.odoo.columns import Columns
from shared.sync.count_check import hold_count
from shared.sync.field_drift import Drift
from shared.sync.page_committer import PageCommitter
from shared.sync.page_size import PageSize
from shared.sync.rechecks import recheck
from shared.sync.relation import keep_relation
from shared.sync.replay import replay
from shared.sync.run_report import StreamReport
from shared.sync.run_store import RunStore
from shared.sync.shared_source import SharedSource
from shared.sync.stream_context import EndOf, RunOptions, StreamContext
from shared.sync.sweep import Sweep
from shared.sync.window_reading import read_windows
from shared.sync.windows import Checkpoint, Window, refuse_other_scope, scope_of


@dataclass
class StreamRun:
    """Runs one stream once. Never raises a `ScoutError`: what went wrong stands in the report."""

    stream: Stream
    source: SharedSource
    store: RunStore
    options: RunOptions
    end_of: EndOf
    report: StreamReport = field(init=False)
    _closed: Window | None = field(default=None, init=False)
    """The window that was read to its end: the watermark moves then, whatever else failed."""

    def __post_init__(self) -> None:
        self.report = StreamReport(stream=self.stream.model)

    def run(self) -> tuple[StreamReport, ScoutError | None]:
        began = time.monotonic()
        self.options.observer.stream_started(self.stream.model)
        error: ScoutError | None = None
        try:
            self._run(self.store.begin())
        except StreamBusy as busy:
            self.report.status = "busy"
            self.report.lease_expires_at = busy.lease_expires_at
            self.report.error = ErrorReport.of(busy)
        except ScoutError as failure:
            error = failure
            self.report.status = "failed"
            self.report.error = ErrorReport.of(failure)
        self.report.seconds = round(time.monotonic() - began, 3)
        self.options.observer.stream_ended(self.report)
        return self.report, error

    def _run(self, checkpoint: Checkpoint) -> None:
        """Everything between taking the stream and giving it back; gives it back whatever happens."""
        drift = Drift(self.stream, self.store, checkpoint.fields_digest)
        try:
            done = self._read(checkpoint, drift)
        except ModelMissing as missing:
            never_read = checkpoint.scope is None
            if not (self.stream.may_be_absent or (self.options.may_lack_models and never_read)):
                self._finish_failed(missing, drift)
                raise
            drift.lost(missing)
            self.report.status = "absent"
            self.report.notices.append(f"{self.stream.model} is not installed in this Odoo")
            self.store.finish("completed", closed=None, error=None, notices=self.report.notices)
            return
        except ScoutError as failure:
            if not self._was_cut_short(failure):
                self._finish_failed(failure, drift)
                raise
            done = False
        except Exception as unexpected:
            # One stream's unexpected error stops no other, and gives its lease back. Its text may hold a record.
            internal = internal_error(self.stream.model, unexpected)
            self._finish_failed(internal, drift)
            raise internal from unexpected
        self.report.status = "completed" if done else "partial"
        self.report.more = not done
        self._finish(self.report.status, None)

    def _read(self, checkpoint: Checkpoint, drift: Drift) -> bool:
        """Whether all is done. What fails because of a list of another model is done again without that list."""
        identity, until = self.source.opened(checkpoint.now)
        odoo, notices = self.source.odoo, self.report.notices
        columns = self._as_told(drift.columns(odoo, notices, read_before=checkpoint.fields_read))
        context = StreamContext(
            stream=self.stream,
            odoo=odoo,
            columns=columns,
            scope=scope_of(self.stream, columns, identity),
            until=until,
            checkpoint=checkpoint,
            store=self.store,
            pages=PageCommitter(self.store, self._page_size(checkpoint), self.report, self.options.observer),
            drift=drift,
            report=self.report,
            options=self.options,
            end_of=self.end_of,
        )
        while True:
            try:
                return self._work(context)
            except AccessRefused:
                found = drift.columns_without_hidden_lists(odoo, notices)
                if found is None:
                    raise
                without = self._as_told(found)
                context = replace(context, columns=without, scope=scope_of(self.stream, without, identity))
                self._closed = None

    def _as_told(self, columns: Columns) -> Columns:
        return self.options.personal.columns(self.stream, columns)

    def _work(self, context: StreamContext) -> bool:
        """Whether all is done: relation, windows, what points at deleted records, a reconcile's sweep, the count."""
        request = context.request
        if not keep_relation(context):
            return False
        if request.mode == "replay":
            refuse_other_scope(context.stream, context.checkpoint, context.scope)
            return replay(context)
        sweep: Sweep | None = None
        if request.mode == "reconcile":
            # It begins with an ordinary read, so that its findings are what such reads missed. A deep one reads all
            # content once, before its sweep; when that was begun, what is new since is enough. Of a sample only some
            # is read again, so it is no deep one in the proof.
            reads_all = request.deep and request.sample is None
            sweep = Sweep.begin(context, reads_all=reads_all)
            mode = "full" if reads_all and not sweep.swept_to_id else "incremental"
            request = request.model_copy(update={"mode": mode})
        self._closed = read_windows(context, request)
        if self._closed is None or request.by_business_date:
            return self._closed is not None
        if not recheck(context):
            return False
        if sweep is not None:
            found = sweep.run()
            if found is None or found.result != "equal":
                return found is not None  # what differs after one sweep, another would not mend
        return hold_count(context)

    def _page_size(self, checkpoint: Checkpoint) -> PageSize:
        return PageSize(
            first_rows=checkpoint.page_rows or self.options.first_page_rows,
            target_bytes=self.options.page_bytes,
            fixed_rows=self.options.fixed_page_rows,
        )

    def _was_cut_short(self, failure: ScoutError) -> bool:
        """Whether nothing is wrong: a read was ended because the run was to end, and the next one goes on there.

        A run whose time was over before it got anything says so: another one may get no further.
        """
        given_up = isinstance(failure, OdooUnreachable) and failure.given_up
        return given_up and (self.options.stop.is_set() or self.report.pages > 0)

    def _finish(self, status: str, error: str | None) -> None:
        report = self.report
        self.store.finish(status, closed=self._closed, error=error, notices=report.notices, counted=report.counted)

    def _finish_failed(self, failure: ScoutError, drift: Drift) -> None:
        """Gives the lease back and leaves the reason; if that fails too, the lease ends by itself."""
        if isinstance(failure, WarehouseUnreachable | WarehouseNotReady):
            return
        try:
            drift.lost(failure)
            self._finish("failed", str(failure))
        except ScoutError as second:
            failure.add_note(f"The stream could not be released either: {second}")
