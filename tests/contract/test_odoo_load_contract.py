"""`load` and the external ids it keeps, simulated and real: what at-most-once writing rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from uuid import uuid4

import pytest

from shared.odoo.client import Odoo
from tests.contract.odoo_support import one


@pytest.fixture
def module(odoo: Odoo) -> Iterator[str]:
    """A module word of this test alone; its records are gone afterwards."""
    word = f"__contract_{uuid4().hex[:12]}__"
    yield word
    for model in ("res.partner", "product.category"):
        named = odoo.page(
            "ir.model.data", domain=[["module", "=", word], ["model", "=", model]], fields=["res_id"], limit=99
        )
        if named.rows:
            odoo.call(model, "unlink", ids=sorted({row["res_id"] for row in named.rows}))


def load(odoo: Odoo, model: str, fields: list[str], *rows: list[str]) -> dict[str, Any]:
    return cast(dict[str, Any], odoo.call(model, "load", fields=list(fields), data=[list(row) for row in rows]))


def partners(odoo: Odoo, module: str) -> dict[str, int]:
    """Database ids by the names of the external ids of a module."""
    page = odoo.page("ir.model.data", domain=[["module", "=", module]], fields=["name", "model", "res_id"], limit=99)
    assert all(row["model"] == "res.partner" for row in page.rows)
    return {row["name"]: row["res_id"] for row in page.rows}


def test_the_same_external_id_is_the_same_record(odoo: Odoo, module: str) -> None:
    first = load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Ann"])
    again = load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Anna"])
    assert first == again == {"ids": first["ids"], "messages": [], "nextrow": 0}
    assert partners(odoo, module) == {"a": first["ids"][0]}
    assert one(odoo, "res.partner", first["ids"][0], "name")["name"] == "Anna"


def test_values_come_as_text_and_empty_text_clears(odoo: Odoo, module: str) -> None:
    columns = ["id", "name", "is_company", "type", "partner_latitude", "parent_id/.id", "city"]
    company = odoo.page("res.company", domain=[], fields=["partner_id"], limit=1).rows[0]["partner_id"]
    filled = load(odoo, "res.partner", columns, [f"{module}.a", "Ann", "0", "Invoice", "1.5", str(company), "Gent"])
    read = ["is_company", "type", "partner_latitude", "parent_id", "city"]
    assert one(odoo, "res.partner", filled["ids"][0], *read) == {
        "id": filled["ids"][0],
        "is_company": False,
        "type": "invoice",
        "partner_latitude": 1.5,
        "parent_id": company,
        "city": "Gent",
    }
    load(odoo, "res.partner", ["id", "parent_id/.id", "city"], [f"{module}.a", "", ""])
    cleared = one(odoo, "res.partner", filled["ids"][0], "parent_id", "city")
    assert (cleared["parent_id"], cleared["city"]) == (False, False)


def test_lines_with_external_ids_are_not_doubled(odoo: Odoo, module: str) -> None:
    columns = ["id", "name", "child_ids/id", "child_ids/name"]
    rows = (["{0}.firm", "Firm", "{0}.one", "One"], ["", "", "{0}.two", "Two"])
    made_of = [[cell.format(module) for cell in row] for row in rows]
    made = load(odoo, "res.partner", columns, *made_of)
    assert made["messages"] == []
    assert load(odoo, "res.partner", columns, *made_of)["ids"] == made["ids"]
    children = sorted(one(odoo, "res.partner", made["ids"][0], "child_ids")["child_ids"])
    known = partners(odoo, module)
    assert children == sorted([known["one"], known["two"]])
    assert known["firm"] == made["ids"][0]


def test_one_bad_row_and_nothing_is_written(odoo: Odoo, module: str) -> None:
    refused = load(
        odoo, "res.partner", ["id", "name", "is_company"], [f"{module}.a", "Ann", "1"], [f"{module}.b", "Bob", "maybe"]
    )
    assert refused["ids"] is False
    (message,) = refused["messages"]
    assert (message["type"], message["record"], message["field"]) == ("error", 1, "is_company")
    assert message["rows"] == {"from": 1, "to": 1}
    assert message["message"].startswith("Unknown value 'maybe' for boolean field")
    assert partners(odoo, module) == {}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("type", "zzz", "Value 'zzz' not found in selection field"),
        ("partner_latitude", "x", "'x' does not seem to be a number for field"),
        ("parent_id/.id", "99999999", "No matching record found for database id '99999999' in field"),
        ("parent_id/id", "nobody.knows", "No matching record found for external id 'nobody.knows' in field"),
    ],
)
def test_a_value_that_does_not_fit_is_a_message_in_a_success(
    odoo: Odoo, module: str, column: str, value: str, said: str
) -> None:
    refused = load(odoo, "res.partner", ["id", "name", column], [f"{module}.a", "Ann", value])
    assert refused["ids"] is False
    assert refused["messages"][0]["message"].startswith(said)


def test_an_external_id_takes_no_blank_and_belongs_to_one_model(odoo: Odoo, module: str) -> None:
    blank = load(odoo, "res.partner", ["id", "name"], [f"{module}.a b", "Ann"])
    assert blank["ids"] is False
    assert "ir_model_data_name_nospaces" in blank["messages"][0]["message"]
    load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Ann"])
    taken = load(odoo, "product.category", ["id", "name"], [f"{module}.a", "Cat"])
    assert "found record of different model res.partner" in taken["messages"][0]["message"]


def test_a_missing_required_value_is_a_message(odoo: Odoo, module: str) -> None:
    refused = load(odoo, "product.category", ["id", "name"], [f"{module}.a", ""])
    assert refused["ids"] is False
    assert "Missing required value for the field" in refused["messages"][0]["message"]


def test_a_deleted_record_takes_its_external_id_along(odoo: Odoo, module: str) -> None:
    made = load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Ann"])
    odoo.call("res.partner", "unlink", ids=made["ids"])
    assert partners(odoo, module) == {}
    again = load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Ann"])
    assert again["ids"] != made["ids"]


ONLY_NEW = {"mode": "update", "noupdate": True}
"""How the outbox sends what does not exist yet (`_load_records` in odoo/orm/models.py, 19)."""


def load_only_new(odoo: Odoo, fields: list[str], *rows: list[str]) -> dict[str, Any]:
    data = [list(row) for row in rows]
    return cast(dict[str, Any], odoo.call("res.partner", "load", fields=list(fields), data=data, context=ONLY_NEW))


def test_in_mode_update_a_record_made_with_noupdate_is_left_alone(odoo: Odoo, module: str) -> None:
    """So a request that arrives after its repeat does nothing, whoever comes first."""
    made = load_only_new(odoo, ["id", "name"], [f"{module}.a", "Ann"])
    again = load_only_new(odoo, ["id", "name"], [f"{module}.a", "Anna"])
    assert again == made == {"ids": made["ids"], "messages": [], "nextrow": 0}
    assert one(odoo, "res.partner", made["ids"][0], "name")["name"] == "Ann"
    (named,) = odoo.page("ir.model.data", domain=[["module", "=", module]], fields=["noupdate"], limit=9).rows
    assert named["noupdate"] is True


def test_in_mode_update_lines_are_left_alone_with_their_record(odoo: Odoo, module: str) -> None:
    columns = ["id", "name", "child_ids/id", "child_ids/name"]
    rows = [[f"{module}.firm", "Firm", f"{module}.one", "One"], ["", "", f"{module}.two", "Two"]]
    made = load_only_new(odoo, columns, *rows)
    known = partners(odoo, module)
    changed = [[f"{module}.firm", "Other", f"{module}.one", "Uno"], ["", "", f"{module}.three", "Three"]]
    assert load_only_new(odoo, columns, *changed)["ids"] == made["ids"]
    assert partners(odoo, module) == known
    assert [one(odoo, "res.partner", known[name], "name")["name"] for name in ("firm", "one", "two")] == [
        "Firm", "One", "Two",
    ]  # fmt: skip


def test_without_the_mode_noupdate_holds_nothing_back(odoo: Odoo, module: str) -> None:
    made = load_only_new(odoo, ["id", "name"], [f"{module}.a", "Ann"])
    load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Anna"])
    assert one(odoo, "res.partner", made["ids"][0], "name")["name"] == "Anna"
    assert load_only_new(odoo, ["id", "name"], [f"{module}.a", "Ann"])["ids"] == made["ids"]
    assert one(odoo, "res.partner", made["ids"][0], "name")["name"] == "Anna"


def test_in_mode_update_a_record_made_without_noupdate_is_updated(odoo: Odoo, module: str) -> None:
    made = load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Ann"])
    load_only_new(odoo, ["id", "name"], [f"{module}.a", "Anna"])
    assert one(odoo, "res.partner", made["ids"][0], "name")["name"] == "Anna"


def test_read_answers_nothing_for_a_record_that_is_gone(odoo: Odoo, module: str) -> None:
    """With a stored field; asked for nothing but `id`, a real Odoo 19 answers ids it never had."""
    made = load(odoo, "res.partner", ["id", "name"], [f"{module}.a", "Ann"])
    read = {"ids": made["ids"], "fields": ["create_date"]}
    assert [row["id"] for row in cast(list[dict[str, Any]], odoo.call("res.partner", "read", **read))] == made["ids"]
    odoo.call("res.partner", "unlink", ids=made["ids"])
    assert odoo.call("res.partner", "read", **read) == []


def test_default_get_answers_an_object(odoo: Odoo) -> None:
    assert isinstance(odoo.call("product.category", "default_get", fields=["name"], repeatable=True), dict)
