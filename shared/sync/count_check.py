"""The count check: after each run the number of a stream's records and the sum of their ids are held against Odoo's.

That finds what no window can show, a hard delete above all, within one run. Both sides speak for the same instant: all
records with an id up to the highest that is here, and all that were made before the run's windows end. What differs
still, once records that changed since then were read too, is swept at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import MassDisappearance, OdooRefused
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns
from shared.odoo.counts import count_and_id_sum
from shared.odoo.model import Domain
from shared.sync.count_result import Counted, Swept, Totals
from shared.sync.deletion_limit import deletion_limit, mass_disappearance
from shared.sync.month_check import MADE_AT
from shared.sync.windows import odoo_seconds


@dataclass(frozen=True)
class CountCheck:
    """`until`: the end of the run's windows. `before`: what the last check found.

    `totals()`: what is here now. `catch_up()` reads what changed since a little before `until`. `sweep()` answers None
    when it did not see the whole stream at once, and raises `MassDisappearance`.
    """

    stream: Stream
    odoo: Odoo
    columns: Columns
    until: datetime
    before: Counted | None
    deletion_share: float
    totals: Callable[[], Totals]
    catch_up: Callable[[], None]
    sweep: Callable[[], Swept | None]

    def run(self, notices: list[str]) -> tuple[Counted | None, MassDisappearance | None]:
        """What was found in the end, None if Odoo does not count; and the error when too much is gone."""
        try:
            found = self._ask()
        except OdooRefused as refused:
            notices.append(f"{self.stream.model} could not be counted: {refused.message}")
            return None, None
        if not found.is_equal and not self._is_known(found) and self.stream.has_write_date:
            # Made before the end, changed after it or committed late: such a record is in no window yet.
            self.catch_up()
            found = self._ask()
        if found.is_equal:
            return found, None
        if self.before is not None and self._is_known(found):
            return found.model_copy(update={"swept": self.before.swept}), self._still_refused(found)
        notices.append(
            f"{self.stream.model} was swept, because it did not equal Odoo: {found.source_count:,} records there, "
            f"{found.warehouse_count:,} here"
        )
        try:
            swept = self.sweep()
        except MassDisappearance as refusal:
            return found.model_copy(update={"swept": "refused"}), refusal
        left = self._ask()
        # What was deleted after the sweep had passed it is another difference, and the next run's to sweep.
        return left.model_copy(update={"swept": swept if left.is_same_difference(found) else None}), None

    def _is_known(self, found: Counted) -> bool:
        """Whether a sweep has left this very difference; another would find nothing else."""
        return self.before is not None and self.before.swept is not None and found.is_same_difference(self.before)

    def _still_refused(self, found: Counted) -> MassDisappearance | None:
        """What a sweep has refused, and nothing changed since, needs no second sweep to be refused again."""
        if self.before is None or self.before.swept != "refused":
            return None
        here, gone = found.warehouse_count, found.warehouse_count - found.source_count
        limit = deletion_limit(self.deletion_share, here) if found.source_count else 0
        return mass_disappearance(self.stream.model, gone=gone, of=here, limit=limit)

    def _ask(self) -> Counted:
        here = self.totals()
        count, id_sum = count_and_id_sum(self.odoo, self.stream.model, self._domain(here.highest_id))
        return Counted(
            source_count=count, source_id_sum=id_sum, warehouse_count=here.live, warehouse_id_sum=here.id_sum
        )

    def _domain(self, highest_id: int) -> Domain:
        bounds: Domain = [["id", "<=", highest_id]]
        if MADE_AT in self.columns.names:
            made_before: Domain = ["|", [MADE_AT, "=", False], [MADE_AT, "<", odoo_seconds(self.until)]]
            bounds = ["|", *bounds, *made_before]
        return [*self.stream.domain, *bounds]


def is_due(before: Counted | None, every: timedelta, now: datetime | None) -> bool:
    """Whether to ask: at the first time, while both sides differ, and when the last time is long enough ago."""
    if before is None or before.checked_at is None or now is None or not before.is_equal:
        return True
    return now - before.checked_at >= every
