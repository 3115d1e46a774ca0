"""Profit and loss and balance sheet by account type: Odoo's ORM and nothing of ours. For an Odoo shell.

    FROM=2026-10-01 TO=2026-10-31 scripts/odoo19 shell < tests/acceptance/odoo_statements.py

Prints one line `STATEMENTS {"from": …, "to": …, "profit_and_loss": […], "balance_sheet": […], "open_today": […]}`; rows
are {company_id, currency, account_type, account_id, account_code, amount}, in the company's currency, debit positive.
Profit and loss: items dated from FROM to TO. Balance sheet: all items up to TO, and with `account_type`
`unallocated_earnings` and no account what income and expense accounts hold by then. `open_today`: amount_residual of
receivable and payable items now, by company and account type.
"""

import json
import os
from collections import defaultdict
from datetime import date

start = date.fromisoformat(os.environ["FROM"])
end = date.fromisoformat(os.environ["TO"])
RESULT = ("income", "expense")


def rows(sums):
    """Of {(company, currency, type, account id, account code): amount}."""
    names = ("company_id", "currency", "account_type", "account_id", "account_code")
    return [dict(zip(names, key, strict=True)) | {"amount": round(sums[key], 2)} for key in sorted(sums, key=str)]


profit_and_loss, balance_sheet, open_today = defaultdict(float), defaultdict(float), defaultdict(float)
every_company = env["res.company"].sudo().search([])  # noqa: F821
Item = env["account.move.line"].sudo().with_context(allowed_company_ids=every_company.ids)  # noqa: F821
for item in Item.search([("parent_state", "=", "posted"), ("display_type", "not in", ["line_section", "line_note"])]):
    company = (item.company_id.id, item.company_currency_id.name)
    account = item.account_id.with_company(item.company_id)
    key = (*company, account.account_type, account.id, account.code)
    is_result = account.account_type.startswith(RESULT)
    if account.account_type in ("asset_receivable", "liability_payable"):
        open_today[(*company, account.account_type, None, None)] += item.amount_residual
    if item.date > end or account.account_type == "off_balance":
        continue
    if is_result and item.date >= start:
        profit_and_loss[key] += item.balance
    balance_sheet[(*company, "unallocated_earnings", None, None) if is_result else key] += item.balance

found = {"profit_and_loss": rows(profit_and_loss), "balance_sheet": rows(balance_sheet), "open_today": rows(open_today)}
print("STATEMENTS", json.dumps({"from": str(start), "to": str(end), **found}))  # noqa: T201
