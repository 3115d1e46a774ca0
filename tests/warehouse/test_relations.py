"""odoo_raw: each model's table by Odoo's own names, made from the recorded fields, for each role's companies (14 to 17)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.warehouse.retail import Db, Payload, column, ingest, one, rows
from tests.warehouse.test_field_drift import described

MODEL = "sale.order"
FIELDS = {
    "id": described("integer", label="ID"),
    "name": described("char", label="Order"),
    "partner_id": described("many2one", relation="res.partner", label="Customer", help="Who buys."),
    "company_id": described("many2one", relation="res.company"),
    "date_order": described("datetime"),
    "validity_date": described("date"),
    "amount_total": described("monetary", label="Total"),
    "is_gift": described("boolean"),
    "tag_ids": described("many2many", relation="crm.tag"),
    "state": described("selection", label="Status", selection=[["draft", "Quotation"], ["sale", "Sales Order"]]),
    "analytic": described("json"),
    "rate": described("float", company_dependent=True),
}

MIRRORED = ["sale_order", "sale_order_line", "account_account", "res_country", "x_note", "res_company"]
SUMMARIES = ["v_invoice_summary", "v_pending_expenses"]


def declare(db: Db, model: str, **reach: Any) -> None:
    definition = {"model": model, "company_field": "company_id", "company_parent": None, "shared": False, "table": None}
    one(db, "select scout.declare_model(%s)", json.dumps(definition | reach))


def keep(db: Db, model: str, fields: Payload) -> list[str]:
    """A run that meets these fields: what it says of the relation."""
    run_id = str(uuid.uuid4())
    lease = (
        model,
        run_id,
        one(db, "select scout.begin_sync(%s, %s, %s, 600, 'test') -> 'fence'", model, model, run_id),
    )
    one(db, "select scout.record_fields(%s, %s, %s, %s, %s)", *lease, json.dumps(fields), json.dumps(fields))
    while not (answer := one(db, "select scout.keep_relation(%s, %s, %s, 600)", *lease))["done"]:
        pass
    one(db, "select scout.finish_sync(%s, %s, %s, 'completed', false)", *lease)
    told: list[str] = answer["notices"]
    return told


def sale(odoo_id: int, **values: Any) -> Payload:
    return {
        "id": odoo_id, "name": f"S{odoo_id}", "partner_id": 7, "company_id": 1, "date_order": "2026-11-21T10:00:00Z",
        "validity_date": "2026-12-01", "amount_total": 8.1, "is_gift": False, "tag_ids": [3, 4], "state": "sale",
        "analytic": {"5": 100.0}, "rate": {"1": 1.5, "2": 2.5}, **values,
    }  # fmt: skip


@contextmanager
def acting_as(db: Db, role: str) -> Iterator[None]:
    db.execute(f"set role {role}".encode())
    try:
        yield
    finally:
        db.execute("reset role")


def shape(db: Db, model: str = MODEL) -> dict[str, str]:
    return dict(
        db.execute(
            """select attname, format_type(atttypid, atttypmod) from pg_attribute
                where attrelid = to_regclass('odoo_raw.' || replace(%s, '.', '_')) and attnum > 0""",
            [model],
        ).fetchall()
    )


@pytest.fixture
def sales(db: Db) -> Db:
    """A stream of one's own whose fields are known, with a record."""
    declare(db, MODEL)
    ingest(db, MODEL, sale(1))
    assert keep(db, MODEL, FIELDS) == []
    return db


def test_a_relation_has_odoos_names_typed_and_explained(sales: Db) -> None:
    """Also of what was in bronze before anybody knew the fields."""
    ingest(sales, MODEL, sale(2, name=None, is_gift=True, tag_ids=[]))
    found = {row["id"]: row for row in rows(sales, "select * from odoo_raw.sale_order")}
    assert found[1] | {"_synced_at": None} == {
        "id": 1, "name": "S1", "partner_id": 7, "company_id": 1, "date_order": datetime(2026, 11, 21, 10, tzinfo=UTC),
        "validity_date": date(2026, 12, 1), "amount_total": Decimal("8.1"), "is_gift": False, "tag_ids": [3, 4],
        "state": "sale", "analytic": {"5": 100.0}, "rate": {"1": 1.5, "2": 2.5}, "_synced_at": None,
    }  # fmt: skip
    assert (found[2]["name"], found[2]["is_gift"], found[2]["tag_ids"]) == (None, True, [])
    comments = dict(
        sales.execute(
            """select attname, col_description(attrelid, attnum) from pg_attribute
                where attrelid = 'odoo_raw.sale_order'::regclass and attnum > 0"""
        ).fetchall()
    )
    assert comments["state"] == "Status. (draft: Quotation; sale: Sales Order)"
    assert comments["partner_id"] == "Customer. Who buys."


def test_only_live_records_are_shown_and_the_others_by_name(sales: Db) -> None:
    ingest(sales, MODEL, sale(2))
    sales.execute("update scout.bronze_sale_order set deleted_at = now() where odoo_id = 1")
    assert column(sales, "select id from odoo_raw.sale_order") == [2]
    assert rows(sales, "select model, id from odoo_raw.deleted") == [{"model": MODEL, "id": 1}]
    ingest(sales, MODEL, sale(1))
    assert column(sales, "select id from odoo_raw.sale_order order by 1") == [1, 2]
    assert column(sales, "select id from odoo_raw.deleted") == []


def test_a_relation_follows_odoos_fields_and_so_do_the_views_on_it(sales: Db) -> None:
    """Added, removed, and of another type; renamed is removed and added."""
    sales.execute("create schema reports")
    sales.execute(
        "create view reports.totals as select partner_id, sum(amount_total) as total from odoo_raw.sale_order group by 1"
    )
    sales.execute("create materialized view reports.kept as select * from reports.totals")
    sales.execute("create unique index kept_key on reports.kept (partner_id)")
    sales.execute("grant select on reports.totals to superset_readonly")
    sales.execute("comment on view reports.totals is 'Ours.'")
    fields = FIELDS | {"x_new": described("char")}
    assert keep(sales, MODEL, fields) == []
    assert shape(sales)["x_new"] == "text"
    del fields["is_gift"]
    assert keep(sales, MODEL, fields | {"state": described("integer")}) == []
    assert "is_gift" not in shape(sales)
    assert shape(sales)["state"] == "bigint"
    assert one(sales, "select reasons from odoo_raw.quarantine") == [
        'state: invalid input syntax for type bigint: "sale"'
    ]
    assert rows(sales, "select * from reports.totals") == [{"partner_id": 7, "total": Decimal("8.1")}]
    assert one(sales, "select obj_description('reports.totals'::regclass)") == "Ours."
    assert one(sales, "select has_table_privilege('superset_readonly', 'reports.totals', 'select')")
    assert one(sales, "select to_regclass('reports.kept_key') is not null")


def test_a_view_that_reads_a_field_that_is_gone_keeps_its_column_and_the_run_says_so(sales: Db) -> None:
    sales.execute("create view public.gifts as select id from odoo_raw.sale_order where is_gift")
    fields = {name: field for name, field in FIELDS.items() if name != "is_gift"}
    [told] = keep(sales, MODEL, fields | {"x_new": described("char")})
    assert "odoo_raw.sale_order" in told
    assert "is_gift" in told
    assert {"is_gift", "x_new"} <= shape(sales).keys()
    ingest(sales, MODEL, sale(1, is_gift=True))
    assert column(sales, "select id from public.gifts") == [1]
    sales.execute("drop view public.gifts")
    assert keep(sales, MODEL, fields) == []
    assert "is_gift" not in shape(sales)


def test_a_page_commits_while_the_table_is_behind_the_fields(sales: Db, database_url: str) -> None:
    """A reader holds the relation up: the run says so and goes on, and the next one brings it up to date."""
    with psycopg.connect(database_url) as reader:
        reader.execute("select * from odoo_raw.sale_order")
        fields = FIELDS | {"state": described("integer")}
        [told] = keep(sales, MODEL, fields)
        assert "next run" in told
        assert ingest(sales, MODEL, sale(2))["inserted"] == 1
    assert one(sales, "select state from odoo_raw.sale_order where id = 2") == "sale"
    assert keep(sales, MODEL, fields) == []
    assert shape(sales)["state"] == "bigint"


def test_a_value_that_does_not_fit_loses_neither_its_row_nor_its_page(sales: Db) -> None:
    ingest(sales, MODEL, sale(2, amount_total="much", tag_ids=[[1]], validity_date="today"), sale(3))
    found = rows(
        sales, "select id, amount_total, tag_ids, validity_date, name from odoo_raw.sale_order where id in (2, 3)"
    )
    assert [row["name"] for row in found] == ["S2", "S3"]
    assert [found[0][name] for name in ("amount_total", "tag_ids", "validity_date")] == [None, None, None]
    [reasons] = column(sales, "select reasons from odoo_raw.quarantine")
    assert [reason.partition(":")[0] for reason in reasons] == ["amount_total", "tag_ids", "validity_date"]
    ingest(sales, MODEL, sale(2))
    assert column(sales, "select reasons from odoo_raw.quarantine") == []


def relations(db: Db) -> list[str]:
    return column(
        db,
        """select oid::regclass::text from pg_class
            where relnamespace in ('odoo_raw'::regnamespace, 'odoo_mirror'::regnamespace)
              and has_table_privilege('superset_readonly', oid, 'select') order by 1""",
    )


def test_a_role_sees_its_companies_in_every_relation_and_nothing_of_others(sales: Db) -> None:
    """By company_id, by company_ids, by id for companies and their branches, lines by their document; shared by name."""
    company = described("many2one", relation="res.company")
    word = {"id": described("integer"), "name": described("char"), "company_id": company}
    lists = word | {"company_ids": described("many2many", relation="res.company")}
    link = described("many2one", relation=MODEL)
    declare(sales, "sale.order.line", company_parent="order_id")
    declare(sales, "account.account", shared=True)
    declare(sales, "res.country", shared=True)
    declare(sales, "x.note")
    declare(sales, "res.company", company_field="id")
    for company_id, secret in ((1, "one"), (2, "zzz"), (3, "one")):
        own = {"company_id": company_id, "name": secret}
        path = {1: "1/", 2: "2/", 3: "1/3/"}[company_id]
        ingest(sales, "res.company", {"id": company_id, "name": secret, "parent_path": path})
        ingest(
            sales,
            MODEL,
            sale(10 + company_id, **own, rate={"1": "one", "2": "zzz"}),
            sale(20 + company_id, amount_total=secret, **own),
        )
        ingest(
            sales,
            "sale.order.line",
            {"id": company_id, "order_id": 10 + company_id, "company_id": None, "name": secret},
        )
        ingest(
            sales,
            "account.account",
            {"id": company_id, "name": secret, "company_id": None, "company_ids": [company_id]},
        )
        ingest(sales, "x.note", {"id": company_id, **own})
    ingest(sales, "account.account", {"id": 9, "name": "shared", "company_ids": []})
    ingest(sales, "res.country", {"id": 1, "name": "everyone's"})
    ingest(sales, "x.note", {"id": 9, "name": "zzz", "company_id": None})
    sales.execute("update scout.bronze_x_note set deleted_at = now() where odoo_id in (1, 2)")
    keep(sales, "res.company", {name: word[name] for name in ("id", "name")} | {"parent_path": described()})
    keep(sales, "sale.order.line", word | {"order_id": link})
    keep(sales, "account.account", lists)
    keep(sales, "res.country", {name: word[name] for name in ("id", "name")})
    keep(sales, "x.note", word)
    sales.execute("insert into scout.company_access (role_name, company_id) values ('superset_readonly', 1)")
    sales.execute("select cdc.use_views(%s)", [json.dumps(MIRRORED)])
    found = relations(sales)
    assert {f"odoo_mirror.{name}" for name in (*MIRRORED, *SUMMARIES)} <= set(found)
    with acting_as(sales, "superset_readonly"):
        for name in found:
            text = column(sales, f"select t::text from {name} t order by 1".encode())  # type: ignore[arg-type]
            assert not [row for row in text if "zzz" in row], name
        assert column(sales, "select id from odoo_raw.res_company order by 1") == [1, 3]
        assert column(sales, "select id from odoo_raw.sale_order order by 1") == [1, 11, 13, 21, 23]
        assert column(sales, "select rate from odoo_raw.sale_order where id = 11") == [{"1": "one"}]
        assert column(sales, "select id from odoo_raw.sale_order_line order by 1") == [1, 3]
        assert column(sales, "select id from odoo_mirror.sale_order_line order by 1") == [1, 3]
        assert column(sales, "select id from odoo_raw.account_account order by 1") == [1, 3, 9]
        assert column(sales, "select id from odoo_raw.res_country") == [1]
        assert column(sales, "select id from odoo_raw.x_note order by 1") == [3]
        assert column(sales, "select id from odoo_raw.deleted where model = 'x.note'") == [1]
        assert column(sales, "select id from odoo_raw.quarantine where model = 'sale.order' order by 1") == [21, 23]
    with acting_as(sales, "service_role"):
        assert one(sales, "select count(*) from odoo_raw.sale_order_line") == 3
        assert one(sales, "select rate ->> '2' from odoo_raw.sale_order where id = 11") == "zzz"
    sales.execute("delete from scout.company_access")
    with acting_as(sales, "superset_readonly"):
        shared = {name: one(sales, f"select count(*) from {name}".encode()) for name in found}  # type: ignore[arg-type]
    assert {name for name, count in shared.items() if count} == {
        f"{schema}.{name}" for schema in ("odoo_raw", "odoo_mirror") for name in ("account_account", "res_country")
    }


def test_a_role_that_may_not_see_persons_sees_their_records_without_them(sales: Db) -> None:
    sales.execute("insert into scout.company_access (role_name, company_id) values ('superset_readonly', 1)")
    with acting_as(sales, "superset_readonly"):
        assert column(sales, "select name from odoo_raw.sale_order") == ["S1"]
    marks = [{"model": MODEL, "fields": ["name"], "person_field": "partner_id", "keeps_record": True}]
    one(sales, "select scout.declare_personal(%s)", json.dumps(marks))
    sales.execute("delete from scout.personal_access")
    with acting_as(sales, "superset_readonly"):
        assert rows(sales, "select id, name, state from odoo_raw.sale_order") == [
            {"id": 1, "name": None, "state": "sale"}
        ]
    with acting_as(sales, "service_role"):
        assert column(sales, "select name from odoo_raw.sale_order") == ["S1"]
