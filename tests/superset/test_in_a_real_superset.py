"""The dashboards in a real Superset: imported, drawn from real figures, and walled off by company."""

from __future__ import annotations

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from dashboards.superset.bundle import Edition
from dashboards.superset.client import Superset
from dashboards.superset.description import read
from dashboards.superset.importing import Imported, import_dashboards
from demo.postgres import Cluster
from shared.errors import SupersetRefused, SupersetUnreachable, WarehouseNotReady
from shared.settings import Settings, SupersetSettings
from shared.warehouse.migrations import migrate
from tests.superset.conftest import READER, SITE, Warehouse
from tests.superset.viewers import COMPANY_IDS, Chart, Viewer, charts, guest, user, with_company

pytestmark = [pytest.mark.superset, pytest.mark.usefixtures("imported")]

BOARDS = [board.slug for board in read().dashboards]
OF_COMPANIES = [board.slug for board in read().dashboards if "company" in board.filters]
OURS = {"description", "clause", "filter_type", "group_key", "name"}


def state(superset: Superset) -> dict[str, Any]:
    """All assets as Superset exports them, roles with their rights, rules, who sees which dashboard, what is embedded."""
    exported = superset._http.get("/api/v1/assets/export/")
    with zipfile.ZipFile(io.BytesIO(exported.content)) as archive:
        files = {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    files.pop("metadata.yaml")
    roles = {
        row["name"]: sorted(one["id"] for one in superset.get(f"security/roles/{row['id']}/permissions/")["result"])
        for row in superset.rows("security/roles/")
        if row["name"].startswith("Scout")
    }
    rules = {}
    for row in superset.rows("rowlevelsecurity/"):
        told = superset.get(f"rowlevelsecurity/{row['id']}")["result"]
        rules[row["name"]] = {name: told[name] for name in OURS} | {
            kind: sorted(one["id"] for one in told[kind]) for kind in ("tables", "roles")
        }
    boards = {}
    for slug in BOARDS:
        told = superset.get(f"dashboard/{slug}")["result"]
        embedded = superset.get(f"dashboard/{told['id']}/embedded")["result"]
        boards[slug] = {
            "changed_on": told["changed_on"],
            "roles": told["roles"],
            "uuid": embedded["uuid"],
            "domains": embedded["allowed_domains"],
        }
    counts = {kind: superset.get(f"{kind}/")["count"] for kind in ("dashboard", "chart", "dataset", "database")}
    return {"files": files, "roles": roles, "rules": rules, "boards": boards, "counts": counts}


def test_a_second_import_changes_nothing(superset: Superset, warehouse: Warehouse, imported: Imported) -> None:
    before = state(superset)
    again = import_dashboards(superset, read(), warehouse=SecretStr(warehouse.reader), embed_on=(SITE,))
    after = state(superset)
    for board in (*before["boards"].values(), *after["boards"].values()):
        board.pop("changed_on")
    assert again == imported
    assert after == before
    assert len(after["files"]) > 60


def test_what_somebody_changed_by_hand_is_put_right(superset: Superset, warehouse: Warehouse) -> None:
    before = state(superset)
    chart = charts(superset, "sales")[0]
    superset.put(f"chart/{chart.number}", {"slice_name": "Something else"})
    rule = next(row for row in superset.rows("rowlevelsecurity/") if row["name"] == "Scout company 1")
    superset.put(f"rowlevelsecurity/{rule['id']}", {"clause": "1 = 1"})
    import_dashboards(superset, read(), warehouse=SecretStr(warehouse.reader), embed_on=(SITE,))
    after = state(superset)
    assert (after["files"], after["rules"]) == (before["files"], before["rules"])


@pytest.mark.parametrize("slug", BOARDS)
def test_each_chart_returns_data(superset: Superset, slug: str) -> None:
    admin = Viewer(superset._http)
    found = charts(superset, slug)
    assert len(found) == len(next(board.tiles for board in read().dashboards if board.slug == slug))
    for chart in found:
        assert admin.rows(chart), chart.title


@pytest.fixture(scope="session")
def limited(superset: Superset, imported: Imported) -> Iterator[Viewer]:
    """Every dashboard, company 1 alone."""
    audiences = [f"Scout {board.audience}" for board in read().dashboards]
    with user(superset, "limited", *audiences, "Scout company 1") as viewer:
        yield viewer


@pytest.mark.parametrize("slug", OF_COMPANIES)
def test_a_user_of_company_1_sees_nothing_of_another(superset: Superset, limited: Viewer, slug: str) -> None:
    admin = Viewer(superset._http)
    others = set()
    for chart in with_company(charts(superset, slug), superset):
        others |= admin.companies(chart)
        assert limited.companies(chart) <= {1}, chart.title
        whole, seen = admin.rows(chart), limited.rows(chart)
        if "company_name" in chart.query_context["queries"][0]["columns"]:
            first = {row["company_name"] for row in seen}
            assert len(first) <= 1, chart.title
            # Rows with equal amounts come in any order.
            assert sorted(map(str, seen)) == sorted(str(row) for row in whole if row["company_name"] in first), (
                chart.title
            )
    assert others >= {1, 2} or slug == "inventory", "the demo has one company with stock"


@pytest.mark.parametrize("slug", OF_COMPANIES)
def test_a_guest_of_company_1_sees_nothing_of_another(superset: Superset, slug: str) -> None:
    found = list(with_company(charts(superset, slug), superset))
    seen: dict[int, set[str]] = {1: set(), 2: set()}
    for company, names in seen.items():
        with guest(superset, slug, company) as visitor:
            for chart in found:
                names |= {row["company_name"] for row in visitor.rows(chart) if "company_name" in row}
                # Superset may refuse a guest's changed query; where it answers, the clause holds.
                changed = visitor.ask(chart, **COMPANY_IDS)
                assert changed.status_code in {httpx.codes.OK, httpx.codes.FORBIDDEN}, (chart.title, changed.text)
                if changed.status_code == httpx.codes.OK:
                    assert {row["company_id"] for row in changed.json()["result"][0]["data"]} <= {company}, chart.title
    assert len(seen[1]) == 1, "company 1's own name"
    assert len(seen[2]) <= 1
    assert not seen[1] & seen[2]


def test_a_query_inside_a_query_is_refused(superset: Superset, limited: Viewer) -> None:
    """It would be bound by the first wall alone."""
    chart = charts(superset, "sales")[0]
    inner = "(select count(*) from semantic.dim_company)"
    measure = {"expressionType": "SQL", "sqlExpression": inner, "label": "all companies"}
    answer = limited.ask(chart, columns=[], metrics=[measure], orderby=[])
    assert answer.status_code >= httpx.codes.BAD_REQUEST, answer.text


def test_a_user_without_a_company_sees_no_row(superset: Superset) -> None:
    with user(superset, "nobody", "Scout Sales") as nobody:
        for chart in with_company(charts(superset, "sales"), superset):
            assert nobody.companies(chart) == set(), chart.title


def test_a_user_of_two_companies_sees_both(superset: Superset) -> None:
    with user(superset, "both", "Scout Finance", "Scout company 1", "Scout company 2") as both:
        seen = [both.companies(chart) for chart in with_company(charts(superset, "finance"), superset)]
    assert {1, 2} in seen
    assert all(companies <= {1, 2} for companies in seen)


def test_an_audience_sees_its_own_dashboard_only(superset: Superset) -> None:
    with user(superset, "seller", "Scout Sales", "Scout all companies") as seller:
        assert seller.ask(charts(superset, "finance")[0]).status_code == httpx.codes.FORBIDDEN
        assert seller.rows(charts(superset, "sales")[0])
        shown = seller.http.get("/api/v1/dashboard/").json()["result"]
    assert [board["slug"] for board in shown] == ["sales"]


def test_an_edition_shows_what_its_own_login_may_see(superset: Superset, warehouse: Warehouse) -> None:
    """The first wall holds by itself: an administrator of Superset, whom no rule binds, sees company 1 alone."""
    with psycopg.connect(warehouse.url, autocommit=True) as db:
        db.execute("create role reader_one login password 'one'")
        db.execute("grant superset_readonly to reader_one")
        db.execute("insert into scout.company_access (role_name, company_id) values ('reader_one', 1)")
    address = warehouse.url.replace("postgres@", "reader_one:one@", 1)
    done = import_dashboards(superset, read(), warehouse=SecretStr(address), edition=Edition("One"))
    assert done.companies == (1,)
    admin = Viewer(superset._http)
    for slug in OF_COMPANIES:
        for chart in with_company(charts(superset, f"{slug}-one"), superset):
            assert admin.companies(chart) <= {1}, chart.title


# Of each tile that shows a figure that `scout prove` holds against Odoo: the tile, its measure, the metric there.
PROVEN = [
    ("sales", "Revenue and invoiced sales by month", "Revenue", "revenue"),
    ("sales", "Revenue and invoiced sales by month", "Invoiced", "invoiced_revenue"),
    ("sales", "Gross margin by month", "Cost of sales", "cost_of_sales"),
    ("sales", "Customers by invoiced sales", "Invoiced", "invoiced_revenue"),
    ("sales", "Products by invoiced sales", "Invoiced", "invoiced_revenue"),
    ("sales", "Till sales by day", "Till sales", "till_sales"),
    ("sales", "Average basket by month", "Orders", "till_orders"),
    ("sales", "Still to be invoiced", "Amount", "sales_order_backlog"),
    ("finance", "Receivables by age, as of today", "Receivable", "open_receivables"),
    ("finance", "Payables by age, as of today", "Payable", "open_payables"),
    ("finance", "Expenses of employees by status", "Expenses", "expenses_total"),
    ("procurement", "Spend by month", "Spend", "purchase_spend"),
    ("procurement", "Spend by supplier", "Spend", "purchase_spend"),
    ("inventory", "Stock value as of now", "Stock value", "stock_value"),
    ("inventory", "Products by stock value", "Stock value", "stock_value"),
    ("inventory", "On hand by location", "On hand", "stock_quantity"),
]
# What the month's postings make in one company only.
ONE_CURRENCY = {"sales_order_backlog"}


@pytest.mark.parametrize("tile", PROVEN, ids=lambda tile: f"{tile[1]}: {tile[3]}")
def test_a_tiles_total_is_the_proven_figure(
    superset: Superset, warehouse: Warehouse, tile: tuple[str, str, str, str]
) -> None:
    slug, title, measure, metric = tile
    chart: Chart = next(one for one in charts(superset, slug) if one.title == title)
    has_currency = "currency" in chart.query_context["queries"][0]["columns"]
    totals: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in Viewer(superset._http).rows(chart):
        totals[row["currency"] if has_currency else None] += Decimal(str(row[measure] or 0))
    with psycopg.connect(warehouse.url) as db:
        proven = db.execute(
            "select currency, sum(figure) from metrics.provable_figures where metric = %s group by 1", [metric]
        ).fetchall()
    # Each currency for itself: a sum across them would be one row, and no figure of Odoo's.
    assert len(proven) > 1 or not has_currency or metric in ONE_CURRENCY
    cent = Decimal("0.01")
    assert {currency: total.quantize(cent) for currency, total in totals.items()} == {
        currency: figure.quantize(cent) for currency, figure in proven
    }


def test_a_stream_that_fails_is_seen(superset: Superset) -> None:
    admin = Viewer(superset._http)
    by_title = {chart.title: chart for chart in charts(superset, "sync-health")}
    assert admin.rows(by_title["Failing streams"]) == [{"Failing streams": 1}]
    worst = admin.rows(by_title["Streams by failed runs"])[0]
    assert (worst["stream"], worst["Failed runs"], worst["Runs"]) == ("account.payment", 1, 2)
    assert worst["Share of failed runs"] == pytest.approx(0.5)


def test_a_wrong_password_is_told(settings: SupersetSettings) -> None:
    with Superset(settings.url) as session, pytest.raises(SupersetRefused, match="does not let the user"):
        session.log_in(settings.username, SecretStr("not this one"))


def test_nothing_there_is_told() -> None:
    with Superset("http://127.0.0.1:9") as session, pytest.raises(SupersetUnreachable, match="could not be reached"):
        session.log_in("admin", SecretStr("admin"))


def test_a_warehouse_that_does_not_answer_is_told_before_anything_is_imported(superset: Superset) -> None:
    with pytest.raises(SupersetRefused) as caught:
        import_dashboards(
            superset, read(), warehouse=SecretStr("postgresql://a:b@127.0.0.1:9/x"), edition=Edition("Lost")
        )
    assert "SUPERSET_WAREHOUSE_URL" in caught.value.fix
    assert not [row for row in superset.rows("database/") if "Lost" in row["database_name"]]


def test_a_missing_relation_is_named_before_a_dashboard_is_imported(
    superset: Superset, cluster: Cluster, warehouse: Warehouse
) -> None:
    url = cluster.create_database("not_built")
    migrate(Settings({"SUPABASE_DB_URL": url}).warehouse)
    reader = warehouse.reader.rpartition("/")[0] + "/not_built"
    with pytest.raises(WarehouseNotReady, match=r"metrics\.monthly_revenue") as caught:
        import_dashboards(superset, read(), warehouse=SecretStr(reader), edition=Edition("Early"))
    assert "dbt build" in caught.value.fix
    assert json.dumps([row["slug"] for row in superset.rows("dashboard/")]).count("early") == 0
    assert READER in reader


def test_a_filter_on_a_column_that_a_tile_lacks_leaves_it_as_it_is(superset: Superset) -> None:
    """A dashboard sends its filters to every tile."""
    admin = Viewer(superset._http)
    by_title = {chart.title: chart for chart in charts(superset, "inventory")}
    currency = [{"col": "currency", "op": "IN", "val": ["EUR"]}]
    lacks, has = by_title["On hand by location"], by_title["Stock value as of now"]
    assert admin.rows(lacks, filters=currency) == admin.rows(lacks)
    assert {row["currency"] for row in admin.rows(has)} == {"EUR", "USD"}
    assert {row["currency"] for row in admin.rows(has, filters=currency)} == {"EUR"}
