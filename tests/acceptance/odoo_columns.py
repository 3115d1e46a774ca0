"""Every column of odoo_raw beside the column of Odoo's own PostgreSQL, in one canonical form.

The form (docs/guides/odoo-raw.md): seconds; of numbers and booleans NULL is 0 and false, of text it is empty; numbers by
the text that PostgreSQL prints of them; lists of ids sorted; of translated text the language that is read; of values by
company those that Odoo's table has. What cannot be compared is an exception with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import sql

LANGUAGE = "en_US"
OWN_DOMAINS = {("project.task.type", "project_ids"): "Odoo's field leaves templates out, its table does not"}
Db = psycopg.Connection[Any]


@dataclass
class Compared:
    """One relation. `differences`: (column, id, Odoo's, ours)."""

    relation: str
    rows: int = 0
    columns: int = 0
    differences: list[tuple[str, int, Any, Any]] = field(default_factory=list)
    exceptions: dict[str, str] = field(default_factory=dict)


def _number(value: Any) -> Decimal:
    return Decimal(str(value or 0)).normalize() + 0


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get(LANGUAGE)
    return str(value or "")


def _instant(value: Any) -> datetime | None:
    return value.replace(microsecond=0, tzinfo=None) if value else None


def _same(value: Any) -> Any:
    return value


CANONICAL: dict[str, Callable[[Any], Any]] = {
    "bigint": lambda value: value or 0,
    "numeric": _number,
    "boolean": bool,
    "text": _text,
    "date": _same,
    "timestamp with time zone": _instant,
    "bigint[]": lambda value: sorted(value or ()),
    "jsonb": lambda value: json.dumps(value or {}, sort_keys=True),
}


def compare(ours: Db, odoo: Db, model: str) -> Compared:
    """The relation of a model that was read, column by column, for the records it shows."""
    found = Compared(model.replace(".", "_"))
    types = _columns(ours, "odoo_raw", found.relation)
    stored = _columns(odoo, "public", found.relation)
    fields = _fields(odoo, model)
    here = {row["id"]: row for row in _rows(ours, "odoo_raw", found.relation)}
    there = {row["id"]: row for row in _rows(odoo, "public", found.relation) if row["id"] in here}
    assert here.keys() == there.keys(), f"{model}: {sorted(here.keys() ^ there.keys())[:5]}"
    found.rows = len(here)
    for name, type_ in types.items():
        kind, relation = fields.get(name, (None, None))
        if name in ("id", "_synced_at"):
            continue
        canonical = CANONICAL[type_]
        if kind in ("properties", "properties_definition"):
            found.exceptions[name] = "properties are read with their labels, and stored without"
            continue
        if (model, name) in OWN_DOMAINS:
            found.exceptions[name] = OWN_DOMAINS[model, name]
            continue
        if type_ == "bigint[]":
            if relation is None:
                found.exceptions[name] = "a list that Odoo computes"
                continue
            linked = {odoo_id: ids for odoo_id, ids in odoo.execute(relation) if odoo_id in here}
            theirs = {odoo_id: linked.get(odoo_id) for odoo_id in here}
        elif name not in stored:
            found.exceptions[name] = "Odoo does not store it in this table"
            continue
        else:
            theirs = {odoo_id: row[name] for odoo_id, row in there.items()}
        found.columns += 1
        for odoo_id, value in theirs.items():
            own = here[odoo_id][name]
            pair = _by_company(value, own) if kind == "by company" else (canonical(value), canonical(own))
            if pair[0] != pair[1]:
                found.differences.append((name, odoo_id, *pair))
    return found


def _by_company(theirs: Any, ours: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Of the companies that are read and that have a value of their own; the others have Odoo's default."""
    value = {company: _scalar(one) for company, one in (theirs or {}).items() if company in (ours or {})}
    return value, {company: _scalar(ours[company]) for company in value}


def _scalar(value: Any) -> str:
    return str(_number(value)) if isinstance(value, int | float) and not isinstance(value, bool) else _text(value)


def _columns(db: Db, schema: str, relation: str) -> dict[str, str]:
    question = """select attname, format_type(atttypid, atttypmod) from pg_attribute
                   where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped"""
    return dict(db.execute(question, [f"{schema}.{relation}"]).fetchall())


def _rows(db: Db, schema: str, relation: str) -> list[dict[str, Any]]:
    cursor = db.execute(sql.SQL("select * from {}").format(sql.Identifier(schema, relation)))
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _fields(odoo: Db, model: str) -> dict[str, tuple[str | None, sql.Composed | None]]:
    """Of each field its kind, and of a stored list of ids the question for (id, ids)."""
    found: dict[str, tuple[str | None, sql.Composed | None]] = {}
    question = """
        select f.name, case when f.company_dependent then 'by company' else f.ttype end, f.relation_table, f.column1, f.column2,
               case when f.ttype = 'one2many' then replace(f.relation, '.', '_') end, f.relation_field, f.store
          from ir_model_fields f where f.model = %s"""
    for name, kind, table, mine, theirs, children, link, store in odoo.execute(question, [model]).fetchall():
        lists = None
        if kind == "many2many" and table and store:
            lists = _question(mine, theirs, table)
        elif kind == "one2many" and children and link:
            lists = _question(link, "id", children)
        found[name] = (kind, lists)
    return found


def _question(key: str, value: str, table: str) -> sql.Composed:
    return sql.SQL("select {key}, array_agg({value}) from {table} where {key} is not null group by 1").format(
        key=sql.Identifier(key), value=sql.Identifier(value), table=sql.Identifier(table)
    )
