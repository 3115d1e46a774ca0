"""Runs as processes of their own, in milliseconds: one process imports everything once and forks for each run.

python -m tests.proof.runner        an Order as a line of JSON in, an Outcome as a line of JSON out, again and again
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from pydantic import BaseModel, SecretStr

from demo.odoo import SimulatedOdoo
from demo.shop import Shop
from shared.odoo.client import Odoo
from shared.sync.report import RunReport
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
    odoo_step,
    rest_step,
)
from tests.proof.scenarios import PATIENCE, SCENARIOS

_LONGEST_RUN_SECONDS = 60


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


class Runner:
    """The forking process, from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, order: Order) -> Outcome:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(order.model_dump_json() + "\n")
        self._process.stdin.flush()
        return Outcome.model_validate_json(self._process.stdout.readline())


@contextmanager
def running() -> Iterator[Runner]:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "tests.proof.runner"]
    with subprocess.Popen(
        command, cwd=root, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Runner(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    worlds = {name: scenario.build() for name, scenario in SCENARIOS.items()}
    gc.freeze()  # what is here is left alone: a fork copies only what it touches
    for line in sys.stdin:
        order = Order.model_validate_json(line)
        print(_forked(order, worlds[order.scenario]).model_dump_json(), flush=True)  # noqa: T201 - this is its answer


def _forked(order: Order, world: tuple[SimulatedOdoo, Shop]) -> Outcome:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        signal.alarm(_LONGEST_RUN_SECONDS)
        outcome = _run(order, *world)
        with os.fdopen(writing, "w") as answer:
            answer.write(outcome.model_dump_json())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        return Outcome.model_validate_json(text)
    return Outcome(signal=os.WTERMSIG(status))


def _run(order: Order, odoo: SimulatedOdoo, shop: Shop) -> Outcome:
    scenario = SCENARIOS[order.scenario]
    for happening in scenario.moments[: order.moment + 1]:
        happening(odoo, shop)
    traffic = Traffic()
    points = Points(order.strike, blow=traffic.die)
    client = Odoo.connect(
        odoo.settings(protocol=scenario.protocol),
        transport=WatchedTransport(odoo.transport(), points, odoo_step),
        patience=PATIENCE,
    )
    warehouse = WatchedWarehouse(_warehouse(order.variables, points, traffic), points)
    report = scenario.run(client, warehouse, WatchedObserver(points), moment=order.moment)
    return Outcome(points=points.passed, report=report)


def _warehouse(variables: Mapping[str, str], points: Points, traffic: Traffic) -> Warehouse:
    if "SUPABASE_DB_URL" in variables:
        return PostgresWarehouse(WatchedLine(variables["SUPABASE_DB_URL"], points).url, patience=PATIENCE)
    return RestWarehouse(
        variables["SUPABASE_URL"],
        SecretStr(variables["SUPABASE_SERVICE_ROLE_KEY"]),
        patience=PATIENCE,
        transport=WatchedTransport(httpx.HTTPTransport(verify=False), points, rest_step, traffic),
    )


if __name__ == "__main__":
    main()
