"""`scout outbox` with everything behind it: the real worker, a simulated Odoo over HTTP, a real PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
from functools import partial

import pytest

from demo.odoo import Call, Fault
from shared.outbox.outbox_report import OutboxReport
from tests.engine.conftest import World
from tests.engine.outbox_world import ask, customers, stages
from tests.engine.test_command_line import Scout
from tests.unit.cli_support import scout


@pytest.fixture
def run(served_world: dict[str, str]) -> Scout:
    return partial(scout, "outbox", variables=served_world)


def interrupt(call: Call) -> None:
    """A real signal, sent to this process while Odoo is at work."""
    os.kill(os.getpid(), signal.SIGTERM)


def test_once_sends_what_is_due_and_a_second_time_nothing(run: Scout, world: World) -> None:
    ask(world, "ann")
    first = run("--once")
    assert first.exit_code == 0, first.output
    assert "1 done" in first.stdout
    assert "Nothing is due" in run("--once").stdout
    assert customers(world.odoo) == 1


def test_a_dry_run_shows_the_call_and_changes_nothing_anywhere(run: Scout, world: World) -> None:
    ask(world, "ann")
    before = world.content()
    result = run("--dry-run")
    assert result.exit_code == 0
    assert "1 res.partner.load" in result.stdout
    assert 'name: "Ann"' in result.stdout
    assert (customers(world.odoo), world.content()) == (0, before)


def test_a_stop_finishes_the_message_in_hand_and_gives_the_rest_back(run: Scout, world: World) -> None:
    for key in "abc":
        ask(world, key)
    world.odoo.inject(Fault.hook(interrupt), method="load")
    result = run("--once")
    assert result.exit_code == 1
    assert "stopped as asked" in result.stdout
    assert list(stages(world).values()) == ["sent", "queued", "queued"]
    assert customers(world.odoo) == 1


def test_the_daemon_leaves_no_trace_of_a_look_that_found_nothing_and_one_run_of_one_that_did(
    run: Scout, world: World
) -> None:
    ask(world, "ann")
    world.odoo.inject(Fault.hook(interrupt), method="load")
    result = run("--daemon", "--json")
    assert result.exit_code == 0
    report = OutboxReport.model_validate_json(result.stdout)
    assert (report.done, customers(world.odoo)) == (1, 1)
    assert world.value("select count(*) from ops.odoo_sync_runs") == 1


def test_a_parked_message_is_seen_shown_tried_again_given_up_and_forgotten(run: Scout, world: World) -> None:
    number = str(ask(world, "ann", payload={"no_such_field": 1}))
    assert run("--once").exit_code == 1
    assert "no_such_field" in run("list", "--status", "parked").stdout
    assert "No such message." in run("list", "-s", "waiting", "-s", "queued").stdout
    shown = run("show", number).stdout
    assert f"message {number}: parked (invalid)" in shown
    assert f"scout outbox cancel {number}" in shown
    assert run("retry", number).exit_code == 0
    assert stages(world) == {"ann": "queued"}
    assert run("retry", number).exit_code == 2
    assert run("cancel", number, "--reason", "a typo").exit_code == 0
    assert "a typo" in run("show", number).stdout
    world.db.execute("update ops.odoo_outbox set settled_at = settled_at - interval '29 days'")
    assert "1 message forgotten" in run("purge", "--older-than", "4w").stdout
    assert stages(world) == {}


def test_status_counts_the_parked_ones_and_lives_without_the_outbox(
    run: Scout, world: World, database_url: str
) -> None:
    ask(world, "ann", payload={"no_such_field": 1})
    run("--once")
    only = {"SUPABASE_DB_URL": database_url}
    with_one_parked = scout("status", variables=only)
    assert with_one_parked.exit_code == 1
    assert "1 message to Odoo parked" in with_one_parked.stdout
    world.db.execute("drop schema ops cascade")
    older = scout("status", "--json", variables=only)
    assert (older.exit_code, json.loads(older.stdout)["outbox"]) == (0, None)
