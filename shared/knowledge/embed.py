"""Embedders: what makes vectors of texts. None is needed; with none, search is full text alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import httpx
from pydantic import BaseModel, ValidationError

from shared.errors import KnowledgeRefused
from shared.foreign_text import fit_to_show
from shared.settings import KnowledgeSettings


class Embedder(Protocol):
    """`model` names what made a vector: another name, and every text is embedded anew."""

    @property
    def model(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector of length one for each text, in order. Raises `KnowledgeRefused`."""


class _Vector(BaseModel):
    index: int
    embedding: list[float]


class _Answer(BaseModel):
    data: list[_Vector]


class HttpEmbedder:
    """Any service that answers as OpenAI's embeddings API does: POST {model, input} → {data: [{index, embedding}]}."""

    def __init__(self, settings: KnowledgeSettings, *, transport: httpx.BaseTransport | None = None) -> None:
        assert settings.embed_url is not None  # noqa: S101  `embedder` saw to it
        self._address = settings.embed_url
        self.model = settings.embed_model
        key = settings.embed_key.get_secret_value() if settings.embed_key else ""
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {}, timeout=60, transport=transport
        )

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        try:
            response = self._http.post(self._address, json={"model": self.model, "input": list(texts)})
        except httpx.HTTPError as error:
            raise KnowledgeRefused(f"The embedder did not answer: {type(error).__name__}.") from error
        if response.is_error:
            raise KnowledgeRefused(f"The embedder answered {response.status_code}: {fit_to_show(response.text)}")
        try:
            data = sorted(_Answer.model_validate_json(response.content).data, key=lambda one: one.index)
        except ValidationError as error:
            raise KnowledgeRefused("The embedder's answer is not a list of embeddings.") from error
        if len(data) != len(texts):
            raise KnowledgeRefused(f"The embedder answered {len(data)} vectors for {len(texts)} texts.")
        return [unit(one.embedding) for one in data]


def embedder(settings: KnowledgeSettings) -> Embedder | None:
    """The configured one, if any."""
    return HttpEmbedder(settings) if settings.embed_url else None


def unit(vector: Sequence[float]) -> list[float]:
    """Of length one, in as many digits as are stored."""
    length = math.sqrt(sum(number * number for number in vector)) or 1.0
    return [round(number / length, 7) for number in vector]
