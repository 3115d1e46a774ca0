"""Logs for machines: one JSON object a line on standard error, times in UTC, no secrets, no records."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from shared.errors import TransientError
from shared.outbox.outbox_report import MessageReport, OutboxReport
from shared.sync.run_report import StreamReport

LOGGER = logging.getLogger("scout")


class JsonLines(logging.Formatter):
    """`{"time": …, "severity": …, "message": …, …}`, with whatever was given as `extra={"fields": {…}}`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "severity": record.levelname,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        return json.dumps(line, ensure_ascii=False, default=str)


def log_to_stderr() -> None:
    """Sends this project's log lines to standard error; calling it twice changes nothing."""
    if not LOGGER.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        LOGGER.addHandler(handler)
        LOGGER.setLevel(logging.INFO)
        LOGGER.propagate = False


def log_retry(error: TransientError, wait_seconds: float) -> None:
    """Told before each wait for Odoo or the warehouse."""
    LOGGER.warning(
        "waiting to try again", extra={"fields": {"error": error.message, "wait_seconds": round(wait_seconds, 1)}}
    )


class LoggingObserver:
    """Writes a run's course to the log: each stream's beginning and end, and every page."""

    wants_totals = False

    def stream_started(self, stream: str) -> None:
        LOGGER.info("stream started", extra={"fields": {"stream": stream}})

    def page_committed(self, report: StreamReport, total: int | None) -> None:
        fields = {"stream": report.stream, "pages": report.pages, "fetched": report.fetched}
        LOGGER.info("page done", extra={"fields": fields})

    def stream_ended(self, report: StreamReport) -> None:
        level = logging.ERROR if report.status == "failed" else logging.INFO
        LOGGER.log(level, "stream %s", report.status, extra={"fields": report.model_dump(mode="json")})


class LoggingOutboxObserver:
    """Writes what became of each message to the log: which one, never its content or a text that may quote it."""

    def claimed(self, count: int) -> None:
        LOGGER.info("messages claimed", extra={"fields": {"count": count}})

    def settled(self, report: MessageReport) -> None:
        level = {"failed": logging.WARNING, "dead": logging.ERROR}.get(report.status, logging.INFO)
        fields = report.model_dump(
            mode="json",
            include={"id", "operation", "place", "status", "odoo_id", "kind", "next_attempt_at"},
            exclude_none=True,
        )
        LOGGER.log(level, "message %s", report.status, extra={"fields": fields})


def log_outbox_run(report: OutboxReport) -> None:
    """A run's end: its counts, and what stood in its way."""
    level = logging.ERROR if report.status == "failed" else logging.INFO
    LOGGER.log(
        level, "outbox run %s", report.status, extra={"fields": report.model_dump(mode="json", exclude={"messages"})}
    )
