"""A line removed from an unpaid order in a real Odoo 19 is out of the warehouse after one ordinary run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.acceptance.conftest import NO_OVERLAP, RealWorld
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo


@dataclass
class Tab:
    """An unpaid order of two lines of two products."""

    real: RealWorld
    order: int
    products: list[int]
    lines: list[int]

    def line(self, product: int, qty: float) -> dict[str, Any]:
        price = {"price_unit": 10, "price_subtotal": 10 * qty, "price_subtotal_incl": 10 * qty}
        return {"product_id": product, "qty": qty, **price}

    def write(self, **values: Any) -> None:
        self.real.odoo.call("pos.order", "write", ids=[self.order], vals=values)

    def sync(self) -> None:
        settled()
        assert self.real.sync(variables=NO_OVERLAP).status == "completed"

    @property
    def items(self) -> list[int]:
        shown = self.real.rows(
            "select source_id from scout.transaction_items where order_id = %s order by 1", self.order
        )
        return [row[0] for row in shown]

    @property
    def quantity(self) -> float:
        return float(self.real.value("select quantity from scout.transactions where source_id = %s", self.order))

    def sold(self) -> list[float]:
        """What gold has of each of the two products, over all months."""
        self.real.db.execute("select scout.refresh_gold()")
        mix = "select coalesce(sum(quantity), 0) from scout.v_product_mix where product_id = %s"
        return [float(self.real.value(mix, product)) for product in self.products]

    def written(self) -> Any:
        [[moment]] = self.real.odoo_db.execute(
            "select write_date from pos_order where id = %s", [self.order]
        ).fetchall()
        return moment


@pytest.fixture
def tab(real: RealWorld) -> Iterator[Tab]:
    call = real.odoo.call
    session: Any = call("pos.session", "search_read", domain=[], fields=["company_id"], limit=1, order="id")
    products: Any = call("product.product", "search", domain=[["available_in_pos", "=", True]], limit=2)
    tab = Tab(real, 0, products, [])
    values = {
        "session_id": session[0]["id"], "company_id": session[0]["company_id"][0],
        "amount_total": 30, "amount_tax": 0, "amount_paid": 0, "amount_return": 0,
        "lines": [(0, 0, tab.line(products[0], 1)), (0, 0, tab.line(products[1], 2))],
    }  # fmt: skip
    made: Any = call("pos.order", "create", vals_list=[values])
    tab.order = made[0]
    try:
        lines: Any = call("pos.order", "read", ids=[tab.order], fields=["lines"])
        tab.lines = sorted(lines[0]["lines"])
        yield tab
    finally:
        real.odoo_db.execute("update pos_order set state = 'draft' where id = %s", [tab.order])
        call("pos.order", "unlink", ids=[tab.order])


def test_a_line_deleted_by_itself_is_out_after_one_ordinary_run(tab: Tab) -> None:
    """Odoo does not touch the order then: no write_date moves anywhere."""
    tab.sync()
    sold = tab.sold()
    assert (tab.quantity, tab.items) == (3, tab.lines)
    written = tab.written()
    tab.real.odoo.call("pos.order.line", "unlink", ids=[tab.lines[0]])
    assert tab.written() == written
    tab.sync()
    assert (tab.quantity, tab.items) == (2, tab.lines[1:])
    tab.write(state="paid", amount_total=20, amount_paid=20)
    tab.sync()
    assert (tab.quantity, tab.sold()) == (2, [sold[0], sold[1] + 2])


def test_a_line_deleted_through_its_order_is_out_after_one_ordinary_run(tab: Tab) -> None:
    """As the till and the form do it, here with another line added and the order paid between two runs."""
    tab.sync()
    sold = tab.sold()
    tab.write(lines=[(2, tab.lines[0], 0), (0, 0, tab.line(tab.products[1], 4))], amount_total=60)
    tab.write(state="paid", amount_paid=60)
    tab.sync()
    assert tab.quantity == 6
    assert (tab.lines[0] in tab.items, len(tab.items)) == (False, 2)
    assert tab.sold() == [sold[0], sold[1] + 6]
