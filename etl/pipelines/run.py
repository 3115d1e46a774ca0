"""A range of days, all datasets, in one process and without a broker: what `scout lake run` does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from etl.config import LakeConfig
from etl.datasets import DATASETS, Dataset
from etl.extract.odoo_source import OdooSource
from etl.load.views import rewrite_views
from etl.metadata import Notes
from etl.pipelines.steps import Steps
from etl.tables import STAR
from shared.odoo.client import Odoo
from shared.retries import RetryPolicy

MAINTAINED = "maintained_at"
_MAINTAIN_EVERY = timedelta(hours=24)


@dataclass
class RunReport:
    """Days written, by dataset, and the rows that the facts have on them. `files_gone`: unlinked with old snapshots."""

    days: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    files_gone: int = 0


@contextmanager
def connected(config: LakeConfig) -> Iterator[OdooSource]:
    """Odoo, whose reads are repeated three times."""
    with Odoo.connect(config.settings.odoo, retry_policy=RetryPolicy(attempts=4)) as odoo:
        yield OdooSource(odoo, config)


def run_days(
    config: LakeConfig,
    source: OdooSource,
    days: Sequence[date],
    *,
    datasets: Sequence[Dataset] = DATASETS,
    on_step: Callable[[str], None] = lambda words: None,
) -> RunReport:
    """Consecutive days, replaced whole; portions of a size that fits into memory, each in one commit a table."""
    steps = Steps(config)
    report = RunReport()
    on_step("dimensions")
    steps.refresh_dimensions(source)
    for dataset in datasets:
        for portion in source.portions(dataset, days):
            on_step(f"{dataset.name} {portion[0]} to {portion[-1]}")
            write_days(steps, source, dataset, portion)
        known = [steps.days.read(f"{STAR}.{dataset.fact}", day) for day in days]
        report.days[dataset.name] = sum(one is not None for one in known)
        report.rows[dataset.name] = sum(one.rows for one in known if one)
    report.files_gone = maintain(config)
    return report


def write_days(steps: Steps, source: OdooSource, dataset: Dataset, days: Sequence[date]) -> None:
    saved = steps.save_raw(dataset, steps.extract(source, dataset, days))
    steps.clean(dataset, saved)
    steps.update_star(dataset, saved)


def maintain(config: LakeConfig) -> int:
    """Once a day at most: lets go of old snapshots and of what killed workers left. Answers how many files went."""
    notes = Notes(config.metadata)
    noted = notes.read(MAINTAINED)
    now = datetime.now(UTC)
    if noted and now - datetime.fromisoformat(noted) < _MAINTAIN_EVERY:
        return 0
    notes.keep(MAINTAINED, now.isoformat())
    lake = Steps(config).lake
    # Raw and clean may be newer than their views; these must not name what goes.
    rewrite_views(lake)
    gone = lake.expire(now=now)
    for path in (config.metadata / "staging").glob("*"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - _MAINTAIN_EVERY:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
