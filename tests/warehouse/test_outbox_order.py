"""The order of messages is the order of commits, drawn there: however many in one transaction, nobody waits for another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psycopg

from tests.outbox.desk import enqueue
from tests.warehouse.outbox_worker import Db, SqlWorker, put
from tests.warehouse.retail import column, one, wait_until_blocked

MOST_LOCKS = 130
MESSAGES = 2_000
BULK = """
    select count(ops.enqueue_odoo('bulk ' || n, 'res.partner', 'write', '{"name": "Ann"}', p_record_id => n,
                                  p_company_id => case when %(companies)s > 0 then 1 + n %% %(companies)s end))
      from generate_series(1, %(messages)s) n"""


def order_of(db: Db) -> list[int]:
    """Numbers of all messages in their order."""
    return column(db, "select id from ops.odoo_outbox order by position")


def locks(db: Db) -> int:
    """Those that order messages, in this database."""
    return int(
        one(
            db,
            "select count(*) from pg_locks where locktype = 'advisory' "
            "and database = (select oid from pg_database where datname = current_database())",
        )
    )


def test_one_transaction_takes_as_many_messages_as_there_are(db: Db, database_url: str) -> None:
    """A lock for each of 10,000 ordering keys is more than the server has: nobody could connect any more. Few are taken."""
    for number, companies in enumerate((1, 0, 40)):
        with psycopg.connect(database_url) as author:
            author.execute(BULK.replace("bulk ", f"bulk {number} "), {"messages": MESSAGES, "companies": companies})
            assert locks(db) == 0, "while its transaction is open an author holds nothing"
            author.execute("set constraints all immediate")
            assert 0 < locks(db) <= MOST_LOCKS
            author.commit()
    assert order_of(db) == column(db, "select id from ops.odoo_outbox order by id")
    assert one(db, "select count(position) from ops.odoo_outbox") == 3 * MESSAGES


def test_messages_of_one_key_are_applied_in_the_order_of_their_commits(db: Db, database_url: str) -> None:
    """Who enqueued first and commits last comes last; nobody waits for its transaction."""
    with psycopg.connect(database_url) as slow:
        db.execute("set lock_timeout = '5s'")
        first = put(slow, "first", ordering_key="shared")
        second = put(db, "second", ordering_key="shared")
        worker = SqlWorker(db)
        assert worker.claim() == [second]
        slow.commit()
    assert (first < second, order_of(db)) == (True, [second, first])
    assert worker.claim() == []
    worker.settle(second)
    assert worker.claim() == [first]


def test_transactions_that_cross_neither_wait_nor_meet_in_a_deadlock(db: Db, database_url: str) -> None:
    """One goes through the keys forwards, the other backwards."""
    with ExitStack() as stack:
        authors = [stack.enter_context(psycopg.connect(database_url)) for _ in range(2)]
        for author in authors:
            author.execute("set lock_timeout = '5s'")
        for number in range(100):
            for author, key in zip(authors, (number, 99 - number), strict=True):
                put(author, f"{authors.index(author)} {number}", ordering_key=f"key {key}", company_id=1)
        with ThreadPoolExecutor(2) as threads:
            for committed in [threads.submit(author.commit) for author in authors]:
                committed.result(20)
    placed = column(db, "select idempotency_key from ops.odoo_outbox order by position")
    assert [[one for one in placed if one[0] == author] for author in "01"] == [
        [f"{author} {number}" for number in range(100)] for author in "01"
    ]


def test_what_is_seen_of_a_key_never_gets_an_earlier_message_beside_it(db: Db, database_url: str) -> None:
    """Four authors commit as they can, of two companies and of none; who looks meanwhile sees each order only grow."""
    start, ended = threading.Barrier(5), threading.Event()

    def author(me: int) -> None:
        with psycopg.connect(database_url, autocommit=True) as mine:
            start.wait(20)
            for number in range(60):
                company = (None, 1, 1, 2)[(me + number) % 4]
                with mine.transaction():
                    for part in range(1 + number % 3):
                        put(mine, f"{me} {number} {part}", ordering_key=f"key {number % 2}", company_id=company)

    def look() -> None:
        seen: dict[tuple[str, int], list[int]] = {}
        with psycopg.connect(database_url, autocommit=True) as mine:
            start.wait(20)
            while True:
                over = ended.is_set()
                for key in ("key 0", "key 1"):
                    for company in (1, 2):
                        queue = column(
                            mine,
                            "select position from ops.odoo_outbox where ordering_key = %s "
                            "and coalesce(company_id = %s, true) order by position",
                            key, company,
                        )  # fmt: skip
                        before = seen.get((key, company), [])
                        assert queue[: len(before)] == before, (key, company)
                        seen[key, company] = queue
                if over:
                    return

    with ThreadPoolExecutor(5) as threads:
        looking = threads.submit(look)
        authors = [threads.submit(author, number) for number in range(4)]
        try:
            for one_author in authors:
                one_author.result(60)
        finally:
            ended.set()
        looking.result(60)
    assert one(db, "select count(*) = count(position) and count(*) > 400 from ops.odoo_outbox")


def test_who_forces_its_order_early_makes_its_own_company_wait_and_no_other(db: Db, database_url: str) -> None:
    with ExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(2))
        slow = stack.enter_context(psycopg.connect(database_url))
        quick, third = (stack.enter_context(psycopg.connect(database_url, autocommit=True)) for _ in range(2))
        first = put(slow, "first", ordering_key="a", company_id=2)
        slow.execute("set constraints all immediate")
        db.execute("set lock_timeout = '5s'")
        other = put(db, "elsewhere", ordering_key="a", company_id=1)
        own = threads.submit(put, quick, "own", ordering_key="a", company_id=2)
        wait_until_blocked(db, quick)
        of_all = threads.submit(put, third, "all", ordering_key="a")
        wait_until_blocked(db, third)
        later = put(slow, "later", ordering_key="a", company_id=2)
        slow.commit()
        behind = {own.result(20), of_all.result(20)}
    order = order_of(db)
    assert {other, first, later, *behind} == set(order)
    assert order.index(first) < order.index(later) < min(order.index(one) for one in behind)


def test_what_was_undone_to_a_savepoint_leaves_no_gap_and_no_claim(db: Db) -> None:
    with db.transaction():
        first = put(db, "first", ordering_key="a")
        with db.transaction(force_rollback=True):
            put(db, "undone", ordering_key="a")
        second = put(db, "second", ordering_key="a")
        db.execute("delete from ops.odoo_outbox where id = %s", [first])
        third = int(enqueue(db, "third", "res.partner", "unlink", {}, record_id=7, ordering_key="a")["id"])
    assert order_of(db) == [second, third]
    assert SqlWorker(db).claim() == [second]
