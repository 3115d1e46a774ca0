"""A month of bookkeeping, made through Odoo's own API: nothing is written behind its back.

    python -m tests.acceptance.month_of_postings        the ODOO_… variables name the Odoo, with an administrator

It stays: run it on a copy of a database. Each call adds one more month of postings to every company given, so it may
run again. Odoo 19, with the applications of `scripts/odoo19`.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from shared.odoo.client import Odoo
from shared.settings import Settings

EURO_COMPANY = "Scout Proof d.o.o."


@dataclass
class Company:
    """Calls in the name of one company, and what they made: of each kind the ids, in order."""

    odoo: Odoo
    company_id: int
    records: dict[str, list[int]] = field(default_factory=dict)

    def note(self, kind: str, *ids: int) -> int:
        self.records.setdefault(kind, []).extend(ids)
        return ids[0]

    def call(self, model: str, method: str, ids: Sequence[int] | None = None, /, **arguments: Any) -> Any:
        context = {"allowed_company_ids": [self.company_id], "active_test": True, **arguments.pop("context", {})}
        return self.odoo.change(model, method, {**arguments, "context": context}, ids=ids)

    def create(self, model: str, /, _context: dict[str, Any] | None = None, **values: Any) -> int:
        return int(self.call(model, "create", vals_list=[values], context=_context or {})[0])

    def write(self, model: str, odoo_id: int, **values: Any) -> None:
        self.call(model, "write", [odoo_id], vals=values)

    def find(self, model: str, *domain: Any, order: str = "id") -> list[int]:
        return cast(list[int], self.call(model, "search", domain=list(domain), order=order))

    def first(self, model: str, *domain: Any) -> int:
        found = self.find(model, *domain)
        assert found, f"company {self.company_id} has no {model} with {domain}"
        return found[0]

    def read(self, model: str, odoo_id: int, name: str) -> Any:
        value = self.call(model, "read", [odoo_id], fields=[name])[0][name]
        return value[0] if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str) else value


def euro_company(odoo: Odoo) -> int:
    """A company with a chart of accounts and euros, made once. Of a country for which Odoo installs nothing: Montenegro."""
    found = cast(list[int], odoo.call("res.company", "search", domain=[["name", "=", EURO_COMPANY]]))
    if found:
        return found[0]
    montenegro = cast(list[int], odoo.call("res.country", "search", domain=[["code", "=", "ME"]]))[0]
    values = {"name": EURO_COMPANY, "country_id": montenegro}
    company_id = cast(list[int], odoo.change("res.company", "create", {"vals_list": [values]}))[0]
    of = Company(odoo, company_id)
    of.call("account.chart.template", "try_loading", template_code="generic_coa", company=company_id)
    euro = of.call("res.currency", "search", domain=[["name", "=", "EUR"]], context={"active_test": False})[0]
    of.write("res.currency", euro, active=True)
    of.write("res.company", company_id, currency_id=euro)  # the chart of accounts has set dollars
    return company_id


def keeping_books(odoo: Odoo) -> list[int]:
    """Companies that have a chart of accounts, the oldest first."""
    return cast(list[int], odoo.call("res.company", "search", domain=[["chart_template", "!=", False]], order="id"))


def post_a_month(odoo: Odoo, company_id: int, *, today: date) -> Company:
    """Postings of the last four months up to `today`, most in the last closed and the running one.

    Raises what the client raises: an Odoo that refuses a step ends it, and what was posted until then stays.
    """
    of = Company(odoo, company_id)
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=15)
    goods = _prepare(of, last_month)
    _invoices(of, goods, last_month=last_month, today=today)
    _foreign(of, goods, last_month=last_month, today=today)
    _purchase(of, goods, last_month=last_month, today=today)
    _sale_orders(of, goods, today=today)
    _stock(of, goods)
    _till(of, goods)
    _expenses(of, last_month=last_month, today=today)
    return of


@dataclass(frozen=True)
class Goods:
    product: int
    customer: int
    vendor: int
    bank: int
    currency: int
    foreign_currency: int


def _prepare(of: Company, last_month: date) -> Goods:
    name = f"Proof {uuid.uuid4().hex[:6]}"
    currency = of.read("res.company", of.company_id, "currency_id")
    euro, dollar = (
        of.call("res.currency", "search", domain=[["name", "=", code]], context={"active_test": False})[0]
        for code in ("EUR", "USD")
    )
    foreign = euro if currency != euro else dollar
    of.write("res.currency", foreign, active=True)
    for day, rate in ((last_month.replace(day=1), 0.8), (last_month.replace(day=28), 0.9)):
        rates = of.find(
            "res.currency.rate",
            ["currency_id", "=", foreign],
            ["company_id", "=", of.company_id],
            ["name", "=", day.isoformat()],
        )
        if not rates:
            of.create(
                "res.currency.rate", currency_id=foreign, company_id=of.company_id, name=day.isoformat(), rate=rate
            )
    if not of.find("stock.warehouse", ["company_id", "=", of.company_id]):
        of.create("stock.warehouse", name="Proof warehouse", code=f"P{of.company_id}", company_id=of.company_id)
    bank = of.first("account.journal", ["type", "=", "bank"], ["company_id", "=", of.company_id])
    _pay_through_the_ledger(of, bank)
    category = of.create("product.category", name=name, property_cost_method="average")
    product = of.create(
        "product.product", name=name, is_storable=True, list_price=250.0, standard_price=100.0, available_in_pos=True,
        categ_id=category, company_id=of.company_id, invoice_policy="order", purchase_method="receive",
    )  # fmt: skip
    return Goods(
        product=of.note("product.product", product),
        customer=of.note("res.partner", of.create("res.partner", name=f"{name} customer", company_id=of.company_id)),
        vendor=of.note("res.partner", of.create("res.partner", name=f"{name} vendor", company_id=of.company_id)),
        bank=bank,
        currency=currency,
        foreign_currency=foreign,
    )


def _pay_through_the_ledger(of: Company, bank: int) -> None:
    """Payments post an entry only where their method has an account of outstanding sums."""
    accounts = of.find("account.account", ["code", "=like", "SCOUT%"], ["company_ids", "in", [of.company_id]])
    account = accounts[0] if accounts else of.create(
        "account.account", name="Outstanding payments", code="SCOUT1", account_type="asset_current", reconcile=True,
        company_ids=[[6, 0, [of.company_id]]],
    )  # fmt: skip
    for line in of.find("account.payment.method.line", ["journal_id", "=", bank]):
        of.write("account.payment.method.line", line, payment_account_id=account)


def _move(of: Company, goods: Goods, move_type: str, day: date, *amounts: float, **values: Any) -> int:
    lines = [[0, 0, {"product_id": goods.product, "quantity": 1, "price_unit": amount}] for amount in amounts]
    partner = goods.customer if move_type.startswith("out") else goods.vendor
    move = of.create(
        "account.move", {"default_move_type": move_type}, move_type=move_type, partner_id=partner, invoice_date=day.isoformat(),
        date=day.isoformat(), invoice_line_ids=lines, invoice_payment_term_id=False,
        **{"invoice_date_due": (day + timedelta(days=10)).isoformat(), **values},
    )  # fmt: skip
    return of.note(move_type, move)


def _post(of: Company, *moves: int) -> None:
    of.call("account.move", "action_post", moves)


def _pay(of: Company, goods: Goods, move: int, day: date, share: float = 1.0, **values: Any) -> None:
    """Through the wizard "Register payment"; `share` of what is open stays a part payment."""
    context = {"active_model": "account.move", "active_ids": [move]}
    open_amount = of.read("account.move", move, "amount_residual")
    values = {
        "payment_date": day.isoformat(),
        "journal_id": goods.bank,
        "amount": round(open_amount * share, 2),
        **values,
    }
    wizard = of.create("account.payment.register", context, **values)
    of.call("account.payment.register", "action_create_payments", [wizard], context=context)
    of.note("paid", move)


def _credit(of: Company, move: int, day: date, price: float) -> None:
    """Through the wizard "Credit note", of one lower price, taken off the invoice."""
    context = {"active_model": "account.move", "active_ids": [move]}
    journal = of.read("account.move", move, "journal_id")
    wizard = of.create(
        "account.move.reversal", context, date=day.isoformat(), journal_id=journal, reason="returned in part"
    )
    of.call("account.move.reversal", "refund_moves", [wizard], context=context)
    (refund,) = of.find("account.move", ["reversed_entry_id", "=", move])
    lines = of.find("account.move.line", ["move_id", "=", refund], ["display_type", "=", "product"])
    of.write(
        "account.move",
        refund,
        invoice_line_ids=[[1, lines[0], {"price_unit": price}], *([2, line, 0] for line in lines[1:])],
    )
    _post(of, refund)
    owed = of.first(
        "account.move.line", ["move_id", "=", refund], ["account_type", "in", ["asset_receivable", "liability_payable"]]
    )
    if not of.read("account.move.line", owed, "reconciled"):
        of.call("account.move", "js_assign_outstanding_line", [move], line_id=owed)
    of.note("refund", refund)


def _invoices(of: Company, goods: Goods, *, last_month: date, today: date) -> None:
    paid = _move(of, goods, "out_invoice", last_month, 1000.0, 250.0)
    partly = _move(of, goods, "out_invoice", last_month - timedelta(days=5), 800.0)
    credited = _move(of, goods, "out_invoice", last_month, 600.0, 40.0)
    # Owed in every bucket of an ageing.
    late = [
        _move(of, goods, "out_invoice", today - timedelta(days=days + 10), 10.0 + days) for days in (5, 40, 70, 100)
    ]
    running = _move(of, goods, "out_invoice", today, 333.33)
    _post(of, paid, partly, credited, *late, running)
    _move(of, goods, "out_invoice", today, 999.0)  # stays a draft
    cancelled = _move(of, goods, "out_invoice", today, 77.0)
    of.call("account.move", "button_cancel", [cancelled])
    _pay(of, goods, paid, last_month + timedelta(days=3))
    _pay(of, goods, partly, last_month, 0.4)
    _pay(of, goods, partly, today, 0.5)  # of the rest: at the last month's end more was open than today
    _credit(of, credited, today, 150.0)
    _credit(of, paid, today, 90.0)  # of a paid invoice: the customer has it to their credit


def _foreign(of: Company, goods: Goods, *, last_month: date, today: date) -> None:
    """In another currency, at one rate when posted and another when paid: Odoo books the difference."""
    foreign = {"currency_id": goods.foreign_currency}
    invoice = _move(of, goods, "out_invoice", last_month, 500.0, **foreign)
    half = _move(of, goods, "out_invoice", last_month, 400.0, **foreign)
    bill = _move(of, goods, "in_invoice", last_month, 120.0, ref=uuid.uuid4().hex, **foreign)
    _post(of, invoice, half, bill)
    _pay(of, goods, invoice, today, **foreign)
    _pay(of, goods, half, today, 0.5, **foreign)
    _pay(of, goods, bill, today, **foreign)


def _purchase(of: Company, goods: Goods, *, last_month: date, today: date) -> None:
    """Ordered, received, billed and partly paid; one bill of the last month, and one credited in part."""
    order = of.create(
        "purchase.order", partner_id=goods.vendor,
        order_line=[[0, 0, {"product_id": goods.product, "product_qty": 20, "price_unit": 110.0}]],
    )  # fmt: skip
    of.call("purchase.order", "button_confirm", [order])
    of.note("purchase.order", order)
    for picking in of.find("stock.picking", ["purchase_id", "=", order]):
        _move_goods(of, picking)
    of.call("purchase.order", "action_create_invoice", [order])
    (bill,) = of.find("account.move", ["invoice_line_ids.purchase_order_id", "=", order])
    of.write("account.move", bill, invoice_date=today.isoformat(), date=today.isoformat(), ref=uuid.uuid4().hex)
    earlier = _move(of, goods, "in_invoice", last_month, 410.0, ref=uuid.uuid4().hex)
    _post(of, bill, earlier)
    of.note("in_invoice", bill)
    _pay(of, goods, bill, today, 0.25)
    _credit(of, earlier, today, 60.0)


def _move_goods(of: Company, picking: int) -> None:
    of.call("stock.picking", "action_confirm", [picking])
    of.call("stock.picking", "action_assign", [picking])
    for move in of.find("stock.move", ["picking_id", "=", picking]):
        of.write("stock.move", move, quantity=of.read("stock.move", move, "product_uom_qty"), picked=True)
    of.call("stock.picking", "button_validate", [picking])
    state = of.read("stock.picking", picking, "state")
    assert state == "done", f"transfer {picking} is {state}"
    of.note("stock.picking", picking)


def _sale_orders(of: Company, goods: Goods, *, today: date) -> None:
    """A quotation; an order delivered and invoiced; one confirmed and open."""
    orders = [
        of.create(
            "sale.order",
            partner_id=goods.customer,
            order_line=[[0, 0, {"product_id": goods.product, "product_uom_qty": quantity}]],
        )
        for quantity in (1, 3, 2)
    ]
    of.call("sale.order", "action_confirm", orders[1:])
    of.note("sale.order", *orders)
    for picking in of.find("stock.picking", ["sale_id", "=", orders[1]]):
        _move_goods(of, picking)
    context = {"active_model": "sale.order", "active_ids": [orders[1]], "active_id": orders[1]}
    wizard = of.create(
        "sale.advance.payment.inv", context, advance_payment_method="delivered", sale_order_ids=[[6, 0, [orders[1]]]]
    )
    of.call("sale.advance.payment.inv", "create_invoices", [wizard], context=context)
    (invoice,) = of.read("sale.order", orders[1], "invoice_ids")
    of.write("account.move", invoice, invoice_date=today.isoformat())
    _post(of, invoice)
    of.note("out_invoice", invoice)


def _stock(of: Company, goods: Goods) -> None:
    """From one shelf to another, and one piece scrapped."""
    warehouse = of.first("stock.warehouse", ["company_id", "=", of.company_id])
    stock = of.read("stock.warehouse", warehouse, "lot_stock_id")
    shelf = of.create("stock.location", name=f"Shelf {uuid.uuid4().hex[:4]}", location_id=stock, usage="internal")
    kind = of.call(
        "stock.picking.type",
        "search",
        domain=[["warehouse_id", "=", warehouse], ["code", "=", "internal"]],
        context={"active_test": False},
    )[0]
    move = {"product_id": goods.product, "product_uom_qty": 4, "location_id": stock, "location_dest_id": shelf}
    picking = of.create(
        "stock.picking", picking_type_id=kind, location_id=stock, location_dest_id=shelf, move_ids=[[0, 0, move]]
    )
    _move_goods(of, picking)
    scrap = of.create("stock.scrap", product_id=goods.product, scrap_qty=1, location_id=shelf)
    of.call("stock.scrap", "action_validate", [scrap])
    assert of.read("stock.scrap", scrap, "state") == "done"
    of.note("stock.scrap", scrap)


def _till(of: Company, goods: Goods) -> None:
    """A session opened, sold in (cash and card, one line taken back) and closed with the cash it should have."""
    config = _shop(of, goods)
    session = of.create("pos.session", config_id=config)
    if of.read("pos.session", session, "state") == "opening_control":
        of.call("pos.session", "set_opening_control", [session], cashbox_value=0, notes="")
    cash = of.first("pos.payment.method", ["config_ids", "in", [config]], ["is_cash_count", "=", True])
    card = of.first(
        "pos.payment.method", ["config_ids", "in", [config]], ["is_cash_count", "=", False], ["journal_id", "!=", False]
    )
    taken_in_cash = 0.0
    for quantity, method in ((2, cash), (1, card), (-1, cash)):
        amount = _sell(of, goods, session, quantity, method)
        taken_in_cash += amount if method == cash else 0
    of.call("pos.session", "post_closing_cash_details", [session], counted_cash=taken_in_cash)
    of.call("pos.session", "update_closing_control_state_session", [session], notes="")
    answer = of.call("pos.session", "close_session_from_ui", [session])
    assert answer.get("successful"), answer
    assert of.read("pos.session", session, "state") == "closed"
    of.note("pos.session", session)


def _shop(of: Company, goods: Goods) -> int:
    name = "Proof shop"
    found = of.find("pos.config", ["name", "=", name], ["company_id", "=", of.company_id])
    if found:
        return found[0]
    journal = of.create("account.journal", name="Proof cash", code="PRCSH", type="cash", company_id=of.company_id)
    cash = of.create("pos.payment.method", name="Proof cash", journal_id=journal, company_id=of.company_id)
    card = of.create("pos.payment.method", name="Proof card", journal_id=goods.bank, company_id=of.company_id)
    return of.create("pos.config", name=name, company_id=of.company_id, payment_method_ids=[[6, 0, [cash, card]]])


def _sell(of: Company, goods: Goods, session: int, quantity: int, method: int) -> float:
    """One order of one line through the till's own way in; how much was paid, tax included."""
    taxes = of.read("product.product", goods.product, "taxes_id")
    untaxed = 250.0 * quantity
    rate = sum(of.read("account.tax", tax, "amount") for tax in taxes) / 100
    total = round(untaxed * (1 + rate), 2)
    line = {
        "product_id": goods.product, "qty": quantity, "price_unit": 250.0, "discount": 0, "tax_ids": [[6, 0, taxes]],
        "price_subtotal": untaxed, "price_subtotal_incl": total, "uuid": str(uuid.uuid4()),
    }  # fmt: skip
    payment = {"amount": total, "payment_method_id": method, "uuid": str(uuid.uuid4()), "name": False}
    order = {
        "uuid": str(uuid.uuid4()), "session_id": session, "company_id": of.company_id, "partner_id": False, "state": "paid",
        "amount_total": total, "amount_tax": round(total - untaxed, 2), "amount_paid": total, "amount_return": 0,
        "lines": [[0, 0, line]], "payment_ids": [[0, 0, payment]], "to_invoice": False, "access_token": str(uuid.uuid4()),
        "sequence_number": 1, "name": "Proof",
    }  # fmt: skip
    made = of.call("pos.order", "sync_from_ui", orders=[order])["pos.order"]
    of.note("pos.order", made[0]["id"])
    return total


def _expenses(of: Company, *, last_month: date, today: date) -> None:
    """One paid by an employee and posted, one only submitted."""
    person = of.create("res.partner", name="Proof employee", email="employee@example.com", company_id=of.company_id)
    employee = of.create("hr.employee", name="Proof employee", company_id=of.company_id, work_contact_id=person)
    product = of.create(
        "product.product", name="Proof travel", can_be_expensed=True, type="service", standard_price=0.0
    )
    made = [
        of.create(
            "hr.expense",
            name="Proof travel",
            employee_id=employee,
            product_id=product,
            total_amount_currency=amount,
            date=day.isoformat(),
            payment_mode="own_account",
        )
        for amount, day in ((123.45, last_month), (67.8, today))
    ]
    of.note("hr.expense", *made)
    for expense in made:
        of.call("hr.expense", "action_submit", [expense])
    if of.read("hr.expense", made[0], "state") == "submitted":
        of.call("hr.expense", "action_approve", [made[0]])
    # Odoo 19.0 adds a list to what the context says here, and the default is none.
    context = {"active_model": "hr.expense", "active_ids": [made[0]], "company_paid_move_ids": []}
    action = of.call("hr.expense", "action_post", [made[0]], context=context)
    if isinstance(action, dict) and action.get("res_model") == "hr.expense.post.wizard":
        wizard = of.create("hr.expense.post.wizard", context, accounting_date=today.isoformat())
        of.call("hr.expense.post.wizard", "action_post_entry", [wizard], context=context)


def main() -> int:
    with Odoo.connect(Settings(os.environ).odoo) as odoo:
        companies = [*keeping_books(odoo)[:1], euro_company(odoo)]
        today = odoo.server_time().date()
        for company_id in companies:
            print(company_id, post_a_month(odoo, company_id, today=today).records)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
