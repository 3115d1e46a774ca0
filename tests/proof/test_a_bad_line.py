"""Everything a line can do wrong, at each request in turn: a run goes on or fails cleanly, and the end is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from pydantic import SecretStr

from demo.odoo import SimulatedOdoo, serve
from shared.odoo.client import Odoo
from shared.sync.run_report import RunReport
from shared.warehouse.postgres import PostgresWarehouse
from shared.warehouse.protocol import Warehouse
from shared.warehouse.rest import RestWarehouse
from tests.proof.bad_line import MISCHIEFS, STATEMENT_TIMEOUT, BadLine, bad_line
from tests.proof.conftest import Ground
from tests.proof.points import Points, WatchedLine
from tests.proof.scenarios import RETRY_POLICY, Scenario
from tests.proof.tally import TALLY

SCENARIO = Scenario(request={"streams": ["res.partner"]}, batch_size=5, moments=(), struck=0)
Run = Callable[[], RunReport]


@pytest.fixture(scope="module")
def odoo() -> SimulatedOdoo:
    return SCENARIO.build()[0]


@pytest.fixture(scope="module")
def odoo_url(odoo: SimulatedOdoo) -> Iterator[str]:
    with serve(odoo) as url:
        yield url


def sync(odoo: SimulatedOdoo, warehouse: Warehouse, *, url: str | None = None) -> RunReport:
    """One run over lines of its own; within this process to Odoo unless there is an address."""
    settings = odoo.settings(protocol="json2", base_url=url or "http://odoo.test")
    transport = None if url else odoo.transport()
    with warehouse, Odoo.connect(settings, transport=transport, retry_policy=RETRY_POLICY) as client:
        return SCENARIO.run(client, warehouse)


def faults_of(
    ground: Ground, run: Run, heal: Callable[[], None], wanted: dict[str, object], *, must_complete: bool
) -> list[str]:
    """A run on the bad line, then, if it did not complete, one on the healed line; what was found wrong."""
    faults = []
    report = run()
    if must_complete and report.status != "completed":
        faults.append(f"asking again did not help: {report.streams[0].error}")
    if report.status == "completed" and ground.processed(report.run_id) != report.streams[0].fetched:
        faults.append(f"{report.streams[0].fetched} read, {ground.processed(report.run_id)} in the log")
    if report.status not in {"completed", "failed"}:
        faults.append(f"the run ended {report.status}")
    faults += [f"the bad line left: {fault}" for fault in ground.disagreements()]
    heal()
    if report.status != "completed":
        error = report.streams[0].error
        if error is None or not error.message:
            faults.append("a failure without a sentence")
        ground.expire_leases()
        again = run()
        if again.status != "completed":
            faults.append(f"the next run ended {again.status}: {again.streams[0].error}")
    faults += ground.disagreements()
    if ground.state() != wanted:
        faults.append(f"{ground.state()} instead of {wanted}")
    return faults


def undisturbed(ground: Ground, run: Run) -> dict[str, object]:
    ground.restore()
    assert run().status == "completed"
    return ground.state()


def strike_each(ground: Ground, line: BadLine, run: Run, kind: str, *, for_good: bool, every: int = 1) -> None:
    """Each mischief at every so many-th request of an undisturbed run."""
    found: dict[str, list[str]] = {}
    mischiefs = {**MISCHIEFS, "57014": STATEMENT_TIMEOUT} if kind == "the warehouse" else MISCHIEFS
    wanted = undisturbed(ground, run)
    requests = line.requests
    for name, mischief in mischiefs.items():
        for number in range(0, requests, every):
            ground.restore()
            line.mischief(mischief, at=number, for_good=for_good)
            must_complete = mischief.transient and not for_good
            faults = faults_of(ground, run, line.mischief, wanted, must_complete=must_complete)
            found |= TALLY.count(f"bad lines to {kind}", ground.adapter, f"{name} at {number}", faults)
    assert not found
    assert requests >= 6


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_between_us_and_odoo(direct_ground: Ground, odoo: SimulatedOdoo, odoo_url: str, for_good: bool) -> None:
    with bad_line(odoo_url) as line:

        def run() -> RunReport:
            database = PostgresWarehouse(direct_ground.variables["SUPABASE_DB_URL"], retry_policy=RETRY_POLICY)
            return sync(odoo, database, url=line.url)

        strike_each(direct_ground, line, run, "Odoo", for_good=for_good, every=3 if for_good else 1)


@pytest.mark.postgrest
@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_between_us_and_the_data_api(rest_ground: Ground, odoo: SimulatedOdoo, for_good: bool) -> None:
    with bad_line(rest_ground.variables["SUPABASE_URL"]) as line:

        def run() -> RunReport:
            key = SecretStr(rest_ground.variables["SUPABASE_SERVICE_ROLE_KEY"])
            return sync(odoo, RestWarehouse(line.url, key, retry_policy=RETRY_POLICY))

        strike_each(rest_ground, line, run, "the warehouse", for_good=for_good)


def _cut(point: str) -> None:
    raise ConnectionAbortedError(point)


@pytest.mark.parametrize("times", [1, 1000], ids=["once", "for good"])
def test_between_us_and_postgres(direct_ground: Ground, odoo: SimulatedOdoo, times: int) -> None:
    """Cut before a call, before its commit, and after the commit before its answer; or all its connections are dropped."""

    def terminate(point: str) -> None:
        # The run's own, not PostgREST's on the same database: without those it answers PGRST002 until it has reloaded its
        # schema cache, seconds later, and the next test's run over REST would be struck by this one.
        direct_ground.db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
        )

    def run(strike: str | None = None, blow: Callable[[str], None] = _cut) -> RunReport:
        points = _AnyTime(strike, blow=blow, times=times)
        with closing(WatchedLine(direct_ground.variables["SUPABASE_DB_URL"], points)) as line:
            report = sync(odoo, PostgresWarehouse(line.url, retry_policy=RETRY_POLICY))
        seen.extend(points.passed)
        return report

    seen: list[str] = []
    wanted = undisturbed(direct_ground, run)
    found: dict[str, list[str]] = {}
    points = list(seen)
    for point in points:
        for blow in (_cut, terminate):
            direct_ground.restore()
            bad = [point]

            def struck(bad: list[str] = bad, blow: Callable[[str], None] = blow) -> RunReport:
                return run(bad.pop() if bad else None, blow)

            faults = faults_of(direct_ground, struck, lambda: None, wanted, must_complete=times == 1)
            found |= TALLY.count("bad lines to the warehouse", "direct", f"{blow.__name__} at {point}", faults)
    assert not found
    assert len(points) >= 18


class _AnyTime(Points):
    """Struck is every time of a step once its own time has come: repeats of a call have numbers of their own."""

    _step = ""

    def _is_struck(self, point: str) -> bool:
        if point == self._strike:
            self._step = _without_number(point)
        return bool(self._step) and _without_number(point) == self._step


def _without_number(point: str) -> str:
    return "".join(letter for letter in point if not letter.isdigit())
