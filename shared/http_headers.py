"""HTTP headers whose values somebody else chose: whatever stands in them, reading them raises nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST_RETRY_AFTER_SECONDS = 3600.0
"""Nobody is believed who asks for more: a run has ended by then, and the next one asks again."""


def http_date(text: str) -> datetime | None:
    """An instant as RFC 9110 (5.6.7) writes it, aware UTC; None when it is none."""
    try:
        date = parsedate_to_datetime(text)
        return date.astimezone(UTC) if date.tzinfo else None
    except (ValueError, OverflowError):  # years, months and zones of any size
        return None


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """RFC 9110, 10.2.3: seconds, or a date, which is compared with the answer's own `Date` and not with our clock.

    None when it says neither. At most an hour.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_RETRY_AFTER_SECONDS)
    until, now = http_date(text), http_date(headers.get("Date", ""))
    if until is None or now is None:
        return None
    return min(max(0.0, (until - now).total_seconds()), _LONGEST_RETRY_AFTER_SECONDS)
