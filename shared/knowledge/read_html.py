"""The main text of an HTML page, by trafilatura, as Markdown; and the addresses it links to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

import trafilatura
from lxml import etree, html

_VERBATIM = frozenset({"pre", "textarea"})
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+.!|~-])")
_PERMALINKS = re.compile("[¶]")
_DEEPEST = 200
"""Levels of nesting; a page has thirty, and a hostile one as many as end the process."""


@dataclass(frozen=True, slots=True)
class Page:
    """`robots`: what the page itself asks of robots, such as noindex."""

    title: str
    body: str
    links: tuple[str, ...]
    robots: frozenset[str]


def read_html(content: bytes | str, address: str) -> Page | None:
    """The page as it is read, or None where nothing of it can be."""
    tree = trafilatura.load_html(content)
    if tree is None or _is_too_deep(tree):
        return None
    links = tuple(dict.fromkeys(_links(tree, address)))
    robots = frozenset(
        word.strip().lower()
        for value in tree.xpath("//meta[translate(@name, 'ROBTS', 'robts') = 'robots']/@content")
        for word in str(value).split(",")
    )
    title = " ".join("".join(tree.xpath("(//title)[1]//text()")).split())
    _unwrap(tree)
    body = trafilatura.extract(
        tree, output_format="markdown", include_comments=False, include_tables=True, include_formatting=True
    )
    return Page(title, tidy(body or ""), links, robots)


def tidy(markdown: str) -> str:
    """Without what the converter escaped, signs that only a browser needs, and empty lines in a row."""
    text = _PERMALINKS.sub("", _ESCAPED.sub(r"\1", markdown)).replace("\xa0", " ").replace("\x00", "")
    text = re.sub(r"(?m)(?<=\S) *```$", "\n```", text)  # a block that the page has inside a sentence
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _is_too_deep(tree: html.HtmlElement) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def _links(tree: html.HtmlElement, address: str) -> list[str]:
    base = next(iter(tree.xpath("//base/@href")), "")
    found = []
    for element in tree.iter("a"):
        href = element.get("href")
        if href and "nofollow" not in (element.get("rel") or "").lower().split():
            try:
                found.append(urldefrag(urljoin(urljoin(address, base), href.strip())).url)
            except ValueError:
                continue
    return found


def _unwrap(tree: html.HtmlElement) -> None:
    """Line breaks of the source mean nothing outside verbatim text; kept, they would look like lines of the page."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.text and not _is_verbatim(element):
            element.text = re.sub(r"\s+", " ", element.text)
        parent = element.getparent()
        if element.tail and parent is not None and not _is_verbatim(parent):
            element.tail = re.sub(r"\s+", " ", element.tail)


def _is_verbatim(element: html.HtmlElement) -> bool:
    return element.tag in _VERBATIM or any(one.tag in _VERBATIM for one in element.iterancestors())
