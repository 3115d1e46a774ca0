"""The stream's relation in odoo_raw follows its fields before a row is read: pages fill the columns that are there."""

from __future__ import annotations

from shared.sync.stream_context import StreamContext


def keep_relation(context: StreamContext) -> bool:
    """Whether all is done; what could not be changed is told in the report."""
    if not (context.checkpoint.relation_is_due or context.drift.recorded):
        return True
    while not (relation := context.store.keep_relation()).done:
        if context.out_of_time():
            return False
    context.drift.recorded = False
    context.report.notices += relation.notices
    return True
