"""A question to the warehouse: by words, and by meaning too where an embedder is configured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, JsonValue

from shared.knowledge.embed import Embedder
from shared.warehouse.protocol import Warehouse


class Hit(BaseModel):
    """A document, with the chunk of it that answers best: characters `from` to `to` of its text, on page `page`."""

    source: str
    uri: str
    title: str
    heading: str
    page: int | None
    from_: int
    to: int
    version: int
    read_at: datetime
    score: float
    text_rank: int | None
    vector_rank: int | None
    text: str
    snippet: str


def search(
    warehouse: Warehouse,
    question: str,
    *,
    embedder: Embedder | None = None,
    limit: int = 10,
    sources: Sequence[str] = (),
    company_ids: Sequence[int] = (),
) -> list[Hit]:
    """Best first. Raises `KnowledgeRefused` where the embedder does not answer."""
    asked: dict[str, JsonValue] = {"p_question": question, "p_limit": limit}
    if sources:
        asked["p_sources"] = list(sources)
    if company_ids:
        asked["p_company_ids"] = list(company_ids)
    if embedder is not None:
        asked |= {"p_vector": list(embedder.embed([question])[0]), "p_model": embedder.model}
    answer = warehouse.call("knowledge.search", asked)
    assert isinstance(answer, dict)  # noqa: S101  the function's promise
    results = answer["results"]
    assert isinstance(results, list)  # noqa: S101
    return [Hit.model_validate({**one, "from_": one["from"]}) for one in results if isinstance(one, dict)]
