"""A role sees the companies granted to it, and nothing of others, in every view it may read (invariant 14)."""

from __future__ import annotations

import json

import psycopg
import pytest

from tests.warehouse.retail import Db, column, ingest, line, one, order, payment

SECRET = "zzz"
"""Stands in every text of company 2."""
WITHOUT_RECORDS = {"companies_in_reach", "v_sync_runs", "v_sync_status"}
"""What a role may see, and how the sync fares: no record of any company."""


def views_for(db: Db, role: str) -> list[str]:
    found = column(
        db,
        """select relname::text from pg_class
            where relnamespace = 'scout'::regnamespace and relkind in ('r', 'p', 'v', 'm')
              and has_table_privilege(%s, oid, 'select') order by 1""",
        role,
    )
    return [name for name in found if name not in WITHOUT_RECORDS]


@pytest.fixture(autouse=True)
def companies(db: Db) -> None:
    """Company 1 and company 2 with one of everything, and a partner, a category and a brand that are everyone's."""
    ingest(db, "res.currency", {"id": 1, "name": "PHP"})
    ingest(db, "product.category", {"id": 1, "name": "All", "parent_id": None})
    ingest(db, "product.brand", {"id": 1, "name": "Lucky"})
    ingest(db, "res.partner", {"id": 9, "name": "Shared", "company_id": None})
    for company, word in ((1, "one"), (2, SECRET)):
        own = {"company_id": company, "name": word}
        ingest(db, "res.company", {"id": company, "name": word, "currency_id": 1})
        ingest(db, "pos.config", {"id": company, **own})
        ingest(db, "pos.payment.method", {"id": company, **own})
        ingest(db, "res.partner", {"id": company, "email": f"{word}@example.com", **own})
        ingest(db, "product.category", {"id": 10 + company, "parent_id": 1, **own})
        ingest(db, "product.brand", {"id": 10 + company, **own})
        costs = {"1": 8.0, "2": 9.0}
        brand = {"categ_id": 10 + company, "product_brand_id": 10 + company}
        ingest(db, "product.template", {"id": company, **brand, **own})
        product = {"id": company, "product_tmpl_id": company, "default_code": word, "standard_price": costs}
        ingest(db, "product.product", product)
        shop = {"company_id": company, "config_id": company, "partner_id": company, "pos_reference": word}
        ingest(db, "pos.order", order(company, **shop))
        # A line and a payment that do not say their company themselves.
        nameless = line(company, company, product_id=company, company_id=None, full_product_name=word)
        ingest(db, "pos.order.line", nameless)
        ingest(db, "pos.payment", payment(company, company, payment_method_id=company, company_id=None))
    db.execute("select scout.refresh_gold()")
    db.execute(
        "insert into scout.company_access (role_name, company_id) values ('superset_readonly', 1), ('another_role', 2)"
    )


def test_a_role_with_one_company_sees_it_and_nothing_of_others_in_any_view(db: Db) -> None:
    views = views_for(db, "superset_readonly")
    assert views == [
        "categories", "customers", "product_costs", "products", "stores", "transaction_items", "transactions",
        "v_product_mix", "v_tx_trends",
    ]  # fmt: skip
    db.execute("set role superset_readonly")
    for view in views:
        seen = [row[0] for row in db.execute(f"select to_jsonb(v) from scout.{view} v")]
        assert seen, f"scout.{view} shows nothing"
        assert {row["company_id"] for row in seen} <= {1, None}, view
        assert SECRET not in json.dumps(seen), view
        assert "one" in json.dumps(seen), view


def test_a_record_that_points_into_another_company_does_not_show_its_name(db: Db) -> None:
    """A contact of everyone or of company 1 may have a parent in company 2, an order a customer there."""
    ingest(db, "res.partner", {"id": 20, "name": None, "parent_id": 2, "company_id": None})
    ingest(db, "res.partner", {"id": 21, "name": "contact of one", "parent_id": 2, "company_id": 1})
    ingest(db, "pos.order", order(20, company_id=1, config_id=1, partner_id=2))
    ingest(db, "pos.order", order(21, company_id=1, config_id=1, partner_id=20))
    db.execute("set role superset_readonly")
    for view in ("customers", "transactions"):
        seen = [row[0] for row in db.execute(f"select to_jsonb(v) from scout.{view} v")]
        assert len(seen) >= 3
        assert SECRET not in json.dumps(seen), view


def test_service_role_sees_all_companies(db: Db) -> None:
    db.execute("set role service_role")
    for view in views_for(db, "superset_readonly"):
        companies = {row[0] for row in db.execute(f"select company_id from scout.{view}")}
        assert companies >= {1, 2}, view


def test_a_role_without_a_grant_sees_only_what_is_everyones(db: Db) -> None:
    db.execute("delete from scout.company_access where role_name = 'superset_readonly'")
    db.execute("set role superset_readonly")
    for view in views_for(db, "superset_readonly"):
        assert {row[0] for row in db.execute(f"select company_id from scout.{view}")} <= {None}, view
    assert column(db, "select name from scout.customers") == ["Shared"]
    assert column(db, "select name from scout.categories") == ["All"]


def test_a_grant_and_its_withdrawal_count_at_once(db: Db) -> None:
    db.execute("insert into scout.company_access (role_name, company_id) values ('superset_readonly', 2)")
    with db.transaction():
        db.execute("set local role superset_readonly")
        assert column(db, "select source_id from scout.transactions order by 1") == [1, 2]
    db.execute("delete from scout.company_access where company_id = 1")
    db.execute("set role superset_readonly")
    assert column(db, "select source_id from scout.transactions order by 1") == [2]


def test_shares_are_of_what_the_reader_may_see(db: Db) -> None:
    db.execute("set role superset_readonly")
    assert column(db, "select product_share from scout.v_product_mix") == [1]


def test_a_condition_of_the_readers_own_is_not_asked_about_hidden_rows(db: Db) -> None:
    """Without the barrier a cheap function in the reader's query sees every row before the filter does."""
    db.execute(
        """create function public.peek(p_seen text) returns boolean language plpgsql cost 0.0000001 as $$
           begin if p_seen like '%zzz%' then raise exception 'peeked at %', p_seen; end if; return true; end $$"""
    )
    for view in views_for(db, "superset_readonly"):
        names = column(
            db,
            "select attname::text from pg_attribute where attrelid = %s::regclass and atttypid = 'text'::regtype",
            f"scout.{view}",
        )
        questions = [f"select from scout.{view} where public.peek({name}::text)" for name in names]
        narrator = [question for question in questions if peeks(db, question)]
        assert narrator, f"scout.{view} has no text of company 2 to hide"
        with db.transaction():
            db.execute("set local role superset_readonly")
            assert [question for question in narrator if peeks(db, question)] == []


def peeks(db: Db, question: str) -> bool:
    try:
        with db.transaction():
            db.execute(question.encode())
    except psycopg.errors.RaiseException:
        return True
    return False


@pytest.mark.parametrize("missing", ["product.template", "pos.order"])
def test_a_row_whose_company_is_not_known_yet_is_for_service_role_only(db: Db, missing: str) -> None:
    """A product's company may stand on its template, a line's on its order: until that has come, it could be anyone's."""
    ingest(db, "product.product", {"id": 5, "product_tmpl_id": 5, "default_code": SECRET})
    ingest(db, "pos.order.line", line(5, 5, company_id=None))
    view, key = {"product.template": ("products", "id"), "pos.order": ("transaction_items", "source_id")}[missing]
    assert one(db, f"select count(*) from scout.{view} where {key} = 5") == 1
    db.execute("set role superset_readonly")
    assert one(db, f"select count(*) from scout.{view} where {key} = 5") == 0


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_the_data_apis_public_roles_read_nothing(db: Db, role: str) -> None:
    assert views_for(db, role) == []


def test_the_company_filter_is_evaluated_once_a_query(db: Db) -> None:
    """One look at company_access and one at the role's rights, however many rows there are."""
    db.execute("set role superset_readonly")
    plan = column(db, "explain select * from scout.transactions")
    conditions = [step for step in plan if "company_id IS NULL" in step]
    assert len(conditions) > 1, "of orders and of customers"
    for condition in conditions:
        assert "hashed SubPlan" in condition
        assert "pg_has_role" not in condition


def test_how_the_sync_fares_tells_nothing_of_a_company(db: Db) -> None:
    """Neither a name nor a count of records, but those in quarantine: runs read all companies together."""
    told = {
        name: column(
            db, "select attname::text from pg_attribute where attrelid = %s::regclass and attnum > 0", f"scout.{name}"
        )
        for name in ("v_sync_status", "v_sync_runs")
    }
    kept = {
        "error_message",
        "notices",
        "records_synced",
        "records_processed",
        "inserted",
        "lease_holder",
        "last_record_id",
    }
    assert not kept & {name for names in told.values() for name in names}
    db.execute("set role superset_readonly")
    for name in told:
        assert SECRET not in json.dumps([row[0] for row in db.execute(f"select to_jsonb(v) from scout.{name} v")])
    assert column(db, "select company_id from scout.companies_in_reach") == [1]
