"""A year of sales: each with the write_date it would have, the tills counted every evening."""

from __future__ import annotations

import random
import uuid
from collections import deque
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from demo.odoo.simulated import SimulatedOdoo
from demo.odoo.store import ADMIN, Transaction
from demo.shop.assortment import STORES, TIME_ZONE
from demo.shop.demand import Sale, closing, sales, season
from demo.shop.master_data import MasterData, create_master_data
from demo.shop.till import Good, Line, basket, payments, refund

_REMEMBERED = 200
"""How many of the latest sales may still be brought back."""


def fill(odoo: SimulatedOdoo, *, seed: int = 7, days: int = 365, orders: int = 12_000) -> Shop:
    """Fills an empty simulated Odoo with `orders` sales of the `days` days that end with its clock's now."""
    chance = random.Random(seed)
    customers = min(150, max(10, orders // 20))
    with odoo.transaction(at=odoo.clock.now - timedelta(days=days + 1)) as transaction:
        master_data = create_master_data(transaction, odoo, chance, customers=customers)
    odoo.rights.company_ids = tuple(master_data.companies.values())
    odoo.write_raw("res.users", ADMIN, {"company_ids": [(6, 0, list(master_data.companies.values()))]})
    shop = Shop(odoo, master_data, chance)
    shop.replay(sales(chance, now=odoo.clock.now, days=days, count=orders))
    return shop


class Shop:
    """A shop that is open: its tills go on from where `fill` left them."""

    def __init__(self, odoo: SimulatedOdoo, master_data: MasterData, chance: random.Random) -> None:
        self._odoo = odoo
        self._furnished = master_data
        self._chance = chance
        self._sold: deque[tuple[int, list[Line]]] = deque(maxlen=_REMEMBERED)
        self._sessions: dict[tuple[date, int], int] = {}
        self._assortments = {
            (company, time): _weighted(master_data, company, time)
            for company in master_data.goods
            for time in ("winter", "summer", "")
        }
        self._count = 0

    def sell(self, count: int) -> list[int]:
        """`count` fresh orders, made now, in open sessions; answers their ids."""
        now = self._odoo.clock.now
        stores = self._chance.choices(range(len(STORES)), [store.share for store in STORES], k=count)
        today = now.astimezone(ZoneInfo(TIME_ZONE)).date()
        return [self._ring_up(Sale(now, today, store), is_recent=True)[0] for store in stores]

    def replay(self, past: Sequence[Sale]) -> None:
        """Sales as they happened; a session of an earlier day is closed, which posts its orders."""
        newest = past[-1].day if past else None
        evenings: dict[tuple[date, int], list[int]] = {}
        for sale in past:
            order, is_paid = self._ring_up(sale, is_recent=sale.day == newest)
            if is_paid and sale.day != newest:
                evenings.setdefault((sale.day, sale.store), []).append(order)
        for (day, store), orders in sorted(evenings.items()):
            at = closing(day, store)
            with self._odoo.transaction(at=at) as transaction:
                transaction.write("pos.order", orders, {"state": "done"})
                transaction.write("pos.session", self._sessions[day, store], {"state": "closed", "stop_at": at})
        if self._odoo.version < 19:
            self._mark_invoiced()

    def _ring_up(self, sale: Sale, *, is_recent: bool) -> tuple[int, bool]:
        """One order in one transaction: its id, and whether it was paid."""
        chance, company = self._chance, STORES[sale.store].company
        store_sales = self._sold if chance.random() < 0.02 else ()
        earlier = [lines for store, lines in store_sales if store == sale.store]
        is_refund = bool(earlier)
        if is_refund:
            lines = refund(chance, chance.choice(earlier))
        else:
            lines = basket(chance, *self._assortments[company, season(sale.day)])
        draw = chance.random()
        state = "cancel" if draw < 0.004 else "draft" if is_recent and draw < 0.12 else "paid"
        total = sum(line.total for line in lines)
        paid = payments(chance, total, self._furnished.methods[company]) if state == "paid" else []
        with self._odoo.transaction(at=sale.at, company_id=self._furnished.companies[company]) as transaction:
            order = self._order(transaction, sale, lines, paid, state=state, is_refund=is_refund)
            for number, line in enumerate(lines, start=1):
                values = line.values(number) | {"order_id": order, "uuid": self._uuid()}
                line.line_id = transaction.create("pos.order.line", values)
            for payment in paid:
                values = payment | {"pos_order_id": order, "payment_date": sale.at, "uuid": self._uuid()}
                transaction.create("pos.payment", values)
        if state == "paid" and not is_refund:
            self._sold.append((sale.store, lines))
        return order, state == "paid"

    def _order(
        self,
        transaction: Transaction,
        sale: Sale,
        lines: Sequence[Line],
        paid: Sequence[dict[str, Any]],
        *,
        state: str,
        is_refund: bool,
    ) -> int:
        total, untaxed = sum(line.total for line in lines), sum(line.untaxed for line in lines)
        cents = [round(payment["amount"] * 100) for payment in paid]
        self._count += 1
        named = self._chance.random() < 0.35
        invoiced = named and state == "paid" and self._chance.random() < 0.15
        values = {
            "name": f"{STORES[sale.store].name}/{self._count:06d}{' REFUND' if is_refund else ''}",
            "pos_reference": f"{sale.day:%y%j}-{sale.store + 1}-{self._count:06d}",
            "tracking_number": str(self._count % 1000),
            "sequence_number": self._count,
            "uuid": self._uuid(),
            "access_token": self._uuid(),
            "date_order": sale.at.replace(microsecond=0),
            "state": state,
            "config_id": self._furnished.configs[sale.store],
            "session_id": self._session(transaction, sale),
            "partner_id": self._chance.choice(self._furnished.customers) if named else False,
            "user_id": ADMIN,
            "currency_rate": 1.0,
            "amount_total": total / 100,
            "amount_tax": (total - untaxed) / 100,
            "amount_paid": sum(cents) / 100,
            "amount_return": -sum(cent for payment, cent in zip(paid, cents, strict=True) if payment.get("is_change"))
            / 100,
            "is_refund": is_refund,
            "to_invoice": invoiced,
            "account_move": 1000 + self._count if invoiced else False,
        }
        return transaction.create("pos.order", values)

    def _session(self, transaction: Transaction, sale: Sale) -> int:
        known = self._sessions.get((sale.day, sale.store))
        if known is None:
            values = {
                "name": f"POS/{sale.day:%Y/%m/%d}/{sale.store + 1}",
                "config_id": self._furnished.configs[sale.store],
                "state": "opened",
                "user_id": ADMIN,
                "start_at": sale.at,
            }
            known = self._sessions[sale.day, sale.store] = transaction.create("pos.session", values)
        return known

    def _mark_invoiced(self) -> None:
        """Until 18 an invoiced order has a state of its own; its write_date is the invoice's."""
        table = self._odoo.stored("pos.order")
        for order, row in table.items():
            if row.get("account_move"):
                self._odoo.write_raw("pos.order", order, {"state": "invoiced"})

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))


def _weighted(master_data: MasterData, company: str, time: str) -> tuple[list[Good], list[float]]:
    """Goods and their cumulated chances; the season's own sell four times as well, the other season's a quarter."""
    goods = master_data.goods[company]
    weights = []
    for _, article in goods:
        fits = 1.0 if not article.season or not time else 4.0 if article.season == time else 0.25
        weights.append(article.popularity * fits / len(article.variants or ("",)))
    return [good for good, _ in goods], list(accumulate(weights))
