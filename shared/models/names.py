"""The names a definition may hold, each explained in words when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator

_POSTGRES_NAME_LIMIT = 63
"""Bytes in a PostgreSQL identifier (manual, 4.1.1); longer ones would be cut without a word."""

_SYSTEM_COLUMNS = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})
_OWN_COLUMNS = frozenset({"id", "refined_at", "odoo_id", "bronze_company_id", "gone", "reasons"})
"""Those that every typed table has, and those of the statement that fills it (`scout.refine_statement`)."""


def _named(pattern: str, what: str, *, longest: int = _POSTGRES_NAME_LIMIT) -> Callable[[str], str]:
    def check(name: str) -> str:
        if not re.fullmatch(pattern, name):
            raise ValueError(f"{name!r} is not {what}")
        if len(name) > longest:
            raise ValueError(f"{name!r} is too long: {longest} characters are the most")
        return name

    return check


def _free_column(name: str) -> str:
    if name in _SYSTEM_COLUMNS | _OWN_COLUMNS:
        raise ValueError(f"{name!r} is taken: choose another name for this column")
    return name


ModelName = Annotated[
    str,
    AfterValidator(
        _named(
            r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*",
            "an Odoo model's technical name such as 'sale.order'",
            longest=_POSTGRES_NAME_LIMIT - len("bronze_"),
        )
    ),
]
FieldName = Annotated[str, AfterValidator(_named(r"[A-Za-z_][A-Za-z0-9_]*", "a field's name"))]
TableName = Annotated[
    str,
    AfterValidator(
        _named(
            r"silver_[a-z_]+",
            "a typed table's name: silver_ and then letters a-z and _",
            longest=_POSTGRES_NAME_LIMIT - len("_written"),  # scout.company_values_statements adds that
        )
    ),
]
ColumnName = Annotated[
    str,
    AfterValidator(_named(r"[a-z][a-z0-9_]*", "a column's name: letters a-z, digits and _")),
    AfterValidator(_free_column),
]
