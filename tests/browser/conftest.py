from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.chromium import Tab, chromium
from tests.engine.conftest import world

__all__ = ["world"]


@pytest.fixture(scope="session")
def tab() -> Iterator[Tab]:
    with chromium() as one:
        yield one
