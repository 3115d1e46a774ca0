"""Each company gets its share of every claim; what waits costs neither claims nor whoever looks; and a cap for each author."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.warehouse.outbox_worker import (
    DEAD,
    DONE,
    RETRY,
    WAIT,
    Db,
    SqlWorker,
    at_work,
    drain,
    field,
    put,
    shift,
    status,
)
from tests.warehouse.retail import column, one, refused, wait_until_blocked

FILL = """
    insert into ops.odoo_outbox (idempotency_key, content_hash, model, operation, record_id, payload, ordering_key,
                                 company_id, priority, requested_by)
    select %(name)s || n, 'x', 'res.partner', 'write', n, '{"name": "Ann"}', %(key)s, %(company)s, %(priority)s, 'a'
      from generate_series(1, %(messages)s) n"""


def fill(db: Db, name: str, messages: int, *, key: str = "a", company: int | None = None, priority: int = 0) -> None:
    """So many messages of one key in one transaction."""
    values = {"name": name, "messages": messages, "key": key, "company": company, "priority": priority}
    db.execute(FILL, values)


# -- shares


def companies(db: Db, messages: list[int]) -> Counter[int | None]:
    return Counter(field(db, message, "company_id") for message in messages)


def test_no_company_takes_another_ones_share_whatever_its_priorities(db: Db) -> None:
    for number in range(40):
        put(db, f"loud {number}", company_id=1, priority=32767)
    for number in range(10):
        put(db, f"quiet {number}", company_id=2)
    put(db, "of none")
    worker = SqlWorker(db)
    first = worker.claim(20)
    shares = companies(db, first)
    assert (shares[None], {shares[1], shares[2]} <= {9, 10}) == (1, True)
    assert companies(db, first[:3]) == {1: 1, 2: 1, None: 1}, "and none has to wait for another's to be sent"
    assert companies(db, worker.claim(20))[2] == 10 - shares[2], "what one does not need is the others'"


def test_with_fewer_places_than_companies_each_gets_its_turn(db: Db) -> None:
    for company in (1, 2, 3):
        for number in range(60):
            put(db, f"{company} {number}", company_id=company)
    worker = SqlWorker(db)
    taken = companies(db, [message for _ in range(45) for message in worker.claim(1)])
    assert min(taken[company] for company in (1, 2, 3)) >= 3, "drawn by lot: less than once in a million runs"


def test_within_a_company_it_goes_by_priority_then_place_and_what_had_to_wait_is_last(db: Db) -> None:
    waited = put(db, "waited", company_id=1, priority=9)
    worker = at_work(db)
    worker.settle(waited, WAIT)
    shift(db, minutes=5)
    later = [put(db, f"{number}", company_id=1, priority=number % 2) for number in range(4)]
    other = put(db, "other", company_id=2)
    assert [one for one in worker.claim(5) if one != other] == [later[1], later[3], later[0], later[2]]
    assert worker.claim() == [waited], "it ends no run before the others had their turn"


# -- what waits behind


def test_a_long_queue_is_drained_in_its_order_whatever_happens_in_its_middle(db: Db) -> None:
    """It came in one transaction and in many; some of it is cancelled, deleted, parked and tried again."""
    fill(db, "a", 250, company=1)
    put(db, "of none", ordering_key="a")
    for number in range(250):
        put(db, f"one by one {number}", ordering_key="a", company_id=1)
    worker = SqlWorker(db)
    assert worker.claim() == [1]
    assert one(db, "select count(*) from ops.odoo_outbox where behind is not null") > 400, "claims pass these by"
    for cancelled in (2, 100, 300):
        one(db, "select ops.cancel_message(%s)", cancelled)
    db.execute("delete from ops.odoo_outbox where id in (101, 301, 302)")
    worker.settle(1, DEAD)
    assert worker.claim() == []
    one(db, "select ops.retry_message(1)")
    expected = [number for number in range(1, 502) if number not in {2, 100, 300, 101, 301, 302}]
    assert drain(worker) == expected


def test_a_note_that_one_waits_never_outlives_what_it_waits_for(db: Db, database_url: str) -> None:
    """One worker settles the first while the other's claim, not committed yet, notes who waits behind it."""
    first = put(db, "first", ordering_key="a")
    settling = SqlWorker(db)
    assert settling.claim() == [first]
    for number in range(250):
        put(db, f"{number}", ordering_key="a")
    with ThreadPoolExecutor(1) as thread, psycopg.connect(database_url) as theirs:
        looking = SqlWorker(theirs)
        theirs.commit()
        assert looking.claim() == []
        with psycopg.connect(database_url, autocommit=True) as watching:
            settled = thread.submit(settling.settle, first)
            wait_until_blocked(watching, db)
        theirs.commit()
        settled.result(20)
    assert drain(settling) == list(range(first + 1, first + 251))


@pytest.mark.parametrize("seed", range(4))
def test_random_queues_of_companies_and_none_are_worked_off_in_order(db: Db, seed: int) -> None:
    """Against the rule itself: each message comes after all earlier ones of its key that concern its company."""
    chance = random.Random(seed)  # noqa: S311
    for number in range(60):
        put(
            db, f"{number}", ordering_key=f"key {chance.randrange(4)}", company_id=chance.choice((None, 1, 1, 2)),
            priority=chance.randrange(3),
        )  # fmt: skip
    placed = db.execute("select id, ordering_key, company_id from ops.odoo_outbox order by position").fetchall()
    worker, taken, tries = SqlWorker(db), list[int](), Counter[int]()
    while len(taken) < len(placed):
        messages = worker.claim(chance.choice((1, 3, 50)))
        for message in chance.sample(messages, len(messages)):
            tries[message] += 1
            outcome = chance.choice((DONE, DONE, RETRY if tries[message] < 4 else DONE))
            worker.settle(message, outcome)
            if outcome is DONE:
                taken.append(message)
        shift(db, minutes=5)
    for number, (later, key, company) in enumerate(placed):
        for earlier, other_key, other in placed[:number]:
            if key == other_key and (company == other or None in (company, other)):
                assert taken.index(earlier) < taken.index(later), (earlier, later)


def test_a_claim_is_quick_beside_a_long_queue_and_beside_another_companys_messages_on_its_key(db: Db) -> None:
    fill(db, "one", 20_000, company=1, priority=32767)
    fill(db, "two", 4_000, company=2)
    db.execute("analyze ops.odoo_outbox")
    db.execute("set statement_timeout = '1s'")
    assert companies(db, SqlWorker(db).claim()) == {1: 1, 2: 1}


# -- looking at it

HELD_BACK = """
    select count(*) from ops.odoo_outbox m
     where m.status = 'queued'
       and exists (select from ops.odoo_outbox earlier
                    where earlier.ordering_key = m.ordering_key and earlier.position < m.position
                      and coalesce(earlier.company_id = m.company_id, true) and earlier.status in ('failed', 'dead'))"""


def test_the_state_is_told_at_once_however_many_wait_on_one_key(db: Db) -> None:
    fill(db, "a", 20_000)
    db.execute("set statement_timeout = '2s'")
    facts = one(db, "select ops.health_facts() -> 'outbox'")
    assert (facts["depth"], facts["held_back"]) == (20_000, 0)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_held_back_is_counted_by_the_rule(db: Db, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for number in range(120):
        message = put(
            db, f"{number}", ordering_key=f"key {chance.randrange(12)}", company_id=chance.choice((None, 1, 2, 3))
        )
        if chance.random() < 0.15:
            trouble = "update ops.odoo_outbox set status = %s, last_error = 'x' where id = %s"
            db.execute(trouble, [chance.choice(("failed", "dead")), message])
    facts = one(db, "select ops.outbox_status()")
    assert facts["held_back"] == one(db, HELD_BACK)
    by_status = dict(db.execute("select status, count(*) from ops.odoo_outbox group by 1").fetchall())
    assert {name: facts[name] for name in by_status} == by_status


# -- the cap


@pytest.fixture
def author(db: Db, database_url: str) -> Any:
    """A role with rights of an author in company 1, and three open messages at most."""
    db.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 1)")
    db.execute("update scout.settings set value = '3' where key = 'outbox_open_messages_per_author'")
    with psycopg.connect(database_url) as author:
        author.execute("set session role outbox_author")
        author.commit()
        yield author


def test_an_author_has_so_many_open_messages_and_no_more(db: Db, author: Db) -> None:
    with author.transaction():
        for number in range(3):
            put(author, f"{number}", company_id=1)
    put(author, "3", company_id=1)
    with refused("PT429", "outbox_author", "3 messages", "outbox_open_messages_per_author"):
        author.commit()
    worker = SqlWorker(db)
    (first, *_) = worker.claim()
    worker.settle(first)
    put(author, "3", company_id=1)
    author.commit()
    assert one(db, "select count(*) from ops.odoo_outbox") == 4


def test_two_transactions_of_one_author_do_not_pass_the_cap_together(db: Db, author: Db, database_url: str) -> None:
    with ThreadPoolExecutor(1) as thread, psycopg.connect(database_url, autocommit=True) as other:
        other.execute("set role outbox_author")
        for number in range(2):
            put(author, f"{number}", company_id=1)
        author.execute("set constraints all immediate")
        both = "select ops.enqueue_odoo(k, 'res.partner', 'write', '{}', p_record_id => 1, p_company_id => 1) from unnest('{a,b}'::text[]) k"
        waiting = thread.submit(other.execute, both.replace("'{}'", '\'{"name": "x"}\''))
        wait_until_blocked(db, other)
        author.commit()
        with pytest.raises(psycopg.Error, match="more than 3 messages"):
            waiting.result(20)
    assert one(db, "select count(*) from ops.odoo_outbox") == 2


def test_service_role_has_no_cap(db: Db, author: Db) -> None:
    for number in range(5):
        put(db, f"{number}", company_id=1)
    assert status(db, 5) == "queued"
    put(author, "mine", company_id=1)
    author.commit()


@pytest.mark.parametrize("value", ["0", "-1", "many", "1e9", "10000000"])
def test_a_cap_that_is_no_number_is_refused(db: Db, value: str) -> None:
    with pytest.raises(psycopg.Error, match="is no number of messages"):
        db.execute("update scout.settings set value = %s where key = 'outbox_open_messages_per_author'", [value])
    assert column(db, "select value from scout.settings where key = 'outbox_open_messages_per_author'") == ["100000"]
