"""A right that is lost on a child's model: the parent goes on without its list, says so once, and names the right one."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.catalogue import load_catalogue
from shared.odoo.client import Odoo
from tests.engine.conftest import World, error_of, of

LISTED, CHILD = "payment_ids", "pos.payment"


def changes(world: World) -> list[tuple[Any, ...]]:
    return world.db.execute("select stream, field, change from scout.field_changes order by id").fetchall()


def listed(world: World) -> set[bool]:
    return {row[0] for row in world.db.execute(f"select payload ? '{LISTED}' from scout.bronze_pos_order")}


@pytest.mark.parametrize(("version", "mode"), [(19, "incremental"), (20, "reconcile"), (18, "reconcile")])
def test_a_right_lost_and_regained_on_a_child_stops_the_child_only(world: World, version: int, mode: str) -> None:
    world.on(version, days=7, orders=60)
    world.later(hours=1)
    world.sync()
    sums = "select sum(gross_amount), sum(quantity) from scout.transactions"
    right = world.db.execute(sums).fetchone()
    world.odoo.deny_model(CHILD)
    world.odoo.write("pos.order", min(world.odoo.stored("pos.order")), {"pos_reference": "changed"})
    told: list[str] = []
    for _ in range(3):
        world.later()
        report = world.sync(mode=mode)
        order, payment = of(report, "pos.order"), of(report, CHILD)
        assert (order.status, order.error) == ("completed", None)
        refused = error_of(report, CHILD)
        assert (payment.status, refused.kind, CHILD in refused.message) == ("failed", "access refused", True)
        told += [notice for notice in order.notices if LISTED in notice]
    assert told == [f"{LISTED} is left out: Odoo does not allow its user to read {CHILD}"]
    assert listed(world) == {False}
    assert world.db.execute(sums).fetchone() == right
    assert set(changes(world)) == {("pos.order", LISTED, "removed"), (CHILD, None, "access lost")}

    world.odoo.allow_model(CHILD)
    for _ in range(2):
        world.later()
        report = world.sync(mode=mode)
        assert report.status == "completed"
    assert listed(world) == {True}
    assert sorted(changes(world)[2:], key=str) == [("pos.order", LISTED, "added"), (CHILD, None, "access regained")]


def test_a_right_lost_on_parent_and_child_at_once_is_recorded_as_one_loss_of_each(world: World) -> None:
    world.sync()
    for model in ("pos.order", CHILD):
        world.odoo.deny_model(model)
    world.later()
    assert {of(world.sync(), model).status for model in ("pos.order", CHILD)} == {"failed"}
    assert set(changes(world)) == {("pos.order", None, "access lost"), (CHILD, None, "access lost")}


def test_a_stream_that_is_first_read_without_the_right_has_no_list_and_asks_no_more_than_once_a_run(
    world: World,
) -> None:
    world.odoo.deny_model(CHILD)
    report = of(world.sync(), "pos.order")
    assert (report.status, report.inserted) == ("completed", 60)
    assert any(CHILD in notice for notice in report.notices)
    assert not any("has no field" in notice for notice in report.notices)
    world.later()
    world.odoo.calls.clear()
    assert of(world.sync(streams=["pos.order"]), "pos.order").mode == "incremental"
    assert world.odoo.requests.count((CHILD, "search_count")) == 1


def test_health_names_the_model_whose_right_is_missing_and_no_other(world: World) -> None:
    from shared.monitoring.health.health_facts import Unseen
    from shared.monitoring.health.odoo_checks import OdooCheck

    world.odoo.deny_model(CHILD)
    settings = world.odoo.settings(protocol="json2")
    with Odoo.connect(settings, transport=world.odoo.transport()) as odoo:
        streams = tuple(load_catalogue().streams.values())
        lines = OdooCheck(odoo, settings, streams, Unseen("not asked"), None, lambda: world.odoo.clock.now).lines()
    assert [line.check for line in lines if line.verdict == "fail"] == [f"rights to {CHILD}"]
