"""The outbox's workers against their floor: a bare loop of the very same Odoo calls, no warehouse. And the claim alone.

    python bench/outbox.py [--messages 5000] [--keys 500] [--rest] [--latency 0.01]

Odoo is the simulated one, on a socket in a process of its own; `--latency` adds seconds to each of its answers, for a
real one takes some 10 ms and more. Every worker is a process with its own connections. The warehouse is an embedded
PostgreSQL, made new for each run; with --rest the workers go through a real PostgREST (`scripts/install-postgrest`).
Bare loop and workers take turns. Printed: messages a second, and how many times longer than the bare loop it took.
After each run it is checked that every message was applied once and each key's in order.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.measuring import fresh_warehouse  # noqa: E402  the path comes first

CLAIM = 50


def odoo_client(url: str) -> Any:
    from demo.odoo import API_KEY
    from shared.odoo.client import Odoo
    from shared.outbox.send_window import SendWindow
    from shared.settings import Settings

    send_window = SendWindow()
    variables = {"ODOO_BASE_URL": url, "ODOO_DB": "shop", "ODOO_API_KEY": API_KEY, "ODOO_PROTOCOL": "json2"}
    return Odoo.connect(Settings(variables).odoo, limiter=send_window), send_window


def serve_odoo(partners: int, latency: float) -> None:
    """Until its input ends. Answers a line with the address, and at the end one with what was written."""
    from demo.odoo import Fault, SimulatedOdoo, serve

    odoo = SimulatedOdoo()
    for _ in range(partners):
        odoo.create("res.partner", {"name": "new"})
    if latency:
        odoo.inject(Fault.delay(latency), times=10**9)
    with serve(odoo) as url:
        print(url, flush=True)
        sys.stdin.read()
    written = [call.arguments for call in odoo.calls if call.method == "write"]
    print(json.dumps([[one["ids"][0], one["vals"]["name"]] for one in written]), flush=True)  # type: ignore[index]


def bare(url: str, share: Sequence[tuple[int, str]]) -> None:
    """What a worker asks of Odoo for a write: read, write, read when it was written."""
    odoo, _ = odoo_client(url)
    for record_id, name in share:
        by_id = [["id", "=", record_id]]
        odoo.page("res.partner", domain=by_id, fields=["name", "write_date"], limit=1)
        odoo.call("res.partner", "write", ids=[record_id], vals={"name": name})
        odoo.page("res.partner", domain=by_id, fields=["write_date"], limit=1)


def work(url: str, variables: dict[str, str]) -> None:
    """Runs until nothing is left."""
    from shared.outbox.message_store import OutboxStore
    from shared.outbox.worker import Worker
    from shared.settings import Settings
    from shared.warehouse.open import open_warehouse

    with open_warehouse(Settings(variables).warehouse) as warehouse:
        while warehouse.call("ops.outbox_status", {})["depth"]:  # type: ignore[call-overload,index]
            odoo, send_window = odoo_client(url)
            run_id = str(uuid.uuid4())
            store = OutboxStore(warehouse, run_id=run_id, lease_seconds=300, request_limit_seconds=160)
            Worker(odoo, store, send_window, run_id, "bench", batch_size=CLAIM, lease_seconds=300).run()


def messages(count: int, keys: int) -> list[tuple[int, str]]:
    """Record and name; the partners that `serve_odoo` makes come after the two of every new database."""
    return [(3 + number % keys, f"name {number}") for number in range(count)]


@contextlib.contextmanager
def odoo_process(options: argparse.Namespace) -> Iterator[tuple[str, list[list[Any]]]]:
    """Address, and a list that holds what was written once the block has ended."""
    command = [sys.executable, __file__, "--serve", "--keys", str(options.keys), "--latency", str(options.latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        written: list[list[Any]] = []
        yield process.stdout.readline().strip(), written
        process.stdin.close()
        written += json.loads(process.stdout.readline())


@contextlib.contextmanager
def warehouse(*, rest: bool) -> Iterator[tuple[Any, dict[str, str]]]:
    """The owner's connection to a new migrated database, and the variables that lead to it."""
    import psycopg

    with fresh_warehouse(rest=rest) as (url, variables), psycopg.connect(url, autocommit=True) as db:
        yield db, variables


def fill(db: Any, expected: Sequence[tuple[int, str]], *, ordering_key: str | None = None) -> None:
    from tests.outbox.desk import enqueue

    with db.transaction():
        for record_id, name in expected:
            key = f"{ordering_key} {name}"
            enqueue(db, key, "res.partner", "write", {"name": name}, record_id=record_id, ordering_key=ordering_key)
    db.execute("analyze ops.odoo_outbox")


def together(url: str, jobs: Sequence[dict[str, Any]]) -> float:
    """Seconds from the moment all processes are ready until the last has ended."""
    with contextlib.ExitStack() as stack:
        processes = []
        for job in jobs:
            command = [sys.executable, __file__, "--job"]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            process: Any = stack.enter_context(subprocess.Popen(command, **pipes))  # type: ignore[call-overload]
            process.stdin.write(json.dumps({"url": url, **job}) + "\n")
            process.stdin.flush()
            processes.append(process)
        for process in processes:
            process.stdout.readline()
        began = time.perf_counter()
        for process in processes:
            process.stdin.close()
        for process in processes:
            process.wait()
        seconds = time.perf_counter() - began
    assert all(process.returncode == 0 for process in processes)
    return seconds


def run_job() -> None:
    job = json.loads(sys.stdin.readline())
    from shared.outbox import worker  # noqa: F401  imported before the clock starts

    print("ready", flush=True)
    sys.stdin.read()
    if "share" in job:
        bare(job["url"], job["share"])
    else:
        work(job["url"], job["variables"])


def check(written: list[list[Any]], expected: Sequence[tuple[int, str]]) -> None:
    by_record = [sorted(range(len(some)), key=lambda n, some=some: some[n][0]) for some in (written, expected)]  # type: ignore[misc]
    assert [tuple(written[n]) for n in by_record[0]] == [expected[n] for n in by_record[1]], "not once, or not in order"


def throughput(options: argparse.Namespace, *, workers: int, rest: bool) -> None:
    expected = messages(options.messages, options.keys)
    with odoo_process(options) as (url, _):
        floor = together(url, [{"share": expected[number::workers]} for number in range(workers)])
    with warehouse(rest=rest) as (db, variables), odoo_process(options) as (url, written):
        fill(db, expected)
        seconds = together(url, [{"variables": variables}] * workers)
    check(written, expected)
    print(
        f"{'rest' if rest else 'direct':<8}{workers:>8}{len(expected) / floor:>12.0f}{len(expected) / seconds:>12.0f}"
        f"{seconds / floor:>10.2f}",
        flush=True,
    )


def claiming(options: argparse.Namespace, *, rest: bool, held_back: int) -> None:
    """The claims alone; what was claimed is settled in between, unmeasured."""
    from shared.outbox.message_store import OutboxStore
    from shared.settings import Settings
    from shared.warehouse.open import open_warehouse

    with warehouse(rest=rest) as (db, variables), open_warehouse(Settings(variables).warehouse) as target:
        if held_back:
            fill(db, [(1, f"held {number}") for number in range(held_back + 1)], ordering_key="wedged")
            db.execute("update ops.odoo_outbox set status = 'dead', last_error = 'x' where id = 1")
        fill(db, messages(options.messages, options.keys))
        store = OutboxStore(target, run_id=str(uuid.uuid4()), lease_seconds=300, request_limit_seconds=160)
        store.begin("bench")
        seconds, claimed = 0.0, 0
        while True:
            began = time.perf_counter()
            found = store.claim(CLAIM)
            seconds += time.perf_counter() - began
            if not found:
                break
            claimed += len(found)
            db.execute(
                "update ops.odoo_outbox set status = 'done', settled_at = now(), run_id = null, "
                "lease_expires_at = null where status = 'processing'"
            )
    assert claimed == options.messages
    print(f"{'rest' if rest else 'direct':<8}{held_back:>12,}{claimed / seconds:>12.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--keys", type=int, default=500)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--rest", action="store_true", help="measure the REST adapter too")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--job", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_odoo(options.keys, options.latency)
    elif options.job:
        run_job()
    else:
        adapters = [False, True] if options.rest else [False]
        print(f"{options.messages:,} messages, {options.keys} keys, Odoo {options.latency * 1000:.0f} ms slower")
        print(f"{'adapter':<8}{'workers':>8}{'bare / s':>12}{'outbox / s':>12}{'ratio':>10}")
        for rest in adapters:
            for workers in (1, 4):
                throughput(options, workers=workers, rest=rest)
        print(f"\n{'adapter':<8}{'held back':>12}{'claims / s':>12}")
        for rest in adapters:
            for held_back in (0, 5000):
                claiming(options, rest=rest, held_back=held_back)


if __name__ == "__main__":
    main()
