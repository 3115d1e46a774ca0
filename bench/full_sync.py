"""A full sync of orders, lines and payments against its floor: a bare loop of `search_read(load=None)`, no warehouse.

    python bench/full_sync.py [--rounds 3] [--rest] [--memory] [--untyped] [--streams account.move.line]

Needs the variables of a real Odoo 19 (`scripts/odoo19 env`) with many orders (`scripts/odoo19 grow 100000`). The
warehouse is an embedded PostgreSQL, made new for each run; with --rest the sync goes through a real PostgREST
(`scripts/install-postgrest`). Every measurement is a process of its own; the variants take turns, so that a machine
whose speed drifts drifts for all. Printed: median seconds, ratio to the floor round by round, peak memory. With
--memory a fifth of the rows is synced as well: the peak must not follow the rows. With --untyped the same sync runs
once more without the triggers that keep the typed relations: the difference is what these cost. --streams names other
models, separated by commas (journal items: `scripts/odoo19 grow-items 1000000`).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.measuring import STREAMS, Result, fresh_warehouse, measured  # noqa: E402  the path comes first

FLOOR_PAGE_ROWS = 5000
FIFTH_DAYS = 88
"""`scripts/odoo19 grow` spreads its orders over the 390 days that ended 10 days ago, `grow-items` over the last 400."""
IN_THE_FUTURE_DAYS = -3650
"""A sync of these days reads no row."""


def floor(models: Sequence[str]) -> Result:
    """Reads every row of every stream over one connection, as plainly as can be, and drops it."""
    import httpx

    from shared.models.catalogue import load_catalogue
    from shared.odoo.client import Odoo
    from shared.odoo.columns import choose_columns
    from shared.settings import Settings

    settings = Settings.from_environment().odoo
    with Odoo.connect(settings) as odoo:
        streams = load_catalogue().select(models)
        names = {s.model: list(choose_columns(s, odoo.fields(s.model)).names) for s in streams}
        context = {
            "lang": odoo.identity.language,
            "tz": "UTC",
            "active_test": False,
            "allowed_company_ids": list(odoo.identity.company_ids),
        }
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    rows = 0
    began = time.perf_counter()
    with httpx.Client(
        base_url=settings.base_url,
        headers={"Authorization": f"bearer {key}", "X-Odoo-Database": settings.db},
        timeout=150,
    ) as client:
        for model in models:
            last = 0
            while True:
                body = {
                    "domain": [["id", ">", last]], "fields": names[model], "limit": FLOOR_PAGE_ROWS, "order": "id",
                    "load": None, "context": context,
                }  # fmt: skip
                answer = client.post(f"/json/2/{model}/search_read", json=body)
                answer.raise_for_status()
                page = json.loads(answer.content)
                rows += len(page)
                if len(page) < FLOOR_PAGE_ROWS:
                    break
                last = page[-1]["id"]
    return {"seconds": time.perf_counter() - began, "rows": rows}


def sync(models: Sequence[str], days: int | None = None) -> Result:
    """One full sync with the environment's settings, as `scout sync --full` would run it; or the last `days` only."""
    from datetime import UTC, datetime, timedelta

    from shared.models.catalogue import load_catalogue
    from shared.settings import Settings
    from shared.sync.open_engine import started_engine
    from shared.sync.sync_request import parse_request

    asked_for: dict[str, object] = {"streams": [*models], "mode": "full"}
    if days is not None:
        asked_for["since"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    request = parse_request(asked_for)
    began = time.perf_counter()
    with started_engine(Settings.from_environment()) as engine:
        report = engine.run(request.select(load_catalogue()), request)
    if report.status != "completed":
        raise SystemExit(report.model_dump_json(indent=1))
    return {"seconds": time.perf_counter() - began, "rows": sum(stream.fetched for stream in report.streams)}


def make_tables(url: str, variables: dict[str, str], models: Sequence[str], *, typed: bool) -> None:
    """Makes the models' tables in a new warehouse as `scout migrate` does; those typed before a row is read.

    Without `typed` their triggers are switched off then.
    """
    from shared.models.catalogue import load_catalogue
    from shared.settings import Settings
    from shared.warehouse.migrations import declare

    streams = load_catalogue().select(models)
    for stream in streams:
        declare(Settings({"SUPABASE_DB_URL": url}).warehouse, stream.declaration)
    if typed:
        return
    measured(__file__, "nothing", variables, "relations   ", "--streams", ",".join(models))
    with psycopg.connect(url, autocommit=True) as owner:
        for stream in streams:
            for trigger in ("type_inserted", "type_updated"):
                owner.execute(f"alter table scout.{stream.bronze_table} disable trigger {trigger}".encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rest", action="store_true", help="measure the REST adapter too")
    parser.add_argument("--memory", action="store_true", help="measure a fifth of the rows too")
    parser.add_argument("--untyped", action="store_true", help="measure the sync without typed relations too")
    parser.add_argument("--streams", type=lambda text: text.split(","), default=STREAMS)
    parser.add_argument("--only", choices=["floor", "sync", "fifth", "nothing"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    models: list[str] = options.streams
    if options.only == "floor":
        print(json.dumps(floor(models)))
        return
    if options.only:
        days = {"sync": None, "fifth": FIFTH_DAYS, "nothing": IN_THE_FUTURE_DAYS}[options.only]
        print(json.dumps(sync(models, days)))
        return
    asked = {"untyped": options.untyped, "fifth": options.memory, "rest": options.rest}
    variants = ["floor", "direct", *(variant for variant, wanted in asked.items() if wanted)]
    named = ("--streams", ",".join(models))
    results: dict[str, list[Result]] = {variant: [] for variant in variants}
    for number in range(options.rounds):
        for variant in variants:
            said = f"round {number + 1} {variant:<7}"
            if variant == "floor":
                results[variant].append(measured(__file__, "floor", {}, said, *named))
                continue
            with fresh_warehouse(rest=variant == "rest") as (url, variables):
                make_tables(url, variables, models, typed=variant != "untyped")
                only = "fifth" if variant == "fifth" else "sync"
                results[variant].append(measured(__file__, only, variables, said, *named))
    print(f"\n{int(results['floor'][0]['rows']):,} rows of {', '.join(models)}")
    print(f"{'':<8}{'rows':>10}{'seconds':>9}{'to floor':>10}{'peak MB':>9}")
    for variant in variants:
        ratios = [a["seconds"] / b["seconds"] for a, b in zip(results[variant], results["floor"], strict=True)]
        seconds = statistics.median(r["seconds"] for r in results[variant])
        peak = max(r["peak_mb"] for r in results[variant])
        rows = int(results[variant][0]["rows"])
        print(f"{variant:<8}{rows:>10,}{seconds:>9.1f}{statistics.median(ratios):>10.2f}{peak:>9.0f}")

    if options.untyped:
        triples = zip(results["direct"], results["untyped"], results["floor"], strict=True)
        costs = [(typed["seconds"] - untyped["seconds"]) / bare["seconds"] for typed, untyped, bare in triples]
        print(f"typed relations: {statistics.median(costs):.2f} of the floor ({', '.join(f'{c:.2f}' for c in costs)})")


if __name__ == "__main__":
    main()
