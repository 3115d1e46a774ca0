"""OpenLineage events (https://openlineage.io/spec/2-0-2): what ran, what it read, what it wrote, how many rows.

For a catalogue such as Marquez, DataHub or OpenMetadata, or as lines of a file. Nothing that runs fails or waits long
because of it: after the first event that does not get through, which is told in the log, the process sends no more.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

import httpx

from shared.foreign_text import without_secrets
from shared.monitoring.logs import LOGGER
from shared.settings import LineageSettings, OdooSettings, Settings, WarehouseSettings
from shared.sync.observer import Observer
from shared.sync.run_report import StreamReport

if TYPE_CHECKING:
    from shared.transform import TransformReport  # brings psycopg, which a function over REST does without

_SECONDS = 2.0
_PRODUCER = "urn:scout-sync"
_SPEC = "https://openlineage.io/spec"

EventType = Literal["START", "COMPLETE", "ABORT", "FAIL"]


@dataclass(frozen=True)
class Dataset:
    """By OpenLineage's naming: `odoo://shop.example.com/shop`, `pos.order`; `postgres://host:5432`, `db.schema.name`.

    `rows`: how many were read or written; None: not known.
    """

    namespace: str
    name: str
    rows: int | None = None


class Lineage:
    """Sends to `OPENLINEAGE_URL`, or appends to the file it names; sends nothing where that is not set."""

    def __init__(self, settings: LineageSettings, *, transport: httpx.BaseTransport | None = None) -> None:
        self._settings = settings
        self._transport = transport
        self._lock = threading.Lock()
        self.is_open = settings.url is not None

    def tell(
        self,
        kind: EventType,
        job: str,
        run_id: str,
        *,
        at: datetime | None = None,
        inputs: Sequence[Dataset] = (),
        outputs: Sequence[Dataset] = (),
        error: str | None = None,
        parent: tuple[str, str] | None = None,
    ) -> None:
        """One event of a run. `parent`: job and run id that this run is a part of. Raises nothing."""
        if not self.is_open:
            return
        facets: dict[str, Any] = {}
        if error is not None:
            facets["errorMessage"] = _facet(
                "1-0-1", "ErrorMessageRunFacet", message=error, programmingLanguage="Python"
            )
        if parent is not None:
            above = {"run": {"runId": parent[1]}, "job": self._job(parent[0])}
            facets["parent"] = _facet("1-2-0", "ParentRunFacet", **above)
        event = {
            "eventType": kind,
            "eventTime": (at or datetime.now(UTC)).isoformat(),
            "producer": _PRODUCER,
            "schemaURL": f"{_SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": {"runId": run_id, "facets": facets},
            "job": self._job(job),
            "inputs": [_dataset(one, "inputFacets", "inputStatistics", "1-0-0", "Input") for one in inputs],
            "outputs": [_dataset(one, "outputFacets", "outputStatistics", "1-0-2", "Output") for one in outputs],
        }
        try:
            self._send(event)
        except (OSError, httpx.HTTPError, httpx.InvalidURL) as trouble:
            self.is_open = False
            LOGGER.warning("no more lineage events", extra={"fields": {"reason": without_secrets(str(trouble))}})

    def _job(self, name: str) -> dict[str, str]:
        return {"namespace": self._settings.namespace, "name": name}

    def _send(self, event: dict[str, Any]) -> None:
        address = self._settings.url or ""
        if address.startswith("file:"):
            with self._lock, Path(unquote(urlsplit(address).path)).open("a", encoding="utf-8") as file:
                file.write(json.dumps(event) + "\n")
            return
        key = self._settings.api_key
        headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        with httpx.Client(transport=self._transport, timeout=_SECONDS, headers=headers) as client:
            client.post(f"{address}/api/v1/lineage", json=event).raise_for_status()


def _facet(version: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"_producer": _PRODUCER, "_schemaURL": f"{_SPEC}/facets/{version}/{name}.json#/$defs/{name}", **fields}


def _dataset(one: Dataset, facets: str, statistics: str, version: str, side: str) -> dict[str, Any]:
    named: dict[str, Any] = {"namespace": one.namespace, "name": one.name}
    if one.rows is not None:
        counted = _facet(version, f"{side}Statistics{side}DatasetFacet", rowCount=one.rows)
        named[facets] = {statistics: counted}
    return named


class LineageObserver:
    """Tells each stream of a run as a job of its own, `sync.<model>`, and hands everything on."""

    def __init__(self, observer: Observer, lineage: Lineage, odoo: OdooSettings, warehouse: WarehouseSettings) -> None:
        self._observer = observer
        self._lineage = lineage
        self._source = f"odoo://{urlsplit(odoo.base_url).netloc}/{odoo.db}"
        self._target, self._database = _place(warehouse)
        self._runs: dict[str, str] = {}
        self.wants_totals = observer.wants_totals

    def stream_started(self, stream: str) -> None:
        self._runs[stream] = str(uuid.uuid4())
        self._tell("START", stream)
        self._observer.stream_started(stream)

    def page_committed(self, report: StreamReport, total: int | None) -> None:
        self._observer.page_committed(report, total)

    def stream_ended(self, report: StreamReport) -> None:
        ends: dict[str, EventType] = {"completed": "COMPLETE", "absent": "COMPLETE", "failed": "FAIL"}
        error = report.error.message if report.error else None
        written = report.changed + report.deleted
        self._tell(ends.get(report.status, "ABORT"), report.stream, report.fetched, written, error)
        self._observer.stream_ended(report)

    def _tell(
        self,
        kind: EventType,
        stream: str,
        read: int | None = None,
        written: int | None = None,
        error: str | None = None,
    ) -> None:
        if stream not in self._runs:
            return
        table = stream.replace(".", "_")
        names = (f"{self._database}.scout.bronze_{table}", f"{self._database}.odoo_raw.{table}")
        self._lineage.tell(
            kind,
            f"sync.{stream}",
            self._runs[stream],
            inputs=[Dataset(self._source, stream, read)],
            outputs=[Dataset(self._target, name, written) for name in names],
            error=error,
        )


def _place(warehouse: WarehouseSettings) -> tuple[str, str]:
    """Namespace and database; of a project on Supabase that is known by its API alone, its database's own address."""
    if warehouse.db_url is not None:
        parts = urlsplit(warehouse.db_url.get_secret_value())
        database = unquote(parts.path.lstrip("/")) or "postgres"
        return f"postgres://{parts.hostname or 'localhost'}:{parts.port or 5432}", database
    host = urlsplit(warehouse.url or "").hostname or ""
    return f"postgres://{'db.' if host.endswith('.supabase.co') else ''}{host}:5432", "postgres"


def telling_lineage(observer: Observer, settings: Settings, *, dry_run: bool) -> Observer:
    """The observer, and lineage events of what it sees where somebody listens; a dry run has none."""
    lineage = Lineage(settings.lineage)
    if dry_run or not lineage.is_open:
        return observer
    return LineageObserver(observer, lineage, settings.odoo, settings.warehouse)


def tell_transform(settings: Settings, build: Callable[[], TransformReport]) -> TransformReport:
    """Runs a build as the job `transform`, and tells each of its models as a part of it, `transform.<model>`."""
    lineage, run_id = Lineage(settings.lineage), str(uuid.uuid4())
    lineage.tell("START", "transform", run_id)
    try:
        report = build()
    except BaseException as error:
        lineage.tell("FAIL", "transform", run_id, error=type(error).__name__)
        raise
    place, _ = _place(settings.warehouse)
    for node in report.results if lineage.is_open else ():
        if node.kind != "model" or node.relation is None or node.began is None:
            continue
        of_node, job = str(uuid.uuid4()), f"transform.{node.name}"
        inputs, outputs = [Dataset(place, name) for name in node.reads], [Dataset(place, node.relation, node.written)]
        parent = ("transform", run_id)
        lineage.tell("START", job, of_node, at=node.began, inputs=inputs, outputs=outputs, parent=parent)
        end: EventType = "COMPLETE" if node.is_good else "FAIL"
        wrong = None if node.is_good else node.message or node.status
        lineage.tell(end, job, of_node, at=node.ended, inputs=inputs, outputs=outputs, error=wrong, parent=parent)
    names = [f"{one.name}: {one.message or one.status}" for one in report.bad]
    lineage.tell("FAIL" if names else "COMPLETE", "transform", run_id, error="; ".join(names) or None)
    return report
