"""Numbers and times as people read them. Times come in aware and go out in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def counted(number: int, thing: str) -> str:
    """`1 stream`, `1,200 streams`; `thing` in the singular."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def span(seconds: float) -> str:
    """A length of time in its largest unit only: `3 s`, `3 min`, `2 h`, `5 days`."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min"
    if whole < 86_400:
        return f"{whole // 3600} h"
    return counted(whole // 86_400, "day")


def ago(seconds: float) -> str:
    """How long since: `just now`, `48 s ago`, `3 min ago`, `2 h ago`, `5 days ago`."""
    return "just now" if seconds < 5 else f"{span(seconds)} ago"


def size(number: int | None) -> str:
    """Bytes in their largest unit: `812 bytes`, `64 MB`, `1.5 GB`."""
    left = float(number or 0)
    for unit in ("bytes", "kB", "MB"):
        if abs(left) < 1024:
            return f"{left:,.0f} {unit}"
        left /= 1024
    return f"{left:,.1f} GB"


TIME_ZONE_IS_ASSUMED = "Days begin at midnight UTC, because nobody has said in which time zone the shops are."
TIME_ZONE_FIX = "Set SYNC_TIME_ZONE, such as Asia/Manila, and run: scout migrate && scout gold"
