"""A shop of half a year with its books, on a port of this machine, and the variables that lead there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from demo.odoo import API_KEY, Clock, SimulatedOdoo, serve
from demo.shop.assortment import TIME_ZONE
from demo.shop.books import keep_books
from demo.shop.history import fill

_DATABASE = "shop"


@contextmanager
def served_shop(*, orders: int = 6_000, days: int = 180, seed: int = 7) -> Iterator[dict[str, str]]:
    odoo = SimulatedOdoo(clock=Clock(datetime.now(UTC), running=True), database=_DATABASE)
    fill(odoo, seed=seed, days=days, orders=orders)
    keep_books(odoo, seed=seed, days=days, documents=2 * days)
    with serve(odoo) as base_url:
        yield {
            "ODOO_BASE_URL": base_url,
            "ODOO_DB": _DATABASE,
            "ODOO_API_KEY": API_KEY,
            "SYNC_TIME_ZONE": TIME_ZONE,
        }
