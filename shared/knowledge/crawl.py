"""A site, page by page from where it begins, breadth first, and no further than its bounds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urlsplit

import httpx

from shared.knowledge.documents import Document, Found, Known
from shared.knowledge.firecrawl import Firecrawl
from shared.knowledge.read_file import read_file
from shared.knowledge.read_html import read_html
from shared.knowledge.web import Bounds, Fetched, Site

_MOST_LINKS = 2000
_LONGEST_ADDRESS = 2000
_TOLD = 200


def crawl(
    start: str,
    found: Found,
    *,
    known: Mapping[str, Known],
    bounds: Bounds,
    user_agent: str,
    firecrawl: Firecrawl | None = None,
    transport: httpx.BaseTransport | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Document]:
    """Each page that is new or was changed; `found` tells of the others, and is complete once this has ended.

    Pages known from before are asked for too, where no link leads to them any more: only their site can say that they
    are gone.
    Raises `KnowledgeRefused` where the site cannot be read at all.
    """
    site = Site(start, user_agent=user_agent, bounds=bounds, transport=transport)
    try:
        yield from _Crawl(site, found, known, bounds, firecrawl, clock).pages(_plain(start))
    finally:
        site.close()


@dataclass
class _Crawl:
    site: Site
    found: Found
    known: Mapping[str, Known]
    bounds: Bounds
    firecrawl: Firecrawl | None
    clock: Callable[[], float]
    met: set[str] = field(default_factory=set)
    queue: deque[tuple[str, int]] = field(default_factory=deque)

    def pages(self, start: str) -> Iterator[Document]:
        until = self.clock() + self.bounds.seconds
        self._meet([start, *self.known], depth=0)
        asked = 0
        while self.queue:
            if asked >= self.bounds.pages or self.clock() > until:
                self.found.is_whole = False
                self.found.ended = "pages" if asked >= self.bounds.pages else "seconds"
                return
            address, depth = self.queue.popleft()
            asked += 1
            document = self._one(address, depth)
            if document is not None:
                yield document
        if start in self.found.skipped:  # a run that was shown nothing knows nothing
            self.found.is_whole = False

    def _one(self, address: str, depth: int) -> Document | None:
        known = self.known.get(address, Known())
        answer = self.site.fetch(address, known)
        if answer.address != address and answer.outcome in {"read", "unchanged"}:
            # Kept under the address it was found at, and once.
            final = _plain(answer.address)
            if final in self.met:
                return None
            self.met.add(final)
            address = final
        if answer.outcome == "unchanged":
            self.found.seen.append(address)
            self._meet(known.links, depth + 1)
        elif answer.outcome == "gone":
            self.found.gone.append(address)
        elif answer.outcome == "read":
            return self._read(answer, address, depth)
        else:
            self._skip(address, answer.detail)
            if answer.outcome == "failed":
                # It may be back tomorrow, and so may what only it links to.
                self.found.seen.append(address)
                self.found.is_whole = False
        return None

    def _read(self, answer: Fetched, address: str, depth: int) -> Document | None:
        if answer.kind in {"text/html", "application/xhtml+xml"}:
            page = read_html(answer.content, address)
            if page is None:
                self._skip(address, "cannot be read")
                return None
            links = [link for link in page.links if self.site.belongs(link)][:_MOST_LINKS]
            if not page.robots & {"nofollow", "none"}:
                self._meet(links, depth + 1)
            if answer.no_index or page.robots & {"noindex", "none"}:
                self._skip(address, "noindex")
                return None
            title, body = page.title, page.body
            if self.firecrawl is not None:
                title, body = self.firecrawl.read(address) or (title, body)
        else:
            links, text = [], read_file(answer.content, answer.kind)
            title, body = unquote(urlsplit(address).path.rpartition("/")[2]), text or ""
        return Document(
            address, title, body, answer.kind, [_plain(link) for link in links], answer.etag, answer.last_modified
        )

    def _meet(self, links: Iterable[str], depth: int) -> None:
        if depth > self.bounds.depth:
            return
        for link in links:
            address = _plain(link)
            if address not in self.met and len(address) <= _LONGEST_ADDRESS and self.site.belongs(address):
                self.met.add(address)
                self.queue.append((address, depth))

    def _skip(self, address: str, why: str) -> None:
        if len(self.found.skipped) < _TOLD:
            self.found.skipped[address] = why


def _plain(address: str) -> str:
    """Without the fragment; a site's root ends in a slash."""
    plain = urldefrag(address).url
    return plain + "/" if urlsplit(plain).path == "" and "?" not in plain else plain
