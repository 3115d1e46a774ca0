"""A file's text as Markdown, by markitdown; in a process of its own, since a file may end whoever reads it."""

from __future__ import annotations

import io
import multiprocessing
from multiprocessing.connection import Connection

from shared.knowledge.read_html import read_html, tidy

SUFFIXES = {
    ".md": "text/markdown", ".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
KINDS = frozenset(SUFFIXES.values())
_PLAIN = frozenset({"text/plain", "text/markdown"})
_MEMORY_BYTES = 2 << 30


def read_file(content: bytes, kind: str, *, seconds: float = 60) -> str | None:
    """None where nothing of it can be read: a broken file, one that takes longer or two gigabytes."""
    if kind in _PLAIN:
        return None if b"\x00" in content[:1000] else tidy(content.decode(errors="replace"))
    if kind == "text/html":
        page = read_html(content, "")
        return page.body if page else None
    if kind not in KINDS:
        return None
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_convert, args=(theirs, content, kind), daemon=True)
    process.start()
    theirs.close()
    try:
        text = ours.recv() if ours.poll(seconds) else None
    except EOFError:
        text = None
    finally:
        process.kill()
        process.join()
        ours.close()
    return tidy(text) if isinstance(text, str) else None


def _convert(answer: Connection, content: bytes, kind: str) -> None:
    """In the other process."""
    import resource  # noqa: PLC0415  not on every system

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    from markitdown import MarkItDown, StreamInfo  # noqa: PLC0415  takes a second

    suffix = next(ending for ending, one in SUFFIXES.items() if one == kind)
    result = MarkItDown(enable_plugins=False).convert_stream(
        io.BytesIO(content), stream_info=StreamInfo(mimetype=kind, extension=suffix)
    )
    answer.send(result.markdown)
    answer.close()
