"""Sums per group, in the shapes of `read_group` (deprecated in 19, gone in 20) and `formatted_read_group` (19 on)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from demo.odoo.errors import builtin_error
from demo.odoo.fields import NUMBERS, FieldSpec, Row
from demo.odoo.reading import Reader

_PARTS = {"day": "%d %b %Y", "month": "%B %Y", "year": "%Y"}
"""How a group by a part of a date is called."""

_LONGER_THAN = {"day": timedelta(days=1), "month": timedelta(days=31), "year": timedelta(days=366)}
"""Added to the first moment of such a part, it ends in the next one."""


class _Key:
    """One word of a `groupby`: `config_id`, `date_order:month`, and from 19 on `order_id.date_order:month`."""

    def __init__(self, reader: Reader, model: str, groupby: str, *, dotted: bool) -> None:
        self.groupby = groupby
        self.path, _, self.part = groupby.partition(":")
        *links, last = self.path.split(".")
        if links and not dotted:
            raise builtin_error("ValueError", f"Cannot group by {self.path!r}: not a field of {model!r}")
        self._reader = reader
        end = reduce(lambda place, link: str(_field(reader, place, link).relation), links, model)
        self.field = _field(reader, end, last)
        self._read = reader.path(model, self.path)
        # An unknown zone is no error: Odoo writes a line into its log and means UTC.
        self._zone: tzinfo = ZoneInfo(reader.time_zone) if reader.time_zone in available_timezones() else UTC

    def value(self, row: Row) -> Any:
        """What a record is grouped by; of a part of a date its first moment, local and naive."""
        held = self._read(row)
        if not self.part or held is False:
            return held
        moment = datetime.fromisoformat(held)
        if self.field.type == "datetime":
            moment = moment.replace(tzinfo=UTC).astimezone(self._zone).replace(tzinfo=None)
        return _begin(moment, self.part)

    def range(self, value: datetime) -> tuple[str, str]:
        """From (included) and to (excluded), as Odoo's domains want them: naive UTC, or dates for a date field."""
        after = _begin(value + _LONGER_THAN[self.part], self.part)
        if self.field.type != "datetime":
            return f"{value:%Y-%m-%d}", f"{after:%Y-%m-%d}"
        first, last = (f"{one.replace(tzinfo=self._zone).astimezone(UTC):%Y-%m-%d %H:%M:%S}" for one in (value, after))
        return first, last

    def named(self, value: Any, *, formatted: bool) -> Any:
        """A many2one as `[id, name]`; part of a date as its name, `formatted` with its first moment before it."""
        if value is not False and self.part:
            label = f"{value:{_PARTS[self.part]}}"
            return [self.range(value)[0], label] if formatted else label
        if self.field.type == "many2one" and value:
            return self._reader.name_of(str(self.field.relation), value)
        return value

    def domain(self, value: Any) -> list[Any]:
        """The condition that a group's records fulfil."""
        *links, last = self.path.split(".")
        if value is not False and self.part:
            first, after = self.range(value)
            condition: list[Any] = ["&", [last, ">=", first], [last, "<", after]]
        else:
            condition = [[last, "=", value]]
        for link in reversed(links):
            condition = [[link, "any", condition]]
        return condition


def formatted_read_group(
    reader: Reader, model: str, rows: Sequence[Row], groupby: Sequence[str], aggregates: Sequence[str]
) -> list[Row]:
    """One row a group, in order of the group's keys: `{groupby: value, "amount:sum": …, "__count": …}`."""
    keys = [_Key(reader, model, name, dotted=True) for name in groupby]
    answer = []
    for values, members in _groups(keys, rows):
        group: Row = {key.groupby: key.named(value, formatted=True) for key, value in zip(keys, values, strict=True)}
        group["__extra_domain"] = _domain(keys, values)
        for aggregate in aggregates:
            group[aggregate] = _aggregate(reader, model, members, aggregate)
        answer.append(group)
    return answer


def read_group(
    reader: Reader, model: str, rows: Sequence[Row], fields: Sequence[str], groupby: Sequence[str]
) -> list[Row]:
    """As before 19: sums under the field's bare name."""
    keys = [_Key(reader, model, name, dotted=False) for name in groupby]
    grouped_by = {key.path for key in keys}
    answer = []
    for values, members in _groups(keys, rows):
        group: Row = {key.groupby: key.named(value, formatted=False) for key, value in zip(keys, values, strict=True)}
        group["__count"] = len(members)
        for field in fields:
            name, _, how = field.partition(":")
            if reader.field(model, name).type in NUMBERS and name not in grouped_by:
                group[name] = _aggregate(reader, model, members, f"{name}:{how or 'sum'}")
        group["__domain"] = _domain(keys, values)
        ranges = {key.groupby: _range(key, value) for key, value in zip(keys, values, strict=True) if key.part}
        answer.append({**group, "__range": ranges} if ranges else group)
    return answer


def _range(key: _Key, value: Any) -> Any:
    """Where a group of a part of a date begins and ends; False for the group without a date."""
    return dict(zip(("from", "to"), key.range(value), strict=True)) if value is not False else False


def _begin(moment: datetime, part: str) -> datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if part == "day":
        return day
    return day.replace(day=1) if part == "month" else day.replace(month=1, day=1)


def _field(reader: Reader, model: str, name: str) -> FieldSpec:
    field = reader.store.tables[model].spec.fields.get(name)
    if field is None:
        raise builtin_error("ValueError", f"Invalid field {name!r} on model {model!r}")
    return field


def _domain(keys: Sequence[_Key], values: Sequence[Any]) -> list[Any]:
    conditions = [key.domain(value) for key, value in zip(keys, values, strict=True)]
    if not conditions:
        return [[1, "=", 1]]
    return ["&"] * (len(conditions) - 1) + [term for condition in conditions for term in condition]


def _groups(keys: Sequence[_Key], rows: Sequence[Row]) -> list[tuple[tuple[Any, ...], list[Row]]]:
    groups: dict[tuple[Any, ...], list[Row]] = {} if keys else {(): []}
    for row in rows:
        groups.setdefault(tuple(key.value(row) for key in keys), []).append(row)
    return sorted(groups.items(), key=lambda group: [(part is False, part) for part in group[0]])


def _aggregate(reader: Reader, model: str, rows: Sequence[Row], aggregate: str) -> Any:
    if aggregate == "__count":
        return len(rows)
    name, _, how = aggregate.partition(":")
    if name not in reader.store.tables[model].spec.fields:
        raise builtin_error("ValueError", f"Invalid field {name!r} on model {model!r} for {aggregate!r}.")
    if how not in {"sum", "array_agg"}:
        raise builtin_error("ValueError", f"Invalid aggregate method {how!r} for {aggregate!r}.")
    read = reader.getter(model, name)
    if how == "array_agg":  # in the order of the ids; what is empty has its place too
        in_order = reader.rows(model, sorted(rows, key=lambda row: int(row["id"])), [name], with_names=False)
        return [None if row[name] is False else row[name] for row in in_order]
    values = [value for row in rows if (value := read(row)) is not False]
    return round(sum(values), 10) if values else False
