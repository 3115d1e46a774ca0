"""dbt on a real PostgreSQL: a migrated database a test, dbt from an environment of its own (make dbt)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.settings import Settings
from shared.transform import TransformReport, transform

Build = Callable[..., TransformReport]


@pytest.fixture
def build(database_url: str) -> Build:
    """Builds the project there; `full` and `select` as in `scout transform`."""
    warehouse = Settings({"SUPABASE_DB_URL": database_url}).warehouse
    return lambda **how: transform(warehouse, **how)
