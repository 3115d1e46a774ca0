"""Reading a window's pages from Odoo, one ahead of whoever consumes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.normalise import Normaliser
from shared.streams.stream import Stream
from shared.sync.ledger import Rows
from shared.sync.pages import PageSize
from shared.sync.windows import Window, domain_of


def read_records(stream: Stream, odoo: Odoo, columns: Columns, ids: Sequence[int]) -> Rows:
    """The records among these that Odoo shows, normalised, in the order of their ids."""
    page = odoo.page(
        stream.model,
        domain=[*stream.domain, ["id", "in", list(ids)]],
        fields=columns.names,
        limit=len(ids),
        order="id",
    )
    return Normaliser(columns).rows(page)


class PageReader:
    """Pages of normalised rows in the order of their ids."""

    def __init__(self, stream: Stream, odoo: Odoo, columns: Columns, window: Window, sizes: PageSize) -> None:
        self._stream = stream
        self._odoo = odoo
        self._names = columns.names
        self._normaliser = Normaliser(columns)
        self._window = window
        self._sizes = sizes

    @property
    def nul_characters(self) -> int:
        """How many were taken out so far."""
        return self._normaliser.nul_characters

    @contextmanager
    def ahead(self) -> Iterator[Iterator[tuple[Rows, bool]]]:
        """An iterator of (rows, whether this is the window's last page); its thread ends with the block."""
        executor = ThreadPoolExecutor(1, thread_name_prefix=f"read {self._stream.model}")
        try:
            yield self._pages(executor)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _pages(self, executor: ThreadPoolExecutor) -> Iterator[tuple[Rows, bool]]:
        coming: Future[tuple[Rows, bool]] | None = executor.submit(self._fetch, self._window.after_id)
        while coming is not None:
            rows, is_last = coming.result()
            coming = None if is_last else executor.submit(self._fetch, int(rows[-1]["id"]))
            yield rows, is_last

    def _fetch(self, after_id: int) -> tuple[Rows, bool]:
        """A short page is the last: Odoo reads a request in one REPEATABLE READ snapshot, so none vanish from it."""
        limit = self._sizes.rows
        page = self._odoo.page(
            self._stream.model,
            domain=domain_of(self._stream, self._window, after_id=after_id),
            fields=self._names,
            limit=limit,
            order="id",
        )
        self._sizes.learn(rows=len(page.rows), size_bytes=page.bytes)
        return self._normaliser.rows(page), len(page.rows) < limit
