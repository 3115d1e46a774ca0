"""What only a terminal says, beside the words that all reports share (`shared/formatting.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shared.formatting import ago, counted, listed, span, utc

__all__ = ["ago", "alike", "counted", "duration", "listed", "span", "utc", "with_names"]


def alike(said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """From (stream, sentence): each sentence once with its streams, also where only the stream's name in it differs."""
    met: dict[str, dict[str, str]] = {}
    for stream, sentence in said:
        met.setdefault(re.sub(rf"(?<![\w.]){re.escape(stream)}\.(?=\w)", "", sentence), {})[stream] = sentence
    # One stream's own sentence is the clearer one.
    return {next(iter(by.values())) if len(by) == 1 else sentence: list(by) for sentence, by in met.items()}


def with_names(streams: list[str], sentence: str) -> str:
    """The sentence with the streams it is about before it, unless it names the one itself; of many only how many."""
    # `pos.order` is not named by `pos.order.line`.
    if len(streams) == 1 and re.search(rf"(?<![\w.]){re.escape(streams[0])}(?!\w|\.\w)", sentence):
        return sentence
    return f"{listed(streams) if len(streams) <= 4 else counted(len(streams), 'stream')}: {sentence}"


def duration(seconds: float) -> str:
    """How long something took or has been: `0.4 s`, `48 s`, `3 min 05 s`, `2 h 10 min`, `5 d 3 h`."""
    if seconds < 10:
        return f"{max(0.0, seconds):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    if whole < 86_400:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
    return f"{whole // 86_400} d {whole % 86_400 // 3600} h"
