#!/usr/bin/env python3
"""The older name of `scout outbox`; takes its options: --once, --daemon, --dry-run, --batch-size N."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INSTALLED = ROOT / ".venv" / "bin" / "python"

if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(ROOT)
    python = str(INSTALLED if INSTALLED.exists() else sys.executable)
    os.execv(python, [python, "-m", "cli", "outbox", *sys.argv[1:]])  # noqa: S606  no shell is wanted
