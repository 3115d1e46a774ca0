"""What the status page is told: days are days in UTC, errors are the latest of each stream, messages come without content."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.warehouse.outbox import enqueue
from tests.warehouse.retail import Db, one


def facts(db: Db) -> dict[str, Any]:
    return dict(one(db, "select ops.page_facts()"))


def stream(db: Db, name: str = "res.partner") -> dict[str, Any]:
    return next(each for each in facts(db)["streams"] if each["id"] == name)


def begin(db: Db, name: str = "res.partner") -> None:
    db.execute("insert into scout.sync_checkpoints (id, stream) values (%s, %s) on conflict do nothing", [name, name])


def run(db: Db, at: datetime, *, status: str = "completed", records: int = 10, error: str | None = None) -> None:
    begin(db)
    db.execute(
        """insert into scout.sync_logs (run_id, checkpoint_id, fence, started_at, completed_at, status, records_processed,
                                        error_message, begin_answer)
           values (gen_random_uuid(), 'res.partner', 1, %s, %s, %s, %s, %s, '{}')""",
        [at, at + timedelta(seconds=3), status, records, error],
    )


def midnight(days_ago: int) -> datetime:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days_ago)


def test_runs_are_counted_by_the_day_in_utc_whatever_the_session_s_zone(db: Db) -> None:
    db.execute("set time zone 'Asia/Manila'")
    for at in (midnight(2), midnight(2) + timedelta(hours=23, minutes=59), midnight(1)):
        run(db, at)
    assert [(one["day"], one["runs"], one["records"]) for one in stream(db)["days"]] == [
        (f"{midnight(2):%Y-%m-%d}", 2, 20),
        (f"{midnight(1):%Y-%m-%d}", 1, 10),
    ]


def test_fourteen_days_are_told_and_no_more(db: Db) -> None:
    for days_ago in (0, 13):
        run(db, midnight(days_ago))
    run(db, midnight(14), status="failed", error="long ago")
    assert facts(db)["since"] == f"{midnight(13):%Y-%m-%d}"
    assert [one["day"] for one in stream(db)["days"]] == [f"{midnight(13):%Y-%m-%d}", f"{midnight(0):%Y-%m-%d}"]
    assert stream(db)["last_error"] is None


def test_failed_and_abandoned_runs_count_as_failed_and_the_latest_error_is_told(db: Db) -> None:
    run(db, midnight(3), status="failed", error="older")
    run(db, midnight(2), status="failed", error="x" * 600)
    run(db, midnight(1), status="abandoned")
    assert [one["failed"] for one in stream(db)["days"]] == [1, 1, 1]
    assert stream(db)["last_error"]["message"] == "x" * 500


def test_a_stream_that_never_ran_is_told_without_days(db: Db) -> None:
    begin(db)
    told = stream(db)
    assert (told["days"], told["lag_seconds"], told["proven_at"], told["quarantined"]) == ([], None, None, 0)


def test_only_a_proof_of_equality_is_a_proof(db: Db) -> None:
    begin(db)
    for days_ago, status in ((2, "equal"), (1, "differs")):
        db.execute(
            """insert into scout.reconciliations (checkpoint_id, stream, status, checked_at, warehouse_checksum)
               values ('res.partner', 'res.partner', %s, %s, 0)""",
            [status, midnight(days_ago)],
        )
    assert stream(db)["proven_at"].startswith(f"{midnight(2):%Y-%m-%d}")


def test_messages_in_trouble_are_told_without_their_content_or_words_that_may_quote_it(db: Db) -> None:
    for number in range(7):
        enqueue(db, f"secret-key-{number}", payload={"name": "Ann is secret"})
    db.execute(
        """update ops.odoo_outbox set status = 'dead', error_kind = 'refused', last_error = 'Ann is secret', attempts = 2,
                  updated_at = now() - make_interval(mins => id::int) where id > 1"""
    )
    outbox = facts(db)["outbox"]
    assert (outbox["depth"], outbox["dead"]) == (1, 6)
    assert [one["id"] for one in outbox["troubled"]] == [2, 3, 4, 5, 6]
    assert outbox["troubled"][0].keys() == {"id", "operation", "model", "status", "kind", "attempts", "at"}
    assert "secret" not in str(outbox)


def test_the_worker_s_days_and_its_latest_error_are_told(db: Db) -> None:
    for days_ago, status, error in (
        (2, "failed", "Odoo does not answer."),
        (1, "completed", None),
        (1, "completed", None),
    ):
        db.execute(
            """insert into ops.odoo_sync_runs (run_id, worker, started_at, completed_at, status, done, skipped, dead, error_message)
               values (gen_random_uuid(), 'one', %s, %s, %s, 2, 1, 1, %s)""",
            [midnight(days_ago), midnight(days_ago), status, error],
        )
    outbox = facts(db)["outbox"]
    assert [(one["runs"], one["failed_runs"], one["settled"], one["parked"]) for one in outbox["days"]] == [
        (1, 1, 3, 1),
        (2, 0, 6, 2),
    ]
    assert outbox["last_error"]["message"] == "Odoo does not answer."


def test_gold_is_told_by_view_as_last_refreshed(db: Db) -> None:
    assert facts(db)["gold"] == []
    db.execute("select scout.refresh_gold()")
    assert [one["view"] for one in facts(db)["gold"]] == ["gold_daily_sales", "gold_product_mix"]


def test_open_causes_are_those_that_are_not_over(db: Db) -> None:
    note = "select ops.note_checks(gen_random_uuid(), %s, %s, 3600)"
    db.execute(note, ['[{"cause": "sync: a", "message": "m"}, {"cause": "odoo: b", "message": "m"}]', "[]"])
    db.execute(note, ["[]", '["sync: a"]'])
    assert db.execute("select ops.open_causes()").fetchone() == (["odoo: b"],)


def test_service_role_may_ask(db: Db) -> None:
    db.execute("set role service_role")
    assert facts(db)["streams"] == []
    assert db.execute("select ops.open_causes()").fetchone() == ([],)
