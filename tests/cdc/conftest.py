"""Servers of the versions that the mirror is proven on; started when a test first asks, one each a session."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest

from shared.warehouse.roles import create_roles
from tests.cdc.servers import Server, binaries, server
from tests.cdc.world import World
from tests.conftest import MIGRATIONS

_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/cdc" in item.path.as_posix():
            item.add_marker(pytest.mark.cdc)


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[str, str], Server]]:
    """`servers("source", "17")`: that server, running."""
    with ExitStack() as stack:
        running: dict[tuple[str, str], Server] = {}

        def get(role: str, version: str) -> Server:
            if binaries(version) is None:
                pytest.fail(f"there is no PostgreSQL {version}: scripts/install-postgres {version}")
            if (role, version) not in running:
                made = stack.enter_context(server(version))
                running[role, version] = made
                if role == "target":
                    with psycopg.connect(made.url(), autocommit=True) as db:
                        create_roles(db)
                    with psycopg.connect(made.create_database("scout_template")) as db:
                        for migration in sorted(MIGRATIONS.glob("*.sql")):
                            db.execute(migration.read_bytes())
            return running[role, version]

        yield get


@pytest.fixture
def make_world(servers: Callable[[str, str], Server]) -> Iterator[Callable[..., World]]:
    with ExitStack() as stack:

        def make(source: str = "18", target: str = "18") -> World:
            world = World(servers("source", source), servers("target", target), f"w{os.getpid()}_{next(_numbers)}")
            stack.callback(world.close)
            return world

        yield make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()
