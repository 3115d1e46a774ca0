"""`reconcile --deep --sample`: some records chosen at random are read again in full, compared and mended."""

from __future__ import annotations

from datetime import timedelta

from demo.odoo import Fault
from tests.engine.conftest import World, of, reconciled
from tests.engine.test_months import found


def test_a_sample_of_everything_reads_none_twice_and_differs_nowhere_right_after_a_full_read(world: World) -> None:
    """Whatever a page holds beside the record's own fields, the sample reads too."""
    world.sync()
    world.later(hours=1)
    report = world.sync(mode="reconcile", deep=True, sample=10_000)
    told = {one.stream: one.reconcile.sample_differed for one in report.streams if one.reconcile}
    assert set(told.values()) == {0}, told
    assert len(told) >= 11
    orders = reconciled(report, "pos.order")
    assert orders.sampled == of(report, "pos.order").fetched == len(world.odoo.stored("pos.order"))
    assert orders.months


def test_a_sample_reads_so_many_again_finds_what_differs_and_mends_it(world: World) -> None:
    world.sync()
    world.later()
    partners = sorted(world.odoo.stored("res.partner"))
    world.odoo.write_raw("res.partner", partners[0], {"ref": "raw SQL"})
    report = world.sync(mode="reconcile", deep=True, sample=len(partners))
    seen, partner = reconciled(report, "res.partner"), of(report, "res.partner")
    assert (seen.sampled, seen.sample_differed, partner.updated, seen.result) == (len(partners), 1, 1, "equal")
    assert any("without --sample" in notice for notice in partner.notices)
    again = world.sync(mode="reconcile", deep=True, sample=5)
    seen = reconciled(again, "res.partner")
    assert (seen.sampled, seen.sample_differed) == (5, 0)
    assert of(again, "res.partner").notices == ["0 of 5 records of res.partner chosen at random differed in content"]
    assert world.value("select bool_or(deep) from scout.reconciliations") is False, "a sample proves no content"


def test_what_was_written_while_the_sample_ran_is_no_difference(world: World) -> None:
    world.sync()
    world.later()
    partner = min(world.odoo.stored("res.partner"))
    at = world.odoo.clock.now + timedelta(minutes=1)
    change = Fault.hook(lambda call: world.odoo.write("res.partner", partner, {"ref": "just now"}, at=at) and None)
    world.odoo.inject(change, model="res.partner", method="search_read", skip=1)
    report = found(world, "res.partner", sample=10_000, streams=["res.partner"])
    assert report.sample_differed == 0
    assert report.stale == 1, "the sweep sees it as it sees every change"


def test_a_shallow_sweep_in_hand_does_not_become_a_deep_one(world: World) -> None:
    world.sync()
    world.db.execute(
        "insert into scout.reconciliations (checkpoint_id, stream, scope, swept_to_id) "
        "select id, stream, scope, 9223372036854775807 from scout.sync_checkpoints where id = 'res.partner'"
    )
    world.later()
    world.odoo.write_raw("res.partner", min(world.odoo.stored("res.partner")), {"ref": "raw SQL"})
    assert of(world.sync(mode="reconcile", deep=True), "res.partner").updated == 1
    assert world.value("select count(*) from scout.reconciliations where status = 'abandoned'") == 1
