"""A real PostgreSQL for every test that asks: one server a session, a fresh migrated database a test."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from demo.postgres import Cluster, embedded_postgres

MIGRATIONS = Path(__file__).parent.parent / "supabase" / "migrations"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The embedded PostgreSQL, or the one whose programs are in `SCOUT_TEST_PG_BIN`."""
    binaries = os.environ.get("SCOUT_TEST_PG_BIN")
    with embedded_postgres(binaries=Path(binaries) if binaries else None, tcp=True) as running:
        yield running


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """The name of a database with every migration applied, to be copied."""
    url = cluster.create_database("scout_template")
    with psycopg.connect(url) as connection:
        for migration in sorted(MIGRATIONS.glob("*.sql")):
            connection.execute(migration.read_bytes())
    return "scout_template"


@pytest.fixture
def database_url(cluster: Cluster, template: str) -> Iterator[str]:
    """A migrated database of the test's own."""
    name = f"scout_test_{next(_numbers)}"
    yield cluster.create_database(name, template=template)
    cluster.drop_database(name)


@pytest.fixture
def db(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """An autocommit connection to it, as its owner."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection
