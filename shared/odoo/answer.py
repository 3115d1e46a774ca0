"""JSON in, value out: how an answer's bytes are read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

import pydantic_core
from pydantic import JsonValue

from shared.odoo.exchange import Reply


@dataclass(frozen=True, slots=True)
class Answer:
    """What Odoo answered to one call. `date` is the server's clock (aware UTC, whole seconds), if it sent one."""

    value: JsonValue = field(repr=False)
    bytes: int
    may_hold_nul: bool
    date: datetime | None


def answer(reply: Reply, value: JsonValue) -> Answer:
    return Answer(
        value=value,
        bytes=len(reply.content),
        # A search through the raw bytes costs nothing beside one through every value.
        may_hold_nul=b"\\u0000" in reply.content,
        date=date_of(reply),
    )


def parse(content: bytes) -> JsonValue:
    """The JSON value, exact in floats and in integers; raises ValueError.

    pydantic's parser takes 30 ms where `json.loads` takes 50 ms (6.5 MB, 5,000 records of 49 fields) and gives the same
    values. NaN and Infinity are no JSON, yet Python's encoder writes them: the slow way reads them as null. It also
    reads what one bad value would else hide a whole page for: an integer of more digits than Python takes stays text.
    """
    try:
        return _known(pydantic_core.from_json(content, allow_inf_nan=False, cache_strings="keys"))
    except ValueError:
        return _known(json.loads(content, parse_constant=lambda _: None, parse_int=_whole))


def _whole(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


def date_of(reply: Reply) -> datetime | None:
    """The `Date` header (RFC 9110, 6.6.1; always GMT), None when absent or unreadable."""
    return http_date(reply.headers.get("Date", ""))


def http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else None


def _known(value: object) -> JsonValue:
    """Says what both parsers promise and neither's signature does."""
    return value  # type: ignore[return-value]
