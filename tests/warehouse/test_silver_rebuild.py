"""Silver can be rebuilt from bronze and comes out equal (invariant 9)."""

from __future__ import annotations

import psycopg
import pytest

from tests.warehouse.retail import (
    NAMES,
    Db,
    Payload,
    blocked_elsewhere,
    column,
    fill_names,
    ingest,
    line,
    one,
    order,
    payment,
)


def fill(db: Db) -> None:
    fill_names(db)
    ingest(db, "pos.order", order(1), order(2, amount_total="abc"), order(3, date_order=None), order(4))
    ingest(db, "pos.order.line", line(1, 1), line(2, 1, qty="two"), line(3, 4))
    ingest(db, "pos.payment", payment(1, 1))
    ingest(db, "product.product", {"id": 3, "product_tmpl_id": 1, "standard_price": {"1": 8.0, "2": None}})
    db.execute("update scout.bronze_pos_order set deleted_at = now() where odoo_id = 4")


def content(db: Db) -> Payload:
    tables = column(db, "select table_name from scout.typed_tables order by 1")
    found: Payload = {}
    for table in [*tables, "deleted_records", "quarantine"]:
        kept = "to_jsonb(t) - '_synced_at' - 'first_seen_at' - 'last_seen_at'"
        found[table] = [row[0] for row in db.execute(f"select {kept} as row from scout.{table} t order by row")]
    return found


def test_what_was_emptied_comes_out_equal(db: Db) -> None:
    fill(db)
    before = content(db)
    for table in before:
        db.execute(f"delete from scout.{table}")
    answer = one(db, "select scout.rebuild_silver()")
    assert content(db) == before
    assert answer["pos.order"] == {"written": 3, "removed": 0, "quarantined": 2, "released": 0}
    assert answer["product.product"]["written"] == len(NAMES["product.product"]) + 1, "one product more"


def test_what_was_changed_by_hand_is_put_right(db: Db) -> None:
    fill(db)
    before = content(db)
    db.execute("update scout.typed_pos_order set amount_total = 0")
    db.execute(
        "insert into scout.typed_pos_order select (jsonb_populate_record(t, '{\"id\": 99}')).* from scout.typed_pos_order t limit 1"
    )
    db.execute(
        "insert into scout.quarantine (model, odoo_id, reasons) values ('pos.order', 1, '{x}'), ('pos.order', 77, '{x}')"
    )
    answer = one(db, "select scout.rebuild_silver('pos.order')")
    assert content(db) == before
    assert answer == {"pos.order": {"written": 3, "removed": 1, "quarantined": 2, "released": 1}}


def test_a_table_of_several_slices_is_rebuilt_whole(db: Db) -> None:
    """Ids below zero and gaps between ids are no reason to miss a row."""
    db.execute(
        """insert into scout.bronze_res_partner (odoo_id, payload, payload_hash)
           select -5 + 3 * n, jsonb_build_object('id', -5 + 3 * n, 'active', case when n = 15000 then 'perhaps' else 'true' end), ''
             from generate_series(0, 25000) n"""
    )
    db.execute("delete from scout.typed_res_partner")
    db.execute("delete from scout.quarantine")
    assert one(db, "select scout.rebuild_silver('res.partner')") == {
        "res.partner": {"written": 25001, "removed": 0, "quarantined": 1, "released": 0}
    }
    assert one(db, "select count(*) from scout.silver_customers") == 25001


def test_rows_that_are_right_are_not_touched(db: Db) -> None:
    fill(db)
    before = column(db, "select ctid::text || xmin::text from scout.typed_product_template order by id")
    assert one(db, "select scout.rebuild_silver('product.template')") == {
        "product.template": {"written": 0, "removed": 0, "quarantined": 0, "released": 0}
    }
    assert column(db, "select ctid::text || xmin::text from scout.typed_product_template order by id") == before


def test_a_model_without_a_typed_table_is_refused_by_name(db: Db) -> None:
    with pytest.raises(psycopg.Error, match=r"no typed table for sale\.order") as raised:
        db.execute("select scout.rebuild_silver('sale.order')")
    assert raised.value.sqlstate == "PT404"


def test_a_rebuild_does_not_undo_a_page_that_commits_meanwhile(db: Db, database_url: str) -> None:
    """Without its lock the rebuild would read bronze from before the page, wait for the page's row, and put the old state back."""
    ingest(db, "pos.order", order(1, state="draft"))
    with psycopg.connect(database_url) as page:
        ingest(page, "pos.order", order(1, state="paid"))
        with blocked_elsewhere(db, database_url, "select scout.rebuild_silver('pos.order')"):
            page.commit()
    assert one(db, "select state from scout.silver_transactions") == "paid"
