"""A believable shop in the simulated Odoo: `shop = fill(odoo)`, then `shop.sell(20)` for something new to sync.

    fill(odoo, *, seed=7, days=365, orders=12_000) -> Shop
    Shop.sell(count) -> list[int]                          ids of fresh orders, made now

Two companies with currencies of their own, five stores, sixty articles with variants, nested categories, brands,
named customers and passers-by, refunds, discounts, cash with change, mixed payments, drafts and cancelled orders.
The same seed and clock give the same shop.
"""

from __future__ import annotations

from demo.shop.history import Shop, fill

__all__ = ["Shop", "fill"]
