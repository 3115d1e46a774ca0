"""What becomes of each value on its way to the warehouse: from an answer's bytes, by its field's type."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.odoo.answer import parse
from shared.odoo.model import Page
from shared.odoo.normalise import Normaliser
from tests.unit.odoo_double import columns


def page(*rows: dict[str, Any], may_hold_nul: bool = False) -> Page:
    return Page(rows=list(rows), bytes=0, may_hold_nul=may_hold_nul)


NULLED = [
    "integer", "float", "monetary", "char", "text", "html", "date", "datetime", "selection", "many2one",
    "many2one_reference", "reference", "json", "properties", "properties_definition",
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        *[(kind, False, None) for kind in NULLED],
        *[(kind, None, None) for kind in NULLED],
        ("boolean", False, False),
        ("boolean", True, True),
        ("boolean", None, None),
        ("integer", 0, 0),
        ("float", 0.0, 0.0),
        ("float", 0.1, 0.1),
        ("monetary", -4.81, -4.81),
        ("char", "", ""),
        ("char", "2026-11-21 09:21:51", "2026-11-21 09:21:51"),
        ("char", "False", "False"),
        ("date", "2026-11-21", "2026-11-21"),
        ("datetime", "2026-11-21 09:21:51", "2026-11-21T09:21:51Z"),
        ("selection", "paid", "paid"),
        ("many2one", 5, 5),
        ("many2one", [5, "Ann"], 5),
        ("many2one_reference", 5, 5),
        ("many2one_reference", 0, None),
        ("reference", "res.partner,5", "res.partner,5"),
        ("one2many", [3, 1, 2], [1, 2, 3]),
        ("many2many", [9, 8], [8, 9]),
        ("many2many", [], []),
        ("json", {"a": [False, 0, None]}, {"a": [False, 0, None]}),
        ("properties", [{"name": "x", "value": False}], [{"name": "x", "value": False}]),
        ("properties", [], []),
    ],
)
def test_each_type_has_one_form_in_the_warehouse(kind: str, value: Any, expected: Any) -> None:
    [row] = Normaliser(columns(thing=kind)).rows(page({"thing": value}))
    assert row == {"thing": expected}
    assert type(row["thing"]) is type(expected)


def test_the_type_decides_and_never_the_shape_of_a_value() -> None:
    """A many2many of two ids looks like a many2one with its name; a column may be empty on the whole first page."""
    normaliser = Normaliser(columns(tag_ids="many2many", partner_id="many2one", active="boolean", note="char"))
    [first] = normaliser.rows(page({"tag_ids": [7, 4], "partner_id": False, "active": False, "note": False}))
    [second] = normaliser.rows(page({"tag_ids": [], "partner_id": 4, "active": True, "note": "x"}))
    assert first == {"tag_ids": [4, 7], "partner_id": None, "active": False, "note": None}
    assert second == {"tag_ids": [], "partner_id": 4, "active": True, "note": "x"}


def test_nul_characters_are_taken_out_at_every_depth_and_counted() -> None:
    normaliser = Normaliser(columns(name="char", data="json", active="boolean"))
    rows = [
        {"name": "a\x00b\x00", "data": {"k\x00": ["\x00", 1, None, {"deep": "\x00x"}]}, "active": False},
        {"name": "clean", "data": None, "active": True},
    ]
    assert normaliser.rows(page(*rows, may_hold_nul=True)) == [
        {"name": "ab", "data": {"k": ["", 1, None, {"deep": "x"}]}, "active": False},
        {"name": "clean", "data": None, "active": True},
    ]
    assert normaliser.nul_characters == 5
    normaliser.rows(page({"name": "c\x00", "data": None, "active": True}, may_hold_nul=True))
    assert normaliser.nul_characters == 6


def test_a_page_of_five_thousand_rows_takes_a_small_part_of_the_time_to_fetch_it() -> None:
    """5,000 rows of 49 fields: measured 15 ms of processor time; the bound leaves room for a slow machine."""
    kinds = [*NULLED[:12] * 4, "boolean"]
    types = {f"field_{number}": kind for number, kind in enumerate(kinds)}
    row = {name: "2026-11-21 09:21:51" if kind == "datetime" else False for name, kind in types.items()}
    normaliser = Normaliser(columns(**types))
    spent = []
    for _ in range(3):
        copy = page(*(dict(row) for _ in range(5_000)))
        start = time.process_time()
        normaliser.rows(copy)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.15


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_comes_back_to_the_last_bit(number: float) -> None:
    assert repr(parse(repr(number).encode())) == repr(number)


@given(st.integers())
def test_an_integer_of_any_size_comes_back(number: int) -> None:
    assert parse(str(number).encode()) == number


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_odoo_encodes_is_read_as_it_was(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == value


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_no_json_is_null_and_spoils_nothing_beside_it(written: str) -> None:
    assert parse(f'[{{"amount": {written}, "rate": 0.1}}]'.encode()) == [{"amount": None, "rate": 0.1}]


@pytest.mark.parametrize("content", [b"", b"[1,", b"<html>", b"[1] trailing", b"\xff\xfe"])
def test_what_is_not_whole_json_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - two parsers, two messages, one kind
        parse(content)
