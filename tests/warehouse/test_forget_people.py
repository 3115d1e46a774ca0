"""The erasure list in SQL: what a record leaves behind in the database, and what its return is met by (invariant 23)."""

from __future__ import annotations

import json
import uuid
from typing import Any

import psycopg
import pytest

from shared.models.catalogue import built_in_streams
from shared.models.stream import Stream
from tests.warehouse.outbox import enqueue
from tests.warehouse.outbox_worker import DONE, at_work
from tests.warehouse.retail import (
    WRITTEN,
    Db,
    Payload,
    blocked_elsewhere,
    column,
    fill_names,
    ingest,
    one,
    order,
    refused,
    rows,
)

ANN: Payload = {
    "id": 7, "write_date": WRITTEN, "name": "Ann Peñaranda", "email": "ann@example.com", "phone": "0917 555", "company_id": 1,
    "parent_id": None,
}  # fmt: skip


def forget(db: Db, odoo_id: int = 7, model: str = "res.partner", **arguments: Any) -> Payload:
    given = {"p_model": model, "p_odoo_id": odoo_id} | arguments
    named = ", ".join(f"{name} => %s" for name in given)
    with db.transaction():
        db.execute("set local role service_role")  # as the Data API calls it
        answer: Payload = one(db, f"select scout.forget_record({named})", *given.values())
    return answer


def bronze(db: Db, odoo_id: int, table: str = "bronze_res_partner") -> Payload:
    found: Payload = one(db, f"select to_jsonb(b) from scout.{table} b where odoo_id = %s", odoo_id)
    return found


def test_the_warehouse_knows_the_personal_fields_that_the_definitions_mark(db: Db) -> None:
    marked = [stream.personal_declaration for stream in built_in_streams() if stream.personal]
    assert marked
    assert one(db, "select scout.declare_personal(%s)", json.dumps(marked)) == {"changed": []}
    here = column(db, "select model from scout.bronze_tables")
    assert one(db, "select count(*) from scout.personal_models") == len([one for one in marked if one["model"] in here])


def test_only_the_number_is_left_and_a_return_is_counted_without_content(db: Db) -> None:
    ingest(db, "res.partner", ANN, {**ANN, "id": 8, "name": "Ben"})
    total = one(db, "select scout.bronze_total('res.partner')")
    forget(db)
    left = bronze(db, 7)
    assert (left["payload"], left["deleted_at"] is None) == ({}, False)
    assert column(db, "select id from scout.silver_customers order by id") == [8]
    assert one(db, "select scout.bronze_total('res.partner')") == total, "Odoo still counts both"
    db.execute("delete from scout.bronze_res_partner where odoo_id = 8")
    forget(db, 20)
    ingest(db, "res.partner", {**ANN, "id": 20})
    assert one(db, "select scout.bronze_total('res.partner')") == {"live": 2, "id_sum": 27, "highest_id": 20}
    ingest(db, "res.partner", {**ANN, "id": 8})
    later = "2026-11-22T10:00:00Z"
    assert ingest(db, "res.partner", {**ANN, "write_date": later}, {**ANN, "id": 9})["unchanged"] == 1
    assert bronze(db, 7) == left
    dates = json.dumps([later, WRITTEN, WRITTEN, WRITTEN])
    found = one(db, "select scout.compare_chunk('res.partner', 0, 100, '[7, 8, 9, 20]', %s)", dates)
    assert found["findings"] == []


def test_what_names_the_person_leaves_records_that_are_about_them_and_their_amounts_stay(db: Db) -> None:
    ingest(db, "res.partner", ANN)
    theirs, other = order(1, partner_id=7, email="ann@example.com"), order(2, partner_id=8, email="ben@example.com")
    ingest(db, "pos.order", theirs, other)
    assert forget(db)["emptied"] == {"pos.order": 1}
    emptied = bronze(db, 1, "bronze_pos_order")
    assert emptied["payload"] == {**theirs, "email": None}
    assert bronze(db, 2, "bronze_pos_order")["payload"] == other
    assert ingest(db, "pos.order", theirs, other)["unchanged"] == 2, "an unchanged record costs nothing"
    assert bronze(db, 1, "bronze_pos_order") == emptied
    ingest(db, "pos.order", order(3, partner_id=7, email="ann@example.com"))
    assert bronze(db, 3, "bronze_pos_order")["payload"]["email"] is None


def test_a_record_with_amounts_that_is_forgotten_itself_keeps_them(db: Db) -> None:
    """Else its months would differ from Odoo's for ever."""
    ingest(db, "pos.order", order(1, email="ann@example.com"))
    total = one(db, "select scout.bronze_total('pos.order')")
    assert forget(db, 1, "pos.order")["keeps_record"] is True
    ingest(db, "pos.order", order(1, email="ann@new.example.com", amount_total=200.0))
    kept = bronze(db, 1, "bronze_pos_order")
    assert (kept["payload"]["email"], kept["payload"]["amount_total"], kept["deleted_at"]) == (None, 200.0, None)
    assert one(db, "select scout.bronze_total('pos.order')") == total


def test_contacts_of_contacts_go_too(db: Db) -> None:
    ingest(
        db, "res.partner", ANN, {**ANN, "id": 8, "parent_id": 7}, {**ANN, "id": 9, "parent_id": 8}, {**ANN, "id": 10}
    )
    assert forget(db)["ids"] == [7, 8, 9]
    assert column(db, "select id from scout.silver_customers") == [10]


def test_quarantine_logs_alerts_and_settled_messages_quote_nobody_any_more(db: Db) -> None:
    """The mark is in each of them before, as plain text or as JSON in ASCII. What others have too stays: the city."""
    ingest(
        db,
        "res.partner",
        {**ANN, "city": "Manila"},
        {**ANN, "id": 8, "name": "Ben", "email": "b@c.de", "city": "Manila"},
    )
    db.execute(
        "insert into scout.quarantine (model, odoo_id, reasons, content) values ('res.partner', 7, '{bad}', %s), ('pos.order', 3, %s, %s)",
        [json.dumps(ANN), ["email: ann@example.com"], json.dumps({"partner_id": [7, "Ann Peñaranda"]})],
    )
    run = str(uuid.uuid4())
    one(db, "select scout.begin_sync('res.partner', 'res.partner', %s, 300, 'test')", run)
    db.execute(
        "update scout.sync_logs set notices = %s, error_message = 'ann@example.com'",
        [json.dumps(["a shop in Manila", "record of Ann Peñaranda"])],
    )
    db.execute("insert into ops.alerts (cause, message) values ('sync: x', 'it was Ann Peñaranda')")
    for key in ("done", "open"):
        enqueue(db, key, operation="write", external_id=None, record_id=7, payload={"name": "Ann Peñaranda"})
        if key == "done":
            worker = at_work(db)
            (message,) = worker.fences
            worker.note(message)
            worker.settle(message, DONE)
    done = forget(db)
    assert (done["parked"], done["messages"], len(done["open_messages"])) == (1, 1, 1)
    quoting = [
        f"{table}: {row}"
        for (table,) in db.execute(
            "select schemaname || '.' || tablename from pg_tables where schemaname in ('scout', 'ops')"
        ).fetchall()
        for row in column(db, f"select t::text from {table} t where t::text ~ 'ann@example|Ann Pe'")
    ]
    assert len(quoting) == 1, quoting
    assert "queued" in quoting[0], "what is still to be sent is left to a person"
    assert one(db, "select before from ops.odoo_outbox where status = 'done'") is None
    assert column(db, "select odoo_id from scout.quarantine") == [3]
    assert one(db, "select notices from scout.sync_logs") == ["a shop in Manila", "record of ***"]


def test_text_that_no_page_could_take_is_not_kept_where_it_may_be_about_them(db: Db) -> None:
    forget(db)
    run = str(uuid.uuid4())
    for stream, odoo_id in (("res.partner", 7), ("pos.order", 3), ("product.brand", 4)):
        fence = one(db, "select scout.begin_sync(%s, %s, %s, 300, 'test')", stream, stream, run)["fence"]
        db.execute(
            "select scout.quarantine_record(%s, %s, %s, 1, 'd', %s, %s, 'it is about Ann', 'too odd', %s, 500, 300)",
            [stream, run, fence, str(odoo_id), odoo_id, odoo_id],
        )
    kept = {row["model"]: row["content"] for row in rows(db, "select model, content from scout.quarantine")}
    assert sorted(kept) == ["pos.order", "product.brand"]
    assert "Ann" not in kept["pos.order"]
    assert kept["product.brand"] == "it is about Ann", "nobody's data"


def test_a_page_that_has_not_seen_the_list_is_waited_for(db: Db, database_url: str) -> None:
    """Else it would bring back, a moment later, what was just erased."""
    with psycopg.connect(database_url) as page:
        page.execute("select scout.ingest_rows('res.partner', %s)", [json.dumps([ANN])])
        with blocked_elsewhere(db, database_url, "select scout.forget_record('res.partner', 7)"):
            page.commit()
    assert bronze(db, 7)["payload"] == {}


def test_a_field_that_is_marked_only_now_is_emptied_of_those_forgotten_before(db: Db) -> None:
    ingest(db, "pos.order", order(1, partner_id=7, note="for Ann"))
    forget(db)
    marked = Stream(model="pos.order", personal=("note",), business_date="date_order", sums=("amount_total",))
    assert one(db, "select scout.declare_personal(%s)", json.dumps([marked.personal_declaration])) == {
        "changed": ["pos.order"]
    }
    assert bronze(db, 1, "bronze_pos_order")["payload"]["note"] is None


def test_the_list_holds_where_marks_are_taken_off_or_never_were(db: Db) -> None:
    forget(db)
    unmarked = [Stream(model=model).personal_declaration for model in ("res.partner", "pos.order")]
    assert one(db, "select scout.declare_personal(%s)", json.dumps(unmarked)) == {"changed": []}
    db.execute("insert into scout.erasures (model, odoo_id) values ('product.brand', 3)")
    ingest(db, "res.partner", ANN)
    ingest(db, "product.brand", {"id": 3, "name": "Ann's"}, {"id": 4, "name": "Other"})
    assert bronze(db, 7) is None
    assert column(db, "select odoo_id from scout.bronze_product_brand") == [4]


def test_what_has_no_personal_field_cannot_be_forgotten(db: Db) -> None:
    with refused("PT422", "product.brand", "res.partner"):
        forget(db, 1, "product.brand")


def test_a_dashboard_sees_names_only_as_long_as_its_role_may(db: Db) -> None:
    fill_names(db)
    ingest(db, "pos.order", order(1, partner_id=1))
    db.execute("insert into scout.company_access (role_name, company_id) values ('superset_readonly', 1)")
    seen = "select (select jsonb_build_array(name, email, parent_name) from scout.customers where id = %s), (select customer_name from scout.transactions)"

    def as_dashboard(customer: int) -> tuple[Any, ...]:
        with db.transaction(force_rollback=True):
            db.execute("set local role superset_readonly")
            return tuple(db.execute(seen, [customer]).fetchone() or ())

    assert as_dashboard(1) == (["Ana Reyes", "ana@example.com", None], "Ana Reyes")
    assert as_dashboard(2)[0] == ["Ana Reyes", None, "Ana Reyes"]
    db.execute("update scout.personal_access set role_name = 'nobody_has_this_role'")
    assert as_dashboard(1) == ([None, None, None], None)
    assert as_dashboard(2)[0] == [None, None, None]
    assert one(db, "select name from scout.customers where id = 1") == "Ana Reyes", "service_role sees all"


def test_a_role_that_was_granted_a_seeing_one_sees_names_too(db: Db) -> None:
    fill_names(db)
    with db.transaction(force_rollback=True):
        db.execute("create role my_dashboard; grant superset_readonly to my_dashboard; set local role my_dashboard")
        assert one(db, "select email from scout.customers where id = 1") == "ana@example.com"


@pytest.mark.parametrize("value", ["0", "-1", "ninety", "1.5", "99999"])
def test_a_number_of_days_that_is_none_is_refused(db: Db, value: str) -> None:
    with refused("22023", "days"):
        db.execute("update scout.settings set value = %s where key = 'tombstone_days'", [value])


def test_old_tombstones_are_emptied_in_bounded_steps_and_only_once(db: Db) -> None:
    ingest(db, "product.brand", *({"id": n, "name": f"Brand {n}"} for n in range(1, 5_012)))
    db.execute("update scout.bronze_product_brand set deleted_at = now() - interval '91 days' where odoo_id <= 5010")
    db.execute("update scout.bronze_product_brand set deleted_at = now() where odoo_id = 5011")
    assert [one(db, "select scout.empty_tombstones('product.brand')") for _ in range(3)] == [5000, 10, 0]
    assert column(db, "select odoo_id from scout.bronze_product_brand where payload <> '{}'") == [5011]
