"""Single records read again, and what a run changed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shared.errors import InputError
from tests.engine.conftest import World, of


def changed_by(world: World, run_id: str) -> Any:
    return world.value("select scout.changes_of_run(%s)", run_id)


def test_a_replayed_record_is_read_whatever_its_write_date(world: World) -> None:
    world.sync()
    partner, other = sorted(world.odoo.stored("res.partner"))[:2]
    world.odoo.write_raw("res.partner", [partner, other], {"ref": "raw SQL"})
    place = "select row(last_sync_at, last_record_id, window_mode, scope)::text from scout.sync_checkpoints where id = 'res.partner'"
    before = world.value(place)
    report = of(world.sync(mode="replay", streams=["res.partner"], ids=[partner]), "res.partner")
    assert (report.status, report.mode, report.updated) == ("completed", "replay", 1)
    refs = dict(world.db.execute("select odoo_id, payload ->> 'ref' from scout.bronze_res_partner").fetchall())
    assert refs[partner] == "raw SQL"
    assert refs[other] != "raw SQL"
    assert world.value(place) == before


def test_a_replayed_record_that_is_gone_becomes_a_tombstone_and_the_report_says_so(world: World) -> None:
    world.sync()
    payment = max(world.odoo.stored("pos.payment"))
    world.odoo.unlink("pos.payment", payment)
    report = of(world.sync(mode="replay", streams=["pos.payment"], ids=[payment]), "pos.payment")
    assert report.deleted == 1
    assert str(payment) in report.notices[-1]
    assert payment not in world.ids("bronze_pos_payment")


def test_a_dry_replay_changes_nothing(world: World) -> None:
    world.sync()
    partner = min(world.odoo.stored("res.partner"))
    world.odoo.write_raw("res.partner", partner, {"ref": "raw SQL"})
    before = world.content()
    report = world.sync(mode="replay", streams=["res.partner"], ids=[partner], dry_run=True)
    assert of(report, "res.partner").updated == 1
    assert world.content() == before


@pytest.mark.parametrize(
    ("request_body", "told"),
    [
        ({"mode": "replay", "streams": ["pos.order"]}, "ids go with mode replay"),
        ({"ids": [1]}, "ids go with mode replay"),
        ({"mode": "replay", "ids": [1]}, "records of one stream"),
        ({"mode": "replay", "ids": [1], "streams": ["pos.order", "res.partner"]}, "records of one stream"),
        (
            {"mode": "replay", "ids": [1], "streams": ["pos.order"], "since": "2026-11-01T00:00:00Z"},
            "records of one stream",
        ),
    ],
)
def test_replay_needs_one_stream_and_ids(world: World, request_body: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        world.sync(**request_body)


def test_what_a_run_changed_or_deleted_can_be_seen_and_read_again(world: World) -> None:
    """A run read under a bad setting: what it wrote is known by its id, and only that is read again."""
    world.sync()
    world.later()
    partner = min(world.odoo.stored("res.partner"))
    world.odoo.write("res.partner", partner, {"ref": "new"})
    world.later()
    report = world.sync()
    assert changed_by(world, report.run_id) == {"res.partner": {"written": [partner], "deleted": []}}
    world.db.execute("update scout.bronze_res_partner set payload_hash = '' where odoo_id = %s", [partner])
    again = world.sync(mode="replay", streams=["res.partner"], ids=[partner])
    assert of(again, "res.partner").updated == 1
    assert changed_by(world, report.run_id) == {}, "a later run changed it again"
    payment = max(world.odoo.stored("pos.payment"))
    world.odoo.unlink("pos.payment", payment)
    report = world.sync(mode="reconcile")
    assert changed_by(world, report.run_id) == {"pos.payment": {"written": [], "deleted": [payment]}}
    assert changed_by(world, str(uuid.uuid4())) == {}
