"""From a run to a person: one mail and one post for each cause, and one when it is over, through every entry point."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import functions_framework
import pytest

from tests.engine.conftest import World
from tests.engine.health_world import healthy_world, now, template
from tests.engine.outbox_world import ask
from tests.engine.people import People, people
from tests.engine.served import BEARER, SECRET, environment
from tests.unit.cli_support import scout

__all__ = ["template"]

FUNCTIONS = Path(__file__).parents[2] / "functions"
NOWHERE = {"ODOO_BASE_URL": "http://127.0.0.1:9", "SYNC_TIME_BUDGET_SECONDS": "1"}

Run = Callable[..., int]


@dataclass
class Endpoint:
    """A world that is well, its entry points, and the people to be told."""

    world: World
    told: People
    variables: dict[str, str] = field(default_factory=dict)

    def scout(self, *arguments: str, **changes: str) -> Any:
        return scout(*arguments, variables=self.variables | changes, now=now)

    def function(self, name: str, body: Any = None, **changes: str) -> Any:
        """The HTTP function's answer to a POST with exactly these of the project's variables."""
        with environment(self.variables | changes):
            client = functions_framework.create_app(name, str(FUNCTIONS / name / "main.py")).test_client()
            return client.post("/", json=body or {}, headers=BEARER)


@pytest.fixture
def place(world: World, database_url: str) -> Iterator[Endpoint]:
    with healthy_world(world) as well, people() as told:
        assert world.value("select count(*) from ops.alerts") == 0
        own = {"SUPABASE_DB_URL": database_url, "SYNC_SECRET": SECRET}
        yield Endpoint(world, told, well.variables | told.variables | own)


ENTRY_POINTS: dict[str, Callable[[Endpoint], Callable[..., Any]]] = {
    "scout sync": lambda place: functools.partial(place.scout, "sync"),
    "scout reconcile": lambda place: functools.partial(place.scout, "reconcile"),
    "the function odoo_sync": lambda place: functools.partial(place.function, "odoo_sync"),
}


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_odoo_down_down_and_up_again_is_one_alert_and_one_recovery(place: Endpoint, entry_point: str) -> None:
    run = ENTRY_POINTS[entry_point](place)
    run()
    for changes in (NOWHERE, NOWHERE, {}, {}):
        run(**changes)
    assert place.told.heard == ["odoo: reachable fails", "odoo: reachable is OK again"]
    assert "Nothing new comes from Odoo while this lasts" in place.told.texts[0]
    assert "127.0.0.1:9" in place.told.texts[0]


def test_the_outbox_and_the_sync_and_health_meet_one_and_the_same_wall(place: Endpoint) -> None:
    ask(place.world, "ann")
    for arguments in (("outbox", "--once"), ("sync",), ("health", "--alert"), ("outbox", "--once")):
        place.scout(*arguments, **NOWHERE)
    assert place.told.heard == ["odoo: reachable fails"]
    place.scout("health", "--alert")  # Odoo is back; no run has come yet, and none has to be feared for
    place.scout("sync")
    place.scout("health", "--alert")
    assert place.told.heard == ["odoo: reachable fails", "odoo: reachable is OK again"]


def test_a_refused_key_is_one_cause_for_all_streams(place: Endpoint) -> None:
    for changes in ({"ODOO_API_KEY": "no-key-at-all"}, {"ODOO_API_KEY": "no-key-at-all"}, {}):
        place.scout("sync", **changes)
    assert place.told.heard == ["odoo: login fails", "odoo: login is OK again"]


def test_a_stream_that_is_refused_is_one_cause_for_runs_and_for_health(place: Endpoint) -> None:
    place.world.odoo.deny_model("res.currency")
    for arguments in (("sync",), ("health", "--alert"), ("sync",), ("sync", "-s", "res.partner")):
        place.scout(*arguments)
    assert place.told.heard == ["odoo: rights to res.currency fails"]
    place.world.odoo.allow_model("res.currency")
    place.scout("health", "--alert")  # the right is back; no run has come yet, and none has to be feared for
    place.scout("sync")
    place.scout("health", "--alert")
    assert place.told.heard == ["odoo: rights to res.currency fails", "odoo: rights to res.currency is OK again"]


def test_a_run_that_fails_by_itself_is_told_and_ended_by_runs_alone(place: Endpoint) -> None:
    place.world.db.execute(
        "create function scout.broken() returns trigger language plpgsql as "
        "$$ begin raise 'not now' using errcode = '55000'; end $$;"
        "create trigger broken before insert or update on scout.bronze_res_currency "
        "for each row execute function scout.broken()"
    )
    place.world.odoo.write("res.currency", min(place.world.odoo.stored("res.currency")), {"name": "XYZ"})
    for _ in range(2):
        assert place.scout("sync", "-s", "res.currency", "-s", "res.partner").exit_code == 1
    place.world.db.execute("drop trigger broken on scout.bronze_res_currency")
    for _ in range(2):
        assert place.scout("sync").exit_code == 0
    last_run = "sync: last run of res.currency"
    assert place.told.heard == [f"{last_run} fails", f"{last_run} is OK again"]


@pytest.mark.parametrize("entry_point", ["scout outbox", "the function outbox_worker"])
def test_a_parked_message_is_told_once_and_its_end_by_whoever_looks_at_everything(
    place: Endpoint, entry_point: str
) -> None:
    number = ask(place.world, "ann", payload={"no_such_field": "Ann is secret"})
    for _ in range(2):
        if entry_point == "scout outbox":
            assert place.scout("outbox", "--once").exit_code in {0, 1}
        else:
            assert place.function("outbox_worker").status_code in {200, 207}
    place.scout("health", "--alert")
    assert place.told.heard == ["outbox: parked fails"]
    assert f"scout outbox show {number}" in place.told.texts[0]
    assert "Ann is secret" not in place.told.texts[0]
    assert place.scout("outbox", "cancel", str(number)).exit_code == 0
    place.scout("health", "--alert")
    place.scout("health", "--alert")
    assert place.told.heard == ["outbox: parked fails", "outbox: parked is OK again"]


def test_streams_that_are_late_are_told_by_health_alone_in_one_mail_and_each_end_once(place: Endpoint) -> None:
    place.world.db.execute("update scout.sync_checkpoints set last_sync_at = now() - interval '5 hours'")
    for _ in range(2):
        assert place.scout("health", "--alert").exit_code == 1
    (subject,) = place.told.heard
    assert subject.endswith("fails and 11 more")
    assert place.told.texts[0].count("✗ ") == 1
    assert place.scout("sync", "-s", "pos.order").exit_code == 0
    place.scout("health", "--alert")
    assert place.told.heard[1:] == ["sync: lag of pos.order is OK again"]
    place.scout("sync")
    place.scout("health", "--alert")
    place.scout("health", "--alert")
    assert len(place.told.heard) == 3
    assert place.told.heard[2].endswith("is OK again and 10 more")


def test_a_run_in_the_middle_is_no_recovery(place: Endpoint) -> None:
    """Health looks while the run after a failed one is still at work."""
    place.world.db.execute(
        "update scout.sync_checkpoints set status = 'failed', error_message = 'No.' where id = 'pos.order'"
    )
    place.scout("health", "--alert")
    place.world.db.execute(
        """update scout.sync_checkpoints set status = 'running', run_id = gen_random_uuid(), lease_holder = 'one',
                  lease_expires_at = now() + interval '1 minute' where id = 'pos.order'"""
    )
    place.scout("health", "--alert")
    assert place.told.heard == ["sync: last run of pos.order fails"]


def test_a_reconcile_that_ends_with_a_difference_has_the_name_health_gives_it(place: Endpoint) -> None:
    place.world.db.execute("update scout.reconciliations set status = 'differs' where stream = 'pos.order'")
    place.scout("health", "--alert")
    place.scout("reconcile", "-s", "pos.order")
    assert place.told.heard == ["sync: proof of pos.order fails", "sync: proof of pos.order is OK again"]


@pytest.mark.parametrize("arguments", [("sync", "--dry-run"), ("reconcile", "--dry-run"), ("outbox", "--dry-run")])
def test_dry_runs_tell_nothing_and_note_nothing(place: Endpoint, arguments: tuple[str, ...]) -> None:
    ask(place.world, "ann", payload={"no_such_field": 1})
    before = place.world.content()
    place.scout(*arguments)
    place.scout(*arguments, **NOWHERE)
    assert (place.told.heard, place.world.content()) == ([], before)


DEAF = {"ALERT_SMTP_URL": "smtp://127.0.0.1:9", "ALERT_SLACK_WEBHOOK_URL": "http://127.0.0.1:9/secret-of-the-hook"}


def test_an_alert_that_nobody_takes_changes_no_answer_and_no_exit_code(place: Endpoint) -> None:
    with_alerts = place.scout("sync", "--json", "-s", "no.such", **DEAF)
    assert with_alerts.exit_code == 2
    place.world.odoo.deny_model("res.currency")
    deaf = place.scout("sync", "--json", **DEAF)
    assert (deaf.exit_code, json.loads(deaf.stdout)["status"]) == (1, "partial")
    assert deaf.stderr.count("No alert was sent:") == 2
    assert "secret-of-the-hook" not in deaf.output
    assert place.function("odoo_sync", **DEAF).status_code == 207
    assert place.scout("health", "--alert", "--json", **DEAF).exit_code == 1
    place.world.odoo.allow_model("res.currency")
    assert place.scout("sync", "--json", **DEAF).exit_code == 0
    assert place.told.heard == []


def test_health_says_when_there_is_nobody_to_tell(place: Endpoint) -> None:
    silent = dict.fromkeys(place.told.variables, "")
    result = place.scout("health", "--alert", **silent)
    assert result.exit_code == 0
    assert "No alert can be sent" in result.stderr
