"""The statements that Odoo's database administrator has to run, made from templates (`administrator.sql`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from psycopg import sql

_BLOCK = re.compile(r"^-- :(\w+)\n(.*?)(?=^-- :|\Z)", re.MULTILINE | re.DOTALL)


@cache
def _templates() -> dict[str, str]:
    text = files("shared.cdc").joinpath("administrator.sql").read_text(encoding="utf-8")
    return {name: block.strip() for name, block in _BLOCK.findall(text)}


def statement(name: str, **parts: str | int) -> str:
    """One of the templates with its braces filled in; names of objects come quoted: `quoted`."""
    return _templates()[name].format(**parts)


def quoted(*names: str) -> str:
    return sql.Identifier(*names).as_string(None)


def publication(name: str, tables: Mapping[str, Sequence[str]], *, exists: bool) -> str:
    """Makes it, or gives it these tables with these columns. Never for all tables: what is not named stays in Odoo."""
    listed = ",\n    ".join(
        statement("table", table=quoted("public", table), columns=", ".join(map(quoted, columns)))
        for table, columns in tables.items()
    )
    return statement("set" if exists else "create", publication=quoted(name), tables=listed)


def grants(role: str, tables: Mapping[str, Sequence[str]]) -> str:
    """The right to read the same columns: the first copy is read as a table, not from the log."""
    listed = "\n".join(
        statement("grant", role=quoted(role), table=quoted("public", table), columns=", ".join(map(quoted, columns)))
        for table, columns in tables.items()
    )
    return statement("read", role=quoted(role), grants=listed)
