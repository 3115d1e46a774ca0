"""Firecrawl instead of trafilatura, for pages that only a browser shows. A paid service, behind its key."""

from __future__ import annotations

import httpx
from pydantic import BaseModel, ValidationError

from shared.errors import KnowledgeRefused
from shared.knowledge.read_html import tidy
from shared.settings import KnowledgeSettings

_SECONDS = 90


class _Metadata(BaseModel):
    title: str | list[str] | None = None


class _Data(BaseModel):
    markdown: str = ""
    metadata: _Metadata = _Metadata()


class _Answer(BaseModel):
    success: bool
    data: _Data = _Data()


class Firecrawl:
    """Bounds, robots.txt and ETag stay ours: it is asked only for pages that were changed."""

    def __init__(self, settings: KnowledgeSettings, *, transport: httpx.BaseTransport | None = None) -> None:
        if settings.firecrawl_key is None:
            raise KnowledgeRefused("KNOWLEDGE_FIRECRAWL_KEY is not set; a source with reader=firecrawl needs it.")
        self._address = settings.firecrawl_url
        headers = {"Authorization": f"Bearer {settings.firecrawl_key.get_secret_value()}"}
        self._http = httpx.Client(headers=headers, timeout=_SECONDS, transport=transport)

    def read(self, address: str) -> tuple[str, str] | None:
        """Title and Markdown; None where it has none. Raises `KnowledgeRefused`."""
        asked = {"url": address, "formats": ["markdown"], "onlyMainContent": True}
        try:
            response = self._http.post(self._address, json=asked)
        except httpx.HTTPError as error:
            raise KnowledgeRefused(f"Firecrawl did not answer: {type(error).__name__}.") from error
        if response.status_code in {401, 402, 403, 429}:
            raise KnowledgeRefused(f"Firecrawl refuses: status {response.status_code}.", fix="Look at your plan there.")
        try:
            answer = _Answer.model_validate_json(response.content)
        except ValidationError:
            return None
        if not answer.success or not answer.data.markdown.strip():
            return None
        title = answer.data.metadata.title or ""
        return title if isinstance(title, str) else title[0], tidy(answer.data.markdown)
