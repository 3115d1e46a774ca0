"""What a run does to the warehouse, and what the next one finds."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from demo.odoo import Fault, FieldSpec
from demo.odoo.errors import validation_error
from demo.odoo.methods import Methods
from shared.errors import PageTooLarge
from shared.models.catalogue import Catalogue
from shared.models.stream import Stream
from shared.retries import Deadline
from shared.sync.run_report import StreamReport
from shared.warehouse.protocol import Warehouse
from tests.engine.conftest import World, of

TABLES = {
    "pos.order": "bronze_pos_order",
    "pos.order.line": "bronze_pos_order_line",
    "res.partner": "bronze_res_partner",
}


def test_a_first_run_brings_every_record_once(world: World) -> None:
    report = world.sync()
    assert report.status == "completed"
    for model, table in TABLES.items():
        assert world.ids(table) == set(world.odoo.stored(model))
        assert of(report, model).inserted == of(report, model).fetched == len(world.odoo.stored(model))


def test_both_protocols_bring_the_same_bronze(world: World) -> None:
    world.sync()
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
    versions = {
        table: f"select array_agg(array[ctid::text, xmin::text, xmax::text] order by ctid) from scout.{table}"
        for (table,) in world.db.execute(
            "select tablename from pg_tables where schemaname = 'scout' and tablename not in ('sync_checkpoints', 'sync_logs', 'count_proofs')"
        )
    }
    before = {table: world.value(statement) for table, statement in versions.items()}
    world.odoo.calls.clear()
    world.later(minutes=15)
    report = world.sync()
    assert {table: world.value(statement) for table, statement in versions.items()} == before
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


def test_a_page_full_of_one_write_date_is_read_whole(world: World) -> None:
    """A bulk import stamps every row with one value; keyset cursors over write_date loop or skip here."""
    world.sync()
    world.later()
    with world.odoo.transaction() as bulk:
        made = [bulk.create("res.partner", {"name": f"Customer {number}"}) for number in range(2000)]
    world.later()
    report = of(world.sync(engine=world.engine(batch_size=100)), "res.partner")
    assert (report.inserted, report.fetched) == (2000, 2000)
    assert set(made) <= world.ids("bronze_res_partner")


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
    names = dict(world.db.execute("select odoo_id, payload ->> 'name' from scout.bronze_res_partner").fetchall())
    assert (names[one], names[new]) == ("late update", "late insert")


@pytest.mark.parametrize("version", [18, 19])
@pytest.mark.parametrize("microsecond", [0, 1, 500_000, 999_999])
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
    for odoo_id in ids:
        world.odoo.write("res.partner", odoo_id, {"ref": "touched"})
    world.later()

    class ChangesOneAfterTheFirstPage:
        wants_totals = False
        pages = 0

        def stream_started(self, stream: str) -> None: ...

        def stream_ended(self, report: StreamReport) -> None: ...

        def page_committed(self, report: StreamReport, total: int | None) -> None:
            self.pages += 1
            if self.pages == 1:
                world.odoo.write("res.partner", ids[0], {"ref": "changed behind"})

    world.sync(streams=["res.partner"], engine=world.engine(batch_size=5, observer=ChangesOneAfterTheFirstPage()))
    world.later()
    world.sync(streams=["res.partner"])
    assert (
        world.value("select payload ->> 'ref' from scout.bronze_res_partner where odoo_id = %s", ids[0])
        == "changed behind"
    )


def test_archived_records_are_read_and_boolean_false_stays_false(world: World) -> None:
    partner = world.odoo.create("res.partner", {"name": "Gone fishing", "active": False})
    world.sync(streams=["res.partner"])
    assert world.value("select payload -> 'active' from scout.bronze_res_partner where odoo_id = %s", partner) is False


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


def test_a_dry_run_of_an_empty_warehouse_counts_everything(world: World) -> None:
    before = world.content()
    report = world.sync(dry_run=True)
    assert of(report, "pos.order").inserted == len(world.odoo.stored("pos.order"))
    assert world.content() == before


def test_a_run_whose_time_is_up_stops_after_a_whole_page_and_the_next_goes_on(world: World) -> None:
    orders = set(world.odoo.stored("pos.order"))
    seen: list[int] = []
    for _ in range(30):
        report = of(
            world.sync(streams=["pos.order"], engine=world.engine(batch_size=7, deadline=_one_page())), "pos.order"
        )
        seen.append(report.fetched)
        if not report.more:
            break
        assert (report.status, report.fetched) == ("partial", 7)
    assert report.status == "completed"
    assert sum(seen) == len(orders)
    assert world.ids("bronze_pos_order") == orders


def _one_page() -> Deadline:
    """Passed as soon as anyone looks: a run looks after each page."""

    class Clock:
        looks = 0

        def __call__(self) -> float:
            self.looks += 1
            return float(self.looks > 1)

    return Deadline(0.5, clock=Clock())


def test_a_stopped_run_releases_its_lease_and_resumes(world: World) -> None:
    stop = threading.Event()

    class StopsAfterOnePage:
        wants_totals = False

        def stream_started(self, stream: str) -> None: ...

        def stream_ended(self, report: StreamReport) -> None: ...

        def page_committed(self, report: StreamReport, total: int | None) -> None:
            stop.set()

    engine = world.engine(batch_size=7, observer=StopsAfterOnePage())
    engine.stop = stop
    report = of(world.sync(streams=["pos.order"], engine=engine), "pos.order")
    assert (report.status, report.more) == ("partial", True)
    assert world.value("select lease_expires_at from scout.sync_checkpoints") is None
    assert of(world.sync(streams=["pos.order"]), "pos.order").status == "completed"
    assert world.ids("bronze_pos_order") == set(world.odoo.stored("pos.order"))


def test_what_was_sold_while_a_full_read_was_interrupted_is_there_after_the_next_run(world: World) -> None:
    """The unfinished window is closed and the one up to now is read in the same run."""
    world.sync(streams=["pos.order"], engine=world.engine(batch_size=7, deadline=_one_page()))
    world.later(minutes=30)
    world.shop.sell(5)
    world.later()
    report = of(world.sync(streams=["pos.order"]), "pos.order")
    assert report.status == "completed"
    assert any("went on after record" in notice for notice in report.notices)
    assert world.ids("bronze_pos_order") == set(world.odoo.stored("pos.order"))


def test_reading_by_business_date_moves_no_checkpoint(world: World) -> None:
    world.sync()
    before = world.db.execute(
        "select id, last_sync_at, last_record_id, scope from scout.sync_checkpoints order by id"
    ).fetchall()
    world.db.execute("truncate scout.bronze_pos_order, scout.bronze_pos_order_line, scout.bronze_pos_payment")
    day = (world.odoo.clock.now - timedelta(days=2)).date().isoformat()
    report = world.sync(since=f"{day}T00:00:00Z")
    assert [stream.stream for stream in report.streams] == ["pos.order", "pos.order.line", "pos.payment"]
    assert (
        world.db.execute(
            "select id, last_sync_at, last_record_id, scope from scout.sync_checkpoints order by id"
        ).fetchall()
        == before
    )
    of_the_days = {odoo_id for odoo_id, row in world.odoo.stored("pos.order").items() if row["date_order"] >= day}
    assert 0 < len(of_the_days) < len(world.odoo.stored("pos.order"))
    assert world.ids("bronze_pos_order") == of_the_days
    assert world.value("select backfill from scout.sync_checkpoints where id = 'pos.order'") is None


def test_an_interrupted_read_by_business_date_goes_on_where_it_was(world: World) -> None:
    since = "2026-01-01T00:00:00Z"
    first = world.sync(streams=["pos.order"], since=since, engine=world.engine(batch_size=7, deadline=_one_page()))
    assert first.more
    second = world.sync(streams=["pos.order"], since=since)
    assert of(second, "pos.order").fetched == len(world.odoo.stored("pos.order")) - 7
    assert world.value("select last_sync_at from scout.sync_checkpoints") is None


def test_one_streams_failure_stops_no_other(world: World) -> None:
    world.odoo.deny_model("product.category")
    report = world.sync()
    assert report.status == "partial"
    failed = of(report, "product.category")
    assert failed.status == "failed"
    assert failed.error is not None
    assert failed.error.kind == "access refused"
    assert {stream.status for stream in report.streams if stream is not failed} == {"completed"}
    assert world.value("select error_message from scout.sync_logs where checkpoint_id = 'product.category'")


def test_words_that_no_database_can_hold_are_kept_without_that_and_free_the_stream(world: World) -> None:
    def refuse(methods: Methods, ids: list[int], **arguments: Any) -> Any:
        raise validation_error("No\x00 such thing.")

    world.odoo.add_method("res.partner", "search_read", refuse)
    report = world.sync()
    failed = of(report, "res.partner")
    assert (report.status, failed.status) == ("partial", "failed")
    assert "No such thing." in world.value(
        "select error_message from scout.sync_logs where checkpoint_id = 'res.partner'"
    )
    assert world.value("select lease_expires_at from scout.sync_checkpoints where id = 'res.partner'") is None


def test_a_model_that_may_be_absent_is_reported_and_fails_nothing(world: World) -> None:
    world.odoo.drop_model("product.brand")
    report = world.sync()
    assert report.status == "completed"
    assert of(report, "product.brand").status == "absent"
    assert "not installed" in of(report, "product.brand").notices[0]


def test_a_missing_model_stops_its_own_stream_by_name(world: World) -> None:
    world.odoo.drop_model("pos.payment")
    report = world.sync()
    failed = of(report, "pos.payment")
    assert failed.error is not None
    assert failed.error.kind == "model missing"
    assert "pos.payment" in failed.error.message
    assert of(report, "pos.order").status == "completed"


def test_a_missing_required_field_stops_its_stream_and_an_optional_one_is_named(world: World) -> None:
    world.odoo.drop_field("pos.order.line", "price_subtotal")
    world.odoo.drop_field("product.product", "barcode")
    report = world.sync()
    failed = of(report, "pos.order.line")
    assert failed.error is not None
    assert (failed.error.kind, "price_subtotal" in failed.error.message) == ("field missing", True)
    assert any("barcode" in notice for notice in of(report, "product.product").notices)
    assert of(report, "product.product").status == "completed"


def test_a_changed_scope_is_named_and_the_stream_read_in_full(world: World) -> None:
    """Invariant 5: granting a company changes no record's write_date."""
    world.sync(streams=["pos.order"])
    world.later()
    world.odoo.grant_companies(1)
    world.later()
    report = of(world.sync(streams=["pos.order"]), "pos.order")
    assert report.mode == "full"
    assert any(notice.startswith("companies changed from 1, 2 to 1") for notice in report.notices)


def test_a_new_custom_field_comes_along_by_itself(world: World) -> None:
    """Invariant 8: the stream says so and is read in full, for no write_date tells which records have it."""
    world.sync(streams=["res.partner"])
    world.odoo.add_field("res.partner", FieldSpec("x_loyalty", "char"))
    partner = min(world.odoo.stored("res.partner"))
    world.odoo.write_raw("res.partner", partner, {"x_loyalty": "gold"})
    world.later()
    report = of(world.sync(streams=["res.partner"]), "res.partner")
    assert "field x_loyalty is new" in report.notices
    assert (
        world.value("select payload ->> 'x_loyalty' from scout.bronze_res_partner where odoo_id = %s", partner)
        == "gold"
    )


def test_no_payload_holds_a_field_of_the_deny_list(world: World) -> None:
    """Invariant 12. The simulated orders have an access_token, as the real ones do."""
    assert any("access_token" in row for row in world.odoo.stored("pos.order").values())
    world.sync()
    tables = [row[0] for row in world.db.execute("select table_name from scout.bronze_tables")]
    for table in tables:
        keys = {row[0] for row in world.db.execute(f"select distinct jsonb_object_keys(payload) from scout.{table}")}
        assert not {key for key in keys if "token" in key or "password" in key or "secret" in key or key == "pin"}


def test_nul_characters_are_removed_and_told(world: World) -> None:
    partner = world.odoo.create("res.partner", {"name": "Nul\x00l"})
    report = of(world.sync(streams=["res.partner"]), "res.partner")
    assert world.value("select payload ->> 'name' from scout.bronze_res_partner where odoo_id = %s", partner) == "Null"
    assert any("NUL characters were removed" in notice for notice in report.notices)


def test_an_odoo_that_is_busy_for_a_moment_is_asked_again(world: World) -> None:
    world.odoo.inject(Fault.answer(503), model="pos.order", method="search_read", times=2)
    assert of(world.sync(streams=["pos.order"]), "pos.order").status == "completed"


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
    """Invariant 3: one works, the other is told until when; of several streams the busy one is reported, the rest run."""
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


def test_a_users_own_stream_without_a_table_is_told_which_command_makes_it(world: World) -> None:
    world.catalogue = Catalogue([Stream(model="res.users")])
    error = of(world.sync(), "res.users").error
    assert error is not None
    assert error.kind == "table missing"
    assert "scout migrate" in error.fix


def test_a_users_own_stream_is_one_entry_and_one_call(world: World) -> None:
    world.catalogue = Catalogue([Stream(model="res.users")])
    world.warehouse.call("create_bronze_table", {"p_model": "res.users", "p_company_field": "company_id"})
    assert world.sync().status == "completed"
    assert world.ids("bronze_res_users") == set(world.odoo.stored("res.users"))
    assert world.value("select count(*) from scout.bronze_res_users where payload ? 'totp_secret'") == 0


def test_a_users_own_stream_may_have_a_domain(world: World) -> None:
    world.catalogue = Catalogue([Stream(model="res.partner", domain=(["is_company", "=", True],))])
    assert world.sync().status == "completed"
    companies = {odoo_id for odoo_id, row in world.odoo.stored("res.partner").items() if row.get("is_company")}
    assert world.ids("bronze_res_partner") == companies


def test_a_runner_that_lost_its_lease_stops_and_moves_nothing(world: World) -> None:
    """Invariant 3: another run took over between two pages."""

    class TakesOver:
        wants_totals = False
        done = False

        def stream_started(self, stream: str) -> None: ...

        def stream_ended(self, report: StreamReport) -> None: ...

        def page_committed(self, report: StreamReport, total: int | None) -> None:
            if not self.done:
                self.done = True
                world.db.execute("update scout.sync_checkpoints set lease_expires_at = now() - interval '1 s'")
                world.db.execute("select scout.begin_sync('pos.order', 'pos.order', gen_random_uuid(), 300, 'other')")

    report = of(world.sync(streams=["pos.order"], engine=world.engine(batch_size=7, observer=TakesOver())), "pos.order")
    assert report.error is not None
    assert report.error.kind == "lease lost"
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


def test_a_changed_language_of_the_user_is_named_and_read_in_full(world: World) -> None:
    """Invariant 5: translated names follow it, and no write_date does."""
    world.sync(streams=["product.template"])
    world.later()
    world.odoo.write("res.users", 2, {"lang": "fr_BE"})
    world.later()
    report = of(world.sync(streams=["product.template"]), "product.template")
    assert (report.mode, report.notices[-2:]) == (
        "full",
        ["language changed from en_US to fr_BE", "the scope changed, so the stream is read in full"],
    )


def test_a_full_read_under_a_time_budget_comes_to_its_end(world: World) -> None:
    """A caller that repeats `--full` while `more` is true must not go round in circles."""
    runs = 0
    while True:
        runs += 1
        report = world.sync(streams=["pos.order"], mode="full", engine=world.engine(batch_size=7, deadline=_one_page()))
        if not report.more:
            break
        assert runs < 20
    assert world.ids("bronze_pos_order") == set(world.odoo.stored("pos.order"))


def test_what_came_while_an_incremental_read_was_interrupted_is_read_by_the_same_next_run(world: World) -> None:
    world.sync(streams=["res.partner"])
    world.later(hours=1)
    for odoo_id in sorted(world.odoo.stored("res.partner")):
        world.odoo.write("res.partner", odoo_id, {"ref": "touched"})
    world.later()
    first = world.sync(streams=["res.partner"], engine=world.engine(batch_size=5, deadline=_one_page()))
    assert first.more
    world.later(hours=2)
    lowest = min(world.odoo.stored("res.partner"))
    world.odoo.write("res.partner", lowest, {"ref": "behind the place"})
    world.later()
    assert of(world.sync(streams=["res.partner"]), "res.partner").status == "completed"
    assert world.value("select payload ->> 'ref' from scout.bronze_res_partner where odoo_id = %s", lowest) == (
        "behind the place"
    )


def test_the_window_ends_before_the_second_that_odoo_is_in(world: World) -> None:
    """Invariant 4: more may be written in that second."""
    world.sync(streams=["pos.order"])
    until = world.value("select last_sync_at from scout.sync_checkpoints")
    assert until == world.odoo.clock.now.replace(microsecond=0) - timedelta(seconds=1)


def test_a_refused_page_is_cut_and_committed_in_order_so_that_a_crash_between_loses_nothing(world: World) -> None:
    """Invariant 2: the parts of one read go in the order of their ids, for the place behind each is kept."""
    places: list[int] = []

    class TakesFew:
        def __init__(self, inner: Warehouse) -> None:
            self.inner = inner

        def call(self, function: str, arguments: Any = None) -> Any:
            if function == "commit_page":
                if len(arguments["p_rows"]) > 5:
                    raise PageTooLarge("too large")
                places.append(arguments["p_last_record_id"])
            return self.inner.call(function, arguments)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

    world.warehouse = TakesFew(world.warehouse)  # type: ignore[assignment]
    assert of(world.sync(streams=["pos.order"]), "pos.order").status == "completed"
    assert len(places) > 5
    assert places == sorted(places)
    assert world.ids("bronze_pos_order") == set(world.odoo.stored("pos.order"))


def test_an_unexpected_error_in_one_stream_stops_no_other_and_frees_the_stream(world: World) -> None:
    """Its text is not shown: it may hold a record's content."""

    class Stumbles:
        def __init__(self, inner: Warehouse) -> None:
            self.inner = inner

        def call(self, function: str, arguments: Any = None) -> Any:
            if function == "commit_page" and arguments["p_checkpoint_id"] == "pos.order":
                raise KeyError("Jane Roe")
            return self.inner.call(function, arguments)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

    world.warehouse = Stumbles(world.warehouse)  # type: ignore[assignment]
    report = world.sync()
    failed = of(report, "pos.order")
    assert failed.error is not None
    assert failed.error.kind == "internal error"
    assert "KeyError at test_a_run.py:" in failed.error.message
    assert "Jane" not in report.model_dump_json()
    assert {stream.status for stream in report.streams if stream is not failed} == {"completed"}
    assert world.value("select count(*) from scout.sync_checkpoints where lease_expires_at is not null") == 0


def test_with_a_tiny_time_budget_every_stream_gets_its_turn(world: World) -> None:
    """Whoever waited longest goes first, and one stream always gets on."""
    for _ in range(40):
        world.sync(engine=world.engine(parallel_streams=1, deadline=Deadline(-1.0)))
    done = world.value("select count(*) from scout.sync_checkpoints where last_sync_at is not null")
    assert done >= len(world.catalogue.streams) - 1, "all but a model that is absent"


def test_a_range_under_another_scope_is_refused_until_the_stream_was_read_in_full(world: World) -> None:
    """Invariant 5: else its rows would stay mixed for good."""
    world.sync(streams=["pos.order"])
    world.odoo.grant_companies(1)
    world.later()
    refused = of(world.sync(streams=["pos.order"], since="2026-01-01T00:00:00Z"), "pos.order")
    assert refused.error is not None
    assert refused.error.kind == "scope changed"
    world.sync(streams=["pos.order"])
    assert of(world.sync(streams=["pos.order"], since="2026-01-01T00:00:00Z"), "pos.order").status == "completed"
