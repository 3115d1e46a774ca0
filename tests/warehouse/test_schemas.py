"""supabase/schemas says what the database is, supabase/migrations how it became so: both make the same one (invariant 22)."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from demo.postgres import embedded_postgres
from tests.warehouse.retail import Db

SUPABASE = Path(__file__).parents[2] / "supabase"
CATALOGUE = Path(__file__).with_name("catalogue.sql").read_bytes()
Texts = Mapping[str, str]
Rows = dict[str, list[dict[str, Any]]]


def schema_files() -> list[Path]:
    """Those of supabase/schemas in the order in which the Supabase CLI applies them: each pattern sorted, each file once."""
    config = tomllib.loads((SUPABASE / "config.toml").read_text(encoding="utf-8"))
    found: dict[Path, None] = {}
    for pattern in config["db"]["migrations"]["schema_paths"]:
        matches = sorted(SUPABASE.glob(pattern))
        assert matches, f"supabase/config.toml: no file matches {pattern}"
        found |= dict.fromkeys(matches)
    return list(found)


def catalogue(db: Db) -> Texts:
    """Every object's definition."""
    return {f"{kind} {identity}": definition for kind, identity, definition in db.execute(CATALOGUE)}


def rows(db: Db) -> Rows:
    """Every table's rows."""
    tables = db.execute(
        "select schemaname, tablename from pg_tables where schemaname in ('scout', 'ops', 'knowledge')"
    ).fetchall()
    question = sql.SQL("select to_jsonb(t) from {} t order by 1")
    return {
        f"{name[0]}.{name[1]}": [row for (row,) in db.execute(question.format(sql.Identifier(*name)))]
        for name in tables
    }


def first_rows(db: Db) -> Rows:
    """Those that every warehouse begins with, without the instants at which they were made."""
    made = {"created_at", "granted_at", "updated_at", "shaped_at"}
    return {
        table: [{name: value for name, value in row.items() if name not in made} for row in found]
        for table, found in rows(db).items()
    }


def differences(before: Texts, after: Texts) -> str:
    """One paragraph an object: - as in `before`, + as in `after`."""
    return "\n".join(
        line
        for name in sorted(before.keys() | after.keys())
        if (pair := (before.get(name), after.get(name))) and pair[0] != pair[1]
        for line in [
            name if None not in pair else f"{name}: only in {'the second' if pair[0] is None else 'the first'}",
            *list(difflib.unified_diff(*((one or "").splitlines() for one in pair), n=2, lineterm=""))[2:],
        ]
    )


@pytest.fixture(scope="module")
def declared() -> Iterator[Db]:
    """A database made from supabase/schemas alone, on a server that has never seen ours."""
    binaries = os.environ.get("SCOUT_TEST_PG_BIN")
    with (
        embedded_postgres(binaries=Path(binaries) if binaries else None) as server,
        psycopg.connect(server.url(), autocommit=True) as db,
    ):
        for file in schema_files():
            try:
                db.execute(file.read_bytes())
            except psycopg.Error as error:
                raise AssertionError(f"{file.relative_to(SUPABASE)}: {error}") from error
        yield db


def test_each_file_of_the_schemas_has_its_place_in_the_order() -> None:
    assert sorted(schema_files()) == sorted(SUPABASE.glob("schemas/**/*.sql"))


def test_the_schemas_and_the_migrations_make_the_same_objects(db: Db, declared: Db) -> None:
    difference = differences(catalogue(declared), catalogue(db))
    assert not difference, f"- as in supabase/schemas, + as the migrations make it\n{difference}"


def test_the_schemas_and_the_migrations_bring_the_same_rows(db: Db, declared: Db) -> None:
    ours, theirs = (
        {table: "\n".join(map(str, found)) for table, found in first_rows(one).items()} for one in (declared, db)
    )
    difference = differences(ours, theirs)
    assert not difference, f"- as in supabase/schemas, + as the migrations make it\n{difference}"


def test_no_migration_was_edited_and_each_has_its_checksum() -> None:
    listed = (SUPABASE / "migrations.sha256").read_text(encoding="utf-8").splitlines()
    found = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  migrations/{file.name}"
        for file in sorted(SUPABASE.glob("migrations/*.sql"))
    ]
    assert not set(listed) ^ set(found), "write a new migration and add its checksum (supabase/schemas/README.md)"


def test_each_migration_begins_as_scout_migrate_knows_them() -> None:
    strangers = [
        file.name
        for file in SUPABASE.glob("migrations/*.sql")
        if not re.match(r"-- Purpose: .*?\n-- Reverse: ", file.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert not strangers
