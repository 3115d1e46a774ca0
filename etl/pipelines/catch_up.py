"""The days that something changed on since the last time, and no others.

Without a warehouse: what Odoo says was written since then, on the day it is of now and on the day the lake has it on;
and the days whose number of rows is another by now, which is how deletes show.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from etl.config import LakeConfig
from etl.datasets import DATASETS, Dataset
from etl.extract.odoo_source import OdooSource
from etl.metadata import Notes
from etl.pipelines.run import RunReport, maintain, write_days
from etl.pipelines.steps import Steps
from etl.tables import RAW

_DAY = "business_date"
_SECONDS = "%Y-%m-%d %H:%M:%S"
_SAME_SECOND = timedelta(seconds=2)
_NOTE = "caught_up_until"
_OVERLAP = timedelta(minutes=20)
"""write_date is when a transaction began: what was committed late is found by looking back this far."""


def catch_up(
    config: LakeConfig, source: OdooSource, *, on_step: Callable[[str], None] = lambda words: None
) -> RunReport:
    """Rewrites the dirty days; the next time begins where this one looked. `report.days` says how many by dataset."""
    steps = Steps(config)
    until = source.server_time()
    report = RunReport()
    on_step("dimensions")
    steps.refresh_dimensions(source)
    for dataset, days in dirty_days(steps, source).items():
        for run in consecutive(days):
            for portion in source.portions(dataset, run):
                on_step(f"{dataset.name} {portion[0]} to {portion[-1]}")
                write_days(steps, source, dataset, portion)
        report.days[dataset.name] = len(days)
    caught_up(config, until)
    report.files_gone = maintain(config)
    return report


def dirty_days(steps: Steps, source: OdooSource) -> dict[Dataset, set[date]]:
    """By dataset. A lake that never caught up has all days dirty that Odoo has records of."""
    noted = Notes(steps.config.metadata).read(_NOTE)
    since = datetime.fromisoformat(noted) - _OVERLAP if noted else None
    return {dataset: _dirty_days(steps, source, dataset, since) for dataset in DATASETS}


def caught_up(config: LakeConfig, until: datetime) -> None:
    Notes(config.metadata).keep(_NOTE, until.isoformat())


def consecutive(days: Collection[date]) -> list[list[date]]:
    """The days in runs without a gap: each is replaced in one commit, and no other day with it."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _dirty_days(steps: Steps, source: OdooSource, dataset: Dataset, since: datetime | None) -> set[date]:
    first = source.first_day(dataset)
    today = source.server_time().date() + timedelta(days=1)
    counts = source.counts(dataset, first, today) if first else {}
    held = _rows_held(steps, dataset)
    dirty = {day for day in counts.keys() | held.keys() if counts.get(day, 0) != held.get(day, 0)}
    if since is not None:
        dirty |= _written(steps, dataset, source.written_since(dataset, since), since + _OVERLAP)
    return dirty


def _rows_held(steps: Steps, dataset: Dataset) -> dict[date, int]:
    """Of raw, which has every record whatever its state. Told by the table, for metadata may be a step behind."""
    rows = steps.lake.read_columns(RAW, dataset.table, (_DAY,))
    if rows is None:
        return {}
    counted = rows[_DAY].value_counts().to_pylist()
    return {entry["values"]: entry["counts"] for entry in counted}


def _written(
    steps: Steps, dataset: Dataset, written: dict[int, tuple[date | None, str]], last_time: datetime
) -> set[date]:
    """The days of these records, now and as the lake has them; without what the lake has as it was written.

    A write_date tells whole seconds, so one of the second that the last look began in may hide another.
    """
    held = _held(steps, dataset, written.keys())
    settled_before = (last_time - _SAME_SECOND).strftime(_SECONDS)
    dirty: set[date] = set()
    for record, (day, latest) in written.items():
        known = held.get(record)
        if known != (day, latest) or latest >= settled_before:
            dirty |= {one for one in (day, known[0] if known else None) if one}
    return dirty


def _held(steps: Steps, dataset: Dataset, ids: Collection[int]) -> dict[int, tuple[date, str]]:
    """The day on which the lake has each record, and the latest write_date of it and its companions there."""
    names = [f"{one.prefix}__write_date" for one in dataset.companions]
    rows = steps.lake.read_columns(RAW, dataset.table, (_DAY, "id", "write_date", *names)) if ids else None
    if rows is None:
        return {}
    wanted = rows.filter(pc.is_in(rows["id"], value_set=pa.array(sorted(ids), pa.int64())))
    found = {}
    for row in wanted.to_pylist():
        moments = [row["write_date"]]
        for name in names:
            moments += row[name] if isinstance(row[name], list) else [row[name]]
        found[row["id"]] = (row[_DAY], max(one for one in moments if one).strftime(_SECONDS))
    return found
