"""How much text two documents share, told by 64 numbers each (Broder, 1997): equal places are shared words in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

PLACES = 64
_BAND = 4
"""Sixteen bands of four places: of documents that share 0.8 of their text, 99.98 % have one in common."""
_WORDS_IN_A_ROW = 5
_PRIME = (1 << 61) - 1
_numbers = Random(20261128)  # noqa: S311  the same places for ever: stored signatures are compared with new ones
_FACTORS = [(_numbers.randrange(1, _PRIME), _numbers.randrange(_PRIME)) for _ in range(PLACES)]
_MOST = 5000
"""Rows of words that are looked at; of a longer document those with the smallest numbers, which its twin has too."""


@dataclass(frozen=True, slots=True)
class Signature:
    """`places`: 64 numbers of 31 bits; `bands`: 16 of 63 bits. Both empty for a text of fewer than five words."""

    places: list[int]
    bands: list[int]


def signature(text: str) -> Signature:
    """Of the words alone: signs and capitals make no difference."""
    words = re.findall(r"\w+", text.lower())
    rows = {_number(" ".join(words[at : at + _WORDS_IN_A_ROW])) for at in range(len(words) - _WORDS_IN_A_ROW + 1)}
    if not rows:
        return Signature([], [])
    chosen = sorted(rows)[:_MOST]
    places = [min((a * row + b) % _PRIME for row in chosen) & 0x7FFFFFFF for a, b in _FACTORS]
    bands = [_number(f"{at}:{places[at : at + _BAND]}") & 0x7FFFFFFFFFFFFFFF for at in range(0, PLACES, _BAND)]
    return Signature(places, bands)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % _PRIME
