"""`scout reconcile --mirror`: what is told, and how it ends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.cli_support import FakeWarehouse, scout

EQUAL: dict[str, Any] = {
    "table": "account_move", "mirrored": 1200, "read": 1190, "only_mirrored": 7, "only_read": 1, "not_read_yet": 3,
    "read_is_newer": 0, "differing": 0, "ids": [], "columns": {},
}  # fmt: skip
DIFFERS = EQUAL | {"table": "res_partner", "differing": 2, "ids": [4, 9], "columns": {"ref": 2, "color": 1}}


@pytest.mark.parametrize(("tables", "code"), [([], 0), ([EQUAL], 0), ([EQUAL, DIFFERS], 1)])
def test_only_rows_of_the_same_write_date_that_differ_are_a_fault(tables: list[dict[str, Any]], code: int) -> None:
    warehouse = FakeWarehouse({"cdc.compare_mirrors": tables})
    done = scout("reconcile", "--mirror", open_warehouse=warehouse.open)
    assert done.exit_code == code
    assert [function for function, _ in warehouse.calls] == ["cdc.compare_mirrors"], "Odoo is not asked"
    if code:
        for told in (
            "color (1) and ref (2)",
            "4, 9",
            "scout reconcile --deep -s res.partner",
            "scout cdc resync res_partner",
        ):
            assert told in done.stdout
    as_json = scout("reconcile", "--mirror", "--json", open_warehouse=warehouse.open)
    assert (json.loads(as_json.stdout), as_json.exit_code) == (tables, code)


def test_it_takes_no_other_words() -> None:
    assert scout("reconcile", "--mirror", "--deep").exit_code == 2
