"""How much a run would read, by one call a stream: Odoo counts, nothing is read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from shared.error_report import ErrorReport
from shared.errors import ModelMissing, ScoutError
from shared.models.stream import Stream
from shared.sync.run_report import StreamReport
from shared.sync.run_store import RunStore
from shared.sync.shared_source import SharedSource
from shared.sync.sync_request import SyncRequest
from shared.sync.windows import Checkpoint, domain_of, plan_window


@dataclass(frozen=True)
class Estimate:
    """Takes the scope for unchanged: whether fields or rights changed, an exact dry run tells."""

    stream: Stream
    source: SharedSource
    run_store: RunStore
    request: SyncRequest
    overlap: timedelta
    may_lack_models: bool = False

    def run(self) -> tuple[StreamReport, ScoutError | None]:
        began = time.monotonic()
        report, error = StreamReport(stream=self.stream.model), None
        checkpoint = Checkpoint()
        try:
            checkpoint = self.run_store.begin()
            self._count(report, checkpoint)
            report.status = "completed"
        except ScoutError as failure:
            may_be_absent = self.stream.may_be_absent or (self.may_lack_models and checkpoint.scope is None)
            if isinstance(failure, ModelMissing) and may_be_absent:
                report.status = "absent"
            else:
                report.status, report.error, error = "failed", ErrorReport.of(failure), failure
        report.seconds = round(time.monotonic() - began, 3)
        return report, error

    def _count(self, report: StreamReport, checkpoint: Checkpoint) -> None:
        _, until = self.source.opened(checkpoint.now)
        window = plan_window(
            self.stream, checkpoint, self.request, until=until, overlap=self.overlap, scope=checkpoint.scope or {}
        )
        report.mode, report.notices = window.mode, list(window.why)
        fields = self.source.odoo.fields(self.stream.model) if window.mode == "range" else None
        domain = domain_of(self.stream, window, after_id=window.after_id, fields=fields)
        report.would_read = self.source.odoo.count(self.stream.model, domain)
