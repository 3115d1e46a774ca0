"""odoo_mirror: Odoo's tables by their own names, replicated or read; companies, persons, the views that stand on it (14, 15)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.warehouse.mirror import EXPENSE, MOVE, PARTNER, SHEET, expense, follow, invoice, make, mirror, partner, put
from tests.warehouse.retail import Db, column, ingest, one, rows
from tests.warehouse.test_field_drift import described
from tests.warehouse.test_relations import acting_as, declare, keep

READER = "superset_readonly"
MOVE_FIELDS = {
    "id": described("integer"),
    "name": described("char"),
    "move_type": described("selection"),
    "partner_id": described("many2one", relation="res.partner"),
    "company_id": described("many2one", relation="res.company"),
    "invoice_date": described("date"),
    "amount_total": described("monetary"),
    "invoice_partner_display_name": described("char"),
}
SAID = "select form, notice from cdc.shown_tables where table_name = %s"


def shape(db: Db, relation: str) -> dict[str, str]:
    return dict(
        db.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = to_regclass(%s) and attnum > 0",
            [f"odoo_mirror.{relation}"],
        ).fetchall()
    )


@pytest.fixture
def db(db: Db) -> Db:
    db.execute("insert into scout.company_access (role_name, company_id) values (%s, 1)", [READER])
    return db


@pytest.fixture
def read(db: Db) -> Db:
    """Invoices that were read through the API."""
    declare(db, "account.move")
    ingest(db, "account.move", invoice(1), invoice(2, company_id=2, name="zzz"))
    assert keep(db, "account.move", MOVE_FIELDS) == []
    return db


def test_what_is_read_is_shown_in_odoos_types_and_the_mirror_takes_its_place_once_it_is_live(read: Db) -> None:
    assert shape(read, "account_move") == MOVE
    read.execute("create view public.turnover as select sum(amount_total) as total from odoo_mirror.account_move")
    make(read, "account_move", MOVE | {"access_ok": "boolean"})
    put(read, "account_move", invoice(1, amount_total=5))
    follow(read, "account_move", "copying")
    one(read, "select cdc.show_mirror('account_move')")
    assert one(read, "select total from public.turnover") == Decimal(224), "half a copy is not shown"
    follow(read, "account_move", "live")
    assert rows(read, "select total from public.turnover") == [{"total": Decimal(5)}]
    assert shape(read, "account_move") == MOVE | {"access_ok": "boolean"}
    follow(read, "account_move", "resync")
    one(read, "select cdc.show_mirror('account_move')")
    assert one(read, "select total from public.turnover") == Decimal(5), "readers stay while it is put right"
    one(read, "select cdc.leave_slot('odoo_pub_scout', '[]')")
    assert one(read, "select total from public.turnover") == Decimal(224), "nobody mirrors it any more"


def test_a_retyped_column_comes_through_to_views_and_a_lost_one_stays_where_it_is_read(db: Db) -> None:
    mirror(
        db,
        "product_tag",
        {"id": "integer", "name": "character varying", "color": "integer"},
        {"id": 1, "name": "New", "color": 3},
    )
    db.execute("create view public.tags as select id, name, color from odoo_mirror.product_tag")
    db.execute("grant select on public.tags to superset_readonly")
    # As the engine retypes: beside the old one, which goes once the view has let go of it.
    db.execute("alter table cdc.mirror_product_tag rename name to name__was")
    db.execute("alter table cdc.mirror_product_tag add name jsonb")
    db.execute("update cdc.mirror_product_tag set name = jsonb_build_object('en_US', name__was)")
    assert one(db, "select cdc.show_mirror('product_tag') ->> 'notice'") is None
    db.execute("alter table cdc.mirror_product_tag drop name__was")
    assert one(db, "select name ->> 'en_US' from public.tags") == "New"
    assert one(db, "select has_table_privilege('superset_readonly', 'public.tags', 'select')")
    db.execute("alter table cdc.mirror_product_tag rename color to color__was")
    assert one(db, "select cdc.show_mirror('product_tag') ->> 'notice'") is None
    assert rows(db, "select id, color from public.tags") == [{"id": 1, "color": None}]


def test_who_reads_for_long_holds_nothing_up(db: Db, database_url: str) -> None:
    mirror(db, "product_tag", {"id": "integer", "name": "text"}, {"id": 1, "name": "New"})
    db.execute("alter table cdc.mirror_product_tag add color integer")
    with psycopg.connect(database_url) as reader:
        reader.execute("select * from odoo_mirror.product_tag")
        assert "while somebody reads it" in one(db, "select cdc.show_mirror('product_tag') ->> 'notice'")
    assert one(db, SAID, "product_tag") == "replicated"
    assert one(db, "select cdc.use_views() -> 0 ->> 'notice'") is None
    assert shape(db, "product_tag")["color"] == "integer"


def test_a_role_sees_its_companies_in_the_replicated_form_too(db: Db) -> None:
    """By its own company, by the document's, by the list that only the API tells; what nobody can tell is service_role's."""
    word = {"id": described("integer"), "name": described("char")}
    company = {"company_id": described("many2one", relation="res.company")}
    declare(db, "account.move")
    declare(db, "account.move.line", company_parent="move_id")
    declare(db, "account.account", shared=True)
    declare(db, "res.country", shared=True)
    keep(db, "account.move", word | company)
    keep(db, "account.move.line", word | company | {"move_id": described("many2one", relation="account.move")})
    lists = {"company_ids": described("many2many", relation="res.company")}
    ingest(
        db, "account.account", *({"id": number, "name": "x", "company_ids": [number]} for number in (1, 2)),
        {"id": 9, "name": "x", "company_ids": []},
    )  # fmt: skip
    keep(db, "account.account", word | lists)
    keep(db, "res.country", word)
    named = {"id": "integer", "name": "character varying"}
    own = named | {"company_id": "integer"}
    both = [{"id": number, "name": "x", "company_id": number} for number in (1, 2)]
    mirror(db, "account_move", own, *both)
    mirror(
        db, "account_move_line", own | {"move_id": "integer"},
        *({"id": number, "name": "x", "company_id": None, "move_id": number} for number in (1, 2)),
        {"id": 3, "name": "x", "company_id": 2, "move_id": 1}, {"id": 4, "name": "x", "company_id": None, "move_id": None},
    )  # fmt: skip
    mirror(db, "account_account", named, *({"id": number, "name": "x"} for number in (1, 2, 3, 9)))
    mirror(db, "res_country", named, {"id": 5, "name": "x"})
    mirror(db, "x_unknown", own, *both, {"id": 3, "name": "x", "company_id": None})
    mirror(db, "x_nobodys", named, {"id": 1, "name": "x"})
    expected = {
        "account_move": [1], "account_move_line": [1], "account_account": [1, 9], "res_country": [5],
        "x_unknown": [1], "x_nobodys": [],
    }  # fmt: skip
    with acting_as(db, READER):
        seen = {name: column(db, f"select id from odoo_mirror.{name} order by 1".encode()) for name in expected}  # type: ignore[arg-type]
    assert seen == expected
    with acting_as(db, "service_role"):
        assert one(db, "select count(*) from odoo_mirror.account_move_line") == 4


def test_values_that_odoo_keeps_for_each_company_are_shown_of_ones_own(db: Db) -> None:
    declare(db, "res.partner", shared=True)
    keep(
        db,
        "res.partner",
        {
            "id": described("integer"),
            "trust": described("selection", company_dependent=True),
            "data": described("json"),
        },
    )
    kinds = {"id": "integer", "trust": "jsonb", "data": "jsonb"}
    value = json.dumps({"1": "good", "2": "zzz"})
    mirror(db, "res_partner", kinds, {"id": 1, "trust": value, "data": value})
    mirror(
        db,
        "x_unknown",
        kinds | {"company_id": "integer"},
        {"id": 1, "trust": value, "data": '{"en_US": "word"}', "company_id": 1},
    )
    with acting_as(db, READER):
        assert rows(db, "select trust, data from odoo_mirror.res_partner") == [
            {"trust": {"1": "good"}, "data": json.loads(value)}
        ]
        assert rows(db, "select trust, data from odoo_mirror.x_unknown") == [
            {"trust": {"1": "good"}, "data": {"en_US": "word"}}
        ]


def test_persons_are_hidden_from_whom_odoo_raw_hides_them(db: Db) -> None:
    mirror(db, "res_partner", PARTNER, partner(7, name="Ann", company_id=1))
    mirror(db, "account_move", MOVE, invoice(1))
    marks = [
        {
            "model": "account.move",
            "fields": ["invoice_partner_display_name"],
            "person_field": "partner_id",
            "keeps_record": False,
        }
    ]
    declare(db, "account.move")
    with acting_as(db, READER):
        assert column(db, "select partner_name from odoo_mirror.v_invoice_summary") == ["Ann"]
    one(db, "select scout.declare_personal(%s)", json.dumps(marks))
    db.execute("delete from scout.personal_access")
    with acting_as(db, READER):
        assert rows(db, "select name, email, is_company from odoo_mirror.res_partner") == [
            {"name": None, "email": None, "is_company": None}
        ]
        assert column(db, "select partner_name from odoo_mirror.v_invoice_summary") == [None]
    with acting_as(db, "service_role"):
        assert column(db, "select partner_name from odoo_mirror.v_invoice_summary") == ["Ann"]


def test_the_summary_holds_customer_invoices_and_refunds_of_ones_companies(db: Db) -> None:
    assert rows(db, "select * from odoo_mirror.v_invoice_summary") == [], "before anything is mirrored or read"
    mirror(
        db, "account_move", MOVE, invoice(1), invoice(2, move_type="out_refund", partner_id=8), invoice(3, move_type="in_invoice"),
        invoice(4, move_type="entry"), invoice(5, company_id=2),
    )  # fmt: skip
    mirror(db, "res_partner", PARTNER, partner(7, company_id=1), partner(8, company_id=2))
    with acting_as(db, READER):
        found = rows(db, "select * from odoo_mirror.v_invoice_summary order by id")
    assert [(row["id"], row["partner_name"]) for row in found] == [(1, "Partner 7"), (2, "Ann")]
    assert list(found[0]) == ["id", "invoice_number", "invoice_date", "amount_total", "partner_name"]
    assert found[0]["invoice_number"] == "INV/1"


@pytest.mark.parametrize("version", [16, 17, 18, 19])
def test_what_waits_is_submitted_and_not_decided_in_every_version(db: Db, version: int) -> None:
    kinds = dict(EXPENSE)
    states: list[dict[str, Any]] = [
        {"id": 1},
        {"id": 2, "state": "draft"},
        {"id": 3, "state": "approved"},
        {"id": 4, "company_id": 2},
    ]
    if version == 16:
        kinds |= {"total_amount_company": "numeric"}
        states = [one | {"total_amount_company": 20, "total_amount": 1} for one in states]
    if version < 19:
        kinds |= {"sheet_id": "integer"}
        word = "reported" if version == 16 else "submitted"
        states = [one | {"sheet_id": one["id"], "state": one.get("state", word)} for one in states]
        states.append({"id": 5, "state": "reported", "sheet_id": 5})  # its report is a draft
        sheets = {1: "submit", 2: "draft", 3: "approve", 4: "submit", 5: "draft"}
        mirror(
            db, "hr_expense_sheet", SHEET,
            *({"id": number, "name": f"Report {number}", "state": state, "company_id": 2 if number == 4 else 1}
              for number, state in sheets.items()),
        )  # fmt: skip
    mirror(
        db,
        "hr_expense",
        kinds,
        *(expense(one["id"], **one) for one in ({"state": "submitted"} | state for state in states)),
    )
    with acting_as(db, READER):
        found = rows(db, "select id, total_amount, sheet_id, sheet_name, state from odoo_mirror.get_pending_expenses()")
    sheet = (
        {"sheet_id": 1, "sheet_name": "Report 1", "state": "submit"}
        if version < 19
        else {"sheet_id": None, "sheet_name": None, "state": "submitted"}
    )
    assert found == [{"id": 1, "total_amount": Decimal(20), **sheet}]


def test_no_role_but_those_named_may_do_anything_in_the_schema(db: Db) -> None:
    mirror(db, "account_move", MOVE, invoice(1))
    for role in ("anon", "authenticated"):
        with acting_as(db, role), pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select * from odoo_mirror.get_pending_expenses()")
    with acting_as(db, "n8n_reader"):
        assert rows(db, "select * from odoo_mirror.get_pending_expenses()") == []
        for name in ("account_move", "v_invoice_summary"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(f"select from odoo_mirror.{name}".encode())
    assert (
        column(
            db,
            """select oid::regclass::text from pg_class
            where relnamespace = 'odoo_mirror'::regnamespace and (relkind <> 'v' or not 'security_barrier=true' = any (reloptions))""",
        )
        == []
    )
