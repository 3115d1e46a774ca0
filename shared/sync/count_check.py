"""The count check: after each run the number of a stream's records and the sum of their ids are held against Odoo's.

That finds what no window can show, a hard delete above all, within one run. Both sides speak for the same instant: all
records with an id up to the highest that is here, and all that were made before the run's windows end. What differs
still, once records that changed since then were read too, is swept at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import MassDisappearance, OdooRefused
from shared.odoo.counts import count_and_id_sum
from shared.odoo.model import Domain
from shared.sync.count_result import Counted, Swept
from shared.sync.deletion_limit import deletion_limit, mass_disappearance
from shared.sync.month_check import MADE_AT
from shared.sync.stream_context import StreamContext
from shared.sync.sweep import Sweep
from shared.sync.window_reading import catch_up
from shared.sync.windows import odoo_seconds


def hold_count(context: StreamContext) -> bool:
    """Holds the stream's count against Odoo's, when it is time to; false when its sweep did not come to an end."""
    is_time = is_due(context.checkpoint.counted, context.options.count_every, context.checkpoint.now)
    if context.request.dry_run or not is_time or context.out_of_time():
        return True
    check = CountCheck(context)
    context.report.counted, refusal = check.run()
    if refusal is not None:
        raise refusal
    return check.sweep_ended


@dataclass
class CountCheck:
    """`sweep_ended`: false once a sweep had to stop before its end."""

    context: StreamContext
    sweep_ended: bool = True

    @property
    def _before(self) -> Counted | None:
        """What the last check found."""
        return self.context.checkpoint.counted

    def run(self) -> tuple[Counted | None, MassDisappearance | None]:
        """What was found in the end, None if Odoo does not count; and the error when too much is gone."""
        try:
            found = self._ask()
        except OdooRefused as refused:
            self.context.report.notices.append(f"{self.context.stream.model} could not be counted: {refused.message}")
            return None, None
        if not found.is_equal and not self._is_known(found) and self.context.stream.has_write_date:
            # Made before the end, changed after it or committed late: such a record is in no window yet.
            catch_up(self.context)
            found = self._ask()
        if found.is_equal:
            return found, None
        if self._before is not None and self._is_known(found):
            return found.model_copy(update={"swept": self._before.swept}), self._still_refused(found)
        self.context.report.notices.append(
            f"{self.context.stream.model} was swept, because it did not equal Odoo: "
            f"{found.source_count:,} records there, {found.warehouse_count:,} here"
        )
        try:
            swept = self._sweep()
        except MassDisappearance as refusal:
            return found.model_copy(update={"swept": "refused"}), refusal
        left = self._ask()
        # What was deleted after the sweep had passed it is another difference, and the next run's to sweep.
        return left.model_copy(update={"swept": swept if left.is_same_difference(found) else None}), None

    def _sweep(self) -> Swept | None:
        """None when it did not see the whole stream at once. Raises `MassDisappearance`."""
        sweep = Sweep.begin(self.context, reads_all=False)
        found = sweep.run()
        self.sweep_ended = found is not None
        if found is None or sweep.swept_to_id:
            return None  # what was deleted since behind that place is still to be found
        return found.result if found.result in ("equal", "differs") else None

    def _is_known(self, found: Counted) -> bool:
        """Whether a sweep has left this very difference; another would find nothing else."""
        return self._before is not None and self._before.swept is not None and found.is_same_difference(self._before)

    def _still_refused(self, found: Counted) -> MassDisappearance | None:
        """What a sweep has refused, and nothing changed since, needs no second sweep to be refused again."""
        if self._before is None or self._before.swept != "refused":
            return None
        here, gone = found.warehouse_count, found.warehouse_count - found.source_count
        limit = deletion_limit(self.context.options.deletion_share, here) if found.source_count else 0
        return mass_disappearance(self.context.stream.model, gone=gone, of=here, limit=limit)

    def _ask(self) -> Counted:
        here = self.context.store.totals()
        count, id_sum = count_and_id_sum(self.context.odoo, self.context.stream.model, self._domain(here.highest_id))
        return Counted(
            source_count=count, source_id_sum=id_sum, warehouse_count=here.live, warehouse_id_sum=here.id_sum
        )

    def _domain(self, highest_id: int) -> Domain:
        bounds: Domain = [["id", "<=", highest_id]]
        if MADE_AT in self.context.columns.names:
            made_before: Domain = ["|", [MADE_AT, "=", False], [MADE_AT, "<", odoo_seconds(self.context.until)]]
            bounds = ["|", *bounds, *made_before]
        return [*self.context.stream.domain, *bounds]


def is_due(before: Counted | None, every: timedelta, now: datetime | None) -> bool:
    """Whether to ask: at the first time, while both sides differ, and when the last time is long enough ago."""
    if before is None or before.checked_at is None or now is None or not before.is_equal:
        return True
    return now - before.checked_at >= every
