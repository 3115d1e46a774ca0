"""Odoo's rows as Arrow columns, typed by `fields_get`; money is decimal, never a double."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation, localcontext
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from shared.odoo.columns import Columns
from shared.odoo.model import Field

DECIMAL = pa.decimal128(38, 18)
"""Every amount and quantity of Odoo: a double's own digits, of which none is rounded away."""
INSTANT = pa.timestamp("us", tz="UTC")

_TYPES: dict[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "many2one": pa.int64(),
    "many2one_reference": pa.int64(),
    "float": DECIMAL,
    "monetary": DECIMAL,
    "date": pa.date32(),
    "datetime": INSTANT,
    "one2many": pa.list_(pa.int64()),
    "many2many": pa.list_(pa.int64()),
}
"""By Odoo's types; all others are text, what is no text itself as JSON."""

_STEP = Decimal(1).scaleb(-18)


def column_type(field: Field) -> pa.DataType:
    """A field that Odoo keeps a value a company of is a JSON object, by the company's id."""
    return pa.string() if field.company_dependent else _TYPES.get(field.type, pa.string())


def schema_of(columns: Columns, prefix: str = "", *, lists: bool = False) -> pa.Schema:
    types = {name: column_type(columns.fields[name]) for name in columns.names}
    return pa.schema([(prefix + name, pa.list_(kind) if lists else kind) for name, kind in types.items()])


class Converter:
    """Rows to Arrow. A value that does not fit its type is null; `unfit` counts these by column."""

    def __init__(self) -> None:
        self.unfit: dict[str, int] = {}

    def table(self, rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
        return pa.table([self._column(field, rows) for field in schema], schema=schema)

    def _column(self, field: pa.Field, rows: Sequence[Mapping[str, Any]]) -> pa.Array:
        convert = _converter(field.type)
        values = []
        for row in rows:
            value = row.get(field.name)
            if value is not None:
                try:
                    value = convert(value)
                except (ArithmeticError, TypeError, ValueError):
                    self.unfit[field.name] = self.unfit.get(field.name, 0) + 1
                    value = None
            values.append(value)
        return pa.array(values, type=field.type)


def _converter(kind: pa.DataType) -> Callable[[Any], Any]:
    if pa.types.is_list(kind):
        inner = _converter(kind.value_type)
        return lambda value: [None if one is None else inner(one) for one in value]
    known: dict[pa.DataType, Callable[[Any], Any]] = {
        DECIMAL: _decimal,
        INSTANT: lambda value: datetime.fromisoformat(value).astimezone(UTC),
        pa.date32(): date.fromisoformat,
        pa.bool_(): _boolean,
        pa.int64(): _whole,
    }
    return known.get(kind, _text)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise TypeError
    return value


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool):
        raise TypeError
    with localcontext() as context:
        context.prec = 60
        number = Decimal(repr(value) if isinstance(value, float) else value)
        if abs(number) >= 10**20 or not number.is_finite():
            raise InvalidOperation
        return number.quantize(_STEP)


def refuse_doubles(schema: pa.Schema) -> None:
    """No number of the lake is a double: DuckDB makes one of what it cannot type, and cents would be lost quietly."""
    found = [field.name for field in schema if pa.types.is_floating(field.type)]
    if found:
        raise TypeError(f"columns {', '.join(found)} are no decimals")


def write_file(table: pa.Table, path: Path, *, described: Mapping[str, str] | None = None) -> None:
    """Whole or not at all. `described` goes into the file's own metadata."""
    refuse_doubles(table.schema)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    pq.write_table(table.replace_schema_metadata({**(described or {})}), part, compression="zstd", store_schema=True)
    part.replace(path)


def read_file(path: Path) -> pa.Table:
    return pq.read_table(path, partitioning=None)


def described(table: pa.Table) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}


def concatenated(tables: Iterable[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *tables])
