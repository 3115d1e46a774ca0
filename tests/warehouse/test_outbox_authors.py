"""An author may have changed in Odoo what ops.author_rights allows it by name, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.outbox.desk import enqueue
from tests.warehouse.outbox_worker import Db, SqlWorker
from tests.warehouse.retail import one, refused

RIGHTS = """
    insert into ops.author_rights (role_name, model, operations, methods, fields) values
        ('outbox_author', 'x.every',  '{upsert,write}', '{}', null),
        ('outbox_author', 'x.some',   '{write}', '{}', '{name,ref}'),
        ('outbox_author', 'x.button', '{call}', '{action_open}', null),
        ('test_author',   'x.some',   '{write,unlink}', '{}', '{user_id}'),
        ('test_author',   'x.button', '{write}', '{action_close}', '{name}'),
        ('test_other',    'x.other',  '{write}', '{}', null),
        ('gone_by_now',   'x.other',  '{write}', '{}', null)"""


@pytest.fixture
def author(db: Db) -> Iterator[Db]:
    """Someone with rights of its own and those of every author, in company 2; the owner again afterwards."""
    db.execute("create role test_author; create role test_other; grant outbox_author to test_author")
    db.execute("insert into scout.company_access (role_name, company_id) values ('test_author', 2)")
    db.execute(RIGHTS)
    db.execute("set role test_author")
    yield db
    db.execute("reset role")
    db.execute("drop owned by test_author, test_other; drop role test_author, test_other")


def wish(db: Db, model: str, operation: str, payload: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Each under a key of its own content."""
    guard = {"guard": [["id", ">", 0]]} if operation == "call" else {}
    record = {} if operation == "upsert" else {"record_id": 7}
    return enqueue(
        db, f"{model} {operation} {payload}", model, operation, payload, company_id=2, **guard, **record, **more
    )


ALLOWED: list[tuple[str, str, dict[str, Any]]] = [
    ("x.every", "upsert", {"name": "Ann", "anything": 1}),
    ("x.some", "write", {"name": "Ann", "user_id": 5}),  # of two roles, together
    ("x.some", "unlink", {}),
    ("x.button", "call", {"method": "action_open", "arguments": {"whatever": 1}}),
    ("x.button", "write", {"name": "Ann"}),
    ("res.partner", "upsert", {"name": "Ann"}),
    ("res.partner", "write", {"name": "Ann"}),
    ("sale.order", "call", {"method": "action_confirm"}),
    ("purchase.order", "call", {"method": "button_cancel"}),
    ("hr.expense", "call", {"method": "action_submit"}),
    ("project.task", "write", {"name": "Ann"}),
]
REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    ("x.every", "unlink", {}, "unlink x.every"),
    ("x.some", "write", {"name": "Ann", "street": "x", "city": "y"}, "write city, street of x.some"),
    ("x.some", "upsert", {"name": "Ann"}, "upsert x.some"),
    ("x.button", "call", {"method": "action_close"}, "call action_close of x.button"),  # listed where no call is allowed
    ("x.button", "write", {"ref": "1"}, "write ref of x.button"),
    ("x.other", "write", {"name": "Ann"}, "write x.other"),  # another's right
    *[(model, "write", {"name": "x"}, f"write {model}") for model in (
        "portal.wizard.user", "mail.mail", "certificate.key", "decimal.precision", "account.journal", "res.users",
        "ir.rule", "ir.access", "res.company", "base_import.import", "res.partner.bank", "account.move",
    )],
    ("res.partner", "unlink", {}, "unlink res.partner"),
    ("res.partner", "call", {"method": "name_create"}, "call name_create of res.partner"),
    ("sale.order", "call", {"method": "web_save_multi"}, "call web_save_multi of sale.order"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "operation", "payload"), ALLOWED)
def test_what_is_allowed_by_name_is_taken(author: Db, model: str, operation: str, payload: dict[str, Any]) -> None:
    assert wish(author, model, operation, payload)["created"]


@pytest.mark.parametrize(("model", "operation", "payload", "named"), REFUSED)
def test_all_else_is_refused_with_the_statement_that_would_allow_it(
    author: Db, model: str, operation: str, payload: dict[str, Any], named: str
) -> None:
    """Nothing is listed as forbidden, so nothing is forgotten there. service_role may change anything."""
    with pytest.raises(psycopg.Error) as caught:
        wish(author, model, operation, payload)
    assert caught.value.sqlstate == "42501"
    assert f"test_author may not {named}" in str(caught.value)
    statement = str(caught.value.diag.message_hint).partition(": ")[2]
    author.execute("set role service_role")
    assert wish(author, model, operation, payload, requested_by="a person")["created"]
    author.execute("delete from ops.odoo_outbox")
    author.execute(statement.encode())
    author.execute("set role test_author")
    assert wish(author, model, operation, payload)["created"]


def test_a_right_that_is_taken_back_is_gone_and_an_author_can_give_itself_none(author: Db) -> None:
    author.execute("set role service_role")
    author.execute("delete from ops.author_rights where model = 'res.partner'")
    author.execute("set role test_author")
    with refused("42501", "write res.partner"):
        wish(author, "res.partner", "write", {"name": "Ann"})
    for statement in (RIGHTS, "select ops.refuse_unless_allowed('postgres', 'x', 'write', '{}')"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            author.execute(statement)


def test_a_worker_is_told_whose_rights_are_limited_and_what_they_name(author: Db) -> None:
    limited = wish(author, "x.some", "write", {"name": "Ann"})["id"]
    author.execute("set role service_role")
    free = wish(author, "x.some", "write", {"name": "Bob"})["id"]
    author.execute("update ops.odoo_outbox set ordering_key = id::text")
    worker = SqlWorker(author)
    messages = one(author, "select ops.claim_messages(%s, 1, 50, 300)", worker.run_id)
    assert {one["id"]: (one["limited"], sorted(one["named_fields"])) for one in messages} == {
        limited: (True, ["name", "ref", "user_id"]),
        free: (False, []),
    }


@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("author_rights_model_is_a_technical_name", ("Res Partner", "{write}", "{}", None)),
        ("author_rights_operations_are_known", ("res.partner", "{create}", "{}", None)),
        ("author_rights_operations_are_known", ("res.partner", "{NULL}", "{}", None)),
        ("author_rights_methods_are_named", ("res.partner", "{call}", "{NULL}", None)),
        ("author_rights_fields_are_named", ("res.partner", "{write}", "{}", "{NULL}")),
    ],
)
def test_impossible_rights_are_impossible(db: Db, constraint: str, row: tuple[Any, ...]) -> None:
    insert = (
        "insert into ops.author_rights (role_name, model, operations, methods, fields) values ('r', %s, %s, %s, %s)"
    )
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        db.execute(insert, row)
    assert caught.value.diag.constraint_name == constraint
