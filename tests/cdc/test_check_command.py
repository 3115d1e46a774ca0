"""`scout cdc check` as it is typed: exit codes, JSON, the statements alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from demo.postgres import Cluster
from tests.cdc.test_preflight import LOGICAL, ODOO, server
from tests.unit.cli_support import SETTINGS, scout


@pytest.fixture(scope="module")
def shop() -> Iterator[Cluster]:
    yield from server(None, **LOGICAL)


def variables(shop: Cluster, **more: str) -> dict[str, str]:
    return SETTINGS | {"ODOO_DB_URL": shop.url()} | more


def test_what_is_missing_ends_with_one_and_prints_the_statements(shop: Cluster) -> None:
    done = scout("cdc", "check", variables=variables(shop))
    assert done.exit_code == 1
    for told in ("✗ publication", "create publication", "✓ wal_level", "create role scout_mirror"):
        assert told in " ".join(done.stdout.split()), told
    found = json.loads(scout("cdc", "check", "--json", variables=variables(shop)).stdout)
    assert (found["ok"], found["columns"]["res_partner"]) == (False, ["id", "name"])
    statements = scout("cdc", "check", "--sql", variables=variables(shop)).stdout
    assert statements.strip() == found["sql"]


def test_personal_fields_that_are_not_to_be_kept_are_not_published(shop: Cluster) -> None:
    """The mirror copies rows as they are: it cannot hash them on the way."""
    told = scout("cdc", "check", "--sql", variables=variables(shop, SYNC_PERSONAL="omit")).stdout
    assert '"res_partner" ("id")' in told
    assert '"account_move" ("id", "name", "amount_total")' in told


def test_once_an_administrator_has_run_them_it_ends_with_nothing_to_do(shop: Cluster) -> None:
    url = shop.create_database("ready", template="postgres")
    own = SETTINGS | {"ODOO_DB_URL": url}
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(scout("cdc", "check", "--sql", variables=own).stdout.encode())
    done = scout("cdc", "check", variables=SETTINGS | {"ODOO_DB_URL": shop.url("ready", user="scout_mirror")})
    assert (done.exit_code, "✗" in done.stdout, "create" in done.stdout) == (0, False, False)


def test_without_odoos_database_in_the_settings_nothing_is_asked() -> None:
    done = scout("cdc", "check", variables=SETTINGS)
    assert done.exit_code == 2
    assert "ODOO_DB_URL" in done.stderr
    assert ODOO
