"""The Odoo a contract test looks at: simulated and real, over both protocols, unless the test names others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.odoo.client import Odoo
from tests.contract.odoo_support import REFERENCE, Endpoint, open_endpoint


@pytest.fixture(params=REFERENCE)
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    return open_endpoint(*request.param)


@pytest.fixture
def odoo(endpoint: Endpoint) -> Iterator[Odoo]:
    with endpoint.connect() as odoo:
        yield odoo
