"""The role and the publication that `scout cdc check` prints are all that the mirror needs, and let no secret out."""

from __future__ import annotations

import psycopg
import pytest

from shared.cdc import copying
from shared.cdc.preflight import check_source
from tests.cdc.world import World
from tests.warehouse.retail import column, one, rows

TABLES = ("account_move", "res_partner")


@pytest.fixture
def shop(world: World) -> World:
    """Odoo's tables with a token, prepared as the administrator is told to."""
    world.odoo.execute(
        "drop publication odoo_pub_scout; alter table res_partner replica identity default, add access_token varchar"
    )
    world.odoo.execute(
        "insert into res_partner (id, name, access_token) values (1, 'Ann', 'SECRET'), (2, 'Ben', 'SECRET')"
    )
    found = check_source(world.source_url, slot=world.slot, publication="odoo_pub_scout", tables=TABLES)
    statements = found.sql
    if one(world.odoo, "select count(*) from pg_roles where rolname = 'scout_mirror'"):
        statements = statements.replace("create role", "alter role")
    for statement in statements.split(";\n"):
        if not statement.startswith("alter system"):
            world.odoo.execute(statement.encode())
    world.source_url = world.source_url.replace("postgres@", "scout_mirror:choose%20one@", 1)
    return world


def test_a_role_that_owns_nothing_copies_and_follows_what_is_published(shop: World) -> None:
    assert check_source(shop.source_url, slot=shop.slot, publication="odoo_pub_scout", tables=TABLES).ok
    shop.run()
    shop.odoo.execute("update res_partner set name = 'Ben the second', access_token = 'OTHER SECRET' where id = 2")
    shop.odoo.execute("insert into res_partner (id, name, access_token) values (3, 'Cy', 'SECRET')")
    shop.run()
    with psycopg.connect(shop.target_url, autocommit=True) as db:
        assert dict(
            db.execute("select table_name, state from cdc.relations where state <> 'absent'").fetchall()
        ) == dict.fromkeys(TABLES, "live")
        assert rows(db, "select id, name from odoo_mirror.res_partner order by id") == [
            {"id": 1, "name": "Ann"}, {"id": 2, "name": "Ben the second"}, {"id": 3, "name": "Cy"},
        ]  # fmt: skip
        assert "SECRET" not in "".join(column(db, "select m::text from cdc.mirror_res_partner m"))


def test_a_publication_that_lets_a_secret_out_is_not_read(shop: World) -> None:
    """Somebody published the whole table, or a column was added to a table that is published whole."""
    shop.odoo.execute("alter publication odoo_pub_scout set table public.account_move, public.res_partner")
    shop.odoo.execute("grant select on res_partner to scout_mirror")
    shop.run()
    with psycopg.connect(shop.target_url, autocommit=True) as db:
        state, reason = db.execute(
            "select state, reason from cdc.relations where table_name = 'res_partner'"
        ).fetchone() or ("", "")
        assert (state, "access_token" in reason) == ("blocked", True)
        assert one(db, "select to_regclass('cdc.mirror_res_partner')") is None
        narrowed = check_source(shop.source_url, slot=shop.slot, publication="odoo_pub_scout", tables=TABLES).sql
        shop.odoo.execute(narrowed[narrowed.index("alter publication") :].encode())
        shop.run()
        assert column(db, "select id from odoo_mirror.res_partner order by id") == [1, 2]


def test_an_upgrade_of_odoo_takes_tables_out_and_puts_them_back(shop: World) -> None:
    """PostgreSQL refuses to change the type of a column that a publication lists; the mirror reads such a table again."""
    shop.run()
    retype = "alter table res_partner alter name type jsonb using jsonb_build_object('en_US', name)"
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        shop.odoo.execute(retype)
    shop.odoo.execute("alter publication odoo_pub_scout drop table public.account_move, public.res_partner")
    shop.odoo.execute(retype)
    shop.odoo.execute('insert into res_partner (id, name) values (4, \'{"en_US": "Di"}\')')
    shop.run()
    found = check_source(shop.source_url, slot=shop.slot, publication="odoo_pub_scout", tables=TABLES)
    assert not found.ok
    shop.odoo.execute(found.sql[found.sql.index("alter publication") :].encode())
    for _ in range(2):
        shop.run()
    with psycopg.connect(shop.target_url, autocommit=True) as db:
        assert column(db, "select name ->> 'en_US' from odoo_mirror.res_partner order by id") == ["Ann", "Ben", "Di"]
        assert one(db, "select state from cdc.relations where table_name = 'res_partner'") == "live"


def test_a_table_that_is_rewritten_while_it_is_copied_is_copied_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Just after the snapshot: an older snapshot would see an empty table."""
    world.odoo.execute("alter table res_partner replica identity default")
    world.odoo.execute("insert into res_partner (id, name) values (1, 'Ann'), (2, 'Ben')")
    snapshot, left = copying.read_snapshot, ["account_move", "res_partner", "project_task"]

    def rewritten(connection: psycopg.Connection[tuple[object, ...]]) -> object:
        found = snapshot(connection)
        if left:
            world.odoo.execute(
                f"alter table {left.pop()} add filled_{len(left)} double precision default random()".encode()
            )
            world.odoo.execute("alter table res_partner alter name type text using name || '!'")
        return found

    monkeypatch.setattr(copying, "read_snapshot", rewritten)
    for _ in range(4):
        world.run()
    assert world.differences() == []
    with psycopg.connect(world.target_url, autocommit=True) as db:
        assert column(db, "select name from odoo_mirror.res_partner order by id") == ["Ann!!!", "Ben!!!"]
