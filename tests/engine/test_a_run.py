"""What a run does to the warehouse, and what the next one finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from demo.odoo import Fault
from demo.odoo.errors import validation_error
from demo.odoo.methods import Methods
from shared.errors import PageTooLarge
from shared.models.catalogue import Catalogue
from shared.models.stream import Stream
from shared.retries import Deadline
from tests.engine.conftest import AfterFirstPage, World, error_of, of, one_page

TABLES = {
    "pos.order": "bronze_pos_order",
    "pos.order.line": "bronze_pos_order_line",
    "res.partner": "bronze_res_partner",
}


def test_a_first_run_brings_every_record_once_the_same_over_both_protocols(world: World) -> None:
    report = world.sync()
    assert report.status == "completed"
    for model, table in TABLES.items():
        assert world.ids(table) == set(world.odoo.stored(model))
        assert of(report, model).inserted == of(report, model).fetched == len(world.odoo.stored(model))
    payloads = "select jsonb_agg(payload order by odoo_id) from scout.bronze_pos_order"
    first = world.value(payloads)
    world.db.execute("truncate scout.bronze_pos_order")
    world.protocol = "jsonrpc"
    assert world.sync(mode="full").status == "completed"
    assert world.value(payloads) == first


def test_a_second_run_without_changes_writes_no_row_and_asks_at_most_three_times_a_stream(world: World) -> None:
    """Invariant 6: row versions are the same, outside checkpoint, count and log. Asked for: fields, news, the count."""
    world.sync()
    world.later(minutes=30)
    world.sync()
    moving = ("sync_checkpoints", "sync_logs", "count_proofs")
    before = world.row_versions(but=moving)
    world.odoo.calls.clear()
    world.later(minutes=15)
    report = world.sync()
    assert world.row_versions(but=moving) == before
    assert sum(stream.inserted + stream.updated for stream in report.streams) == 0
    for model in world.catalogue.streams:
        asked = [method for called, method in world.odoo.requests if called == model]
        assert len(asked) <= 3, (model, asked)


def test_rows_inside_the_overlap_are_read_again_and_cost_nothing(world: World) -> None:
    world.sync()
    world.shop.sell(3)
    world.later()
    assert of(world.sync(), "pos.order").inserted == 3
    world.later()
    again = of(world.sync(), "pos.order")
    assert (again.fetched, again.inserted, again.updated, again.unchanged) == (3, 0, 0, 3)


@pytest.mark.parametrize("version", [18, 19, 20])
def test_a_row_committed_after_later_ones_were_read_is_not_lost(world: World, version: int) -> None:
    """Invariant 4: write_date is when the transaction began, and a run came in between. On both meanings of `>`."""
    world.on(version)
    one = world.odoo.create("res.partner", {"name": "before"})
    world.later()
    slow = world.odoo.transaction()
    slow.write("res.partner", one, {"name": "late update"})
    new = slow.create("res.partner", {"name": "late insert"})
    world.later(minutes=2)
    world.sync(streams=["res.partner"])
    slow.commit()
    world.later(minutes=15)
    world.sync(streams=["res.partner"])
    assert [world.payload("res.partner", partner)["name"] for partner in (one, new)] == ["late update", "late insert"]


@pytest.mark.parametrize("version", [18, 19])
@pytest.mark.parametrize("microsecond", [0, 999_999])
def test_a_row_written_in_the_second_of_the_checkpoint_is_not_lost(
    world: World, version: int, microsecond: int
) -> None:
    """Invariant 4, even without any overlap: bounds at whole seconds, `>=` and `<`."""
    world.on(version)
    world.odoo.create("res.partner", {"name": "before"})
    world.later()
    world.sync(streams=["res.partner"], engine=world.engine(overlap_seconds=0))
    until = world.value("select last_sync_at from scout.sync_checkpoints")
    late = world.odoo.create("res.partner", {"name": "same second"}, at=until.replace(microsecond=microsecond))
    world.later()
    world.sync(streams=["res.partner"], engine=world.engine(overlap_seconds=0))
    assert late in world.ids("bronze_res_partner")


def test_a_row_behind_the_read_position_that_changes_during_the_run_comes_with_the_next(world: World) -> None:
    """Invariant 4: it leaves the window it was read in, and is inside the next one."""
    world.sync()
    world.later(hours=1)
    ids = sorted(world.odoo.stored("res.partner"))
    world.odoo.write("res.partner", ids, {"ref": "touched"})
    world.later()
    change = AfterFirstPage(lambda: world.odoo.write("res.partner", ids[0], {"ref": "changed behind"}))
    world.sync(streams=["res.partner"], engine=world.engine(batch_size=5, observer=change))
    world.later()
    world.sync(streams=["res.partner"])
    assert world.payload("res.partner", ids[0])["ref"] == "changed behind"


def test_a_dry_run_changes_nothing_and_counts_what_the_next_run_does(world: World) -> None:
    """Invariant 10: every table's content is the same before and after."""
    world.sync()
    world.later()
    world.shop.sell(4)
    world.later()
    before = world.content()
    dry = world.sync(dry_run=True)
    assert world.content() == before
    real = world.sync()
    counted = ("fetched", "inserted", "updated", "unchanged", "quarantined")
    for one, other in zip(dry.streams, real.streams, strict=True):
        assert {name: getattr(one, name) for name in counted} == {name: getattr(other, name) for name in counted}
    assert of(real, "pos.order").inserted == 4


@pytest.mark.parametrize("mode", ["incremental", "full"])
def test_a_run_whose_time_is_up_stops_after_a_whole_page_and_the_next_goes_on_to_the_end(
    world: World, mode: str
) -> None:
    """A caller that repeats `--full` while `more` is true must not go round in circles."""
    orders = set(world.odoo.stored("pos.order"))
    fetched: list[int] = []
    for _ in range(30):
        engine = world.engine(batch_size=7, deadline=one_page())
        report = of(world.sync(streams=["pos.order"], mode=mode, engine=engine), "pos.order")
        fetched.append(report.fetched)
        if not report.more:
            break
        assert (report.status, report.fetched) == ("partial", 7)
        assert world.value("select lease_expires_at from scout.sync_checkpoints") is None
    assert (report.status, sum(fetched)) == ("completed", len(orders))
    assert world.ids("bronze_pos_order") == orders


@pytest.mark.parametrize("interrupted", ["full", "incremental"])
def test_what_came_while_a_read_was_interrupted_is_there_after_the_same_next_run(
    world: World, interrupted: str
) -> None:
    """The unfinished window is closed and the one up to now is read in the same run."""
    if interrupted == "incremental":
        world.sync(streams=["res.partner"])
        world.later(hours=1)
        world.odoo.write("res.partner", sorted(world.odoo.stored("res.partner")), {"ref": "touched"})
        world.later()
    first = world.sync(streams=["res.partner"], engine=world.engine(batch_size=5, deadline=one_page()))
    assert (first.more, of(first, "res.partner").mode) == (True, interrupted)
    world.later(hours=2)
    lowest = min(world.odoo.stored("res.partner"))
    world.odoo.write("res.partner", lowest, {"ref": "behind the place"})
    world.odoo.create("res.partner", {"name": "New"})
    world.later()
    report = of(world.sync(streams=["res.partner"]), "res.partner")
    assert report.status == "completed"
    assert any("went on after record" in notice for notice in report.notices)
    assert world.payload("res.partner", lowest)["ref"] == "behind the place"
    assert world.ids("bronze_res_partner") == set(world.odoo.stored("res.partner"))


def test_reading_by_business_date_moves_no_checkpoint(world: World) -> None:
    world.sync()
    places = "select jsonb_agg(array[id, last_sync_at::text, last_record_id::text, scope::text] order by id) from scout.sync_checkpoints"
    before = world.value(places)
    world.db.execute("truncate scout.bronze_pos_order, scout.bronze_pos_order_line, scout.bronze_pos_payment")
    day = (world.odoo.clock.now - timedelta(days=2)).date().isoformat()
    report = world.sync(since=f"{day}T00:00:00Z")
    assert [stream.stream for stream in report.streams] == ["pos.order", "pos.order.line", "pos.payment"]
    assert world.value(places) == before
    expected = {odoo_id for odoo_id, row in world.odoo.stored("pos.order").items() if row["date_order"] >= day}
    assert 0 < len(expected) < len(world.odoo.stored("pos.order"))
    assert world.ids("bronze_pos_order") == expected
    assert world.value("select backfill from scout.sync_checkpoints where id = 'pos.order'") is None


def test_an_interrupted_read_by_business_date_goes_on_where_it_was(world: World) -> None:
    since = "2026-01-01T00:00:00Z"
    assert world.sync(streams=["pos.order"], since=since, engine=world.engine(batch_size=7, deadline=one_page())).more
    second = world.sync(streams=["pos.order"], since=since)
    assert of(second, "pos.order").fetched == len(world.odoo.stored("pos.order")) - 7
    assert world.value("select last_sync_at from scout.sync_checkpoints") is None


def refuses_in_words_that_no_database_can_hold(world: World) -> None:
    def refuse(methods: Methods, ids: list[int], **arguments: Any) -> Any:
        raise validation_error("No\x00 such thing.")

    world.odoo.add_method("res.partner", "search_read", refuse)


def fails_as_nobody_foresaw(world: World) -> None:
    def stumble(function: str, arguments: Any) -> None:
        if function == "commit_page" and arguments["p_checkpoint_id"] == "pos.order":
            raise KeyError("Jane Roe")

    world.before_each_call(stumble)


@pytest.mark.parametrize(
    ("trouble", "stream", "kind", "named"),
    [
        (lambda world: world.odoo.deny_model("product.category"), "product.category", "access refused", "category"),
        (lambda world: world.odoo.drop_model("pos.payment"), "pos.payment", "model missing", "pos.payment"),
        (lambda world: world.odoo.drop_field("pos.order.line", "price_subtotal"), "pos.order.line", "field missing", "price_subtotal"),
        (refuses_in_words_that_no_database_can_hold, "res.partner", "odoo refused", "No such thing."),
        (fails_as_nobody_foresaw, "pos.order", "internal error", "KeyError at test_a_run.py:"),
    ],
)  # fmt: skip
def test_a_failure_of_one_stream_is_named_and_recorded_and_stops_no_other(
    world: World, trouble: Callable[[World], None], stream: str, kind: str, named: str
) -> None:
    trouble(world)
    report = world.sync()
    assert (report.status, error_of(report, stream).kind) == ("partial", kind)
    assert named in error_of(report, stream).message
    assert {one.status for one in report.streams if one.stream != stream} == {"completed"}
    assert named in world.value("select error_message from scout.sync_logs where checkpoint_id = %s", stream)
    assert world.value("select count(*) from scout.sync_checkpoints where lease_expires_at is not null") == 0
    assert "Jane" not in report.model_dump_json(), "the text of an unforeseen error may hold a record's content"


def test_a_model_and_a_field_that_may_be_absent_are_named_and_fail_nothing(world: World) -> None:
    world.odoo.drop_model("product.brand")
    world.odoo.drop_field("product.product", "barcode")
    report = world.sync()
    assert (report.status, of(report, "product.brand").status) == ("completed", "absent")
    assert "not installed" in of(report, "product.brand").notices[0]
    assert any("barcode" in notice for notice in of(report, "product.product").notices)


@pytest.mark.parametrize(
    ("change", "notice"),
    [
        (lambda world: world.odoo.grant_companies(1), "companies changed from 1, 2 to 1"),
        (lambda world: world.odoo.write("res.users", 2, {"lang": "fr_BE"}), "language changed from en_US to fr_BE"),
    ],
)
def test_a_changed_scope_is_named_and_the_stream_read_in_full(
    world: World, change: Callable[[World], None], notice: str
) -> None:
    """Invariant 5: neither a granted company nor another language changes a record's write_date."""
    world.sync(streams=["pos.order"])
    world.later()
    change(world)
    world.later()
    report = of(world.sync(streams=["pos.order"]), "pos.order")
    assert report.mode == "full"
    assert any(one.startswith(notice) for one in report.notices)


def test_a_range_under_another_scope_is_refused_until_the_stream_was_read_in_full(world: World) -> None:
    """Invariant 5: else its rows would stay mixed for good."""
    world.sync(streams=["pos.order"])
    world.odoo.grant_companies(1)
    world.later()
    since = "2026-01-01T00:00:00Z"
    assert error_of(world.sync(streams=["pos.order"], since=since), "pos.order").kind == "scope changed"
    world.sync(streams=["pos.order"])
    assert of(world.sync(streams=["pos.order"], since=since), "pos.order").status == "completed"


def test_no_payload_holds_a_field_of_the_deny_list(world: World) -> None:
    """Invariant 12. The simulated orders have an access_token, as the real ones do."""
    assert any("access_token" in row for row in world.odoo.stored("pos.order").values())
    world.sync()
    tables = [row[0] for row in world.db.execute("select table_name from scout.bronze_tables")]
    for table in tables:
        keys = {row[0] for row in world.db.execute(f"select distinct jsonb_object_keys(payload) from scout.{table}")}
        assert not {key for key in keys if "token" in key or "password" in key or "secret" in key or key == "pin"}


def test_nul_characters_are_removed_and_reported(world: World) -> None:
    partner = world.odoo.create("res.partner", {"name": "Nul\x00l"})
    report = of(world.sync(streams=["res.partner"]), "res.partner")
    assert world.payload("res.partner", partner)["name"] == "Null"
    assert any("NUL characters were removed" in notice for notice in report.notices)


def test_an_odoo_that_stays_away_fails_the_run_once_and_spares_the_other_streams(world: World) -> None:
    world.odoo.inject(Fault.refused(), times=10_000)
    report = world.sync()
    assert report.status == "failed"
    assert {stream.error.kind for stream in report.streams if stream.error} == {"odoo unreachable"}
    assert len(world.odoo.calls) <= 3 * 3, "three streams side by side, three attempts each, and no more"
    assert world.value("select count(*) from scout.sync_checkpoints where lease_expires_at is not null") == 0


def test_a_wrong_key_is_tried_once_for_all_streams(world: World) -> None:
    """Twelve wrong logins would lock the account."""
    engine = world.engine()
    world.odoo.api_keys.clear()
    report = world.sync(engine=engine)
    assert {stream.error.kind for stream in report.streams if stream.error} == {"login refused"}
    assert len([call for call in world.odoo.calls if call.model == "res.users"]) == 1


def test_two_runs_of_one_stream_at_once(world: World) -> None:
    """Invariant 3: one works, the other is shown until when; of several streams the busy one is reported, the rest run."""
    world.sync()
    world.db.execute("select scout.begin_sync('pos.order', 'pos.order', gen_random_uuid(), 300, 'other:1')")
    world.later()
    alone = world.sync(streams=["pos.order"])
    assert alone.status == "busy"
    assert of(alone, "pos.order").lease_expires_at == world.value(
        "select lease_expires_at from scout.sync_checkpoints where id = 'pos.order'"
    )
    several = world.sync()
    assert several.status == "partial"
    assert of(several, "pos.order").status == "busy"
    assert {s.status for s in several.streams if s.stream != "pos.order"} == {"completed"}


def test_a_users_own_stream_is_one_entry_and_one_call_which_its_error_names(world: World) -> None:
    world.catalogue = Catalogue([Stream(model="res.users", domain=(["login", "!=", "nobody"],))])
    error = error_of(world.sync(), "res.users")
    assert (error.kind, "scout migrate" in error.fix) == ("table missing", True)
    nobody = world.odoo.create("res.users", {"name": "Nobody", "login": "nobody"})
    world.warehouse.call("create_bronze_table", {"p_model": "res.users", "p_company_field": "company_id"})
    assert world.sync().status == "completed"
    assert world.ids("bronze_res_users") == set(world.odoo.stored("res.users")) - {nobody}
    assert world.value("select count(*) from scout.bronze_res_users where payload ? 'totp_secret'") == 0


def test_a_runner_that_lost_its_lease_stops_and_moves_nothing(world: World) -> None:
    """Invariant 3: another run took over between two pages."""

    def take_over() -> None:
        world.db.execute("update scout.sync_checkpoints set lease_expires_at = now() - interval '1 s'")
        world.db.execute("select scout.begin_sync('pos.order', 'pos.order', gen_random_uuid(), 300, 'other')")

    engine = world.engine(batch_size=7, observer=AfterFirstPage(take_over))
    assert error_of(world.sync(streams=["pos.order"], engine=engine), "pos.order").kind == "lease lost"
    assert world.value("select count(*) from scout.bronze_pos_order") == 7


def test_a_checkpoint_key_keeps_its_own_checkpoints(world: World) -> None:
    world.sync(streams=["res.company"], engine=world.engine(checkpoint_key="north"))
    assert world.value("select array_agg(id) from scout.sync_checkpoints") == ["north:res.company"]


@pytest.mark.parametrize("version", [16, 17, 18, 20])
def test_every_odoo_gives_the_same_views(world: World, version: int) -> None:
    """16 to 18 differ in fields: no stored config_id, a state `invoiced`, company-dependent fields that are not `store`."""
    views = [
        "select jsonb_agg(to_jsonb(t) order by source_id) from scout.transactions t",
        "select jsonb_agg(to_jsonb(t) order by source_id) from scout.transaction_items t",
        "select jsonb_agg(to_jsonb(t) order by id) from scout.products t",
    ]
    world.sync()
    newest = [world.value(view) for view in views]
    tables = [row[0] for row in world.db.execute("select 'scout.' || table_name from scout.bronze_tables")]
    world.db.execute(f"truncate {', '.join(tables)}; truncate scout.sync_checkpoints cascade")
    world.on(version, days=7, orders=60)
    report = world.sync()
    assert report.status == "completed", report
    assert [world.value(view) for view in views] == newest


def test_a_refused_page_is_cut_and_committed_in_order_so_that_a_crash_between_loses_nothing(world: World) -> None:
    """Invariant 2: the parts of one read go in the order of their ids, for the place behind each is kept."""
    places: list[int] = []

    def take_few(function: str, arguments: Any) -> None:
        if function == "commit_page":
            if len(json.loads(arguments["p_rows"].content)) > 5:
                raise PageTooLarge("too large")
            places.append(arguments["p_last_record_id"])

    world.before_each_call(take_few)
    assert of(world.sync(streams=["pos.order"]), "pos.order").status == "completed"
    assert len(places) > 5
    assert places == sorted(places)
    assert world.ids("bronze_pos_order") == set(world.odoo.stored("pos.order"))


def test_with_a_tiny_time_budget_every_stream_gets_its_turn(world: World) -> None:
    """Whoever waited longest goes first, and one stream always gets on."""
    for _ in range(40):
        world.sync(engine=world.engine(parallel_streams=1, deadline=Deadline(-1.0)))
    done = world.value("select count(*) from scout.sync_checkpoints where last_sync_at is not null")
    assert done >= len(world.catalogue.streams) - 1, "all but a model that is absent"
