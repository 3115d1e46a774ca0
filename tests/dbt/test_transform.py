"""The dbt project: right flags, increments that equal a rebuild, walls that stay, and tests that can fail."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from psycopg import sql

from demo.postgres import Cluster
from shared.errors import TransformFailed
from shared.models.catalogue import load_catalogue
from shared.settings import Settings
from shared.transform import transform, write_catalogue
from tests.dbt.books import COMPANIES, Books
from tests.dbt.conftest import Build
from tests.warehouse.retail import Db, column, one, rows
from tests.warehouse.test_relations import acting_as

pytestmark = pytest.mark.dbt

ROOT = Path(__file__).parents[2]
DATA_MODEL = ROOT / "docs" / "reference" / "data-model.md"
SCHEMAS = ["staging", "intermediate", "semantic", "metrics"]
TABLES = """
    select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any(%s) and c.relkind = 'r' and c.relname not in ('change_position', 'changed_records') order by 1
"""


def contents(db: Db) -> dict[str, list[str]]:
    """Every table's rows; 0.00 is 0."""
    found: dict[str, list[str]] = {}
    for name in column(db, TABLES, SCHEMAS):
        told = db.execute(sql.SQL("select * from {}").format(sql.Identifier(*name.split("."))))
        found[name] = sorted(
            str([value.normalize() if isinstance(value, Decimal) else value for value in row]) for row in told
        )
    return found


def versions(db: Db) -> dict[str, list[Any]]:
    """Which transaction wrote each row."""
    return {
        name: db.execute(
            sql.SQL("select xmin::text, ctid::text from {} order by 2").format(sql.Identifier(*name.split(".")))
        ).fetchall()
        for name in column(db, TABLES, SCHEMAS)
    }


def test_a_warehouse_where_nothing_was_read_yet_builds(build: Build, db: Db) -> None:
    assert build().bad == []
    assert one(db, "select count(*) from metrics.provable_figures") == 0


def test_the_flags_of_an_invoice(build: Build, db: Db) -> None:
    books = Books(db)
    west = (datetime.now(UTC).astimezone(ZoneInfo(COMPANIES[1])).date() - timedelta(days=1)).isoformat()
    today_west = datetime.now(UTC).astimezone(ZoneInfo(COMPANIES[1])).date().isoformat()
    numbers = {
        "draft": books.invoice(west, 10, state="draft"),
        "not due": books.invoice(today_west, 10),
        "overdue by a day": books.invoice(west, 10),
        "partly paid": books.invoice(west, 10),
        "paid": books.invoice(west, 10),
        "refund": books.invoice(west, 4, kind="out_refund", payment_state="paid"),
        "refunded": books.invoice(west, 10, payment_state="reversed"),
        "cancelled": books.invoice(west, 10, state="cancel"),
        "bill": books.invoice(west, 7, kind="in_invoice", company=2),
    }
    books.pay(numbers["partly paid"], west, 3)
    books.pay(numbers["paid"], west, 10)
    [*failed] = [test.name for test in build().bad]
    # The refund counts as paid, though nothing is set against it in these books.
    assert failed == []
    found = {row["invoice_id"]: row for row in rows(db, "select * from semantic.invoices")}
    flags = {
        name: "".join(letter for letter, flag in zip("PFOCR", ("is_posted", "is_fully_paid", "is_overdue", "is_cancelled", "is_refund"), strict=True)
                      if found[number][flag])
        for name, number in numbers.items()
    }  # fmt: skip
    assert flags == {
        "draft": "", "not due": "P", "overdue by a day": "PO", "partly paid": "PO", "paid": "PF", "refund": "PFR", "refunded": "PF",
        "cancelled": "C", "bill": "PO",
    }  # fmt: skip
    assert [found[numbers[name]]["company_untaxed_amount"] for name in ("paid", "refund", "bill")] == [10, -4, 7]
    assert (found[numbers["bill"]]["move_category"], found[numbers["bill"]]["company_currency"]) == ("vendor", "EUR")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_increments_equal_a_rebuild_and_write_only_what_changed(build: Build, db: Db, seed: int) -> None:
    books = Books(db, seed)
    for _ in range(45):
        books.step()
    assert build().bad == []
    for _ in range(25):
        books.step()
    assert build().bad == []
    as_built, written = contents(db), versions(db)
    assert build().bad == []
    assert versions(db) == written
    assert build(full=True).bad == []
    rebuilt = contents(db)
    assert {name for name in rebuilt if rebuilt[name] != as_built[name]} == set()
    assert sum(len(found) for name, found in as_built.items() if ".fact_" in name) > 40


def test_a_build_that_was_cut_short_is_made_good_by_the_next(build: Build, db: Db) -> None:
    books = Books(db)
    books.invoice("2026-03-01", 10)
    build()
    books.invoice("2026-03-02", 5)
    assert build(select=["fact_journal_items"]).bad == []
    assert one(db, "select count(*) from semantic.fact_invoice_sales") == 1
    assert build().bad == []
    assert one(db, "select sum(company_untaxed_amount) from semantic.fact_invoice_sales") == 15


def test_two_builds_at_once_end_as_one(build: Build, db: Db) -> None:
    """The later one takes over what is to be redone; neither doubles a row, and nothing is taken for done that was not."""
    books = Books(db, 7)
    for _ in range(20):
        books.step()
    assert build().bad == []
    with ThreadPoolExecutor(2) as both:
        for _ in range(2):
            for _ in range(6):
                books.step()
            first = both.submit(build)
            time.sleep(books.chance.uniform(0, 4))
            books.step()
            assert [one.bad for one in (both.submit(build).result(), first.result())] == [[], []]
    assert build().bad == []
    as_built = contents(db)
    assert build(full=True).bad == []
    assert {name for name, found in contents(db).items() if found != as_built[name]} == set()


def test_each_role_sees_its_companies_in_every_relation_also_after_builds(build: Build, db: Db) -> None:
    """Goes through the catalogue, so that no new relation is forgotten (15)."""
    books = Books(db)
    for company in COMPANIES:
        books.pay(books.invoice("2026-03-01", 10, company=company), "2026-04-01", 4)
        books.invoice("2026-03-02", 10, company=company, kind="in_invoice")
    build()
    db.execute("create schema reports; create view reports.mine as select * from semantic.invoices")
    books.invoice("2026-03-03", 10)
    build()
    assert one(db, "select count(*) from reports.mine") == 5
    db.execute("insert into scout.company_access values ('superset_readonly', 2)")
    readable = column(
        db,
        """select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any(%s) and c.relkind in ('r', 'v', 'm') and has_table_privilege('superset_readonly', c.oid, 'select') order by 1""",
        SCHEMAS,
    )
    assert {name.split(".")[0] for name in readable} == {"semantic", "metrics"}
    seen: dict[str, list[Any]] = {}
    with acting_as(db, "superset_readonly"):
        for name in readable:
            query = sql.SQL("select distinct company_id from {}").format(sql.Identifier(*name.split(".")))
            seen[name] = [row[0] for row in db.execute(query)]
    allowed: dict[str, set[int | None]] = {"semantic.dim_partner": {2, None}}
    assert {name: found for name, found in seen.items() if not set(found) <= allowed.get(name, {2})} == {}
    assert [
        name
        for name in ("semantic.fact_journal_items", "metrics.trial_balance", "semantic.invoices")
        if seen[name] != [2]
    ] == []
    db.execute("delete from scout.personal_access")
    with acting_as(db, "superset_readonly"):
        assert column(db, "select distinct partner_name from semantic.invoices") == [None]


@pytest.mark.parametrize(
    ("harm", "test", "named"),
    [
        (
            "truncate semantic.fact_invoice_sales",
            "facts_equal_their_sources",
            {"fact": "fact_invoice_sales", "source_amount": "10"},
        ),
        (
            "update scout.typed_account_move_line set balance = balance + 1 where id = 1",
            "entries_balance",
            {"move_name": "M/1", "balance": "1"},
        ),
    ],
)
def test_what_is_wrong_makes_a_test_red_and_is_named(
    build: Build, db: Db, harm: str, test: str, named: dict[str, str]
) -> None:
    books = Books(db)
    books.invoice("2026-03-01", 10)
    assert build().bad == []
    db.execute(harm.encode())
    [red] = [result for result in build().bad if result.kind == "test"]
    assert red.name == test
    assert [row for row in red.rows if named.items() <= row.items()] == red.rows != []


def test_the_catalogue_describes_every_column_as_the_data_model_does(
    database_url: str, build: Build, db: Db, tmp_path: Path
) -> None:
    Books(db).invoice("2026-03-01", 10)
    assert build().bad == []
    page = tmp_path / "catalogue.html"
    found = write_catalogue(Settings({"SUPABASE_DB_URL": database_url}).warehouse, page)
    made_up = (
        "odoo_raw."  # the fields of these records have no labels; a real Odoo's have (tests/acceptance/test_books.py)
    )
    assert [name for name in found.undescribed if not name.startswith(made_up)] == []
    present = column(
        db,
        """select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('odoo_raw', 'semantic', 'metrics') and c.relkind in ('r', 'v')""",
    )
    assert sorted(set(present) - set(found.columns)) == []
    assert "fact_journal_items" in page.read_text(encoding="utf-8")
    sections = re.findall(r"^### (\w+\.\w+)\n(.*?)(?=^##|\Z)", DATA_MODEL.read_text(encoding="utf-8"), re.M | re.S)
    told = {
        name: dict(re.findall(r"^\| (?:\*\*)?`(\w+)`(?:\*\*)? \| [^|]* \| (.*) \|$", text, re.M))
        for name, text in sections
    }
    both = set(told) & set(found.columns)
    assert {"scout.transaction_items", "odoo_raw.metric_proofs"} <= both
    assert {name: found.columns[name] for name in both} == {name: told[name] for name in both}


def test_every_model_is_a_source() -> None:
    declared = re.findall(
        r"^      - \{name: (\w+)", (ROOT / "dbt/models/sources.yml").read_text(encoding="utf-8"), re.M
    )
    assert {model.replace(".", "_") for model in load_catalogue().known} <= set(declared)


def test_statements_follow_the_fiscal_year(build: Build, db: Db) -> None:
    """Company 2's year ends with March: its income begins anew in April, and what it was before is not lost."""
    books = Books(db)
    books.invoice("2026-03-31", 10, company=2)
    books.invoice("2026-04-01", 4, company=2)
    assert build().bad == []
    april = {
        row["account_type"]: (row["opening_balance"], row["closing_balance"])
        for row in rows(db, "select * from metrics.trial_balance where company_id = 2 and month = '2026-04-01'")
    }
    assert april == {"asset_receivable": (10, 14), "income": (0, -4), "equity_unaffected": (-10, -10)}
    earnings = dict(
        db.execute(
            "select account_type, amount from metrics.balance_sheet where month = '2026-04-01' and account_id is null"
        ).fetchall()
    )
    assert earnings == {"current_year_earnings": -4, "previous_years_earnings": -10}


def test_ageing_looks_back_from_any_day(build: Build, db: Db) -> None:
    """By what was set against it until then, not by what is open today."""
    books = Books(db)
    invoice = books.invoice("2026-08-20", 100)
    books.pay(invoice, "2026-09-10", 30)
    books.pay(invoice, "2026-10-10", 70)
    assert build().bad == []
    known = {
        row["as_of"].isoformat(): (row["days_1_30"], row["days_31_60"], row["total"])
        for row in rows(db, "select * from metrics.receivables_ageing")
    }
    assert known == {"2026-08-31": (100, 0, 100), "2026-09-30": (0, 70, 70)}


def test_a_reconcile_that_is_gone_opens_both_items_again(build: Build, db: Db) -> None:
    """Also where the items themselves did not change: what it was set against is known here alone."""
    books = Books(db)
    books.pay(books.invoice("2026-08-20", 100), "2026-09-10", 100)
    assert build().bad == []
    still_open = "select array_agg(residual order by residual) from metrics.open_items where open_until is null"
    assert one(db, still_open) is None
    db.execute("update scout.bronze_account_partial_reconcile set deleted_at = now()")
    assert build().bad == []
    assert one(db, still_open) == [-100, 100]


def test_what_keeps_dbt_from_beginning_is_said_without_the_password(database_url: str) -> None:
    warehouse = Settings({"SUPABASE_DB_URL": "postgresql://postgres:s3cret-word@127.0.0.1:1/postgres"}).warehouse
    with pytest.raises(TransformFailed, match="refused") as caught:
        transform(warehouse)
    assert "s3cret-word" not in str(caught.value)


def test_another_time_zone_moves_the_days(build: Build, db: Db) -> None:
    """Of a company whose records did not change."""
    books = Books(db)
    books.order("2026-03-01T03:00:00Z")
    assert build().bad == []
    assert one(db, "select order_date::text from semantic.sales_orders") == "2026-02-28"
    books.move_company(1, "Asia/Manila")
    assert build().bad == []
    assert one(db, "select order_date::text from semantic.sales_orders") == "2026-03-01"


def test_nothing_is_built_where_it_could_not_be_whole(cluster: Cluster, database_url: str, db: Db) -> None:
    """In a database without migrations; by a login that sees some companies only, which would build these alone."""
    url = cluster.create_database("not_a_warehouse")
    with pytest.raises(TransformFailed, match="scout migrate"):
        transform(Settings({"SUPABASE_DB_URL": url}).warehouse)
    cluster.drop_database("not_a_warehouse")
    db.execute("create role some_analyst login in role superset_readonly")
    db.execute(sql.SQL("grant create on database {} to some_analyst").format(sql.Identifier(db.info.dbname)))
    try:
        address = database_url.replace("//postgres@", "//some_analyst@")
        with pytest.raises(TransformFailed, match="some_analyst does not read all companies"):
            transform(Settings({"SUPABASE_DB_URL": address}).warehouse)
    finally:
        db.execute("drop owned by some_analyst; drop role some_analyst")
    assert column(db, TABLES, SCHEMAS) == []
