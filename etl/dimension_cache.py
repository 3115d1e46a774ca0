"""Companies, products, partners and the like: kept whole in raw, refreshed by what was written since."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from etl.datasets import DIMENSIONS
from etl.extract.odoo_source import OdooSource
from etl.lease import held
from etl.metadata import Notes
from etl.tables import RAW, Lake

_OVERLAP = timedelta(minutes=20)
"""write_date is when a transaction began, and a later look may find an earlier one."""
_NOTE = "dimensions_read_until"


def dimension_name(model: str) -> str:
    return model.replace(".", "_")


class DimensionCache:
    """`refresh` reads Odoo; `tables` answers what is kept, by the relation's name in odoo_raw."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._notes = Notes(lake.config.metadata)

    def refresh(self, source: OdooSource) -> dict[str, int]:
        """How many records each model has. A table whose records are all as before is not written."""
        with held(self._lake.config.metadata / "locks" / "dimensions.lock"):
            noted = self._notes.read(_NOTE)
            until = source.server_time()
            since = datetime.fromisoformat(noted) - _OVERLAP if noted else None
            counts = {}
            for model in DIMENSIONS:
                kept = self._lake.read_all(RAW, dimension_name(model))
                # Columns that came or went may hold values that moved no write_date.
                known = set(kept.schema.names) if kept is not None else set()
                columns = source.columns(model)
                same = columns is not None and known >= set(columns.names)
                read = source.records(model, since=since if same else None)
                if read is None:
                    continue
                changed, ids = read
                merged = _merged(kept, changed, ids)
                self._lake.replace_all(RAW, dimension_name(model), merged)
                counts[model] = merged.num_rows
            self._notes.keep(_NOTE, until.isoformat())
        return counts

    def tables(self) -> dict[str, pa.Table]:
        found = {name: self._lake.read_all(RAW, name) for name in map(dimension_name, DIMENSIONS)}
        return {name: table for name, table in found.items() if table is not None}


def _merged(kept: pa.Table | None, changed: pa.Table, ids: set[int]) -> pa.Table:
    """In the order of their ids, so that the same records are the same table."""
    if kept is None:
        return changed.sort_by("id")
    staying = pc.is_in(kept["id"], value_set=pa.array(sorted(ids - set(changed["id"].to_pylist())), pa.int64()))
    return pa.concat_tables([kept.filter(staying), changed], promote_options="default").sort_by("id")
