"""A shop whose records, zones and currencies change at random, some of them in a page that is committed much later."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.warehouse.retail import Db, Payload, fill_names, ingest, line, one, order

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
DAYS, STORES, CURRENCIES = 60, (1, 2), (1, 2)
ZONES = ("UTC", "Asia/Manila", "Pacific/Kiritimati", "America/Los_Angeles")
STATES = ("paid", "paid", "paid", "done", "invoiced", "draft", "cancel")
_GOLD = ("daily_sales_rows", "product_mix_rows", "gold_orders")


class History:
    """`step()` changes something at once; `page_step()` changes records of its own in `page`, whose caller commits."""

    def __init__(self, db: Db, page: Db, chance: random.Random) -> None:
        self.db, self.page, self.chance = db, page, chance
        self.orders: dict[int, Payload] = {}
        self.lines: dict[int, Payload] = {}
        fill_names(db)
        for _ in range(90):
            self._new_order()
        self._actions: list[Callable[[], None]] = [
            self._new_order, self._edit_order, self._edit_order, self._edit_line, self._edit_line, self._new_line,
            self._leave, self._leave, self._leave, self._setting, self._currency, self._by_hand,
        ]  # fmt: skip

    def step(self) -> None:
        self.chance.choice(self._actions)()

    def page_step(self) -> None:
        """Only changes: the totals of what is added or removed would make the other connection wait."""
        self.chance.choice([self._edit_order, self._edit_line])(self.page, of_page=True)

    def _new_order(self) -> None:
        number = len(self.orders) + 1
        self._send(self.db, "pos.order", self.orders, order(number, **self._place(), amount_total=number))
        for _ in range(self.chance.randint(0, 3)):
            self._new_line(number)

    def _new_line(self, of: int | None = None) -> None:
        number = len(self.lines) + 1
        values = line(number, of or self._any(self.orders), product_id=self.chance.randint(1, 4), qty=number % 7)
        self._send(self.db, "pos.order.line", self.lines, values)

    def _edit_order(self, db: Db | None = None, *, of_page: bool = False) -> None:
        changed = self.orders[self._any(self.orders, of_page=of_page)]
        place = self._place()
        for name in self.chance.sample(sorted(place), 2):
            changed[name] = place[name]
        self._send(db or self.db, "pos.order", self.orders, changed | {"amount_total": self.chance.randint(-9, 99)})

    def _edit_line(self, db: Db | None = None, *, of_page: bool = False) -> None:
        """A number for a quantity may turn out to be none: the line leaves silver, and comes back with its next edit."""
        changed = self.lines[self._any(self.lines, of_page=of_page)]
        quantity = self.chance.choice([1, 2, 3, 4, "x"])
        moved = {"order_id": self._any(self.orders, of_page=of_page)} if self.chance.random() < 0.5 else {}
        self._send(db or self.db, "pos.order.line", self.lines, changed | {"qty": quantity} | moved)

    def _leave(self) -> None:
        """A tombstone, or a row taken out of bronze; the next edit brings the record back."""
        table, records = self.chance.choice([("bronze_pos_order", self.orders), ("bronze_pos_order_line", self.lines)])
        how = self.chance.choice(["update scout.{} set deleted_at = now() where", "delete from scout.{} where"])
        self.db.execute(f"{how.format(table)} odoo_id = {self._any(records)}".encode())

    def _setting(self) -> None:
        zone, store = self.chance.choice(ZONES), self.chance.choice(STORES)
        match self.chance.randint(1, 4):
            case 1:
                self.db.execute("update scout.settings set value = %s where key = 'time_zone'", [zone])
            case 2:
                self.db.execute("delete from scout.store_settings where store_id = %s", [store])
            case _:
                self.db.execute(
                    """insert into scout.store_settings (store_id, time_zone) values (%s, %s)
                           on conflict (store_id) do update set time_zone = excluded.time_zone""",
                    [store, zone],
                )

    def _currency(self) -> None:
        one_of, currency = self.chance.choice(STORES), self.chance.choice([*CURRENCIES, None])
        if self.chance.random() < 0.5:
            ingest(self.db, "pos.config", {"id": one_of, "name": "x", "company_id": 1, "currency_id": currency})
        else:
            ingest(self.db, "res.company", {"id": one_of, "name": "x", "currency_id": currency or 1})

    def _by_hand(self) -> None:
        self.db.execute(
            f"update scout.bronze_pos_order set payload = payload || '{{\"amount_total\": 5}}' where odoo_id = {self._any(self.orders)}".encode()
        )

    def _place(self) -> Payload:
        at = BEGIN + timedelta(minutes=self.chance.randrange(DAYS * 24 * 60))
        return {
            "date_order": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "config_id": self.chance.choice([*STORES, None]),
            "company_id": self.chance.choice(STORES),
            "currency_id": self.chance.choice([*CURRENCIES, None, None]),
            "state": self.chance.choice(STATES),
        }

    def _any(self, records: dict[int, Payload], *, of_page: bool = False) -> int:
        """Those of the page are every third: two transactions never change one record."""
        return self.chance.choice([number for number in records if (number % 3 == 0) == of_page])

    def _send(self, db: Db, model: str, records: dict[int, Payload], payload: Payload) -> None:
        records[payload["id"]] = payload
        ingest(db, model, payload)


def gold_rows(db: Db) -> dict[str, list[Any]]:
    """All that gold keeps."""
    return {
        table: sorted(
            json.dumps(row[0], sort_keys=True)
            for row in db.execute(f"select to_jsonb(t) from scout.{table} t".encode())
        )
        for table in _GOLD
    }


def days_recomputed(db: Db) -> int:
    """Refreshes gold."""
    return int(one(db, "select scout.refresh_gold()")["gold_daily_sales"]["days_recomputed"])
