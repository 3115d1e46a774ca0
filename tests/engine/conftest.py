"""A whole small world: a simulated Odoo on one side, a real PostgreSQL on the other, the real engine between them."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

import psycopg
import pytest

from demo.odoo import SimulatedOdoo, serve
from demo.shop import Shop, fill
from shared.error_report import ErrorReport
from shared.models.catalogue import Catalogue, load_catalogue
from shared.odoo.client import Odoo
from shared.retries import Deadline, RetryPolicy
from shared.settings import Settings, SyncSettings
from shared.sync.engine import Engine
from shared.sync.observer import Observer, SilentObserver
from shared.sync.run_report import ReconcileReport, RunReport, StreamReport
from shared.sync.sync_request import parse_request
from shared.warehouse.open import open_warehouse
from shared.warehouse.protocol import Warehouse

Protocol = Literal["auto", "json2", "jsonrpc"]
STANDING_CLOCK = 5 * 366 * 86_400
"""How far the simulated Odoo's clock may be from the warehouse's: it stands until a test moves it."""

FEW_TRIES = RetryPolicy(attempts=3, sleep=lambda seconds: None)


@dataclass
class World:
    odoo: SimulatedOdoo
    shop: Shop
    warehouse: Warehouse
    db: psycopg.Connection[Any]
    protocol: Protocol = "json2"
    catalogue: Catalogue = field(default_factory=load_catalogue)

    def engine(
        self,
        *,
        deadline: Deadline | None = None,
        observer: Observer | None = None,
        stop: threading.Event | None = None,
        largest_answer_mb: int = 64,
        **settings: Any,
    ) -> Engine:
        stop = stop or threading.Event()
        own = {f"SYNC_{name.upper()}": value for name, value in settings.items()}
        chosen = SyncSettings.model_validate({"SYNC_CLOCK_SKEW_SECONDS": STANDING_CLOCK} | own)
        client = Odoo.connect(
            self.odoo.settings(protocol=self.protocol).model_copy(update={"largest_answer_mb": largest_answer_mb}),
            transport=self.odoo.transport(),
            retry_policy=FEW_TRIES,
            stopped=stop.is_set,
        )
        engine = Engine(
            odoo=client,
            warehouse=self.warehouse,
            settings=chosen,
            deadline=deadline or Deadline.never(),
            stop=stop,
            count_every=timedelta(seconds=chosen.count_every_seconds or 0),
        )
        if observer is not None:
            engine.observer = observer
        return engine

    def sync(self, *, engine: Engine | None = None, **request: Any) -> RunReport:
        """One run; the keyword arguments are the words of the HTTP body."""
        parsed = parse_request(request)
        return (engine or self.engine()).run(parsed.select(self.catalogue), parsed)

    def before_each_call(self, act: Callable[[str, Any], None]) -> None:
        """`act` is shown every call of the warehouse, function and arguments, and may raise instead of it."""
        self.warehouse = WatchedWarehouse(self.warehouse, act)

    def variables(self, base_url: str) -> dict[str, str]:
        """What leads a process to this Odoo, whose clock stands where the test has put it."""
        return {
            "ODOO_BASE_URL": base_url,
            "ODOO_DB": self.odoo.database,
            "ODOO_API_KEY": min(self.odoo.api_keys),
            "SYNC_CLOCK_SKEW_SECONDS": str(STANDING_CLOCK),
        }

    def on(self, version: int, *, days: int = 0, orders: int = 0) -> None:
        """Another Odoo, of this version, takes the place of this one; it is spoken to as the client itself chooses."""
        self.odoo, self.protocol = SimulatedOdoo(version=version), "auto"
        if orders:
            self.shop = fill(self.odoo, days=days, orders=orders)

    def later(self, **units: float) -> None:
        """Time passes in Odoo, a minute unless told otherwise."""
        self.odoo.clock.advance(**(units or {"minutes": 1}))

    def ids(self, table: str) -> set[int]:
        return {row[0] for row in self.db.execute(f"select odoo_id from scout.{table} where deleted_at is null")}

    def customers(self, number: int) -> list[int]:
        """So many more of them in Odoo, made a minute ago."""
        made = [self.odoo.create("res.partner", {"name": f"Customer {n}"}) for n in range(number)]
        self.later()
        return made

    def row_versions(self, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
        """Which version of each row stands where, by table of the schema scout."""
        versions = "select array_agg(array[ctid::text, xmin::text, xmax::text] order by ctid) from scout.{}"
        tables = self.db.execute("select tablename from pg_tables where schemaname = 'scout'").fetchall()
        return {name: self.value(versions.format(name)) for (name,) in tables if name not in but}

    def payload(self, model: str, odoo_id: int) -> dict[str, Any]:
        """A record as bronze holds it."""
        table = f"bronze_{model.replace('.', '_')}"
        return dict(self.value(f"select payload from scout.{table} where odoo_id = %s", odoo_id))

    def value(self, statement: str, *arguments: Any) -> Any:
        row = self.db.execute(statement, arguments).fetchone()
        return None if row is None else row[0]

    def content(self) -> dict[str, Any]:
        """A hash of every table of the project's schemas, by name."""
        tables = self.db.execute(
            "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname in ('scout', 'ops') and c.relkind in ('r', 'm') order by 1"
        ).fetchall()
        return {
            name: self.value(f"select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from {name} t")
            for (name,) in tables
        }


class WatchedWarehouse:
    def __init__(self, inner: Warehouse, act: Callable[[str, Any], None]) -> None:
        self._inner, self._act = inner, act

    def call(self, function: str, arguments: Any = None) -> Any:
        self._act(function, arguments)
        return self._inner.call(function, arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class AfterFirstPage(SilentObserver):
    """Something happens once, when the first page has been committed."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act

    def page_committed(self, report: StreamReport, total: int | None) -> None:
        act, self._act = self._act, lambda: None
        act()


def one_page() -> Deadline:
    """Passed as soon as anyone looks: a run looks after each page."""
    looks = itertools.count()
    return Deadline(0.5, clock=lambda: float(next(looks) > 0))


def of(report: RunReport, stream: str) -> StreamReport:
    return next(one for one in report.streams if one.stream == stream)


def error_of(report: RunReport, stream: str) -> ErrorReport:
    """Why the stream failed."""
    error = of(report, stream).error
    assert error is not None
    return error


def reconciled(report: RunReport, stream: str) -> ReconcileReport:
    """What a reconcile found and did."""
    assert of(report, stream).reconcile is not None, of(report, stream).error
    return of(report, stream).reconcile  # type: ignore[return-value]


@pytest.fixture
def world(database_url: str, db: psycopg.Connection[Any]) -> Iterator[World]:
    """A week of a small shop, sold an hour ago at the latest, nothing synced yet."""
    odoo = SimulatedOdoo()
    shop = fill(odoo, days=7, orders=60)
    odoo.clock.advance(hours=1)
    with open_warehouse(Settings({"SUPABASE_DB_URL": database_url}).warehouse, retry_policy=FEW_TRIES) as warehouse:
        yield World(odoo, shop, warehouse, db)


@pytest.fixture
def served_world(world: World, database_url: str) -> Iterator[dict[str, str]]:
    """The settings that lead to the world, whose Odoo is served over HTTP."""
    with serve(world.odoo) as base_url:
        yield {**world.variables(base_url), "SUPABASE_DB_URL": database_url}
