"""Reading a window's pages from Odoo, one ahead of whoever consumes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.model import Domain
from shared.streams.stream import Stream
from shared.sync.pages import PageSize
from shared.sync.records import RecordReader
from shared.sync.usable import Rows, Unusable
from shared.sync.windows import Window, domain_of

WAIT_FOR_PAGE_SECONDS = 3.0
"""How long a page still on its way from Odoo is waited for when the run is asked to stop; the next run reads it."""

_LOOK_SECONDS = 0.1


def read_records(stream: Stream, odoo: Odoo, columns: Columns, ids: Sequence[int]) -> Rows:
    """The records among these that Odoo shows, normalised, in the order of their ids."""
    domain: Domain = [*stream.domain, ["id", "in", list(ids)]]
    wanted = set(ids)
    rows = RecordReader(stream.model, odoo, columns).read(domain, limit=len(ids)).rows
    return [row for row in rows if row["id"] in wanted]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`is_last`: this window has no page behind it."""

    rows: Rows
    unusable: list[Unusable]
    is_last: bool


class PageReader:
    """Pages of normalised rows in the order of their ids.

    They end early, and `gave_up` is true, when `stopped()` becomes true while Odoo takes its time over one.
    """

    def __init__(
        self,
        stream: Stream,
        odoo: Odoo,
        columns: Columns,
        window: Window,
        sizes: PageSize,
        *,
        stopped: Callable[[], bool],
        wait_seconds: float = WAIT_FOR_PAGE_SECONDS,
    ) -> None:
        self.gave_up = False
        self._stopped = stopped
        self._wait_seconds = wait_seconds
        self._stream = stream
        self._records = RecordReader(stream.model, odoo, columns)
        self._window = window
        self._sizes = sizes

    @property
    def nul_characters(self) -> int:
        """How many were taken out so far."""
        return self._records.nul_characters

    @contextmanager
    def ahead(self) -> Iterator[Iterator[ReadPage]]:
        """The window's pages; the reading thread ends with the block.

        Unless the run was asked to stop: then its thread ends with Odoo's answer, which nobody waits for.
        """
        executor = ThreadPoolExecutor(1, thread_name_prefix=f"read {self._stream.model}")
        try:
            yield self._pages(executor)
        finally:
            executor.shutdown(wait=not self._stopped(), cancel_futures=True)

    def _pages(self, executor: ThreadPoolExecutor) -> Iterator[ReadPage]:
        coming: Future[ReadPage] | None = executor.submit(self._fetch, self._window.after_id)
        while coming is not None:
            if not self._came(coming):
                self.gave_up = True
                return
            page = coming.result()
            coming = None if page.is_last else executor.submit(self._fetch, int(page.rows[-1]["id"]))
            yield page

    def _came(self, coming: Future[ReadPage]) -> bool:
        """Waits for a page; false when the run was asked to stop and the page did not come soon after."""
        while not wait([coming], timeout=_LOOK_SECONDS).done:
            if self._stopped():
                return bool(wait([coming], timeout=self._wait_seconds).done)
        return True

    def _fetch(self, after_id: int) -> ReadPage:
        """A short page is the last: Odoo reads a request in one REPEATABLE READ snapshot, so none vanish from it.

        So is one without a usable id: behind it there is no place to go on from.
        """
        limit = self._sizes.rows
        domain = domain_of(self._stream, self._window, after_id=after_id)
        read = self._records.read(domain, limit=limit, after_id=after_id)
        self._sizes.learn(rows=read.shown, size_bytes=read.bytes)
        return ReadPage(read.rows, read.unusable, is_last=read.shown < limit or not read.rows)
