"""OpenLineage events: pairs of begin and end with what was read and written; a listener that fails fails nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.error_report import ErrorReport
from shared.errors import TransformFailed
from shared.monitoring.lineage import Lineage, LineageObserver, tell_transform
from shared.settings import Settings
from shared.sync.observer import SilentObserver
from shared.sync.run_report import StreamReport, StreamStatus
from shared.transform import NodeResult, TransformReport

VARIABLES = {
    "ODOO_BASE_URL": "https://shop.example.com", "ODOO_DB": "shop", "ODOO_API_KEY": "odoo-key-value",
    "SUPABASE_DB_URL": "postgresql://postgres:db-pass-word@db.example.com:5432/postgres",
}  # fmt: skip


def given(path: Path, **more: str) -> Settings:
    return Settings({**VARIABLES, "OPENLINEAGE_URL": f"file://{path}", **more})


def events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def failure() -> ErrorReport:
    return ErrorReport.of(TransformFailed("Odoo said no", fix=""))


@pytest.mark.parametrize(
    ("status", "kind"), [("completed", "COMPLETE"), ("failed", "FAIL"), ("partial", "ABORT"), ("busy", "ABORT")]
)
def test_a_stream_is_a_job_with_its_rows(tmp_path: Path, status: StreamStatus, kind: str) -> None:
    settings, path = given(tmp_path / "events.jsonl"), tmp_path / "events.jsonl"
    observer = LineageObserver(SilentObserver(), Lineage(settings.lineage), settings.odoo, settings.warehouse)
    observer.stream_started("pos.order")
    error = failure() if status == "failed" else None
    report = StreamReport(stream="pos.order", status=status, fetched=7, inserted=3, updated=1, deleted=1, error=error)
    observer.stream_ended(report)
    start, end = events(path)
    assert (start["eventType"], end["eventType"]) == ("START", kind)
    assert start["run"]["runId"] == end["run"]["runId"]
    assert end["job"] == {"namespace": "scout-sync", "name": "sync.pos.order"}
    [read] = end["inputs"]
    assert (read["namespace"], read["name"]) == ("odoo://shop.example.com/shop", "pos.order")
    assert read["inputFacets"]["inputStatistics"]["rowCount"] == 7
    written = {one["name"]: one["outputFacets"]["outputStatistics"]["rowCount"] for one in end["outputs"]}
    assert written == {"postgres.scout.bronze_pos_order": 5, "postgres.odoo_raw.pos_order": 5}
    assert end["outputs"][0]["namespace"] == "postgres://db.example.com:5432"
    assert ("errorMessage" in end["run"]["facets"]) == (status == "failed")
    assert "db-pass-word" not in path.read_text(encoding="utf-8")


def test_a_build_tells_each_model_as_a_part_of_it(tmp_path: Path) -> None:
    path, at = tmp_path / "events.jsonl", datetime(2026, 3, 1, tzinfo=UTC)
    fact = NodeResult(
        name="fact_sales", kind="model", status="success", seconds=1, message=None, relation="postgres.semantic.fact_sales",
        reads=["postgres.odoo_raw.pos_order_line"], written=12, began=at, ended=at,
    )  # fmt: skip
    red = NodeResult(name="entries_balance", kind="test", status="fail", seconds=1, message="Got 1 result")
    tell_transform(given(path), lambda: TransformReport(results=[fact, red], seconds=2))
    told = [(one["eventType"], one["job"]["name"]) for one in events(path)]
    assert told == [
        ("START", "transform"),
        ("START", "transform.fact_sales"),
        ("COMPLETE", "transform.fact_sales"),
        ("FAIL", "transform"),
    ]
    whole, _, model, _ = events(path)
    assert model["run"]["facets"]["parent"]["run"]["runId"] == whole["run"]["runId"]
    assert [one["name"] for one in model["inputs"]] == ["postgres.odoo_raw.pos_order_line"]
    assert model["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 12


def test_a_build_that_could_not_begin_is_told_and_raised(tmp_path: Path) -> None:
    def build() -> TransformReport:
        raise TransformFailed("no dbt", fix="")

    with pytest.raises(TransformFailed):
        tell_transform(given(tmp_path / "events.jsonl"), build)
    assert [one["eventType"] for one in events(tmp_path / "events.jsonl")] == ["START", "FAIL"]


def test_over_http_with_the_key_and_after_a_failure_no_more() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201 if len(asked) == 1 else 503)

    settings = given(Path("/x"), OPENLINEAGE_URL="https://marquez.example.com/", OPENLINEAGE_API_KEY="lineage-key")
    lineage = Lineage(settings.lineage, transport=httpx.MockTransport(answer))
    for _ in range(4):
        lineage.tell("START", "transform", "7b9f6a7e-0000-4000-8000-000000000000")
    assert len(asked) == 2
    assert str(asked[0].url) == "https://marquez.example.com/api/v1/lineage"
    assert asked[0].headers["authorization"] == "Bearer lineage-key"


def test_a_file_that_cannot_be_written_fails_nothing(tmp_path: Path) -> None:
    report = tell_transform(given(tmp_path / "no" / "such"), lambda: TransformReport(results=[], seconds=0))
    assert report.results == []
