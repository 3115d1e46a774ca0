"""What typed relations cost a page, and what odoo_raw costs an aggregate.

    python bench/typed.py [--items 1000000]

Peers in the same run: the same page into bronze without the triggers that type it; the same question over a table that
somebody made by hand, with the same columns and with the five it needs.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg

from bench.measuring import fresh_warehouse

ITEMS = Path(__file__).with_name("typed_items.sql").read_bytes()
PAGE = (
    "select jsonb_agg(pg_temp.item(n) || jsonb_build_object('name', %s::text)) from generate_series({0}, {0} + 4999) n"
)
FILL = b"""
    insert into scout.typed_account_move_line
    select item.*
      from generate_series(1, %s) n
     cross join lateral pg_temp.item(n) as told
     cross join lateral jsonb_populate_record(null::scout.typed_account_move_line, told || jsonb_build_object(
           '_company_id', told -> 'company_id', '_synced_at', now())) as item
"""
HAND_MADE = b"""
    create table same as table scout.typed_account_move_line;
    create table narrow as select id, _company_id, account_id, date, balance from scout.typed_account_move_line;
    grant select on same, narrow to superset_readonly, service_role;
    insert into scout.company_access (role_name, company_id) select 'superset_readonly', n from generate_series(1, 4) n
"""
QUESTION = "select account_id, date_trunc('month', date), sum(balance), count(*) from {} group by 1, 2"
TYPING = ("type_inserted", "type_updated")


def timed(db: psycopg.Connection[Any], statement: str, *arguments: Any) -> float:
    began = time.perf_counter()
    db.execute(statement.encode(), arguments)
    return time.perf_counter() - began


def pages(db: psycopg.Connection[Any], kind: str) -> float:
    """Typed beside untyped, in turns: the ratio of the medians of five."""
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for number in range(10):
        typed = number % 2 == 0
        for trigger in TYPING:
            word = "enable" if typed else "disable"
            db.execute(f"alter table scout.bronze_account_move_line {word} trigger {trigger}".encode())
        first = 100_000_000 + number * 5000 if kind == "new" else 200_000_000 + typed * 5000
        name = "the same" if kind == "unchanged" else f"page {number}"
        [(rows,)] = db.execute(PAGE.format(first).encode(), [name]).fetchall()
        body = psycopg.types.json.Jsonb(rows)
        seconds[typed].append(timed(db, "select scout.ingest_rows('account.move.line', %s)", body))
    return median(seconds[True][1:]) / median(seconds[False][1:])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--items", type=int, default=1_000_000)
    items = arguments.parse_args().items
    with fresh_warehouse(rest=False) as (url, _), psycopg.connect(url, autocommit=True) as db:
        db.execute(ITEMS)
        db.execute("set statement_timeout = 0")
        for kind in ("new", "changed", "unchanged"):
            print(f"page of 5,000, {kind:<9} {pages(db, kind):6.2f} of one into bronze alone")
        db.execute(
            "alter table scout.bronze_account_move_line enable trigger user; truncate scout.bronze_account_move_line"
        )
        db.execute("set session_replication_role = replica")
        db.execute(FILL, [items])
        db.execute("reset session_replication_role")
        db.execute(HAND_MADE)
        db.execute("vacuum analyze")
        db.execute("set max_parallel_workers_per_gather = 0; set jit = off; set work_mem = '64MB'")

        def asked(relation: str, role: str) -> float:
            db.execute(f"set role {role}".encode())
            best = min(timed(db, QUESTION.format(relation)) for _ in range(5))
            db.execute("reset role")
            return best

        peers = {name: asked(name, "service_role") for name in ("same", "narrow")}
        relation = "odoo_raw.account_move_line"
        found = {"service_role": asked(relation, "service_role"), "all companies": asked(relation, "superset_readonly")}
        db.execute("delete from scout.company_access where company_id > 1")
        found["one company of four"] = asked(relation, "superset_readonly")
        print(
            f"{items:,} items, sum by account and month: hand-made {peers['same']:.2f} s, "
            f"with five columns {peers['narrow']:.2f} s"
        )
        for who, seconds in found.items():
            print(
                f"{who:<20} {seconds / peers['same']:6.2f} of the same columns {seconds / peers['narrow']:6.2f} of five"
            )


if __name__ == "__main__":
    main()
