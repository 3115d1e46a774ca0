"""An embedder without a network: a table of a vector a token, from a wheel, and the mean of a text's tokens."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from shared.knowledge.embed import unit


class StaticEmbedder:
    """wordllama's table of 256 dimensions, read from its two files: its own loader looks for a tokenizer on the net."""

    model = "wordllama-256"

    def __init__(self) -> None:
        spec = find_spec("wordllama")
        assert spec is not None
        assert spec.submodule_search_locations is not None
        folder = Path(spec.submodule_search_locations[0])
        self._table = next(iter(load_file(next(folder.glob("weights/*256*.safetensors"))).values())).astype(
            numpy.float32
        )
        self._tokenizer = Tokenizer.from_file(str(next(folder.glob("tokenizers/*.json"))))

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [unit(self._table[one.ids].mean(axis=0).tolist()) for one in encoded]
