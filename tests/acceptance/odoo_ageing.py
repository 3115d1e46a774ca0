"""What each partner owes or is owed at a date, by days overdue: Odoo's ORM and nothing of ours. For an Odoo shell.

    AS_OF=2026-10-31 scripts/odoo19 shell < tests/acceptance/odoo_ageing.py

Prints one line `AGEING {"as_of": …, "rows": [{company_id, side, partner_id, currency, not_due, days_1_30, …, total}]}`.
Amounts in the company's currency; side `payables` keeps the ledger's sign (what we owe is negative).

How: each posted item of a receivable or payable account, dated up to the day, less what was matched with it by entries
dated up to then. An item without a due date is due on its own date.
"""

import json
import os
from collections import defaultdict
from datetime import date

as_of = date.fromisoformat(os.environ.get("AS_OF") or str(date.today()))  # noqa: DTZ011
SIDES = {"asset_receivable": "receivables", "liability_payable": "payables"}
BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")


def bucket(days):
    """The name of the bucket for an item this many days overdue."""
    if days <= 0:
        return BUCKETS[0]
    return BUCKETS[min((days + 29) // 30, 4)]


def matched_until(links, other):
    """Of an item's matchings, in company currency, those whose other side was booked by the day."""
    return sum(link.amount for link in links if link[other].date <= as_of)


sums = defaultdict(lambda: dict.fromkeys(BUCKETS, 0.0))
every_company = env["res.company"].sudo().search([])  # noqa: F821
Item = env["account.move.line"].sudo().with_context(allowed_company_ids=every_company.ids)  # noqa: F821
for item in Item.search(
    [("parent_state", "=", "posted"), ("account_id.account_type", "in", list(SIDES)), ("date", "<=", as_of)]
):
    residual = item.balance - matched_until(item.matched_credit_ids, "credit_move_id")
    residual += matched_until(item.matched_debit_ids, "debit_move_id")
    if item.company_currency_id.is_zero(residual):
        continue
    key = (item.company_id.id, SIDES[item.account_id.account_type], item.partner_id.id, item.company_currency_id.name)
    sums[key][bucket((as_of - (item.date_maturity or item.date)).days)] += residual

rows = [
    {"company_id": company, "side": side, "partner_id": partner or None, "currency": currency}
    | {name: round(amount, 2) for name, amount in amounts.items()}
    | {"total": round(sum(amounts.values()), 2)}
    for (company, side, partner, currency), amounts in sorted(sums.items())
]
print("AGEING", json.dumps({"as_of": str(as_of), "rows": rows}))  # noqa: T201
