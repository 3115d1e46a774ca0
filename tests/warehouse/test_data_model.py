"""docs/reference/data-model.md says what the database says, and the database describes every column."""

from __future__ import annotations

import re
from pathlib import Path
from typing import LiteralString

import pytest

from scripts.data_model.catalogue import Catalogue
from scripts.data_model.node_tree import read_tree
from scripts.data_model.page import data_model
from tests.warehouse.retail import Db, column

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data-model.md"
UNDESCRIBED: LiteralString = """
    select attrelid::regclass || '.' || attname from pg_attribute a join pg_class c on c.oid = a.attrelid
     where relnamespace in ('scout'::regnamespace, 'odoo_raw'::regnamespace, 'ops'::regnamespace, 'knowledge'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
       and attnum > 0 and not attisdropped and coalesce(btrim(col_description(attrelid, attnum)), '') = ''"""


def origins(found: Catalogue, view: str, name: str) -> set[str]:
    """`table.column` of all that a view's column is made from."""
    relation = found.by_name[view]
    number = next(one.number for one in found.columns[relation.oid] if one.name == name)
    tables = {one.oid: one for one in found.relations}
    return {
        f"{tables[oid].name}.{one.name}"
        for oid, origin in found.lineage.origins((relation.oid, number))
        for one in found.columns[oid]
        if one.number == origin
    }


def test_every_column_of_every_table_and_view_is_described(db: Db) -> None:
    assert column(db, UNDESCRIBED) == []


def test_the_page_is_what_the_database_says(db: Db) -> None:
    assert PAGE.read_text(encoding="utf-8") == data_model(Catalogue(db)), "run scripts/data-model"


def test_the_page_shows_every_table_view_and_column(db: Db) -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = Catalogue(db)
    for relation in found.relations:
        assert relation.full_name in text
    shown = len(re.findall(r"^\| \**`\w+`\** \| [a-z]", text, re.MULTILINE))
    bronze = len(found.bronze)
    assert shown == sum(map(len, found.columns.values())) - 8 * (bronze - 1), "bronze tables share one shape"


def test_lineage_names_only_what_exists(db: Db) -> None:
    found = Catalogue(db)
    known = {f"{one.name}.{each.name}" for one in found.relations for each in found.columns[one.oid]}
    lineage = PAGE.read_text(encoding="utf-8").partition("## From Odoo's field to gold")[2]
    named = re.findall(r"`((?!scout\.)\w+\.\w+)`", lineage)
    assert len(named) > 200
    assert set(named) <= known
    tables = re.findall(r"^Bronze: `scout\.(\w+)`$", lineage, re.MULTILINE)
    assert sorted(tables) == sorted({field.bronze for field in found.fields})


@pytest.mark.parametrize(
    ("view", "name", "made_from"),
    [
        ("transactions", "gross_amount", {"typed_pos_order.amount_total"}),
        ("transactions", "quantity", {"typed_pos_order_line.qty"}),  # a sum in a lateral subquery
        (
            "transactions",
            "status",
            {"typed_pos_order.state", "typed_pos_order.account_move"},
        ),  # through a view
        (
            "categories",
            "full_path",
            {"typed_product_category.name", "typed_product_category.complete_name"},
        ),  # a recursive union
        ("v_tx_trends", "orders", set()),  # count(*)
        (
            "children_after_their_order",
            "id",
            {"bronze_pos_order_line.odoo_id", "bronze_pos_payment.odoo_id"},
        ),  # a union
        ("v_tx_trends", "gross_amount", {"typed_pos_order.amount_total"}),  # through a table that keeps a view
        ("v_product_mix", "revenue", {"typed_pos_order_line.price_subtotal"}),  # through two named queries
        ("gold_daily_sales", "quantity", {"typed_pos_order_line.qty"}),
    ],
)
def test_a_column_is_traced_to_what_it_is_computed_from(db: Db, view: str, name: str, made_from: set[str]) -> None:
    assert origins(Catalogue(db), view, name) == made_from


def test_a_condition_is_no_origin_and_a_subquerys_value_is(db: Db) -> None:
    db.execute("create table scout.shelf (id bigint primary key, jar text, cap text, lid text)")
    db.execute(
        """create view scout.shown as select upper(s.jar) || (select max(o.cap) from scout.shelf o where o.lid = s.lid) as label
             from scout.shelf s where s.id > 0"""
    )
    assert origins(Catalogue(db), "shown", "label") == {"shelf.jar", "shelf.cap"}


def test_a_nodes_text_is_read_as_postgresql_writes_it() -> None:
    assert read_tree(r"({A :name a\ b\) :none <> :list (i 1 2) :const 4 [ 1 2 ] :node {B :x true}})") == [
        {"": "A", "name": "a b)", "none": None, "list": ["i", "1", "2"], "const": "4", "node": {"": "B", "x": "true"}}
    ]


def test_a_tree_that_is_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="ends in the middle"):
        read_tree("({A :name")
