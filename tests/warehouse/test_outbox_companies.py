"""Keys and the names of records are each company's own; and what the last release left behind goes on as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.warehouse.migrations import all_migrations
from tests.outbox.desk import enqueue
from tests.warehouse.outbox_worker import Db, SqlWorker, drain, put, shift
from tests.warehouse.retail import column, one, refused

FIRST_OF_THIS_RELEASE = "20261124001000"


@pytest.fixture
def author(db: Db) -> Iterator[Db]:
    """Of company 2."""
    db.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 2)")
    db.execute("set role outbox_author")
    yield db
    db.execute("reset role")


def test_the_same_key_of_two_companies_is_two_messages_about_two_records(db: Db) -> None:
    """Nor is one told that the other has it."""
    found = [
        enqueue(db, "k", "res.partner", "upsert", {"name": f"of {company}"}, company_id=company)
        for company in (1, 2, None)
    ]
    assert [one["created"] for one in found] == [True] * 3
    assert [one["external_id"] for one in found] == ["__outbox__.1@k", "__outbox__.2@k", "__outbox__.k"]
    for company in (1, 2, None):
        again = enqueue(db, "k", "res.partner", "upsert", {"name": f"of {company}"}, company_id=company)
        assert not again["created"]
        with refused("PT409"):
            enqueue(db, "k", "res.partner", "upsert", {"name": "else"}, company_id=company)
    assert one(db, "select count(*) from ops.odoo_outbox") == 3


@pytest.mark.parametrize(("key", "external_id"), [
    ("customer 42", "__outbox__.2@customer=2042"),
    ("1@k", "__outbox__.2@1=40k"),
    ("base.main_partner", "base.main_partner"),
])  # fmt: skip
def test_a_key_means_the_companys_own_record_and_a_full_external_id_is_taken_as_it_is(
    db: Db, key: str, external_id: str
) -> None:
    made = enqueue(db, "wish", "res.partner", "write", {"name": "x"}, external_id=key, company_id=2)
    assert made["external_id"] == external_id


def test_no_author_makes_a_record_under_a_name_that_is_another_companys(author: Db) -> None:
    for name in ("__outbox__.1@k", "__outbox__.k", "__outbox__.20@k"):
        with refused("42501", "company 2's"):
            enqueue(author, "wish", "res.partner", "upsert", {"name": "x"}, external_id=name, company_id=2)
    own = enqueue(author, "wish", "res.partner", "upsert", {"name": "x"}, external_id="__outbox__.2@k", company_id=2)
    assert own["external_id"] == "__outbox__.2@k"


def test_messages_of_the_last_release_keep_their_order_keys_and_names(empty: Db) -> None:
    db = empty
    for migration in all_migrations():
        if migration.path.name < FIRST_OF_THIS_RELEASE:
            db.execute(migration.path.read_bytes())
    db.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 2)")
    wish = ("customer", "res.partner", "upsert", {"name": "Ann"})
    db.execute("set role outbox_author")
    made = enqueue(db, *wish, company_id=2, requested_by="bob via his phone")
    waiting = [put(db, f"{number}", ordering_key="queue", company_id=2) for number in range(3)]
    db.execute("reset role")
    of_none = enqueue(db, "shared", "res.partner", "upsert", {"name": "Shared"})
    worker = SqlWorker(db)
    assert worker.claim() == [made["id"], waiting[0], of_none["id"]]
    worker.settle(made["id"])
    for migration in all_migrations():
        if migration.path.name >= FIRST_OF_THIS_RELEASE:
            db.execute(migration.path.read_bytes())

    assert column(db, "select id from ops.odoo_outbox where position is not null order by position") == [1, 2, 3, 4, 5]
    # The same wish is the same message, about the same record; also for what is said of it under a new key.
    again = enqueue(db, *wish, company_id=2)
    assert (again["id"], again["created"]) == (made["id"], False)
    renamed = enqueue(db, "rename", "res.partner", "upsert", {"name": "Anna"}, external_id="customer", company_id=2)
    assert renamed["external_id"] == made["external_id"] == "__outbox__.customer"
    assert not enqueue(db, "shared", "res.partner", "upsert", {"name": "Shared"})["created"]
    # Another company's is another, and so is another key.
    others = [enqueue(db, key, *wish[1:], company_id=company) for key, company in (("customer", 1), ("new", 2))]
    assert [one["external_id"] for one in others] == ["__outbox__.1@customer", "__outbox__.2@new"]
    # New ones come behind, and the worker of before goes on.
    behind = put(db, "behind", ordering_key="queue", company_id=2)
    worker.settle(waiting[0])
    worker.settle(of_none["id"])
    assert [message for message in drain(worker) if message in {*waiting, behind}] == [*waiting[1:], behind]
    # What an author of limited rights has on its way is known for that.
    assert dict(db.execute("select author, count(*) from ops.odoo_outbox where id <= 5 group by 1").fetchall()) == {
        "outbox_author": 3, None: 2,
    }  # fmt: skip
    # The name outlives its messages.
    shift(db, days=100)
    one(db, "select ops.purge_messages('90 days')")
    assert enqueue(db, *wish, company_id=2)["external_id"] == "__outbox__.customer"
