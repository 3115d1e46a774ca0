"""Sums per group, in the shapes of `read_group` (deprecated in 19) and `formatted_read_group` (19 on)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from demo.odoo.errors import builtin_error
from demo.odoo.fields import NUMBERS, Row
from demo.odoo.reading import Reader

_DATE_PARTS = {"day": 10, "month": 7, "year": 4}
"""How much of a stored datetime names the period (UTC)."""

_REDUCERS: dict[str, Callable[[list[Any]], Any]] = {
    "sum": lambda values: round(sum(values), 10) if values else False,
    "min": lambda values: min(values, default=False),
    "max": lambda values: max(values, default=False),
    "avg": lambda values: sum(values) / len(values) if values else False,
    "count": len,
    "count_distinct": lambda values: len(set(values)),
}


def formatted_read_group(
    reader: Reader, model: str, rows: Sequence[Row], groupby: Sequence[str], aggregates: Sequence[str]
) -> list[Row]:
    """One row a group, in order of the group's keys: `{groupby: value, "amount:sum": …, "__count": …}`."""
    answer = []
    for key, members in _groups(reader, model, rows, groupby):
        group = _named(reader, model, groupby, key)
        group["__extra_domain"] = _domain(groupby, key)
        for aggregate in aggregates:
            group[aggregate] = _aggregate(reader, model, members, aggregate)
        answer.append(group)
    return answer


def read_group(
    reader: Reader, model: str, rows: Sequence[Row], fields: Sequence[str], groupby: Sequence[str], *, lazy: bool
) -> list[Row]:
    """As before 19: sums under the field's bare name; `lazy` groups by the first key only."""
    keys = groupby[:1] if lazy else list(groupby)
    counter = f"{keys[0].partition(':')[0]}_count" if lazy and keys else "__count"
    answer = []
    for key, members in _groups(reader, model, rows, keys):
        group = _named(reader, model, keys, key)
        group[counter] = len(members)
        for field in fields:
            name, _, how = field.partition(":")
            if reader.field(model, name).type in NUMBERS and name not in keys:
                group[name] = _aggregate(reader, model, members, f"{name}:{how or 'sum'}")
        group["__domain"] = _domain(keys, key)
        answer.append(group)
    return answer


def _domain(groupby: Sequence[str], key: tuple[Any, ...]) -> list[Any]:
    """The condition that a group's records fulfil, for groups by plain fields."""
    conditions = [[name.partition(":")[0], "=", value] for name, value in zip(groupby, key, strict=True)]
    return ["&"] * (len(conditions) - 1) + conditions if conditions else [[1, "=", 1]]


def _groups(
    reader: Reader, model: str, rows: Sequence[Row], groupby: Sequence[str]
) -> list[tuple[tuple[Any, ...], list[Row]]]:
    readers = [_key_reader(reader, model, name) for name in groupby]
    groups: dict[tuple[Any, ...], list[Row]] = {} if groupby else {(): []}
    for row in rows:
        groups.setdefault(tuple(read(row) for read in readers), []).append(row)
    return sorted(groups.items(), key=lambda group: [(part is False, part) for part in group[0]])


def _key_reader(reader: Reader, model: str, groupby: str) -> Callable[[Row], Any]:
    name, _, part = groupby.partition(":")
    if name not in reader.store.tables[model].spec.fields:
        raise builtin_error("ValueError", f"Invalid field {name!r} on model {model!r}")
    read = reader.getter(model, name)
    if not part:
        return read
    length = _DATE_PARTS[part]
    return lambda row: str(read(row) or "")[:length] or False


def _named(reader: Reader, model: str, groupby: Sequence[str], key: tuple[Any, ...]) -> Row:
    named: Row = {}
    for name, value in zip(groupby, key, strict=True):
        field = reader.field(model, name.partition(":")[0])
        linked = field.type == "many2one" and value
        named[name] = reader.name_of(str(field.relation), value) if linked else value
    return named


def _aggregate(reader: Reader, model: str, rows: Sequence[Row], aggregate: str) -> Any:
    if aggregate == "__count":
        return len(rows)
    name, _, how = aggregate.partition(":")
    if name not in reader.store.tables[model].spec.fields:
        raise builtin_error("ValueError", f"Invalid field {name!r} on model {model!r} for {aggregate!r}.")
    if how not in _REDUCERS:
        raise builtin_error("ValueError", f"Invalid aggregate method {how!r} for {aggregate!r}.")
    read = reader.getter(model, name)
    return _REDUCERS[how]([value for row in rows if (value := read(row)) is not False])
