"""A document into the warehouse: judged, compared, cut; the warehouse decides whether it is new, and takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel

from shared.knowledge.chunks import chunks_of
from shared.knowledge.documents import Document
from shared.knowledge.embed import Embedder
from shared.knowledge.minhash import signature
from shared.knowledge.quality import quality
from shared.warehouse.protocol import Warehouse

LARGEST_TEXT = 2_000_000
"""Characters of one document; the rest of a longer one is left out, and its score says so."""
_TEXTS_A_CALL = 64


class Kept(BaseModel):
    outcome: Literal["new", "changed", "unchanged", "quarantined", "forgotten"]
    status: str = ""
    reasons: Sequence[Mapping[str, Any]] = ()


def keep(
    warehouse: Warehouse, source: str, document: Document, *, language: str, least_score: int, most_alike: float
) -> Kept:
    """Repeated with the same document it changes nothing. `most_alike` above 1: it may repeat another."""
    body = document.body[:LARGEST_TEXT].strip()
    judged = quality(body, language=language)
    reasons = [asdict(reason) for reason in judged.reasons]
    if len(document.body) > LARGEST_TEXT:
        reasons.append({"code": "cut", "detail": f"after {LARGEST_TEXT:,} characters", "points": 0})
    alike = signature(body)
    page: dict[str, Any] = {
        "uri": document.uri,
        "title": document.title[:500],
        "kind": document.kind,
        "body": body,
        "links": list(document.links),
        "etag": document.etag,
        "last_modified": document.last_modified,
        "model": document.model,
        "record_id": document.record_id,
        "score": judged.score,
        "reasons": reasons,
        "signature": alike.places,
        "bands": alike.bands,
    }
    if document.company_ids is not ...:
        page["company_ids"] = None if document.company_ids is None else list(document.company_ids)
    answer = warehouse.call(
        "knowledge.store_page",
        {
            "p_source": source,
            "p_page": page,
            "p_chunks": [asdict(chunk) for chunk in chunks_of(body)],
            "p_least_score": least_score,
            "p_most_alike": most_alike,
        },
    )
    return Kept.model_validate(answer)


def embed_missing(warehouse: Warehouse, embedder: Embedder) -> int:
    """Makes what vectors are missing; answers how many. Raises `KnowledgeRefused`; what was made until then stays."""
    made = 0
    while missing := warehouse.call(
        "knowledge.missing_embeddings", {"p_model": embedder.model, "p_limit": _TEXTS_A_CALL}
    ):
        assert isinstance(missing, list)  # noqa: S101  the function's promise
        texts: list[dict[str, str]] = missing  # type: ignore[assignment]
        vectors = embedder.embed([one["text"] for one in texts])
        warehouse.call(
            "knowledge.store_embeddings",
            {
                "p_model": embedder.model,
                "p_vectors": [
                    {"hash": one["hash"], "vector": vector}  # type: ignore[dict-item]
                    for one, vector in zip(texts, vectors, strict=True)
                ],
            },
        )
        made += len(texts)
    return made
