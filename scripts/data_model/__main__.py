"""Writes docs/reference/data-model.md from a PostgreSQL of its own with all migrations; `--check` only compares."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

import psycopg

from demo.postgres import embedded_postgres
from scripts.data_model.catalogue import Catalogue
from scripts.data_model.page import data_model
from shared.settings import Settings
from shared.warehouse.migrations import migrate

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data-model.md"


def main() -> int:
    """The exit code: 1 when the page differs and was only compared."""
    arguments = argparse.ArgumentParser(prog="scripts/data-model", description=__doc__)
    arguments.add_argument("--check", action="store_true", help="compare only; exit code 1 when the page differs")
    only_compare = arguments.parse_args().check
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    text = _generated()
    if only_compare:
        lines = difflib.unified_diff(
            written.splitlines(True), text.splitlines(True), "docs/reference/data-model.md", "generated"
        )
        sys.stdout.writelines(lines)
        return int(written != text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


def _generated() -> str:
    with embedded_postgres() as cluster:
        url = cluster.create_database("data_model")
        migrate(Settings({"SUPABASE_DB_URL": url}).warehouse)
        with psycopg.connect(url) as db:
            return data_model(Catalogue(db))


if __name__ == "__main__":
    sys.exit(main())
