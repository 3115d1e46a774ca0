"""A real Superset (scripts/superset up: SUPERSET_URL …) over a real warehouse: a real Odoo (scripts/odoo19 up), synced and built.

Its books are a copy's, with a month of postings in two companies of different currencies. The warehouse is the session's own; its logins see all companies, or one. What Superset is given stays there: the next
session's import overwrites it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from dashboards.superset.client import Superset
from dashboards.superset.description import read
from dashboards.superset.importing import Imported, import_dashboards
from demo.postgres import Cluster
from shared.odoo.client import Odoo
from shared.settings import Settings, SupersetSettings
from tests.acceptance.month_of_postings import euro_company, keeping_books, post_a_month
from tests.acceptance.odoo_copy import copied_odoo

ROOT = Path(__file__).parents[2]
NEEDED = ("ODOO_BASE_URL", "ODOO_DB", "ODOO_API_KEY", "SUPERSET_URL", "SUPERSET_USERNAME", "SUPERSET_PASSWORD")
SITE = "https://shop.example.com"
READER, PASSWORD = "reader", "p@ss/word"


@dataclass(frozen=True)
class Warehouse:
    """`url`: its owner's. `reader`: of a login with superset_readonly and all companies."""

    url: str
    reader: str


def scout(variables: dict[str, str], words: str, *, exit_code: int = 0) -> None:
    command = [sys.executable, "-m", "cli", *words.split()]
    done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == exit_code, f"scout {words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


@pytest.fixture(scope="session")
def warehouse(cluster: Cluster) -> Warehouse:
    missing = [name for name in NEEDED if name not in os.environ]
    if missing:
        pytest.fail(
            f"{', '.join(missing)} not set; run: scripts/odoo19 up, scripts/superset up, and eval what they print"
        )
    url = cluster.create_database("superset_warehouse")
    with copied_odoo(dict(os.environ)) as copied:
        variables = {**copied, "SUPABASE_DB_URL": url}
        with Odoo.connect(Settings(variables).odoo) as odoo:
            today = odoo.server_time().date()
            for company in (keeping_books(odoo)[0], euro_company(odoo)):
                post_a_month(odoo, company, today=today)
        scout(variables, "migrate")
        scout(variables, "sync --full --group all")
        # One stream fails: this user of Odoo's demo data may not read payments.
        seller = {name: value for name, value in variables.items() if name != "ODOO_API_KEY"}
        scout(
            {**seller, "ODOO_USERNAME": "demo", "ODOO_PASSWORD": "demo"}, "sync --stream account.payment", exit_code=1
        )
    scout(variables, "transform")
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(f"create role {READER} login password '{PASSWORD}'")
        db.execute(f"grant superset_readonly to {READER}")
        db.execute(
            "insert into scout.company_access (role_name, company_id) select %s, company_id from semantic.dim_company",
            [READER],
        )
    return Warehouse(url, url.replace("postgres@", f"{READER}:p%40ss%2Fword@", 1))


@pytest.fixture(scope="session")
def settings() -> SupersetSettings:
    return Settings(dict(os.environ)).superset


@pytest.fixture(scope="session")
def superset(settings: SupersetSettings) -> Iterator[Superset]:
    with Superset(settings.url) as session:
        session.log_in(settings.username, settings.password)
        yield session


@pytest.fixture(scope="session")
def imported(superset: Superset, warehouse: Warehouse) -> Imported:
    return import_dashboards(superset, read(), warehouse=SecretStr(warehouse.reader), embed_on=(SITE,))
