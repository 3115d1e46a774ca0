"""The erasure list and the mirror: who is forgotten is gone from it at once, and no change and no resync brings them back (23)."""

from __future__ import annotations

import json

import psycopg
import pytest

from tests.warehouse.mirror import MOVE, PARTNER, invoice, mirror, partner, put
from tests.warehouse.retail import Db, blocked_elsewhere, column, ingest, one, rows
from tests.warehouse.test_forget_people import ANN, forget
from tests.warehouse.test_relations import declare

ORDER = {
    "id": "integer",
    "name": "character varying",
    "partner_id": "integer",
    "email": "character varying",
    "amount_total": "numeric",
}
NAMES = "select id, name from cdc.mirror_res_partner order by id"


@pytest.fixture
def mirrored(db: Db) -> Db:
    """A partner with a contact and a contact's contact, another one, and documents about both."""
    mirror(
        db, "res_partner", PARTNER, partner(7), partner(8, parent_id=7), partner(9, parent_id=8), partner(10),
    )  # fmt: skip
    declare(db, "account.move")
    marks = [
        {
            "model": "account.move",
            "fields": ["invoice_partner_display_name"],
            "person_field": "partner_id",
            "keeps_record": True,
        }
    ]
    one(db, "select scout.declare_personal(%s)", json.dumps(marks))
    mirror(db, "account_move", MOVE, invoice(1), invoice(2, partner_id=10))
    return db


def test_who_is_forgotten_leaves_the_mirror_with_their_contacts_in_the_same_transaction(mirrored: Db) -> None:
    """Also when nothing of them was ever read through the API: then the mirror alone knows the contacts."""
    told = forget(mirrored, 7)
    assert (told["ids"], told["mirrored"]) == ([7, 8, 9], {"account_move": 1, "res_partner": 3})
    assert column(mirrored, NAMES) == [10]
    assert rows(mirrored, "select id, invoice_partner_display_name as name, amount_total from cdc.mirror_account_move order by id") == [
        {"id": 1, "name": None, "amount_total": 112}, {"id": 2, "name": "Ann", "amount_total": 112},
    ]  # fmt: skip
    assert column(mirrored, "select partner_name from odoo_mirror.v_invoice_summary order by id") == [
        None,
        "Partner 10",
    ]


def test_neither_a_change_nor_a_resync_brings_them_back(mirrored: Db) -> None:
    forget(mirrored, 7)
    put(mirrored, "res_partner", partner(7, name="Ann again"), partner(8, parent_id=7), partner(11, parent_id=7))
    put(mirrored, "account_move", invoice(1, amount_total=200), invoice(3))
    # Who joins a forgotten partner later comes without what would name it.
    assert column(mirrored, NAMES) == [10, 11]
    assert rows(mirrored, "select name, email from cdc.mirror_res_partner where id = 11") == [
        {"name": None, "email": None}
    ]
    assert rows(mirrored, "select id, invoice_partner_display_name as name, amount_total from cdc.mirror_account_move where partner_id = 7 order by id") == [
        {"id": 1, "name": None, "amount_total": 200}, {"id": 3, "name": None, "amount_total": 112},
    ]  # fmt: skip


def test_a_record_with_amounts_that_is_forgotten_itself_keeps_them(mirrored: Db) -> None:
    forget(mirrored, 2, "account.move")
    put(mirrored, "account_move", invoice(2, partner_id=10, amount_total=300))
    assert rows(
        mirrored, "select invoice_partner_display_name as name, amount_total from cdc.mirror_account_move where id = 2"
    ) == [{"name": None, "amount_total": 300}]


def test_a_dry_run_counts_and_takes_nothing(mirrored: Db) -> None:
    assert forget(mirrored, 7, p_dry_run=True)["mirrored"] == {"account_move": 1, "res_partner": 3}
    assert column(mirrored, NAMES) == [7, 8, 9, 10]


def test_contacts_are_told_by_both_what_was_read_and_what_is_mirrored(mirrored: Db) -> None:
    ingest(mirrored, "res.partner", ANN, {**ANN, "id": 20, "parent_id": 9})
    assert forget(mirrored, 7)["ids"] == [7, 8, 9, 20]


def test_a_batch_that_is_under_way_is_waited_for_and_met_by_the_list(mirrored: Db, database_url: str) -> None:
    """Its row is not visible yet when somebody is forgotten; without the wait it would stay for ever."""
    with psycopg.connect(database_url) as batch:
        batch.execute("select cdc.begin_batch('odoo_pub_scout', 0)")
        batch.execute("update cdc.mirror_res_partner set name = 'Ann' where id = 7")
        batch.execute("insert into cdc.mirror_res_partner (id, name, parent_id) values (12, 'Ann junior', 7)")
        with blocked_elsewhere(mirrored, database_url, "select scout.forget_record('res.partner', 7)"):
            batch.execute("select cdc.withhold('res_partner')")
            batch.commit()
    assert column(mirrored, NAMES) == [10]


def test_an_empty_list_costs_nothing_and_a_full_one_an_index(mirrored: Db) -> None:
    indexes = "select count(*) from pg_index where indrelid = 'cdc.mirror_account_move'::regclass"
    assert one(mirrored, "select cdc.withhold('account_move')") == {"withheld": 0, "gone": 0, "emptied": 0}
    assert one(mirrored, indexes) == 1
    forget(mirrored, 7)
    assert one(mirrored, indexes) == 2
    mirrored.execute("set enable_seqscan = off")
    plan = "explain select from cdc.mirror_account_move where partner_id = any (array(select odoo_id from scout.erasures where model = 'res.partner'))"
    assert "Index Scan" in "\n".join(column(mirrored, plan)).replace("Bitmap Index", "Index")
