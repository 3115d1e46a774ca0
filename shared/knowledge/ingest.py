"""A source read once: each document kept, what is gone removed, vectors made; repeated, it finds nothing to do."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, TypedDict

import httpx
from pydantic import BaseModel, JsonValue

from shared.errors import KnowledgeRefused
from shared.knowledge.crawl import crawl
from shared.knowledge.documents import Document, Found, Known
from shared.knowledge.embed import Embedder
from shared.knowledge.firecrawl import Firecrawl
from shared.knowledge.folder import folder
from shared.knowledge.keep import embed_missing, keep
from shared.knowledge.odoo_texts import attachments, odoo_texts
from shared.knowledge.web import Bounds
from shared.odoo.client import Odoo
from shared.settings import KnowledgeSettings
from shared.warehouse.protocol import Warehouse

_URIS_A_CALL = 1000
OpenOdoo = Callable[[], AbstractContextManager[Odoo]]


class _Limits(TypedDict):
    least_score: int
    most_alike: float


class Source(BaseModel):
    """A row of knowledge.sources, and what is known of its documents."""

    name: str
    kind: Literal["web", "files", "odoo", "attachments"]
    address: str
    options: Mapping[str, Any]
    language: str
    started_at: str
    pages: Mapping[str, Mapping[str, Any]]

    def limits(self, settings: KnowledgeSettings) -> _Limits:
        """The source's own, else the settings'. A record of Odoo is kept as it is: it is short, and may repeat."""
        of_records = self.kind == "odoo"
        return {
            "least_score": int(self.options.get("least_score", 0 if of_records else settings.least_score)),
            "most_alike": float(self.options.get("most_alike", 2 if of_records else settings.most_alike)),
        }

    @property
    def known(self) -> dict[str, Known]:
        """What need not be read again if it did not change: not what has no hash, which is to be read in any case."""
        return {uri: Known.of(kept if kept["hash"] else {"links": kept["links"]}) for uri, kept in self.pages.items()}


class IngestReport(BaseModel):
    """`outcomes`: documents by what became of them; `skipped`: what was not read, and why; `ended`: by which bound."""

    source: str
    outcomes: Mapping[str, int]
    unchanged: int
    removed: int
    skipped: Mapping[str, str]
    quarantined: Mapping[str, Sequence[str]]
    embedded: int
    is_whole: bool
    ended: str
    seconds: float


def ingest(
    name: str,
    *,
    warehouse: Warehouse,
    settings: KnowledgeSettings,
    embedder: Embedder | None,
    open_odoo: OpenOdoo,
    transport: httpx.BaseTransport | None = None,
) -> IngestReport:
    """Raises `KnowledgeRefused` where the source as a whole cannot be read: then everything stays as it was."""
    began = time.monotonic()
    source = Source.model_validate(warehouse.call("knowledge.begin_run", {"p_source": name}))
    found = Found()
    outcomes: Counter[str] = Counter()
    quarantined: dict[str, list[str]] = {}
    documents = _documents(
        source, found, warehouse=warehouse, settings=settings, open_odoo=open_odoo, transport=transport
    )
    for document in documents:
        kept = keep(warehouse, name, document, language=source.language, **source.limits(settings))
        outcomes[kept.outcome] += 1
        if kept.outcome == "quarantined":
            quarantined[document.uri] = [f"{reason['code']}: {reason['detail']}" for reason in kept.reasons]
    for at in range(0, len(found.seen), _URIS_A_CALL):
        warehouse.call("knowledge.note_seen", {"p_source": name, "p_uris": list(found.seen[at : at + _URIS_A_CALL])})
    told: dict[str, JsonValue] = {
        "outcomes": dict(outcomes),
        "unchanged": len(found.seen),
        "skipped": len(found.skipped),
        "ended": found.ended,
    }
    ended = warehouse.call(
        "knowledge.end_run",
        {
            "p_source": name,
            "p_started_at": source.started_at,
            "p_gone": list(found.gone),
            "p_is_whole": found.is_whole,
            "p_outcome": told,
        },
    )
    return IngestReport(
        source=name,
        outcomes={outcome: number for outcome, number in outcomes.items() if outcome != "unchanged"},
        unchanged=outcomes["unchanged"] + len(found.seen),
        removed=ended["removed"],  # type: ignore[index,call-overload]
        skipped=found.skipped,
        quarantined=quarantined,
        embedded=embed_missing(warehouse, embedder) if embedder else 0,
        is_whole=found.is_whole,
        ended=found.ended,
        seconds=time.monotonic() - began,
    )


def _documents(
    source: Source,
    found: Found,
    *,
    warehouse: Warehouse,
    settings: KnowledgeSettings,
    open_odoo: OpenOdoo,
    transport: httpx.BaseTransport | None,
) -> Iterable[Document]:
    if source.kind == "files":
        yield from folder(source.address, found, known=source.known)
    elif source.kind == "odoo":
        yield from odoo_texts(source.address, source.options, warehouse=warehouse)
    elif source.kind == "attachments":
        with open_odoo() as odoo:
            yield from attachments(source.address, found, odoo=odoo, known=source.known)
    else:
        reader = source.options.get("reader", "trafilatura")
        if reader not in {"trafilatura", "firecrawl"}:
            raise KnowledgeRefused("reader is trafilatura or firecrawl.")
        yield from crawl(
            source.address,
            found,
            known=source.known,
            bounds=Bounds.of(source.options),
            user_agent=settings.user_agent,
            firecrawl=Firecrawl(settings, transport=transport) if reader == "firecrawl" else None,
            transport=transport,
        )
