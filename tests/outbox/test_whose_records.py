"""Whose record a message means, and what an author of limited rights may not reach through its lines and links."""

from __future__ import annotations

from typing import Any

import pytest

from shared.outbox.desired_state import desired_state_of
from shared.outbox.field_values import WritableField
from shared.outbox.message import Message
from shared.outbox.rights import forbidden_links
from tests.outbox.desk import Desk

COMPANIES = (1, 2)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Odoo's user has two companies, and authors may send for both."""
    if 2 not in desk.odoo.stored("res.company"):
        desk.odoo.create("res.company", {"name": "Two"})
    desk.odoo.write("res.users", 2, {"company_ids": sorted(desk.odoo.stored("res.company"))})
    for company in COMPANIES:
        desk.db.execute(
            "insert into scout.company_access (role_name, company_id) values ('outbox_author', %s)", [company]
        )
    return desk


def row(desk: Desk, record_id: int | None) -> dict[str, Any]:
    return dict(desk.odoo.stored("res.partner")[record_id or 0])


def test_records_of_two_companies_under_one_key_are_two_and_so_are_their_lines(desk: Desk) -> None:
    for company in (*COMPANIES, None):
        lines = [{"id": "first", "name": f"line of {company}"}]
        payload = {"name": f"of {company}", "child_ids": lines}
        desk.enqueue("customer", "res.partner", "upsert", payload, company_id=company)
    made = [message.odoo_id for message in desk.run().messages]
    assert len(set(made)) == 3
    children = {
        one["parent_id"]: one["name"] for one in desk.odoo.stored("res.partner").values() if one.get("parent_id")
    }
    assert [children[number] for number in made] == [
        row(desk, number)["name"].replace("of", "line of") for number in made
    ]


def test_a_key_means_the_companys_own_record_first_and_else_the_one_without_a_company(desk: Desk) -> None:
    desk.enqueue("parent", "res.partner", "upsert", {"name": "of none"})
    shared = desk.one().odoo_id
    desk.enqueue("parent", "res.partner", "upsert", {"name": "of 1"}, company_id=1)
    own = desk.one().odoo_id
    for company, parent in ((1, own), (2, shared), (None, shared)):
        desk.enqueue(
            "child", "res.partner", "upsert", {"name": "x", "parent_id": {"key": "parent"}}, company_id=company
        )
        assert row(desk, desk.one().odoo_id)["parent_id"] == parent
    desk.enqueue("orphan", "res.partner", "upsert", {"name": "x", "parent_id": {"key": "later"}}, company_id=2)
    assert "__outbox__.2@later yet" in str(desk.one().error)


def test_what_was_made_before_names_had_a_company_is_found_again(desk: Desk) -> None:
    """A repeat after the upgrade makes no second record."""
    desk.db.execute("insert into ops.outbox_plain_names values (2, '__outbox__.old')")
    desk.enqueue("old", "res.partner", "upsert", {"name": "Old"}, external_id="__outbox__.old", company_id=2)
    made = desk.one().odoo_id
    desk.enqueue("again", "res.partner", "upsert", {"name": "Older"}, external_id="old", company_id=2)
    assert (desk.one().odoo_id, row(desk, made)["name"]) == (made, "Older")
    desk.enqueue("child", "res.partner", "upsert", {"name": "x", "parent_id": {"key": "old"}}, company_id=2)
    assert row(desk, desk.one().odoo_id)["parent_id"] == made


LINKS: dict[str, dict[str, Any]] = {
    "user_id": {"name": "x", "user_id": 2},
    "user_id, emptied": {"name": "x", "user_id": None},
    "child_ids/one/user_id": {"name": "x", "child_ids": [{"id": "one", "name": "y", "user_id": 2}]},
}


@pytest.mark.parametrize("path", LINKS)
def test_an_author_reaches_no_user_through_a_link_or_a_line_unless_its_rights_name_the_field(
    desk: Desk, path: str
) -> None:
    desk.db.execute("set role outbox_author")
    desk.enqueue("limited", "res.partner", "upsert", LINKS[path], company_id=1)
    desk.db.execute("reset role")
    parked = desk.one()
    assert (parked.status, parked.kind, desk.line.changes) == ("dead", "refused", 0)
    assert f"{path.partition(',')[0]}: points to res.users" in str(parked.error)

    desk.enqueue("free", "res.partner", "upsert", LINKS[path], company_id=1)
    assert desk.one().status == "done", "service_role may"
    desk.db.execute(
        "update ops.author_rights set fields = %s where model = 'res.partner'",
        [["name", path.replace(",", "/").partition("/")[0]]],
    )
    desk.db.execute("set role outbox_author")
    desk.enqueue("named", "res.partner", "upsert", LINKS[path], company_id=1)
    desk.db.execute("reset role")
    assert desk.one().status == "done"


def test_an_authors_ordinary_lines_and_links_go_through(desk: Desk) -> None:
    wish = {"name": "x", "company_id": 1, "parent_id": 1, "child_ids": [{"id": "one", "name": "y"}]}
    desk.db.execute("set role outbox_author")
    desk.enqueue("limited", "res.partner", "upsert", wish, company_id=1)
    desk.db.execute("reset role")
    assert desk.one().status == "done"


@pytest.mark.parametrize(
    ("field", "forbidden"),
    [
        ({"type": "many2one", "relation": "res.groups"}, True),
        ({"type": "many2many", "relation": "res.groups.privilege"}, True),
        ({"type": "one2many", "relation": "ir.attachment"}, True),
        ({"type": "many2one", "relation": "base.automation"}, True),
        ({"type": "many2one", "relation": "mail.alias"}, True),
        ({"type": "many2one", "relation": "base_import.mapping"}, True),
        ({"type": "char", "related": "user_id.login"}, True),  # written into the user that it shows
        ({"type": "many2one", "relation": "res.company"}, False),
        ({"type": "many2one", "relation": "irrigation.plan"}, False),
        ({"type": "many2one", "relation": "website.page"}, False),
        ({"type": "char", "related": "partner_id.name"}, False),
    ],
)
def test_what_counts_as_odoos_machinery(field: dict[str, Any], forbidden: bool) -> None:
    fields = {
        "one": WritableField(name="one", **field),
        "user_id": WritableField(name="user_id", type="many2one", relation="res.users"),
        "partner_id": WritableField(name="partner_id", type="many2one", relation="res.partner"),
    }
    value: Any = {"many2one": 5, "many2many": [5], "one2many": [{"id": "a"}], "char": "x"}[field["type"]]
    message = Message(
        id=1, idempotency_key="k", model="x", operation="upsert", external_id="a.b", fence=1, payload={"one": value}
    )
    wanted, problems = desired_state_of(message, lambda model: fields)
    assert (problems, bool(forbidden_links(message, wanted))) == ([], forbidden)


@pytest.mark.parametrize(
    "method",
    ["name_create", "web_save", "web_save_multi", "web_resequence", "update_field_translations", "load", "copy"],
)
def test_no_button_is_what_makes_or_changes_whatever_it_is_told_to(desk: Desk, partner: int, method: str) -> None:
    """Not even service_role's: the operation made for it keeps its promises, these do not."""
    desk.enqueue("call", "res.partner", "call", {"method": method}, record_id=partner, guard=[["name", "=", "Ann"]])
    parked = desk.one()
    assert (parked.status, parked.kind, desk.line.changes) == ("dead", "invalid", 0)
    assert "use the operation made for it" in str(parked.error)
