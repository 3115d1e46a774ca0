"""Replay: single records read again, whatever their write_date; those that are gone become tombstones."""

from __future__ import annotations

from shared.sync.deletion_limit import deletion_limit, mass_disappearance
from shared.sync.stream_context import StreamContext

_ROWS = 500


def replay(context: StreamContext) -> bool:
    """Reads the request's ids again; whether all were read. Raises `MassDisappearance`."""
    report = context.report
    report.mode = "replay"
    ids = sorted(set(context.request.ids or ()))
    limit = deletion_limit(context.options.deletion_share, len(ids))
    missing = 0
    for start in range(0, len(ids), _ROWS):
        if start and context.out_of_time():
            report.notices.append(f"stopped before record {ids[start]}; repeat it with the ids from there on")
            return False
        part = ids[start : start + _ROWS]
        read = context.read(part)
        context.pages.commit_records(read)
        gone = [one for one in part if one not in read.ids]
        missing += len(gone)
        if gone:
            report.notices.append(f"Odoo does not show {len(gone)} of them: {', '.join(map(str, gone[:10]))}")
        # Those that are tombstones already do not count; which they are, only marking tells.
        while gone:
            room = limit - report.deleted
            if room <= 0:
                model = context.stream.model
                raise mass_disappearance(model, gone=missing, of=len(ids), limit=limit, deleted=report.deleted)
            report.deleted += context.store.tombstone(gone[:room])
            gone = gone[room:]
    return True
