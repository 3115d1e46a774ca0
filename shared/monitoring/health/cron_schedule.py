"""A cron expression as what it is good for here: when work should last have begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from cronsim import CronSim

from shared.formatting import span

_PATIENCE_CALLS = 3
"""So many calls of a schedule may be missed before it counts as stopped: schedulers come late (GitHub's by minutes)."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Times in UTC, as GitHub Actions and pg_cron mean them."""

    expression: str

    def allowed_silence(self, now: datetime) -> timedelta:
        """How long ago the last call may have begun: three may be missed, and nights without calls are no fault."""
        calls = CronSim(self.expression, now.astimezone(UTC), reverse=True)
        for _ in range(_PATIENCE_CALLS):
            next(calls)
        return now - next(calls)

    def __str__(self) -> str:
        """For people: `every 15 min`; what has no even pace is told as it is written."""
        calls = list(islice(CronSim(self.expression, datetime(2026, 1, 1, tzinfo=UTC)), 100))
        gaps = {(later - earlier).total_seconds() for earlier, later in pairwise(calls)}
        return f"every {span(gaps.pop())}" if len(gaps) == 1 else f"at {self.expression}"
