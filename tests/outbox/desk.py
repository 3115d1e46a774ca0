"""Both ends of the outbox in one hand: a simulated Odoo, a real database, workers between them, and time."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, LiteralString

import httpx
import psycopg
from psycopg.types.json import Jsonb

from demo.odoo import SimulatedOdoo
from demo.odoo.methods import Methods
from shared.odoo.client import Odoo
from shared.outbox.message_store import OutboxStore
from shared.outbox.outbox_report import MessageReport, OutboxReport
from shared.outbox.send_window import SendWindow
from shared.outbox.worker import Worker
from shared.retries import RetryPolicy
from shared.warehouse.protocol import Warehouse
from tests.proof.points import odoo_step
from tests.warehouse.retail import column, one

LEASE_SECONDS = 300
DOUBT_SECONDS = 160
CHANGING = frozenset({"load", "write", "unlink", "action_pay", "action_nothing", "action_submit", "action_confirm"})
"""The methods by which messages of these tests change Odoo."""

SHIFT = """update ops.odoo_outbox
              set next_attempt_at = next_attempt_at - %(by)s, sent_at = sent_at - %(by)s, doubt_until = doubt_until - %(by)s,
                  lease_expires_at = lease_expires_at - %(by)s, settled_at = settled_at - %(by)s"""


class LateLine(httpx.BaseTransport):
    """Requests that change something stay on the way while `holding`: the client gives up, `arrive` brings them.

    `losing`: of so many the answer is lost. `down`: nobody gets through at all.
    """

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self._on_the_way: list[httpx.Request] = []
        self.holding = False
        self.losing = 0
        self.down = False
        self.changes = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("Connection refused", request=request)
        is_change = odoo_step(request).rpartition(" ")[2] in CHANGING
        self.changes += is_change
        if is_change and self.holding:
            self._on_the_way.append(request)
            raise httpx.ReadTimeout("no answer in time", request=request)
        response = self._inner.handle_request(request)
        if is_change and self.losing:
            self.losing -= 1
            response.read()
            raise httpx.ReadTimeout("no answer in time", request=request)
        return response

    def close(self) -> None:
        self._inner.close()

    def arrive(self) -> None:
        for request in self._on_the_way:
            self._inner.handle_request(request).read()
        self._on_the_way = []


@dataclass
class Desk:
    """`line.changes` counts the calls that change something as they leave the worker; `effects` what came of them."""

    odoo: SimulatedOdoo
    warehouse: Warehouse
    db: psycopg.Connection[Any]
    protocol: Literal["json2", "jsonrpc"] = "json2"
    line: LateLine = field(init=False)

    def __post_init__(self) -> None:
        self.line = LateLine(self.odoo.transport())

    def enqueue(
        self, key: str, model: str, operation: str, payload: Mapping[str, Any] | None = None, **more: Any
    ) -> int:
        """The message's number. `more`: the further parameters of `ops.enqueue_odoo` without their `p_`."""
        return int(enqueue(self.db, key, model, operation, payload, **more)["id"])

    def worker(
        self,
        *,
        warehouse: Warehouse | None = None,
        clock: Callable[[], float] | None = None,
        batch_size: int = 50,
        lease_seconds: int = LEASE_SECONDS,
        stop: threading.Event | None = None,
    ) -> Worker:
        stop = stop or threading.Event()
        send_window = SendWindow(clock=clock) if clock else SendWindow()
        run_id = str(uuid.uuid4())
        store = OutboxStore(
            warehouse or self.warehouse,
            run_id=run_id,
            lease_seconds=lease_seconds,
            request_limit_seconds=DOUBT_SECONDS,
        )
        odoo = Odoo.connect(
            self.odoo.settings(protocol=self.protocol),
            transport=self.line,
            limiter=send_window,
            retry_policy=RetryPolicy(attempts=1),
            stopped=stop.is_set,
        )
        return Worker(odoo, store, send_window, run_id, "test", batch_size, lease_seconds, stop=stop)

    def run(self) -> OutboxReport:
        return self.worker().run()

    def one(self) -> MessageReport:
        """A run that has one message to deal with."""
        (message,) = self.run().messages
        return message

    def later(self, **units: float) -> None:
        """Time passes, for the messages and in Odoo: three minutes unless told otherwise."""
        units = units or {"minutes": 3}
        before = self.odoo.clock.now
        self.db.execute(SHIFT, {"by": self.odoo.clock.advance(**units) - before})

    def message(self, message_id: int) -> dict[str, Any]:
        return dict(self.value("select ops.show_message(%s)", message_id))

    def statuses(self) -> list[str]:
        return column(self.db, "select status from ops.odoo_outbox order by id")

    def value(self, statement: LiteralString, *arguments: Any) -> Any:
        return one(self.db, statement, *arguments)

    def effects(self, model: str, record_id: int) -> dict[str, int]:
        """How often the record was created, written, deleted."""
        found = self.odoo.store.effects
        return {kind: count for (name, one, kind), count in found.items() if (name, one) == (model, record_id)}

    def named(self, key: str) -> int | None:
        """The record that the outbox made under a key."""
        external = str(self.value("select ops.external_id(%s)", key)).partition(".")[2]
        rows = self.odoo.stored("ir.model.data").values()
        return next((row["res_id"] for row in rows if (row["module"], row["name"]) == ("__outbox__", external)), None)


def pay(methods: Methods, ids: list[int]) -> bool:
    """A button that works."""
    with methods.transaction() as transaction:
        transaction.write("pos.order", ids, {"state": "paid"})
    return True


def enqueue(
    db: psycopg.Connection[Any],
    key: str,
    model: str,
    operation: str,
    payload: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    values = {name: Jsonb(one) if isinstance(one, dict | list) else one for name, one in more.items()}
    named = "".join(f", p_{name} => %({name})s" for name in values)
    statement = f"select ops.enqueue_odoo(%(key)s, %(model)s, %(operation)s, %(payload)s{named})"
    own = {"key": key, "model": model, "operation": operation, "payload": Jsonb(dict(payload or {}))}
    row = db.execute(statement, {**own, **values}).fetchone()
    assert row is not None
    return dict(row[0])
