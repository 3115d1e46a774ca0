"""The star schema as plain Parquet: `<fact>/<day>.parquet` and `dim_….parquet`, for tools that glob."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from etl.config import LakeConfig
from etl.datasets import DATASETS, DIMENSION_TABLES
from etl.io_parquet import described, read_file, write_file
from etl.tables import STAR, Lake, path_of

_SNAPSHOT = "snapshot"


def export_star(config: LakeConfig, to: Path) -> int:
    """Writes what is new in the lake since the last export into this folder, and answers how many files that is.

    Each fact's files are of one snapshot. A day that is gone takes its file with it.
    """
    lake = Lake(config)
    written = 0
    for dataset in DATASETS:
        written += _export_fact(lake, dataset.fact, dataset.day, to / dataset.fact)
    for name in DIMENSION_TABLES:
        rows = lake.read_all(STAR, name)
        if rows is not None:
            written += _write(rows, to / f"{name}.parquet", "")
    return written


def _export_fact(lake: Lake, name: str, day: str, folder: Path) -> int:
    table = lake.table(STAR, name)
    if table is None:
        return 0
    written, kept = 0, set()
    for task in table.scan().plan_files():
        source = Path(path_of(task.file.file_path))
        # One file a partition, unless another engine wrote it: then its days are told apart by their values.
        one_day = str(read_file(source)[day][0].as_py()) if source.exists() else ""
        kept.add(f"{one_day}.parquet")
        target = folder / f"{one_day}.parquet"
        if not target.exists() or described(read_file(target)).get(_SNAPSHOT) != source.name:
            written += _write(read_file(source), target, source.name)
    for file in folder.glob("*.parquet"):
        if file.name not in kept:
            file.unlink()
    return written


def _write(rows: pa.Table, path: Path, snapshot: str) -> int:
    if path.exists() and not snapshot and read_file(path).equals(rows):
        return 0
    write_file(rows, path, described={_SNAPSHOT: snapshot} if snapshot else None)
    return 1
