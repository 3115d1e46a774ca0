"""Cutting, judging and comparing documents: pure functions of their text."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from shared.knowledge.chunks import chunks_of
from shared.knowledge.minhash import PLACES, signature
from shared.knowledge.quality import quality

PIECES = st.sampled_from(
    [
        "# One",
        "## Two",
        "```",
        "a word",
        "Some words that end here. And more of them!",
        "\n",
        "\f",
        "x" * 90,
        "- item",
        "",
    ]
)
PROSE = (
    "The warranty of a grinder is two years from the day on which it was sold. A customer sends it back with the bill. "
    "The shop repairs it within ten days, or gives the customer another one of the same kind. After that it is closed. "
    "Whoever bought on account pays what is left."
)


@given(st.lists(PIECES, max_size=60), st.integers(20, 200))
def test_chunks_hold_every_word_once_in_order_where_they_say(pieces: list[str], longest: int) -> None:
    body = "\n".join(pieces)
    chunks = chunks_of(body, longest=longest)
    assert "".join("".join(chunk.body.split()) for chunk in chunks) == "".join(body.split())
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))
    for chunk in chunks:
        assert body[chunk.starts_at : chunk.ends_at] == chunk.body
        assert len(chunk.body) <= longest
        assert chunk.page_number == (body.count("\f", 0, chunk.starts_at) + 1 if "\f" in body else None)


def test_a_chunk_knows_the_headings_above_it() -> None:
    text = "word " * 60
    body = f"# Guide\n\n{text}\n\n## Returns\n\n{text}\n\n```\n# no heading\n```\n\n{text}\n\n# Prices\n\n{text}"
    found = [(chunk.heading, chunk.body[:9]) for chunk in chunks_of(body, longest=500)]
    assert [heading for heading, _ in found] == ["Guide", "Guide › Returns", "Guide › Returns", "Prices"]


def test_signatures_tell_how_much_two_texts_share() -> None:
    words = [f"word{number}" for number in range(400)]
    rest = random.Random(1).sample([f"other{number}" for number in range(400)], 400)  # noqa: S311

    def alike(one: str, other: str) -> float:
        pairs = zip(signature(one).places, signature(other).places, strict=True)
        return sum(left == right for left, right in pairs) / PLACES

    whole = " ".join(words)
    assert alike(whole, whole.upper().replace(" ", ",  ")) == 1
    assert alike(whole, " ".join(words[:396] + rest[:4])) > 0.9
    assert 0.2 < alike(whole, " ".join(words[:200] + rest[:200])) < 0.55
    assert alike(whole, " ".join(rest)) < 0.1
    assert set(signature(whole).bands) & set(signature(" ".join(words[:396] + rest[:4])).bands)
    assert signature("too short").places == []


def test_each_fault_of_a_document_is_named_and_prose_has_none() -> None:
    assert quality(PROSE).score == 100
    faults = {
        "short": "A page with a few words only.",
        "code": f"{PROSE}\n\n```\n" + "\n".join(f"line_{n} = call({n})" for n in range(60)) + "\n```",
        "no punctuation": "\n".join(f"Chapter {n} of the manual for shops" for n in range(30)),
        "repetition": "\n".join([PROSE, *["Buy now and save a lot of money today."] * 10]),
        "language": " ".join(
            ["Der Garantiezeitraum beträgt zwei Jahre und gilt für alle Geräte."] * 3 + ["Punkt."] * 30
        ),
        "symbols": "\n".join(f"[{n}]({n}) {{{n}}} = <{n}> \\ / ends here with some words." for n in range(30)),
        "boilerplate": "Please enable JavaScript to see this page. " + " ".join(["It has words."] * 20),
        "numbers": "\n".join(" ".join(str(n * m) for m in range(9)) + " sum." for n in range(12)),
    }
    for code, body in faults.items():
        found = quality(body)
        assert code in {reason.code for reason in found.reasons}, (code, found)
        assert found.score == max(0, 100 - sum(reason.points for reason in found.reasons))
    assert quality("").score < 50
