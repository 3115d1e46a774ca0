"""Runs as processes of their own: killed in the middle, two at once, stopped by hand."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys

import pytest

from tests.engine.conftest import World
from tests.engine.served import PAGE_ROWS, Held, with_only


@pytest.fixture
def variables(served_world: dict[str, str]) -> dict[str, str]:
    """The environment of a `scout sync` that reads this world in small pages."""
    return with_only(served_world | {"SYNC_BATCH_SIZE": str(PAGE_ROWS), "SYNC_LEASE_SECONDS": "60"})


def scout(variables: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from cli.main import main; main()", *arguments],
        env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_of_two_runs_at_once_one_works_and_when_it_is_killed_the_next_goes_on_after_its_lease(
    world: World, variables: dict[str, str]
) -> None:
    held = Held(world, model="pos.order", method="search_read", skip=3)
    victim = scout(variables, "sync", "--stream", "pos.order")
    assert held.arrived.wait(60)
    code, out, err = finished(scout(variables, "sync", "--stream", "pos.order", "--stream", "res.company"))
    assert code == 1
    assert re.search(r"pos\.order is being synced by \S+; its lease ends at", out + err)
    assert world.value("select count(*) from scout.bronze_res_company") == len(world.odoo.stored("res.company"))
    victim.kill()
    finished(victim)
    held.open.set()
    # Its last COMMIT may still be on its way through the server.
    world.db.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'scout-sync' "
        "and datname = current_database()"
    )
    committed = world.ids("bronze_pos_order")
    assert PAGE_ROWS <= len(committed) < len(world.odoo.stored("pos.order"))

    world.db.execute(
        "update scout.sync_checkpoints set lease_expires_at = now() - interval '1 second' where id = 'pos.order'"
    )
    code, out, _ = finished(scout(variables, "sync", "--stream", "pos.order", "--json"))
    (stream,) = json.loads(out)["streams"]
    assert (code, stream["status"]) == (0, "completed")
    assert stream["inserted"] == len(world.odoo.stored("pos.order")) - len(committed), "it went on, not over"
    assert world.ids("bronze_pos_order") == set(world.odoo.stored("pos.order"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_after_the_pages_in_hand_and_frees_the_stream(
    world: World, variables: dict[str, str], number: signal.Signals
) -> None:
    held = Held(world, model="pos.order", method="search_read", skip=3)
    stopped = scout(variables, "sync", "--stream", "pos.order")
    assert held.arrived.wait(60)
    stopped.send_signal(number)
    held.open.set()
    code, out, _ = finished(stopped)
    assert (code, "stopped as asked, run again to continue" in out) == (1, True)
    assert 3 * PAGE_ROWS <= len(world.ids("bronze_pos_order")) < len(world.odoo.stored("pos.order"))
    assert world.value("select lease_expires_at from scout.sync_checkpoints") is None
    code, _, _ = finished(scout(variables, "sync", "--stream", "pos.order"))
    assert code == 0
    assert world.ids("bronze_pos_order") == set(world.odoo.stored("pos.order"))
