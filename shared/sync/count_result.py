"""The number of a stream's records and the sum of their ids, here and in Odoo."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

Swept = Literal["equal", "differs", "refused"]


class Totals(BaseModel):
    """What bronze holds: live records, the sum of their ids, the highest id of all rows (0: none)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    live: int
    id_sum: int
    highest_id: int


class Counted(BaseModel):
    """Both sides of one count check.

    `swept`: how the sweep ended that left this very difference; None: there was none, or it is not finished.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    source_count: int
    source_id_sum: int
    warehouse_count: int
    warehouse_id_sum: int
    swept: Swept | None = None
    checked_at: AwareDatetime | None = None

    @property
    def is_equal(self) -> bool:
        return (self.source_count, self.source_id_sum) == (self.warehouse_count, self.warehouse_id_sum)

    def is_same_difference(self, other: Counted | None) -> bool:
        return other is not None and self._difference == other._difference

    @property
    def _difference(self) -> tuple[int, int]:
        """What came to both sides since, as new records do, leaves it as it is."""
        return self.source_count - self.warehouse_count, self.source_id_sum - self.warehouse_id_sum

    def __str__(self) -> str:
        """`Odoo shows 1,250 records, here are 1,300`."""
        if self.source_count != self.warehouse_count:
            return f"Odoo shows {self.source_count:,} records, here are {self.warehouse_count:,}"
        return f"Odoo and the warehouse hold {self.source_count:,} records, but not the same ones"
