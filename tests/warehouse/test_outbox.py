"""What the outbox promises in SQL: one message a wish, commit order, one worker a message, and no way round."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.outbox.message import external_id_of
from tests.outbox.desk import enqueue
from tests.warehouse.outbox_worker import (
    DEAD,
    DONE,
    LOST,
    RETRY,
    SKIPPED,
    WAIT,
    Db,
    SqlWorker,
    at_work,
    field,
    put,
    settled,
    shift,
    status,
)
from tests.warehouse.retail import column, ingest, one, refused, wait_until_blocked

# -- enqueueing


def test_the_same_wish_under_the_same_key_is_the_same_message(db: Db) -> None:
    first = enqueue(db, "k", "res.partner", "upsert", {"name": "Ann", "ref": "1"})
    again = enqueue(db, "k", "res.partner", "upsert", {"ref": "1", "name": "Ann"}, priority=3, requested_by="bob")
    assert (first["created"], again["created"], first["id"]) == (True, False, again["id"])
    assert first["external_id"] == again["external_id"] == "__outbox__.k"
    assert one(db, "select count(*) from ops.odoo_outbox") == 1


@pytest.mark.parametrize(
    "other",
    [
        {"payload": {"name": "Anna"}},
        {"record_id": 8},
        {"guard": [["name", "=", "Ann"]]},
        {"if_unmodified_since": "2026-11-20T10:00:00Z"},
        {"ordering_key": "another"},
    ],
)
def test_another_wish_under_the_same_key_is_refused(db: Db, other: dict[str, Any]) -> None:
    put(db, "k")
    with refused("PT409"):
        put(db, "k", **other)
    assert one(db, "select count(*) from ops.odoo_outbox") == 1


def test_the_same_wish_at_the_same_time_is_one_message(db: Db, database_url: str) -> None:
    with psycopg.connect(database_url) as mine, psycopg.connect(database_url, autocommit=True) as theirs:
        first = put(mine, "k")
        with ThreadPoolExecutor(1) as other:
            waiting = other.submit(put, theirs, "k")
            wait_until_blocked(db, theirs)
            mine.commit()
            assert waiting.result(20) == first


UNREADABLE = {
    "is larger than 1 MB": json.dumps({"name": "x" * 1_000_000}),
    "is nested more than 20 deep": '{"name": ' + "[" * 3000 + "]" * 3000 + "}",
    "has a number of more than 40 digits": '{"name": [{"deep": -' + "9" * 5000 + "}]}",
}
"""What JSON allows and no worker can read, by what is said of it."""

_ROW = {
    "idempotency_key": "k", "content_hash": b"x", "model": "res.partner", "operation": "write", "record_id": 7,
    "payload": "{\"name\": \"Ann\"}", "ordering_key": "o", "requested_by": "me",
}  # fmt: skip
_PROCESSING = {"status": "processing", "run_id": "00000000-0000-0000-0000-000000000001", "lease_expires_at": "now"}
IMPOSSIBLE: dict[str, list[dict[str, Any]]] = {
    "odoo_outbox_key_is_named": [{"idempotency_key": " "}, {"idempotency_key": "x" * 201}],
    "odoo_outbox_model_is_a_technical_name": [{"model": "Res Partner"}, {"model": "res..partner"}],
    "odoo_outbox_operation_is_known": [{"operation": "create"}],
    "odoo_outbox_status_is_known": [{"status": "lost"}],
    "odoo_outbox_external_id_is_whole": [{"record_id": None, "external_id": one} for one in ("x", "m.a b", "m.a,b")],
    "odoo_outbox_record_id_is_positive": [{"record_id": 0}],
    "odoo_outbox_names_one_record": [{"record_id": None}, {"external_id": "m.a"}],
    "odoo_outbox_upsert_has_an_external_id": [{"operation": "upsert"}],
    "odoo_outbox_payload_is_an_object": [{"payload": "[1]"}],
    "odoo_outbox_says_what_to_write": [{"payload": "{}"}],
    "odoo_outbox_unlink_writes_nothing": [{"operation": "unlink"}],
    "odoo_outbox_call_names_a_method": [
        {"operation": "call", "guard": "[1]", "payload": one} for one in ("{}", '{"method": "_x"}', '{"method": "A b"}')
    ],
    "odoo_outbox_call_has_a_guard": [{"operation": "call", "payload": '{"method": "a"}'}],
    "odoo_outbox_arguments_are_named": [
        {"operation": "call", "guard": "[1]", "payload": '{"method": "a", "arguments": [1]}'}
    ],
    "odoo_outbox_guard_is_a_domain": [{"guard": "[]"}, {"guard": '{"a": 1}'}, {"guard": "null"}],
    "odoo_outbox_unmodified_since_is_a_time": [
        {"if_unmodified_since": one} for one in ("infinity", "-infinity", "12000-01-01")
    ],
    "odoo_outbox_payload_is_readable": [{"payload": one} for one in UNREADABLE.values()],
    "odoo_outbox_guard_is_readable": [{"guard": f"[{one}]"} for one in UNREADABLE.values()],
    "odoo_outbox_texts_are_short": [
        {"model": "x" * 3001}, {"requested_by": "x" * 3001}, {"ordering_key": "x" * 3001},
        {"record_id": None, "external_id": "x." + "x" * 3000},
    ],
    "odoo_outbox_ordering_key_is_named": [{"ordering_key": ""}],
    "odoo_outbox_counts_are_natural": [{"attempts": -1}, {"waits": -1}, {"takeovers": -1}],
    "odoo_outbox_lease_is_whole": [
        {"status": "processing"}, {"lease_expires_at": "now"}, {"run_id": _PROCESSING["run_id"]},
        {**_PROCESSING, "lease_expires_at": None},
    ],
    "odoo_outbox_doubt_has_a_time": [{"in_doubt": True}, {"in_doubt": True, "sent_at": "now", "doubt_until": "now"}],
    "odoo_outbox_settled_is_certain": [
        {"status": "done", "settled_at": "now", "in_doubt": True, "sent_at": "now", "doubt_until": "now", "before": "{}"}
    ],
    "odoo_outbox_settled_has_a_time": [{"status": "done"}, {"settled_at": "now"}],
    "odoo_outbox_failure_says_why": [{"status": "failed"}, {"status": "dead"}],
    "odoo_outbox_skip_says_why": [{"status": "skipped", "settled_at": "now"}],
    "odoo_sync_runs_status_is_known": [{"status": "lost", "completed_at": "now"}],
    "odoo_sync_runs_ended_has_a_time": [{"status": "completed"}, {"completed_at": "now"}],
}  # fmt: skip


@pytest.mark.parametrize("constraint", IMPOSSIBLE)
def test_impossible_rows_are_impossible(db: Db, constraint: str) -> None:
    runs = constraint.startswith("odoo_sync_runs")
    table = "odoo_sync_runs" if runs else "odoo_outbox"
    whole = {"run_id": _PROCESSING["run_id"], "worker": "w"} if runs else _ROW
    _insert(db, table, whole)
    db.execute(f"delete from ops.{table}")
    for changed in IMPOSSIBLE[constraint]:
        with pytest.raises(psycopg.errors.CheckViolation) as rang:
            _insert(db, table, {**whole, **changed})
        assert rang.value.diag.constraint_name == constraint, changed


def test_every_named_constraint_has_rung(db: Db) -> None:
    named = column(
        db,
        "select conname::text from pg_constraint where contype = 'c' and conrelid in ('ops.odoo_outbox'::regclass, 'ops.odoo_sync_runs'::regclass)",
    )
    assert set(named) == set(IMPOSSIBLE)


@pytest.mark.parametrize("trouble", UNREADABLE)
@pytest.mark.parametrize("part", ["payload", "guard"])
def test_what_no_worker_could_read_is_refused_with_a_reason(db: Db, part: str, trouble: str) -> None:
    """In one answer with the others it would stop them all."""
    parts = {"payload": '{"name": "Ann"}', "guard": '[["id", ">", 0]]'}
    parts[part] = UNREADABLE[trouble] if part == "payload" else f"[{UNREADABLE[trouble]}]"
    question = (
        "select ops.enqueue_odoo('k', 'res.partner', 'write', %(payload)s, p_guard => %(guard)s, p_record_id => 7)"
    )
    with refused("PT422", part, trouble):
        db.execute(question, parts)


def test_the_largest_the_deepest_and_the_longest_that_are_allowed_reach_a_worker_as_they_were(db: Db) -> None:
    deep: Any = 7
    for _ in range(18):
        deep = [deep]
    largest = {
        "name": "x" * 999_000, "deep": {"list": deep}, "long": 10**40 - 1, "small": -(10**40) + 1, "part": 1e-9,
        "words": "Zoë “1,5” \\ '", "float": 0.1, "no": False, "nothing": None,
    }  # fmt: skip
    message = put(db, "k", payload=largest)
    assert SqlWorker(db).claim() == [message]
    assert field(db, message, "payload") == largest


def _insert(db: Db, table: str, values: dict[str, Any]) -> None:
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    db.execute(f"insert into ops.{table} ({names}) values ({marks})", list(values.values()))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1), min_size=20))
def test_sql_and_python_spell_external_ids_alike(db: Db, keys: list[str]) -> None:
    for company in (None, 2):
        question = "select ops.external_id(k, %s) from unnest(%s::text[]) with ordinality u (k, n) order by n"
        assert column(db, question, company, keys) == [external_id_of(key, company) for key in keys]
    plain = column(db, "select ops.external_id(k) from unnest(%s::text[]) with ordinality u (k, n) order by n", keys)
    assert plain == [external_id_of(key) for key in keys]


# -- claiming


@pytest.mark.parametrize("outcome", [RETRY, WAIT, LOST, DEAD])
def test_what_failed_holds_back_the_later_ones_of_its_key_and_no_other(db: Db, outcome: dict[str, Any]) -> None:
    first, later, other = put(db, "1", ordering_key="a"), put(db, "2", ordering_key="a"), put(db, "3", ordering_key="b")
    worker = SqlWorker(db)
    assert worker.claim() == [first, other]
    if outcome is LOST:
        worker.note(first)
    worker.settle(first, outcome)
    worker.settle(other)
    put(db, "4", ordering_key="b")
    assert worker.claim() == [4]
    assert field(db, later, "waits_for") == first


def test_a_companys_parked_message_holds_back_its_own_later_ones_and_no_other_companys(db: Db) -> None:
    first = settled(db, "1", DEAD, ordering_key="a", company_id=2)
    own, other = (put(db, f"for {company}", ordering_key="a", company_id=company) for company in (2, 1))
    assert (field(db, own, "waits_for"), field(db, other, "waits_for")) == (first, None)
    assert one(db, "select ops.outbox_status() -> 'held_back'") == 1
    assert SqlWorker(db).claim() == [other]


def test_many_large_messages_are_claimed_in_answers_that_can_be_taken(db: Db) -> None:
    """Up to 16 MB at once, in their order; nothing is left out."""
    messages = [put(db, f"{number}", payload={"name": "x" * 999_000}) for number in range(20)]
    worker = SqlWorker(db)
    assert len(one(db, "select ops.preview_messages(50)")) == 17
    first = worker.claim()
    assert first == messages[:17]
    assert worker.claim() == messages[17:]


def test_a_claim_that_meets_a_claim_under_way_leaves_its_messages_alone(db: Db, database_url: str) -> None:
    """Neither waits for the other, nor takes the next of a key whose first is just being claimed."""
    first, _, other = put(db, "1", ordering_key="a"), put(db, "2", ordering_key="a"), put(db, "3", ordering_key="b")
    with ExitStack() as stack:
        mine, theirs = (stack.enter_context(psycopg.connect(database_url)) for _ in range(2))
        one_worker, two = SqlWorker(mine), SqlWorker(theirs)
        mine.commit()
        theirs.commit()
        assert one_worker.claim(1) == [first]  # not committed yet
        assert two.claim() == [other]
        mine.commit()
        assert two.claim() == []


def test_repeated_steps_answer_the_same(db: Db) -> None:
    """Invariant 2: after a lost answer the identical call goes again."""
    first, second = put(db, "1"), put(db, "2")
    worker = SqlWorker(db)
    assert worker.claim(1) == [first]
    assert worker.claim(1, again=True) == [first]
    assert worker.fences == {first: 1}
    assert worker.note(first) == worker.note(first)
    assert worker.settle(first, RETRY) == worker.settle(first, RETRY)
    assert field(db, first, "attempts") == 1
    assert worker.claim() == [second]
    assert worker.settle(second) == worker.settle(second)
    ended = worker.finish()
    assert worker.finish() == ended
    assert (ended["done"], ended["failed"], ended["claimed"]) == (1, 1, 2)


def test_a_claim_of_long_ago_is_not_answered_again(db: Db) -> None:
    put(db, "1")
    worker = at_work(db)
    worker.claim()
    worker.claims = 1
    with refused("PT409"):
        worker.claim(again=True)


# -- fences and leases


def test_after_its_lease_a_message_is_taken_over_and_the_one_before_can_neither_note_nor_settle(db: Db) -> None:
    message = put(db, "1")
    stale, other = SqlWorker(db), SqlWorker(db)
    stale.claim()
    assert other.claim() == []
    shift(db, minutes=6)
    assert other.claim() == [message]
    assert (field(db, message, "fence"), field(db, message, "takeovers")) == (2, 1)
    for step in (stale.note, stale.settle):
        with refused("PT409"):
            step(message)
    assert status(db, message) == "processing"


def test_after_its_lease_a_worker_may_settle_what_it_did_but_send_nothing_new(db: Db) -> None:
    message = put(db, "1")
    worker = at_work(db)
    worker.note(message)
    shift(db, minutes=6)
    with refused("PT409"):
        worker.note(message)
    assert worker.settle(message)["status"] == "done"


def test_doubt_holds_a_key_until_odoos_limit_has_passed_also_after_the_lease(db: Db) -> None:
    first, _ = put(db, "1", ordering_key="a"), put(db, "2", ordering_key="a")
    gone = SqlWorker(db, lease_seconds=30)
    gone.claim()
    gone.note(first)
    shift(db, seconds=155)  # the lease is over, the doubt is not
    other = SqlWorker(db)
    assert other.claim() == []
    shift(db, seconds=10)
    assert other.claim() == [first]
    assert field(db, first, "in_doubt") is True
    other.settle(first)
    assert other.claim() == [2]


def test_ending_a_run_gives_back_what_was_not_begun_and_keeps_what_may_be_under_way(db: Db) -> None:
    begun, untouched, tried = put(db, "1"), put(db, "2"), put(db, "3")
    first = at_work(db)
    first.settle(tried, RETRY)
    first.note(begun)
    shift(db, seconds=20)
    second = SqlWorker(db)
    assert second.claim() == [tried]
    assert second.finish()["released"] == 1
    assert first.finish()["released"] == 1
    assert [status(db, m) for m in (begun, untouched, tried)] == ["processing", "queued", "failed"]
    shift(db, minutes=6)
    last = SqlWorker(db)
    assert sorted([*last.claim(), *last.claim()]) == [begun, untouched, tried]


def test_a_message_of_which_workers_keep_dying_is_parked_and_no_other(db: Db) -> None:
    """Each dies with the first it takes; those beside it are taken over once, and are done."""
    killer, *others = [put(db, f"{number}") for number in range(6)]
    at_work(db)
    deaths = 1
    for _ in range(40):
        shift(db, minutes=6)
        worker = SqlWorker(db)
        while messages := worker.claim():
            if killer in messages:
                deaths += 1
                break
            for message in messages:
                worker.settle(message)
        if status(db, killer) == "dead":
            break
    assert (status(db, killer), field(db, killer, "error_kind")) == ("dead", "vanished")
    assert deaths <= 5
    assert {status(db, message) for message in others} == {"done"}


def test_a_worker_at_work_keeps_its_messages(db: Db) -> None:
    message = put(db, "1")
    worker = at_work(db)
    for _ in range(4):
        shift(db, minutes=4)
        assert one(db, "select ops.keep_messages(%s, 300)", worker.run_id) == {"kept": 1}
        assert SqlWorker(db).claim() == []
    assert worker.settle(message)["status"] == "done"


# -- settling


def test_tries_are_made_after_10_20_40_80_and_160_seconds_then_a_person_is_asked(db: Db) -> None:
    message = put(db, "1")
    worker = SqlWorker(db)
    waits: list[float] = []
    while status(db, message) != "dead":
        assert worker.claim() == [message]
        worker.settle(message, RETRY)
        waits.append(_seconds_until_next(db, message))
        shift(db, seconds=waits[-1] - 0.5)
        assert worker.claim() == []
        shift(db, seconds=1)
    assert len(waits) == 6
    for wait, expected in zip(waits[:5], (10, 20, 40, 80, 160), strict=True):
        assert expected - 0.5 <= wait <= expected * 1.25
    assert (field(db, message, "error_kind"), field(db, message, "attempts")) == ("exhausted", 6)


def test_waits_are_spread_so_that_what_failed_together_does_not_come_back_together(db: Db) -> None:
    waits = column(db, "select extract(epoch from ops.retry_delay(3))::float from generate_series(1, 200)")
    assert 40 <= min(waits) < 42
    assert 48 < max(waits) <= 50


def test_waiting_for_odoo_never_ends_in_death(db: Db) -> None:
    message = put(db, "1")
    worker = SqlWorker(db)
    for number in range(1, 40):
        assert worker.claim() == [message]
        assert worker.settle(message, WAIT)["status"] == "failed"
        assert _seconds_until_next(db, message) <= 200
        assert field(db, message, "waits") == number
        shift(db, minutes=4)
    assert field(db, message, "attempts") == 0
    worker.claim()
    worker.settle(message, RETRY)
    assert field(db, message, "waits") == 0


def test_a_sixth_lost_answer_is_parked_as_unknown_and_stays_in_doubt(db: Db) -> None:
    message = put(db, "1")
    worker = SqlWorker(db)
    for _ in range(6):
        assert worker.claim() == [message]
        worker.note(message)
        worker.settle(message, LOST)
        shift(db, minutes=10)
    assert (status(db, message), field(db, message, "error_kind")) == ("dead", "outcome unknown")
    assert field(db, message, "in_doubt") is True


def _seconds_until_next(db: Db, message: int) -> float:
    left = "select extract(epoch from next_attempt_at - clock_timestamp()) from ops.odoo_outbox where id = %s"
    return float(one(db, left, message))


# -- people


def test_a_late_repeat_of_a_settling_does_not_undo_a_persons_retry(db: Db) -> None:
    message = put(db, "1")
    worker = at_work(db)
    worker.settle(message, DEAD)
    one(db, "select ops.retry_message(%s)", message)
    with refused("PT409"):
        worker.settle(message, DEAD)
    assert status(db, message) == "queued"


def test_a_preview_shows_what_a_claim_would_take_and_locks_nothing(db: Db, database_url: str) -> None:
    a, _, b = put(db, "1", ordering_key="a"), put(db, "2", ordering_key="a"), put(db, "3", priority=1)
    before = column(db, "select to_jsonb(m) from ops.odoo_outbox m order by id")
    with psycopg.connect(database_url) as looking:
        assert [m["id"] for m in one(looking, "select ops.preview_messages(9)")] == [b, a]
        assert SqlWorker(db).claim(1) == [b]  # the onlooker's transaction is still open
        looking.rollback()
    db.execute("select ops.finish_outbox_run(run_id, 'stopped') from ops.odoo_sync_runs")
    after = column(db, "select to_jsonb(m) from ops.odoo_outbox m order by id")
    assert [row["status"] for row in after] == [row["status"] for row in before]


# -- authors, and what they see


def test_an_author_enqueues_for_its_companies_only_and_sees_only_theirs(db: Db) -> None:
    db.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 1), ('another', 2)")
    put(db, "theirs", company_id=2)
    put(db, "nobody's")
    db.execute("set role outbox_author")
    mine = put(db, "mine", company_id=1)
    for company in (2, None):
        with refused("42501"):
            put(db, f"for {company}", company_id=company)
    assert column(db, "select id from ops.v_outbox_status") == [mine]
    assert one(db, "select requested_by from ops.v_outbox_status") == "outbox_author"
    for forbidden in (
        "select * from ops.odoo_outbox",
        "update ops.odoo_outbox set priority = 1",
        "select ops.show_message(1)",
        "select ops.cancel_message(1)",
        "select ops.begin_outbox_run(gen_random_uuid(), 'x')",
        "select * from ops.author_rights",
        "update ops.author_rights set fields = null",
        "select * from scout.bronze_res_partner",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(forbidden)


def test_an_author_sees_its_message_confirmed_and_nothing_of_other_companies_records(db: Db) -> None:
    db.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 1)")
    mine, theirs = put(db, "mine", company_id=1), put(db, "theirs", company_id=2, record_id=8)
    worker = at_work(db)
    for message, record in ((mine, 7), (theirs, 8)):
        worker.settle(message, {**DONE, "odoo_id": record})
        ingest(db, "res.partner", {"id": record, "name": "Ann", "write_date": "2026-11-20T12:00:00Z"})
    confirmed = "select ops.is_confirmed(%s)"
    assert (one(db, confirmed, mine), one(db, confirmed, theirs)) == (True, True)
    db.execute("set role outbox_author")
    assert _stage(db, mine) == "confirmed"
    assert one(db, confirmed, theirs) is None
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("select ops.seen_write_date('res.partner', 8)")


def test_a_message_is_confirmed_once_the_sync_has_seen_what_it_did(db: Db) -> None:
    message = settled(db, "1", DONE)
    assert _stage(db, message) == "sent"
    for seen, stage in (("2026-11-20T11:59:59Z", "sent"), ("2026-11-20T12:00:00Z", "confirmed")):
        ingest(db, "res.partner", {"id": 7, "name": f"Ann {seen}", "write_date": seen})
        assert _stage(db, message) == stage


def test_a_deletion_is_confirmed_by_the_tombstone(db: Db) -> None:
    ingest(db, "res.partner", {"id": 7, "name": "Ann", "write_date": "2026-11-20T11:00:00Z"})
    message = int(enqueue(db, "1", "res.partner", "unlink", {}, record_id=7)["id"])
    worker = at_work(db)
    worker.settle(message, {"result": "done", "odoo_id": 7})
    assert _stage(db, message) == "sent"
    db.execute("update scout.bronze_res_partner set deleted_at = now() where odoo_id = 7")
    assert _stage(db, message) == "confirmed"


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [(DEAD, "parked"), (RETRY, "waiting"), (WAIT, "waiting"), (SKIPPED, "skipped"), (DONE, "sent")],
)
def test_stages_are_told_in_words_for_people(db: Db, outcome: dict[str, Any], stage: str) -> None:
    message = put(db, "1")
    assert _stage(db, message) == "queued"
    worker = at_work(db)
    assert _stage(db, message) == "processing"
    worker.settle(message, outcome)
    assert _stage(db, message) == stage


def _stage(db: Db, message: int) -> str:
    return str(one(db, "select stage from ops.v_outbox_status where id = %s", message))
