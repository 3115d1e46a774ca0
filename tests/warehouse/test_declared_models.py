"""Definitions make tables: those of the built-in models are what the migrations made, and one that changes loses nothing."""

from __future__ import annotations

import json
from typing import Any, LiteralString

import psycopg
import pytest

from shared.errors import WarehouseRefused
from shared.models.catalogue import built_in_streams
from shared.models.silver import CompanyTable, SilverColumn, SilverTable
from shared.models.stream import Stream
from shared.settings import Settings
from shared.warehouse import migrations
from tests.warehouse.retail import Db, Payload, blocked_elsewhere, column, ingest, one

NOTE, SIGNED = SilverColumn(name="note", type="text"), SilverColumn(name="signed_on", type="date", indexed=True)
AMOUNT = SilverColumn(name="total", type="numeric", field="amount_total", required=True)
LIMITS = CompanyTable(name="silver_sale_limits", description="Limits.", field="max_credit", key="sale_id", value="most")
SHAPE: LiteralString = """
    select jsonb_build_object(
        'table', obj_description(c.oid, 'pg_class'), 'acl', c.relacl::text, 'rls', c.relrowsecurity,
        'columns', (select jsonb_agg(jsonb_build_array(attname, atttypid::regtype, attnotnull, col_description(c.oid, attnum))
                                     order by attname) from pg_attribute where attrelid = c.oid and attnum > 0),
        'indexes', (select jsonb_agg(pg_get_indexdef(indexrelid) order by pg_get_indexdef(indexrelid)) from pg_index
                     where indrelid = c.oid and indexprs is null),  -- those of views stand beside them
        'policies', (select jsonb_agg(policyname || roles::text || qual || with_check) from pg_policies
                      where schemaname = 'scout' and tablename = c.relname),
        'keys', (select jsonb_agg(pg_get_constraintdef(oid) order by pg_get_constraintdef(oid)) from pg_constraint
                  where conrelid = c.oid and contype in ('p', 'f')),
        'triggers', (select jsonb_agg(pg_get_triggerdef(oid) order by tgname) from pg_trigger
                      where tgrelid = c.oid and not tgisinternal))::text
      from pg_class c where c.oid = to_regclass('scout.' || %s)"""

RETAIL = [stream for stream in built_in_streams() if stream.group == "retail"]


def sale(*columns: SilverColumn, name: str = "silver_sales", description: str = "Sales.", **others: Any) -> Stream:
    by_company = others.pop("by_company", ())
    table = SilverTable(name=name, description=description, columns=columns, by_company=by_company) if columns else None
    return Stream(model="sale.order", table=table, **others)


def declare(db: Db, stream: Stream) -> Payload:
    """What it did; afterwards nothing is left to do."""
    answer: Payload = one(db, "select scout.declare_model(%s)", json.dumps(stream.declaration))
    assert undeclared(db, stream) == []
    return answer


def undeclared(db: Db, *streams: Stream) -> list[Payload]:
    answer: list[Payload] = one(db, "select scout.undeclared_models(%s)", json.dumps([s.declaration for s in streams]))
    return answer


def sales(db: Db) -> list[Payload]:
    return column(db, "select to_jsonb(s) - 'refined_at' from scout.silver_sales s order by id")


def test_the_built_in_definitions_are_what_the_migrations_declared(db: Db) -> None:
    """Those of the first group; the others' tables are made by `scout migrate`, which knows the definitions."""
    assert undeclared(db, *RETAIL) == []
    for stream in RETAIL:
        assert one(db, "select scout.declared_model(%s)", stream.model) == stream.declaration
    assert set(column(db, "select model from scout.bronze_tables")) == {stream.model for stream in RETAIL}


def test_a_declared_table_has_the_shape_of_the_migrations_tables(db: Db) -> None:
    """Types, keys, indexes, comments, rights, policies and triggers: a twin under other names differs in names alone."""
    for stream in RETAIL:
        text = json.dumps(stream.declaration).replace("silver_", "silver_twin_")
        twin = json.dumps(json.loads(text) | {"model": f"twin.{stream.model}"})
        db.execute("select scout.declare_model(%s)", [twin])
        typed = "typed_" + stream.bronze_table.removeprefix("bronze_")
        for table in (stream.bronze_table, typed, *(stream.table.names if stream.table else ())):
            kind, _, rest = table.partition("_")
            made = one(db, SHAPE, f"{kind}_twin_{rest}")
            assert made.replace("twin.", "").replace("twin_", "") == one(db, SHAPE, table), table


def test_a_typed_table_follows_its_definition(db: Db) -> None:
    """Records that came before it are in it at once; what one lacks that becomes required is parked, and comes back."""
    assert declare(db, sale())["creates"] == ["bronze_sale_order"]
    ingest(
        db, "sale.order", {"id": 1, "amount_total": 5, "note": "a", "max_credit": {"1": 9.5}}, {"id": 2, "note": "b"}
    )
    assert declare(db, sale(NOTE))["creates"] == ["silver_sales"]
    assert sales(db) == [{"id": 1, "note": "a"}, {"id": 2, "note": "b"}]
    added = declare(db, sale(AMOUNT, NOTE, SIGNED, by_company=(LIMITS,), description="Orders."))
    assert added["creates"] == ["silver_sale_limits"]
    assert added["alters"] == [
        "description of scout.silver_sales", "column scout.silver_sales.signed_on", "column scout.silver_sales.total",
    ]  # fmt: skip
    assert sales(db) == [{"id": 1, "total": 5, "note": "a", "signed_on": None}]
    assert column(db, "select reasons from scout.quarantine") == [["amount_total is missing"]]
    assert column(db, "select most from scout.silver_sale_limits where (sale_id, company_id) = (1, 1)") == [9.5]
    ingest(db, "sale.order", {"id": 3, "amount_total": 7, "signed_on": "2026-11-21"}, {"id": 4, "amount_total": "x"})
    assert [(row["id"], row["signed_on"]) for row in sales(db)] == [(1, None), (3, "2026-11-21")]
    looser = [one_.model_copy(update={"required": False, "indexed": False}) for one_ in (AMOUNT, NOTE, SIGNED)]
    declare(db, sale(*looser, by_company=(LIMITS.model_copy(update={"description": "Credit."}),)))
    assert [row["id"] for row in sales(db)] == [1, 2, 3, 4]
    assert one(db, "select to_regclass('scout.typed_sale_order_signed_on')") is None
    assert one(db, "select obj_description('scout.silver_sale_limits'::regclass)") == "Credit."


def test_a_definition_without_a_table_leaves_the_typed_table_alone(db: Db) -> None:
    declare(db, sale(NOTE))
    assert undeclared(db, sale()) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (sale(NOTE, by_company=(LIMITS,)), "column scout.silver_sales.total is not in the definition any more"),
        (
            sale(AMOUNT.model_copy(update={"type": "bigint"}), NOTE, by_company=(LIMITS,)),
            "silver_sales.total is numeric from field amount_total, and in the definition bigint from field amount_total",
        ),
        (sale(AMOUNT.model_copy(update={"field": "total"}), NOTE, by_company=(LIMITS,)), "numeric from field total"),
        (sale(AMOUNT, NOTE, by_company=(LIMITS,), name="silver_orders"), "scout.silver_sales is called silver_orders"),
        (sale(AMOUNT, NOTE), "scout.silver_sale_limits is not in the definition any more"),
        (sale(AMOUNT, NOTE, by_company=(LIMITS.model_copy(update={"value": "limit"}),)), "has other columns"),
    ],
)
def test_what_would_lose_something_is_refused_and_made_again_when_a_person_drops_it(
    db: Db, changed: Stream, told: str
) -> None:
    declare(db, sale(AMOUNT, NOTE, by_company=(LIMITS,)))
    ingest(db, "sale.order", {"id": 1, "amount_total": 5, "note": "a", "total": 6, "max_credit": {"1": 9.5}})
    before = sales(db)
    with pytest.raises(psycopg.Error, match=told) as refused:
        declare(db, changed)
    assert refused.value.sqlstate == "PT422"
    assert "select scout.drop_silver_table('sale.order'), then scout migrate." in str(refused.value)
    assert sales(db) == before
    db.execute("select scout.drop_silver_table('sale.order')")
    ingest(db, "sale.order", {"id": 2, "amount_total": 5, "total": 6})
    declare(db, changed)
    assert changed.table is not None
    assert one(db, f"select count(*) from scout.{changed.table.name}".encode()) == 2  # type: ignore[arg-type]


def test_a_table_that_views_read_is_not_dropped(db: Db) -> None:
    with pytest.raises(psycopg.errors.DependentObjectsStillExist):
        db.execute("select scout.drop_silver_table('pos.order')")


def test_another_company_field_holds_for_the_rows_that_are_there_too(db: Db) -> None:
    """Invariant 14; and the rows do not count as changed by hand, which would have each read again."""
    declare(db, sale())
    pages = [{"id": 1, "company_id": 1, "branch_id": 2}, {"id": 2, "company_id": 1, "branch_id": "x"}]
    ingest(db, "sale.order", *pages)
    assert declare(db, sale(company_field="branch_id"))["alters"] == [
        "scout.bronze_sale_order.company_id from field branch_id"
    ]
    assert column(db, "select company_id from scout.bronze_sale_order order by odoo_id") == [2, None]
    assert ingest(db, "sale.order", *pages)["unchanged"] == 2


def test_a_page_that_commits_meanwhile_is_in_the_new_column(db: Db, database_url: str) -> None:
    """And neither waits for what the other holds: both lock bronze first, then the typed table."""
    declare(db, sale(AMOUNT))
    with psycopg.connect(database_url) as page:
        page.execute("lock table scout.bronze_sale_order in row exclusive mode")  # as its insert begins
        declaration = json.dumps(sale(AMOUNT, NOTE).declaration)
        with blocked_elsewhere(db, database_url, "select scout.declare_model(%s)", declaration):
            ingest(page, "sale.order", {"id": 1, "amount_total": 5, "note": "a"})
            page.commit()
    assert undeclared(db, sale(AMOUNT, NOTE)) == []
    assert sales(db) == [{"id": 1, "total": 5, "note": "a"}]


def test_a_table_that_a_query_holds_is_given_up_whole_after_a_while(db: Db, database_url: str) -> None:
    """Else every later reader would wait behind us."""
    declare(db, sale(AMOUNT))
    db.execute("alter function scout.declare_model(jsonb) set lock_timeout = '50ms'")
    with psycopg.connect(database_url) as query:
        query.execute("select from scout.silver_sales")
        with pytest.raises(WarehouseRefused, match="holds a table"):
            migrations.declare(Settings({"SUPABASE_DB_URL": database_url}).warehouse, sale(AMOUNT, NOTE).declaration)
    assert undeclared(db, sale(AMOUNT)) == []
