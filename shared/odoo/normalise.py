"""Odoo's rows made fit for the warehouse: one meaning of null, one form of time, no character PostgreSQL refuses."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import Any

from shared.odoo.columns import Columns
from shared.odoo.model import Page

_NUL = "\x00"


class Infinite(float):
    """A number beyond every number (`1e400` in Odoo's answer), which a fast encoder would write as null."""


class Normaliser:
    """Changes rows in place, by the fields' types. What each column needs is settled once, not row by row.

    - `False` is null for every type but boolean. A `many2one_reference` (an integer) is null at 0 too: no record's id.
    - `datetime` comes as naive UTC `YYYY-MM-DD HH:MM:SS` and leaves as `YYYY-MM-DDTHH:MM:SSZ`; `date` stays as it is.
    - `many2one` is a bare id. Lists of ids are sorted: their order says nothing, and must not change the row's hash.
    - NUL characters are taken out, also inside `properties` and `json`, when the page's text held one.

    One Normaliser serves one stream's pages one after the other; `nul_characters` counts what was taken out so far.
    """

    def __init__(self, columns: Columns) -> None:
        types = {name: field.type for name, field in columns.fields.items()}

        def of(*kinds: str) -> tuple[str, ...]:
            return tuple(name for name, kind in types.items() if kind in kinds)

        self._booleans = frozenset(of("boolean"))
        self._datetimes = of("datetime")
        self._many2ones = of("many2one")
        self._references = of("many2one_reference")
        self._lists = of("one2many", "many2many")
        self._floats = of("float", "monetary")
        self._any = of("json", "properties", "properties_definition")
        self.nul_characters = 0

    def rows(self, page: Page) -> list[dict[str, Any]]:
        """The page's rows, the same dictionaries, normalised."""
        booleans = self._booleans
        for row in page.rows:
            for name, value in row.items():
                if value is False and name not in booleans:
                    row[name] = None
            self._settle_times_and_ids(row)
        for name in self._floats:
            if math.inf in (values := list(map(itemgetter(name), page.rows))) or -math.inf in values:
                _mark_infinite(page.rows, name)
        for name in self._any:
            _mark_infinite(page.rows, name)
        if page.may_hold_nul:
            for row in page.rows:
                for name, value in row.items():
                    row[name] = self._without_nul(value)
        return page.rows

    def _settle_times_and_ids(self, row: dict[str, Any]) -> None:
        for name in self._datetimes:
            if value := row[name]:
                row[name] = value[:10] + "T" + value[11:] + "Z"
        for name in self._many2ones:
            if type(value := row[name]) is list:
                row[name] = value[0] if value else None
        for name in self._references:
            row[name] = row[name] or None
        for name in self._lists:
            if value := row[name]:
                row[name] = sorted(value)

    def _without_nul(self, value: Any) -> Any:
        if isinstance(value, str):
            if _NUL in value:
                self.nul_characters += value.count(_NUL)
                return value.replace(_NUL, "")
            return value
        if isinstance(value, list):
            return [self._without_nul(item) for item in value]
        if isinstance(value, dict):
            return {self._without_nul(key): self._without_nul(item) for key, item in value.items()}
        return value


def _mark_infinite(rows: list[dict[str, Any]], name: str) -> None:
    for row in rows:
        row[name] = _marked(row[name])


def _marked(value: Any) -> Any:
    if isinstance(value, float) and math.isinf(value):
        return Infinite(value)
    if isinstance(value, list):
        return [_marked(item) for item in value]
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    return value
