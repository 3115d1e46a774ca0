#!/usr/bin/env bash
# How far each stream is behind Odoo, from `scout status --json`. Nothing here needs Airbyte; the name is an older one.
#
# Exit code 0: every stream is up to date. 1: one is further behind than HEALTH_ALLOWED_LAG_SECONDS (3600).
# 2: one failed, none was ever read, or the warehouse could not be asked.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$root/.venv/bin" ] && PATH=$root/.venv/bin:$PATH

# Its own exit code also speaks of the outbox: what counts here is whether it answered.
status=$(PYTHONPATH=$root python -m cli status --json) || [ -n "$status" ] || exit 2
exec python -c '
import json, os, sys
allowed = float(os.environ.get("HEALTH_ALLOWED_LAG_SECONDS") or 3600)
streams = json.loads(sys.argv[1])["streams"]
worst = 0 if streams else 2
for one in streams:
    lag = one["lag_seconds"]
    code = 2 if one["status"] == "failed" else 1 if lag is not None and lag > allowed else 0
    word = ("never read" if lag is None else "ok", "late", "failed")[code]
    print(one["stream"].ljust(24), word.ljust(10), "" if lag is None else f"{lag:.0f} s behind Odoo")
    worst = max(worst, code)
sys.exit(worst)' "$status"
