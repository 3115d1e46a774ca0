"""A stream's ids and write_dates alone, in chunks by id, one ahead of whoever consumes them: what a sweep compares."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from pydantic import JsonValue, TypeAdapter

from shared.models.stream import Stream
from shared.odoo.client import Odoo, as_promised
from shared.odoo.model import Domain
from shared.odoo.versions import FORMATTED_READ_GROUP_FROM
from shared.sync.row_validation import HIGHEST_ID, is_id, out_of_order

LAST_ID = HIGHEST_ID

_LIST: TypeAdapter[list[Any]] = TypeAdapter(list[Any])


@dataclass(frozen=True, slots=True)
class Chunk:
    """All records with an id up to `to_id` and behind the chunk before, ascending. `write_dates` as ISO 8601, UTC."""

    ids: list[int]
    write_dates: list[str | None]
    to_id: int

    @property
    def is_last(self) -> bool:
        return self.to_id == LAST_ID


class ChunkReader:
    def __init__(self, stream: Stream, odoo: Odoo, *, rows: int) -> None:
        self._stream = stream
        self._odoo = odoo
        self._rows = rows
        self._names = ["id", "write_date"] if stream.has_write_date else ["id"]

    @contextmanager
    def ahead(self, after_id: int) -> Iterator[Iterator[Chunk]]:
        """The chunks behind `after_id`; the reading thread ends with the block."""
        executor = ThreadPoolExecutor(1, thread_name_prefix=f"sweep {self._stream.model}")
        try:
            yield self._chunks(executor, after_id)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _chunks(self, executor: ThreadPoolExecutor, after_id: int) -> Iterator[Chunk]:
        fetch = self._fetch_columns if self._odoo.version >= FORMATTED_READ_GROUP_FROM else self._fetch_records
        coming: Future[Chunk] | None = executor.submit(fetch, after_id)
        while coming is not None:
            chunk = coming.result()
            coming = None if chunk.is_last else executor.submit(fetch, chunk.to_id)
            yield chunk

    def _fetch_records(self, after_id: int) -> Chunk:
        """A short page is the last: Odoo reads a request in one REPEATABLE READ snapshot, so none vanish from it."""
        rows = self._odoo.page(
            self._stream.model, domain=self._behind(after_id), fields=self._names, limit=self._rows, order="id"
        ).rows
        to_id = LAST_ID if len(rows) < self._rows else self._edge(rows[-1]["id"], after_id)
        return _chunk([row["id"] for row in rows], [row.get("write_date") for row in rows], after_id, to_id)

    def _edge(self, to_id: object, after_id: int) -> int:
        """The end of a chunk, behind which the next one begins. Raises `OdooRefused` when it does not lead on."""
        if not is_id(to_id):
            return LAST_ID  # in the order of ids nothing usable follows
        if (found := cast(int, to_id)) <= after_id:
            raise out_of_order(self._stream.model, found, after_id)
        return found

    def _fetch_columns(self, after_id: int) -> Chunk:
        """The chunk's last id first; then everything up to it, which may be more by what was made meanwhile.

        As whole columns, at a good half of what `search_read` costs Odoo.
        """
        domain = self._behind(after_id)
        model = self._stream.model
        found = self._odoo.call(model, "search", domain=domain, offset=self._rows - 1, limit=1, order="id")
        with as_promised(f"{model}.search"):
            edge = _LIST.validate_python(found)
        to_id = self._edge(edge[0], after_id) if edge else LAST_ID
        if to_id != LAST_ID:
            domain = [*domain, ["id", "<=", to_id]]
        groups = self._odoo.call(
            model,
            "formatted_read_group",
            repeatable=True,
            domain=domain,
            groupby=[],
            aggregates=[f"{name}:array_agg" for name in self._names],
        )
        with as_promised(f"{model}.formatted_read_group"):
            columns = cast(list[dict[str, Any]], groups)[0]
            ids = _LIST.validate_python(columns["id:array_agg"])
            instants = columns.get("write_date:array_agg", [None] * len(ids))
            if len(instants) != len(ids):
                raise ValueError
            return _chunk(ids, instants, after_id, to_id)

    def _behind(self, after_id: int) -> list[JsonValue]:
        domain: Domain = [*self._stream.domain, ["id", ">", after_id]]
        return domain


def _chunk(ids: list[Any], instants: list[str | None], after_id: int, to_id: int) -> Chunk:
    """Odoo's instants are naive UTC. What is no id, or none of this chunk, has nothing to be held against."""
    if not all(map(is_id, ids)) or (ids and not (after_id < min(ids) and max(ids) <= to_id)):
        pairs = {one: at for one, at in zip(ids, instants, strict=True) if is_id(one) and after_id < one <= to_id}
        ids, instants = list(pairs), list(pairs.values())
    return Chunk(ids, [f"{instant}Z" if instant else None for instant in instants], to_id)
