"""What is taken off an unpaid order leaves the warehouse with the next ordinary run, long before a reconcile."""

from __future__ import annotations

import pytest

from tests.engine.conftest import World, of


class Tab:
    """An unpaid order of two lines of one product each, made in Odoo two hours before the window of the run that is tested."""

    def __init__(self, world: World) -> None:
        self.world = world
        products = sorted(world.odoo.stored("product.product"))
        like = next(iter(world.odoo.stored("pos.order").values()))
        with world.odoo.transaction() as till:
            self.order = till.create(
                "pos.order",
                {
                    "name": "/", "pos_reference": "TAB", "state": "draft", "date_order": world.odoo.clock.now,
                    "config_id": like["config_id"], "session_id": like["session_id"],
                    "amount_total": 30.0, "amount_tax": 0.0, "amount_paid": 0.0,
                },
            )  # fmt: skip
            self.first, self.second = (
                till.create("pos.order.line", self.line(product, qty))
                for product, qty in zip(products[:2], (1.0, 2.0), strict=True)
            )
        world.later()
        world.sync()
        world.later(hours=2)
        world.sync()  # whose window ends two hours later, so that the next one's begins long after the order
        world.later()

    def line(self, product: int, qty: float) -> dict[str, float]:
        price = {"price_unit": 10.0, "price_subtotal": 10 * qty, "price_subtotal_incl": 10 * qty}
        return {"order_id": self.order, "product_id": product, "qty": qty, **price}

    @property
    def quantity(self) -> float:
        return float(self.world.value("select quantity from scout.transactions where source_id = %s", self.order))

    @property
    def items(self) -> list[int]:
        rows = self.world.db.execute(
            "select source_id from scout.transaction_items where order_id = %s order by 1", [self.order]
        )
        return [row[0] for row in rows]

    def sold(self, product: int) -> float:
        """The quantity gold has of a product, over all months."""
        self.world.db.execute("select scout.refresh_gold()")
        told = self.world.value(
            "select coalesce(sum(quantity), 0) from scout.v_product_mix where product_id = %s", product
        )
        return float(told)

    def product_of(self, line: int) -> int:
        return int(self.world.odoo.stored("pos.order.line")[line]["product_id"])


@pytest.fixture
def tab(world: World) -> Tab:
    return Tab(world)


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])
def test_a_line_deleted_by_itself_leaves_with_one_ordinary_run(world: World, tab: Tab, protocol: str) -> None:
    """No write_date moves, and the order was last written long before the window; nothing is counted in between."""
    world.protocol = "json2" if protocol == "json2" else "jsonrpc"
    world.sync()
    assert (tab.quantity, tab.items) == (3, [tab.first, tab.second])
    product, before = tab.product_of(tab.first), tab.sold(tab.product_of(tab.first))
    world.odoo.unlink("pos.order.line", tab.first)
    world.later()
    report = world.sync(engine=world.engine(count_every_seconds=3600))
    assert of(report, "pos.order").updated == 1
    assert (tab.quantity, tab.items) == (2, [tab.second])

    world.odoo.write("pos.order", tab.order, {"state": "paid", "amount_total": 20.0, "amount_paid": 20.0})
    world.later()
    world.sync()
    assert (tab.quantity, tab.sold(product)) == (2, before)

    assert tab.first not in world.ids("bronze_pos_order_line")
    assert (tab.quantity, tab.items) == (2, [tab.second])


def test_a_line_taken_off_at_the_till_is_never_sold(world: World, tab: Tab) -> None:
    """The till writes the order too: deleted, another added and paid between two runs."""
    product, before = tab.product_of(tab.first), tab.sold(tab.product_of(tab.first))
    new_product = max(world.odoo.stored("product.product"))
    new_before = tab.sold(new_product)
    with world.odoo.transaction() as till:
        till.unlink("pos.order.line", tab.first)
        third = till.create("pos.order.line", tab.line(new_product, 4.0))
        till.write("pos.order", tab.order, {"state": "paid", "amount_total": 60.0, "amount_paid": 60.0})
    world.later()
    world.sync()
    assert (tab.quantity, tab.items) == (6, [tab.second, third])
    assert (tab.sold(product), tab.sold(new_product)) == (before, new_before + 4)


def test_a_new_line_counts_though_its_order_was_not_read_since(world: World, tab: Tab) -> None:
    with world.odoo.transaction() as till:
        third = till.create("pos.order.line", tab.line(tab.product_of(tab.first), 4.0))
        till.write("pos.order", tab.order, {"amount_total": 70.0})
    world.later()
    world.sync(streams=["pos.order.line"])
    assert (tab.quantity, tab.items) == (7, [tab.first, tab.second, third])
    world.sync()
    assert (tab.quantity, tab.items) == (7, [tab.first, tab.second, third])


def test_unpaid_orders_are_read_again_at_no_cost(world: World, tab: Tab) -> None:
    """Invariant 6: the same row versions; and no other order outside the window comes along."""
    version = "select ctid::text || xmin::text || xmax::text from scout.bronze_pos_order where odoo_id = %s"
    before = world.value(version, tab.order)
    drafts = [row for row in world.odoo.stored("pos.order").values() if row["state"] == "draft"]
    report = of(world.sync(), "pos.order")
    assert (report.fetched, report.updated) == (len(drafts), 0)
    assert world.value(version, tab.order) == before
