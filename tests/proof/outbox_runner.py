"""Outbox workers as processes of their own, which can be killed: forked as in `runner`, against an Odoo on a socket.

python -m tests.proof.outbox_runner     an Order as a line of JSON in, an Outcome as a line of JSON out
"""

from __future__ import annotations

import re
import uuid
from typing import Literal

import httpx
from pydantic import BaseModel, SecretStr

from shared.odoo.client import Odoo
from shared.outbox.message_store import OutboxStore
from shared.outbox.outbox_report import MessageReport, OutboxReport
from shared.outbox.send_window import SendWindow
from shared.outbox.worker import Worker
from shared.settings import OdooSettings
from tests.proof.points import Points, Traffic, WatchedTransport, WatchedWarehouse, odoo_step
from tests.proof.runner import serve_orders, watched_warehouse
from tests.proof.scenarios import RETRY_POLICY

_CALL = re.compile(rb'"ops"\."(\w+)"')


class Order(BaseModel):
    """One run against the Odoo at `odoo_url`, over the adapter of `variables`, struck where (None: undisturbed)."""

    odoo_url: str
    protocol: Literal["json2", "jsonrpc"]
    api_key: str
    variables: dict[str, str]
    strike: str | None = None


class Outcome(BaseModel):
    """`report` is None for a run that died; `signal` is what it died of."""

    signal: int = 0
    points: list[str] = []
    report: OutboxReport | None = None


class _Observer:
    """Between the messages."""

    def __init__(self, points: Points) -> None:
        self._points = points

    def claimed(self, count: int) -> None:
        self._points.at(self._points.numbered("claimed"))

    def settled(self, report: MessageReport) -> None:
        self._points.at(self._points.numbered("settled"))


def line_step(data: bytes) -> str | None:
    called = _CALL.search(data)
    return f"- ops.{called[1].decode()} over the line" if called else None


def run(order: Order) -> Outcome:
    traffic = Traffic()
    points = Points(order.strike, blow=traffic.die)
    send_window = SendWindow()
    settings = OdooSettings.model_validate(
        {
            "ODOO_BASE_URL": order.odoo_url,
            "ODOO_DB": "shop",
            "ODOO_USERNAME": "admin",
            "ODOO_API_KEY": SecretStr(order.api_key),
            "ODOO_PROTOCOL": order.protocol,
        }
    )
    odoo = Odoo.connect(
        settings,
        transport=WatchedTransport(httpx.HTTPTransport(), points, odoo_step),
        limiter=send_window,
        retry_policy=RETRY_POLICY,
    )
    warehouse = WatchedWarehouse(watched_warehouse(order.variables, points, traffic, step_of=line_step), points)
    run_id = str(uuid.uuid4())
    store = OutboxStore(warehouse, run_id=run_id, lease_seconds=300, request_limit_seconds=160)
    worker = Worker(
        odoo, store, send_window, run_id, "struck", batch_size=10, lease_seconds=300, observer=_Observer(points)
    )
    return Outcome(report=worker.run(), points=points.passed)


if __name__ == "__main__":
    serve_orders(Order, run, lambda signal: Outcome(signal=signal))
