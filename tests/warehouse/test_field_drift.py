"""The record of a stream's fields, in SQL: repeatable, under the lease, each change once. Numbers are the invariants'."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.warehouse.retail import Db, one, refused
from tests.warehouse.test_runs import Runner, expire


def described(type_: str = "char", **changes: Any) -> dict[str, Any]:
    return {
        "type": type_, "relation": None, "stored": True, "company_dependent": False, "required": False, "read": True,
    } | changes  # fmt: skip


FIRST = {
    "id": described("integer"),
    "name": described(required=True),
    "partner_id": described("many2one", relation="res.partner"),
    "note": described("text"),
}


def record(runner: Runner, digest: str, fields: dict[str, Any] | None) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = one(
        runner.db, "select scout.record_fields('pos.order', %s, %s, %s, %s)",
        runner.run_id, runner.fence, digest, None if fields is None else json.dumps(fields),
    )  # fmt: skip
    return answer


def seen(db: Db) -> dict[str, bool]:
    """By name: whether it is gone."""
    return dict(db.execute("select field, gone_at is not null from scout.stream_fields").fetchall())


def kinds(changes: list[dict[str, Any]]) -> list[tuple[Any, str]]:
    return [(change["field"], change["change"]) for change in changes]


def next_runner(db: Db, *, after: Runner) -> Runner:
    after.finish(closes=False)
    runner = Runner(db)
    runner.begin()
    return runner


@pytest.fixture
def runner(db: Db) -> Runner:
    """The second run of a stream whose fields are known."""
    first = Runner(db)
    first.begin()
    record(first, "one", FIRST)
    return next_runner(db, after=first)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (FIRST | {"x_new": described()}, [("x_new", "added")]),
        ({name: field for name, field in FIRST.items() if name != "note"}, [("note", "removed")]),
        (FIRST | {"note": described("html")}, [("note", "type changed")]),
        (FIRST | {"partner_id": described("integer")}, [("partner_id", "type changed")]),
        (FIRST | {"partner_id": described("many2one", relation="res.users")}, [("partner_id", "relation changed")]),
        (FIRST | {"note": described("text", stored=False)}, [("note", "stored changed")]),
        (FIRST | {"note": described("text", stored=False, read=False)}, [("note", "stored changed")]),
        (FIRST | {"note": described("text", read=False)}, [("note", "removed")]),
        (FIRST | {"note": described("text", company_dependent=True)}, [("note", "company dependence changed")]),
        (FIRST | {"note": described("text", required=True)}, []),
        (FIRST | {"margin": described("float", stored=False, read=False)}, []),
    ],
)
def test_each_kind_of_change_is_told_by_name(
    runner: Runner, db: Db, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert kinds(one(db, "select scout.compare_fields('pos.order', 'two', %s)", json.dumps(fields))) == expected
    assert kinds(record(runner, "two", fields)) == expected
    rows = db.execute("select field, change, before, after, run_id::text from scout.field_changes").fetchall()
    assert [(row[0], row[1]) for row in rows] == expected
    for name, _, before, after, run_id in rows:
        assert run_id == runner.run_id
        assert (before is None) == (name not in FIRST)
        assert after == fields.get(name)
    gone = {name for name, is_gone in seen(db).items() if is_gone}
    assert gone == {name for name in FIRST if not fields.get(name, {}).get("read")}


def test_a_field_that_comes_back_is_added_again(runner: Runner, db: Db) -> None:
    record(runner, "two", {name: field for name, field in FIRST.items() if name != "note"})
    first_seen = one(db, "select first_seen_at::text from scout.stream_fields where field = 'note'")
    third = next_runner(db, after=runner)
    assert kinds(record(third, "one", FIRST)) == [("note", "added")]
    row = db.execute("select first_seen_at::text, gone_at from scout.stream_fields where field = 'note'").fetchone()
    assert row == (first_seen, None)


def test_a_repeat_answers_the_same_and_writes_nothing(runner: Runner, db: Db) -> None:
    """Invariant 2: also after the release, also when two copies arrive at once."""
    changed = FIRST | {"note": described("html"), "x_new": described()}
    with ThreadPoolExecutor(2) as executor, psycopg.connect(db.info.dsn, autocommit=True) as other:
        first, second = executor.map(lambda each: record(each, "two", changed), (runner, runner.over(other)))
    assert first == second
    assert kinds(first) == [("note", "type changed"), ("x_new", "added")]
    runner.finish(closes=False)
    versions = (
        "select array_agg(v order by v) from (select 'f' || ctid::text || xmin::text as v from scout.stream_fields "
        "union all select 'c' || ctid::text || xmin::text from scout.field_changes "
        "union all select 's' || ctid::text || xmin::text from scout.sync_checkpoints) as all_rows"
    )
    before = one(db, versions)
    assert record(runner, "two", changed) == first
    assert one(db, versions) == before


def test_a_runner_that_lost_its_lease_records_nothing(runner: Runner, db: Db) -> None:
    """Invariant 3."""
    expire(db)
    assert Runner(db).begin()["acquired"] is True
    with refused("PT409"):
        record(runner, "two", FIRST | {"x_new": described()})
    assert seen(db) == dict.fromkeys(FIRST, False)
    assert one(db, "select count(*) from scout.field_changes") == 0


def test_a_lost_model_is_recorded_once_and_its_return_too(runner: Runner, db: Db) -> None:
    assert kinds(record(runner, "access lost", None)) == [(None, "access lost")]
    second = next_runner(db, after=runner)
    assert record(second, "access lost", None) == []
    assert seen(db) == dict.fromkeys(FIRST, False), "nothing is known to be gone"
    third = next_runner(db, after=second)
    back = record(third, "two", FIRST | {"x_new": described()})
    assert kinds(back) == [(None, "access regained"), ("x_new", "added")]
    recorded = db.execute("select change from scout.field_changes order by id").fetchall()
    assert [row[0] for row in recorded] == ["access lost", "access regained", "added"]


def test_people_get_the_latest_changes_first(runner: Runner, db: Db) -> None:
    record(runner, "two", FIRST | {"a": described(), "b": described()})
    third = next_runner(db, after=runner)
    record(third, "one", FIRST)
    latest = one(db, "select scout.list_field_changes(3)")
    assert kinds(latest) == [("b", "removed"), ("a", "removed"), ("b", "added")]
    assert latest[0]["run_id"] == third.run_id
