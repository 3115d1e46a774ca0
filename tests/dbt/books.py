"""Two companies' books in bronze, as the engine sends them: entries that balance, and what can happen to them."""

from __future__ import annotations

import json
import random
from typing import Any

from shared.models.catalogue import load_catalogue
from tests.warehouse.retail import Db, Payload, ingest
from tests.warehouse.test_field_drift import described
from tests.warehouse.test_relations import keep

CHAR, ID, NUMBER = described(), described("integer"), described("float")
MANY, DAY, FLAG, AT = described("many2one"), described("date"), described("boolean"), described("datetime")

FIELDS: dict[str, Payload] = {
    "res.company": {
        "name": CHAR, "currency_id": MANY, "partner_id": MANY, "parent_path": CHAR, "fiscalyear_last_month": described("selection"),
        "fiscalyear_last_day": ID,
    },
    "res.currency": {"name": CHAR, "active": FLAG, "decimal_places": ID, "rounding": NUMBER},
    "res.partner": {"name": CHAR, "company_id": MANY, "tz": CHAR, "email": CHAR, "customer_rank": ID, "supplier_rank": ID, "is_company": FLAG},
    "account.account": {"name": CHAR, "account_type": CHAR, "code_store": described("json"), "company_ids": described("many2many")},
    "account.move": {
        "name": CHAR, "company_id": MANY, "partner_id": MANY, "move_type": CHAR, "state": CHAR, "payment_state": CHAR, "date": DAY,
        "invoice_date": DAY, "invoice_date_due": DAY, "currency_id": MANY,
        **{f"amount_{one}{signed}": NUMBER for one in ("untaxed", "tax", "total", "residual") for signed in ("", "_signed")},
    },
    "account.move.line": {
        "move_id": MANY, "move_name": CHAR, "company_id": MANY, "account_id": MANY, "partner_id": MANY, "date": DAY, "date_maturity": DAY,
        "display_type": CHAR, "parent_state": CHAR, "company_currency_id": MANY, "currency_id": MANY, "debit": NUMBER, "credit": NUMBER,
        "balance": NUMBER, "amount_currency": NUMBER, "amount_residual": NUMBER, "quantity": NUMBER, "price_subtotal": NUMBER,
        "price_total": NUMBER,
    },
    "sale.order": {"name": CHAR, "company_id": MANY, "partner_id": MANY, "state": CHAR, "date_order": AT, "currency_id": MANY, "amount_total": NUMBER},
    "account.partial.reconcile": {"company_id": MANY, "debit_move_id": MANY, "credit_move_id": MANY, "amount": NUMBER, "max_date": DAY},
}  # fmt: skip
RECEIVABLE, INCOME, BANK, EXPENSE, PAYABLE = 1, 2, 3, 4, 5
TYPES = {
    RECEIVABLE: "asset_receivable", INCOME: "income", BANK: "asset_cash", EXPENSE: "expense_direct_cost", PAYABLE: "liability_payable",
}  # fmt: skip
COMPANIES = {1: "America/Los_Angeles", 2: "Europe/Amsterdam"}


class Books:
    """The records as Odoo has them; each change goes to bronze as one page."""

    def __init__(self, db: Db, seed: int = 0) -> None:
        self.db = db
        self.chance = random.Random(seed)  # noqa: S311
        self.moves: dict[int, Payload] = {}
        self.lines: dict[int, Payload] = {}
        self.partials: dict[int, Payload] = {}
        known = load_catalogue().known
        for model in FIELDS:
            db.execute("select scout.declare_model(%s)", [json.dumps(known[model].declaration)])
        self._send(
            "res.currency", *({"id": number, "name": name, "active": True} for number, name in ((1, "USD"), (2, "EUR")))
        )
        self._send(
            "res.partner",
            *({"id": number, "name": f"Company {number}", "tz": zone} for number, zone in COMPANIES.items()),
        )
        self._send(
            "res.partner", {"id": 10, "name": "Ann", "email": "ann@example.com", "company_id": 2, "customer_rank": 1}
        )
        for number in COMPANIES:
            self._send("res.company", {
                "id": number, "name": f"Company {number}", "currency_id": number, "partner_id": number, "parent_path": f"{number}/",
                "fiscalyear_last_month": "3" if number == 2 else "12", "fiscalyear_last_day": 31,
            })  # fmt: skip
        self._send("account.account", *(
            {"id": number, "name": kind, "account_type": kind, "code_store": {"1": f"1{number}", "2": f"2{number}"}, "company_ids": [1, 2]}
            for number, kind in TYPES.items()
        ))  # fmt: skip
        for model, fields in FIELDS.items():
            keep(db, model, {"id": ID, "write_date": AT, **fields})

    def _send(self, model: str, *payloads: Payload) -> None:
        assert (
            ingest(self.db, model, *({"write_date": "2026-11-21T10:00:00Z"} | one for one in payloads))["quarantined"]
            == 0
        )

    def order(self, at: str) -> None:
        """A sales order of company 1."""
        self._send(
            "sale.order",
            {
                "id": 1,
                "name": "S1",
                "company_id": 1,
                "partner_id": 10,
                "state": "sale",
                "date_order": at,
                "currency_id": 1,
            },
        )

    def move_company(self, company: int, zone: str) -> None:
        self._send("res.partner", {"id": company, "name": f"Company {company}", "tz": zone})

    def invoice(
        self,
        day: str,
        amount: float,
        *,
        company: int = 1,
        kind: str = "out_invoice",
        state: str = "posted",
        **values: Any,
    ) -> int:
        """An invoice or bill of one line without tax; answers its id. Lines: the item of goods, then what is owed."""
        number = len(self.moves) + 1
        sells, sign = kind.startswith("out"), -1 if kind.endswith("refund") else 1
        side = sign if sells else -sign
        amounts = {f"amount_{one}": amount for one in ("untaxed", "total", "residual")} | {
            "amount_tax": 0,
            "amount_tax_signed": 0,
        }
        amounts |= {f"amount_{one}_signed": side * amount for one in ("untaxed", "total", "residual")}
        self.moves[number] = {
            "id": number, "name": f"M/{number}", "company_id": company, "partner_id": 10, "move_type": kind, "state": state, "date": day,
            "payment_state": "not_paid", "invoice_date": day, "invoice_date_due": day, "currency_id": company, **amounts, **values,
        }  # fmt: skip
        self._send("account.move", self.moves[number])
        goods, owed = (INCOME, RECEIVABLE) if sells else (EXPENSE, PAYABLE)
        self._item(number, goods, -side * amount, "product")
        self._item(number, owed, side * amount, "payment_term")
        return number

    def _item(self, move: int, account: int, balance: float, display_type: str | None) -> int:
        of, number = self.moves[move], len(self.lines) + 1
        self.lines[number] = {
            "id": number, "move_id": move, "move_name": of["name"], "company_id": of["company_id"], "account_id": account, "partner_id": 10,
            "date": of["date"], "date_maturity": of["invoice_date_due"], "display_type": display_type, "parent_state": of["state"],
            "company_currency_id": of["company_id"], "currency_id": of["company_id"], "debit": max(balance, 0), "credit": max(-balance, 0),
            "balance": balance, "amount_currency": balance, "quantity": 1, "price_subtotal": abs(balance), "price_total": abs(balance),
            "amount_residual": balance if display_type == "payment_term" else 0,
        }  # fmt: skip
        self._send("account.move.line", self.lines[number])
        return number

    def pay(self, invoice: int, day: str, amount: float) -> None:
        """A payment's entry, reconciled with what is owed; a refund or a bill is paid the other way round."""
        [owed] = [
            one for one in self.lines.values() if one["move_id"] == invoice and one["display_type"] == "payment_term"
        ]
        side = 1 if owed["balance"] > 0 else -1
        number = len(self.moves) + 1
        self.moves[number] = {
            "id": number, "name": f"P/{number}", "company_id": owed["company_id"], "partner_id": 10, "move_type": "entry", "state": "posted",
            "date": day, "invoice_date": None, "invoice_date_due": None, "payment_state": "not_paid", "currency_id": owed["company_id"],
        }  # fmt: skip
        self._send("account.move", self.moves[number])
        self._item(number, BANK, side * amount, None)
        against = self._item(number, owed["account_id"], -side * amount, None)
        debit, credit = (owed["id"], against) if side > 0 else (against, owed["id"])
        partial = max(self.partials, default=0) + len(self.lines)  # never one that was used before
        self.partials[partial] = {
            "id": partial, "company_id": owed["company_id"], "debit_move_id": debit, "credit_move_id": credit, "amount": amount, "max_date": day,
        }  # fmt: skip
        self._send("account.partial.reconcile", self.partials[partial])
        owed["amount_residual"] -= side * amount
        self._send("account.move.line", owed)
        left = abs(owed["amount_residual"])
        self.change("account.move", invoice, payment_state="partial" if left else "paid", amount_residual=left)

    def unreconcile(self, partial: int) -> None:
        """Both sides are open again; what they were set against each other by is gone."""
        gone = self.partials.pop(partial)
        self.db.execute(
            "update scout.bronze_account_partial_reconcile set deleted_at = now() where odoo_id = %s", [partial]
        )
        for number, side in ((gone["debit_move_id"], 1), (gone["credit_move_id"], -1)):
            item = self.lines[number]
            self.change("account.move.line", number, amount_residual=item["amount_residual"] + side * gone["amount"])
            if item["display_type"] == "payment_term":
                left = abs(item["amount_residual"])
                self.change("account.move", item["move_id"], payment_state="not_paid", amount_residual=left)

    def change(self, model: str, number: int, **values: Any) -> None:
        records = self.moves if model == "account.move" else self.lines
        records[number] |= values
        self._send(model, records[number])

    def delete(self, move: int) -> None:
        """Move and items are gone from Odoo: tombstones here."""
        gone = [number for number, one in self.lines.items() if one["move_id"] == move]
        self.db.execute("update scout.bronze_account_move_line set deleted_at = now() where odoo_id = any(%s)", [gone])
        self.db.execute("update scout.bronze_account_move set deleted_at = now() where odoo_id = %s", [move])

    def step(self) -> None:
        """Something that happens in an office."""
        day = f"2026-{self.chance.randint(1, 11):02}-{self.chance.randint(1, 28):02}"
        untouched = [
            number
            for number, one in self.moves.items()
            if one["payment_state"] == "not_paid" and one["move_type"] != "entry"
        ]
        what = self.chance.choice(["sell", "sell", "buy", "refund", "pay", "pay", "undo", "delete", "redate", "draft"])
        if what in {"sell", "buy", "refund"} or not untouched:
            kind = {"buy": "in_invoice", "refund": "out_refund"}.get(what, "out_invoice")
            self.invoice(day, self.chance.randint(1, 9000) / 100, company=self.chance.choice([1, 2]), kind=kind)
            return
        if what == "undo":
            if self.partials:
                self.unreconcile(self.chance.choice(list(self.partials)))
            return
        move = self.chance.choice(untouched)
        if what == "pay" and self.moves[move]["state"] == "posted":
            self.pay(move, "2026-11-20", self.moves[move]["amount_total"])
        elif what == "delete":
            self.moves[move]["payment_state"] = "gone"
            self.delete(move)
        else:
            changes = {"date": day} if what == "redate" else {"state": "draft", "parent_state": "draft"}
            self.change("account.move", move, **{key: value for key, value in changes.items() if key != "parent_state"})
            for number in [number for number, one in self.lines.items() if one["move_id"] == move]:
                self.change(
                    "account.move.line", number, **{key: value for key, value in changes.items() if key != "state"}
                )
