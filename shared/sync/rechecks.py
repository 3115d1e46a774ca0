"""Reading again what points at a record that is gone: a merge in Odoo moves links in SQL, and no write_date."""

from __future__ import annotations

from shared.formatting import counted
from shared.sync.stream_context import StreamContext

_TARGETS = 1000
_IDS = 5000
_ROWS = 500


def recheck(context: StreamContext) -> bool:
    """Whether all is done. What Odoo does not show is left to the count check: it may be gone, or hidden."""
    reread = 0
    while targets := context.store.take_rechecks(_TARGETS):
        after_id = 0
        while ids := context.store.pointing_ids(targets, after_id=after_id, limit=_IDS):
            for start in range(0, len(ids), _ROWS):
                if context.out_of_time():
                    return False
                read = context.read(ids[start : start + _ROWS])
                context.pages.commit_records(read)
                reread += len(read.ids)
            after_id = ids[-1]
        context.store.settle_rechecks(targets)
    if reread:
        context.report.notices.append(
            f"read again, because they pointed at deleted records or were changed here: {counted(reread, 'record')}"
        )
    return True
