"""The steps of a day: extract → raw → clean → star. Each holds the lease of its dataset and days, and derives from what
stands: repeated, doubled or stopped anywhere, the day ends as the newest reading of it says.
"""

from __future__ import annotations

import contextlib
import json
import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from etl.config import LakeConfig
from etl.datasets import Dataset
from etl.dimension_cache import DimensionCache
from etl.extract.odoo_source import DayRows, OdooSource
from etl.io_parquet import described, read_file, write_file
from etl.lease import leased
from etl.load.views import rewrite_views
from etl.metadata import DayMetadata, DayStore
from etl.tables import CLEAN, RAW, STAR, Lake
from etl.transform.make_days import clean, fact, make_dimensions, sums_of

log = logging.getLogger("scout.lake")

_DAY = "business_date"


class DaySource(Protocol):
    """Where raw rows come from: Odoo itself, or bronze."""

    name: str

    def extract(self, dataset: Dataset, days: Sequence[date]) -> DayRows: ...


@contextlib.contextmanager
def timed(step: str, what: str) -> Iterator[None]:
    """One `[TIMING]` line a step."""
    started = time.perf_counter()
    try:
        yield
    finally:
        log.info("[TIMING] %s %s %.2f s", step, what, time.perf_counter() - started)


@dataclass
class Steps:
    """All that a worker needs; cheap to make, opens nothing before it is needed."""

    config: LakeConfig

    @cached_property
    def lake(self) -> Lake:
        return Lake(self.config)

    @cached_property
    def days(self) -> DayStore:
        return DayStore(self.config.metadata)

    def extract(self, source: DaySource, dataset: Dataset, days: Sequence[date]) -> Path:
        """Reads the days into one file and answers its path, which is what goes through a broker."""
        with timed("extract", _said(dataset, days)):
            read = source.extract(dataset, days)
            path = self.config.metadata / "staging" / f"{dataset.table}.{days[0]}.{uuid.uuid4().hex}.parquet"
            notes = {
                "days": json.dumps([day.isoformat() for day in read.days]),
                "extracted_at": read.extracted_at.isoformat(),
                "source": read.source,
                "unfit": json.dumps(read.unfit),
            }
            write_file(read.table, path, described=notes)
        return path

    def save_raw(self, dataset: Dataset, path: Path) -> list[date]:
        """Puts a file's days into raw, unless they are newer there; the file goes. Answers all days of the file.

        Without the file the days were saved by an earlier try; the path tells the first of them.
        """
        try:
            rows = read_file(path)
        except FileNotFoundError:
            return []
        notes = described(rows)
        days = [date.fromisoformat(day) for day in json.loads(notes["days"])]
        extracted_at = datetime.fromisoformat(notes["extracted_at"])
        with timed("save_raw", _said(dataset, days)), leased(self.config.metadata, dataset.table, days):
            newer = {day for day in days if self._is_newer(RAW, dataset.table, day, extracted_at)}
            due = [day for day in days if day not in newer]
            if due and _DAY in rows.schema.names and len(rows.schema.names) > 1:
                kept = rows if not newer else _of_days(rows, _DAY, due)
                snapshot = self.lake.replace_days(RAW, dataset.table, kept, day=_DAY, days=due)
                about = {"source": notes["source"], "extracted_at": extracted_at, "unfit": json.loads(notes["unfit"])}
                self._note(RAW, dataset.table, due, kept, column=_DAY, snapshot=snapshot, about=about)
        path.unlink(missing_ok=True)
        return days

    def clean(self, dataset: Dataset, days: Sequence[date]) -> None:
        """Makes the days of clean from what raw holds now."""
        with timed("clean", _said(dataset, days)), leased(self.config.metadata, dataset.table, days):
            raw = self.lake.read_days(RAW, dataset.table, day=_DAY, days=days)
            if raw is None:
                return
            rows = clean(dataset, raw, DimensionCache(self.lake).tables(), zone=self.config.zone)
            snapshot = self.lake.replace_days(CLEAN, dataset.table, rows, day=_DAY, days=days)
            about = self._about(RAW, dataset.table, days)
            self._note(CLEAN, dataset.table, days, rows, column=_DAY, snapshot=snapshot, about=about)

    def update_star(self, dataset: Dataset, days: Sequence[date]) -> None:
        """Makes the days of the fact from what clean holds now, and shows them."""
        with timed("update_star", _said(dataset, days)), leased(self.config.metadata, dataset.table, days):
            rows = self.lake.read_days(CLEAN, dataset.table, day=_DAY, days=days)
            if rows is None:
                return
            made = fact(dataset, rows, DimensionCache(self.lake).tables(), zone=self.config.zone)
            snapshot = self.lake.replace_days(STAR, dataset.fact, made, day=dataset.day, days=days)
            sums = sums_of(made, day=dataset.day, currency="currency", amounts=dataset.amounts, zone=self.config.zone)
            about = self._about(CLEAN, dataset.table, days)
            self._note(STAR, dataset.fact, days, made, column=dataset.day, snapshot=snapshot, about=about, sums=sums)
        rewrite_views(self.lake)

    def refresh_dimensions(self, source: OdooSource) -> dict[str, int]:
        """Reads what changed of them, and makes the `dim_` tables anew where they differ."""
        with timed("refresh_dimensions", "all"):
            cache = DimensionCache(self.lake)
            counts = cache.refresh(source)
            for name, rows in make_dimensions(cache.tables(), zone=self.config.zone).items():
                self.lake.replace_all(STAR, name, rows)
        rewrite_views(self.lake)
        return counts

    def _is_newer(self, layer: str, table: str, day: date, extracted_at: datetime) -> bool:
        known = self.days.read(f"{layer}.{table}", day)
        return known is not None and known.extracted_at > extracted_at

    def _about(self, layer: str, table: str, days: Sequence[date]) -> dict[str, Any]:
        known = self.days.read(f"{layer}.{table}", days[0])
        now = datetime.now(UTC)
        return {"source": known.source if known else "", "extracted_at": known.extracted_at if known else now}

    def _note(
        self,
        layer: str,
        table: str,
        days: Sequence[date],
        rows: pa.Table,
        *,
        column: str,
        snapshot: int | None,
        about: dict[str, Any],
        sums: dict[date, tuple[int, dict[str, dict[str, str]]]] | None = None,
    ) -> None:
        counts = {entry["values"]: entry["counts"] for entry in rows[column].value_counts().to_pylist()}
        for day in days:
            found = (sums or {}).get(day, (0, {}))[1]
            self.days.keep(
                DayMetadata(
                    table=f"{layer}.{table}",
                    day=day,
                    rows=counts.get(day, 0),
                    snapshot=snapshot,
                    written_at=datetime.now(UTC),
                    sums=found,
                    **about,
                )
            )


def _of_days(rows: pa.Table, column: str, days: Sequence[date]) -> pa.Table:
    wanted = set(days)
    return rows.filter(pa.array([day in wanted for day in rows[column].to_pylist()], pa.bool_()))


def _said(dataset: Dataset, days: Sequence[date]) -> str:
    return f"{dataset.name} {days[0]}" + (f"…{days[-1]}" if len(days) > 1 else "")
