"""What no Odoo should answer, and a proxy, an add-on or an enemy may: each is one of our errors with a clear text."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import OdooRefused, OdooUnreachable, ScoutError
from shared.http_headers import http_date, retry_after_seconds
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.month_sums import MonthQuery, read_months
from shared.outbox.message import Outcome
from shared.outbox.outcomes import loaded_id
from shared.sync.chunks import ChunkReader
from tests.unit.odoo_double import BOTH, DATE, EVERYTHING, OdooDouble

STREAM = Stream(model="res.partner")


def _deep(text: str, levels: int) -> bytes:
    closing = {"[": "]", '{"a":': "}"}[text]
    return text.encode() * levels + b"1" + closing.encode() * levels


def _months(odoo: Odoo) -> object:
    return read_months(odoo, MonthQuery("pos.order", [], "date_order", None, (), "company_id", "UTC"))


def _chunks(odoo: Odoo) -> object:
    with ChunkReader(STREAM, odoo, rows=5).ahead(0) as chunks:
        return list(chunks)


ASKED: dict[str, Callable[[Odoo], object]] = {
    "a page": lambda odoo: odoo.page("pos.order", domain=[], fields=["id", "name"], limit=5),
    "the fields": lambda odoo: odoo.fields("pos.order"),
    "a count": lambda odoo: odoo.count("pos.order", []),
    "months": _months,
    "a sweep's chunk": _chunks,
}

SHAPES: list[Any] = [
    *("text", 7, {"a": 1}, [1, 2], [None], [[]], [{}]),
    [{"id": {"a": 1}, "name": "x"}],
    [{"id": "1", "name": "x"}],
    *([{"id": 1}], [{"id": 1, "other": 2}], {"id": []}, {"id": {"type": {}}}),
    {"id": {"type": "integer", "store": "perhaps"}},
    [{"id:array_agg": {"a": 1}, "write_date:array_agg": []}],
    [{"id:array_agg": [1, 2], "write_date:array_agg": ["2026-01-01"]}],
    [{"id:array_agg": ["x"]}],
    [{"company_id": [1], "date_order:month": 5, "__count": 1}],
    [{"company_id": {}, "date_order:month": ["x"], "__count": {}}],
]


@BOTH
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("value", SHAPES, ids=json.dumps)
def test_an_answer_of_any_shape_is_a_value_or_one_of_our_errors(protocol: str, asked: str, value: Any) -> None:
    odoo = OdooDouble().will(value, value, value)
    with suppress(ScoutError):  # and nothing else
        ASKED[asked](odoo.connect(protocol, attempts=1))


@BOTH
@pytest.mark.parametrize("asked", ["a page", "the fields", "a count"])
def test_an_answer_that_is_no_answer_at_all_names_the_call(protocol: str, asked: str) -> None:
    with pytest.raises(OdooRefused, match=r"pos\.order\.(search_read|fields_get|search_count)"):
        ASKED[asked](OdooDouble().will("text").connect(protocol))


ERRORS: list[Any] = [
    *("x", 7, [], {}, {"data": "x"}, {"data": []}),
    {"data": {"name": {"a": 1}, "message": [1]}},
    {"message": {"a": 1}},
    {"data": {"name": "odoo.exceptions.UserError", "message": None}},
]


@pytest.mark.parametrize("error", ERRORS, ids=json.dumps)
def test_an_error_of_any_shape_is_one_of_our_errors(error: Any) -> None:
    for protocol, body in (
        ("jsonrpc", {"jsonrpc": "2.0", "error": error}),
        ("json2", {"name": error, "message": error}),
        ("json2", error),
    ):
        odoo = OdooDouble().will(httpx.Response(200 if protocol == "jsonrpc" else 500, json=body))
        with pytest.raises(ScoutError) as raised:
            odoo.connect(protocol, attempts=1).count("pos.order", [])
        assert raised.value.message


DEEP = [_deep(bracket, levels) for bracket in ("[", '{"a":') for levels in (250, 1500, 100_000)]


@BOTH
@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("content", [*DEEP, b'{"a": NaN, "b": ' + _deep("[", 5000) + b"}"], ids=len)
def test_what_is_nested_too_deeply_is_refused_as_such(protocol: str, content: bytes, status: int) -> None:
    """Also behind a number that is no JSON."""
    odoo = OdooDouble().will(httpx.Response(status, content=content))
    with pytest.raises(ScoutError, match="nested"):
        odoo.connect(protocol, attempts=1).count("pos.order", [])


@pytest.mark.parametrize(
    "page", [_deep("[", 100_000), b'{"version": "' + b"9" * 5000 + b'.0"}', b'{"version": []}', b"[]"]
)
def test_a_version_page_of_any_content_leaves_an_error_of_ours_or_a_version(page: bytes) -> None:
    odoo = OdooDouble()
    odoo.version_pages.extend([httpx.Response(200, content=page)] * 2)
    client = odoo.connect(variables=EVERYTHING)
    with suppress(ScoutError):
        assert client.version == (19, 0)  # asked over JSON-RPC then


@BOTH
@pytest.mark.parametrize(
    "context",
    [None, {}, 7, [1], {"uid": {"a": 1}}, {"uid": 7, "lang": {"a": 1}}, {"uid": 10**400}],
    ids=lambda value: str(value)[:30],
)
def test_a_user_of_any_shape_leaves_an_error_of_ours(protocol: str, context: Any) -> None:
    odoo = OdooDouble(company_ids=())
    odoo.company_ids = [{"id": 1}]  # type: ignore[list-item]
    if protocol == "json2":
        odoo.at_login(context)
    with pytest.raises(ScoutError, match="does not say who its user is"):
        _ = odoo.connect(protocol, attempts=1).identity


DATES = [
    "Sat, 21 Nov 9999999 09:21:51 GMT",
    "Sat, 21 Nov 99999999999999999999 09:21:51 GMT",
    "Sat, 21 13 2026 09:21:51 GMT",
    "Sat, 21 Nov 2026 09:21:51 +9999",
    "Sat, 21 Nov 2026 09:21:51 +99999999999999",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Sat, 21 Nov 2026 99:99:99 GMT",
    "Sat, 21 Nov 2026 09:21:51",
    "9" * 5000,
    "yesterday",
    "",
]


@BOTH
@pytest.mark.parametrize("date", DATES)
def test_a_date_that_names_no_instant_counts_as_absent(protocol: str, date: str) -> None:
    """The one before it stands; where there is none, the run says that it has no safe end."""
    value = {"jsonrpc": "2.0", "result": 5} if protocol == "jsonrpc" else 5
    odoo = OdooDouble().will(httpx.Response(200, json=value, headers={"Date": date}))
    client = odoo.connect(protocol)
    before = client.server_time()
    assert client.count("pos.order", []) == 5
    assert client.server_time() == before


@BOTH
@pytest.mark.parametrize("value", ["9" * 400, "1000000000", "Fri, 31 Dec 9999 23:59:59 GMT", *DATES])
def test_an_absurd_retry_after_is_not_believed(protocol: str, value: str) -> None:
    reported: list[float] = []
    odoo = OdooDouble().will(httpx.Response(429, headers={"Retry-After": value, "Date": DATE}), 5)
    client = odoo.connect(protocol, on_retry=lambda error, seconds: reported.append(seconds))
    with suppress(OdooUnreachable):
        assert client.count("pos.order", []) == 5  # it said nothing, so the wait was ours to choose
    assert all(seconds <= 60 for seconds in [*reported, *odoo.waits])


@given(st.text(), st.text())
def test_no_header_makes_reading_it_fail(retry_after: str, date: str) -> None:
    seconds = retry_after_seconds({"Retry-After": retry_after, "Date": date})
    assert seconds is None or 0 <= seconds <= 3600
    http_date(date)


@pytest.mark.parametrize("location", ["http://[::1", "https://[x]:y/", "//", "http://a:99999999/", "\\\\x"])
@BOTH
def test_a_redirect_to_what_is_no_address_is_one_of_our_errors(protocol: str, location: str) -> None:
    odoo = OdooDouble().will(httpx.Response(302, headers={"Location": location}))
    with pytest.raises(ScoutError):
        odoo.connect(protocol, attempts=1).count("pos.order", [])


@pytest.mark.parametrize(
    "answer", [[], "x", 5, {"ids": [{"a": 1}]}, {"ids": {"a": 1}}, {"messages": "x"}, {"messages": [1]}, {"ids": ["x"]}]
)
def test_an_import_that_answers_in_no_known_shape_leaves_its_outcome_open(answer: Any) -> None:
    """Odoo may have made the record: what it shows later decides, as after a lost answer."""
    outcome = loaded_id(answer)
    assert isinstance(outcome, Outcome)
    assert outcome.in_doubt
