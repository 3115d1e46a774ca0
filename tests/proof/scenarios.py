"""What is run while it is struck: an Odoo, what happens in it from moment to moment, and a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from demo.odoo import FieldSpec, SimulatedOdoo
from demo.shop import Shop, fill
from shared.models.catalogue import load_catalogue
from shared.odoo.client import Odoo
from shared.retries import RetryPolicy
from shared.settings import SyncSettings
from shared.sync.engine import Engine
from shared.sync.observer import Observer, SilentObserver
from shared.sync.run_report import RunReport
from shared.sync.sync_request import parse_request
from shared.warehouse.protocol import Warehouse
from tests.engine.conftest import STANDING_CLOCK

RETRY_POLICY = RetryPolicy(attempts=4, sleep=lambda seconds: None)

Happening = Callable[[SimulatedOdoo, Shop], None]


@dataclass(frozen=True)
class Scenario:
    """`moments[n]` is what happens in Odoo before moment n; a run is struck at `struck` and recovers a moment later.

    Before `struck`, every moment has its undisturbed run. The same scenario gives the same Odoo in every process.
    """

    request: Mapping[str, Any]
    batch_size: int
    moments: tuple[Happening, ...]
    struck: int
    version: int = 19
    protocol: Literal["json2", "jsonrpc"] = "json2"
    struck_request: Mapping[str, Any] | None = None
    """What is asked from `struck` on, if it is something else than before."""

    def build(self) -> tuple[SimulatedOdoo, Shop]:
        """Thirteen orders and fourteen partners; one order that silver cannot take."""
        odoo = SimulatedOdoo(version=self.version)
        shop = fill(odoo, days=3, orders=13)
        odoo.write_raw("pos.order", 7, {"date_order": False})
        odoo.clock.advance(hours=1)
        return odoo, shop

    def run(
        self, client: Odoo, warehouse: Warehouse, observer: Observer | None = None, *, moment: int = 0
    ) -> RunReport:
        engine = Engine(
            odoo=client,
            warehouse=warehouse,
            settings=SyncSettings.model_validate(
                {"SYNC_BATCH_SIZE": self.batch_size, "SYNC_CLOCK_SKEW_SECONDS": STANDING_CLOCK}
            ),
            observer=observer or SilentObserver(),
        )
        asked = self.struck_request if self.struck_request and moment >= self.struck else self.request
        request = parse_request(dict(asked))
        return engine.run(request.select(load_catalogue()), request)


def _nothing(odoo: SimulatedOdoo, shop: Shop) -> None:
    pass


def _a_minute_of_trade(odoo: SimulatedOdoo, shop: Shop) -> None:
    """Behind and ahead of wherever a reader may stand: changes, a new order, one archived, one that committed late."""
    odoo.clock.advance(minutes=1)
    odoo.write("res.partner", [3, 12], {"ref": "changed meanwhile"})
    shop.sell(2)
    with odoo.transaction(at=odoo.clock.now - timedelta(minutes=9)) as late:
        late.write("pos.order", 2, {"pos_reference": "committed late"})
        late.create("res.partner", {"name": "Committed late"})
    odoo.write("res.partner", 9, {"active": False})
    odoo.clock.advance(seconds=20)


def _a_busy_half_hour(odoo: SimulatedOdoo, shop: Shop) -> None:
    odoo.clock.advance(minutes=25)
    odoo.write("pos.order", 7, {"date_order": odoo.clock.now})
    odoo.write("res.partner", [4, 5, 8], {"phone": "+34 600 000 000"})
    shop.sell(4)
    odoo.create("res.partner", {"name": "New customer"})
    odoo.clock.advance(minutes=5)


def _what_no_write_date_tells(odoo: SimulatedOdoo, shop: Shop) -> None:
    """Records deleted, one that committed later than the overlap reaches back."""
    odoo.clock.advance(hours=2)
    odoo.unlink("res.partner", [5, 6, 11])
    odoo.write("res.partner", [7, 13], {"ref": "committed far too late"}, at=odoo.clock.now - timedelta(hours=2))


ERP = ("sale.order", "account.move", "account.move.line")
AMOUNTS = {f"amount_{name}_signed": 12.5 for name in ("untaxed", "tax", "total", "residual")}


def sold(number: int) -> dict[str, Any]:
    return {
        "name": f"S{number}", "partner_id": 1, "company_id": 1, "state": "sale",
        "date_order": datetime(2026, 11, 17, tzinfo=UTC), "amount_untaxed": 10.0 + number, "amount_tax": 1.0,
        "amount_total": 11.0 + number,
    }  # fmt: skip


def invoiced(number: int) -> dict[str, Any]:
    kind = {"state": "posted", "move_type": "out_invoice", "company_id": 1}
    return {"name": f"INV/{number}", "date": "2026-11-17", **kind, **AMOUNTS}


def booked(number: int) -> dict[str, Any]:
    amounts = {"debit": 12.5, "credit": 0.0, "balance": 12.5}
    return {"name": f"Item {number}", "move_id": number, "date": "2026-11-17", **amounts}


def _a_company_at_work(odoo: SimulatedOdoo, shop: Shop) -> None:
    """The first time: orders, invoices, items. Then: changes and a late commit."""
    if not odoo.stored("account.move"):
        for number in range(1, 9):
            odoo.create("sale.order", sold(number))
            odoo.create("account.move", invoiced(number))
            odoo.create("account.move.line", booked(number))
    odoo.clock.advance(minutes=1)
    odoo.write("sale.order", [2, 7], {"client_order_ref": f"changed {odoo.clock.now}"})
    odoo.write("account.move.line", 6, {"debit": 20.0, "balance": 20.0, "analytic_distribution": {"1": 100.0}})
    with odoo.transaction(at=odoo.clock.now - timedelta(minutes=9)) as late:
        late.create("account.move", invoiced(99))
    odoo.clock.advance(seconds=20)


def _fields_come_and_go(odoo: SimulatedOdoo, shop: Shop) -> None:
    odoo.clock.advance(minutes=5)
    odoo.add_field("res.partner", FieldSpec("x_loyalty", "char"))
    odoo.write_raw("res.partner", [3, 4], {"x_loyalty": "gold"})
    odoo.drop_field("res.partner", "phone")


SCENARIOS: Mapping[str, Scenario] = {
    "a first full read": Scenario(
        request={"streams": ["res.partner", "pos.order"]},
        batch_size=5,
        moments=(_nothing, _a_minute_of_trade),
        struck=0,
    ),
    "an incremental read": Scenario(
        request={"streams": ["res.partner", "pos.order"]},
        batch_size=3,
        moments=(_nothing, _a_busy_half_hour, _a_minute_of_trade),
        struck=1,
        version=18,
        protocol="jsonrpc",
    ),
    "a reconcile": Scenario(
        request={"streams": ["res.partner"]},
        struck_request={"streams": ["res.partner"], "mode": "reconcile"},
        batch_size=5,
        moments=(_nothing, _what_no_write_date_tells, _nothing),
        struck=1,
    ),
    "a changed schema": Scenario(
        request={"streams": ["res.partner"]},
        batch_size=20,
        moments=(_nothing, _fields_come_and_go, _nothing),
        struck=1,
    ),
    "the books": Scenario(
        request={"streams": [*ERP]},
        batch_size=5,
        moments=(_a_company_at_work, _a_company_at_work, _nothing),
        struck=1,
    ),
    "a read by business date": Scenario(
        request={"streams": ["pos.order"], "since": "2026-11-18T00:00:00Z"},
        batch_size=5,
        moments=(_nothing, _nothing),
        struck=0,
    ),
}
