"""A document in pieces: paragraphs together up to a size, under their headings, with where they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 1600
"""Characters of a chunk: about 350 words, what most embedding models read and a person takes in at once."""
_SHORTEST = 200
"""A section shorter than this goes together with the next."""
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ENDS = re.compile(r"[.!?。！？]['\")\]]?\s")


@dataclass(frozen=True, slots=True)
class Chunk:
    """`body` is the document's text from `starts_at` to `ends_at`; `heading` the headings above it, outermost first."""

    position: int
    heading: str
    page_number: int | None
    starts_at: int
    ends_at: int
    body: str


@dataclass(frozen=True, slots=True)
class _Block:
    heading: str
    starts_at: int
    ends_at: int


def chunks_of(body: str, *, longest: int = LONGEST) -> list[Chunk]:
    """Every character that is not white stands in exactly one chunk, in order; none is longer than `longest`."""
    has_pages = "\f" in body
    found: list[Chunk] = []
    for heading, starts_at, ends_at in _together(_blocks(body), longest):
        for cut_at, last in _cut(body, starts_at, ends_at, longest):
            text = body[cut_at:last].strip()
            if text:
                first = body.index(text, cut_at)
                page = body.count("\f", 0, first) + 1 if has_pages else None
                found.append(Chunk(len(found), heading, page, first, first + len(text), text))
    return found


def _blocks(body: str) -> Iterator[_Block]:
    """Paragraphs; a block of code or a table is one, and a heading belongs to what follows it."""
    above: list[tuple[int, str]] = []
    starts_at, at, inside = 0, 0, False
    for line in body.splitlines(keepends=True):
        fence = bool(_FENCE.match(line))
        heading = None if inside else _HEADING.match(line.strip())
        if heading or (not inside and not line.strip()) or "\f" in line:
            if body[starts_at:at].strip():
                yield _Block(_path(above), starts_at, at)
            starts_at = at
        if heading:
            level = len(heading[1])
            above = [*((one, text) for one, text in above if one < level), (level, heading[2])]
        inside ^= fence
        at += len(line)
    if body[starts_at:].strip():
        yield _Block(_path(above), starts_at, at)


def _path(above: list[tuple[int, str]]) -> str:
    return " › ".join(re.sub(r"[*`]", "", text) for _, text in above)[:300]


def _together(blocks: Iterator[_Block], longest: int) -> Iterator[tuple[str, int, int]]:
    heading, starts_at, ends_at = "", 0, 0
    for block in blocks:
        is_small = ends_at - starts_at < _SHORTEST
        if ends_at == starts_at:
            heading, starts_at = block.heading, block.starts_at
        elif block.ends_at - starts_at > longest or (block.heading != heading and not is_small):
            yield heading, starts_at, ends_at
            heading, starts_at = block.heading, block.starts_at
        ends_at = block.ends_at
    if ends_at > starts_at:
        yield heading, starts_at, ends_at


def _cut(body: str, starts_at: int, ends_at: int, longest: int) -> Iterator[tuple[int, int]]:
    """What is too long ends at a line, else at a sentence, else at a word, else where it must."""
    while ends_at - starts_at > longest:
        window = body[starts_at : starts_at + longest]
        least = longest // 2
        sentence = max((match.end() for match in _ENDS.finditer(window, least)), default=-1)
        length = next(
            (at for at in (window.rfind("\n", least) + 1, sentence, window.rfind(" ", least) + 1) if at > least),
            longest,
        )
        yield starts_at, starts_at + length
        starts_at += length
    yield starts_at, ends_at
