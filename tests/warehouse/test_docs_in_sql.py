"""SQL in the pages: each table, view and function named exists, and what the runbook says to type runs."""

from __future__ import annotations

import re

import pytest

from tests.unit.docs_support import PAGES, ROOT, RULES, blocks
from tests.warehouse.retail import Db, column

HISTORY = ROOT / "shared" / "warehouse" / "sql" / "create_migration_history.sql"
OWN_MODEL = """
    select scout.declare_model('{"model": "sale.order", "company_field": "company_id", "table": {
        "name": "silver_sale_orders", "description": "Sales orders.", "by_company": [], "columns": [
        {"name": "note", "field": "note", "type": "text", "required": false, "indexed": false}]}}')"""
"""The pages' example of a model of one's own."""
RUNBOOK = (ROOT / "docs" / "guides" / "runbook.md").read_text(encoding="utf-8")
STATEMENTS = [
    statement.strip()
    for block in blocks(RUNBOOK, "sql")
    for statement in re.sub(r"^\s*--.*$", "", block, flags=re.MULTILINE).split(";")
    if statement.strip() and statement.strip() not in {"begin", "commit"}
]


def existing(db: Db) -> set[str]:
    return set(
        column(
            db,
            """select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('scout', 'ops', 'knowledge')
               union select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname in ('scout', 'ops', 'knowledge')""",
        )
    )


@pytest.mark.parametrize("page", [*PAGES, RULES], ids=lambda page: page.name)
def test_each_object_that_a_page_names_exists(db: Db, page: object) -> None:
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    db.execute(OWN_MODEL)
    known = existing(db)
    for name, star in re.findall(r"(?<![\w/.-])((?:scout|ops|knowledge)\.(?!md\b)[a-z_][a-z0-9_]*)(\*|…)?", text):
        if star:
            assert any(one.startswith(name) for one in known), name
        else:
            assert name in known, name


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_the_runbook_says_to_type_runs(db: Db, statement: str) -> None:
    db.execute(HISTORY.read_bytes())
    db.execute(OWN_MODEL)
    with db.transaction(force_rollback=True):
        db.execute(statement.encode())


def test_the_runbook_has_sql_to_try() -> None:
    assert len(STATEMENTS) > 8
