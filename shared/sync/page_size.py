"""How large a page is: as many rows as make the bytes that the warehouse takes well, no more than it ever took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

LARGEST_PAGE_ROWS = 20_000
_GROWTH = 2


class PageSize:
    """Rows a page. Starts with what worked last time, follows the rows' weight, halves on a definite refusal.

    With `fixed_rows` (a person's own choice) it only ever shrinks.
    """

    def __init__(self, *, first_rows: int, target_bytes: int, fixed_rows: int | None = None) -> None:
        self.rows = fixed_rows or first_rows
        self._fixed = fixed_rows
        self._target_bytes = target_bytes
        self._ceiling = fixed_rows or LARGEST_PAGE_ROWS

    def learn(self, *, rows: int, size_bytes: int) -> None:
        """Takes the weight of a page that was just read into account; grows at most twofold at a time."""
        if rows == 0:
            return
        fitting = int(self._target_bytes / max(1.0, size_bytes / rows))
        if self._fixed is None or fitting < self._fixed:
            self.rows = max(1, min(fitting, self.rows * _GROWTH, self._ceiling))

    def refused(self, *, rows: int) -> None:
        """The warehouse refused a page of so many rows: half of that is the most from now on."""
        self._ceiling = max(1, rows // 2)
        self.rows = min(self.rows, self._ceiling)

    def forget_refusals(self) -> None:
        """What was refused was one record, and it is passed: pages may grow again."""
        self._ceiling = self._fixed or LARGEST_PAGE_ROWS

    def split(self, rows: Sequence[T]) -> list[Sequence[T]]:
        """Cuts what was read into pages of the present size, in order. A rest of a quarter goes with the last."""
        if len(rows) <= self.rows * 1.25:
            return [rows] if rows else []
        return [rows[start : start + self.rows] for start in range(0, len(rows), self.rows)]
