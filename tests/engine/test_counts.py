"""The count check: what no window can show is found and mended by the next ordinary run, and costs one call a stream."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest

from demo.odoo import Fault, FieldSpec
from shared.models.catalogue import Catalogue
from shared.retries import Deadline
from shared.settings import Settings
from shared.sync.open_engine import count_interval
from tests.engine.conftest import World, error_of, of, one_page, reconciled


def count_is_equal(world: World, model: str) -> bool:
    return bool(world.value("select differs_since is null from scout.count_proofs where checkpoint_id = %s", model))


def customers(world: World, number: int) -> list[int]:
    made = world.customers(number)
    world.sync()
    return made


def counts_asked(world: World) -> int:
    return sum(method in {"read_group", "formatted_read_group"} for _, method in world.odoo.requests)


@pytest.mark.parametrize("version", [16, 17, 18, 19, 20])
def test_records_deleted_in_odoo_are_gone_after_one_ordinary_run(world: World, version: int) -> None:
    world.on(version, days=7, orders=60)
    world.later(hours=1)
    world.sync()
    gone = {model: sorted(world.odoo.stored(model))[-5:] for model in ("pos.payment", "pos.order.line", "res.partner")}
    for model, ids in gone.items():
        world.odoo.unlink(model, ids)
    world.later()
    report = world.sync()
    assert report.status == "completed"
    for model in gone:
        assert of(report, model).deleted == 5
        assert any(f"{model} was swept" in notice for notice in of(report, model).notices)
        assert world.ids(world.catalogue.streams[model].bronze_table) == set(world.odoo.stored(model))
        assert count_is_equal(world, model)
    assert not {row[0] for row in world.db.execute("select id from scout.silver_payments")} & set(gone["pos.payment"])
    again = world.sync()
    assert all(stream.reconcile is None and stream.deleted == 0 for stream in again.streams), "it is settled"
    assert world.odoo.log == [], "with an API key nothing is called that Odoo warns of"


def test_a_late_commit_further_back_than_the_overlap_is_found_too(world: World) -> None:
    world.sync()
    world.later(hours=5)
    late = world.odoo.create("res.partner", {"name": "Late"}, at=world.odoo.clock.now - timedelta(hours=7))
    world.sync()
    assert late in world.ids("bronze_res_partner")


def test_a_record_made_before_the_end_and_changed_after_it_is_read_and_no_difference(world: World) -> None:
    """A till that goes on selling while the run reads must not have it sweep each time."""
    world.sync()
    world.later()
    made = world.odoo.create("res.partner", {"name": "Made before"})
    world.later(seconds=5)

    def somebody_changes_it(call: Any) -> None:
        world.later(seconds=5)
        world.odoo.write("res.partner", made, {"name": "Changed after"})

    world.odoo.inject(Fault.hook(somebody_changes_it), model="res.partner", method="search_read")
    assert of(world.sync(), "res.partner").reconcile is None
    assert count_is_equal(world, "res.partner")
    assert world.payload("res.partner", made)["name"] == "Changed after"


def test_what_is_made_after_the_end_is_no_difference(world: World) -> None:
    world.sync()
    world.later()
    world.odoo.inject(
        Fault.hook(lambda call: (world.later(), world.shop.sell(2))), model="pos.order", method="search_read"
    )
    assert of(world.sync(), "pos.order").reconcile is None
    assert count_is_equal(world, "pos.order")


def test_counted_is_as_often_as_the_setting_says_and_never_by_a_dry_run(world: World) -> None:
    seldom = world.engine(count_every_seconds=3600)
    world.sync(engine=seldom)
    payment = max(world.odoo.stored("pos.payment"))
    world.odoo.unlink("pos.payment", payment)
    world.later()
    asked = counts_asked(world)
    world.sync(engine=seldom)
    world.sync(dry_run=True)
    assert counts_asked(world) == asked
    assert payment in world.ids("bronze_pos_payment")
    world.db.execute("update scout.count_proofs set checked_at = checked_at - interval '2 hours'")
    world.sync(engine=seldom)
    assert payment not in world.ids("bronze_pos_payment")


def test_lost_rights_fail_each_run_sweep_once_and_delete_nothing(world: World) -> None:
    """Invariant 7. Everything else goes on: the watermark moves, what is new comes."""
    customers(world, 100)
    live = world.ids("bronze_res_partner")
    world.odoo.hide("res.partner", lambda row: row["id"] % 2 == 0)
    for _ in range(3):
        world.later()
        assert error_of(world.sync(), "res.partner").kind == "mass disappearance"
    sweeps = world.value("select count(*) from scout.reconciliations where stream = 'res.partner'")
    assert sweeps == 1, "the same difference is not swept again"
    assert live <= world.ids("bronze_res_partner")
    assert not count_is_equal(world, "res.partner")
    watermark = world.value("select last_sync_at from scout.sync_checkpoints where stream = 'res.partner'")
    assert watermark == world.odoo.clock.now.replace(microsecond=0).astimezone(UTC) - timedelta(seconds=1)
    new = world.odoo.create("res.partner", {"name": "New"})
    world.odoo.show("res.partner")
    world.later()
    assert of(world.sync(), "res.partner").status == "completed"
    assert count_is_equal(world, "res.partner")
    assert new in world.ids("bronze_res_partner")


def test_however_many_records_odoo_says_are_deleted_they_are_taken_for_deleted(world: World) -> None:
    """Beyond the limit Odoo is asked whether they are only hidden; a stream that vanished whole is a person's to judge."""
    gone = customers(world, 100)[:70]
    world.odoo.unlink("res.partner", gone)
    world.later()
    report = of(world.sync(), "res.partner")
    assert (report.status, report.deleted, report.error) == ("completed", 70, None)
    assert world.ids("bronze_res_partner") == set(world.odoo.stored("res.partner"))
    world.odoo.unlink("res.partner", sorted(world.odoo.stored("res.partner"))[20:])
    world.odoo.hide("res.partner", lambda row: row["id"] == 4)
    world.later()
    assert error_of(world.sync(), "res.partner").kind == "mass disappearance"


def test_what_is_deleted_while_a_run_sweeps_is_gone_after_the_next(world: World) -> None:
    world.sync()
    payments = sorted(world.odoo.stored("pos.payment"))
    world.odoo.unlink("pos.payment", payments[3])
    world.later()
    meanwhile = Fault.hook(lambda call: world.odoo.unlink("pos.payment", payments[9]))
    world.odoo.inject(meanwhile, model="pos.payment", method="formatted_read_group", skip=3)
    assert of(world.sync(), "pos.payment").reconcile is not None
    assert payments[9] in world.ids("bronze_pos_payment"), "deleted after the sweep had passed it"
    world.later()
    world.sync()
    assert world.ids("bronze_pos_payment") == set(world.odoo.stored("pos.payment"))


def test_what_is_deleted_behind_the_place_of_an_unfinished_sweep_is_gone_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.sync.sweep._LARGEST_CHUNK", 1000)
    made = customers(world, 1200)
    world.later(hours=3)
    world.sync()
    world.db.execute("delete from scout.bronze_res_partner where odoo_id = %s", [made[-1]])
    world.later(hours=3)
    over = [0.0]
    after_a_chunk = Fault.hook(lambda call: over.__setitem__(0, 1.0))
    world.odoo.inject(after_a_chunk, model="res.partner", method="formatted_read_group", skip=2)
    budget = world.engine(deadline=Deadline(0.5, clock=lambda: over[0]))
    assert of(world.sync(streams=["res.partner"], engine=budget), "res.partner").more
    place = "select swept_to_id from scout.reconciliations where status = 'sweeping'"
    assert world.value(place) > made[0]
    world.odoo.write("res.partner", made[-1], {"name": "read again by itself"})
    world.odoo.unlink("res.partner", made[0])
    for _ in range(3):
        world.later()
        world.sync(streams=["res.partner"])
    assert world.ids("bronze_res_partner") == set(world.odoo.stored("res.partner"))


def test_a_difference_that_a_sweep_left_is_not_swept_again_because_of_news(world: World) -> None:
    world.sync()
    world.db.execute(
        "alter table scout.bronze_res_partner add constraint own check (payload ->> 'ref' is distinct from 'X')"
    )
    world.odoo.create("res.partner", {"name": "Refused", "ref": "X"})
    results = []
    for number in range(4):
        world.odoo.create("res.partner", {"name": f"Customer {number}"})
        world.later()
        report = of(world.sync(), "res.partner")
        results.append(report.reconcile and report.reconcile.result)
    assert results == ["differs", None, None, None]
    assert reconciled(world.sync(mode="reconcile"), "res.partner").result == "differs"


def test_a_reconcile_of_several_runs_ends_equal_while_the_shop_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.sync.sweep._LARGEST_CHUNK", 200)
    made = customers(world, 500)
    world.odoo.unlink("res.partner", made[5])
    budget = {"streams": ["res.partner"], "mode": "reconcile"}
    results: list[str | None] = []
    while "equal" not in results and len(results) < 8:
        report = of(world.sync(**budget, engine=world.engine(deadline=one_page())), "res.partner")
        results.append(report.reconcile.result if report.reconcile else None)
        world.odoo.write("res.partner", made[10], {"name": f"changed {len(results)}"})
        world.later()
        world.sync(streams=["res.partner"])
    assert results[-1] == "equal"
    assert "differs" not in results
    assert len(results) > 2


@pytest.mark.parametrize("nonsense", ["1e400", "1" + "0" * 25, "-5", "60.7", "true", '"x"', "null", None])
def test_a_count_that_is_no_count_fails_nothing_and_is_reported(world: World, nonsense: str | None) -> None:
    """None: Odoo refuses to count at all."""
    refusal = Fault.answer(404, '{"name": "builtins.ValueError", "message": "no"}')
    answer = refusal if nonsense is None else Fault.answer(200, f'[{{"__count": {nonsense}, "id:sum": 7}}]')
    world.odoo.inject(answer, model="pos.order", method="formatted_read_group")
    report = of(world.sync(), "pos.order")
    assert (report.status, report.counted, report.reconcile) == ("completed", None, None)
    assert any("could not be counted" in notice for notice in report.notices)


def test_totals_that_escaped_their_triggers_are_right_again_after_one_run(world: World) -> None:
    world.sync()
    world.db.execute("update scout.bronze_totals set live = live + 1 where model = 'pos.order'")
    world.later()
    report = world.sync()
    assert (reconciled(report, "pos.order").result, of(report, "pos.order").deleted) == ("equal", 0)
    assert count_is_equal(world, "pos.order")


def test_a_reconcile_that_mends_refreshes_gold_and_one_that_does_not_leaves_it(world: World) -> None:
    world.sync()
    world.db.execute("select scout.refresh_gold()")
    sold = "select coalesce(sum(revenue), 0) from scout.v_product_mix"
    before, refreshed = world.value(sold), "select max(started_at) from scout.gold_refreshes"
    at = world.value(refreshed)
    assert world.sync(mode="reconcile").notices == []
    assert world.value(refreshed) == at
    world.odoo.unlink("pos.order.line", sorted(world.odoo.stored("pos.order.line"))[:3])
    world.later()
    report = world.sync(mode="reconcile")
    assert report.notices == ["Gold was refreshed, because records were repaired."]
    assert world.value(refreshed) > at
    assert world.value(sold) != before


def test_a_clock_far_from_the_warehouses_is_refused_and_nothing_is_written(world: World) -> None:
    """One Date of the year 9999 would else be the watermark for ever, and no stream late ever again."""
    world.odoo.clock.now = world.value("select clock_timestamp()")
    careful = world.engine(clock_skew_seconds=300)
    assert world.sync(engine=careful).status == "completed"
    before = world.value("select jsonb_agg(last_sync_at order by id) from scout.sync_checkpoints")
    for jump in (timedelta(days=365 * 4000), -timedelta(hours=2)):
        world.odoo.clock.now = world.value("select clock_timestamp()") + jump
        report = world.sync(engine=world.engine(clock_skew_seconds=300))
        assert {stream.error.kind for stream in report.streams if stream.error} == {"clocks disagree"}
        assert world.value("select jsonb_agg(last_sync_at order by id) from scout.sync_checkpoints") == before
    world.odoo.clock.now = world.value("select clock_timestamp()")
    assert world.sync(engine=world.engine(clock_skew_seconds=300)).status == "completed"


def test_a_watermark_that_a_wrong_clock_left_in_the_future_is_forgotten(world: World) -> None:
    world.sync()
    world.db.execute("update scout.sync_checkpoints set last_sync_at = '9999-12-31 00:00Z'")
    world.later()
    stopped = world.sync(streams=["pos.order"], engine=world.engine(deadline=one_page(), batch_size=20))
    assert (of(stopped, "pos.order").mode, stopped.more) == ("full", True)
    goes_on = of(world.sync(streams=["pos.order"]), "pos.order")
    assert goes_on.fetched < 60, "an interrupted full read is gone on with"
    for report in world.sync().streams:
        assert report.mode == ("incremental" if report.stream == "pos.order" else "full")
    assert world.value("select max(last_sync_at) < now() from scout.sync_checkpoints")


def test_the_setting_bounds_calls_where_they_are_limited() -> None:
    common = {"ODOO_DB": "shop", "ODOO_API_KEY": "key", "ODOO_BASE_URL": "https://shop.example.com"}
    online = common | {"ODOO_BASE_URL": "https://shop.odoo.com"}
    seconds = [
        count_interval(Settings(variables)).total_seconds()
        for variables in (common, online, online | {"SYNC_COUNT_EVERY_SECONDS": "60"})
    ]
    assert seconds == [0, 3600, 60]


def merged(world: World, source: int, destination: int) -> list[int]:
    """As Odoo's wizard merges: links are rewritten by SQL, without write_date, then the source is deleted."""
    orders = [one for one, row in world.odoo.stored("pos.order").items() if row["partner_id"] == source]
    world.odoo.write_raw("pos.order", orders, {"partner_id": destination})
    world.odoo.unlink("res.partner", source)
    return orders


def two_customers(world: World) -> tuple[int, int]:
    bought = sorted({row["partner_id"] for row in world.odoo.stored("pos.order").values() if row["partner_id"]})
    return bought[0], bought[1]


@pytest.mark.parametrize("mode", ["incremental", "reconcile"])
@pytest.mark.parametrize("orders_first", [False, True])
def test_orders_of_merged_partners_are_under_the_one_that_stayed_after_one_run(
    world: World, mode: str, orders_first: bool
) -> None:
    source, destination = two_customers(world)
    world.sync()
    orders = merged(world, source, destination)
    assert orders
    world.later(hours=1)
    if orders_first:
        world.catalogue = Catalogue(reversed(list(world.catalogue.streams.values())))
    report = world.sync(mode=mode, engine=world.engine(parallel_streams=1))
    assert report.status == "completed"
    assert source not in world.ids("bronze_res_partner")
    shown = world.db.execute("select customer_id from scout.silver_transactions where id = any(%s)", [orders])
    assert {row[0] for row in shown} == {destination}
    assert of(report, "pos.order").updated == len(orders)
    assert world.value("select count(*) from scout.rechecks") == 0


def test_what_pointed_at_a_deleted_record_waits_for_its_stream_however_long_that_takes(world: World) -> None:
    source, destination = two_customers(world)
    world.sync()
    orders = merged(world, source, destination)
    world.later(hours=1)
    world.sync(streams=["res.partner"])
    assert world.value("select count(*) from scout.rechecks where stream = 'pos.order'") == 1
    world.later(hours=5)
    assert of(world.sync(streams=["pos.order"]), "pos.order").updated == len(orders)


@pytest.mark.parametrize("field", ["partner_id", "x_referrer_id", "x_guest_ids"])
def test_any_link_to_a_deleted_record_is_found(world: World, field: str) -> None:
    """With a typed and indexed column or without, one link or a list, also of a record in quarantine."""
    source, destination = two_customers(world)
    if field == "x_referrer_id":
        world.odoo.add_field("pos.order", FieldSpec(field, "many2one", relation="res.partner"))
    if field == "x_guest_ids":
        world.odoo.add_field("pos.order", FieldSpec(field, "many2many", relation="res.partner"))
        stream = world.catalogue.streams["pos.order"]
        world.catalogue = Catalogue(
            [stream.model_copy(update={"x2many": (*stream.x2many, field)})]
            + [one for one in world.catalogue.streams.values() if one.model != "pos.order"]
        )
    orders = sorted(world.odoo.stored("pos.order"))[:3]
    as_value = (lambda one: [one]) if field == "x_guest_ids" else (lambda one: one)
    world.odoo.write("pos.order", orders, {field: as_value(source)})
    world.odoo.write_raw("pos.order", orders[0], {"state": False})
    world.later(hours=2)
    world.sync()
    world.later(hours=2)
    world.sync()
    assert world.value("select count(*) from scout.quarantine where model = 'pos.order'") == 1
    world.odoo.write_raw("pos.order", orders, {field: as_value(destination)})
    world.odoo.unlink("res.partner", source)
    world.later(hours=2)
    world.sync()
    assert [world.payload("pos.order", order)[field] for order in orders] == [as_value(destination)] * 3
