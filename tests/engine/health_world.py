"""A small world in perfect health, as `scout health` sees it: migrated, synced, reconciled, its gold refreshed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from typer.testing import Result

from demo.odoo import Clock, SimulatedOdoo, serve
from demo.postgres import Cluster
from demo.shop import fill
from shared.monitoring.health.health_report import HealthLine, HealthReport
from shared.settings import Settings
from shared.warehouse.migrations import migrate
from tests.engine.conftest import World
from tests.engine.served import SECRET
from tests.unit.cli_support import scout, terminal


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def template(cluster: Cluster) -> Iterator[str]:
    """A database as `scout migrate` leaves it, with its list of migrations. Modules that import this build on it."""
    name = "scout_migrated_template"
    migrate(Settings({"SUPABASE_DB_URL": cluster.create_database(name)}).warehouse)
    yield name
    cluster.drop_database(name)


@contextmanager
def healthy_world(world: World, *, brand: bool = True) -> Iterator[HealthWorld]:
    """The world with its clocks at the present and everything done once."""
    world.odoo = SimulatedOdoo(clock=Clock(now()), brand=brand)
    world.shop = fill(world.odoo, days=7, orders=60)
    world.odoo.clock = Clock(now(), running=True)
    expires = {"expiration_date": now().replace(tzinfo=None).replace(year=now().year + 1).isoformat(" ", "seconds")}
    world.odoo.write("res.users.apikeys", 1, expires)
    assert world.sync(mode="reconcile").status == "completed"
    world.warehouse.call("set_time_zone", {"p_time_zone": "Europe/Brussels"})
    world.warehouse.call("refresh_gold")
    with serve(world.odoo) as base_url:
        own = world.variables(base_url)
        yield HealthWorld(world, own)


@pytest.fixture
def well(world: World, database_url: str) -> Iterator[HealthWorld]:
    with healthy_world(world) as healthy:
        healthy.variables |= {"SUPABASE_DB_URL": database_url, "SYNC_SECRET": SECRET}
        yield healthy


@dataclass
class HealthWorld:
    """`variables` lead to Odoo; those of the warehouse are added by the fixture."""

    world: World
    variables: dict[str, str]
    clock: Callable[[], datetime] = now

    def health(self, **changes: str) -> HealthReport:
        """The report of `scout health --json` with variables changed; its exit code must fit."""
        result = scout("health", "--json", variables=self.variables | changes, now=self.clock)
        report = HealthReport.model_validate_json(result.stdout)
        assert result.exit_code == (1 if report.status == "fail" else 0), result.output
        return report

    def screen(self, *, width: int = 80, **changes: str) -> Result:
        """`scout health` on a terminal of that width."""
        return scout("health", variables=self.variables | changes, now=self.clock, out=terminal(width=width))

    def sql(self, statement: str) -> None:
        self.world.db.execute(statement)


def line_of(report: HealthReport, check: str) -> HealthLine:
    return next(line for line in report.lines if line.check == check)


def told(report: HealthReport) -> list[tuple[str, str, str]]:
    """Everything that is not well."""
    return [(line.group, line.check, line.verdict) for line in report.lines if line.verdict != "pass"]


def plain(screen: str) -> str:
    """A terminal's text without colours, its lines joined: what a reader reads across a wrapped line."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", screen).split())
