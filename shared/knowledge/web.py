"""One page of a site: asked for politely, read within bounds, never from anywhere else than that site."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from shared.errors import KnowledgeRefused
from shared.foreign_text import fit_to_show
from shared.knowledge.documents import Known

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_READABLE = _HTML | {"text/plain", "text/markdown", "application/pdf"}
_MOST_REDIRECTS = 5
_ROBOTS_BYTES = 512_000  # RFC 9309, 2.5
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one run over a site, and of one page (`page_bytes`, `page_seconds`: of a whole answer, redirects included)."""

    pages: int = 500
    depth: int = 5
    seconds: float = 600
    page_bytes: int = 2_000_000
    page_seconds: float = 30
    delay_seconds: float = 1

    @classmethod
    def of(cls, options: Mapping[str, object]) -> Bounds:
        """Raises `KnowledgeRefused` of a number that is none or not above zero."""
        found = {name: options[name] for name in cls.__slots__ if name in options}
        for name, value in found.items():
            least = 0 if name == "delay_seconds" else 1
            if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
                raise KnowledgeRefused(f"{name} must be a number of at least {least}.")
        return cls(**found)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Fetched:
    """`address`: where it was found in the end. `content` is empty unless `outcome` is read."""

    outcome: Literal["read", "unchanged", "gone", "skipped", "failed"]
    address: str
    detail: str = ""
    content: bytes = b""
    kind: str = ""
    etag: str | None = None
    last_modified: str | None = None
    no_index: bool = False


class Site:
    """A site as `robots.txt` opens it to us. Raises `KnowledgeRefused` where its address is none."""

    def __init__(
        self, start: str, *, user_agent: str, bounds: Bounds, transport: httpx.BaseTransport | None = None
    ) -> None:
        parts = urlsplit(start)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise KnowledgeRefused(f"{fit_to_show(start)} is not the address of a page.")
        self._origin = _origin(start)
        self._bounds = bounds
        self._agent = user_agent
        self._http = httpx.Client(
            headers={
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,text/plain,application/pdf;q=0.9",
            },
            follow_redirects=False,
            timeout=min(bounds.page_seconds, 20),
            transport=transport,
            trust_env=transport is None,
        )
        self._next_at = 0.0
        self._robots = self._read_robots()
        stated = self._robots.crawl_delay(user_agent)
        self._delay = max(bounds.delay_seconds, min(float(stated or 0), 60.0))

    def close(self) -> None:
        self._http.close()

    def belongs(self, address: str) -> bool:
        return _origin(address) == self._origin

    def allows(self, address: str) -> bool:
        return self._robots.can_fetch(self._agent, address)

    def fetch(self, address: str, known: Known = Known()) -> Fetched:  # noqa: B008  frozen
        """Never raises for what a site does."""
        until = time.monotonic() + self._bounds.page_seconds
        headers = {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        for _ in range(_MOST_REDIRECTS + 1):
            if not self.belongs(address):
                return Fetched("skipped", address, "leads to another site")
            if not self.allows(address):
                return Fetched("skipped", address, "robots.txt")
            self._wait()
            try:
                with self._http.stream("GET", address, headers=headers) as response:
                    if response.is_redirect and response.has_redirect_location:
                        address = urldefrag(urljoin(address, response.headers["location"])).url
                        continue
                    return self._read(response, address, until)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                return Fetched("failed", address, type(error).__name__)
        return Fetched("skipped", address, f"more than {_MOST_REDIRECTS} redirects")

    def _read(self, response: httpx.Response, address: str, until: float) -> Fetched:
        kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        answer = _not_read(response.status_code, kind, address)
        if answer is not None:
            return answer
        content = bytearray()
        for piece in response.iter_bytes(65_536):
            content += piece
            if len(content) > self._bounds.page_bytes:
                return Fetched("skipped", address, f"more than {self._bounds.page_bytes:,} bytes")
            if time.monotonic() > until:
                return Fetched("failed", address, f"took more than {self._bounds.page_seconds:g} s")
        if kind != "application/pdf" and b"\x00" in content[:1000]:
            return Fetched("skipped", address, "is binary")
        no_index = "noindex" in response.headers.get("x-robots-tag", "").lower()
        etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
        return Fetched("read", address, "", bytes(content), kind, etag, modified, no_index)

    def _wait(self) -> None:
        now = time.monotonic()
        if now < self._next_at:
            time.sleep(self._next_at - now)
        self._next_at = max(now, self._next_at) + getattr(self, "_delay", 0.0)

    def _read_robots(self) -> RobotFileParser:
        """RFC 9309: none there allows everything, and one that cannot be had nothing."""
        parser = RobotFileParser()
        address = f"{self._origin}/robots.txt"
        try:
            content = bytearray()
            with self._http.stream("GET", address, follow_redirects=True) as response:
                if 400 <= response.status_code < 500:
                    parser.parse([])
                    return parser
                response.raise_for_status()
                for piece in response.iter_bytes(65_536):
                    content += piece
                    if len(content) > _ROBOTS_BYTES:
                        break
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise KnowledgeRefused(
                f"{address} cannot be read ({type(error).__name__}), so nothing of that site is.",
                fix="Try again later.",
            ) from None
        parser.parse(content[:_ROBOTS_BYTES].decode(errors="replace").splitlines())
        return parser


def _not_read(status: int, kind: str, address: str) -> Fetched | None:
    """What an answer without a page is; None of one with a page."""
    if status == 304:
        return Fetched("unchanged", address)
    if status in _GONE:
        return Fetched("gone", address, f"status {status}")
    if status != 200:
        return Fetched("failed", address, f"status {status}")
    return None if kind in _READABLE else Fetched("skipped", address, f"is {fit_to_show(kind, longest=60)}")


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = (parts.hostname or "").lower()
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")
