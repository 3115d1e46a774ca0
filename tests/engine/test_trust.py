"""`scout health` never says *trusted* of what differs, is older than its schedule allows, or was not proven within a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.health_world import HealthWorld, line_of, plain, told, well

__all__ = ["well"]


def trusted(well: HealthWorld) -> bool:
    return "can be trusted" in plain(well.screen().stdout)


def test_records_deleted_in_odoo_are_seen_at_once_with_since_when_they_differ_and_gone_after_one_sync(
    well: HealthWorld,
) -> None:
    """Deleted, synced, its gold refreshed: it once said trusted, and showed 15.7 % too much."""
    odoo = well.world.odoo
    assert trusted(well)
    gone = sorted(odoo.stored("pos.order"))[:10]
    lines = [line for line, row in odoo.stored("pos.order.line").items() if row["order_id"] in gone]
    payments = [one for one, row in odoo.stored("pos.payment").items() if row["pos_order_id"] in gone]
    for model, ids in (("pos.payment", payments), ("pos.order.line", lines), ("pos.order", gone)):
        odoo.unlink(model, ids)
    report = well.health()
    assert [check for _, check, verdict in told(report) if verdict == "fail"] == [
        "count of pos.order", "count of pos.order.line", "count of pos.payment",
    ]  # fmt: skip
    assert (
        "Odoo shows 50 records now, here are 60; they were last equal" in line_of(report, "count of pos.order").message
    )
    assert not trusted(well)
    well.world.sync()
    assert not [line for line in well.health().lines if line.check.startswith("count of") and line.verdict == "fail"]
    assert well.world.value("select count(*) from scout.transactions") == 50


@pytest.mark.parametrize(
    "loss",
    [
        "truncate scout.bronze_pos_payment",
        "delete from scout.bronze_pos_order_line where odoo_id > (select max(odoo_id) - 20 from scout.bronze_pos_order_line)",
        "delete from scout.bronze_pos_order where odoo_id = 7",
        "swap",
    ],
)
def test_rows_missing_here_are_seen_whatever_else_is_new_or_gone(well: HealthWorld, loss: str) -> None:
    """The highest id that is left here is no bound, and as many rows gone there as here are no equality."""
    odoo = well.world.odoo
    if loss == "swap":
        payments = sorted(odoo.stored("pos.payment"))
        odoo.unlink("pos.payment", payments[30])
        loss = f"delete from scout.bronze_pos_payment where odoo_id = {payments[3]}"
    well.sql(loss)
    well.world.shop.sell(3)
    odoo.write("pos.order", 8, {"pos_reference": "changed"})
    assert not trusted(well)


def test_a_row_changed_here_by_hand_is_told_until_the_next_sync_has_read_it_again(well: HealthWorld) -> None:
    well.sql("""update scout.bronze_res_partner set payload = payload || '{"name": "by hand"}' where odoo_id = 3""")
    assert line_of(well.health(), "read again of res.partner").verdict == "fail"
    well.world.sync()
    assert well.world.value("select payload ->> 'name' from scout.bronze_res_partner where odoo_id = 3") != "by hand"
    assert trusted(well)


def test_rights_that_came_back_leave_no_failure_behind(well: HealthWorld) -> None:
    for number in range(100):
        well.world.odoo.create(
            "res.partner", {"name": f"Customer {number}"}, at=well.world.odoo.clock.now - timedelta(minutes=2)
        )
    well.world.sync()
    well.world.odoo.hide("res.partner", lambda row: row["id"] % 2 == 0)
    well.world.sync()
    failing = [check for _, check, verdict in told(well.health()) if verdict == "fail"]
    assert failing == ["last run of res.partner", "proof of res.partner"]
    assert "Rights given back: scout reconcile" in line_of(well.health(), "proof of res.partner").fix
    well.world.odoo.show("res.partner")
    well.world.sync()
    assert not [check for _, check, verdict in told(well.health()) if verdict == "fail"]


def test_a_right_that_is_lost_is_told_once(well: HealthWorld) -> None:
    well.world.odoo.deny_model("res.partner")
    well.world.sync()
    assert [check for _, check, verdict in told(well.health()) if verdict == "fail"] == ["rights to res.partner"]


def test_what_is_sold_since_the_last_sync_is_on_its_way_and_no_difference(well: HealthWorld) -> None:
    well.world.shop.sell(3)
    well.world.odoo.write("res.partner", min(well.world.odoo.stored("res.partner")), {"ref": "changed"})
    assert trusted(well)


def test_where_calls_are_limited_the_last_runs_count_is_told(well: HealthWorld) -> None:
    well.sql("update scout.count_proofs set warehouse_count = warehouse_count + 3, differs_since = now() - interval '2 hours', "
             "equal_at = now() - interval '3 hours' where checkpoint_id = 'pos.order'")  # fmt: skip
    message = line_of(well.health(ODOO_MAX_CALLS_PER_SECOND="500"), "count of pos.order").message
    assert "Odoo shows 60 records, here are 63; seen first 2 h ago; they were last equal 3 h ago" in message


def test_gold_older_than_its_schedule_or_what_nobody_has_proven_within_a_day_is_not_trusted(well: HealthWorld) -> None:
    well.sql("update scout.gold_refreshes set started_at = started_at - interval '4 hours'")
    assert not trusted(well)
    well.sql("update scout.gold_refreshes set started_at = started_at + interval '4 hours'")
    assert trusted(well)
    well.sql(
        "update scout.count_proofs set equal_at = equal_at - interval '25 hours', checked_at = checked_at - interval '25 hours'"
    )
    well.sql("update scout.reconciliations set checked_at = checked_at - interval '25 hours'")
    assert not trusted(well)
    well.sql("update scout.count_proofs set equal_at = now()")
    report = well.health()
    assert report.proven_at is not None
    assert report.checked_at - report.proven_at < timedelta(minutes=1)
    assert trusted(well)
