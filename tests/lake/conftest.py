"""A small shop in a simulated Odoo on a port of its own, and a lake of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from demo.odoo import API_KEY, Clock, SimulatedOdoo, serve
from demo.shop import fill
from demo.shop.assortment import TIME_ZONE
from demo.shop.books import keep_books
from etl.config import LakeConfig
from etl.datasets import DATASETS
from etl.extract.odoo_source import OdooSource
from etl.pipelines.run import connected, days_between, run_days
from shared.settings import Settings

DAYS = 14
FACTS = {dataset.fact: dataset.key for dataset in DATASETS}
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
LAST = NOW.date()
FIRST = LAST - timedelta(days=DAYS)


@dataclass
class World:
    odoo: SimulatedOdoo
    variables: dict[str, str]

    def config(self, root: Path, **more: str) -> LakeConfig:
        return LakeConfig.of(Settings({**self.variables, "DATA_LAKE_ROOT": str(root), **more}))

    @contextmanager
    def source(self, config: LakeConfig) -> Iterator[OdooSource]:
        with connected(config) as source:
            yield source

    def fill(self, root: Path, first: date = FIRST, last: date = LAST, **more: str) -> LakeConfig:
        """A lake with these days."""
        config = self.config(root, **more)
        with self.source(config) as source:
            run_days(config, source, days_between(first, last))
        return config


@pytest.fixture
def world() -> Iterator[World]:
    odoo = SimulatedOdoo(clock=Clock(NOW), database="shop")
    fill(odoo, days=DAYS, orders=240)
    keep_books(odoo, days=DAYS, documents=50)
    with serve(odoo) as base_url:
        names = {"ODOO_BASE_URL": base_url, "ODOO_DB": "shop", "ODOO_API_KEY": API_KEY, "SYNC_TIME_ZONE": TIME_ZONE}
        yield World(odoo, names)


def rows_of(config: LakeConfig) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact and dimension, by the views a reader has."""
    with duckdb.connect(str(config.star_path), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        names = [
            name
            for (name,) in connection.execute(
                "select view_name from duckdb_views() where not internal and schema_name = 'main' order by 1"
            ).fetchall()
        ]
        return {name: connection.execute(f"select * from {name} order by all").fetchall() for name in names}
