"""Approved changes reach a real Odoo 19 once, on both protocols. What a test makes there it takes away again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from shared.errors import OdooRefused
from shared.odoo.client import Odoo
from shared.outbox.message import external_id_of
from shared.outbox.message_store import OutboxStore
from shared.outbox.outbox_report import MessageReport, OutboxReport
from shared.outbox.send_window import SendWindow
from shared.outbox.worker import Worker
from shared.retries import RetryPolicy
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from tests.acceptance.conftest import RealWorld
from tests.outbox.desk import SHIFT, LateLine, enqueue

pytestmark = pytest.mark.odoo


@dataclass
class Outbox:
    real: RealWorld
    word: str
    line: LateLine = field(default_factory=lambda: LateLine(httpx.HTTPTransport()))

    def enqueue(self, key: str, *message: Any, **more: Any) -> Any:
        """Model, operation and payload; `more`: the further parameters of `ops.enqueue_odoo` without their `p_`."""
        return enqueue(self.real.db, self.key(key), *message, **more)

    def key(self, key: str) -> str:
        return f"{self.word} {key}"

    def run(self) -> OutboxReport:
        settings = Settings(self.real.variables)
        run_id, send_window = str(uuid.uuid4()), SendWindow()
        with (
            open_warehouse(settings.warehouse) as warehouse,
            Odoo.connect(
                settings.odoo, transport=self.line, limiter=send_window, retry_policy=RetryPolicy(attempts=1)
            ) as odoo,
        ):
            store = OutboxStore(warehouse, run_id=run_id, lease_seconds=300, request_limit_seconds=160)
            worker = Worker(odoo, store, send_window, run_id, "test", batch_size=20, lease_seconds=300)
            return worker.run()

    def one(self) -> MessageReport:
        """A run that has one message to deal with."""
        (message,) = self.run().messages
        return message

    def wait(self, minutes: int) -> None:
        """Time passes for the messages."""
        self.real.db.execute(SHIFT.replace("%(by)s", "%(by)s::interval"), {"by": f"{minutes} minutes"})

    def read(self, model: str, record_id: int | None, *fields: str) -> dict[str, Any]:
        rows = self.real.odoo.page(model, domain=[["id", "=", record_id]], fields=list(fields), limit=1).rows
        return rows[0] if rows else {}

    def id_of(self, key: str) -> int:
        found = self.real.value(
            "select odoo_id from ops.v_outbox_status where idempotency_key = %s and status = 'done'", self.key(key)
        )
        return int(found)

    def customer(self, name: str = "Ann") -> int:
        self.enqueue("customer", "res.partner", "upsert", {"name": name, "email": "ann@example.com"})
        self.run()
        return self.id_of("customer")


@pytest.fixture
def outbox(real: RealWorld) -> Iterator[Outbox]:
    one = Outbox(real, f"test-{uuid.uuid4().hex[:10]}")
    yield one
    prefix = external_id_of(one.word).partition(".")[2]
    for model in ("sale.order", "hr.expense", "res.partner", "product.template"):
        page = real.odoo.page(
            "ir.model.data",
            domain=[
                ["module", "=", "__outbox__"], ["name", "like", prefix], ["name", "not like", ":"], ["model", "=", model],
            ],
            fields=["res_id"], limit=100,
        )  # fmt: skip
        ids = [row["res_id"] for row in page.rows]
        if ids and model == "sale.order":
            real.odoo.call(model, "action_cancel", ids=ids)
        if ids and model == "hr.expense":
            real.odoo.call(model, "write", ids=ids, vals={"state": "draft"})
        if ids:
            real.odoo.call(model, "unlink", ids=ids)


def test_each_kind_of_change_lands_once_and_again_sent_twice(outbox: Outbox) -> None:
    """A customer, an order with two lines, a price, an expense, an archived partner, a deleted draft."""
    products = [
        row["id"]
        for row in outbox.real.odoo.page(
            "product.product", domain=[["sale_ok", "=", True]], fields=["id"], limit=2
        ).rows
    ]
    employee = outbox.real.odoo.page("hr.employee", domain=[], fields=["id"], limit=1).rows[0]["id"]
    category = outbox.real.odoo.page(
        "product.product", domain=[["can_be_expensed", "=", True]], fields=["id"], limit=1
    ).rows[0]["id"]
    template: Any = outbox.read("product.product", products[0], "product_tmpl_id", "lst_price")
    wishes: list[tuple[Any, ...]] = [
        ("customer", "res.partner", "upsert", {"name": "Ann", "country_id": "base.be"}, {}),
        ("order", "sale.order", "upsert", {
            "partner_id": {"key": outbox.key("customer")},
            "order_line": [
                {"id": "one", "product_id": products[0], "product_uom_qty": 2},
                {"id": "two", "product_id": products[1], "product_uom_qty": 1},
            ]}, {"ordering_key": f"res.partner {external_id_of(outbox.key('customer'))}"}),
        ("price", "product.template", "write", {"list_price": 7.35}, {"record_id": template["product_tmpl_id"]}),
        ("expense", "hr.expense", "upsert", {"name": "Lunch", "employee_id": employee, "product_id": category, "total_amount_currency": 12.5}, {}),
        ("submit", "hr.expense", "call", {"method": "action_submit"}, {"external_id": outbox.key("expense"), "guard": [["state", "=", "draft"]]}),
        ("archive", "res.partner", "write", {"active": False}, {"external_id": outbox.key("customer")}),
        ("draft", "sale.order", "upsert", {"partner_id": {"key": outbox.key("customer")}}, {"ordering_key": f"res.partner {external_id_of(outbox.key('customer'))}"}),
        ("delete", "sale.order", "unlink", {}, {"external_id": outbox.key("draft"), "ordering_key": f"res.partner {external_id_of(outbox.key('customer'))}"}),
    ]  # fmt: skip
    for key, model, operation, payload, more in wishes * 2:
        outbox.enqueue(key, model, operation, payload, **more)
    try:
        report = outbox.run()
        assert [m.error for m in report.messages if m.error] == []
        assert (report.done, report.skipped, outbox.line.changes) == (len(wishes), 0, len(wishes))
        outbox.line.changes = 0
        assert outbox.run().messages == []
        order = outbox.read("sale.order", outbox.id_of("order"), "order_line", "partner_id")
        assert len(order["order_line"]) == 2
        assert order["partner_id"] == outbox.id_of("customer")
        assert outbox.read("res.partner", outbox.id_of("customer"), "active", "country_id")["active"] is False
        assert outbox.read("product.template", template["product_tmpl_id"], "list_price")["list_price"] == 7.35
        assert outbox.read("hr.expense", outbox.id_of("expense"), "state")["state"] in {
            "submitted",
            "approved",
        }  # at once, where the user may
        assert outbox.read("sale.order", outbox.id_of("draft"), "state") == {}
        stages = dict(outbox.real.rows("select idempotency_key, stage from ops.v_outbox_status"))
        assert set(stages.values()) == {"sent"}
        outbox.real.sync(streams=["res.partner", "product.template"])
        stages = dict(outbox.real.rows("select idempotency_key, stage from ops.v_outbox_status"))
        assert {stages[outbox.key(one)] for one in ("customer", "archive", "price")} == {"confirmed"}
    finally:
        outbox.real.odoo.call(
            "product.template", "write", ids=[template["product_tmpl_id"]], vals={"list_price": template["lst_price"]}
        )


LOST: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "create": ("res.partner", "upsert", {"name": "Bob"}, {}),
    "upsert": ("res.partner", "upsert", {"name": "Ann", "phone": "1"}, {"external_id": "customer"}),
    "write": ("res.partner", "write", {"comment": "<p>once</p>", "phone": "2"}, {"external_id": "customer"}),
    "unlink": ("res.partner", "unlink", {}, {"external_id": "customer"}),
}


def enqueue_lost(outbox: Outbox, kind: str) -> None:
    model, operation, payload, more = LOST[kind]
    outbox.enqueue(kind, model, operation, payload, **{name: outbox.key(key) for name, key in more.items()})
    outbox.line.changes = 0


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_answer_is_found_done_and_nothing_is_sent_again(outbox: Outbox, kind: str) -> None:
    """Odoo committed, the client gave up: after Odoo's request limit the worker reads, and writes no second time."""
    outbox.customer()
    enqueue_lost(outbox, kind)
    outbox.line.losing = 1
    lost = outbox.one()
    assert (lost.status, lost.kind) == ("failed", "lost answer")
    assert outbox.run().messages == []  # nothing moves before the request limit has passed
    outbox.wait(minutes=2)
    assert outbox.run().messages == []
    outbox.wait(minutes=1)
    found = outbox.one()
    assert (found.status, outbox.line.changes, "lost answer" in str(found.note)) == ("done", 1, True)


@pytest.mark.parametrize("kind", LOST)
def test_a_request_that_is_carried_out_after_the_client_gave_up_is_not_repeated(outbox: Outbox, kind: str) -> None:
    """A look right after the timeout would say "not happened"; nobody looks before the request limit has passed."""
    customer = outbox.customer()
    enqueue_lost(outbox, kind)
    outbox.line.holding = True
    assert outbox.one().kind == "lost answer"
    outbox.line.holding = False
    before = outbox.read("res.partner", customer, "phone")
    assert outbox.run().messages == []
    outbox.line.arrive()
    if kind != "create":
        assert outbox.read("res.partner", customer, "phone") != before  # only now it happened
    outbox.wait(minutes=3)
    assert (outbox.one().status, outbox.line.changes) == ("done", 1)


def test_a_persons_edit_between_send_and_repeat_survives(outbox: Outbox) -> None:
    customer = outbox.customer()
    outbox.enqueue("rename", "res.partner", "write", {"name": "Anna"}, external_id=outbox.key("customer"))
    outbox.line.losing = 1
    assert outbox.one().status == "failed"
    outbox.real.odoo.call("res.partner", "write", ids=[customer], vals={"name": "Annika, as a person wrote"})
    outbox.wait(minutes=3)
    parked = outbox.one()
    assert (parked.status, parked.kind) == ("dead", "conflict")
    assert outbox.read("res.partner", customer, "name")["name"] == "Annika, as a person wrote"


def test_what_can_never_succeed_is_parked_at_once_with_every_reason(outbox: Outbox) -> None:
    outbox.customer()
    outbox.line.changes = 0
    payload = {"nmae": "x", "name": 5, "write_date": "2026-01-01", "country_id": "base.nowhere", "type": "castle"}
    outbox.enqueue("bad", "res.partner", "write", payload, external_id=outbox.key("customer"))
    parked = outbox.one()
    assert (parked.status, parked.kind) == ("dead", "invalid")
    assert [name for name in ("nmae: ", "name: ", "write_date: ", "type: ") if name not in str(parked.error)] == []
    outbox.enqueue("empty", "product.category", "upsert", {"parent_id": None})
    assert "name: " in str(outbox.one().error)
    assert outbox.line.changes == 0


def test_a_product_is_made_with_the_variant_that_odoo_requires_and_makes_itself(outbox: Outbox) -> None:
    outbox.enqueue("tea", "product.template", "upsert", {"name": "Mint tea", "list_price": 5.6})
    assert outbox.one().status == "done"
    for key, price in (("price", 12_000_011.0), ("cent", 12_000_011.01)):
        outbox.enqueue(key, "product.template", "write", {"list_price": price}, external_id=outbox.key("tea"))
        assert outbox.one().status == "done"
    made = outbox.read("product.template", outbox.id_of("tea"), "list_price", "product_variant_ids")
    assert (made["list_price"], len(made["product_variant_ids"])) == (12_000_011.01, 1)


def test_an_upsert_to_a_record_of_another_company_is_refused_instead_of_lost(outbox: Outbox) -> None:
    """Odoo's import answers such a record's id and leaves it alone."""
    customer = outbox.customer()
    other = max(outbox.real.odoo.identity.company_ids)
    outbox.real.odoo.call("res.partner", "write", ids=[customer], vals={"company_id": other})
    outbox.line.changes = 0
    name = external_id_of(outbox.key("customer"))
    outbox.enqueue("again", "res.partner", "upsert", {"name": "Anna"}, external_id=name, company_id=1)
    parked = outbox.one()
    assert (parked.status, parked.kind, outbox.line.changes) == ("dead", "refused", 0)
    assert "may not see it" in str(parked.error)


def test_one_key_of_two_companies_is_two_records_and_a_link_by_key_stays_in_its_company(outbox: Outbox) -> None:
    made = {}
    for company in (1, 2):
        outbox.enqueue(
            "partner", "res.partner", "upsert", {"name": f"of {company}", "company_id": company}, company_id=company
        )
        made[company] = outbox.one().odoo_id
        payload = {"name": "child", "company_id": company, "parent_id": {"key": outbox.key("partner")}}
        outbox.enqueue("child", "res.partner", "upsert", payload, company_id=company)
        child = outbox.one()
        assert child.status == "done", child
        assert outbox.read("res.partner", child.odoo_id, "parent_id")["parent_id"] == made[company]
    assert made[1] != made[2]
    outbox.line.changes = 0
    outbox.enqueue("again", "res.partner", "upsert", {"name": "of 2"}, external_id=outbox.key("partner"), company_id=2)
    again = outbox.one()
    assert (again.odoo_id, outbox.line.changes) == (made[2], 0)


REACHES_USERS: dict[str, tuple[str, dict[str, Any]]] = {
    "user_ids: points to res.users, and": ("res.partner", {"name": "x", "user_ids": [{"id": "x", "login": "x", "name": "x"}]}),
    "user_id: points to res.users": ("res.partner", {"name": "x", "user_id": 2}),
    "user_ids: points to res.users": ("project.task", {"name": "x", "user_ids": [2]}),
    "child_ids/x/user_id: points to res.users": ("res.partner", {"name": "x", "child_ids": [{"id": "x", "name": "y", "user_id": 2}]}),
    "activity_summary: points to mail.activity": ("sale.order", {"activity_summary": "x"}),
}  # fmt: skip


def test_an_author_reaches_no_user_and_still_sends_an_order(outbox: Outbox) -> None:
    outbox.real.db.execute("insert into scout.company_access (role_name, company_id) values ('outbox_author', 1)")
    outbox.real.db.execute("set role outbox_author")
    for number, (model, payload) in enumerate(REACHES_USERS.values()):
        outbox.enqueue(f"reach {number}", model, "upsert", payload, company_id=1)
    product = outbox.real.odoo.page("product.product", domain=[["sale_ok", "=", True]], fields=["id"], limit=1).rows[0]
    key = outbox.key("customer")
    outbox.enqueue("customer", "res.partner", "upsert", {"name": "Ann"}, company_id=1, ordering_key="order")
    lines = [{"id": "one", "product_id": product["id"], "product_uom_qty": 2}]
    order = {"partner_id": {"key": key}, "company_id": 1, "order_line": lines}
    outbox.enqueue("order", "sale.order", "upsert", order, company_id=1, ordering_key="order")
    outbox.enqueue(
        "confirm", "sale.order", "call", {"method": "action_confirm"}, external_id=outbox.key("order"),
        guard=[["state", "=", "draft"]], company_id=1, ordering_key="order",
    )  # fmt: skip
    outbox.real.db.execute("reset role")
    outcomes = {message.key: message for message in outbox.run().messages}
    for number, reason in enumerate(REACHES_USERS):
        parked = outcomes[outbox.key(f"reach {number}")]
        assert (parked.status, parked.kind) == ("dead", "refused"), parked
        assert reason in str(parked.error)
    done = [outcomes[outbox.key(name)] for name in ("customer", "order", "confirm")]
    assert [(message.status, message.error) for message in done] == [("done", None)] * 3


def test_an_access_denied_of_one_method_is_not_taken_for_a_refused_login(outbox: Outbox) -> None:
    with pytest.raises(OdooRefused, match="change_password") as refused:
        outbox.real.odoo.change("res.users", "change_password", {"old_passwd": "not it", "new_passwd": "never set"})
    assert refused.value.name == "AccessDenied"
