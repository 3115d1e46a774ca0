"""The lake's tables: Iceberg, one partition a business date, a day or several replaced in one commit.

    ROOT/raw/<table>  ROOT/clean/<table>  ROOT/star-schema/<table>  ROOT/metadata

A commit of several days is one snapshot to a reader: it reads the table's newest, or the one its view names.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.expressions import AlwaysTrue, And, BooleanExpression, GreaterThanOrEqual, In, LessThanOrEqual
from pyiceberg.table import Table
from pyiceberg.table.snapshots import Snapshot
from pyiceberg.transforms import IdentityTransform

from etl.config import LakeConfig
from etl.io_parquet import refuse_doubles
from etl.lease import held
from shared.errors import LakeDiffers, RunError

RAW, CLEAN, STAR = "raw", "clean", "star"
LAYERS = {RAW: "raw", CLEAN: "clean", STAR: "star-schema"}
"""Namespace in the catalogue → folder."""

KEPT_SNAPSHOTS = timedelta(hours=25)
"""So long a snapshot stays after the next one took its place: a view that is replaced late still has its files."""

_PROPERTIES = {
    "write.parquet.compression-codec": "zstd",
    # There are hundreds of raw columns, and a day's files are found by their partition.
    "write.metadata.metrics.default": "none",
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "20",
    "commit.retry.num-retries": "10",
}
_COMMITTED = "scout.days"

logging.getLogger("pyiceberg").setLevel(logging.ERROR)


class Lake:
    """Safe to use from several processes: each commit holds its table's lock."""

    def __init__(self, config: LakeConfig) -> None:
        self.config = config
        self.root = config.root
        self._is_claimed = False
        self._read: dict[tuple[str, str], tuple[int | None, pa.Table]] = {}

    @cached_property
    def catalogue(self) -> SqlCatalog:
        self.config.metadata.mkdir(parents=True, exist_ok=True)
        with held(self.config.metadata / "locks" / "catalogue.lock"):
            catalogue = SqlCatalog("lake", uri=self.config.catalogue_url, warehouse=self.root.as_uri())
            for namespace in LAYERS:
                catalogue.create_namespace_if_not_exists(namespace)
        return catalogue

    def table(self, layer: str, name: str) -> Table | None:
        try:
            return self.catalogue.load_table((layer, name))
        except NoSuchTableError:
            return None

    def names(self, layer: str) -> list[str]:
        return sorted(str(name) for _, name in self.catalogue.list_tables(layer))

    def replace_days(self, layer: str, name: str, rows: pa.Table, *, day: str, days: Sequence[date]) -> int | None:
        """These days of a table become these rows, in one commit. Answers the snapshot's id.

        `day`: the column that holds the date; every row is of one of `days`.
        """
        return self._replace(layer, name, rows, _on(day, days), partition=day, what=_named(days))

    def replace_all(self, layer: str, name: str, rows: pa.Table) -> int | None:
        """For what has no days. A table that would stay the same is not touched."""
        table = self.table(layer, name)
        if table is not None:
            known = self.read_all(layer, name)
            if known is not None and known.schema.names == rows.schema.names and known.cast(rows.schema).equals(rows):
                return _snapshot_id(table)
        return self._replace(layer, name, rows, AlwaysTrue(), partition=None, what="*")

    def read_days(self, layer: str, name: str, *, day: str, days: Sequence[date]) -> pa.Table | None:
        """Those of these days, by the files of the newest snapshot that hold them. None: there is no such table."""
        table = self.table(layer, name)
        if table is None:
            return None
        rows = _read_files(table, [path_of(one.file.file_path) for one in table.scan(_on(day, days)).plan_files()])
        return rows.filter(pc.field(day).isin(sorted(set(days)))) if rows.num_rows else rows

    def read_all(self, layer: str, name: str) -> pa.Table | None:
        """As of the newest snapshot; read once for each of them."""
        table = self.table(layer, name)
        if table is None:
            return None
        snapshot = _snapshot_id(table)
        if self._read.get((layer, name), (None, None))[0] != snapshot or snapshot is None:
            self._read[layer, name] = (snapshot, _read_files(table, self.files(table)))
        return self._read[layer, name][1]

    def read_columns(self, layer: str, name: str, columns: Sequence[str]) -> pa.Table | None:
        table = self.table(layer, name)
        if table is None:
            return None
        return _read_files(table, self.files(table), columns)

    def files(self, table: Table) -> list[str]:
        """The data files of the newest snapshot, as paths."""
        tasks = list(table.scan().plan_files())
        if any(task.delete_files for task in tasks):
            raise RunError(
                f"{table.name()} was changed with delete files, which plain Parquet readers do not see.",
                fix="Let the engine that wrote it rewrite its data files (in Spark: rewrite_data_files).",
            )
        return sorted(path_of(task.file.file_path) for task in tasks)

    def expire(self, *, now: datetime | None = None, kept: timedelta = KEPT_SNAPSHOTS) -> int:
        """Lets go of old snapshots and unlinks what no snapshot names any more. Answers how many files went."""
        until_ms = int(((now or datetime.now(UTC)) - kept).timestamp() * 1000)
        return sum(self._expire(layer, name, until_ms) for layer in LAYERS for name in self.names(layer))

    def _replace(
        self, layer: str, name: str, rows: pa.Table, replaced: BooleanExpression, *, partition: str | None, what: str
    ) -> int | None:
        refuse_doubles(rows.schema)
        self._claim()
        with self._writing(layer, name):
            table = self.table(layer, name) or self._create(layer, name, rows.schema, partition)
            self._widen(table, rows.schema)
            fitting = _fitted(rows, table)
            table.overwrite(fitting, overwrite_filter=replaced, snapshot_properties={_COMMITTED: what})
            return _snapshot_id(table)

    @contextmanager
    def _writing(self, layer: str, name: str) -> Iterator[None]:
        with held(self.config.metadata / "locks" / f"{layer}.{name}.lock"):
            yield

    def _create(self, layer: str, name: str, schema: pa.Schema, partition: str | None) -> Table:
        location = (self.root / LAYERS[layer] / name).as_uri()
        table = self.catalogue.create_table((layer, name), schema, location=location, properties=_PROPERTIES)
        if partition:
            with table.update_spec() as change:
                change.add_field(partition, IdentityTransform(), partition)
        return table

    def _claim(self) -> None:
        """A lake holds one set of companies, told once."""
        if self._is_claimed:
            return
        mine = ",".join(map(str, self.config.companies)) or "all"
        marker = self.config.metadata / "companies"
        with held(self.config.metadata / "locks" / "companies.lock"):
            if not marker.exists():
                marker.write_text(mine)
            if marker.read_text() != mine:
                raise LakeDiffers(
                    f"{self.root} holds companies {marker.read_text()}, and not {mine}.",
                    fix="Give another set of companies a folder of its own (DATA_LAKE_ROOT).",
                )
        self._is_claimed = True

    @staticmethod
    def _widen(table: Table, schema: pa.Schema) -> None:
        if any(name not in table.schema().column_names for name in schema.names):
            with table.update_schema() as change:
                change.union_by_name(schema)

    def _expire(self, layer: str, name: str, until_ms: int) -> int:
        with self._writing(layer, name):
            table = self.table(layer, name)
            if table is None:
                return 0
            snapshots = sorted(table.metadata.snapshots, key=lambda one: (one.sequence_number or 0, one.timestamp_ms))
            followed = pairwise(snapshots)
            old = [one.snapshot_id for one, follower in followed if follower.timestamp_ms < until_ms]
            if old:
                table.maintenance.expire_snapshots().by_ids(old).commit()
                table.refresh()
            return _unlink_unnamed(table, snapshots_left=table.metadata.snapshots, until_seconds=until_ms / 1000)


def _unlink_unnamed(table: Table, *, snapshots_left: Sequence[Snapshot], until_seconds: float) -> int:
    """Older files that no snapshot names: what a snapshot left, and what a killed writer did not finish."""
    named = {path_of(table.metadata_location), *(path_of(one.metadata_file) for one in table.metadata.metadata_log)}
    for snapshot in snapshots_left:
        named.add(path_of(snapshot.manifest_list))
        for manifest in snapshot.manifests(table.io):
            named.add(path_of(manifest.manifest_path))
            named |= {path_of(one.data_file.file_path) for one in manifest.fetch_manifest_entry(table.io)}
    gone = 0
    for path in Path(path_of(table.location())).rglob("*"):
        if path.is_file() and str(path) not in named and path.stat().st_mtime < min(until_seconds, time.time()):
            path.unlink()
            gone += 1
    return gone


def _on(column: str, days: Sequence[date]) -> BooleanExpression:
    """A range where it can be one: pyiceberg asks each file about each day of a list."""
    first, last = min(days), max(days)
    if len(set(days)) == (last - first).days + 1:
        return And(GreaterThanOrEqual(column, first.isoformat()), LessThanOrEqual(column, last.isoformat()))
    return In(column, set(days))


def _fitted(rows: pa.Table, table: Table) -> pa.Table:
    """With every column of the table, in its order; one that this reading lacks is null."""
    wanted = _plain_schema(table.schema().as_arrow())
    columns = [
        rows[field.name].cast(field.type) if field.name in rows.schema.names else pa.nulls(rows.num_rows, field.type)
        for field in wanted
    ]
    return pa.table(columns, schema=wanted)


def _read_files(table: Table, paths: Sequence[str], columns: Sequence[str] | None = None) -> pa.Table:
    """By name, as no column of the lake is ever renamed; one that a file lacks is null."""
    schema = _plain_schema(table.schema().as_arrow())
    if not paths:
        return schema.empty_table().select(columns or schema.names)
    return ds.dataset(sorted(paths), schema=schema, format="parquet").to_table(
        columns=list(columns) if columns else None
    )


def _plain_schema(schema: pa.Schema) -> pa.Schema:
    return pa.schema([pa.field(field.name, _plain_type(field.type)) for field in schema])


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_plain_type(kind.value_type))
    return kind


def path_of(address: str) -> str:
    return unquote(urlsplit(address).path) if address.startswith("file:") else address


def _snapshot_id(table: Table) -> int | None:
    snapshot = table.current_snapshot()
    return snapshot.snapshot_id if snapshot else None


def _named(days: Sequence[date]) -> str:
    return ",".join(day.isoformat() for day in sorted(days))
