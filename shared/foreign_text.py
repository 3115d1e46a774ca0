"""Somebody else's text made fit to show: in an error, a report, a log line, a row of the warehouse.

What Odoo, a proxy, PostgreSQL or a mail server says is data. It may repeat what we sent it, our secrets included, hold
characters that no database takes, and be of any length. This is the one place where it is made harmless.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, unquote, urlsplit

LONGEST = 300
"""Characters that are worth showing; the rest is lists of records and stack traces."""

_LIKE_A_WORD = 8
"""A secret shorter than this is blotted out only as a word of its own: `pw` stands inside half of all texts."""

_secrets: set[str] = set()
_pattern = re.compile(r"(?!)")


def keep_secret(value: str) -> None:
    """From here on neither this secret nor a part of it that is one itself (a password in an address) is shown."""
    global _pattern  # noqa: PLW0603  one process, one set of secrets
    _secrets.update(part for part in _parts_of(value) if part.strip())
    _pattern = re.compile("|".join(_blot(secret) for secret in sorted(_secrets, key=len, reverse=True)))


def without_secrets(text: str) -> str:
    """The text as it is, but for our own secrets."""
    return _pattern.sub("***", text)


def fit_to_show(text: object, *, longest: int = LONGEST) -> str:
    """One line of at most so many characters, without secrets and without what PostgreSQL's text cannot hold.

    That is NUL and halves of a surrogate pair; they go first, because a secret may stand around them.
    """
    clean = str(text).replace("\x00", "").encode(errors="ignore").decode()
    # Twice: a secret may hold blanks itself, and may have been broken over two lines.
    line = without_secrets(" ".join(without_secrets(clean).split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _parts_of(value: str) -> Iterator[str]:
    """The value; the halves of one that is being rotated; of an address its password, and its path where it tells all.

    Each plain, percent-decoded and -encoded, and inside JSON: whoever repeats a secret may have done that to it.
    """
    parts = [value, *value.split(",")] if "://" not in value else [value, *_parts_of_address(value)]
    for part in (one.strip() for one in parts):
        yield from (part, unquote(part), quote(part, safe=""), json.dumps(part)[1:-1], repr(part)[1:-1])


def _parts_of_address(address: str) -> Iterator[str]:
    # Not by the standard library: of a password that is badly escaped it would find a part only.
    password = re.search(r"://[^:@]*:(.*)@", address)
    if password:
        yield password[1]
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    if parts.scheme in {"http", "https"}:  # a webhook: whoever knows the path may post
        yield parts.path
    yield from (text for name, text in parse_qsl(parts.query) if name == "password")


def _blot(secret: str) -> str:
    escaped = re.escape(secret)
    return escaped if len(secret) >= _LIKE_A_WORD else rf"(?<!\w){escaped}(?!\w)"
