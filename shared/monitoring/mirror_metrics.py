"""The daemon of the mirror, seen from outside: /metrics for Prometheus and /health for whoever restarts it."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from shared.errors import RunError, ScoutError
from shared.monitoring.logs import LOGGER
from shared.monitoring.metrics import CONTENT_TYPE

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from shared.cdc.mirror import BatchReport, Mirror
    from shared.cdc.store import Event, State

STREAM = "mirror"
"""The label of the names that the functions' metrics have too."""

_QUIET_SECONDS = 3.0
"""A daemon that was caught up so shortly ago is: it looks once a second."""
_UNWELL_SECONDS = 60.0
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class MirrorMetrics:
    """Told of what the follower does; read by other threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        lag = self._gauge("etl_lag_seconds", "How far behind Odoo's last commit the mirror is; 0 when nothing is left.")
        retained = self._gauge("etl_slot_retained_bytes", "Log that Odoo's server keeps for the slot.")
        safe = self._gauge(
            "etl_slot_safe_bytes", "Log that may still be written before the slot is lost; -1: no limit."
        )
        lag.set_function(self.lag_seconds)
        retained.set_function(lambda: self._slot_bytes("retained_bytes", 0))
        safe.set_function(lambda: self._slot_bytes("safe_bytes", -1))
        self._processed = self._counter("etl_records_processed", "Changes taken.")
        self._failed = self._counter("etl_records_failed", "Changes that the warehouse refused.")
        self._resyncs = self._counter("etl_resyncs", "Tables that had to be read again.")
        self._duration = Histogram(
            "etl_batch_duration_seconds",
            "Batches that brought something, and their time.",
            ["stream"],
            buckets=_BUCKETS,
            registry=self.registry,
        ).labels(STREAM)
        self._caught_up_at = time.monotonic()
        self._mirror: Mirror | None = None
        self._problem = ""

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(name, what, ["stream"], registry=self.registry).labels(STREAM)

    def _counter(self, name: str, what: str) -> Counter:
        return Counter(name, what, ["stream"], registry=self.registry).labels(STREAM)

    def watch(self, mirror: Mirror) -> None:
        self._mirror = mirror

    def took(self, report: BatchReport) -> None:
        self._problem = ""
        if report.caught_up:
            self._caught_up_at = time.monotonic()
        if report.records:
            self._processed.inc(report.records)
            self._duration.observe(report.seconds)
            fields = {"records": report.records, "seconds": round(report.seconds, 3), "caught_up": report.caught_up}
            LOGGER.debug("batch", extra={"fields": fields})
        if report.refused:
            self._failed.inc(report.refused)

    def told(self, event: Event) -> None:
        if event.kind == "resync":
            self._resyncs.inc()
        level = logging.WARNING if event.cure else logging.INFO
        LOGGER.log(level, event.what, extra={"fields": event.model_dump(include={"kind", "table_name", "cure"})})

    def obstacle(self, error: ScoutError, seconds: float) -> None:
        self._problem = str(error)
        LOGGER.warning("waiting to try again", extra={"fields": {"error": str(error), "wait_seconds": seconds}})

    def lag_seconds(self) -> float:
        since = time.monotonic() - self._caught_up_at
        return since if since > _QUIET_SECONDS else 0.0

    def health(self) -> tuple[bool, dict[str, object]]:
        """Whether it does its work, and what is known."""
        lag = self.lag_seconds()
        state: State | None = getattr(self._mirror, "state", None)
        tables = {row.table_name: row.state for row in state.relations} if state else {}
        well = lag < _UNWELL_SECONDS and not self._problem
        said = "ok" if well else "unwell"
        return well, {"status": said, "lag_seconds": round(lag, 1), "problem": self._problem, "tables": tables}

    def _slot_bytes(self, name: str, otherwise: int) -> float:
        facts = getattr(self._mirror, "facts", None)
        value = getattr(facts.slot, name) if facts is not None and facts.slot is not None else None
        return float(otherwise if value is None else value)


@contextmanager
def serving(metrics: MirrorMetrics, *, host: str, port: int) -> Iterator[str]:
    """Answers /metrics and /health in threads of its own within the block; with port 0 nothing listens. The address."""
    if not port:
        yield ""
        return

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                start_response("200 OK", [("Content-Type", CONTENT_TYPE)])
                return [generate_latest(metrics.registry)]
            case "/health":
                well, known = metrics.health()
                start_response("200 OK" if well else "503 Service Unavailable", [("Content-Type", "application/json")])
                return [json.dumps(known, ensure_ascii=False).encode()]
            case _:
                start_response("404 Not Found", [("Content-Type", "text/plain")])
                return [b"There are /metrics and /health\n"]

    try:
        server = make_server(host, port, answer, server_class=_Server, handler_class=_Quiet)
    except OSError as error:
        fix = "Take a free one with --port; --port 0 leaves /metrics and /health out."
        raise RunError(f"Port {port} cannot be used: {error.strerror}.", fix=fix) from error
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass
