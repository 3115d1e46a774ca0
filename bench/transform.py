"""`scout transform` at many journal items: a full build, nothing new, one changed day; peer: hand-written SQL.

    python bench/transform.py [--items 5000000]

Needs dbt (make dbt). The peer makes the same fact and the same sums by account and month, with no dbt and no tests.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg

from bench.measuring import fresh_warehouse
from shared.settings import Settings
from shared.transform import TransformReport, transform
from tests.dbt.books import Books

ITEMS = Path(__file__).with_name("transform_items.sql")
CHANGED_DAY = """
    with touched as (
        update scout.typed_account_move_line set partner_id = partner_id % 5000 + 1 where date = '2025-06-02'
        returning id)
    insert into scout.changes (model, ids) select 'account.move.line', array_agg(id) from touched
    returning cardinality(ids)
"""
BY_HAND = """
    create table by_hand as
    select id, move_id, move_name, company_id, account_id, partner_id, date, date_maturity, debit, credit, balance,
           company_currency_id, amount_currency
      from odoo_raw.account_move_line where parent_state = 'posted' and account_id is not null;
    alter table by_hand add primary key (id);
    create index on by_hand (move_id);
    create index on by_hand (date);
    create table months_by_hand as
    select company_id, account_id, date_trunc('month', date)::date as month, sum(debit) as debit, sum(credit) as credit,
           sum(balance) as balance
      from by_hand group by 1, 2, 3
"""


def timed(what: str, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - began
    print(f"{what:<34} {seconds:8.1f} s", flush=True)
    if isinstance(answer, TransformReport):
        if answer.bad:
            raise SystemExit("\n".join(f"{one.name}: {one.message} {one.rows}" for one in answer.bad))
        slowest = sorted(answer.results, key=lambda one: -one.seconds)[:6]
        print("   " + ", ".join(f"{one.name} {one.seconds:.1f}" for one in slowest), flush=True)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=5_000_000)
    items = parser.parse_args().items
    with fresh_warehouse(rest=False) as (url, variables), psycopg.connect(url, autocommit=True) as db:
        warehouse = Settings(variables).warehouse
        Books(db)
        subprocess.run(
            ["psql", url, "-q", "-v", "ON_ERROR_STOP=1", "-v", f"items={items}", "-f", str(ITEMS)], check=True
        )
        db.execute("set statement_timeout = 0")
        by_hand = timed("by hand: fact, indexes, months", lambda: db.execute(BY_HAND.encode()))
        full = timed("full build", lambda: transform(warehouse))
        nothing = timed("nothing new", lambda: transform(warehouse))
        [(touched,)] = db.execute(CHANGED_DAY.encode()).fetchall()
        day = timed(f"one day of {touched:,} items", lambda: transform(warehouse))
        print(
            f"{items:,} items: one day {day / full:.3f} of a full build, nothing new {nothing / full:.3f}, "
            f"full build {full / by_hand:.1f} of by hand"
        )


if __name__ == "__main__":
    main()
