"""Which columns of Odoo's tables may leave its database: for the publication, and for readers of one that has more."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from shared.odoo.columns import is_denied
from shared.odoo.suggested_stream import is_secret_table

_DENIED = re.compile(r"(.*_)?(token|key)s?", re.IGNORECASE)
"""Beside what is never read through the API either (`shared.odoo.columns`)."""

_BINARY = frozenset({"bytea", "oid"})


def published_columns(table: str, columns: Mapping[str, str], *, left_out: Collection[str] = ()) -> tuple[str, ...]:
    """The names of those that may be published, in the order given; none of a table that is there for secrets.

    `columns`: the table's, name and PostgreSQL type. `left_out`: further names, such as personal fields that are not
    to reach the warehouse (`SYNC_PERSONAL`).
    """
    if is_secret_table(table):
        return ()
    return tuple(name for name, kind in columns.items() if name not in left_out and not _is_secret(name, kind))


def _is_secret(name: str, kind: str) -> bool:
    return is_denied(name) or bool(_DENIED.fullmatch(name)) or kind.removesuffix("[]") in _BINARY
