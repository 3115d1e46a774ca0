"""A plain `scout reconcile` against the full sync of the same streams, one after the other in the same run.

    python bench/reconcile.py [--rounds 3] [--rest]

Needs the variables of a real Odoo 19 (`scripts/odoo19 env`) with many orders (`scripts/odoo19 grow 100000`). Each round
makes a new warehouse (an embedded PostgreSQL; with --rest behind a real PostgREST), fills it by a full sync and
reconciles it, each in a process of its own; then the same for the fifth of the records with the lowest ids. Printed:
seconds, the ratio round by round (the limit: a tenth of the full sync), the ids that were compared, and peak memory,
which must not follow the rows. Ends with 1 when the limit was not kept or a stream did not equal Odoo.
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

LIMIT = 0.1
"""A plain reconcile takes at most this share of the full sync."""


def run(mode: str, *, share: int = 1) -> Result:
    """One run with the environment's settings, as the command would make it; over 1/`share` of the records."""
    from shared.models.catalogue import load_catalogue
    from shared.odoo.client import Odoo
    from shared.settings import Settings
    from shared.sync.open_engine import started_engine
    from shared.sync.sync_request import parse_request

    settings = Settings.from_environment()
    request = parse_request({"streams": STREAMS, "mode": mode})
    streams = request.select(load_catalogue())
    if share > 1:
        with Odoo.connect(settings.odoo) as odoo:
            highest = {
                s.model: odoo.page(s.model, domain=[], fields=["id"], limit=1, order="id desc").rows[0]["id"]
                for s in streams
            }
        streams = tuple(s.model_copy(update={"domain": (["id", "<=", highest[s.model] // share],)}) for s in streams)
    began = time.perf_counter()
    with started_engine(settings) as engine:
        report = engine.run(streams, request)
    seconds = time.perf_counter() - began
    found = [stream.reconcile for stream in report.streams if stream.reconcile is not None]
    if report.status != "completed" or any(one.result != "equal" for one in found):
        raise SystemExit(report.model_dump_json(indent=1))
    rows = sum(one.source_count for one in found) if found else sum(stream.fetched for stream in report.streams)
    return {"seconds": seconds, "rows": rows, "calls": report.odoo_calls}


VARIANTS = {
    "full": lambda: run("full"),
    "reconcile": lambda: run("reconcile"),
    "full, a fifth": lambda: run("full", share=5),
    "reconcile, a fifth": lambda: run("reconcile", share=5),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rest", action="store_true", help="through a PostgREST instead of directly")
    parser.add_argument("--only", choices=list(VARIANTS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(VARIANTS[options.only]()))
        return
    results: dict[str, list[Result]] = {variant: [] for variant in VARIANTS}
    for number in range(options.rounds):
        for pair in (["full", "reconcile"], ["full, a fifth", "reconcile, a fifth"]):
            with fresh_warehouse(rest=options.rest) as (_, variables):
                for variant in pair:
                    said = f"round {number + 1} {variant:<18}"
                    results[variant].append(measured(__file__, variant, variables, said))
    print(f"\n{', '.join(STREAMS)}, {'through PostgREST' if options.rest else 'direct'}")
    print(f"{'':<20}{'records':>10}{'seconds':>9}{'calls':>7}{'peak MB':>9}")
    for variant, taken in results.items():
        seconds = statistics.median(one["seconds"] for one in taken)
        peak = max(one["peak_mb"] for one in taken)
        print(f"{variant:<20}{int(taken[0]['rows']):>10,}{seconds:>9.1f}{int(taken[0]['calls']):>7}{peak:>9.0f}")
    ratios = [b["seconds"] / a["seconds"] for a, b in zip(results["full"], results["reconcile"], strict=True)]
    print(f"\nreconcile to full sync: {', '.join(f'{one:.3f}' for one in ratios)}; the limit is {LIMIT}")
    sys.exit(statistics.median(ratios) > LIMIT)


if __name__ == "__main__":
    main()
