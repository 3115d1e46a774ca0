"""What the runbook promises of the two accidents that no ordinary run can see."""

from __future__ import annotations

from demo.odoo import SimulatedOdoo
from demo.shop import fill
from tests.engine.conftest import World, reconciled
from tests.engine.test_reconcile import reconcile


def test_an_odoo_restored_from_an_older_backup_is_followed_by_a_forced_deep_reconcile(world: World) -> None:
    """Write dates go back and ids are used again: an ordinary run finds what is gone, not what is as it was before."""
    world.sync()
    backup = SimulatedOdoo()
    fill(backup, days=7, orders=60)  # the same shop as before the first sale below
    world.later()
    lost = world.shop.sell(20)
    customer = min(world.odoo.stored("res.partner"))
    world.odoo.write("res.partner", customer, {"name": "Renamed after the backup"})
    world.later()
    world.sync()

    backup.clock.now = world.odoo.clock.now
    world.odoo = backup
    reused = backup.create("res.partner", {"name": "Made after the restore"})
    world.later()
    world.sync()
    assert not set(lost) & world.ids("bronze_pos_order")
    assert world.value("select name from scout.customers where id = %s", customer) == "Renamed after the backup"

    reconcile(world, deep=True, force=True)
    report = reconcile(world)
    assert all(
        reconciled(report, stream.stream).result == "equal" for stream in report.streams if stream.status == "completed"
    )
    for model in ("pos.order", "pos.order.line", "pos.payment", "res.partner"):
        assert world.ids(f"bronze_{model.replace('.', '_')}") == set(backup.stored(model)), model
    assert not set(lost) & world.ids("bronze_pos_order")
    assert world.value("select name from scout.customers where id = %s", customer) != "Renamed after the backup"
    assert world.value("select name from scout.customers where id = %s", reused) == "Made after the restore"


def test_a_retired_stream_leaves_the_status_and_keeps_its_records(world: World) -> None:
    world.sync()
    records = world.ids("bronze_pos_order")
    world.db.execute("delete from scout.sync_checkpoints where stream = 'pos.order'")
    assert "pos.order" not in {one["stream"] for one in world.value("select scout.sync_status()")["streams"]}
    assert world.ids("bronze_pos_order") == records
    assert world.sync(streams=["pos.order"]).streams[0].mode == "full"


def test_content_put_in_with_triggers_off_is_found_by_its_hash_and_read_again(world: World) -> None:
    world.sync()
    damaged = "from scout.bronze_pos_order where payload_hash <> sha256(convert_to(payload::text, 'UTF8'))"
    total = "select sum(gross_amount) from scout.transactions"
    right = world.value(total)
    assert world.value(f"select count(*) {damaged}") == 0
    world.db.execute("set session_replication_role = replica")
    world.db.execute("""update scout.bronze_pos_order set payload = payload || '{"amount_total": 1}'""")
    world.db.execute("reset session_replication_role")
    world.db.execute("select scout.rebuild_silver('pos.order')")
    world.later()
    world.sync(mode="full", streams=["pos.order"])
    assert world.value(total) != right, "its hash says that it is unchanged"

    world.db.execute(f"update scout.bronze_pos_order set payload_hash = '' where odoo_id in (select odoo_id {damaged})")
    world.later()
    reconcile(world, streams=["pos.order"])
    assert world.value(f"select count(*) {damaged}") == 0
    assert world.value(total) == right
