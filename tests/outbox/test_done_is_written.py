"""`done` is said only of what Odoo holds: hidden records, small differences, cleaned html, lines of two parents."""

from __future__ import annotations

from demo.odoo import Fault
from shared.outbox.message import external_id_of
from tests.outbox.desk import Desk


def test_an_upsert_to_a_record_out_of_sight_is_refused_and_says_what_to_do(desk: Desk) -> None:
    """Odoo would take the import, leave the record alone and answer its id as if all were well."""
    desk.enqueue("ann", "res.partner", "upsert", {"name": "Ann"}, company_id=1)
    made, desk.line.changes = desk.one().odoo_id, 0
    desk.odoo.hide("res.partner", lambda row: row["id"] == made)
    desk.enqueue("anna", "res.partner", "upsert", {"name": "Anna"}, external_id="ann", company_id=1)
    parked = desk.one()
    assert (parked.status, parked.kind, desk.line.changes) == ("dead", "refused", 0)
    assert f"__outbox__.1@ann is res.partner {made} in Odoo, where its user in company 1 may not see it" in str(
        parked.error
    )


def test_what_was_made_and_then_hidden_is_not_made_again_after_a_lost_answer(desk: Desk) -> None:
    number = desk.enqueue("ann", "res.partner", "upsert", {"name": "Ann"})
    desk.odoo.inject(Fault.dropped(), method="load")
    desk.run()
    made, desk.line.changes = desk.named("ann"), 0
    desk.odoo.hide("res.partner", lambda row: row["id"] == made)
    desk.later()
    assert (desk.one().kind, desk.line.changes) == ("refused", 0)
    assert desk.message(number)["in_doubt"] is True


def test_an_external_id_whose_record_is_gone_is_free_again(desk: Desk) -> None:
    """Records deleted by their parent's deletion leave their external ids behind."""
    desk.enqueue("ann", "res.partner", "upsert", {"name": "Ann"})
    desk.run()
    first = desk.named("ann")
    del desk.odoo.store.tables["res.partner"].rows[first or 0]
    desk.enqueue("again", "res.partner", "upsert", {"name": "Ann"}, external_id="ann")
    again = desk.one()
    assert (again.status, again.odoo_id in desk.odoo.stored("res.partner")) == ("done", True)


def test_a_line_that_is_there_without_its_parent_is_not_left_out_without_a_word(desk: Desk) -> None:
    """In the form for new records Odoo would make the parent and leave the line where it is."""
    firm = {"name": "Firm", "child_ids": [{"id": "one", "name": "One"}]}
    desk.enqueue("firm", "res.partner", "upsert", firm)
    desk.run()
    made, desk.line.changes = desk.named("firm"), 0
    line = max(desk.odoo.stored("res.partner"))
    desk.odoo.write("res.partner", line, {"parent_id": 1})
    desk.odoo.unlink("res.partner", [made or 0])
    desk.enqueue("again", "res.partner", "upsert", firm, external_id="firm")
    parked = desk.one()
    assert (parked.status, parked.kind, desk.line.changes) == ("dead", "invalid", 0)
    assert f"child_ids/one: its record is there without res.partner __outbox__.firm: res.partner {line}" in str(
        parked.error
    )


PARENTS = {
    "order_1": "an own key",
    "shop_a": "named as a module",
    "shop_a.order_1": "one of two modules",
    "shop_b.order_1": "the other",
    "shop_a.order_1:first": "with a colon",
    "shop_a.order.1": "with two dots",
    "__outbox__.shop_a:order_1": "a line of an own parent",
}


def test_no_two_parents_share_a_line_whatever_their_external_ids(desk: Desk) -> None:
    """Nor would the second take over the first's line, which Odoo moves without a word."""
    for external_id, name in PARENTS.items():
        lines = [{"id": line, "name": f"{line} of {name}"} for line in ("first", "order_1:first", "first:first")]
        payload = {"name": name, "child_ids": lines}
        desk.enqueue(f"key of {name}", "res.partner", "upsert", payload, external_id=external_id)
    assert desk.run().done == len(PARENTS)
    rows = desk.odoo.stored("res.partner")
    parents = {row["name"]: number for number, row in rows.items() if row["name"] in PARENTS.values()}
    lines_of = {
        name: [row["name"] for row in rows.values() if row.get("parent_id") == parents[name]] for name in parents
    }
    assert lines_of == {
        name: [f"{line} of {name}" for line in ("first", "order_1:first", "first:first")] for name in PARENTS.values()
    }


def test_keys_with_dots_and_modules_have_names_of_their_own(desk: Desk) -> None:
    """The key `a.b` of this outbox is not Odoo's `a.b`, and no spelling of one key is another's."""
    keys = ["a.b", "a=2Eb", "a", "a:b", "a-b", "a b", "é" * 200]
    spelled = [desk.value("select ops.external_id(%s)", key) for key in keys]
    assert len(set(spelled)) == len(keys)
    assert spelled == [external_id_of(key) for key in keys]
