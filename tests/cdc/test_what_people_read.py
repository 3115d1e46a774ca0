"""From a commit in Odoo's database to odoo_mirror: what is shown, what is withheld, and that views outlive what Odoo does."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.cdc.world import World
from tests.warehouse.retail import column, one, rows

NAMES = "select id, name from odoo_mirror.res_partner order by id"


@pytest.fixture
def shop(world: World) -> World:
    """Partners with a contact, in two companies, mirrored; a role that sees company 1."""
    world.odoo.execute("alter table res_partner add parent_id int, add company_id int, replica identity default")
    world.odoo.execute(
        """insert into res_partner (id, name, note, parent_id, company_id) values
           (7, 'Ann', repeat('a', 3000), null, 1), (8, 'Ann''s office', null, 7, 1), (10, 'Ben', repeat('b', 3000), null, 1), (11, 'Cy', null, null, 2)"""
    )
    world.run()
    return world


def warehouse(world: World) -> psycopg.Connection[Any]:
    return psycopg.connect(world.target_url, autocommit=True)


def test_a_live_table_is_shown_by_company_and_no_other_way_in(shop: World) -> None:
    with warehouse(shop) as db:
        db.execute("insert into scout.company_access values ('superset_readonly', 1)")
        assert column(db, NAMES) == [7, 8, 10, 11]
        db.execute("set role superset_readonly")
        assert column(db, NAMES) == [7, 8, 10]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select from cdc.mirror_res_partner")


def test_who_is_forgotten_stays_away_from_changes_and_from_a_resync(shop: World) -> None:
    with warehouse(shop) as db:
        assert one(db, "select scout.forget_record('res.partner', 7) -> 'mirrored'") == {"res_partner": 2}
        assert column(db, NAMES) == [10, 11]
        shop.odoo.execute("update res_partner set name = 'Ann again' where id in (7, 8)")
        shop.odoo.execute(
            "update res_partner set ref = 'x' where id = 7"
        )  # the note is not told again: unchanged TOAST
        shop.odoo.execute(
            "insert into res_partner (id, name, note, parent_id, company_id) values (12, 'Ann''s home', 'hers', 7, 1)"
        )
        shop.run()
        assert "resync" not in shop.kinds(), "a row that is withheld is not missing"
        assert rows(db, NAMES) == [{"id": 10, "name": "Ben"}, {"id": 11, "name": "Cy"}, {"id": 12, "name": None}]
        with shop.mirror() as mirror:
            mirror.settle()
            mirror.resync("res_partner")
            mirror.run()
        assert one(db, "select state from cdc.relations where table_name = 'res_partner'") == "live"
        assert rows(db, NAMES) == [{"id": 10, "name": "Ben"}, {"id": 11, "name": "Cy"}, {"id": 12, "name": None}]
        assert "Ann" not in "".join(column(db, "select m::text from cdc.mirror_res_partner m"))


def test_what_odoo_does_to_its_columns_reaches_peoples_views(shop: World) -> None:
    """A module adds a column, another type takes a column's place, a column goes."""
    with warehouse(shop) as db:
        db.execute("create view public.people as select id, name, ref from odoo_mirror.res_partner")
        shop.odoo.execute("alter table res_partner add x_vip boolean default true")
        shop.odoo.execute("alter table res_partner alter name type jsonb using jsonb_build_object('en_US', name)")
        shop.odoo.execute("update res_partner set ref = 'new' where id = 10")
        shop.run()
        shop.run()
        assert rows(db, "select name ->> 'en_US' as name, ref from public.people where id = 10") == [
            {"name": "Ben", "ref": "new"}
        ]
        assert one(db, "select bool_and(x_vip) from odoo_mirror.res_partner"), "also of rows that did not change"
        shop.odoo.execute("alter table res_partner drop ref")
        shop.odoo.execute("update res_partner set company_id = 1 where id = 11")
        shop.run()
        assert column(db, "select id from public.people order by id") == [7, 8, 10, 11]
        assert one(db, "select string_agg(notice, '; ') from cdc.shown_tables") is None


def test_once_it_is_dropped_nothing_is_shown_as_if_it_were_fresh(shop: World) -> None:
    with shop.mirror() as mirror:
        mirror.drop()
    assert one(shop.odoo, "select count(*) from pg_replication_slots where slot_name = %s", shop.slot) == 0
    with warehouse(shop) as db:
        from_server = one(db, "select ops.health_of_mirror()")
        assert [slot["followed"] for slot in from_server["slots"]] == [False]
        assert {table["state"] for table in from_server["tables"]} == {"absent"}
