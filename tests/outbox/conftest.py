"""A small Odoo of an hour ago and an empty outbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from demo.odoo import SimulatedOdoo
from demo.shop import fill
from shared.retries import RetryPolicy
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from tests.outbox.desk import Desk

RETRY_POLICY = RetryPolicy(attempts=3, sleep=lambda seconds: None)


@pytest.fixture
def desk(database_url: str, db: psycopg.Connection[Any]) -> Iterator[Desk]:
    odoo = SimulatedOdoo()
    fill(odoo, days=2, orders=6)
    odoo.clock.advance(hours=1)
    with open_warehouse(Settings({"SUPABASE_DB_URL": database_url}).warehouse, retry_policy=RETRY_POLICY) as warehouse:
        yield Desk(odoo, warehouse, db)


@pytest.fixture
def partner(desk: Desk) -> int:
    """Ann, an old record that nobody changes but the test."""
    return desk.odoo.create("res.partner", {"name": "Ann", "ref": "old"}, at=desk.odoo.clock.now.replace(year=2025))
