"""A folder's files: those that changed are read, those that are gone are told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from shared.errors import KnowledgeRefused
from shared.knowledge.documents import Document, Found, Known
from shared.knowledge.read_file import SUFFIXES, read_file
from shared.knowledge.read_html import read_html

MOST_FILES = 20_000
LARGEST_FILE = 20_000_000


def folder(address: str, found: Found, *, known: Mapping[str, Known]) -> Iterator[Document]:
    """Each readable file below the folder that is new or was changed since. No link is followed out of it, or at all.

    Raises `KnowledgeRefused` where the folder is not there: it may not be mounted, and everything would seem gone.
    """
    root = Path(address)
    if not root.is_dir():
        raise KnowledgeRefused(f"There is no folder {address}.", fix="Is it mounted?")
    number = 0
    for path in _files(root):
        number += 1
        if number > MOST_FILES:
            found.is_whole, found.ended = False, f"{MOST_FILES:,} files"
            return
        uri = path.relative_to(root).as_posix()
        try:
            state = path.stat()
            stamp = f"{state.st_mtime_ns}-{state.st_size}"
            if known.get(uri, Known()).etag == stamp:
                found.seen.append(uri)
                continue
            content = path.read_bytes() if state.st_size <= LARGEST_FILE else None
        except OSError as error:
            found.skipped[uri] = type(error).__name__
            found.seen.append(uri)  # a lost right is no deletion
            continue
        kind = SUFFIXES[path.suffix.lower()]
        read = None if content is None else _read(content, kind, path.stem)
        if read is None:
            found.skipped[uri] = "cannot be read" if content is not None else f"more than {LARGEST_FILE:,} bytes"
            continue
        yield Document(uri, *read, kind, etag=stamp)


def _files(root: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and not path.is_symlink():
                yield path


def _read(content: bytes, kind: str, name: str) -> tuple[str, str] | None:
    if kind == "text/html":
        page = read_html(content, "")
        return None if page is None else (page.title or name, page.body)
    text = read_file(content, kind)
    return None if text is None else (name, text)
