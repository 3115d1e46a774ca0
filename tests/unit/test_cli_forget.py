"""`scout forget`: who is meant, who is asked, what is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.cli_support import FakeWarehouse, scout

DONE: dict[str, Any] = {
    "model": "res.partner", "ids": [42, 43, 44], "listed": 3, "keeps_record": False, "erased": 3, "emptied": {"pos.order": 12},
    "parked": 1, "messages": 2, "open_messages": [9], "quotes": 1,
    "mirrored": {"res_partner": 5},
}  # fmt: skip


def forgetting(**changes: Any) -> FakeWarehouse:
    return FakeWarehouse({"forget_record": DONE | changes, "list_erasures": []})


@pytest.mark.parametrize(
    ("words", "model"),
    [("partner", "res.partner"), ("lead", "crm.lead"), ("hr.employee", "hr.employee"), ("res.partner", "res.partner")],
)
def test_a_model_is_meant_by_its_short_or_its_own_name(words: str, model: str) -> None:
    warehouse = forgetting()
    assert scout("forget", words, "42", "--yes", open_warehouse=warehouse.open).exit_code == 0
    ((function, arguments),) = warehouse.calls
    assert (function, arguments["p_model"], arguments["p_odoo_id"], arguments["p_dry_run"]) == (
        "forget_record",
        model,
        42,
        False,
    )


def test_everything_that_went_and_what_is_left_to_do_is_told() -> None:
    told = scout("forget", "partner", "42", "--yes", open_warehouse=forgetting().open).stdout
    for word in (
        "res.partner 42",
        "2 contacts",
        "pos.order",
        "12 records",
        "5 rows of res_partner",
        "quarantine",
        "2 settled messages",
        "9",
        "Odoo still",
    ):
        assert word in told, word


def test_where_nobody_can_be_asked_nothing_is_erased_without_yes() -> None:
    warehouse = forgetting()
    result = scout("forget", "partner", "42", open_warehouse=warehouse.open)
    assert (result.exit_code, warehouse.calls) == (2, [])
    assert "--yes" in result.stderr


@pytest.mark.parametrize(("typed", "erased", "code"), [("y\n", True, 0), ("n\n", False, 2), ("\n", False, 2)])
def test_on_a_terminal_a_person_sees_what_would_go_and_decides(typed: str, erased: bool, code: int) -> None:
    warehouse = forgetting()
    result = scout("forget", "partner", "42", open_warehouse=warehouse.open, interactive=True, typed=typed)
    assert result.exit_code == code
    assert "Would forget res.partner 42" in result.stderr
    assert [arguments["p_dry_run"] for _, arguments in warehouse.calls] == ([True, False] if erased else [True])


def test_a_dry_run_asks_nobody() -> None:
    warehouse = forgetting()
    result = scout("forget", "partner", "42", "--dry-run", "--json", open_warehouse=warehouse.open)
    assert json.loads(result.stdout) == DONE
    assert [arguments["p_dry_run"] for _, arguments in warehouse.calls] == [True]


@pytest.mark.parametrize("words", [[], ["partner"], ["partner", "42", "--list"], ["partner", "0"], ["partner", "Ann"]])
def test_what_means_nobody_is_refused(words: list[str]) -> None:
    warehouse = forgetting()
    assert scout("forget", *words, open_warehouse=warehouse.open).exit_code == 2
    assert warehouse.calls == []


def test_the_list_names_records_and_reasons() -> None:
    erasure = {
        "model": "res.partner", "odoo_id": 42, "reason": "request 7", "erased_at": "2026-11-21T09:14:03+00:00",
        "erased_by": "ann", "in_odoo": True,
    }  # fmt: skip
    told = scout("forget", "--list", open_warehouse=FakeWarehouse({"list_erasures": [erasure]}).open).stdout
    assert all(word in told for word in ("res.partner", "42", "request 7", "ann", "still"))
    assert "Nobody" in scout("forget", "--list", open_warehouse=forgetting().open).stdout
