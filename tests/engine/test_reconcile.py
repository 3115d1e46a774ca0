"""Reconcile: the warehouse is held against Odoo and mended. After it, ids and write_dates are equal (invariant 7)."""

from __future__ import annotations

from typing import Any

import pytest

from demo.odoo import Fault
from shared.errors import InputError
from shared.sync.run_report import RunReport
from tests.engine.conftest import World, error_of, of, one_page, reconciled


def reconcile(world: World, **request: Any) -> RunReport:
    return world.sync(mode="reconcile", **request)


def silver_ids(world: World, table: str) -> set[int]:
    return {row[0] for row in world.db.execute(f"select id from scout.{table}")}


def late(world: World, partner: int, **values: Any) -> None:
    """A change that no incremental read can see: committed with a write_date long past."""
    world.odoo.write("res.partner", partner, values, at=world.odoo.clock.now.replace(hour=1))


def test_a_deleted_record_that_reappears_comes_back(world: World) -> None:
    world.sync()
    partner = max(world.odoo.stored("res.partner"))
    world.odoo.hide("res.partner", lambda row: row["id"] == partner)
    reconcile(world, streams=["res.partner"])
    assert partner not in world.ids("bronze_res_partner")
    world.odoo.show("res.partner")
    report = reconcile(world, streams=["res.partner"])
    assert reconciled(report, "res.partner").missing == 1
    assert partner in world.ids("bronze_res_partner")
    assert partner in silver_ids(world, "silver_customers")


def test_missing_and_stale_records_are_fetched(world: World) -> None:
    world.sync()
    world.later(hours=3)
    new = world.odoo.create("res.partner", {"name": "Came late"}, at=world.odoo.clock.now.replace(hour=1))
    changed = min(world.odoo.stored("res.partner"))
    late(world, changed, name="Changed late")
    world.sync(engine=world.engine(count_every_seconds=3600))
    assert new not in world.ids("bronze_res_partner"), "further back than the overlap"
    report = reconciled(reconcile(world, streams=["res.partner"]), "res.partner")
    assert (report.missing, report.stale, report.repaired, report.result) == (1, 1, 2, "equal")
    names = dict(world.db.execute("select odoo_id, payload ->> 'name' from scout.bronze_res_partner").fetchall())
    assert (names[new], names[changed]) == ("Came late", "Changed late")


def test_a_second_reconcile_finds_nothing_and_writes_no_row(world: World) -> None:
    world.sync()
    world.odoo.unlink("pos.payment", sorted(world.odoo.stored("pos.payment"))[:2])
    world.later(minutes=30)
    reconcile(world)
    world.later(minutes=30)
    changing = ("sync_checkpoints", "sync_logs", "reconciliations", "count_proofs")
    before = world.row_versions(but=changing)
    report = reconcile(world)
    for stream in report.streams:
        if stream.reconcile is not None:
            assert (stream.reconcile.missing, stream.reconcile.stale, stream.reconcile.extra) == (0, 0, 0)
            assert stream.reconcile.result == "equal"
    assert world.row_versions(but=changing) == before


def test_content_changed_behind_odoos_back_is_found_by_a_deep_one_only(world: World) -> None:
    world.sync()
    world.later()
    partner = min(world.odoo.stored("res.partner"))
    world.odoo.write_raw("res.partner", partner, {"ref": "raw SQL"})
    reconcile(world)
    ref = "select payload ->> 'ref' from scout.bronze_res_partner where odoo_id = %s"
    assert world.value(ref, partner) != "raw SQL"
    report = reconcile(world, deep=True)
    assert of(report, "res.partner").updated == 1
    assert world.value(ref, partner) == "raw SQL"


@pytest.mark.parametrize(
    "change",
    [
        """payload = payload || '{"name": "by hand"}'""",
        "payload = payload - 'name'",
        "write_date = write_date - interval '1 day'",
        "write_date = null",
        "company_id = 77",
        "deleted_at = now()",
        "odoo_id = 9000000",
        "payload_hash = ''",
    ],
)
def test_a_row_changed_by_hand_is_as_in_odoo_after_one_reconcile(world: World, change: str) -> None:
    world.sync()
    kept = "select jsonb_agg(to_jsonb(b) - 'synced_at' - 'changed_by' order by odoo_id) from scout.bronze_res_partner b where deleted_at is null"
    right = world.value(kept), silver_ids(world, "silver_customers")
    world.db.execute(f"update scout.bronze_res_partner set {change} where odoo_id = 3")
    world.later(hours=3)
    report = reconciled(reconcile(world, streams=["res.partner"]), "res.partner")
    assert report.result == "equal"
    assert (world.value(kept), silver_ids(world, "silver_customers")) == right
    again = reconciled(reconcile(world, streams=["res.partner"]), "res.partner")
    assert (again.missing, again.stale, again.extra, again.result) == (0, 0, 0, "equal")


def test_a_row_changed_by_hand_is_changed_back_when_odoo_tells_it_again(world: World) -> None:
    world.sync()
    world.db.execute("""update scout.bronze_res_partner set payload = payload || '{"name": "by hand"}'""")
    world.later()
    count = len(world.odoo.stored("res.partner"))
    assert of(world.sync(mode="full", streams=["res.partner"]), "res.partner").updated == count
    assert world.value("select count(*) from scout.bronze_res_partner where payload ->> 'name' = 'by hand'") == 0


def test_a_mass_disappearance_is_refused_until_a_person_who_looked_forces_it(world: World) -> None:
    """Invariant 7: half the customers are no longer shown, because a record rule hides them."""
    world.customers(100)
    world.sync()
    hidden = {odoo_id for odoo_id in world.odoo.stored("res.partner") if odoo_id % 2 == 0}
    world.odoo.hide("res.partner", lambda row: row["id"] % 2 == 0)
    report = reconcile(world)
    error = error_of(report, "res.partner")
    assert (of(report, "res.partner").status, error.kind) == ("failed", "mass disappearance")
    for named in ("rights, record rules and companies", "scout reconcile --stream res.partner --force"):
        assert named in error.fix
    seen = reconciled(report, "res.partner")
    assert seen.result == "refused"
    assert seen.extra == seen.warehouse_count - seen.source_count > 50
    assert world.value("select count(*) from scout.bronze_res_partner where deleted_at is not null") == 0
    assert world.value("select status from scout.reconciliations where stream = 'res.partner'") == "refused"
    assert of(report, "pos.order").status == "completed"
    forced = of(reconcile(world, streams=["res.partner"], force=True), "res.partner")
    assert (forced.status, forced.deleted) == ("completed", len(hidden))
    assert not world.ids("bronze_res_partner") & hidden


def odoo_fails_at_the_repair(world: World) -> None:
    """The sweep itself (formatted_read_group) is answered; every reading of records after it is not."""

    def fail(call: Any) -> None:
        world.odoo.inject(Fault.answer(503), model="res.partner", method="search_read", times=3)

    world.odoo.inject(Fault.hook(fail), model="res.partner", method="formatted_read_group", times=1)


def stale_partners(world: World) -> None:
    """Somebody's import touched all partners and was committed long after."""
    world.customers(100)
    world.sync()
    world.later(hours=3)
    for partner in list(world.odoo.stored("res.partner")):
        late(world, partner, ref="imported")
    world.later(hours=3)
    world.sync()


def test_rights_lost_between_sweep_and_repair_are_refused_too(world: World) -> None:
    stale_partners(world)
    live = world.ids("bronze_res_partner")
    odoo_fails_at_the_repair(world)
    assert of(reconcile(world, streams=["res.partner"]), "res.partner").status == "failed"
    world.odoo.hide("res.partner", lambda row: True)
    world.later()
    assert error_of(reconcile(world, streams=["res.partner"]), "res.partner").kind == "mass disappearance"
    assert world.ids("bronze_res_partner") == live
    world.odoo.show("res.partner")
    assert reconciled(reconcile(world, streams=["res.partner"]), "res.partner").result == "equal"


def test_a_replay_of_many_records_that_are_hidden_is_refused(world: World) -> None:
    world.customers(100)
    world.sync()
    live = world.ids("bronze_res_partner")
    world.odoo.hide("res.partner", lambda row: True)
    report = world.sync(mode="replay", streams=["res.partner"], ids=sorted(live))
    assert error_of(report, "res.partner").kind == "mass disappearance"
    assert of(report, "res.partner").deleted == len(live - world.ids("bronze_res_partner")) <= 20


def test_a_replay_of_records_that_are_tombstones_already_is_not_refused(world: World) -> None:
    world.customers(100)
    world.sync()
    gone = sorted(world.odoo.stored("res.partner"))[-60:]
    world.odoo.unlink("res.partner", gone)
    assert of(reconcile(world, streams=["res.partner"], force=True), "res.partner").deleted == 60
    again = of(world.sync(mode="replay", streams=["res.partner"], ids=gone), "res.partner")
    assert (again.status, again.deleted) == ("completed", 0)
    assert (
        world.ids("bronze_res_partner")
        == silver_ids(world, "silver_customers")
        == set(world.odoo.stored("res.partner"))
    )
    assert world.value("select count(*) from scout.bronze_res_partner where deleted_at is not null") == 60


def test_a_stream_of_which_odoo_shows_nothing_any_more_is_refused_however_small_it_is(world: World) -> None:
    world.sync()
    shops = world.ids("bronze_pos_config")
    world.odoo.hide("pos.config", lambda row: True)
    refused = error_of(reconcile(world, streams=["pos.config"]), "pos.config")
    assert f"none of the {len(shops)} pos.config records" in refused.message
    assert world.ids("bronze_pos_config") == shops
    reconcile(world, streams=["pos.config"], force=True)
    assert world.ids("bronze_pos_config") == set()


def test_a_resumed_sweep_says_so_and_its_proof_speaks_for_when_it_began(world: World) -> None:
    stale_partners(world)
    odoo_fails_at_the_repair(world)
    reconcile(world, streams=["res.partner"])
    world.db.execute("update scout.reconciliations set started_at = started_at - interval '1 day'")
    report = reconcile(world, streams=["res.partner"])
    assert any("went on with the unfinished sweep of" in notice for notice in of(report, "res.partner").notices)
    assert reconciled(report, "res.partner").result == "equal"
    assert world.value("select checked_at = started_at from scout.reconciliations where status = 'equal'")


@pytest.mark.parametrize(
    ("age", "first", "second"), [("3 days", False, False), ("0 days", True, False), ("0 days", False, True)]
)
def test_a_sweep_left_long_ago_or_of_another_depth_is_begun_again(
    world: World, age: str, first: bool, second: bool
) -> None:
    stale_partners(world)
    *later, soon = sorted(world.odoo.stored("res.partner"))[-5:]
    world.odoo.unlink("res.partner", soon)
    odoo_fails_at_the_repair(world)
    assert of(reconcile(world, streams=["res.partner"], deep=first), "res.partner").status == "failed"
    world.db.execute("update scout.reconciliations set started_at = started_at - %s::interval", [age])
    world.odoo.unlink("res.partner", later)
    report = reconciled(reconcile(world, streams=["res.partner"], deep=second), "res.partner")
    assert (report.deleted, report.result) == (5, "equal")
    stamps = world.db.execute("select deep, status from scout.reconciliations order by id").fetchall()
    assert stamps == [(first, "abandoned"), (second, "equal")]


def test_a_record_that_comes_back_between_sweep_and_repair_is_not_taken_for_deleted(world: World) -> None:
    world.sync()
    world.later(minutes=30)
    partner = max(world.odoo.stored("res.partner"))
    world.odoo.hide("res.partner", lambda row: row["id"] == partner)
    world.odoo.inject(
        Fault.hook(lambda call: world.odoo.show("res.partner")), model="res.partner", method="search_read", skip=1
    )
    report = reconciled(reconcile(world, streams=["res.partner"]), "res.partner")
    assert (report.extra, report.deleted, report.result) == (1, 0, "equal")
    assert partner in world.ids("bronze_res_partner")


@pytest.mark.parametrize("depth", [{}, {"deep": True}, {"deep": True, "sample": 10_000}], ids=str)
def test_a_dry_reconcile_counts_and_changes_nothing(world: World, depth: dict[str, Any]) -> None:
    world.sync()
    world.odoo.unlink("pos.payment", sorted(world.odoo.stored("pos.payment"))[:2])
    world.odoo.write_raw("res.partner", min(world.odoo.stored("res.partner")), {"ref": "raw SQL"})
    before = world.content()
    report = reconcile(world, dry_run=True, **depth)
    assert world.content() == before
    payments = reconciled(report, "pos.payment")
    assert (payments.extra, payments.result) == (2, "dry")
    assert sum(month.warehouse_count - month.source_count for month in payments.months) == (2 if depth else 0)
    assert reconciled(report, "res.partner").sample_differed == (1 if "sample" in depth else None)
    assert reconciled(reconcile(world), "pos.payment").extra == 2


def test_an_interrupted_sweep_goes_on_behind_its_last_chunk(world: World) -> None:
    """The warehouse takes only small bodies, so that the sweep has several chunks."""
    world.customers(1500)
    world.sync(streams=["res.partner"])
    world.later(minutes=30)
    world.odoo.unlink("res.partner", sorted(world.odoo.stored("res.partner"))[-3:])
    world.before_each_call(lambda function, arguments: None)
    world.warehouse.page_bytes = 40_000  # type: ignore[misc]
    engine = world.engine(deadline=one_page())
    first = of(reconcile(world, streams=["res.partner"], engine=engine), "res.partner")
    assert (first.status, first.more) == ("partial", True)
    assert world.value("select swept_to_id from scout.reconciliations") > 0
    second = of(reconcile(world, streams=["res.partner"]), "res.partner")
    assert (second.status, second.deleted) == ("completed", 3)
    assert world.value("select count(*) from scout.reconciliations") == 1
    assert world.ids("bronze_res_partner") == set(world.odoo.stored("res.partner"))


def test_the_stamp_tells_when_each_stream_was_last_proven_equal(world: World) -> None:
    world.sync()
    assert {stream["proven_at"] for stream in world.value("select scout.sync_status()")["streams"]} == {None}
    reconcile(world, streams=["pos.order"])
    (proven,) = [s for s in world.value("select scout.sync_status()")["streams"] if s["stream"] == "pos.order"]
    assert proven["proven_at"] is not None


@pytest.mark.parametrize("key", ["since", "until"])
def test_reconcile_takes_no_dates_and_deep_and_force_go_with_it_only(world: World, key: str) -> None:
    with pytest.raises(InputError, match="do not go with mode reconcile"):
        reconcile(world, **{key: "2026-11-01T00:00:00Z"})
    with pytest.raises(InputError, match="deep and force go with mode reconcile only"):
        world.sync(force=True)
