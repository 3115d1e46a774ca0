"""Secrets and Odoo's `debug` are in no error, whatever goes wrong (invariant 12)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import ScoutError
from tests.unit.odoo_double import API_KEY, ENVIRONMENT, PASSWORD, OdooDouble
from tests.unit.odoo_faults import MAYBE_APPLIED, NOT_APPLIED, REFUSALS

BOTH = pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])


@BOTH
@pytest.mark.parametrize(
    "answer", [*(answer for answer, _, _ in REFUSALS), *(fault() for fault in [*NOT_APPLIED, *MAYBE_APPLIED])]
)
def test_no_error_carries_a_secret_or_odoos_debug(protocol: str, answer: Any) -> None:
    """Held for every fault we know: `str`, `repr` and attributes of the error and of all that led to it.

    Each error of Odoo here carries password and key in `debug`, `arguments` and `context`.
    """
    variables = {"ODOO_API_KEY": API_KEY, **ENVIRONMENT["jsonrpc"], "ODOO_PROTOCOL": protocol}
    odoo = OdooDouble().will(answer)
    with pytest.raises(ScoutError) as raised:
        odoo.connect(attempts=1, variables=variables).call(
            "pos.order", "write", ids=[1], vals={"secret": "s3cr3t-value"}
        )
    error: BaseException | None = raised.value
    while error is not None:
        shown = f"{error} {error!r} {error.args} {vars(error) if isinstance(error, ScoutError) else ''}"
        for leak in (PASSWORD, API_KEY, "s3cr3t-value", "DEBUG", "Traceback", "SO007", "token=1"):
            assert leak not in shown
        error = error.__cause__ or error.__context__
