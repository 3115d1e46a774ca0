"""Several workers at once over many keys: each message once, each key in its order, nothing left."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from demo.odoo import SimulatedOdoo
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from tests.outbox.desk import Desk

WORKERS = 4
MESSAGES = 5000
KEYS = 500


@pytest.fixture
def desk(database_url: str, db: psycopg.Connection[Any]) -> Iterator[Desk]:
    with open_warehouse(Settings({"SUPABASE_DB_URL": database_url}).warehouse) as warehouse:
        yield Desk(SimulatedOdoo(), warehouse, db)


def put_many(desk: Desk, messages: int, keys: int) -> dict[int, list[str]]:
    """Names for `keys` partners in turn, ten each; by partner the names in the order of their messages."""
    wanted: dict[int, list[str]] = defaultdict(list)
    partners = [desk.odoo.create("res.partner", {"name": "new"}) for _ in range(keys)]
    with desk.db.transaction():
        for number, partner in zip(range(messages), itertools.cycle(partners), strict=False):
            wanted[partner].append(f"name {number}")
            desk.enqueue(f"m{number}", "res.partner", "write", {"name": f"name {number}"}, record_id=partner)
    desk.db.execute("analyze ops.odoo_outbox")
    return wanted


def work_all(desk: Desk, database_url: str, workers: int) -> None:
    """Each worker has its own client and its own connection."""

    def work() -> None:
        with open_warehouse(Settings({"SUPABASE_DB_URL": database_url}).warehouse) as warehouse:
            while warehouse.call("ops.outbox_status", {})["depth"]:
                desk.worker(warehouse=warehouse).run()

    with ThreadPoolExecutor(workers) as threads:
        for ended in [threads.submit(work) for _ in range(workers)]:
            ended.result(300)


def writes(desk: Desk) -> dict[int, list[str]]:
    """By partner the names in the order in which Odoo was asked to write them."""
    found: dict[int, list[str]] = defaultdict(list)
    for call in desk.odoo.calls:
        if (call.model, call.method) == ("res.partner", "write"):
            (record_id,) = call.arguments["ids"]
            found[record_id].append(call.arguments["vals"]["name"])
    return found


def test_four_workers_apply_each_message_once_and_each_keys_in_order(desk: Desk, database_url: str) -> None:
    wanted = put_many(desk, MESSAGES, KEYS)
    work_all(desk, database_url, WORKERS)
    assert writes(desk) == wanted
    assert (
        desk.value("select count(*) from ops.odoo_outbox where status = 'done' and attempts + takeovers = 0")
        == MESSAGES
    )
    assert desk.value("select count(distinct run_id) from ops.odoo_sync_runs where done > 0") >= WORKERS
    assert all(
        desk.effects("res.partner", partner) == {"create": 1, "write": len(names)} for partner, names in wanted.items()
    )
