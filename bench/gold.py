"""A refresh of gold after one day changed, against a full one; and what the notes of changes cost a page.

    python bench/gold.py [--lines 4000000] [--days 1460] [--rounds 5]

Needs no Odoo: an embedded PostgreSQL is filled with orders of two lines each (`bench/gold.sql`). In each round the
orders of one day change, gold is refreshed by day, and then in full. Before that, pages of 5,000 orders and lines, new
and changed, tell the notes' share of a page's ingest. Ends with 1 when one changed day took more than 0.02 of a full
refresh, or the notes more than 0.03 of a page.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.measuring import fresh_warehouse  # noqa: E402  the path comes first

DAY_LIMIT, NOTES_LIMIT = 0.02, 0.03
PAGE = 5_000
FILLING = 36
"""Fields added to a page's records, which then are as many and as long as a real Odoo's."""

Db = psycopg.Connection[Any]


def value(db: Db, question: str, *arguments: object) -> Any:
    row = db.execute(question.encode(), arguments).fetchone()
    return row and row[0]


def notes_share(db: Db, *, orders: int, days: int, rounds: int) -> float:
    """The highest median share of four kinds of page."""
    shares = []
    for model, kind, first in (("pos.order", "orders", orders + 1), ("pos.order.line", "lines", 2 * orders + 1)):
        page = f"select jsonb_agg(payload || %s::jsonb order by id) from bench.{kind}(%s, %s, %s, %s, %s)"  # noqa: S608
        arguments = (first, first + PAGE - 1, orders, days, FILLING)
        new, changed = (value(db, page, text, *arguments) for text in ("{}", '{"x_note": 1}'))
        taken: dict[str, list[float]] = {"new": [], "changed": []}
        for _ in range(rounds):
            with db.transaction(force_rollback=True):
                for name, rows in (("new", new), ("changed", changed)):
                    taken[name].append(value(db, "select bench.notes_share(%s, %s)", model, Jsonb(rows)))
        for name, found in taken.items():
            shares.append(statistics.median(found))
            print(f"notes of a page of {PAGE:,} {name} {kind}: {shares[-1]:.4f} of its ingest", flush=True)
    return max(shares)


def refresh(db: Db, *, full: bool) -> tuple[float, int]:
    """Seconds, and days recomputed."""
    began = time.perf_counter()
    days = value(db, "select scout.refresh_gold(%s) -> 'gold_daily_sales' -> 'days_recomputed'", full)
    return time.perf_counter() - began, days


def day_ratio(db: Db, *, days: int, rounds: int) -> float:
    """The median ratio of one changed day to a full refresh."""
    refresh(db, full=True)
    ratios = []
    for number in range(1, rounds + 1):
        value(db, "select bench.change_day(date '2022-01-01' + %s, %s)", days * number // (rounds + 1), number)
        (part, changed), (whole, every) = refresh(db, full=False), refresh(db, full=True)
        ratios.append(part / whole)
        print(f"{changed} day {part:.3f} s, all {every} days {whole:.1f} s: {ratios[-1]:.4f}", flush=True)
    return statistics.median(ratios)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=4_000_000)
    parser.add_argument("--days", type=int, default=1460)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    orders = options.lines // 2
    with fresh_warehouse(rest=False) as (url, _), psycopg.connect(url, autocommit=True) as db:
        began = time.perf_counter()
        db.execute((ROOT / "bench" / "gold.sql").read_bytes())
        db.execute("call bench.fill(%s, %s)", [orders, options.days])
        db.execute("vacuum analyze")
        print(f"{options.lines:,} lines in {time.perf_counter() - began:.0f} s", flush=True)
        notes = notes_share(db, orders=orders, days=options.days, rounds=2 * options.rounds)
        ratio = day_ratio(db, days=options.days, rounds=options.rounds)
    print(f"\none changed day to a full refresh: {ratio:.4f}; the limit is {DAY_LIMIT}")
    print(f"notes to a page's ingest, at most: {notes:.4f}; the limit is {NOTES_LIMIT}")
    sys.exit(ratio > DAY_LIMIT or notes > NOTES_LIMIT)


if __name__ == "__main__":
    main()
