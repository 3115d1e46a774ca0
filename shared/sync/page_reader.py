"""Reading a window's pages from Odoo, one ahead of whoever consumes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from shared.errors import AnswerTooLarge
from shared.models.stream import Stream
from shared.odoo.bounds import STOP_SECONDS
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.model import Domain
from shared.sync.page_size import PageSize
from shared.sync.record_reader import RecordReader
from shared.sync.row_validation import Rows, Unusable, is_id
from shared.sync.windows import Window, domain_of

_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """Records that Odoo shows, in the order of their ids. `unusable`: those whose answer is too large to be read."""

    rows: Rows
    unusable: list[Unusable]

    @property
    def ids(self) -> set[int]:
        return {int(row["id"]) for row in self.rows} | {one.odoo_id for one in self.unusable if one.odoo_id is not None}


def read_records(stream: Stream, odoo: Odoo, columns: Columns, ids: Sequence[int]) -> ReadRecords:
    """The records among these that Odoo shows. What is too large at once is asked for in halves, down to one record."""
    domain: Domain = [*stream.domain, ["id", "in", list(ids)]]
    wanted = set(ids)
    try:
        rows = RecordReader(stream.model, odoo, columns).read(domain, limit=len(ids)).rows
    except AnswerTooLarge as error:
        if len(ids) == 1:
            return ReadRecords([], [_too_large(ids[0], error)])
    else:
        return ReadRecords([row for row in rows if row["id"] in wanted], [])
    ids, middle = sorted(ids), len(ids) // 2
    first, second = (read_records(stream, odoo, columns, half) for half in (ids[:middle], ids[middle:]))
    return ReadRecords(first.rows + second.rows, first.unusable + second.unusable)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`is_last`: this window has no page behind it. `last_id`: where the next one begins."""

    rows: Rows
    unusable: list[Unusable]
    is_last: bool
    last_id: int = 0


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
        wait_seconds: float = STOP_SECONDS,
    ) -> None:
        self.gave_up = False
        self._stopped = stopped
        self._wait_seconds = wait_seconds
        self._stream = stream
        self._odoo = odoo
        self._fields = columns.fields
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
            coming = None if page.is_last else executor.submit(self._fetch, page.last_id)
            yield page

    def _came(self, coming: Future[ReadPage]) -> bool:
        """Waits for a page, be it of many calls; false when the run was asked to stop and it did not come soon."""
        while not wait([coming], timeout=_LOOK_SECONDS).done:
            if self._stopped():
                return bool(wait([coming], timeout=self._wait_seconds).done)
        return True

    def _fetch(self, after_id: int) -> ReadPage:
        """A short page is the last: Odoo reads a request in one REPEATABLE READ snapshot, so none vanish from it.

        So is one without a usable id: behind it there is no place to go on from. A page whose answer is too large is
        asked for again by half; one record that is too large by itself is passed over and kept as unusable.
        """
        domain = domain_of(self._stream, self._window, after_id=after_id, fields=self._fields)
        while True:
            limit = self._sizes.rows
            try:
                read = self._records.read(domain, limit=limit, after_id=after_id)
            except AnswerTooLarge as error:
                if limit == 1:
                    return self._pass_over(domain, error)
                self._sizes.refused(rows=limit)
            else:
                self._sizes.learn(rows=read.shown, size_bytes=read.bytes)
                last_id = int(read.rows[-1]["id"]) if read.rows else after_id
                is_last = read.shown < limit or not read.rows
                return ReadPage(read.rows, read.unusable, is_last, last_id)

    def _pass_over(self, domain: Domain, error: AnswerTooLarge) -> ReadPage:
        """The page of one record whose own answer is too large: its id is all that can be known of it."""
        found = self._odoo.call(self._stream.model, "search", domain=domain, limit=1, order="id")
        self._sizes.forget_refusals()
        if not isinstance(found, list) or not found or not is_id(found[0]):
            return ReadPage([], [], is_last=True)
        record_id = cast(int, found[0])
        return ReadPage([], [_too_large(record_id, error)], is_last=False, last_id=record_id)


def _too_large(record_id: int, error: AnswerTooLarge) -> Unusable:
    return Unusable(str(record_id), record_id, "", str(error))
