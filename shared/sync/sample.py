"""A sample: some records of a stream, chosen at random, read again in full and committed by the ordinary path."""

from __future__ import annotations

from datetime import datetime

from shared.sync.stream_context import StreamContext
from shared.sync.sweep_store import SweepStore

_ROWS = 500


def compare_sample(context: StreamContext, store: SweepStore, size: int) -> tuple[int, int]:
    """How many records were compared, and how many of them differed. The sweep finds those that are gone.

    What was written since the run began is news and left out.
    """
    ids = store.sample(size)
    compared, changed_before = 0, context.report.changed
    for start in range(0, len(ids), _ROWS):
        rows = context.read(ids[start : start + _ROWS]).rows
        settled = [row for row in rows if not _is_news(row.get("write_date"), context.until)]
        if settled:
            context.pages.commit(settled, None)
        compared += len(settled)
    return compared, context.report.changed - changed_before


def _is_news(write_date: str | None, until: datetime) -> bool:
    return write_date is not None and datetime.fromisoformat(write_date) >= until


def sample_notice(model: str, compared: int, differed: int) -> str:
    found = f"{differed:,} of {compared:,} records of {model} chosen at random differed in content"
    return f"{found}; run scout reconcile --deep --stream {model} without --sample" if differed else found
