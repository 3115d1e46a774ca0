"""What loses changes without a word elsewhere is noticed, told with its cure, and healed: nothing differs at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import psycopg
import pytest

from shared.cdc.batch import Batch
from shared.cdc.mirror import Mirror
from shared.errors import MirrorBusy, SourceNotReady, TransactionTooLarge
from shared.retries import Deadline
from tests.cdc.servers import Server
from tests.cdc.world import World

VERSIONS = ["15", "18"]
ROWS = "insert into res_partner (name, note) select 'p' || i, repeat(md5(i::text), 100) from generate_series(1, 300) i"


def started(world: World) -> World:
    world.odoo.execute(ROWS)
    world.run()
    assert not world.differences()
    world.events.clear()
    return world


def told(world: World, kind: str) -> str:
    with psycopg.connect(world.target_url) as warehouse:
        rows = warehouse.execute("select what from cdc.events where kind = %s", [kind]).fetchall()
    return " ".join(row[0] for row in rows)


def slots(world: World) -> int:
    row = world.odoo.execute("select count(*) from pg_replication_slots where database = current_database()").fetchone()
    return row[0] if row else 0


@pytest.mark.parametrize("version", VERSIONS)
def test_a_publication_that_was_made_again(make_world: Callable[..., World], version: str) -> None:
    """PostgreSQL 18 skips what was changed in between in silence; 15 refuses for ever."""
    world = started(make_world(version))
    world.odoo.execute("drop publication odoo_pub_scout; update res_partner set name = 'unseen' where id < 50")
    with pytest.raises(SourceNotReady, match="no publication"):
        world.run()
    world.odoo.execute("create publication odoo_pub_scout for table account_move, res_partner, project_task")
    world.odoo.execute("delete from res_partner where id = 60")
    world.run()
    assert not world.differences()
    assert "publication was made after the slot" in told(world, "slot_made")


def test_a_slot_that_is_gone(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    world.odoo.execute("select pg_drop_replication_slot(%s)", [world.slot])
    world.odoo.execute("update res_partner set name = 'unseen'")
    world.run()
    assert not world.differences()
    assert "the slot is gone" in told(world, "slot_made")


def test_a_slot_that_the_server_gave_up(make_world: Callable[..., World]) -> None:
    world = started(make_world("17"))
    db = world.odoo
    db.execute("alter system set max_slot_wal_keep_size = '1MB'")
    db.execute("select pg_reload_conf()")
    try:
        db.execute("create table filler (t text)")
        for _ in range(4):
            db.execute("insert into filler select repeat(md5(i::text), 20) from generate_series(1, 30000) i")
            db.execute("select pg_switch_wal()")
            db.execute("checkpoint")
        row = db.execute("select wal_status from pg_replication_slots where slot_name = %s", [world.slot]).fetchone()
        assert row == ("lost",)
    finally:
        db.execute("alter system reset max_slot_wal_keep_size")
        db.execute("select pg_reload_conf()")
    db.execute("update res_partner set name = 'unseen'")
    world.run()
    assert not world.differences()
    assert "gave the slot up" in told(world, "slot_made")


def test_a_slot_that_somebody_else_moved(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    world.odoo.execute("update res_partner set name = 'unseen'")
    world.odoo.execute("select pg_replication_slot_advance(%s, pg_current_wal_lsn())", [world.slot])
    world.run()
    assert not world.differences()
    assert "somebody else moved the slot" in told(world, "slot_made")


@pytest.mark.parametrize(
    "change",
    ["system_identifier = 'another'", "timeline = timeline - 1", "position = 'F0/0'"],
    ids=["another server", "another timeline", "older than the mirror"],
)
def test_a_source_that_was_restored(make_world: Callable[..., World], change: str) -> None:
    """What the warehouse knows is ahead of, or about another server than, what it meets."""
    world = started(make_world())
    world.odoo.execute("update res_partner set name = 'before'; delete from res_partner where id = 7")
    with psycopg.connect(world.target_url) as warehouse:
        warehouse.execute(f"update cdc.slots set {change}".encode())
    world.run()
    assert not world.differences()
    assert told(world, "slot_made")
    assert slots(world) == 1


def test_a_table_that_is_published_later_while_somebody_writes_it(make_world: Callable[..., World]) -> None:
    """What was written before it was published and is committed later is in no stream."""
    world = started(make_world())
    world.odoo.execute("create table hr_expense (id int primary key, name text)")
    writer = psycopg.connect(world.source_url)
    writer.execute("insert into hr_expense values (1, 'early')")
    world.odoo.execute("alter publication odoo_pub_scout add table hr_expense")
    with world.mirror() as mirror:
        report = mirror.run(Deadline.after(2))
        assert report.tables["hr_expense"] == "new"
        assert "before the table was published" in report.waiting_for
        writer.commit()
        assert mirror.run(Deadline.after(20)).tables["hr_expense"] == "live"
    writer.close()
    assert not world.differences()


def test_a_column_that_odoo_adds_with_a_default_while_nobody_writes(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    world.odoo.execute("alter table res_partner add active boolean default true")
    world.run()
    assert not world.differences()
    assert "active added" in told(world, "resync")


def test_a_table_without_a_key_is_told_and_mirrored_once_it_has_one(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    world.odoo.execute(
        "create table hr_expense (id int, name text); alter publication odoo_pub_scout add table hr_expense"
    )
    assert world.run().tables["hr_expense"] == "blocked"
    assert "no key" in told(world, "blocked")
    world.odoo.execute("alter table hr_expense add primary key (id); insert into hr_expense values (1, 'x')")
    assert world.run().tables["hr_expense"] == "live"
    assert not world.differences()


def test_a_row_that_the_warehouse_refuses_stops_its_table_alone(make_world: Callable[..., World]) -> None:
    """Here a constraint that somebody put on the mirror's table."""
    world = started(make_world())
    with psycopg.connect(world.target_url) as warehouse:
        warehouse.execute("alter table cdc.mirror_res_partner add check (name <> 'refused')")
    world.odoo.execute(
        "update res_partner set name = 'refused' where id = 3; insert into account_move (name) values ('taken')"
    )
    report = world.run()
    assert report.failed
    assert report.tables == report.tables | {"res_partner": "blocked", "account_move": "live"}
    assert "res_partner" in told(world, "blocked")
    with psycopg.connect(world.target_url) as warehouse:
        warehouse.execute("alter table cdc.mirror_res_partner drop constraint mirror_res_partner_name_check")
    with world.mirror() as mirror:
        mirror.resync("res_partner")
    world.run()
    assert not world.differences()


def test_a_transaction_too_large_for_a_function_is_told_once_and_taken_without_a_limit(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = started(make_world())
    world.odoo.execute(ROWS.replace("300", "20000"))
    monkeypatch.setattr(Batch, "_take_change", lambda self, kind, message: time.sleep(0.001))
    with world.mirror() as mirror, pytest.raises(TransactionTooLarge):
        mirror.run(Deadline.after(1.5))
    monkeypatch.undo()
    with world.mirror() as mirror, pytest.raises(TransactionTooLarge, match="does not fit"):
        mirror.run(Deadline.after(60))  # not tried again, though now it would fit
    world.run()
    assert not world.differences()
    with world.mirror() as mirror:
        assert not mirror.run(Deadline.after(60)).more


def test_a_quiet_publication_holds_no_log(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    world.odoo.execute("create table other (t text)")
    world.odoo.execute("insert into other select repeat('x', 1000) from generate_series(1, 20000)")
    world.odoo.execute("checkpoint")
    world.run()
    world.odoo.execute("checkpoint")
    world.run()
    row = world.odoo.execute(
        "select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) from pg_replication_slots where slot_name = %s",
        [world.slot],
    ).fetchone()
    assert row is not None
    assert row[0] < 1 << 20


def test_drop_leaves_no_slot_and_nothing_makes_one_but_a_start(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    with world.mirror() as mirror:
        assert mirror.drop()
    assert slots(world) == 0
    world.odoo.execute("update res_partner set name = 'meanwhile'")
    with world.mirror() as mirror:
        mirror.may_begin = False
        with pytest.raises(SourceNotReady, match="not started"):
            mirror.run()
    assert slots(world) == 0
    world.run()
    assert not world.differences()


def test_readers_and_their_views_survive_a_column_of_another_type(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    with psycopg.connect(world.target_url, autocommit=True) as warehouse:
        warehouse.execute("create view public.people as select id, name, ref from cdc.mirror_res_partner")
        world.odoo.execute(
            "alter table res_partner alter ref drop default; alter table res_partner alter ref type jsonb using to_jsonb(ref)"
        )
        world.run()
        assert not world.differences()
        assert warehouse.execute("select count(ref) from public.people").fetchone() is not None


def test_a_large_transaction_and_thousands_of_rows(make_world: Callable[..., World]) -> None:
    """Staged and merged, in several writes of one transaction, binary and as text."""
    world = started(make_world("17", "15"))
    for kind in ("", "alter table account_move drop kind; "):
        world.odoo.execute(
            f"{kind}insert into account_move (name, amount, big) select 'n' || i, i / 7.0, repeat(md5(i::text), 30)"
            " from generate_series(1, 60000) i; update account_move set name = 'm' where id % 2 = 0; delete from account_move where id % 5 = 0"
        )
        world.run()
        assert not world.differences()


def test_the_second_of_two_runners_changes_nothing(make_world: Callable[..., World]) -> None:
    world = started(make_world())
    with world.mirror() as one, world.mirror() as two:
        one.settle()
        two.settle()
        world.odoo.execute("update res_partner set name = 'x' where id < 9")
        one.run()
        with pytest.raises(MirrorBusy):
            two._commit({"position": "0/1"}, [], [])
        two.run()
    assert not world.differences()


def test_a_transaction_that_others_do_not_see_yet_is_not_lost_by_a_copy(make_world: Callable[..., World]) -> None:
    """Synchronous replication: the commit is in the log, and invisible until a standby has it, which here never comes."""
    world = started(make_world())
    db, server = world.odoo, world.source
    writer = threading.Thread(target=_write_unseen, args=(server, world.source_url))
    db.execute("alter system set synchronous_standby_names = 'nobody'")
    db.execute("select pg_reload_conf()")
    try:
        time.sleep(0.5)
        writer.start()
        _until(lambda: bool(_one(db, "select count(*) from pg_stat_activity where wait_event = 'SyncRep'")))
        with world.mirror() as mirror:
            mirror.run(Deadline.after(5))  # takes it from the log
            mirror.resync("res_partner")
            report = mirror.run(Deadline.after(2))
            assert "do not see yet" in report.waiting_for, report
    finally:
        db.execute("alter system reset synchronous_standby_names")
        db.execute("select pg_reload_conf()")
    writer.join(20)
    world.run()
    assert not world.differences()


def _write_unseen(server: Server, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("update res_partner set name = 'unseen' where id = 5")


def _one(db: psycopg.Connection[object], question: str) -> object:
    row = db.execute(question.encode()).fetchone()
    return row[0] if row else None  # type: ignore[index]


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_the_mirror_knows_where_it_is_without_being_asked_twice(make_world: Callable[..., World]) -> None:
    """A run with nothing to take writes nothing but the time at which it was caught up."""
    world = started(make_world())
    with world.mirror() as mirror:
        assert isinstance(mirror, Mirror)
        assert mirror.run().records == 0
        mirror.run()
    with psycopg.connect(world.target_url) as warehouse:
        row = warehouse.execute("select extract(epoch from now() - caught_up_at) from cdc.slots").fetchone()
    assert row is not None
    assert row[0] < 10
