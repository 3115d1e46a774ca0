"""One sale: its lines, its sums exact to the cent, its payments."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_DISCOUNTS = (5, 10, 10, 10, 20, 20, 50)
_NOTES = (500, 1000, 2000, 5000, 10_000, 20_000)
"""Euro or pound notes, in cents."""


class Good(NamedTuple):
    """A variant as the till knows it. `price` in cents with VAT."""

    product_id: int
    name: str
    price: int
    vat_percent: int
    weighed: bool


@dataclass(slots=True)
class Line:
    """`quantity` in thousandths, negative in a refund; `total` and `untaxed` in cents."""

    good: Good
    quantity: int
    discount: int
    line_id: int = 0
    refunds: int = 0
    total: int = field(init=False)
    untaxed: int = field(init=False)

    def __post_init__(self) -> None:
        self.total = _divided(self.good.price * self.quantity * (100 - self.discount), 100_000)
        self.untaxed = _divided(self.total * 100, 100 + self.good.vat_percent)

    def values(self, number: int) -> dict[str, Any]:
        """As `pos.order.line` holds it."""
        return {
            "name": f"{number:06d}",
            "full_product_name": self.good.name,
            "product_id": self.good.product_id,
            "qty": self.quantity / 1000,
            "price_unit": self.good.price / 100,
            "discount": float(self.discount),
            "price_subtotal": self.untaxed / 100,
            "price_subtotal_incl": self.total / 100,
            "tax_ids": [1 if self.good.vat_percent < 15 else 2],
            "price_type": "original",
            "refunded_orderline_id": self.refunds or False,
        }


def basket(chance: random.Random, goods: Sequence[Good], cumulated: Sequence[float]) -> list[Line]:
    """One to eight lines, mostly two or three; a discount on one in twelve."""
    lines = []
    for good in chance.choices(goods, cum_weights=cumulated, k=min(8, 1 + int(chance.expovariate(0.55)))):
        quantity = chance.randrange(80, 900) if good.weighed else 1000 * chance.choice((1, 1, 1, 1, 1, 2, 2, 3))
        lines.append(Line(good, quantity, chance.choice(_DISCOUNTS) if chance.random() < 0.08 else 0))
    return lines


def refund(chance: random.Random, bought: Sequence[Line]) -> list[Line]:
    """Some of the lines of an earlier sale, taken back at what they cost."""
    kept = [line for line in bought if chance.random() < 0.6] or [bought[0]]
    return [Line(line.good, -line.quantity, line.discount, refunds=line.line_id) for line in kept]


def payments(chance: random.Random, total: int, methods: Sequence[int]) -> list[dict[str, Any]]:
    """What was paid: `methods` are the ids of cash, card and (if any) gift card. Sums up to `total` cents."""
    cash, card, *others = methods
    draw = chance.random()
    if draw < 0.05 and total > 1000:
        share = chance.randrange(1, total // 500) * 500
        return [_payment(cash, share), _payment(card, total - share)]
    if draw < 0.08 and others and total > 0:
        return [_payment(others[0], total)]
    if draw < 0.62 or total <= 0:
        return [_payment(card, total)]
    note = next((note for note in _NOTES if note >= total), total)
    if note == total or chance.random() < 0.5:
        return [_payment(cash, total)]
    return [_payment(cash, note), {**_payment(cash, total - note), "is_change": True, "name": "return"}]


def _payment(method: int, cents: int) -> dict[str, Any]:
    return {"payment_method_id": method, "amount": cents / 100}


def _divided(value: int, by: int) -> int:
    """Rounded half away from zero, as money is."""
    whole = (abs(value) * 2 + by) // (2 * by)
    return whole if value >= 0 else -whole
