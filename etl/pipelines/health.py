"""How the lake is: each fact's newest day, its rows, and when it was written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from etl.config import LakeConfig
from etl.datasets import DATASETS
from etl.metadata import DayStore
from etl.tables import STAR


def lake_health(config: LakeConfig) -> dict[str, Any]:
    """`status` is empty, ok or late: late where no day was written within two days."""
    store = DayStore(config.metadata)
    now = datetime.now(UTC)
    datasets = {}
    for dataset in DATASETS:
        days = list(store.all(f"{STAR}.{dataset.fact}"))
        if not days:
            continue
        written = max(one.written_at for one in days)
        datasets[dataset.name] = {
            "days": len(days),
            "rows": sum(one.rows for one in days),
            "newest_day": max(one.day for one in days).isoformat(),
            "written_at": written.isoformat(),
            "age_seconds": int((now - written).total_seconds()),
        }
    ages = [age for one in datasets.values() if isinstance(age := one["age_seconds"], int)]
    status = "empty" if not ages else "late" if max(ages) > 2 * 86_400 else "ok"
    return {"status": status, "datasets": datasets, "checked_at": now.isoformat()}
