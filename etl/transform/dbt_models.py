"""dbt's own models, run by DuckDB over a day's rows: one definition of each fact for the warehouse and for the lake.

A model's file is rendered with what it means here: `ref` a view made the same way, or a table that was handed in;
`from_odoo` the raw rows; hooks and increments nothing, for a day is always made whole. Where DuckDB says something in
other words than PostgreSQL, `_DIALECT` says how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pyarrow as pa

_MODELS = Path(__file__).resolve().parents[2] / "dbt" / "models"
_VARIABLES: dict[str, object] = {"company_time_zones": {}, "first_date": "2015-01-01"}
_TYPES = {"numeric": "decimal(38, 18)", "jsonb": "json"}
_NOT_IN_DUCKDB = ("note_redo", "moved_stock", "moved_sales", "note_all", "note_zones", "no_longer_right")
_DIALECT: tuple[tuple[str, str], ...] = (
    (r"like ('[^']*\\_[^']*')", r"like \1 escape '\\'"),  # a backslash escapes by default in PostgreSQL alone
    (r"pg_catalog\.pg_timezone_names\b", "pg_timezone_names()"),
    (r"as days \(at\)", 'as days ("at")'),
    (r"\bdays\.at\b", 'days."at"'),
)


class Workspace:
    """A DuckDB in memory with odoo_raw's relations, in which models are views. Used in a `with`."""

    def __init__(self, *, zone: str) -> None:
        self._connection = duckdb.connect()
        self._present: dict[str, set[str]] = {}
        self._made: set[str] = set()
        self.run("workspace", zone=zone or None)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def hand_in(self, schema: str, tables: Mapping[str, pa.Table]) -> None:
        """These tables under their names: `odoo_raw` for what from_odoo reads, `dbt` in the place of a model."""
        for name, table in tables.items():
            self._connection.from_arrow(table).create_view(f"{schema}__{name}")
            self._announce(schema, name, table.schema.names)

    def _announce(self, schema: str, name: str, columns: Iterable[str]) -> None:
        if schema == "odoo_raw":
            self._present[name] = set(columns)
        else:
            self._made.add(name)

    def run(self, statement: str, /, **parameters: object) -> None:
        """A `.sql` file of this folder, its parameters as `$name`."""
        self._connection.execute(_file(statement), parameters or None)

    def view(self, statement: str, schema: str, name: str) -> None:
        """A `.sql` file of this folder as a view; it is written as a model is, but in DuckDB's own words."""
        relation = self._connection.sql(self._rendered(_file(statement)))
        relation.create_view(f"{schema}__{name}")
        self._announce(schema, name, relation.columns)

    def rows(self, schema: str, name: str) -> pa.Table:
        """Of a relation that was made here, or of a model of dbt."""
        if schema == "dbt":
            self._build(name)
        return self._connection.table(f"{schema}__{name}").to_arrow_table()

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._connection.execute(_file(statement)).fetchall()
        return found

    def _build(self, model: str) -> None:
        if model in self._made:
            return
        rendered = self._rendered(_model(model))
        for theirs, ours in _DIALECT:
            rendered = re.sub(theirs, ours, rendered)
        self._connection.sql(rendered).create_view(f"dbt__{model}")
        self._made.add(model)

    def _rendered(self, text: str) -> str:
        for needed in re.findall(r"ref\('(\w+)'\)", text):
            self._build(needed)
        return _environment(self._from_odoo).from_string(text).render()

    def _from_odoo(self, table: str, columns: Mapping[str, str]) -> str:
        """As dbt's macro of this name: a column that is not there is null, a relation that is not there has no rows."""
        present = self._present.get(table)
        listed = ", ".join(
            name if name in (present or ()) else f"cast(null as {_TYPES.get(kind, kind)}) as {name}"
            for name, kind in columns.items()
        )
        held = f"from odoo_raw__{table}" if present else "where false"
        return f"(select {listed} {held})"


def _environment(from_odoo: Callable[[str, Mapping[str, str]], str]) -> jinja2.Environment:
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701  it renders SQL of our own
    environment.globals.update(
        config=_nothing,
        is_incremental=lambda: False,
        from_odoo=from_odoo,
        ref=lambda name: f"dbt__{name}",
        source=lambda schema, name: f"{schema}__{name}",
        var=_VARIABLES.__getitem__,
        today=lambda zone: f"(now() at time zone {zone})::date",
        **dict.fromkeys(_NOT_IN_DUCKDB, _nothing),
    )
    return environment


def _nothing(*_: object, **__: object) -> str:
    return ""


@cache
def _model(name: str) -> str:
    (file,) = _MODELS.rglob(f"{name}.sql")
    return file.read_text()


@cache
def _file(name: str) -> str:
    return (resources.files("etl.transform") / f"{name}.sql").read_text()
