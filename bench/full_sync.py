"""A full sync of orders, lines and payments against its floor: a bare loop of `search_read(load=None)`, no warehouse.

    python bench/full_sync.py [--rounds 3] [--rest] [--memory]

Needs the variables of a real Odoo 19 (`scripts/odoo19 env`) with many orders (`scripts/odoo19 grow 100000`). The
warehouse is an embedded PostgreSQL, made new for each run; with --rest the sync goes through a real PostgREST
(`scripts/install-postgrest`). Every measurement is a process of its own; the variants take turns, so that a machine
whose speed drifts drifts for all. Printed: median seconds, ratio to the floor round by round, peak memory. With
--memory a fifth of the rows is synced as well: the peak must not follow the rows.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.measuring import STREAMS, Result, fresh_warehouse, measured  # noqa: E402  the path comes first

FLOOR_PAGE_ROWS = 5000
FIFTH_DAYS = 88
"""`scripts/odoo19 grow` spreads its orders over the 390 days that ended 10 days ago."""


def floor() -> Result:
    """Reads every row of every stream over one connection, as plainly as can be, and drops it."""
    import httpx

    from shared.models.catalogue import load_catalogue
    from shared.odoo.client import Odoo
    from shared.odoo.columns import choose_columns
    from shared.settings import Settings

    settings = Settings.from_environment().odoo
    with Odoo.connect(settings) as odoo:
        streams = load_catalogue().select(STREAMS)
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
        for model in STREAMS:
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


def sync(days: int | None = None) -> Result:
    """One full sync with the environment's settings, as `scout sync --full` would run it; or the last `days` only."""
    from datetime import UTC, datetime, timedelta

    from shared.models.catalogue import load_catalogue
    from shared.settings import Settings
    from shared.sync.open_engine import started_engine
    from shared.sync.sync_request import parse_request

    asked_for: dict[str, object] = {"streams": STREAMS, "mode": "full"}
    if days is not None:
        asked_for["since"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    request = parse_request(asked_for)
    began = time.perf_counter()
    with started_engine(Settings.from_environment()) as engine:
        report = engine.run(request.select(load_catalogue()), request)
    if report.status != "completed":
        raise SystemExit(report.model_dump_json(indent=1))
    return {"seconds": time.perf_counter() - began, "rows": sum(stream.fetched for stream in report.streams)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rest", action="store_true", help="measure the REST adapter too")
    parser.add_argument("--memory", action="store_true", help="measure a fifth of the rows too")
    parser.add_argument("--only", choices=["floor", "sync", "fifth"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps({"floor": floor, "sync": sync, "fifth": lambda: sync(FIFTH_DAYS)}[options.only]()))
        return
    variants = ["floor", "direct", *(["fifth"] if options.memory else []), *(["rest"] if options.rest else [])]
    results: dict[str, list[Result]] = {variant: [] for variant in variants}
    for number in range(options.rounds):
        for variant in variants:
            said = f"round {number + 1} {variant:<6}"
            if variant == "floor":
                results[variant].append(measured(__file__, "floor", {}, said))
                continue
            with fresh_warehouse(rest=variant == "rest") as (_, variables):
                results[variant].append(measured(__file__, "fifth" if variant == "fifth" else "sync", variables, said))
    print(f"\n{int(results['floor'][0]['rows']):,} rows of {', '.join(STREAMS)}")
    print(f"{'':<8}{'rows':>10}{'seconds':>9}{'to floor':>10}{'peak MB':>9}")
    for variant in variants:
        ratios = [a["seconds"] / b["seconds"] for a, b in zip(results[variant], results["floor"], strict=True)]
        seconds = statistics.median(r["seconds"] for r in results[variant])
        peak = max(r["peak_mb"] for r in results[variant])
        rows = int(results[variant][0]["rows"])
        print(f"{variant:<8}{rows:>10,}{seconds:>9.1f}{statistics.median(ratios):>10.2f}{peak:>9.0f}")


if __name__ == "__main__":
    main()
