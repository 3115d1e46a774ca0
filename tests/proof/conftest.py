"""The ground on which runs are struck: one database an adapter, put back before each case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from demo.postgres import Cluster
from shared.models.catalogue import load_catalogue
from tests.contract.postgrest import DataApi, postgrest
from tests.proof.runner import Outcome, Process, Runner, running
from tests.proof.scenarios import ERP
from tests.proof.tally import OUTBOX_TALLY, TALLY, told
from tests.warehouse.retail import column, one

_STATE = Path(__file__).with_name("state.sql")


@dataclass
class Ground:
    """`adapter` with its `variables`; `db` is the owner's own connection."""

    adapter: str
    variables: dict[str, str]
    db: psycopg.Connection[Any]

    def keep(self, name: str) -> None:
        """This is where cases of this name begin."""
        self.db.execute("select proof.keep(%s)", [name])

    def restore(self, name: str = "empty") -> None:
        self.db.execute("select proof.restore(%s)", [name])

    def state(self) -> dict[str, Any]:
        """Bronze, silver, quarantine and checkpoints, comparable between runs."""
        return dict(self._value("state"))

    def disagreements(self) -> list[str]:
        """What rows, checkpoints and log say against each other: at no instant anything."""
        return list(self._value("disagreements"))

    def rebuild_silver(self) -> None:
        """From bronze alone."""
        self.db.execute("select scout.rebuild_silver()")

    def settle(self) -> None:
        """Returns when nothing of a dead client is under way any more."""
        self._value("settle")

    def expire_leases(self) -> None:
        self._value("expire_leases")

    def runs(self, status: str) -> set[int]:
        """The log rows that say so. `running` is also a run that died: nobody told the log."""
        return set(column(self.db, "select id from scout.sync_logs where status = %s", status))

    def leased(self) -> list[str]:
        """The streams whose lease has not ended."""
        return column(self.db, "select stream from scout.sync_checkpoints where lease_expires_at > now()")

    def processed(self, run_id: str) -> int:
        """How many records the log says that this run committed."""
        return int(one(self.db, "select sum(records_processed) from scout.sync_logs where run_id = %s", run_id) or 0)

    def _value(self, function: LiteralString) -> Any:
        return one(self.db, f"select proof.{function}()")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One of several test processes hands what it counted to the one that prints."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["proof"], output["outbox"] = TALLY.plain(), OUTBOX_TALLY.plain()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    output = getattr(node, "workeroutput", {})  # none from a process that crashed
    if "proof" in output:
        TALLY.add(output["proof"])
        OUTBOX_TALLY.add(output["outbox"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in told():
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    with running("tests.proof.runner") as process:
        yield Process(process, Outcome)


@pytest.fixture(scope="session")
def proof_url(cluster: Cluster, template: str) -> Iterator[str]:
    """A migrated database with the proof's own functions, nothing synced yet."""
    url = cluster.create_database("scout_proof", template=template)
    with psycopg.connect(url) as connection:
        connection.execute(_STATE.read_bytes())
        for model in ERP:
            declared = load_catalogue().known[model].declaration
            connection.execute("select scout.declare_model(%s)", [json.dumps(declared)])
        connection.execute("select proof.keep('empty')")
    yield url
    cluster.drop_database("scout_proof")


@contextmanager
def _ground(adapter: str, url: str, variables: dict[str, str]) -> Iterator[Ground]:
    with psycopg.connect(url, autocommit=True) as db:
        ground = Ground(adapter, variables, db)
        db.execute("set statement_timeout = '30s'")
        ground.restore()
        yield ground


@pytest.fixture
def direct_ground(proof_url: str) -> Iterator[Ground]:
    with _ground("direct", proof_url, {"SUPABASE_DB_URL": proof_url}) as ground:
        yield ground


@pytest.fixture(scope="session")
def data_api(proof_url: str) -> Iterator[DataApi]:
    with postgrest(proof_url) as api:
        yield api


@pytest.fixture
def rest_ground(proof_url: str, data_api: DataApi) -> Iterator[Ground]:
    variables = {"SUPABASE_URL": data_api.url, "SUPABASE_SERVICE_ROLE_KEY": data_api.service_role_key}
    with _ground("rest", proof_url, variables) as ground:
        yield ground


@pytest.fixture(params=["direct", pytest.param("rest", marks=pytest.mark.postgrest)])
def ground(request: pytest.FixtureRequest) -> Ground:
    """Either adapter's."""
    chosen: Ground = request.getfixturevalue(f"{request.param}_ground")
    return chosen
