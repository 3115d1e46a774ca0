"""A real PostgreSQL for every test that asks: one server a session, a fresh migrated database a test."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest

from demo.postgres import Cluster, embedded_postgres

MIGRATIONS = Path(__file__).parent.parent / "supabase" / "migrations"
collect_ignore = [] if find_spec("duckdb") else ["lake"]
"""Without the lake's own packages nothing of that folder can even be imported."""

_numbers = itertools.count(1)

collect_ignore = [] if importlib.util.find_spec("pyiceberg") else ["lake"]
"""The lake's tests run in the lake's environment (make test-lake)."""
_IN_MEMORY = Path("/dev/shm")  # noqa: S108
_ROOM_BYTES = 4 << 30


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The embedded PostgreSQL, or the one whose programs are in `SCOUT_TEST_PG_BIN`."""
    binaries = os.environ.get("SCOUT_TEST_PG_BIN")
    with embedded_postgres(binaries=Path(binaries) if binaries else None, tcp=True, folder=_memory()) as running:
        yield running


def _memory() -> Path | None:
    """A folder in memory with room for a server, where there is one: a database is copied there in a tenth of the time."""
    try:
        return _IN_MEMORY if shutil.disk_usage(_IN_MEMORY).free > _ROOM_BYTES else None
    except OSError:
        return None


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
