"""The roles a Supabase project has, made on a PostgreSQL that is none, so that `scout migrate` works on both."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import psycopg

from shared.errors import WarehouseNotReady

_MISSING = files("shared.warehouse").joinpath("sql", "missing_roles.sql")


def create_roles(connection: psycopg.Connection[Any]) -> None:
    """Makes what is missing, all or nothing. Raises `WarehouseNotReady` with the statements for an administrator."""
    missing = _missing(connection)
    try:
        with connection.transaction():
            for statement in missing:
                connection.execute(statement)
            # A grant without the right to give it only warns.
            left = _missing(connection) if missing else []
    except psycopg.errors.InsufficientPrivilege:
        left = missing
    if left:
        lines = "\n".join(f"  {statement.decode()};" for statement in missing)
        raise WarehouseNotReady(
            "The user of SUPABASE_DB_URL may not create the roles that the warehouse needs.",
            fix=f"Let an administrator of this database run:\n{lines}\nThen: scout migrate",
        )


def _missing(connection: psycopg.Connection[Any]) -> list[bytes]:
    return [row[0].encode() for row in connection.execute(_MISSING.read_bytes())]
