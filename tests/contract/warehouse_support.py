"""Where the warehouse's contract is checked: one database with probe functions, reached by both adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo

from demo.postgres import Cluster
from shared.errors import TransientError
from shared.retries import RetryPolicy
from shared.settings import Settings
from shared.warehouse.open import open_warehouse
from shared.warehouse.postgres import PostgresWarehouse
from shared.warehouse.protocol import Warehouse
from tests.contract.lossy_line import lossy_line
from tests.contract.postgrest import DataApi, postgrest

_PROBES = Path(__file__).with_name("probes.sql")


@dataclass
class Endpoint:
    """One adapter's way to the database. `database` is the owner's own, to see what was done."""

    variables: dict[str, str]
    database: psycopg.Connection[Any]
    lose_answer: Callable[[], None]
    api: DataApi | None = None
    retried: list[TransientError] = field(default_factory=list)

    def open(self, *, attempts: int = 4, **changed: str) -> Warehouse:
        """The adapter under test, with variables replaced; waits between its tries take no time."""
        return open_warehouse(
            Settings({**self.variables, **changed}).warehouse,
            retry_policy=RetryPolicy(attempts=attempts, sleep=lambda seconds: None),
            on_retry=lambda error, wait_seconds: self.retried.append(error),
        )

    def impatient(self) -> Warehouse:
        """The adapter with a time limit that the test can wait for."""
        if self.api is not None:
            return self.open()  # the limit is set on the function
        return PostgresWarehouse(self.variables["SUPABASE_DB_URL"], statement_seconds=0.2)

    def value(self, statement: str, *arguments: Any) -> Any:
        row = self.database.execute(statement, arguments).fetchone()
        return None if row is None else row[0]


@contextmanager
def probed_database(cluster: Cluster, template: str) -> Iterator[str]:
    name = f"{template}_probed"
    url = cluster.create_database(name, template=template)
    with psycopg.connect(url) as connection:
        connection.execute(_PROBES.read_bytes())
    try:
        yield url
    finally:
        cluster.drop_database(name)


@contextmanager
def direct_endpoint(url: str) -> Iterator[Endpoint]:
    with psycopg.connect(url, autocommit=True) as database, lossy_line(database.info.port) as line:
        parts = conninfo.conninfo_to_dict(url)
        # No negotiation of encryption: the line has to see the commit go by.
        through = (
            f"postgresql://probe_runner@127.0.0.1:{line.port}/{parts['dbname']}?sslmode=disable&gssencmode=disable"
        )
        yield Endpoint({"SUPABASE_DB_URL": through}, database, line.lose_answer)


@contextmanager
def rest_endpoint(url: str) -> Iterator[Endpoint]:
    with psycopg.connect(url, autocommit=True) as database, postgrest(url) as api:
        variables = {"SUPABASE_URL": api.url, "SUPABASE_SERVICE_ROLE_KEY": api.service_role_key}
        yield Endpoint(variables, database, api.gateway.lose_answer, api)
