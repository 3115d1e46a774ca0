"""The lake of a real Odoo 19: its own sums to the cent, and the warehouse's facts row for row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from demo.postgres import Cluster
from etl.config import LakeConfig
from etl.datasets import DATASETS, DIMENSION_TABLES
from etl.pipelines.check import check_days
from etl.pipelines.run import connected, days_between, run_days
from shared.odoo.client import Odoo
from shared.settings import Settings
from shared.transform import transform
from tests.acceptance.conftest import odoo_variables
from tests.acceptance.month_of_postings import euro_company, keeping_books, post_a_month
from tests.acceptance.odoo_copy import copied_odoo
from tests.unit.cli_support import scout

pytestmark = [pytest.mark.lake, pytest.mark.odoo, pytest.mark.dbt, pytest.mark.filterwarnings("ignore")]

PERSONAL = {"partner_name", "city", "email", "phone"}


@pytest.fixture(scope="module")
def books(odoo_variables: dict[str, str], cluster: Cluster) -> Iterator[tuple[dict[str, str], psycopg.Connection[Any]]]:
    """A copy in which two companies posted in two currencies, and its warehouse with dbt's facts."""
    with copied_odoo(odoo_variables) as copied:
        url = cluster.create_database(copied["ODOO_DB"])
        variables = {**copied, "SUPABASE_DB_URL": url, "SYNC_TIME_ZONE": "Europe/Amsterdam"}
        with Odoo.connect(Settings(variables).odoo) as odoo:
            today = odoo.server_time().date()
            for company in (keeping_books(odoo)[0], euro_company(odoo)):
                post_a_month(odoo, company, today=today)
        for words in (["migrate"], ["sync", "--full", "--group", "all"]):
            result = scout(*words, variables=variables)
            assert result.exit_code == 0, result.output
        assert transform(Settings(variables).warehouse).bad == []
        with psycopg.connect(url, autocommit=True) as db:
            yield variables, db
        cluster.drop_database(copied["ODOO_DB"])


def test_facts_are_odoos_own_sums_and_the_warehouses_rows_in_two_companies_and_two_currencies(
    books: tuple[dict[str, str], psycopg.Connection[Any]], tmp_path: Path
) -> None:
    variables, db = books
    only_odoo = {name: value for name, value in variables.items() if not name.startswith("SUPABASE")}
    config = LakeConfig.of(Settings({**only_odoo, "DATA_LAKE_ROOT": str(tmp_path)}))
    with connected(config) as source:
        first = min(day for day in map(source.first_day, DATASETS) if day)
        last = date.fromisoformat(str(source.server_time().date())) + timedelta(days=1)
        run_days(config, source, days_between(first, last))
        assert check_days(config, source, first, last) == []
    db.execute("set timezone = 'UTC'")
    with duckdb.connect(str(config.star_path), read_only=True) as lake:
        lake.execute("set timezone = 'UTC'")
        for name in (*(one.fact for one in DATASETS), *DIMENSION_TABLES):
            columns = [row[0] for row in lake.execute(f"describe {name}").fetchall()]
            assert columns == [
                one.name for one in db.execute(f"select * from semantic.{name} limit 0").description or []
            ]
            compared = ", ".join(column for column in columns if name != "dim_partner" or column not in PERSONAL)
            ours = {tuple(map(_plain, row)) for row in lake.execute(f"select {compared} from {name}").fetchall()}
            theirs = {tuple(map(_plain, row)) for row in db.execute(f"select {compared} from semantic.{name}")}
            assert ours == theirs, name
        for dataset in DATASETS:
            assert len(lake.execute(f"select distinct currency from {dataset.fact}").fetchall()) > 1, dataset.name


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value.normalize()
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


__all__ = ["odoo_variables"]
