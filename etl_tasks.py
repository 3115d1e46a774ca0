"""The lake's pipelines as Celery tasks: `celery -A etl_tasks worker`, `celery -A etl_tasks beat`.

Thin calls of `etl`: what goes through the broker are paths and days, never rows. Any task may run twice, be killed or
be late; the day ends as its newest reading says. Queues by a task's name: extract, transform, load, orchestration.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from celery import Celery, chain, chord, group
from celery.schedules import crontab
from kombu import Queue

from etl.config import LakeConfig
from etl.datasets import DATASETS, Dataset, dataset_of
from etl.pipelines.catch_up import caught_up, dirty_days
from etl.pipelines.health import lake_health
from etl.pipelines.run import connected, days_between, maintain
from etl.pipelines.steps import Steps
from shared.errors import RunError, StreamError
from shared.settings import Settings

_SETTINGS = Settings.read(os.environ, env_file=Path(".env"))
_LAKE = _SETTINGS.lake
_QUEUES = ("extract", "transform", "load", "orchestration")
_AGAIN_SECONDS = 60
_AGAIN_AT_MOST = 5
_REDELIVERY_MARGIN_SECONDS = 200
_RESULT_SECONDS = 24 * 3600

log = logging.getLogger("scout.lake")

app = Celery("etl_tasks", broker=_LAKE.redis_url.get_secret_value(), backend=_LAKE.redis_url.get_secret_value())
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_concurrency=_LAKE.worker_concurrency,
    task_soft_time_limit=_LAKE.soft_limit_seconds,
    task_time_limit=_LAKE.hard_limit_seconds,
    # A task that runs longer than this is started a second time while it runs, so it must be longer than any may take.
    broker_transport_options={"visibility_timeout": _LAKE.hard_limit_seconds + _REDELIVERY_MARGIN_SECONDS},
    result_backend_transport_options={"visibility_timeout": _LAKE.hard_limit_seconds + _REDELIVERY_MARGIN_SECONDS},
    broker_connection_retry_on_startup=True,
    result_expires=_RESULT_SECONDS,
    timezone="UTC",
    task_queues=[Queue(name) for name in _QUEUES],
    task_default_queue="orchestration",
    task_routes={
        "etl_tasks.extract_*": {"queue": "extract"},
        "etl_tasks.clean_*": {"queue": "transform"},
        "etl_tasks.save_*": {"queue": "load"},
        "etl_tasks.update_*": {"queue": "load"},
        "etl_tasks.refresh_dimensions_incremental": {"queue": "load"},
    },
    beat_schedule={
        "daily_etl_pipeline": {"task": "etl_tasks.daily_etl_pipeline", "schedule": crontab(hour="2", minute="0")},
        "health_check": {"task": "etl_tasks.health_check", "schedule": crontab(minute="0")},
    },
)


def _task(**options: Any) -> Any:
    """A task that is tried again after 60 · 2ⁿ seconds where the world, and not the record, is at fault."""
    return app.task(
        autoretry_for=(RunError, StreamError, OSError),
        retry_backoff=_AGAIN_SECONDS,
        retry_backoff_max=_AGAIN_SECONDS * 2**_AGAIN_AT_MOST,
        retry_jitter=False,
        max_retries=_AGAIN_AT_MOST,
        **options,
    )


def _config() -> LakeConfig:
    return LakeConfig.of(_SETTINGS)


def _extract(dataset: Dataset, day: str) -> str:
    config = _config()
    with connected(config) as source:
        return str(Steps(config).extract(source, dataset, [date.fromisoformat(day)]))


def _save(dataset: Dataset, path: str) -> str:
    """The day whose rows are in raw now; it stands in the file's name, for an earlier try may have taken the file."""
    Steps(_config()).save_raw(dataset, Path(path))
    return Path(path).name.split(".")[1]


def _clean(dataset: Dataset, day: str) -> str:
    Steps(_config()).clean(dataset, [date.fromisoformat(day)])
    return day


def _update(dataset: Dataset, day: str) -> str:
    Steps(_config()).update_star(dataset, [date.fromisoformat(day)])
    return day


@_task(name="etl_tasks.extract_pos_order_lines")
def extract_pos_order_lines(day: str) -> str:
    """Reads a business date of till lines (YYYY-MM-DD) from Odoo; answers the path of its file."""
    return _extract(dataset_of("sales"), day)


@_task(name="etl_tasks.extract_sales_invoice_lines")
def extract_sales_invoice_lines(day: str) -> str:
    return _extract(dataset_of("invoice_sales"), day)


@_task(name="etl_tasks.extract_purchase_invoice_lines")
def extract_purchase_invoice_lines(day: str) -> str:
    return _extract(dataset_of("purchases"), day)


@_task(name="etl_tasks.extract_inventory_moves")
def extract_inventory_moves(day: str) -> str:
    return _extract(dataset_of("inventory_moves"), day)


@_task(name="etl_tasks.save_raw_data")
def save_raw_data(path: str) -> str:
    """Puts a file of till lines into raw; answers its day."""
    return _save(dataset_of("sales"), path)


@_task(name="etl_tasks.save_raw_sales_invoice_lines")
def save_raw_sales_invoice_lines(path: str) -> str:
    return _save(dataset_of("invoice_sales"), path)


@_task(name="etl_tasks.save_raw_purchase_invoice_lines")
def save_raw_purchase_invoice_lines(path: str) -> str:
    return _save(dataset_of("purchases"), path)


@_task(name="etl_tasks.save_raw_inventory_moves")
def save_raw_inventory_moves(path: str) -> str:
    return _save(dataset_of("inventory_moves"), path)


@_task(name="etl_tasks.clean_pos_data")
def clean_pos_data(day: str) -> str:
    """Makes a day of clean till lines from raw; answers the day."""
    return _clean(dataset_of("sales"), day)


@_task(name="etl_tasks.clean_sales_invoice_lines")
def clean_sales_invoice_lines(day: str) -> str:
    return _clean(dataset_of("invoice_sales"), day)


@_task(name="etl_tasks.clean_purchase_invoice_lines")
def clean_purchase_invoice_lines(day: str) -> str:
    return _clean(dataset_of("purchases"), day)


@_task(name="etl_tasks.clean_inventory_moves")
def clean_inventory_moves(day: str) -> str:
    return _clean(dataset_of("inventory_moves"), day)


@_task(name="etl_tasks.update_star_schema")
def update_star_schema(day: str) -> str:
    """Makes a day of fact_sales from clean, and shows it; answers the day."""
    return _update(dataset_of("sales"), day)


@_task(name="etl_tasks.update_invoice_sales_star_schema")
def update_invoice_sales_star_schema(day: str) -> str:
    return _update(dataset_of("invoice_sales"), day)


@_task(name="etl_tasks.update_purchase_star_schema")
def update_purchase_star_schema(day: str) -> str:
    return _update(dataset_of("purchases"), day)


@_task(name="etl_tasks.update_inventory_moves_star_schema")
def update_inventory_moves_star_schema(day: str) -> str:
    return _update(dataset_of("inventory_moves"), day)


@_task(name="etl_tasks.refresh_dimensions_incremental")
def refresh_dimensions_incremental() -> dict[str, int]:
    """Reads companies, products, partners and the like that changed; answers how many records each model has."""
    config = _config()
    with connected(config) as source:
        return Steps(config).refresh_dimensions(source)


STEPS = {
    "sales": (extract_pos_order_lines, save_raw_data, clean_pos_data, update_star_schema),
    "invoice_sales": (
        extract_sales_invoice_lines,
        save_raw_sales_invoice_lines,
        clean_sales_invoice_lines,
        update_invoice_sales_star_schema,
    ),
    "purchases": (
        extract_purchase_invoice_lines,
        save_raw_purchase_invoice_lines,
        clean_purchase_invoice_lines,
        update_purchase_star_schema,
    ),
    "inventory_moves": (
        extract_inventory_moves,
        save_raw_inventory_moves,
        clean_inventory_moves,
        update_inventory_moves_star_schema,
    ),
}
"""A dataset's four tasks, in their order."""


def _pipeline(days: dict[str, Sequence[str]], *, caught_up_until: str = "") -> Any:
    """Dimensions first; then each day of each dataset by itself; at the end what is old goes."""
    chains = []
    for name, of_dataset in days.items():
        extract, save, clean, update = STEPS[name]
        chains += [chain(extract.si(day), save.s(), clean.s(), update.s()) for day in of_dataset]
    end = health_check.si(caught_up_until)
    if not chains:
        return chain(refresh_dimensions_incremental.si(), end)
    return chain(refresh_dimensions_incremental.si(), chord(group(chains), end))


@_task(name="etl_tasks.daily_etl_pipeline")
def daily_etl_pipeline(day: str | None = None) -> str:
    """All datasets of a business date, yesterday unless told; answers the id of what was started."""
    chosen = day or (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    return str(_pipeline({one.name: [chosen] for one in DATASETS}).apply_async().id)


@_task(name="etl_tasks.date_range_etl_pipeline")
def date_range_etl_pipeline(start_date: str, end_date: str) -> str:
    """All datasets of every day from the first to the last."""
    days = [day.isoformat() for day in days_between(date.fromisoformat(start_date), date.fromisoformat(end_date))]
    return str(_pipeline({one.name: days for one in DATASETS}).apply_async().id)


@_task(name="etl_tasks.catch_up_etl")
def catch_up_etl() -> dict[str, Any]:
    """The days that something changed on since the last time; answers these, and the id of what was started."""
    config = _config()
    with connected(config) as source:
        until = source.server_time()
        dirty = {dataset.name: sorted(map(str, days)) for dataset, days in dirty_days(Steps(config), source).items()}
    started = _pipeline(dirty, caught_up_until=until.isoformat()).apply_async()
    return {"days": dirty, "started": str(started.id)}


@_task(name="etl_tasks.health_check")
def health_check(caught_up_until: str = "") -> dict[str, Any]:
    """How the lake is: each dataset's newest day, and when it was written. Lets go of what is old, once a day.

    A pipeline ends with it. `caught_up_until`: the instant up to which that pipeline had taken what changed.
    """
    config = _config()
    if caught_up_until:
        caught_up(config, datetime.fromisoformat(caught_up_until))
    return {**lake_health(config), "files_gone": maintain(config)}
