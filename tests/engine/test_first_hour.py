"""What a first user types: the questions of `scout init`, and the mistakes that are made most often."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from dotenv import dotenv_values
from rich.console import Console
from rich.table import Table

from cli.connections import reach_warehouse
from cli.context import Context
from demo.odoo import API_KEY, SimulatedOdoo, serve
from demo.postgres import Cluster
from shared.errors import WarehouseNotReady
from shared.settings import WarehouseSettings
from tests.unit.cli_support import FakeWarehouse, scout

WRONG_KEY = "0" * 40
ADDED = "ODOO_BASE_URL", "ODOO_DB", "ODOO_API_KEY", "SUPABASE_DB_URL", "SYNC_TIME_ZONE"


@pytest.fixture(scope="module")
def odoo_url() -> Iterator[str]:
    with serve(SimulatedOdoo()) as url:
        yield url


@pytest.fixture(scope="module")
def older_odoo_url() -> Iterator[str]:
    with serve(SimulatedOdoo(version=18)) as url:
        yield url


@pytest.fixture
def empty_url(cluster: Cluster) -> Iterator[str]:
    yield cluster.create_database("first_hour")
    cluster.drop_database("first_hour")


@pytest.fixture
def password_url(cluster: Cluster, empty_url: str) -> Iterator[str]:
    """The empty database as a user whose password the server asks for, which is wrong."""
    with psycopg.connect(empty_url, autocommit=True) as db:
        file = next(iter(db.execute("show hba_file")))[0]
        rules = Path(file).read_text()
        db.execute("create role asked_for_password login password 'right'")
        Path(file).write_text("host all asked_for_password 127.0.0.1/32 scram-sha-256\n" + rules)
        db.execute("select pg_reload_conf()")
        yield empty_url.replace("postgres@", "asked_for_password:n0t-the-0ne@")
        Path(file).write_text(rules)
        db.execute("drop role asked_for_password")


@dataclass(frozen=True)
class Mistake:
    """What somebody does, the change of the good settings that it is, and what they read."""

    name: str
    changes: dict[str, str]
    said: str
    fix: str
    command: tuple[str, ...] = ("init", "--non-interactive")


def mistakes(odoo_url: str, older_odoo_url: str, database_url: str, password_url: str) -> list[Mistake]:
    host = odoo_url.removeprefix("http://")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    login = {"ODOO_API_KEY": "", "ODOO_USERNAME": "admin"}
    old = {"ODOO_BASE_URL": older_odoo_url}
    nobody_there = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    return [
        Mistake("wrong password", login | {"ODOO_PASSWORD": "oops"}, "does not accept the credentials of 'admin'",
                "Check ODOO_USERNAME, ODOO_PASSWORD"),
        Mistake("wrong API key", {"ODOO_API_KEY": WRONG_KEY}, "does not accept the API key", "Set ODOO_API_KEY"),
        Mistake("wrong database", {"ODOO_DB": "shpo"}, "has no database 'shpo'", "Check ODOO_DB"),
        Mistake("wrong host", {"ODOO_BASE_URL": "http://shop.invalid"}, "name of shop.invalid is not known",
                "that ODOO_BASE_URL is right"),
        Mistake("wrong port", {"ODOO_BASE_URL": f"http://127.0.0.1:{port}"}, "Nothing listens at", "Check that Odoo is up"),
        Mistake("https where http is", {"ODOO_BASE_URL": f"https://{host}"}, "does not speak https",
                f"Set ODOO_BASE_URL to http://{host}"),
        Mistake("key without user before 19", old, "a key needs its user's login", "Set ODOO_USERNAME"),
        Mistake("wrong password of SUPABASE_DB_URL", {"SUPABASE_DB_URL": password_url}, "does not accept the password",
                "Check user and password in SUPABASE_DB_URL"),
        Mistake("wrong database of SUPABASE_DB_URL", {"SUPABASE_DB_URL": f"{database_url}x"}, "has no such database",
                "Check the database at the end"),
        Mistake("the pooler's port", {"SUPABASE_DB_URL": nobody_there}, "connection was refused", "5432 and 6543"),
        Mistake("password not filled in", {"SUPABASE_DB_URL": "postgresql://u:[YOUR-PASSWORD]@db.example.com/postgres"},
                "still says [YOUR-PASSWORD]", "database's password belongs"),
        Mistake("nothing migrated", {}, "migrations are missing", "Run: scout migrate", ("sync",)),
        Mistake("a stream's typo", {}, "no stream 'pos.ordr'", "did you mean pos.order?", ("sync", "-s", "pos.ordr")),
        Mistake("wrong time zone", {"SYNC_TIME_ZONE": "Asia/Manilla"}, "SYNC_TIME_ZONE must be", "Asia/Manila", ("migrate",)),
        Mistake("nothing set", dict.fromkeys(ADDED, ""), "ODOO_BASE_URL is missing", "scout init asks for them", ("sync",)),
    ]  # fmt: skip


def test_each_typical_mistake_is_answered_with_its_fix_within_three_seconds(
    odoo_url: str, older_odoo_url: str, empty_url: str, password_url: str
) -> None:
    good = {"ODOO_BASE_URL": odoo_url, "ODOO_DB": "shop", "ODOO_API_KEY": API_KEY, "SUPABASE_DB_URL": empty_url}
    table = Table("mistake", "seconds", "answer")
    unhelpful = []
    for mistake in mistakes(odoo_url, older_odoo_url, empty_url, password_url):
        began = time.monotonic()
        result = scout(*mistake.command, variables=good | mistake.changes)
        seconds = time.monotonic() - began
        told = " ".join(result.output.split())
        table.add_row(mistake.name, f"{seconds:.1f}", told[told.find("✗") :])
        helps = mistake.said in told and mistake.fix in told and told.count("✗") == 1
        if not helps or seconds > 3 or result.exit_code not in {1, 2}:
            unhelpful.append(mistake.name)
    Console(width=160).print(table)
    assert unhelpful == []


def typed(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


def test_the_questions_are_asked_until_each_answer_works_and_then_nothing_else_is_needed(
    odoo_url: str, empty_url: str, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("# mine\nOTHER=1\nSUPABASE_URL=https://old.example.com\n")

    def typing(*answers: str) -> Any:
        return scout("init", variables={}, typed=typed(*answers), env_file=file, interactive=True)

    answers = ["127.0.0.1:1", f"{odoo_url}/odoo/action-5", "", WRONG_KEY, "", API_KEY,
               "postgresql://postgres@127.0.0.1:1/x", empty_url, "Asia/Manilla", ""]  # fmt: skip
    refused = typing(*answers, "n")
    assert refused.exit_code == 1
    assert dotenv_values(file) == {"OTHER": "1", "SUPABASE_URL": "https://old.example.com"}, (
        "asked before it is changed"
    )
    done = typing(*answers, "y")
    assert done.exit_code == 0, done.output
    assert [
        done.stderr.count(said) for said in ("Nothing listens", "does not accept", "was refused", "Asia/Manila")
    ] == [1] * 4
    assert API_KEY not in done.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().startswith("# mine\nOTHER=1\n")
    assert dotenv_values(file) == {
        "OTHER": "1", "ODOO_BASE_URL": odoo_url, "ODOO_DB": "shop", "ODOO_API_KEY": API_KEY, "SUPABASE_DB_URL": empty_url,
        "SYNC_TIME_ZONE": "Europe/Brussels",
    }  # fmt: skip
    enter = typing(*[""] * 6)
    assert enter.exit_code == 0, "Enter keeps what is set"
    migrated = scout("migrate", variables={}, env_file=file)
    assert "days begin at midnight in Europe/Brussels" in migrated.stdout
    assert "time zone stays" in scout("migrate", variables={"SYNC_TIME_ZONE": "UTC"}, env_file=file).stdout
    checked = scout("init", variables={}, env_file=file)
    assert (checked.exit_code, checked.stdout.count("✓")) == (0, 2)
    skew = {"SYNC_CLOCK_SKEW_SECONDS": "300000000"}
    assert "12 streams are up to date" in scout("sync", variables=skew, env_file=file).stdout
    with psycopg.connect(empty_url, autocommit=True) as db:
        db.execute("create role may_only_read login; grant pg_read_all_data to may_only_read")
        reader = {"SUPABASE_DB_URL": empty_url.replace("postgres@", "may_only_read@")}
        refused = scout("init", variables=reader, env_file=file)
        db.execute("drop role may_only_read")
    assert (refused.exit_code, "grant service_role" in " ".join(refused.output.split())) == (1, True), refused.output


def test_before_odoo_19_or_without_a_key_the_login_is_asked_for(
    older_odoo_url: str, empty_url: str, tmp_path: Path
) -> None:
    answers = [older_odoo_url, "", "", "admin", "admin", empty_url, ""]
    file = tmp_path / ".env"
    assert scout("init", variables={}, typed=typed(*answers), env_file=file, interactive=True).exit_code == 0
    assert {name: dotenv_values(file).get(name) for name in ("ODOO_USERNAME", "ODOO_PASSWORD", "ODOO_API_KEY")} == {
        "ODOO_USERNAME": "admin", "ODOO_PASSWORD": "admin", "ODOO_API_KEY": None,
    }  # fmt: skip


def test_a_time_zone_that_is_only_assumed_is_told_until_somebody_sets_one(
    odoo_url: str, database_url: str, db: psycopg.Connection[Any]
) -> None:
    variables = {"ODOO_BASE_URL": odoo_url, "ODOO_DB": "shop", "ODOO_API_KEY": API_KEY, "SUPABASE_DB_URL": database_url,
                 "SYNC_CLOCK_SKEW_SECONDS": "300000000"}  # fmt: skip
    asks = {"knows_time_zone": Context.knows_time_zone}
    assert "Days begin at midnight UTC" in scout("sync", variables=variables, **asks).stdout
    assert "! time zone" in scout("health", variables=variables).stdout
    db.execute("update scout.settings set value = 'UTC' where key = 'time_zone'")
    assert "Days begin at midnight UTC" not in scout("sync", "--full", variables=variables, **asks).stdout
    assert "time zone" not in scout("health", variables=variables).stdout


@pytest.mark.parametrize(("server_code", "accepted"), [("PGRST106", True), ("PGRST202", True), ("PGRST301", False)])
def test_over_rest_what_only_an_accepted_key_learns_is_no_refusal_of_the_key(
    monkeypatch: pytest.MonkeyPatch, server_code: str, accepted: bool
) -> None:
    """Before the first migration the Data API knows no function of ours; a wrong key is another thing."""

    def refuses(function: str, arguments: object = None) -> Any:
        raise WarehouseNotReady("Not there.", server_code=server_code)

    fake = FakeWarehouse({})
    fake.call = refuses  # type: ignore[method-assign, assignment]
    monkeypatch.setattr("cli.connections.open_warehouse", lambda settings, **more: fake)
    settings = WarehouseSettings.model_validate(
        {"SUPABASE_URL": "https://abc.supabase.co", "SUPABASE_SERVICE_ROLE_KEY": "k" * 40}
    )
    if accepted:
        assert "takes the key" in reach_warehouse(settings).said
    else:
        with pytest.raises(WarehouseNotReady):
            reach_warehouse(settings)
