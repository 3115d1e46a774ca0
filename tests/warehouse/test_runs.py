"""The four steps of a run, in SQL: lease, window, page, end. Numbers in docstrings are the invariants' (docs/architecture.md)."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.warehouse.retail import Db, Payload, one, order, refused

SCOPE = '{"user": 2}'


class Runner:
    """One run of the stream `pos.order`, as a client would drive it."""

    def __init__(self, db: Db, *, lease_seconds: float = 300) -> None:
        self.db = db
        self.run_id = str(uuid.uuid4())
        self.lease_seconds = lease_seconds
        self.fence = 0

    def over(self, db: Db) -> Runner:
        """The same run on another connection."""
        other = Runner(db)
        other.run_id, other.fence = self.run_id, self.fence
        return other

    def begin(self) -> dict[str, Any]:
        answer = one(
            self.db,
            "select scout.begin_sync('pos.order', 'pos.order', %s, %s, 'test')",
            self.run_id,
            self.lease_seconds,
        )
        self.fence = answer.get("fence", 0)
        return answer

    def open(self, until: str = "2026-11-21T12:00:00Z", after_page: int = 0) -> dict[str, Any]:
        return one(
            self.db,
            "select scout.open_window('pos.order', %s, %s, %s, 'full', null, %s, %s)",
            self.run_id, self.fence, after_page, until, SCOPE,
        )  # fmt: skip

    def commit(self, page: int, rows: list[dict[str, Any]], digest: str = "") -> dict[str, Any]:
        return one(
            self.db,
            "select scout.commit_page('pos.order', %s, %s, %s, %s, %s, %s, 500, %s)",
            self.run_id, self.fence, page, digest or f"digest {page}", json.dumps(rows),
            rows[-1]["id"] if rows else 0, self.lease_seconds,
        )  # fmt: skip

    def finish(self, *, closes: bool = True) -> dict[str, Any]:
        return one(
            self.db,
            "select scout.finish_sync('pos.order', %s, %s, 'completed', %s)",
            self.run_id, self.fence, closes,
        )  # fmt: skip


def orders(*ids: int, **values: Any) -> list[Payload]:
    return [order(odoo_id, **values) for odoo_id in ids]


def checkpoint(db: Db, column: str) -> Any:
    return one(db, f"select to_jsonb(c) -> '{column}' from scout.sync_checkpoints c where id = 'pos.order'")


@pytest.fixture
def runner(db: Db) -> Runner:
    runner = Runner(db)
    runner.begin()
    runner.open()
    return runner


def test_rows_checkpoint_log_and_lease_commit_together(runner: Runner, db: Db) -> None:
    """Invariant 1, the good way."""
    expires = checkpoint(db, "lease_expires_at")
    answer = runner.commit(1, orders(1, 2, 3))
    assert (answer["inserted"], answer["updated"], answer["unchanged"]) == (3, 0, 0)
    assert checkpoint(db, "last_record_id") == 3
    assert checkpoint(db, "lease_expires_at") > expires
    assert one(db, "select records_processed from scout.sync_logs") == 3


def test_a_page_that_fails_leaves_no_row_no_checkpoint_and_no_count(runner: Runner, db: Db) -> None:
    """Invariant 1, the bad way: the last row of the page cannot be taken."""
    runner.commit(1, orders(1))
    before = one(db, "select to_jsonb(c) from scout.sync_checkpoints c")
    with pytest.raises(psycopg.Error):
        runner.commit(2, [*orders(2, 3), {"id": "no number"}])
    assert one(db, "select to_jsonb(c) from scout.sync_checkpoints c") == before
    assert one(db, "select count(*) from scout.bronze_pos_order") == 1
    assert one(db, "select pages from scout.sync_logs") == 1


def test_every_step_answers_the_same_again_also_after_the_release(db: Db) -> None:
    """Invariant 2: a client that timed out does not know whether the server committed; a copy may come when all is over."""
    runner = Runner(db)
    assert runner.begin() == runner.begin()
    assert runner.open() == runner.open()
    first = runner.commit(1, orders(1, 2))
    assert runner.commit(1, orders(1, 2)) == first
    assert one(db, "select records_processed from scout.sync_logs") == 2
    assert runner.finish() == runner.finish()
    before = one(db, "select to_jsonb(c) from scout.sync_checkpoints c")
    fence = runner.fence
    assert runner.begin()["fence"] == fence
    assert runner.commit(1, orders(1, 2)) == first
    assert one(db, "select to_jsonb(c) from scout.sync_checkpoints c") == before


@pytest.mark.parametrize(("page", "digest"), [(1, "another"), (3, "any"), (0, "any")])
def test_a_page_out_of_order_or_of_other_content_is_refused(runner: Runner, page: int, digest: str) -> None:
    """Invariant 2: pages count from 1 within a fence; the last is only taken again when it is the same."""
    runner.commit(1, orders(1))
    with refused("PT409"):
        runner.commit(page, orders(9), digest=digest)


def test_of_many_runners_at_once_one_gets_the_stream(db: Db, database_url: str) -> None:
    """Invariant 3, in 16 connections that start together."""
    start = threading.Barrier(16)

    def begin(_: int) -> bool:
        with psycopg.connect(database_url, autocommit=True) as own:
            runner = Runner(own)
            start.wait()
            return bool(runner.begin()["acquired"])

    with ThreadPoolExecutor(16) as executor:
        assert sum(executor.map(begin, range(16))) == 1
    assert one(db, "select count(*) from scout.sync_logs") == 1


def expire(db: Db) -> None:
    db.execute("update scout.sync_checkpoints set lease_expires_at = now() - interval '1 second'")


def test_a_runner_thought_dead_can_move_nothing(runner: Runner, db: Db) -> None:
    """Invariant 3: the fence grew, so commit and finish of the old runner are refused, and its log says abandoned."""
    runner.commit(1, orders(1))
    expire(db)
    assert Runner(db).begin()["acquired"]
    before = one(db, "select to_jsonb(c) from scout.sync_checkpoints c")
    steps: list[Callable[[], object]] = [
        lambda: runner.commit(2, orders(2)),
        lambda: runner.commit(1, orders(1)),
        runner.finish,
        lambda: runner.open("2026-11-21T13:00:00Z", after_page=1),
    ]
    for step in steps:
        with refused("PT409"):
            step()
    assert one(db, "select to_jsonb(c) from scout.sync_checkpoints c") == before
    assert one(db, "select count(*) from scout.bronze_pos_order") == 1
    statuses = db.execute("select status, completed_at is not null from scout.sync_logs order by id").fetchall()
    assert statuses == [("abandoned", True), ("running", False)]


def test_a_late_commit_under_an_unchanged_fence_is_valid(runner: Runner, db: Db) -> None:
    """Invariant 3: nobody took over, so nothing can be mixed up."""
    expire(db)
    assert runner.commit(1, orders(1))["inserted"] == 1


def test_a_busy_stream_answers_at_once_while_its_holder_is_committing(
    runner: Runner, db: Db, database_url: str
) -> None:
    """Invariant 3: no waiting for the row's lock."""
    with psycopg.connect(database_url) as holder:
        runner.over(holder).commit(1, orders(1))
        db.execute("set lock_timeout = '1s'")
        assert Runner(db).begin()["acquired"] is False


def test_the_watermark_moves_only_when_the_window_closes(runner: Runner, db: Db) -> None:
    """Invariant 4."""
    runner.commit(1, orders(1))
    assert checkpoint(db, "last_sync_at") is None
    runner.finish(closes=False)
    assert checkpoint(db, "last_sync_at") is None
    assert checkpoint(db, "last_record_id") == 1
    second = Runner(db)
    second.begin()
    second.finish(closes=True)
    assert checkpoint(db, "last_sync_at") == "2026-11-21T12:00:00+00:00"
    assert checkpoint(db, "last_record_id") == 0
    assert checkpoint(db, "window_until") is None


@pytest.mark.parametrize("closes_by", ["finishing", "opening another"])
def test_the_watermark_never_moves_back(runner: Runner, db: Db, closes_by: str) -> None:
    runner.finish()
    second = Runner(db)
    second.begin()
    second.open(until="2026-11-21T09:00:00Z")
    if closes_by == "finishing":
        second.finish()
    else:
        another = "select scout.open_window('pos.order', %s, %s, 0, 'full', null, '2026-11-21T13:00:00Z', %s, true)"
        one(db, another, second.run_id, second.fence, SCOPE)
    assert checkpoint(db, "last_sync_at") == "2026-11-21T12:00:00+00:00"


@pytest.mark.parametrize(("window", "place"), [({}, 2), ({"until": "2026-11-21T13:00:00Z", "after_page": 1}, 0)])
def test_a_late_copy_of_open_window_keeps_the_readers_place_and_a_new_window_begins_at_its_beginning(
    runner: Runner, db: Db, window: dict[str, Any], place: int
) -> None:
    """Invariants 2 and 4: the place inside the window that was replaced means nothing in the new one."""
    runner.commit(1, orders(1, 2))
    runner.open(**window)
    assert checkpoint(db, "last_record_id") == place


def test_a_late_copy_of_an_earlier_window_is_refused(runner: Runner, db: Db) -> None:
    """Invariant 2: it was followed by another step, so it may move nothing."""
    runner.open(until="2026-11-21T13:00:00Z")
    runner.commit(1, orders(1, 2))
    before = one(db, "select to_jsonb(c) from scout.sync_checkpoints c")
    with refused("PT409"):
        runner.open(until="2026-11-21T12:00:00Z")
    assert one(db, "select to_jsonb(c) from scout.sync_checkpoints c") == before


def test_what_is_unchanged_changed_and_back_from_deletion_is_counted_apart(runner: Runner, db: Db) -> None:
    """Invariant 6: the hash of what is back is known, and still it must come back."""
    runner.commit(1, orders(1, 2, 3))
    db.execute("update scout.bronze_pos_order set deleted_at = now() where odoo_id = 3")
    answer = runner.commit(2, [*orders(1), *orders(2, write_date="2026-11-21T11:00:00Z", company_id=2), *orders(3)])
    assert (answer["inserted"], answer["updated"], answer["unchanged"]) == (0, 2, 1)
    kept = "select odoo_id, write_date = '2026-11-21T11:00:00Z', company_id, deleted_at from scout.bronze_pos_order order by 1"
    assert db.execute(kept).fetchall() == [(1, False, 1, None), (2, True, 2, None), (3, False, 1, None)]


def test_a_preview_counts_like_the_commit_and_leaves_nothing(runner: Runner, db: Db) -> None:
    """Invariant 10."""
    runner.commit(1, orders(1, 2))
    page = [*orders(1), *orders(2, state="done"), *orders(3), *orders(4, date_order=None)]
    before = one(db, "select jsonb_agg(to_jsonb(b)) from scout.bronze_pos_order b")
    preview = one(db, "select scout.preview_page('pos.order', %s)", json.dumps(page))
    assert one(db, "select jsonb_agg(to_jsonb(b)) from scout.bronze_pos_order b") == before
    assert one(db, "select count(*) from scout.quarantine") == 0
    real = runner.commit(2, page)
    assert preview == {key: real[key] for key in preview}
    assert real["quarantined"] == 1


@pytest.mark.parametrize(
    "function", ["begin_sync('x', 'no.such', gen_random_uuid(), 9, '')", "read_checkpoint('x', 'no.such')"]
)
def test_a_stream_without_a_table_is_refused_with_the_command_that_makes_it(db: Db, function: str) -> None:
    with refused("PT404", "scout migrate"):
        db.execute(f"select scout.{function}")


def test_a_range_read_keeps_its_place_apart_from_the_checkpoint(runner: Runner, db: Db) -> None:
    """`--since/--until` moves no checkpoint."""
    runner.commit(1, orders(5))
    place = '{"since": null, "until": null, "after_id": 9}'
    db.execute(
        "select scout.commit_page('pos.order', %s, %s, 2, 'd', %s, 9, 500, 300, %s, false)",
        (runner.run_id, runner.fence, json.dumps(orders(9)), place),
    )
    assert checkpoint(db, "last_record_id") == 5
    assert checkpoint(db, "backfill")["after_id"] == 9


def test_one_call_at_a_time_is_let_through_and_the_others_learn_how_long_to_wait(db: Db) -> None:
    first, second, third = (str(uuid.uuid4()) for _ in range(3))
    acquire = "select scout.acquire_call_slot('x.odoo.com', %s, 1, 150)"
    assert one(db, acquire, first) == {"acquired": True, "wait_seconds": 0}
    assert one(db, acquire, first)["acquired"], "a repeat of the call is answered as before"
    waiting = one(db, acquire, second)
    assert (waiting["acquired"], 0 < waiting["wait_seconds"] <= 1) == (False, True)
    db.execute("update scout.odoo_call_slots set next_at = now()")
    assert one(db, acquire, second)["acquired"] is False, "no two at once, however long the first takes"
    assert one(db, "select scout.release_call_slot('x.odoo.com', %s)", first) == {"released": True}
    assert one(db, acquire, second)["acquired"] is True
    db.execute("update scout.odoo_call_slots set next_at = now(), held_until = now() - interval '1 second'")
    assert one(db, acquire, third)["acquired"] is True, "a holder that vanished is forgotten"
