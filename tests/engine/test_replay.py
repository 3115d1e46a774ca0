"""Single records read again, what a run changed, and silver made again from bronze."""

from __future__ import annotations

import json
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
    assert (
        of(world.sync(mode="replay", streams=["res.partner"], ids=[partner], dry_run=True), "res.partner").updated == 1
    )
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


def test_silver_made_again_from_bronze_comes_out_equal(world: World) -> None:
    """Invariant 9."""
    world.sync()
    models = world.value("select count(*) from scout.silver_tables")
    tables = "select table_name from scout.silver_tables union all select table_name from scout.silver_company_tables"
    silver = [row[0] for row in world.db.execute(tables)]
    content = (
        "select md5(coalesce(string_agg(row, '' order by row), '')) "
        "from (select (to_jsonb(t) - 'refined_at')::text as row from scout.{} t) as rows"
    )
    before = {table: world.value(content.format(table)) for table in silver}
    world.db.execute(f"truncate {', '.join(f'scout.{table}' for table in silver)}")
    answer: Any = world.warehouse.call("rebuild_silver", {"p_model": None})
    assert answer["pos.order"]["written"] == len(world.odoo.stored("pos.order"))
    assert {table: world.value(content.format(table)) for table in silver} == before
    assert json.dumps(world.warehouse.call("rebuild_silver", {"p_model": None})).count('"written": 0') == models
