"""The mirror against a native subscription: first copy, catching up, and the memory of one large transaction.

    python bench/cdc.py [--rows 1000000] [--changes 200000]

Two embedded PostgreSQL servers; a table of 61 columns like Odoo's account_move_line (`bench/cdc.sql`). Each of ours is
in a process of its own, next to the native one over the same rows, because only ratios within one run mean anything.
Ends with 1 when the first copy took more than 0.8 of the native one, catching up (by SQL, by the stream) more
than 0.7, or the client more than 120 MB in any of them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.measuring import Result, measured  # noqa: E402  the path comes first

COPY_LIMIT, CATCH_UP_LIMIT, MEMORY_MB = 0.8, 0.7, 120
NAME = "odoo_pub_scout"
SETTINGS = {"wal_level": "logical", "autovacuum": "off"}

Db = psycopg.Connection[Any]


def mirror(variant: str) -> Result:
    """In a process of its own: copies, or takes what has come since."""
    from shared.cdc.follow import Follower
    from shared.cdc.mirror import Mirror
    from shared.settings import Settings

    mirrored = Mirror.open(Settings.from_environment())
    with contextlib.closing(mirrored):
        mirrored.may_begin = variant == "copy"
        began = time.perf_counter()
        if variant == "stream":
            stop, taken = threading.Event(), [0]

            def took(report: Any) -> None:
                taken[0] += report.records
                if report.caught_up and taken[0]:
                    stop.set()

            mirrored.settle()
            follower = Follower(mirrored, stop, took=took)
            follower._stream()
            rows = taken[0]
        else:
            report = mirrored.run()
            rows = report.copied_rows or report.records
        return {"seconds": time.perf_counter() - began, "rows": rows}


def native(target: Db, source_url: str, *, begin: bool) -> float:
    """Seconds of a subscription until it has copied (`begin`), or until it has what the source has now."""
    with psycopg.connect(source_url, autocommit=True) as source:
        began = time.perf_counter()
        if begin:
            options = sql.SQL("create subscription bench connection {} publication {}")
            target.execute(options.format(sql.Literal(source_url), sql.Identifier(NAME)))
            while one(target, "select count(*) from pg_subscription_rel where srsubstate not in ('r', 's')"):
                time.sleep(0.02)
        else:
            target.execute("alter subscription bench enable")
            end = one(source, "select pg_current_wal_lsn()")
            behind = "select count(*) from pg_replication_slots where slot_name = 'bench' and confirmed_flush_lsn < %s"
            while one(source, behind, end):
                time.sleep(0.02)
        return time.perf_counter() - began


def one(db: Db, question: str, *arguments: object) -> Any:
    row = db.execute(question.encode(), arguments).fetchone()
    return row and row[0]


@contextlib.contextmanager
def servers() -> Iterator[tuple[str, str, str]]:
    """The source's address, and two warehouses': the mirror's, and the subscription's."""
    from demo.postgres import embedded_postgres
    from shared.settings import Settings
    from shared.warehouse.migrations import migrate

    with (
        embedded_postgres(tcp=True, settings=SETTINGS) as source,
        embedded_postgres(tcp=True, settings=SETTINGS) as target,
    ):
        for server in (source, target):
            with psycopg.connect(server.url(), autocommit=True) as db:
                # As servers that matter have it; what was not flushed yet is not decoded.
                db.execute("alter role postgres set synchronous_commit = on")
        migrate(Settings({"SUPABASE_DB_URL": target.url()}).warehouse)
        yield source.url(), target.url(), target.create_database("native", template="template1")


def same(source_url: str, target_url: str, table: str) -> bool:
    """As text, row for row: ids and one changed column stand for all; tests compare every one."""
    question = "select md5(string_agg(id || name || write_date, ',' order by id)) from "
    with psycopg.connect(source_url) as there, psycopg.connect(target_url) as here:
        return bool(one(there, question + "account_move_line") == one(here, question + table))


def compare(rows: int, changes: int) -> bool:
    with servers() as (source_url, target_url, native_url), psycopg.connect(source_url, autocommit=True) as source:
        source.execute((ROOT / "bench" / "cdc.sql").read_bytes())
        source.execute("call fill(%s)", [rows])
        source.execute(b"analyze account_move_line; create publication odoo_pub_scout for table account_move_line")
        variables = {"SUPABASE_DB_URL": target_url, "ODOO_DB_URL": source_url}
        results = {"copy": measured(__file__, "copy", variables, "first copy, mirror    ")}
        theirs = {}
        with psycopg.connect(native_url, autocommit=True) as target:
            target.execute((ROOT / "bench" / "cdc.sql").read_bytes())
            theirs["copy"] = native(target, source_url, begin=True)
            print(f"first copy, native     {theirs['copy']:6.1f} s", flush=True)
            for number, variant in enumerate(("peek", "stream")):
                target.execute("alter subscription bench disable")
                time.sleep(1)
                source.execute("call change(%s, %s)", [changes, 1 + number * changes])
                source.execute("checkpoint")
                results[variant] = measured(__file__, variant, variables, f"{changes:,} updates, {variant:7}")
                theirs[variant] = native(target, source_url, begin=False)
                print(f"{changes:,} updates, native  {theirs[variant]:6.1f} s", flush=True)
            equal = same(source_url, target_url, "cdc.mirror_account_move_line") and same(
                source_url, native_url, "account_move_line"
            )
            target.execute("drop subscription bench")
        source.execute("update account_move_line set name = 'All'")
        results["large"] = measured(__file__, "large", variables, f"one transaction of {rows:,}")
        equal = equal and same(source_url, target_url, "cdc.mirror_account_move_line")
    good = equal
    for variant, limit in (("copy", COPY_LIMIT), ("peek", CATCH_UP_LIMIT), ("stream", CATCH_UP_LIMIT)):
        ratio = results[variant]["seconds"] / theirs[variant]
        good = good and ratio <= limit
        print(f"{variant}: {ratio:.2f} of the native subscription; the limit is {limit}")
    peak = max(result["peak_mb"] for result in results.values())
    print(
        f"client memory at most {peak:.0f} MB; the limit is {MEMORY_MB}. Rows are {'equal' if equal else 'DIFFERENT'}."
    )
    return good and peak <= MEMORY_MB


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--changes", type=int, default=200_000)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(mirror(options.only)))
        return
    sys.exit(not compare(options.rows, options.changes))


if __name__ == "__main__":
    main()
