"""What every source makes of what it finds: one document, as Markdown, with where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import EllipsisType


@dataclass(frozen=True, slots=True)
class Document:
    """`body` is Markdown; a form feed begins a new page of a document that has pages.

    `company_ids` is left out (`...`) where the source decides, None for everyone's, empty for service_role's alone.
    """

    uri: str
    title: str
    body: str
    kind: str = "text/html"
    links: Sequence[str] = ()
    etag: str | None = None
    last_modified: str | None = None
    model: str | None = None
    record_id: int | None = None
    company_ids: Sequence[int] | EllipsisType | None = ...


@dataclass(slots=True)
class Found:
    """What a run over a source met, beside the documents.

    `is_whole`: everything the source has was come to, so what was not seen is gone. `gone` is certain by itself.
    """

    seen: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a document that an earlier run read."""

    etag: str | None = None
    last_modified: str | None = None
    links: Sequence[str] = ()
    hash: str | None = None

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> Known:
        return cls(**kept)  # type: ignore[arg-type]
