"""Everything here needs the environment of `make knowledge`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from shared.warehouse.protocol import Warehouse


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.knowledge)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without its libraries nothing of this folder can even be imported."""
    from importlib.util import find_spec

    return True if collection_path.suffix == ".py" and find_spec("trafilatura") is None else None


@pytest.fixture
def warehouse(database_url: str) -> Iterator[Warehouse]:
    with open_warehouse(Settings({"SUPABASE_DB_URL": database_url}).warehouse) as opened:
        yield opened
