"""Whether a page's records can be told apart: each needs an id that a table can hold, and ids must grow.

Odoo's ids are whole numbers from 1 on, and a page is asked for in their order. Something between Odoo and here that
repeats or garbles answers is noticed by exactly that; else it would be read for ever, or stop the whole page.
"""

from __future__ import annotations

import json
import operator
from dataclasses import dataclass
from typing import Any

from shared.errors import OdooRefused

Rows = list[dict[str, Any]]

HIGHEST_ID = 2**63 - 1
_LONGEST_CONTENT = 100_000


@dataclass(frozen=True, slots=True)
class Unusable:
    """A record that no table can hold as it is. `odoo_id` None: what stands in the place of its id is no id."""

    record_id: str
    odoo_id: int | None
    content: str
    reason: str

    @classmethod
    def of(cls, row: dict[str, Any], reason: str) -> Unusable:
        told = row.get("id")
        record_id = json.dumps(told, default=str)[:200]
        return cls(record_id, told if is_id(told) else None, as_text(row), reason)


def is_id(value: object) -> bool:
    return type(value) is int and 0 < value <= HIGHEST_ID


def usable(model: str, rows: Rows, *, after_id: int) -> tuple[Rows, list[Unusable]]:
    """The rows with an id of their own, ascending; and the others. Of two copies of a record the later one counts.

    Raises `OdooRefused` when an id does not lie behind the one before it, or behind `after_id`.
    """
    ids: list[Any] = [row.get("id") for row in rows]
    if all(map(is_id, ids)) and all(map(operator.lt, [after_id, *ids[:-1]], ids)):
        return rows, []
    kept: Rows = []
    unusable: list[Unusable] = []
    last = after_id
    for row in rows:
        record_id: Any = row.get("id")
        if not is_id(record_id):
            unusable.append(Unusable.of(row, "is no whole number from 1 to 2^63 - 1, as ids are"))
        elif kept and record_id == last:
            kept[-1] = row
        elif record_id <= last:
            raise out_of_order(model, record_id, last)
        else:
            kept.append(row)
            last = record_id
    return kept, unusable


def out_of_order(model: str, record_id: int, after_id: int) -> OdooRefused:
    """Whoever goes on behind such an answer may be given it for ever."""
    return OdooRefused(
        f"Odoo's answer for {model} is out of order: record {record_id} came after {after_id}, but ids must grow.",
        fix="Look for a proxy or a cache between here and Odoo that repeats or changes answers.",
    )


def as_text(row: dict[str, Any]) -> str:
    """The record as JSON in plain ASCII, cut where it becomes too long to keep."""
    return json.dumps(row, default=str)[:_LONGEST_CONTENT]


def with_text_for_odd_values(row: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The record with what JSON or PostgreSQL cannot write told as text or left out, and the fields it was done to.

    Such are a number beyond every number (`1e400`), half a surrogate pair, and NUL.
    """
    mended = {name: _written(value) for name, value in row.items()}
    return mended, [name for name, value in row.items() if not _is_same(value, mended[name])]


def _written(value: Any) -> Any:
    if isinstance(value, float) and value - value != 0:  # infinite, or no number at all
        return "Infinity" if value > 0 else "-Infinity" if value < 0 else "NaN"
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(value, list):
        return [_written(item) for item in value]
    if isinstance(value, dict):
        return {_written(key): _written(item) for key, item in value.items()}
    return value


def _is_same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
