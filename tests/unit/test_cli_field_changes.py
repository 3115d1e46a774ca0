"""`scout changes --fields`: how Odoo's fields changed, for people."""

from __future__ import annotations

import json
from typing import Any

from tests.unit.cli_support import FakeWarehouse, scout


def row(field: str | None, change: str, before: Any = None, after: Any = None) -> dict[str, Any]:
    return {
        "id": 1, "checkpoint_id": "res.partner", "stream": "res.partner", "field": field, "change": change,
        "before": before, "after": after, "run_id": "a-run", "seen_at": "2026-11-21T09:14:03+00:00",
    }  # fmt: skip


def described(type_: str, **changes: Any) -> dict[str, Any]:
    return {"type": type_, "relation": None, "stored": True, "company_dependent": False, "required": False} | changes


def lines(*rows: dict[str, Any]) -> list[str]:
    result = scout("changes", "--fields", open_warehouse=FakeWarehouse({"list_field_changes": list(rows)}).open)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_each_change_is_one_line_with_what_it_was_and_is() -> None:
    told = lines(
        row("x_loyalty", "added", None, described("char")),
        row("ref", "type changed", described("char"), described("integer")),
        row("parent_id", "relation changed", described("many2one", relation="a"), described("many2one", relation="b")),
        row("note", "stored changed", described("text"), described("text", stored=False)),
        row(None, "access lost"),
    )[2:]
    assert [line.split()[:2] for line in told] == [["2026-11-21", "09:14:03"]] * 5
    assert [" ".join(line.split()[2:]) for line in told] == [
        "res.partner x_loyalty added – char",
        "res.partner ref type changed char integer",
        "res.partner parent_id relation changed many2one, a many2one, b",
        "res.partner note stored changed text, stored text, not stored",
        "res.partner – access lost – –",
    ]


def test_without_changes_it_says_so() -> None:
    assert lines() == ["No field has changed since each stream was first read."]


def test_as_json_it_is_the_warehouses_answer() -> None:
    warehouse = FakeWarehouse({"list_field_changes": [row("x_loyalty", "added", None, described("char"))]})
    result = scout("changes", "--fields", "--json", open_warehouse=warehouse.open)
    assert json.loads(result.stdout)[0]["field"] == "x_loyalty"


def test_a_run_and_fields_do_not_go_together() -> None:
    result = scout("changes", "a-run", "--fields")
    assert result.exit_code == 2
    assert "leave the run out" in result.output
