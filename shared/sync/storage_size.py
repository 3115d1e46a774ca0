"""How many bytes a model's rows take in PostgreSQL, from a sample of them: bronze and the typed table, with indexes.

The layout is PostgreSQL's own (manual, *Database Page Layout* and *TOAST*; `utils/jsonb.h`, `numeric.c`), held against
`pg_relation_size` on PostgreSQL 18.4, of 49 models of an Odoo 19 with demo data. Dead rows are not in it: a first sync
inserts only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import Any

from shared.odoo.model import Field

_PAGE = 8192
_USABLE = _PAGE - 24
"""Less the page's header."""
_LINE_POINTER = 4
_TUPLE_HEADER = 23
_TOAST_FROM = 2032
"""TOAST_TUPLE_THRESHOLD: a wider row is compressed first, then moved out."""
_TOAST_CHUNK = 1996
_COMPRESSED = 0.55
"""pglz on the jsonb of Odoo's records: 0.54 for `account.move` (61 records, 2,049 bytes to 1,113)."""
_SHORT = 126
"""A longer value has a length of four bytes, aligned to four; this one of one byte."""
_LEAF_ROWS = 366
"""Index rows of a bigint in a leaf: 20 bytes each, filled to nine tenths."""
_FSM = 3 * _PAGE
"""The free space map of a table that has a second page."""
_VISIBILITY_MAP_FROM = 1000
"""Inserted rows that make autovacuum write the visibility map (`autovacuum_vacuum_insert_threshold`)."""
_HASH = 33
_BRONZE_FIXED = 8 + 8 + 8 + 8 + 16
"""odoo_id, company_id, write_date, synced_at, changed_by."""
_TYPED_FIXED = 24
"""id, _company_id, _synced_at."""


def bronze_bytes(rows: Sequence[Mapping[str, Any]], total: int) -> int:
    """The whole of the bronze table for `total` records like these."""

    def widths(row: Mapping[str, Any]) -> tuple[int, int]:
        return _toasted(_align(_TUPLE_HEADER + 1) + _BRONZE_FIXED + _HASH, [_varlena(jsonb_bytes(row))])

    # The second index is of deleted records: none yet, one page.
    return _table(list(map(widths, rows)), total) + _index(total) + _PAGE


def typed_bytes(rows: Sequence[Mapping[str, Any]], fields: Mapping[str, Field], total: int, *, indexes: int) -> int:
    """The whole of the typed table; `indexes`: those beside the one of its id."""
    names = [name for name in fields if name != "id"]
    header = _align(_TUPLE_HEADER + ceil((len(names) + 3) / 8))

    def widths(row: Mapping[str, Any]) -> tuple[int, int]:
        found = [_column(fields[name], row.get(name)) for name in names]
        fixed = header + _TYPED_FIXED + sum(size for size, is_long in found if not is_long)
        return _toasted(fixed, [size for size, is_long in found if is_long])

    return _table(list(map(widths, rows)), total) + (1 + indexes) * _index(total)


def jsonb_bytes(value: Any) -> int:
    """The content of a jsonb, without the length before it."""
    if isinstance(value, Mapping):
        return 4 + 8 * len(value) + sum(len(str(key).encode()) + _inside(one) for key, one in value.items())
    if isinstance(value, list | tuple):
        return 4 + 4 * len(value) + sum(map(_inside, value))
    return 4 + 4 + _inside(value)


def _inside(value: Any) -> int:
    if value is None or isinstance(value, bool):
        return 0
    if isinstance(value, int | float):
        return _align(4 + _numeric_bytes(value), 4) + 2  # half of what aligning it takes, at most
    if isinstance(value, str):
        return len(value.encode(errors="surrogatepass"))
    return jsonb_bytes(value) + 2


def _numeric_bytes(value: float) -> int:
    """Without the length before it: two bytes, and two for every four decimal digits on either side of the point."""
    _, digits, exponent = Decimal(str(value)).normalize().as_tuple()
    power = int(exponent)
    if not any(digits):
        return 2
    before = max(0, len(digits) + power)
    return 2 + 2 * (ceil(before / 4) + ceil(max(0, -power) / 4) - (max(0, power) // 4))


_FIXED: Mapping[str, int] = {
    "integer": 8, "many2one": 8, "many2one_reference": 8, "datetime": 8, "date": 4, "boolean": 1,
}  # fmt: skip
_OF_TYPE: Mapping[str, Callable[[Any], int]] = {
    "float": _numeric_bytes,
    "monetary": _numeric_bytes,
    "many2many": lambda value: (20 if value else 12) + 8 * len(value or ()),
    "one2many": lambda value: (20 if value else 12) + 8 * len(value or ()),
    **dict.fromkeys(("json", "properties", "properties_definition"), jsonb_bytes),
}


def _column(field: Field, value: Any) -> tuple[int, bool]:
    """The bytes of a value in its column (`scout.typed_column_type`), and whether it may be moved out."""
    if value is None:
        return 0, False
    if field.company_dependent:
        return _varlena(jsonb_bytes(value)), True
    if fixed := _FIXED.get(field.type):
        return fixed, False
    of_type = _OF_TYPE.get(field.type)
    return _varlena(of_type(value) if of_type else len(str(value).encode(errors="surrogatepass"))), True


def _varlena(content: int) -> int:
    return 1 + content if content <= _SHORT else 4 + content + 2


def _toasted(fixed: int, movable: Iterable[int]) -> tuple[int, int]:
    """The row's bytes in its table, and outside of it. The widest values go first, as PostgreSQL has it."""
    widest = sorted(movable, reverse=True)
    inside, outside = fixed + sum(widest), 0
    for place, size in enumerate(widest):
        if inside <= _TOAST_FROM:
            return inside, outside
        inside -= size - (compressed := ceil(size * _COMPRESSED))
        widest[place] = compressed
    for size in widest:
        if inside <= _TOAST_FROM:
            break
        inside -= size - 18
        outside += size
    return inside, outside


def _table(widths: Sequence[tuple[int, int]], total: int) -> int:
    """Heap, maps and the toast table, which has an index of one page from the beginning."""
    if not widths or not total:
        return _PAGE
    inside = sum(_align(one) for one, _ in widths) / len(widths) + _LINE_POINTER
    outside = sum(one for _, one in widths) * total / len(widths)
    heap = ceil(total / max(1, _USABLE // inside))
    chunks = outside / _TOAST_CHUNK
    moved = (ceil(chunks / 4) * _PAGE + _index(ceil(chunks)) + (_FSM if chunks > 4 else 0)) if outside else _PAGE
    maps = (_FSM if heap > 1 else 0) + (_PAGE if total >= _VISIBILITY_MAP_FROM else 0)
    return heap * _PAGE + maps + moved


def _index(total: int) -> int:
    """Of ids that grow. A page of its own description; with the first row a leaf; with a second leaf a root."""
    if not total:
        return _PAGE
    leaves = ceil(total / _LEAF_ROWS)
    above = ceil(leaves / _LEAF_ROWS) + (1 if leaves > _LEAF_ROWS else 0) if leaves > 1 else 0
    return (1 + leaves + above) * _PAGE


def _align(size: int, to: int = 8) -> int:
    return -(-size // to) * to
