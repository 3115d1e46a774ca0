"""How much a document says, from 0 to 100, without a model: what lowers the score is named.

The measures are those by which published corpora were cleaned, and so are their limits where a paper gives one: C4
(Raffel et al., 2020, section 2.2), Gopher (Rae et al., 2021, table A1), FineWeb (Penedo et al., 2024, section 3.5).
They throw a page away; here each takes points, since a manual has more tables, short lines and code than the pages
they were made for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d+[.)])\s+")
_MARKS = re.compile(r"[*`_#>|]+")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ENDS = (".", "!", "?", ":", ";", '"', "”", "»", "。", "！", "？")
_SYMBOLS = re.compile(r"[{}<>=\[\]()\\/|~^$%@_*&+]")
_SIGNATURE = re.compile(r"\w+\s*\(.*\)|[\w.]+\s*=\s*\S+|(?:\w+\.){2,}\w+")
_BOILERPLATE = re.compile(
    r"lorem ipsum|enable javascript|javascript is (?:disabled|required)|(?:cookie|privacy) policy"
    r"|terms of (?:use|service)|all rights reserved|page not found|sign in to continue|access denied",
    re.IGNORECASE,
)
_STOP_WORDS = {
    "english": "the a an and or of to in is are be that this for with as it not you by on if can from which",
    "german": "der die das und oder ein eine von zu in ist sind nicht mit für auf es dass den dem des wird werden",
    "french": "le la les un une et ou de des du en est sont que qui pour avec dans ce pas par sur il elle",
    "spanish": "el la los las un una y o de del en es son que para con no por se su al como más",
    "italian": "il lo la i gli le un una e o di del in è sono che per con non si da al come più",
    "portuguese": "o a os as um uma e ou de do da em é são que para com não por se ao como mais",
    "dutch": "de het een en of van in is zijn dat die voor met op niet te om er als aan over",
    "swedish": "en ett och eller av i är att som för med på inte den det till har de om från",
    "danish": "en et og eller af i er at som for med på ikke den det til har de om fra",
    "norwegian": "en et og eller av i er at som for med på ikke den det til har de om fra",
    "indonesian": "yang dan di ke dari untuk dengan ini itu pada adalah tidak atau dalam akan oleh",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`points`: how many the score lost by it."""

    code: str
    detail: str
    points: int


@dataclass(frozen=True, slots=True)
class Quality:
    score: int
    reasons: Sequence[Reason]


def quality(body: str, *, language: str = "english") -> Quality:
    """Of Markdown. A language without a list of common words is not judged by them."""
    lines, code = _lines(body)
    words = [word for line in lines for word in _WORD.findall(line)]
    reasons = sorted(_reasons(lines, code, words, language), key=lambda reason: -reason.points)
    return Quality(max(0, 100 - sum(reason.points for reason in reasons)), reasons)


def _lines(body: str) -> tuple[list[str], int]:
    """What is read as lines, table rows too, and how many characters of code there are."""
    lines, code, inside = [], 0, False
    for line in body.splitlines():
        if _FENCE.match(line):
            inside = not inside
        elif inside:
            code += len(line.strip())
        elif line.strip(" |-\f\t"):
            lines.append(line.strip(" |\f\t"))
    return lines, code


def _reasons(lines: Sequence[str], code: int, words: Sequence[str], language: str) -> Iterator[Reason]:
    if len(words) < 50:  # Gopher
        yield Reason("short", f"{len(words)} words", 60)
        if len(words) < 5:
            return
    yield from _of_sentences(lines, code)
    yield from _of_lines(lines)
    yield from _of_words(words, language)
    phrases = {found.lower() for line in lines for found in _BOILERPLATE.findall(line)}
    if phrases and (len(words) < 150 or "lorem ipsum" in phrases):  # C4
        yield Reason("boilerplate", ", ".join(sorted(phrases)), 60)


def _of_sentences(lines: Sequence[str], code: int) -> Iterator[Reason]:
    characters = sum(map(len, lines))
    sentences = [line for line in lines if _is_sentence(line)]
    said = sum(map(len, sentences))
    count = sum(len(re.findall(r"[.!?。！？](?:\s|$)", _MARKS.sub("", line))) or 1 for line in sentences)
    if count < 3:  # C4
        yield Reason("few sentences", f"{count} sentences", 30)
    if code > characters:  # C4 refuses a page with a curly bracket; a manual has examples
        yield Reason("code", f"{code / (code + characters):.0%} of it is code", 60)
    if len(sentences) <= 0.12 * len(lines):  # FineWeb
        yield Reason("no punctuation", f"{len(sentences)} of {len(lines)} lines end like a sentence", 40)
    elif said < 0.4 * characters:
        yield Reason("little prose", f"{said / characters:.0%} of it is sentences", 30)


def _of_lines(lines: Sequence[str]) -> Iterator[Reason]:
    characters = sum(map(len, lines))
    short = sum(len(line) < 30 for line in lines)
    if short >= 0.67 * len(lines):  # FineWeb
        yield Reason("short lines", f"{short} of {len(lines)} lines", 30)
    repeated = sum(len(line) * (number - 1) for line, number in Counter(lines).items())
    if repeated >= 0.2 * characters:  # Gopher
        yield Reason("repetition", f"{repeated / characters:.0%} of it is lines said before", 40)
    symbols = sum(len(_SYMBOLS.findall(_unmarked(line))) for line in lines)
    if symbols > 0.1 * characters:
        yield Reason("symbols", f"{symbols / characters:.0%} of it is symbols", 30)
    signatures = sum(bool(_SIGNATURE.search(line)) and not _is_sentence(line) for line in lines)
    if signatures >= 0.4 * len(lines):
        yield Reason("signatures", f"{signatures} of {len(lines)} lines name code", 30)
    bullets = sum(bool(_BULLET.match(line)) for line in lines)
    if bullets > 0.9 * len(lines) and len(lines) > 3:  # Gopher
        yield Reason("bullets", f"{bullets} of {len(lines)} lines", 20)
    dots = sum(line.endswith(("…", "...")) for line in lines)
    if dots > 0.3 * len(lines):  # Gopher
        yield Reason("cut off", f"{dots} of {len(lines)} lines end in an ellipsis", 30)


def _of_words(words: Sequence[str], language: str) -> Iterator[Reason]:
    usual = fmean(map(len, words))
    if not 3 <= usual <= 10:  # Gopher
        yield Reason("strange words", f"{usual:.1f} letters a word", 40)
    letters = sum(any(sign.isalpha() for sign in word) for word in words)
    if letters < 0.8 * len(words):  # Gopher
        yield Reason("numbers", f"{1 - letters / len(words):.0%} of the words have no letter", 40)
    common = set(_STOP_WORDS.get(language, "").split())
    known = sum(word.lower() in common for word in words)
    if common and known < max(2, 0.06 * len(words)):  # Gopher asks for two
        yield Reason("language", f"{known} of {len(words)} words are common in {language}", 40)


def _is_sentence(line: str) -> bool:
    """It ends like one and has the five words that C4 asks of a line."""
    plain = _MARKS.sub("", line).strip(" )]”")
    return plain.endswith(_ENDS) and len(_WORD.findall(plain)) >= 5


def _unmarked(line: str) -> str:
    """Without Markdown's own signs."""
    return re.sub(r"[*`|]+|^\s*[-#>]+", "", line)
