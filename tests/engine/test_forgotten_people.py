"""Somebody asked to be forgotten: no table holds anything of them again, whatever Odoo still shows (invariant 23)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import World, of, reconciled

NAME, EMAIL, PHONE = "Zenaida Quimpo-Ñañez", "zenaida.quimpo@example.com", "+63 917 555 0199"
MARKS = ("Zenaida", "Quimpo", "zenaida.quimpo", "917 555 0199", "Rizal Street 7")


@pytest.fixture
def person(world: World) -> int:
    """Known to Odoo and here, with a delivery address and an order."""
    person = world.odoo.create("res.partner", {"name": NAME, "email": EMAIL, "phone": PHONE})
    world.odoo.create("res.partner", {"name": f"{NAME} (delivery)", "parent_id": person, "street": "Rizal Street 7"})
    world.odoo.write("pos.order", max(world.odoo.stored("pos.order")), {"partner_id": person})
    world.later()
    world.sync()
    return person


def forget(world: World, odoo_id: int, *, model: str = "res.partner", dry_run: bool = False) -> dict[str, Any]:
    arguments = {"p_model": model, "p_odoo_id": odoo_id, "p_reason": "request 7", "p_dry_run": dry_run}
    answer: dict[str, Any] = world.warehouse.call("forget_record", arguments)
    return answer


def mentions(world: World) -> list[str]:
    """Each column of a table or materialized view that quotes the person, in any form."""
    columns = world.db.execute(
        """select n.nspname, c.relname, a.attname
             from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
              and c.relkind in ('r', 'm') and a.attnum > 0 and not a.attisdropped"""
    ).fetchall()
    return [
        f"{schema}.{table}.{column}"
        for schema, table, column in columns
        for mark in MARKS
        if world.value(f'select exists (select from {schema}.{table} where "{column}"::text ilike %s)', f"%{mark}%")
    ]


def counts_are_equal(world: World, stream: str = "res.partner") -> bool:
    found = "select source_count = warehouse_count and source_id_sum = warehouse_id_sum from scout.count_proofs where checkpoint_id = %s"
    return bool(world.value(found, stream))


def test_who_is_forgotten_stays_so_through_every_way_of_reading(world: World, person: int) -> None:
    assert mentions(world), "the person was here"
    done = forget(world, person)
    assert (len(done["ids"]), done["erased"]) == (2, 2), "with the delivery address"
    assert mentions(world) == []
    delivery = done["ids"][1]
    world.later()
    world.odoo.write("res.partner", [person, delivery], {"comment": f"called {NAME}"})
    world.later()
    ways: list[dict[str, Any]] = [
        {},
        {"mode": "full"},
        {"mode": "replay", "streams": ["res.partner"], "ids": [person, delivery]},
        {"mode": "reconcile"},
        {"mode": "reconcile", "deep": True},
        {"mode": "reconcile", "deep": True, "sample": 1000},
    ]
    for request in ways:
        report = world.sync(**request)
        assert {stream.error for stream in report.streams} == {None}, request
        assert mentions(world) == [], request
        assert person not in world.ids("bronze_res_partner"), request
        assert counts_are_equal(world), request
        if request.get("mode") == "reconcile":
            assert reconciled(report, "res.partner").result == "equal", request
            assert reconciled(report, "pos.order").result == "equal", request
        world.later(minutes=30)
    world.warehouse.call("rebuild_silver", {"p_model": None})
    world.warehouse.call("refresh_gold")
    assert mentions(world) == []
    assert world.value("select count(*) from scout.customers where id = any (%s)", [person, delivery]) == 0
    order = max(world.odoo.stored("pos.order"))
    assert world.value("select (customer_id, customer_name) from scout.transactions where source_id = %s", order) == (
        str(person),
        None,
    ), "the order stays, and keeps its number"


def test_a_sweep_reads_what_changed_of_a_forgotten_record_and_keeps_nothing_of_it(world: World, person: int) -> None:
    forget(world, person)
    world.later(hours=3)
    world.odoo.write("res.partner", person, {"phone": PHONE}, at=world.odoo.clock.now.replace(hour=1))
    report = reconciled(world.sync(mode="reconcile", streams=["res.partner"]), "res.partner")
    assert (report.stale, report.result) == (1, "equal")
    again = reconciled(world.sync(mode="reconcile", streams=["res.partner"]), "res.partner")
    assert (again.missing, again.stale, again.extra, again.result) == (0, 0, 0, "equal")
    assert mentions(world) == []


def test_when_odoo_deletes_the_person_too_the_counts_go_on_being_equal(world: World, person: int) -> None:
    ids = forget(world, person)["ids"]
    world.sync()
    assert {row["in_odoo"] for row in world.warehouse.call("list_erasures")} == {True}
    world.odoo.write("pos.order", max(world.odoo.stored("pos.order")), {"partner_id": False})
    world.odoo.unlink("res.partner", ids[1])
    world.odoo.unlink("res.partner", ids[0])
    world.later()
    world.sync()
    assert counts_are_equal(world)
    assert {row["in_odoo"] for row in world.warehouse.call("list_erasures")} == {False}
    restored = reconciled(world.sync(mode="reconcile", deep=True), "res.partner")
    assert (restored.result, mentions(world)) == ("equal", [])


def test_a_contact_that_is_added_later_comes_without_what_names_anybody(world: World, person: int) -> None:
    forget(world, person)
    late = world.odoo.create("res.partner", {"name": NAME, "email": EMAIL, "parent_id": person})
    world.later()
    world.sync()
    assert late in world.ids("bronze_res_partner")
    assert mentions(world) == []
    assert counts_are_equal(world)


def test_somebody_who_never_was_here_is_kept_away_too(world: World) -> None:
    person = world.odoo.create("res.partner", {"name": NAME, "email": EMAIL})
    world.later()
    assert forget(world, person)["erased"] == 0
    world.sync()
    assert mentions(world) == []
    assert counts_are_equal(world)
    assert reconciled(world.sync(mode="reconcile", streams=["res.partner"]), "res.partner").result == "equal"


def test_looking_first_changes_nothing_and_tells_the_same(world: World, person: int) -> None:
    before = world.content()
    would = forget(world, person, dry_run=True)
    assert world.content() == before
    assert forget(world, person) == would
    again = forget(world, person)
    assert (again["listed"], again["erased"]) == (0, 0), "a repeat finds nothing left to do"


def test_who_is_taken_off_the_list_comes_back_with_the_next_run(world: World, person: int) -> None:
    forget(world, person)
    world.db.execute("delete from scout.erasures")
    world.later()
    world.sync()
    assert person in world.ids("bronze_res_partner")
    assert counts_are_equal(world)


def test_a_dry_run_shows_and_keeps_nothing_of_them(world: World, person: int) -> None:
    forget(world, person)
    before = world.content()
    report = world.sync(mode="full", streams=["res.partner"], dry_run=True)
    assert of(report, "res.partner").updated == 0
    assert world.content() == before


def test_an_old_tombstone_is_emptied_and_its_record_comes_back_whole(world: World, person: int) -> None:
    world.odoo.hide("res.partner", lambda row: row["id"] == person)
    world.sync()
    assert person not in world.ids("bronze_res_partner")
    world.sync()
    assert world.payload("res.partner", person)["email"] == EMAIL, "not old yet"
    world.db.execute("update scout.settings set value = '30' where key = 'tombstone_days'")
    world.db.execute(
        "update scout.bronze_res_partner set deleted_at = now() - interval '31 days' where odoo_id = %s", [person]
    )
    world.sync()
    assert world.payload("res.partner", person) == {}
    assert reconciled(world.sync(mode="reconcile", deep=True), "res.partner").result == "equal"
    world.odoo.show("res.partner")
    assert reconciled(world.sync(mode="reconcile"), "res.partner").result == "equal"
    assert world.payload("res.partner", person)["email"] == EMAIL


KEY = "a key of sixteen characters or more"


@pytest.mark.parametrize("personal", ["hash", "omit"])
def test_without_personal_data_nothing_of_a_person_reaches_the_warehouse(world: World, personal: str) -> None:
    """In no page, sample, replay, quarantine or log; and whoever changes the setting reads in full, once."""
    engine = lambda: world.engine(personal=personal, personal_key=KEY)  # noqa: E731
    person = world.odoo.create("res.partner", {"name": NAME, "email": EMAIL, "phone": PHONE, "barcode": f"{NAME} 1"})
    with world.odoo.transaction(company_id=2) as transaction:
        transaction.write("res.partner", person, {"barcode": f"{NAME} 2"})
    twin = world.odoo.create("res.partner", {"name": "Somebody else", "email": EMAIL.upper()})
    order = max(world.odoo.stored("pos.order"))
    world.odoo.write("pos.order", order, {"partner_id": person, "email": EMAIL})
    world.later()
    world.sync(engine=engine())
    world.sync(engine=engine(), mode="replay", streams=["res.partner"], ids=[person])
    world.sync(engine=engine(), mode="reconcile", deep=True, sample=1000)
    assert mentions(world) == []
    here, other = world.payload("res.partner", person), world.payload("res.partner", twin)
    if personal == "hash":
        told = world.payload("pos.order", order)["email"]
        assert here["email"] == other["email"] == told, "equal in every table, whatever the case"
        assert here["name"] != other["name"]
        assert {len(text) for text in here["barcode"].values()} == {32}, "also what Odoo keeps for each company"
        assert "partner_latitude" not in here
    else:
        assert not {"name", "email", "phone", "barcode"} & here.keys()
    report = world.sync(engine=engine(), mode="reconcile", deep=True)
    assert reconciled(report, "res.partner").result == "equal"
    world.later()
    assert of(world.sync(engine=engine()), "res.partner").mode == "incremental"
    kept = of(world.sync(), "res.partner")
    assert kept.mode == "full"
    assert world.payload("res.partner", person)["email"] == EMAIL
    assert of(world.sync(engine=engine()), "res.partner").mode == "full"
    assert mentions(world) == [], "what was kept before is replaced"


def test_another_key_is_another_scope(world: World) -> None:
    world.sync(engine=world.engine(personal="hash", personal_key=KEY), streams=["res.partner"])
    before = world.payload("res.partner", 1)["name"]
    report = of(
        world.sync(engine=world.engine(personal="hash", personal_key=KEY[::-1]), streams=["res.partner"]), "res.partner"
    )
    assert report.mode == "full"
    assert world.payload("res.partner", 1)["name"] != before


def test_a_record_that_cannot_be_taken_is_parked_without_what_is_personal(world: World) -> None:
    person = world.odoo.create("res.partner", {"name": NAME, "email": EMAIL})
    world.db.execute("alter table scout.bronze_res_partner add constraint odd check (odoo_id <> %s)" % person)  # noqa: UP031
    world.later()
    world.sync(engine=world.engine(personal="hash", personal_key=KEY), streams=["res.partner"])
    assert world.value("select content from scout.quarantine where odoo_id = %s", person)
    assert mentions(world) == []
