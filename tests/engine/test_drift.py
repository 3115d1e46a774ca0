"""Drift: fields that come, go or change, and rights that are lost, are recorded once, told by name and stop nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from demo.odoo import FieldSpec
from shared.sync.run_report import RunReport
from tests.engine.conftest import World, error_of, of

READ = ["res.partner", "product.product", "pos.order", "pos.order.line"]


def changes(world: World, stream: str) -> list[tuple[Any, ...]]:
    return world.db.execute(
        "select field, change from scout.field_changes where stream = %s order by id", [stream]
    ).fetchall()


def fields(world: World, stream: str) -> dict[str, Any]:
    rows = world.db.execute(
        "select field, to_jsonb(f) from scout.stream_fields f where stream = %s and gone_at is null", [stream]
    ).fetchall()
    return dict(rows)


def next_run(world: World, **request: Any) -> RunReport:
    world.later()
    return world.sync(**{"streams": READ, **request})


def the_others_completed(report: RunReport, stream: str) -> bool:
    return {one.status for one in report.streams if one.stream != stream} == {"completed"}


def test_the_first_run_records_the_fields_it_reads_and_no_change(world: World) -> None:
    world.sync()
    seen = fields(world, "pos.order.line")
    payload = world.value("select payload from scout.bronze_pos_order_line limit 1")
    assert seen.keys() == payload.keys()
    described = {
        "type": "many2one", "relation": "product.product", "stored": True, "company_dependent": False, "required": True,
    }  # fmt: skip
    assert described.items() <= seen["product_id"].items()
    assert world.value("select count(*) from scout.field_changes") == 0


def test_unchanged_fields_cost_neither_a_call_nor_a_row(world: World) -> None:
    world.sync()
    versions = "select array_agg(array[ctid::text, xmin::text] order by ctid) from scout.stream_fields"
    before = world.value(versions)

    called: list[str] = []
    world.before_each_call(lambda function, _: called.append(function))
    next_run(world)
    assert called.count("begin_sync") == len(READ)
    assert "record_fields" not in called
    assert world.value(versions) == before


def test_an_added_field_is_recorded_told_once_and_filled_in_everywhere(world: World) -> None:
    world.sync()
    world.odoo.add_field("res.partner", FieldSpec("x_loyalty", "char"))
    partner = min(world.odoo.stored("res.partner"))
    world.odoo.write_raw("res.partner", partner, {"x_loyalty": "gold"})
    report = next_run(world)
    partners = of(report, "res.partner")
    assert (partners.status, partners.mode) == ("completed", "full")
    assert partners.notices.count("field x_loyalty is new") == 1
    assert changes(world, "res.partner") == [("x_loyalty", "added")]
    assert fields(world, "res.partner")["x_loyalty"]["type"] == "char"
    loyal = "select payload ->> 'x_loyalty' from scout.bronze_res_partner where odoo_id = %s"
    assert world.value(loyal, partner) == "gold"
    assert (of(next_run(world), "res.partner").notices, len(changes(world, "res.partner"))) == ([], 1)


def test_a_removed_optional_field_goes_on_empty(world: World) -> None:
    world.sync()
    world.odoo.drop_field("product.product", "barcode")
    products = of(next_run(world), "product.product")
    assert (products.status, products.mode, products.quarantined) == ("completed", "full", 0)
    assert products.notices.count("field barcode is no longer shown") == 1
    assert changes(world, "product.product") == [("barcode", "removed")]
    assert "barcode" not in fields(world, "product.product")
    gone = (
        "select gone_at >= last_seen_at from scout.stream_fields where stream = 'product.product' and field = 'barcode'"
    )
    assert world.value(gone) is True
    assert world.value("select count(*) from scout.silver_products where barcode is not null") == 0


def test_a_removed_required_field_stops_its_stream_only_and_its_return_is_an_addition(world: World) -> None:
    world.sync()
    specification = world.odoo.store.tables["pos.order.line"].spec.fields["price_subtotal"]
    world.odoo.drop_field("pos.order.line", "price_subtotal")
    report = next_run(world)
    lines = of(report, "pos.order.line")
    assert (lines.status, error_of(report, "pos.order.line").kind) == ("failed", "field missing")
    assert the_others_completed(report, "pos.order.line")
    assert lines.notices == ["field price_subtotal is no longer shown"]
    before = "select before -> 'required' from scout.field_changes where field = 'price_subtotal'"
    assert world.value(before) is True
    assert of(next_run(world), "pos.order.line").notices == [], "told once"
    world.odoo.add_field("pos.order.line", specification)
    assert of(next_run(world), "pos.order.line").status == "completed"
    assert changes(world, "pos.order.line") == [("price_subtotal", "removed"), ("price_subtotal", "added")]


@pytest.mark.parametrize(
    ("name", "change", "after", "told"),
    [
        ("ref", "type changed", {"type": "integer"}, "field ref changed from char to integer"),
        (
            "parent_id", "relation changed", {"type": "many2one", "relation": "res.users"},
            "field parent_id changed from many2one res.partner to many2one res.users",
        ),
        ("ref", "company dependence changed", {"type": "char", "company_dependent": True}, "field ref changed from char to"),
        ("ref", "stored changed", {"type": "char", "store": False}, "field ref is no longer shown"),
    ],
)  # fmt: skip
def test_a_changed_field_is_recorded_with_before_and_after_and_its_stream_is_read_in_full(
    world: World, name: str, change: str, after: dict[str, Any], told: str
) -> None:
    world.sync()
    world.odoo.drop_field("res.partner", name)
    world.odoo.add_field("res.partner", FieldSpec(name, **after))
    partners = of(next_run(world), "res.partner")
    assert (partners.status, partners.mode) == ("completed", "full")
    assert [notice for notice in partners.notices if notice.startswith(f"field {name} ")] == [
        notice for notice in partners.notices if notice.startswith(told)
    ]
    assert len([notice for notice in partners.notices if notice.startswith(told)]) == 1
    assert changes(world, "res.partner") == [(name, change)]
    row = world.db.execute("select before, after from scout.field_changes").fetchone()
    assert row is not None
    assert row[0]["type"] != row[1]["type"] or row[0] != row[1]
    described = {"stored" if key == "store" else key: value for key, value in after.items()}
    assert described.items() <= row[1].items()


def test_a_field_asked_for_though_not_stored_may_become_stored(world: World) -> None:
    """config_id of an order, between Odoo 16 and 17."""
    world.sync()
    field = world.odoo.store.tables["pos.order"].spec.fields["config_id"]
    world.odoo.drop_field("pos.order", "config_id")
    world.odoo.add_field(
        "pos.order", FieldSpec("config_id", "many2one", relation=field.relation, store=not field.store)
    )
    orders = of(next_run(world), "pos.order")
    assert orders.status == "completed"
    assert [notice for notice in orders.notices if "config_id" in notice] == [
        f"field config_id is {'no longer' if field.store else 'now'} stored in Odoo"
    ]
    assert changes(world, "pos.order") == [("config_id", "stored changed")]


def test_lost_rights_are_recorded_once_and_stop_that_stream_only_until_they_come_back(world: World) -> None:
    world.sync()
    world.odoo.deny_model("pos.order")
    for _ in range(2):
        report = next_run(world)
        refused = error_of(report, "pos.order")
        assert (of(report, "pos.order").status, refused.kind) == ("failed", "access refused")
        assert "pos.order" in refused.message
        assert the_others_completed(report, "pos.order")
        assert changes(world, "pos.order") == [(None, "access lost")]
    world.odoo.allow_model("pos.order")
    back = of(next_run(world), "pos.order")
    assert (back.status, back.notices[0]) == ("completed", "pos.order can be read again")
    assert changes(world, "pos.order") == [(None, "access lost"), (None, "access regained")]
    assert len(fields(world, "pos.order")) > 10


def test_rights_that_were_never_there_were_not_lost(world: World) -> None:
    world.odoo.deny_model("pos.order")
    world.sync()
    next_run(world)
    assert changes(world, "pos.order") == []
    world.odoo.allow_model("pos.order")
    assert of(next_run(world), "pos.order").status == "completed"
    assert changes(world, "pos.order") == []
    assert len(fields(world, "pos.order")) > 10


def test_a_model_that_goes_missing_is_recorded_and_found_again(world: World) -> None:
    world.sync()
    spec = world.odoo.store.tables["product.brand"].spec
    world.odoo.drop_model("product.brand")
    for _ in range(2):
        assert of(next_run(world, streams=["product.brand", *READ]), "product.brand").status == "absent"
        assert changes(world, "product.brand") == [(None, "model missing")]
    world.odoo.add_model(spec)
    report = of(next_run(world, streams=["product.brand"]), "product.brand")
    assert "product.brand can be read again" in report.notices
    assert changes(world, "product.brand") == [(None, "model missing"), (None, "model found")]


def test_a_login_that_fails_loses_no_right(world: World) -> None:
    world.sync()
    world.odoo.deny_model("res.users")
    world.later()
    assert world.sync().status == "failed"
    assert world.value("select count(*) from scout.field_changes") == 0


def test_a_dry_run_tells_the_changes_and_records_none(world: World) -> None:
    world.sync()
    world.odoo.add_field("res.partner", FieldSpec("x_loyalty", "char"))
    world.odoo.drop_field("product.product", "barcode")
    world.odoo.drop_field("pos.order.line", "price_subtotal")
    world.odoo.deny_model("pos.order")
    before = world.content()
    report = next_run(world, dry_run=True)
    assert world.content() == before
    assert of(report, "res.partner").notices.count("field x_loyalty is new") == 1
    assert of(report, "product.product").notices.count("field barcode is no longer shown") == 1
    assert of(report, "pos.order.line").notices == ["field price_subtotal is no longer shown"]
    assert (of(report, "pos.order").status, of(report, "res.partner").status) == ("failed", "completed")


def test_no_secret_field_is_recorded(world: World) -> None:
    world.sync()
    world.odoo.add_field("res.partner", FieldSpec("x_api_key", "char"))
    next_run(world)
    assert changes(world, "res.partner") == []
    assert world.value("select count(*) from scout.stream_fields where field ~ 'token|secret|key|password'") == 0
