"""What a message wants, checked against Odoo's own description of its fields: values by path, in Odoo's own form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.outbox.field_values import Reference, Unfit, WritableField, became, resolved, same, typed
from shared.outbox.message import OWN_MODULE, Message, Reading, external_id_of

Describe = Callable[[str], Mapping[str, WritableField]]
"""A model's fields as Odoo's user sees them."""

_NEVER_WRITTEN = frozenset({"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"})


@dataclass(frozen=True)
class Line:
    """One record of a one2many, with an external id of its own, so that a repeat does not double it."""

    name: str
    external_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Lines:
    model: str
    fields: Mapping[str, WritableField]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class DesiredState:
    """`values` by field, `lists` by one2many; links named by external id are still `Reference`s before `resolved`."""

    fields: Mapping[str, WritableField] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Lines] = field(default_factory=dict)

    def references(self) -> Iterator[Reference]:
        for _, values in self._groups():
            for value in values.values():
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, Reference):
                        yield one

    def links(self) -> Iterator[tuple[str, int]]:
        """Model and id of every record that a value points to, once resolved."""
        for fields, values in self._groups():
            for name, value in values.items():
                if fields[name].type in {"many2one", "many2many"}:
                    for one in value if isinstance(value, list) else [value]:
                        if one is not None:
                            yield str(fields[name].relation), one

    def resolved(self, ids: Mapping[str, int]) -> DesiredState:
        return DesiredState(
            self.fields,
            {name: resolved(value, ids) for name, value in self.values.items()},
            {
                name: Lines(
                    of.model,
                    of.fields,
                    tuple(
                        Line(
                            one.name, one.external_id, {key: resolved(value, ids) for key, value in one.values.items()}
                        )
                        for one in of.lines
                    ),
                )
                for name, of in self.lists.items()
            },
        )

    def differing(self, now: Reading, *, since: Reading | None = None) -> list[str]:
        """The paths whose value is another one there, or that are not there at all.

        `since`: what the record was like before it was sent; then what Odoo made of a desired value counts as that.
        """
        return [
            path
            for path, (of, value) in self._by_path().items()
            if path not in now.values
            or not (
                same(of, value, now.values[path])
                if since is None
                else became(of, value, since.values.get(path), now.values[path])
            )
        ]

    def _by_path(self) -> dict[str, tuple[WritableField, Any]]:
        paths = {name: (self.fields[name], value) for name, value in self.values.items()}
        for name, of in self.lists.items():
            for line in of.lines:
                for key, value in line.values.items():
                    paths[line_path(name, line, key)] = (of.fields[key], value)
        return paths

    def _groups(self) -> Iterator[tuple[Mapping[str, WritableField], Mapping[str, Any]]]:
        yield self.fields, self.values
        for of in self.lists.values():
            for line in of.lines:
                yield of.fields, line.values


def line_path(name: str, line: Line, key: str) -> str:
    return f"{name}/{line.name}/{key}"


def desired_state_of(message: Message, describe: Describe) -> tuple[DesiredState, list[str]]:
    """The desired state, and every reason why it cannot be."""
    if message.operation not in {"upsert", "write"}:
        return DesiredState(), []
    fields = describe(message.model)
    values: dict[str, Any] = {}
    lists: dict[str, Lines] = {}
    problems: list[str] = []
    for name, value in message.payload.items():
        one = fields.get(name)
        if one is not None and one.type == "one2many" and not one.readonly:
            if message.operation == "write":
                problems.append(f"{name}: lines go with operation upsert, where each has a name of its own")
            else:
                lists[name] = _lines(message, one, value, describe(str(one.relation)), problems)
            continue
        _add(message.model, fields, name, value, into=values, problems=problems)
    return DesiredState(fields, values, lists), problems


def _add(
    model: str,
    fields: Mapping[str, WritableField],
    name: str,
    value: Any,
    *,
    into: dict[str, Any],
    problems: list[str],
    place: str = "",
) -> None:
    one = fields.get(name)
    if one is None:
        problems.append(f"{place}{name}: {model} has no such field, or its user may not see it")
    elif one.readonly or name in _NEVER_WRITTEN:
        problems.append(f"{place}{name}: is read-only")
    else:
        try:
            into[name] = typed(one, value)
        except Unfit as unfit:
            problems.append(f"{place}{name}: {unfit}")


def _lines(
    message: Message, of: WritableField, value: Any, fields: Mapping[str, WritableField], problems: list[str]
) -> Lines:
    lines: list[Line] = []
    model = str(of.relation)
    for position, item in enumerate(value if isinstance(value, list) else [], 1):
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str) or not name or any(line.name == name for line in lines):
            problems.append(f'{of.name}: line {position} needs an "id" of its own, a text such as "first"')
            continue
        values: dict[str, Any] = {}
        for key, given in item.items():
            if key != "id":
                _add(model, fields, key, given, into=values, problems=problems, place=f"{of.name}/{name}/")
        lines.append(Line(name, _line_id(message, name), values))
    if not lines:
        problems.append(f"{of.name}: takes a list of lines, one at least")
    elif any(line.values.keys() != lines[0].values.keys() for line in lines):
        # Odoo's import has one set of columns for all lines; an empty cell would clear the field.
        problems.append(f"{of.name}: every line must name the same fields")
    return Lines(model, fields, tuple(lines))


def _line_id(message: Message, name: str) -> str:
    """The parent's name and the line's, joined by a colon, which no spelled name contains.

    In the outbox's own module also for a parent of another: Odoo deletes what an upgraded module no longer names. Such
    a parent's name is led by its module and two colons, which no line of an own parent has.
    """
    module, _, parent = str(message.external_id).partition(".")
    if module != OWN_MODULE:
        parent = f"{module}::{_spelled(parent)}"
    return f"{OWN_MODULE}.{parent}:{_spelled(name)}"


def _spelled(name: str) -> str:
    return external_id_of(name).partition(".")[2]
