"""Values on their way into Odoo: checked against `fields_get` before anything is sent, then brought into one form.

The one form is how Odoo itself reads them out (`load=None`): ids for links, sorted ids for many2many, text for dates,
None for everything empty but numbers and booleans. So what is desired can be compared with what is there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Any

from dateutil.parser import isoparse
from pydantic import BaseModel, ConfigDict, JsonValue

from shared.foreign_text import fit_to_show
from shared.outbox.message import external_id_of

ATTRIBUTES: list[JsonValue] = [
    "type", "readonly", "required", "relation", "selection", "store", "depends", "related", "digits",
]  # fmt: skip
_ONE_DOUBLE = 1e-15
"""Relative difference that two spellings of one double may have."""
_SMALL_COIN = 0.01
"""Odoo rounds an amount to its currency, which `fields_get` does not tell. Where coins are larger, an amount that was
not round is taken for another one; where they are smaller, one within half of this for the same."""


class WritableField(BaseModel):
    """One field as `fields_get` describes it to this user."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    type: str
    store: bool = True
    readonly: bool = False
    required: bool = False
    relation: str | None = None
    selection: list[tuple[Any, str]] = []
    depends: list[str] = []
    related: str | None = None
    digits: tuple[int, int] | None = None
    """Of a float: all digits, and those behind the point, to which Odoo rounds."""


class Unfit(Exception):
    """Why a value cannot be written; becomes one line of the message's error."""


class Reference(BaseModel):
    """A link named by external id. `key`: of a record made by this outbox, so it may still be on its way."""

    model_config = ConfigDict(frozen=True)

    external_id: str
    key: str | None = None

    def names(self, company_id: int | None) -> tuple[str, ...]:
        """What it may be called in Odoo: a key is first the message's company's, then that of one without a company."""
        if self.key is None or company_id is None:
            return (self.external_id,)
        return external_id_of(self.key, company_id), self.external_id


def typed(field: WritableField, value: Any) -> Any:
    """The value in Odoo's own form; links named by external id stay a `Reference`. Raises `Unfit`."""
    if field.type in _LISTS:
        if not isinstance(value, list):
            raise Unfit("takes a list of records")
        return [_link(item) for item in value]
    if value is None or (value == "" and field.type not in _NUMBERS and field.type != "boolean"):
        if field.type == "boolean":
            raise Unfit("takes true or false")
        if field.required:
            raise Unfit("is required and cannot be emptied")
        return 0 if field.type in _NUMBERS else None
    if field.type == "many2one":
        return _link(value)
    check = _CHECKS.get(field.type)
    if check is None:
        raise Unfit(f"is of type {field.type}, which cannot be written from here")
    return check(field, value)


def same(field: WritableField, one: Any, other: Any) -> bool:
    """Whether two values in Odoo's own form mean the same to Odoo."""
    if field.type in {"float", "monetary"}:
        return math.isclose(one or 0, other or 0, rel_tol=_ONE_DOUBLE)
    return bool((one or None) == (other or None)) if field.type != "boolean" else bool(one) == bool(other)


def became(field: WritableField, desired: Any, before: Any, now: Any) -> bool:
    """Whether Odoo made `now` of the desired value: it rounds numbers, and cleans html, of which the words remain.

    So small a difference may be all that was asked for: what is as it was before did not come of it.
    """
    if same(field, desired, now):
        return True
    if same(field, before, now):
        return False
    if field.type == "html":
        return _words(desired) == _words(now)
    step = _SMALL_COIN if field.type == "monetary" else 10.0 ** -field.digits[1] if field.digits else 0.0
    far = abs((desired or 0) - (now or 0)) if step else 0.0
    # A little over half a step: the halves themselves are no whole doubles.
    return 0.0 < far <= 0.51 * step and far < abs((before or 0) - (now or 0))


def plain(field_type: str, value: Any) -> Any:
    """A value as read (`load=None`) in the form that `typed` gives."""
    if field_type in _LISTS:
        return sorted(value or [])
    if value is False and field_type != "boolean":
        return 0 if field_type in _NUMBERS else None
    return value


def imported(field: WritableField, value: Any) -> tuple[str, str]:
    """Column and cell for Odoo's `load`, whose values are text; links by database id."""
    match field.type:
        case "many2one":
            return f"{field.name}/.id", "" if value is None else str(value)
        case "many2many":
            return f"{field.name}/.id", ",".join(str(one) for one in value)
        case "boolean":
            return field.name, "1" if value else "0"
        case "float" | "monetary":
            return field.name, repr(float(value))
        case _:
            return field.name, "" if value is None else str(value)


def written(field: WritableField, value: Any) -> JsonValue:
    """A value for Odoo's `write`."""
    if field.type == "many2many":
        return [[6, 0, list(value)]]
    return False if value is None else value


def reference_of(value: Any) -> Reference | None:
    """`"base.be"` or `{"key": "customer-42"}` → the external id it means."""
    if isinstance(value, dict) and set(value) == {"key"} and isinstance(value["key"], str) and value["key"]:
        return Reference(external_id=external_id_of(value["key"]), key=value["key"])
    if isinstance(value, str) and _EXTERNAL_ID.fullmatch(value):
        return Reference(external_id=value)
    return None


def resolved(value: Any, ids: Mapping[str, int]) -> Any:
    """With every `Reference` replaced by its database id."""
    if isinstance(value, Reference):
        return ids[value.external_id]
    if isinstance(value, list):
        return sorted({resolved(item, ids) for item in value})
    return value


def _link(value: Any) -> int | Reference:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    found = reference_of(value)
    if found is None:
        raise Unfit(f'takes an id, an external id such as "base.be", or {{"key": …}}, not {_short(value)}')
    return found


def _text(field: WritableField, value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit(f"takes text, not {_short(value)}")
    if "\x00" in value:
        raise Unfit("holds a NUL character, which Odoo refuses")
    return value


def _whole(field: WritableField, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit(f"takes a whole number, not {_short(value)}")
    if not -(2**31) <= value < 2**31:
        raise Unfit(f"takes 32 bits, {_short(value)} has more")
    return value


def _number(field: WritableField, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unfit(f"takes a number, not {_short(value)}")
    return value


def _yes_or_no(field: WritableField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit(f"takes true or false, not {_short(value)}")
    return value


def _choice(field: WritableField, value: Any) -> Any:
    values = [choice for choice, _ in field.selection]
    if value not in values:
        raise Unfit(f"takes one of {fit_to_show(', '.join(map(str, values)))}, not {_short(value)}")
    return value


def _day(field: WritableField, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Unfit(f"takes a date such as 2026-11-21, not {_short(value)}") from None


def _instant(field: WritableField, value: Any) -> str:
    try:
        instant = isoparse(value)
    except (TypeError, ValueError, AttributeError):
        raise Unfit(f"takes a time such as 2026-11-21T08:00:00+08:00, not {_short(value)}") from None
    if instant.tzinfo is None:
        raise Unfit(f"needs a time zone: {_short(value)} could be any")
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _short(value: Any) -> str:
    return fit_to_show(repr(value), longest=60)


def _words(value: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", str(value or "")).split())


_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_]+\.[^\s,.]+")
_LISTS = frozenset({"many2many"})
_NUMBERS = frozenset({"integer", "float", "monetary"})
_CHECKS: Mapping[str, Callable[[WritableField, Any], Any]] = {
    "char": _text,
    "text": _text,
    "html": _text,
    "integer": _whole,
    "float": _number,
    "monetary": _number,
    "boolean": _yes_or_no,
    "selection": _choice,
    "date": _day,
    "datetime": _instant,
}
