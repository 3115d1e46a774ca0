"""Odoo as all streams of a run share it: one login, one `until`."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from shared.errors import ClocksDisagree, ScoutError
from shared.formatting import span, utc
from shared.odoo.client import Odoo
from shared.odoo.model import Identity

CLOCK_MARGIN = timedelta(seconds=1)
"""Taken off the Date header: its second may not be over yet. The overlap covers what the database's clock is behind."""


class SharedSource:
    """Logs in once for all streams and freezes the run's `until`; a refusal is remembered, not tried again.

    Twelve streams knocking with a wrong password would lock the account.
    """

    def __init__(self, odoo: Odoo, *, most_skew: timedelta) -> None:
        self._odoo = odoo
        self._most_skew = most_skew
        self._lock = threading.Lock()
        self._opened: tuple[Identity, datetime] | None = None
        self._refusal: ScoutError | None = None

    @property
    def odoo(self) -> Odoo:
        return self._odoo

    def opened(self, warehouse_now: datetime | None) -> tuple[Identity, datetime]:
        """Who reads, and the end of this run's windows. Raises the same error to every stream when Odoo refused.

        `warehouse_now`: its clock a moment ago, as the caller was just told.
        """
        with self._lock:
            if self._refusal is not None:
                raise self._refusal
            if self._opened is None:
                try:
                    identity, clock = self._odoo.identity, self._odoo.server_time()
                    if warehouse_now is not None and abs(clock - warehouse_now) > self._most_skew:
                        raise _clocks_disagree(self._odoo, clock, warehouse_now)
                    self._opened = (identity, clock - CLOCK_MARGIN)
                except ScoutError as refusal:
                    self._refusal = refusal
                    raise
            return self._opened


def _clocks_disagree(odoo: Odoo, clock: datetime, warehouse_now: datetime) -> ClocksDisagree:
    """Windows end by Odoo's clock: one wrong answer would silence all lateness, or lose what lies between."""
    way = "ahead of" if clock > warehouse_now else "behind"
    apart = span(abs((clock - warehouse_now).total_seconds()))
    return ClocksDisagree(
        f"Odoo's clock ({utc(clock)}, the Date header of {odoo.name}) is {apart} {way} the warehouse's "
        f"({utc(warehouse_now)}). Nothing was read: a window would end at the wrong instant.",
        fix="Set the clock of the host that is wrong (NTP), or of the proxy that answers for Odoo. "
        "SYNC_CLOCK_SKEW_SECONDS says how much is allowed.",
    )
