"""A run: several streams side by side, one login, one `until`, one report. One stream's failure stops no other."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from pydantic import AwareDatetime, BaseModel, TypeAdapter

from shared.error_report import ErrorReport
from shared.errors import RunError, ScoutError
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.personal_data import PersonalData
from shared.retries import Deadline
from shared.runner_name import this_runner
from shared.settings import SyncSettings
from shared.sync.dry_run_store import DryRunStore
from shared.sync.estimate import Estimate
from shared.sync.leased_run_store import LeasedRunStore
from shared.sync.observer import Observer, SilentObserver
from shared.sync.run_report import RunReport, StreamReport, overall_status
from shared.sync.run_store import RunStore
from shared.sync.shared_source import SharedSource
from shared.sync.stream_context import RunOptions
from shared.sync.stream_run import StreamRun
from shared.sync.sync_request import SyncRequest
from shared.warehouse.protocol import Warehouse

_MOST_RECHECKS = 3
"""A record that was gone may have been pointed at by one that turns out to be gone as well."""

_MODELS = TypeAdapter(list[str])


class _LastRun(BaseModel):
    started_at: AwareDatetime


class _StreamStatus(BaseModel):
    id: str
    last_run: _LastRun | None


class _Status(BaseModel):
    streams: list[_StreamStatus]


@dataclass
class Engine:
    """Everything a run needs. `stop` is set by whoever wants it to end after the current pages."""

    odoo: Odoo
    warehouse: Warehouse
    settings: SyncSettings
    observer: Observer = field(default_factory=SilentObserver)
    deadline: Deadline = field(default_factory=Deadline.never)
    stop: threading.Event = field(default_factory=threading.Event)
    count_every: timedelta = timedelta(0)
    """How often at most a stream's count is held against Odoo's."""
    new_run_id: Callable[[], str] = lambda: str(uuid.uuid4())
    new_end: Callable[[], threading.Event] = threading.Event
    """Set when a stream of a run has ended; one whose dates stand in it may wait for that."""

    def run(self, streams: Sequence[Stream], request: SyncRequest) -> RunReport:
        """Runs the streams and reports each. Raises nothing of our own tree: see the report's errors."""
        run_id = self.new_run_id()
        started_at = datetime.now(UTC)
        began = time.monotonic()
        by_model = self._run_once(streams, request, run_id)
        self._recheck(streams, request, by_model)
        reports = [by_model[stream.model] for stream in streams]
        return RunReport(
            run_id=run_id,
            dry_run=request.dry_run,
            status=overall_status(reports),
            more=any(report.more for report in reports),
            odoo=self.odoo.name,
            warehouse=self.warehouse.name,
            odoo_calls=self.odoo.calls,
            started_at=started_at,
            seconds=round(time.monotonic() - began, 3),
            notices=self._refresh_gold(request, reports),
            streams=reports,
        )

    def _run_once(self, streams: Sequence[Stream], request: SyncRequest, run_id: str) -> dict[str, StreamReport]:
        most_skew = timedelta(seconds=self.settings.clock_skew_seconds)
        source = SharedSource(self.odoo, most_skew=most_skew)
        options = self._options(request)
        begun = threading.Event()
        outage: list[RunError] = []
        """The first error that every stream would meet; streams not begun yet are spared the wait."""

        order = self._order(streams)
        places = {stream.model: place for place, stream in enumerate(order)}
        ends = {model: self.new_end() for model in places}

        def end_of(waiting: str, model: str) -> threading.Event | None:
            """Only of a stream that was begun before: of another, which may still wait for its turn, never."""
            return ends[model] if places.get(model, len(places)) < places[waiting] else None

        def run_stream(stream: Stream) -> StreamReport:
            try:
                return run_it(stream)
            finally:
                ends[stream.model].set()

        def run_it(stream: Stream) -> StreamReport:
            if outage:
                return StreamReport(stream=stream.model, status="failed", error=ErrorReport.of(outage[0]))
            if self.stop.is_set() or (self.deadline.passed and begun.is_set()):
                return StreamReport(stream=stream.model, more=True)
            begun.set()  # however small the budget: one stream gets on by a page
            store = self._run_store(stream, run_id, dry_run=request.dry_run)
            if request.exact:
                report, error = StreamRun(stream, source, store, options, partial(end_of, stream.model)).run()
            else:
                lacks = options.may_lack_models
                report, error = Estimate(stream, source, store, request, self._overlap, lacks).run()
            if isinstance(error, RunError):
                outage.append(error)
            return report

        with ThreadPoolExecutor(self.settings.parallel_streams, thread_name_prefix="stream") as executor:
            return {report.stream: report for report in executor.map(run_stream, order)}

    def _recheck(self, streams: Sequence[Stream], request: SyncRequest, by_model: dict[str, StreamReport]) -> None:
        """Runs streams once more that ended before another one found records gone that theirs may point at.

        What is left after that, or had no time, is noted in the warehouse: the next run of the stream reads it.
        """
        if request.dry_run or not any(report.deleted for report in by_model.values()):
            return
        again = SyncRequest()
        for _ in range(_MOST_RECHECKS):
            if self.stop.is_set() or self.deadline.passed:
                return
            try:
                noted = _MODELS.validate_python(self.warehouse.call("streams_to_recheck"))
            except ScoutError:
                return  # noted they stay
            left = [one for one in streams if one.model in noted and by_model[one.model].status == "completed"]
            if not left:
                return
            for model, report in self._run_once(left, again, self.new_run_id()).items():
                by_model[model].take_in(report)

    def _refresh_gold(self, request: SyncRequest, reports: Sequence[StreamReport]) -> list[str]:
        """What a reconcile mends was wrong in gold too, and may not stay so until its next schedule."""
        changed = any(report.inserted or report.updated or report.deleted for report in reports)
        if request.dry_run or request.mode != "reconcile" or not changed or self.stop.is_set():
            return []
        try:
            self.warehouse.call("refresh_gold")
        except ScoutError as error:
            return [f"Gold could not be refreshed and shows what was before: {error}"]
        return ["Gold was refreshed, because records were repaired."]

    def _order(self, streams: Sequence[Stream]) -> Sequence[Stream]:
        """With a time budget, whoever waited longest goes first; else the last of the catalogue might never come."""
        if self.deadline.is_never or len(streams) == 1:
            return streams
        try:
            status = _Status.model_validate(self.warehouse.call("sync_status"))
        except ScoutError:
            return streams  # each stream will meet the same and report it
        last = {one.id: one.last_run.started_at for one in status.streams if one.last_run is not None}
        never = datetime.min.replace(tzinfo=UTC)
        return sorted(streams, key=lambda stream: last.get(self._checkpoint_id(stream), never))

    def _checkpoint_id(self, stream: Stream) -> str:
        key = self.settings.checkpoint_key
        return f"{key}:{stream.model}" if key else stream.model

    def _options(self, request: SyncRequest) -> RunOptions:
        return RunOptions(
            request=request,
            observer=self.observer,
            deadline=self.deadline,
            stop=self.stop,
            overlap=self._overlap,
            first_page_rows=self.warehouse.first_page_rows,
            page_bytes=self.warehouse.page_bytes,
            deletion_share=self.settings.deletion_share,
            fixed_page_rows=self.settings.batch_size,
            count_every=self.count_every,
            personal=self._personal,
            may_lack_models=request.streams is None and bool(request.groups or self.settings.groups),
        )

    @property
    def _personal(self) -> PersonalData:
        key = self.settings.personal_key
        return PersonalData(self.settings.personal, key.get_secret_value() if key else "")

    @property
    def _overlap(self) -> timedelta:
        return timedelta(seconds=self.settings.overlap_seconds)

    def _run_store(self, stream: Stream, run_id: str, *, dry_run: bool) -> RunStore:
        checkpoint_id = self._checkpoint_id(stream)
        if dry_run:
            return DryRunStore(self.warehouse, stream, checkpoint_id=checkpoint_id)
        return LeasedRunStore(
            self.warehouse,
            stream,
            checkpoint_id=checkpoint_id,
            run_id=run_id,
            holder=this_runner(),
            lease_seconds=self.settings.lease_seconds,
        )
