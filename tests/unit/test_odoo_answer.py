"""How the bytes of an answer become values: exact, and forgiving only where Python's own encoder is not JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.odoo.answer import parse


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
