"""A month of postings in a copy of the real Odoo, read, transformed, and held against Odoo: its API, and its own shell.

Needs `scripts/odoo19 up` on this machine and dbt (make dbt). The copy has a server of its own, and is dropped again.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import Result

from demo.postgres import Cluster
from shared.odoo.client import Odoo
from shared.proofs.metric_definitions import metric_definitions
from shared.proofs.proof_report import ProofReport
from shared.proofs.prove import last_months
from shared.settings import Settings
from shared.transform import transform, write_catalogue
from tests.acceptance.conftest import cents
from tests.acceptance.month_of_postings import euro_company, keeping_books, post_a_month
from tests.acceptance.odoo_copy import SCRIPT, copied_odoo
from tests.unit.cli_support import scout

pytestmark = [pytest.mark.odoo, pytest.mark.dbt]

HERE = Path(__file__).parent
BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90", "total")
Amounts = dict[tuple[Any, ...], tuple[Decimal, ...]]


@dataclass
class Books:
    """The copy (`name`), the variables that lead to it and to its warehouse, and the two companies posted in."""

    name: str
    variables: dict[str, str]
    db: psycopg.Connection[Any]
    today: date
    companies: list[int]

    def scout(self, *words: str) -> Result:
        return scout(*words, variables=self.variables)

    def build(self) -> list[str]:
        """`scout transform`; the names of what failed."""
        return [node.name for node in transform(Settings(self.variables).warehouse).bad]

    def proof(self) -> ProofReport:
        result = self.scout("prove", "--json")
        report = ProofReport.model_validate_json(result.stdout)
        assert result.exit_code == (1 if report.bad else 0)
        return report

    def shell(self, script: str, **variables: str) -> dict[str, Any]:
        """What a script in Odoo's own shell prints."""
        told = subprocess.run(
            [SCRIPT, "shell"], env={**os.environ, "ODOO19_DB": self.name, **variables},
            input=(HERE / script).read_text("utf-8"), capture_output=True, text=True, check=True, timeout=120,
        ).stdout  # fmt: skip
        (line,) = [line for line in told.splitlines() if re.search(r"(AGEING|STATEMENTS) \{", line)]
        return dict(json.loads(line[line.index("{") :]))

    def amounts(self, statement: str, *arguments: Any) -> Amounts:
        """Rows of three keys and amounts, but those of nothing."""
        found = {row[:3]: tuple(cents(one or 0) for one in row[3:]) for row in self.db.execute(statement, arguments)}
        return {key: row for key, row in found.items() if any(row)}


@pytest.fixture(scope="module")
def books(cluster: Cluster, odoo_variables: dict[str, str]) -> Iterator[Books]:
    with copied_odoo(odoo_variables) as copied:
        name = copied["ODOO_DB"]
        url = cluster.create_database(name)
        variables = {**copied, "SUPABASE_DB_URL": url, "SYNC_TIME_ZONE": "Europe/Amsterdam"}
        with Odoo.connect(Settings(variables).odoo) as odoo:
            today = odoo.server_time().date()
            companies = [keeping_books(odoo)[0], euro_company(odoo)]
            for company in companies:
                post_a_month(odoo, company, today=today)
        with psycopg.connect(url, autocommit=True) as db:
            books = Books(name, variables, db, today, companies)
            for words in (["migrate"], ["sync", "--full", "--group", "all"]):
                result = books.scout(*words)
                assert result.exit_code == 0, result.output
            assert books.build() == []
            yield books
        cluster.drop_database(name)


def test_every_metric_is_odoos_own_figure_in_two_companies_and_two_currencies(books: Books) -> None:
    report = books.proof()
    assert report.bad == []
    assert {proof.metric for proof in report.proofs if proof.verdict == "equal"} == metric_definitions().metric.keys()
    for company, currency in zip(books.companies, ("USD", "EUR"), strict=True):
        ledger = {
            one.metric for one in report.proofs if (one.company_id, one.currency) == (company, currency) and one.odoo
        }
        assert ledger >= {
            "revenue",
            "expense",
            "receivables",
            "payables",
            "till_sales",
            "stock_value",
            "purchase_spend",
        }


def test_every_column_of_the_catalogue_is_described(books: Books, tmp_path: Path) -> None:
    """Those of odoo_raw in Odoo's own words."""
    found = write_catalogue(Settings(books.variables).warehouse, tmp_path / "catalogue.html")
    assert found.undescribed == []
    assert found.columns["odoo_raw.account_move"]["invoice_date_due"].startswith("Due Date")
    assert {"semantic.fact_journal_items", "metrics.trial_balance", "odoo_raw.stock_quant"} <= set(found.columns)


@pytest.mark.parametrize("which", ["at the last month's end", "today"])
def test_the_ageing_is_what_odoos_own_shell_makes_of_it_for_each_partner(books: Books, which: str) -> None:
    as_of = books.today if which == "today" else books.today.replace(day=1) - timedelta(days=1)
    told = books.shell("odoo_ageing.py", AS_OF=str(as_of))["rows"]
    for side in ("receivables", "payables"):
        columns = ", ".join(BUCKETS)
        ours = books.amounts(
            f"select company_id, partner_id, currency, {columns} from metrics.{side}_ageing where as_of = %s", as_of
        )
        theirs = {
            (row["company_id"], row["partner_id"], row["currency"]): tuple(cents(row[bucket]) for bucket in BUCKETS)
            for row in told
            if row["side"] == side and any(row[bucket] for bucket in BUCKETS)
        }
        assert {key[0] for key in theirs} >= set(books.companies)
        assert ours == theirs


def test_profit_and_loss_and_balance_sheet_are_what_odoos_own_shell_makes_of_them(books: Books) -> None:
    for month in last_months(books.today):
        end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        told = books.shell("odoo_statements.py", FROM=str(month), TO=str(end))
        for statement, sign in (("profit_and_loss", -1), ("balance_sheet", 1)):
            theirs: dict[tuple[Any, ...], Decimal] = {}
            for row in told[statement]:
                key = (row["company_id"], row["currency"], row["account_id"])
                theirs[key] = theirs.get(key, Decimal()) + cents(row["amount"]) * sign
            ours = books.amounts(
                f"select company_id, currency, account_id, sum(amount) from metrics.{statement} where month = %s group by 1, 2, 3",
                month,
            )
            assert ours == {key: (amount,) for key, amount in theirs.items() if amount}
        sheet = books.db.execute(
            "select sum(amount) from metrics.balance_sheet where month = %s group by company_id", [month]
        )
        assert {row[0] for row in sheet} == {0}


def test_one_journal_item_changed_by_hand_is_named_by_a_test_of_dbt_and_by_the_proof(books: Books) -> None:
    (item,) = books.db.execute(
        "select id from odoo_raw.account_move_line where parent_state = 'posted' and balance < 0 order by id desc limit 1"
    ).fetchall()[0]
    books.db.execute(
        "update scout.bronze_account_move_line set payload = payload || jsonb_build_object('balance', (payload ->> 'balance')::numeric - 1) "
        "where odoo_id = %s", [item],
    )  # fmt: skip
    assert "entries_balance" in books.build()
    (bad,) = books.proof().bad
    assert f"account.move.line {item}" in bad.reason
    assert books.scout("sync", "--group", "all").exit_code == 0  # a row changed by hand is read again
    assert books.build() == []
    assert books.proof().bad == []
