"""The main job on a real Odoo 19 (ODOO_BASE_URL … and ODOO_PG_URL, its own PostgreSQL) and a real PostgreSQL.

What a test changes in Odoo it changes back or takes away.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from shared.models.catalogue import load_catalogue
from shared.odoo.client import Odoo
from shared.settings import Settings
from shared.sync.open_engine import started_engine
from shared.sync.run_report import RunReport
from shared.sync.sync_request import parse_request

NEEDED = ("ODOO_BASE_URL", "ODOO_DB", "ODOO_USERNAME", "ODOO_PASSWORD", "ODOO_API_KEY", "ODOO_PG_URL")

NO_OVERLAP = {"SYNC_OVERLAP_SECONDS": "0"}
"""So that a record is seen for what it is, and not for having been written lately."""


def cents(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


@dataclass
class RealWorld:
    variables: dict[str, str]
    db: psycopg.Connection[Any]
    odoo: Odoo
    odoo_db: psycopg.Connection[Any]

    def sync(self, *, variables: dict[str, str] | None = None, **request: Any) -> RunReport:
        """One run as `scout sync` would make it; the keyword arguments are the words of the HTTP body."""
        parsed = parse_request(request)
        with started_engine(Settings({**self.variables, **(variables or {})})) as engine:
            return engine.run(parsed.select(load_catalogue()), parsed)

    def rows(self, statement: str, *arguments: Any) -> list[Any]:
        return self.db.execute(statement, arguments).fetchall()

    def value(self, statement: str, *arguments: Any) -> Any:
        return self.rows(statement, *arguments)[0][0]

    def bronze(self, model: str) -> dict[int, Any]:
        table = load_catalogue().streams[model].bronze_table
        return dict(self.rows(f"select odoo_id, payload from scout.{table} where deleted_at is null"))

    def read(self, model: str, fields: list[str]) -> dict[int, dict[str, Any]]:
        """Every record as Odoo itself tells it, archived ones too."""
        answer: Any = self.odoo.call(model, "search_read", domain=[], fields=fields)
        return {row["id"]: row for row in answer}


@pytest.fixture(scope="session")
def odoo_variables() -> dict[str, str]:
    missing = [name for name in NEEDED if not os.environ.get(name)]
    assert not missing, f"these tests need a real Odoo 19 (scripts/odoo19 env); not set: {', '.join(missing)}"
    return {name: os.environ[name] for name in NEEDED}


@pytest.fixture(params=["json2", "jsonrpc"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def real(
    odoo_variables: dict[str, str], database_url: str, db: psycopg.Connection[Any], protocol: str
) -> Iterator[RealWorld]:
    variables = {**odoo_variables, "SUPABASE_DB_URL": database_url, "ODOO_PROTOCOL": protocol}
    with (
        Odoo.connect(Settings(variables).odoo) as odoo,
        psycopg.connect(odoo_variables["ODOO_PG_URL"], autocommit=True) as odoo_db,
    ):
        yield RealWorld(variables, db, odoo, odoo_db)


def record_id(real: RealWorld, external_id: str) -> int:
    """Of a record of Odoo's own, by its `module.name`."""
    module, _, name = external_id.partition(".")
    found: Any = real.odoo.call(
        "ir.model.data", "search_read", domain=[["module", "=", module], ["name", "=", name]], fields=["res_id"]
    )
    return int(found[0]["res_id"])


@pytest.fixture
def cashier(real: RealWorld) -> Iterator[dict[str, str]]:
    """An internal user of the point of sale, over JSON-RPC with a password; variables to log in."""
    login = f"cashier-{uuid.uuid4().hex[:8]}"
    groups = [record_id(real, "base.group_user"), record_id(real, "point_of_sale.group_pos_user")]
    made: Any = real.odoo.call(
        "res.users", "create",
        vals_list=[{"name": "Cashier", "login": login, "password": "cashier-password-1", "group_ids": [(6, 0, groups)]}],
    )  # fmt: skip
    yield {"ODOO_USERNAME": login, "ODOO_PASSWORD": "cashier-password-1", "ODOO_API_KEY": "", "id": str(made[0])}
    real.odoo.call("res.users", "write", ids=made, vals={"active": False})
