"""Odoo's search domains as predicates over stored rows (Odoo reference, *Search domains*; 19: `odoo/orm/domains.py`).

What changed in 19 (18.4 online) and matters to a cursor: datetimes are compared by whole seconds. `> X` is
`>= X + 1 s`, `<= X` is `< X + 1 s`, `= X` is the whole second. Before, the stored microseconds take part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from demo.odoo.errors import builtin_error
from demo.odoo.fields import X2MANY, FieldSpec, Row
from demo.odoo.reading import Reader
from demo.odoo.store import stamp

Predicate = Callable[[Row], bool]
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}
_LIKES = {"like", "ilike", "not like", "not ilike", "=like", "=ilike"}


def compile_domain(reader: Reader, model: str, domain: Sequence[Any]) -> Predicate | None:
    """The predicate of a domain; None when it holds for every record. Raises Odoo's ValueError."""
    if not isinstance(domain, list | tuple):
        raise builtin_error("TypeError", f"Domain() invalid argument type for domain: {domain!r}")
    stack: list[Predicate] = []
    try:
        for term in reversed(domain):
            if term == "!":
                stack.append(_not(stack.pop()))
            elif term in ("&", "|"):
                stack.append((_and if term == "&" else _or)([stack.pop(), stack.pop()]))
            else:
                stack.append(_leaf(reader, model, term))
    except IndexError:
        raise builtin_error("ValueError", f"Domain() malformed domain {domain!r}") from None
    return _and(stack[::-1]) if stack else None


def mentions(domain: Sequence[Any], name: str) -> bool:
    """Whether a condition is about this field: one on `active` switches the hiding of archived records off."""
    return any(isinstance(term, list | tuple) and len(term) == 3 and term[0] == name for term in domain)


def lowest_id(domain: Sequence[Any]) -> int:
    """The highest N of `id > N` in a plain conjunction, else 0: where a scan in order of ids may start."""
    if any(term in ("|", "!") for term in domain if isinstance(term, str)):
        return 0
    floors = [t[2] for t in domain if isinstance(t, list | tuple) and list(t[:2]) == ["id", ">"] and type(t[2]) is int]
    return max(floors, default=0)


def named_ids(domain: Sequence[Any]) -> list[int] | None:
    """The ids that a plain conjunction names (`id = N`), ascending; None when it names none."""
    if any(term in ("|", "!") for term in domain if isinstance(term, str)):
        return None
    named = [t[2] for t in domain if isinstance(t, list | tuple) and list(t[:2]) == ["id", "="] and type(t[2]) is int]
    return sorted({*named}) if named else None


def _not(inner: Predicate) -> Predicate:
    return lambda row: not inner(row)


def _and(parts: list[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda row: first(row) and second(row)
    return lambda row: all(part(row) for part in parts)


def _or(parts: list[Predicate]) -> Predicate:
    return lambda row: any(part(row) for part in parts)


def _leaf(reader: Reader, model: str, term: Any) -> Predicate:
    if not isinstance(term, list | tuple) or len(term) != 3:
        raise builtin_error("ValueError", f"Domain() invalid item in domain: {term!r}")
    name, operator, value = term
    if isinstance(name, int):
        holds = name == value
        return lambda row: holds
    head, _, rest = name.partition(".")
    field = reader.store.tables[model].spec.fields.get(head)
    if field is None:
        place = "condition" if reader.store.version >= 19 else "leaf"
        raise builtin_error(
            "ValueError", f"Invalid field {model}.{head} in {place} ({name!r}, {operator!r}, {value!r})"
        )
    if rest:
        return _through(reader, model, field, (rest, operator, value))
    read = reader.getter(model, head)
    if field.type in X2MANY:
        return _x2many(read, operator, value)
    if field.type == "many2one" and isinstance(value, str):
        read = reader.path(model, f"{head}.display_name")
    return _scalar(reader, field, read, operator, value)


def _through(reader: Reader, model: str, field: FieldSpec, rest: tuple[str, str, Any]) -> Predicate:
    """A dotted path: some linked record fulfils the rest. Links are followed to archived records too."""
    relation = str(field.relation)
    if relation not in reader.store.tables:
        return lambda row: False
    rows, inner, read = (
        reader.store.tables[relation].rows,
        _leaf(reader, relation, rest),
        reader.getter(model, field.name),
    )
    if field.type in X2MANY:
        return lambda row: any(inner(rows[linked]) for linked in read(row) if linked in rows)
    return lambda row: (linked := rows.get(read(row))) is not None and inner(linked)


def _x2many(read: Callable[[Row], Any], operator: str, value: Any) -> Predicate:
    if value is False:
        return (lambda row: not read(row)) if operator == "=" else (lambda row: bool(read(row)))
    wanted = set(value) if isinstance(value, list | tuple) else {value}
    if operator in {"=", "in"}:
        return lambda row: not wanted.isdisjoint(read(row))
    if operator in {"!=", "not in"}:
        return lambda row: wanted.isdisjoint(read(row))
    raise builtin_error("ValueError", f"Invalid operator {operator!r} on a list of records")


def _scalar(reader: Reader, field: FieldSpec, read: Callable[[Row], Any], operator: str, value: Any) -> Predicate:
    if operator in _LIKES:
        return _like(read, operator, str(value))
    if operator == "=?":
        return _scalar(reader, field, read, "=", value) if value else lambda row: True
    if operator in {"=", "!=", "in", "not in"}:
        return _equal(reader, field, read, operator, value)
    if operator not in _COMPARISONS:
        raise builtin_error("ValueError", f"Invalid operator in condition ({field.name!r}, {operator!r}, {value!r})")
    if field.type == "datetime":
        operator, value = _instant(reader, operator, value)
    compare = _COMPARISONS[operator]
    if value is False and field.type != "boolean":
        return lambda row: False
    if field.type == "char" and reader.store.version >= 19:
        return lambda row: compare(read(row) or "", value)
    return lambda row: (left := read(row)) is not False and compare(left, value)


def _equal(reader: Reader, field: FieldSpec, read: Callable[[Row], Any], operator: str, value: Any) -> Predicate:
    values = list(value) if isinstance(value, list | tuple) else [value]
    if field.type == "datetime" and reader.store.version >= 19:
        seconds = {_instant(reader, "=", part)[1] for part in values if part}
        held: Predicate = lambda row: str(read(row) or "")[:19] in seconds  # noqa: E731
    else:
        if field.type == "datetime":
            values = [_instant(reader, "=", part)[1] if part else part for part in values]
        wanted = {part for part in values if part is not None and part is not False}
        held = lambda row: read(row) in wanted  # noqa: E731
    if any(part is None or part is False for part in values):
        filled = held
        held = lambda row: not read(row) or filled(row)  # noqa: E731
    return held if operator in {"=", "in"} else _not(held)


def _like(read: Callable[[Row], Any], operator: str, value: str) -> Predicate:
    parts = (".*" if c == "%" else "." if c == "_" else re.escape(c) for c in value)
    pattern = "".join(parts) if operator.startswith("=") else f".*{''.join(parts)}.*"
    matches = re.compile(pattern, re.DOTALL | (re.IGNORECASE if operator.endswith("ilike") else 0)).fullmatch
    if operator.startswith("not"):
        return lambda row: not matches(str(read(row) or ""))
    return lambda row: bool(left := read(row)) and matches(str(left)) is not None


def _instant(reader: Reader, operator: str, value: Any) -> tuple[str, Any]:
    """Operator and bound as they meet the stored text: see the module's docstring."""
    if value is False or value is None:
        return operator, False
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d{1,6})?)?", str(value)):
        reason = (
            "expecting only datetimes with no timezone"
            if str(value)[:1].isdigit()
            else "Invalid term in expression date"
        )
        raise builtin_error("ValueError", f"{reason}: {value!r}")
    bound = datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    is_date = len(str(value)) == 10
    if reader.store.version < 19:
        if is_date and operator in {">", "<="}:
            bound = bound.replace(hour=23, minute=59, second=59)
        return operator, stamp(bound)
    if is_date:
        bound = bound.replace(tzinfo=ZoneInfo(reader.time_zone)).astimezone(UTC)
    bound = bound.replace(microsecond=0)
    if operator in {">", "<="}:
        bound += timedelta(days=1) if is_date else timedelta(seconds=1)
        operator = ">=" if operator == ">" else "<"
    return operator, stamp(bound)[:19] if operator == "=" else stamp(bound)
