#!/usr/bin/env bash
# The older name of `scout health`; takes its options. Exit code 0, or 1 when something failed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$root/.venv/bin" ] && PATH=$root/.venv/bin:$PATH
PYTHONPATH=$root exec python -m cli health "$@"
