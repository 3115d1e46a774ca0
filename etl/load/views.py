"""`star.duckdb`: a view for each table, over the files of one snapshot; rewritten whole after each commit.

A reader that has it open keeps the files it was made of, which stay a day longer than any view of them.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib import resources

import duckdb

from etl.lease import held
from etl.tables import CLEAN, RAW, STAR, Lake


def rewrite_views(lake: Lake) -> None:
    """The facts and dimensions by their names; raw and clean in schemas of these names."""
    path = lake.config.star_path
    with held(lake.config.metadata / "locks" / "views.lock"):
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        with duckdb.connect(str(part)) as connection:
            connection.execute(_file("views"))
            for layer, schema in ((STAR, "main"), (CLEAN, "clean"), (RAW, "raw")):
                for name in lake.names(layer):
                    _add_view(connection, lake, layer, schema, name)
        part.replace(path)


def _add_view(connection: duckdb.DuckDBPyConnection, lake: Lake, layer: str, schema: str, name: str) -> None:
    table = lake.table(layer, name)
    snapshot = table.current_snapshot() if table is not None else None
    if table is None or snapshot is None:
        return
    written = datetime.fromtimestamp(snapshot.timestamp_ms / 1000, UTC)
    connection.execute(_file(f"use_{schema}"))
    if files := lake.files(table):
        # Files of one table differ only where Odoo's own fields did: in raw.
        connection.read_parquet(files, union_by_name=layer == RAW, hive_partitioning=False).create_view(name)
    else:
        connection.from_arrow(table.schema().as_arrow().empty_table()).create(name)
    connection.execute(_file("note_snapshot"), [schema, name, str(snapshot.snapshot_id), written])


def _file(name: str) -> str:
    return (resources.files("etl.load") / f"{name}.sql").read_text()
