"""What the database says of itself: relations, columns, comments, and where each typed column of a definition goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg.rows import class_row, dict_row

from scripts.data_model.lineage import Lineage
from shared.models.catalogue import built_in_streams
from shared.models.stream import Stream

_HERE = Path(__file__).parent
Db = psycopg.Connection[Any]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Column:
    """`is_key`: part of the primary key."""

    oid: int
    number: int
    name: str
    type: str
    comment: str | None
    is_required: bool
    is_key: bool


@dataclass(frozen=True)
class Relation:
    """`kind` as in pg_class.relkind: r table, v view, m materialized view."""

    oid: int
    schema: str
    name: str
    kind: str
    comment: str | None
    for_dashboards: bool

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Field:
    """One field of Odoo, its column in the typed table, and the one in the silver view that shows it."""

    model: str
    odoo_field: str
    bronze: str
    typed: str
    silver: str
    silver_column: str


class Catalogue:
    """Schemas scout, odoo_raw, ops and knowledge of one database, read once."""

    def __init__(self, db: Db) -> None:
        self.relations = _rows(db, "relations.sql", Relation)
        retail = [stream for stream in built_in_streams() if stream.group == "retail"]
        streams = sorted(retail, key=lambda stream: stream.model)
        self.fields = [field for stream in streams for field in _fields(stream)]
        self.bronze = {stream.bronze_table: stream.model for stream in streams}
        self.columns: dict[int, list[Column]] = {one.oid: [] for one in self.relations}
        for column in _rows(db, "columns.sql", Column):
            self.columns[column.oid].append(column)
        with db.cursor(row_factory=dict_row) as cursor:
            views = cursor.execute(_text("views.sql")).fetchall()
        self.lineage = Lineage({row["oid"]: row["action"] for row in views}, self._copies())

    @cached_property
    def by_name(self) -> dict[str, Relation]:
        return {one.name: one for one in self.relations}

    def _copies(self) -> dict[int, int]:
        """Of each table that keeps a view's rows, the view it is filled from: `…_rows` and `…_source`."""
        return {
            table.oid: self.by_name[table.name.removesuffix("_rows") + "_source"].oid
            for table in self.relations
            if table.kind == "r" and table.name.endswith("_rows")
        }

    def is_gold(self, relation: Relation) -> bool:
        """A gold view, or a view that reads one."""
        gold = {one.oid for one in self.relations if one.kind == "v" and one.name.startswith("gold_")}
        return relation.oid in gold or bool(self.lineage.reads(relation.oid) & gold)

    def made_from(self, relation: str, column: str, *, gold: bool) -> list[str]:
        """`view.column` for each column of people's views, or of gold, that is made from this column of a table."""
        source = self.by_name[relation]
        number = next(one.number for one in self.columns[source.oid] if one.name == column)
        return [
            f"{view.name}.{one.name}"
            for view in self.relations
            if self.is_gold(view) == gold and (gold or view.for_dashboards)
            for one in self.columns[view.oid]
            if view.oid != source.oid and (source.oid, number) in self.lineage.origins((view.oid, one.number))
        ]


def _fields(stream: Stream) -> Iterator[Field]:
    """In the order of their tables; the id of a record is Odoo's id."""
    if stream.table is None:
        return
    places = [(stream.table.name, "id", "id")]
    places += [(stream.table.name, column.field, column.name) for column in stream.table.columns]
    for table in stream.table.by_company:
        places += [(table.name, "id", table.key), (table.name, table.field, table.value)]
    for silver, odoo_field, column in places:
        typed = "typed_" + stream.bronze_table.removeprefix("bronze_")
        yield Field(stream.model, odoo_field, stream.bronze_table, typed, silver, column)


def _text(name: str) -> bytes:
    return (_HERE / name).read_bytes()


def _rows(db: Db, name: str, kind: type[Row]) -> list[Row]:
    with db.cursor(row_factory=class_row(kind)) as cursor:
        return cursor.execute(_text(name)).fetchall()
