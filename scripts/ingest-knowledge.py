#!/usr/bin/env python3
"""For a schedule: `scout knowledge ingest` in the environment that `make knowledge` made. Takes its arguments."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INSTALLED = ROOT / ".venv-knowledge" / "bin" / "python"

if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(ROOT)
    python = str(INSTALLED if INSTALLED.exists() else sys.executable)
    os.execv(python, [python, "-m", "cli", "knowledge", "ingest", *sys.argv[1:]])  # noqa: S606  no shell is wanted
