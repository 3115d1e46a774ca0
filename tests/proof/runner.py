"""Runs as processes of their own, in milliseconds: one process imports everything once and forks for each run.

python -m tests.proof.runner        an Order as a line of JSON in, an Outcome as a line of JSON out, again and again
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import httpx
from pydantic import BaseModel, SecretStr

from demo.odoo import SimulatedOdoo
from demo.shop import Shop
from shared.odoo.client import Odoo
from shared.sync.run_report import RunReport
from shared.warehouse.postgres import PostgresWarehouse
from shared.warehouse.protocol import Warehouse
from shared.warehouse.rest import RestWarehouse
from tests.proof.points import (
    Points,
    Traffic,
    WatchedLine,
    WatchedObserver,
    WatchedTransport,
    WatchedWarehouse,
    line_step,
    odoo_step,
    rest_step,
)
from tests.proof.scenarios import RETRY_POLICY, SCENARIOS

_LONGEST_RUN_SECONDS = 60
OrderT = TypeVar("OrderT", bound=BaseModel)
OutcomeT = TypeVar("OutcomeT", bound=BaseModel)


class Order(BaseModel):
    """One run: of which scenario at which moment, over which adapter, struck where (None: undisturbed)."""

    scenario: str
    moment: int
    variables: dict[str, str]
    strike: str | None = None


class Outcome(BaseModel):
    """`report` is None for a run that died; `signal` is what it died of."""

    signal: int = 0
    points: list[str] = []
    report: RunReport | None = None


class Process(Generic[OrderT, OutcomeT]):
    """The forking process, from outside."""

    def __init__(self, process: subprocess.Popen[str], outcome: type[OutcomeT]) -> None:
        self._process = process
        self._outcome = outcome

    def run(self, order: OrderT) -> OutcomeT:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(order.model_dump_json() + "\n")
        self._process.stdin.flush()
        return self._outcome.model_validate_json(self._process.stdout.readline())


Runner = Process[Order, Outcome]


@contextmanager
def running(module: str) -> Iterator[subprocess.Popen[str]]:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", module]
    with subprocess.Popen(
        command, cwd=root, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    worlds = {name: scenario.build() for name, scenario in SCENARIOS.items()}
    serve_orders(Order, lambda order: _run(order, *worlds[order.scenario]), lambda signal: Outcome(signal=signal))


def serve_orders(kind: type[OrderT], run: Callable[[OrderT], BaseModel], killed: Callable[[int], BaseModel]) -> None:
    """Carries out each order in a fork. `killed(signal)` is the answer for one that did not come back."""
    gc.freeze()  # what is here is left alone: a fork copies only what it touches
    for line in sys.stdin:
        order = kind.model_validate_json(line)
        print(_forked(order, run, killed), flush=True)  # noqa: T201 - this is its answer


def _forked(order: OrderT, run: Callable[[OrderT], BaseModel], killed: Callable[[int], BaseModel]) -> str:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        signal.alarm(_LONGEST_RUN_SECONDS)
        outcome = run(order)
        with os.fdopen(writing, "w") as answer:
            answer.write(outcome.model_dump_json())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, status = os.waitpid(pid, 0)
    return killed(os.WTERMSIG(status)).model_dump_json() if os.WIFSIGNALED(status) else text


def _run(order: Order, odoo: SimulatedOdoo, shop: Shop) -> Outcome:
    scenario = SCENARIOS[order.scenario]
    for happening in scenario.moments[: order.moment + 1]:
        happening(odoo, shop)
    traffic = Traffic()
    points = Points(order.strike, blow=traffic.die)
    client = Odoo.connect(
        odoo.settings(protocol=scenario.protocol),
        transport=WatchedTransport(odoo.transport(), points, odoo_step),
        retry_policy=RETRY_POLICY,
    )
    warehouse = WatchedWarehouse(watched_warehouse(order.variables, points, traffic), points)
    report = scenario.run(client, warehouse, WatchedObserver(points), moment=order.moment)
    return Outcome(points=points.passed, report=report)


def watched_warehouse(
    variables: Mapping[str, str],
    points: Points,
    traffic: Traffic,
    *,
    step_of: Callable[[bytes], str | None] = line_step,
) -> Warehouse:
    """Either adapter, with points on its line."""
    if "SUPABASE_DB_URL" in variables:
        return PostgresWarehouse(
            WatchedLine(variables["SUPABASE_DB_URL"], points, step_of).url, retry_policy=RETRY_POLICY
        )
    return RestWarehouse(
        variables["SUPABASE_URL"],
        SecretStr(variables["SUPABASE_SERVICE_ROLE_KEY"]),
        retry_policy=RETRY_POLICY,
        transport=WatchedTransport(httpx.HTTPTransport(verify=False), points, rest_step, traffic),
    )


if __name__ == "__main__":
    main()
