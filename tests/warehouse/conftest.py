"""What several tests of the database begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from demo.postgres import Cluster
from tests.warehouse.retail import Db

STAND_INS = Path(__file__).with_name("supabase_extensions.sql").read_bytes()
SECRET = "a-secret-in-the-vault"


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[Db]:
    """A database without anything of ours."""
    url = cluster.create_database("scout_empty")
    with psycopg.connect(url, autocommit=True) as db:
        yield db
    cluster.drop_database("scout_empty")


@pytest.fixture
def supabase(db: Db) -> Db:
    """The database with stand-ins for pg_cron, pg_net and the vault, and a secret."""
    db.execute(STAND_INS)
    db.execute("insert into vault.secrets values ('scout_sync_secret', %s)", [SECRET])
    return db
