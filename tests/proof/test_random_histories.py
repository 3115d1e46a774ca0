"""Random histories: people write, long transactions commit late, clocks disagree, runs stop, die and go on.

After every completed run no row that was committed and differs lies behind the start of the next window, and what was
there before a run's watermark is in the warehouse (invariant 4). After a last quiet run every row of Odoo is there, after a
reconcile nothing else is (7), and a full read then writes nothing (6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from demo.odoo import SimulatedOdoo
from demo.odoo.store import Transaction
from shared.models.catalogue import load_catalogue
from shared.odoo.client import Odoo
from shared.settings import SyncSettings
from shared.sync.engine import Engine
from shared.sync.run_report import StreamReport
from shared.sync.sync_request import parse_request
from shared.warehouse.postgres import PostgresWarehouse
from tests.engine.conftest import STANDING_CLOCK
from tests.proof.conftest import Ground
from tests.proof.points import Abandoned, Points, WatchedTransport, WatchedWarehouse, abandon, odoo_step
from tests.proof.scenarios import RETRY_POLICY, booked, invoiced, sold
from tests.proof.tally import TALLY

WORDS: dict[str, tuple[str, Callable[[int], dict[str, Any]]]] = {
    # of a model the text that is written, and what a new record needs besides
    "res.partner": ("ref", lambda number: {}),
    "sale.order": ("client_order_ref", sold),
    "account.move": ("ref", invoiced),
    "account.move.line": ("ref", booked),
}
OVERLAP = timedelta(minutes=20)
LONGEST_TRANSACTION = timedelta(minutes=19, seconds=20)
"""The overlap covers what committed within it; clocks a few seconds apart take their part of it."""

skews = st.integers(-2, 2)
"""Seconds by which the clock of one writer (a database, another host) differs from the one in the Date header."""

writing = st.one_of(
    st.tuples(st.just("create"), skews),
    st.tuples(st.just("write"), st.integers(0, 30), skews),
    st.tuples(st.just("archive"), st.integers(0, 30), skews),
    st.tuples(st.just("begin"), st.integers(0, 30), skews),
    st.tuples(st.just("commit"), st.integers(0, 3)),
    st.tuples(st.just("unlink"), st.integers(0, 30)),
)
waiting = st.tuples(st.just("wait"), st.one_of(st.integers(-2, 2), st.integers(3, 1500)))


@dataclass(frozen=True)
class Sync:
    """One run: what it is asked, and what befalls it."""

    page_rows: int
    mode: Literal["incremental", "full", "reconcile"]
    stops_after_page: int | None
    dies_at_point: int | None
    meanwhile: dict[int, list[tuple[Any, ...]]] = field(default_factory=dict)
    """After page n these writes happen."""


syncing = st.builds(
    Sync,
    page_rows=st.integers(1, 7),
    mode=st.sampled_from(["incremental", "incremental", "incremental", "full", "reconcile"]),
    stops_after_page=st.sampled_from([None, None, 1, 2]),
    dies_at_point=st.one_of(st.none(), st.integers(1, 30)),
    meanwhile=st.dictionaries(st.integers(1, 3), st.lists(writing, min_size=1, max_size=2), max_size=2),
)
histories = st.lists(st.one_of(writing, writing, waiting, syncing), min_size=3, max_size=14)


class PointsByNumber(Points):
    def _is_struck(self, point: str) -> bool:
        return str(len(self.passed)) == self._strike


class World:
    """One history as it unfolds, in one Odoo and one warehouse."""

    def __init__(self, version: int, ground: Ground, model: str) -> None:
        self.odoo = SimulatedOdoo(version=version)
        self.ground = ground
        self.model = model
        self._word, self._needed = WORDS[model]
        if model == "account.move.line":
            self.odoo.create("account.move", invoiced(1))
        self._open: list[tuple[datetime, Transaction]] = []
        self._values = (f"value {number}" for number in count())
        for _ in range(5):
            self.odoo.create(model, self._new("There from the first"))
        self.odoo.clock.advance(hours=1)

    # -- what people do -------------------------------------------------------------------------------------------

    def happen(self, kind: str, *arguments: int) -> None:
        getattr(self, f"_{kind}")(*arguments)

    def _create(self, skew: int) -> None:
        self.odoo.create(self.model, self._new("New", next(self._values)), at=self._at(skew))

    def _new(self, name: str, word: str | None = None) -> dict[str, Any]:
        return self._needed(1) | {"name": name, self._word: word}

    def _write(self, which: int, skew: int) -> None:
        self.odoo.write(self.model, self._id(which), {self._word: next(self._values)}, at=self._at(skew))

    def _archive(self, which: int, skew: int) -> None:
        record = self._id(which)
        stored = self.odoo.stored(self.model)[record]
        if "active" in stored:
            self.odoo.write(self.model, record, {"active": not stored["active"]}, at=self._at(skew))

    def _unlink(self, which: int) -> None:
        """One always stays: an Odoo without any customer is none."""
        if len(self.odoo.stored(self.model)) > 1:
            self.odoo.unlink(self.model, self._id(which))

    def _begin(self, which: int, skew: int) -> None:
        """A transaction that changes one record and makes another; nobody sees it before it commits."""
        transaction = self.odoo.transaction(at=self._at(skew))
        transaction.write(self.model, self._id(which), {self._word: next(self._values)})
        transaction.create(self.model, self._new("From a long transaction", next(self._values)))
        self._open.append((self.odoo.clock.now, transaction))

    def _commit(self, which: int) -> None:
        if self._open:
            self._open.pop(which % len(self._open))[1].commit()

    def _wait(self, seconds: int) -> None:
        """Time passes, backwards too by a second or two; a transaction that would grow too old commits before."""
        then = self.odoo.clock.now + timedelta(seconds=seconds)
        for since, transaction in [one for one in self._open if then - one[0] > LONGEST_TRANSACTION]:
            self.odoo.clock.now = max(self.odoo.clock.now, min(then, since + LONGEST_TRANSACTION))
            transaction.commit()
            self._open.remove((since, transaction))
        self.odoo.clock.now = then

    def _at(self, skew: int) -> datetime:
        return self.odoo.clock.now + timedelta(seconds=skew)

    def _id(self, which: int) -> int:
        ids = sorted(self.odoo.stored(self.model))
        return ids[which % len(ids)]

    # -- runs -----------------------------------------------------------------------------------------------------

    def sync(self, wanted: Sync) -> StreamReport | None:
        """None: the runner died. Whatever happens, rows, checkpoint and log agree afterwards."""
        points = PointsByNumber(str(wanted.dies_at_point), blow=abandon)
        before = self.odoo.stored(self.model)
        with (
            PostgresWarehouse(self.ground.variables["SUPABASE_DB_URL"], retry_policy=RETRY_POLICY) as warehouse,
            Odoo.connect(
                self.odoo.settings(protocol="json2" if self.odoo.version >= 19 else "jsonrpc"),
                transport=WatchedTransport(self.odoo.transport(), points, odoo_step),
                retry_policy=RETRY_POLICY,
            ) as client,
        ):
            engine = Engine(
                odoo=client,
                warehouse=WatchedWarehouse(warehouse, points),
                settings=SyncSettings.model_validate(
                    {"SYNC_BATCH_SIZE": wanted.page_rows, "SYNC_CLOCK_SKEW_SECONDS": STANDING_CLOCK}
                ),
            )
            engine.observer = _Meanwhile(self, wanted, engine.stop.set)
            request = parse_request({"streams": [self.model], "mode": wanted.mode})
            report: StreamReport | None
            try:
                (report,) = engine.run(request.select(load_catalogue()), request).streams
            except Abandoned:
                report = None
        self.ground.settle()
        assert not self.ground.disagreements()
        self.ground.expire_leases()
        if report is None:
            return None
        if report.status == "completed" and wanted.mode != "reconcile":
            self._check_nothing_was_passed_over(report, before)
        return report

    def _check_nothing_was_passed_over(self, report: StreamReport, before: dict[int, dict[str, Any]]) -> None:
        """What differs is still ahead of the next window's start. And a run that did not go on with an older one's
        window has read everything that was there when it began, unless it changed meanwhile."""
        row = self.ground.db.execute("select last_sync_at from scout.sync_checkpoints").fetchone()
        assert row is not None
        watermark: datetime = row[0]
        now, here = self.odoo.stored(self.model), self.here()
        next_start = _stamp(watermark - OVERLAP)
        passed = {record for record, row in now.items() if row["write_date"] < next_start}
        if not any(notice.startswith("went on after record") for notice in report.notices):
            passed |= {
                record
                for record, row in before.items()
                if row["write_date"] < _stamp(watermark) and now.get(record) == row
            }
        for record in passed:
            assert here.get(record) == self.content(now[record]), f"record {record}, watermark {watermark}"

    def here(self) -> dict[int, tuple[Any, ...]]:
        rows = self.ground.db.execute(
            sql.SQL(
                "select odoo_id, payload ->> 'name', payload ->> {}, (payload ->> 'active')::boolean,"
                " payload ->> 'write_date' from {} where deleted_at is null"
            ).format(self._word, self._bronze)
        )
        return {record: tuple(rest) for record, *rest in rows}

    def there(self) -> dict[int, tuple[Any, ...]]:
        return {record: self.content(row) for record, row in self.odoo.stored(self.model).items()}

    def converge(self) -> None:
        """Everybody goes home; then an ordinary run, and at last a full one, with nothing in their way."""
        for _, transaction in self._open:
            transaction.commit()
        self._open = []
        self.odoo.clock.advance(seconds=10)
        self._end("incremental")
        there = self.there()
        assert there.items() <= self.here().items(), "after an ordinary run all is there, and what was deleted still is"
        self._end("reconcile")
        assert self.here() == there, "after a reconcile"
        versions = self._versions()
        self._end("full")
        assert self._versions() == versions, "what is equal already was written again (invariant 6)"

    def _end(self, mode: Literal["incremental", "full", "reconcile"]) -> None:
        report = self.sync(Sync(page_rows=7, mode=mode, stops_after_page=None, dies_at_point=None))
        assert report is not None
        assert report.status == "completed"

    def _versions(self) -> str:
        """The place and the writer of every row of bronze, and who last locked it."""
        row = self.ground.db.execute(
            sql.SQL(
                "select coalesce(string_agg(concat_ws(' ', ctid, xmin, xmax), ',' order by ctid), '') from {}"
            ).format(self._bronze)
        ).fetchone()
        return str(row[0]) if row else ""

    @property
    def _bronze(self) -> sql.Identifier:
        return sql.Identifier("scout", "bronze_" + self.model.replace(".", "_"))

    def content(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """What a test compares: of Odoo's record, in the warehouse's form."""
        written = row["write_date"][:19].replace(" ", "T") + "Z"
        return (row["name"], row.get(self._word) or None, row.get("active"), written)


def _stamp(instant: datetime) -> str:
    """As Odoo stores it, so that text order is time order."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@dataclass
class _Meanwhile:
    """Between the pages of a run others write, and someone may stop it."""

    world: World
    wanted: Sync
    stop: Callable[[], None]
    wants_totals: bool = False

    def stream_started(self, stream: str) -> None: ...

    def stream_ended(self, report: StreamReport) -> None: ...

    def page_committed(self, report: StreamReport, total: int | None) -> None:
        for happening in self.wanted.meanwhile.get(report.pages, []):
            self.world.happen(*happening)
        if report.pages == self.wanted.stops_after_page:
            self.stop()


@pytest.mark.parametrize(
    ("version", "model"),
    [(18, "res.partner"), (19, "res.partner"), (19, "sale.order"), (19, "account.move"), (18, "account.move.line")],
)
def test_no_history_makes_the_warehouse_differ(direct_ground: Ground, version: int, model: str) -> None:
    """18 and 19 mean different things by `>` and `<=` of a datetime; both must come to the same."""

    @settings(
        max_examples=60 if model == "res.partner" else 20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(history=histories)
    def holds(history: list[Any]) -> None:
        direct_ground.restore()
        world = World(version, direct_ground, model)
        for event in history:
            if isinstance(event, Sync):
                world.sync(event)
            else:
                world.happen(*event)
        world.converge()
        TALLY.count("random histories", "direct", str(history), [])

    holds()
