"""A function as the container runs it: it answers at once, and SIGTERM ends it within its grace."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.engine.conftest import World
from tests.engine.outbox_world import ask, stages
from tests.engine.served import GRACE_SECONDS, PAGE_ROWS, ROOT, Held, ended_within, served, variables


@pytest.fixture
def environment(served_world: dict[str, str]) -> dict[str, str]:
    return variables(served_world, FUNCTION="odoo_sync")


def test_the_first_request_is_answered_within_half_a_second_of_work(environment: dict[str, str]) -> None:
    """Everything slow was done before: what is imported, what is compiled. Its own work, not that of a busy machine."""
    with served(sys.executable, ROOT, environment) as function:
        before = function.processor_seconds()
        answer = function.post({"streams": ["res.company"]})
        seconds = function.processor_seconds() - before
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    assert seconds < 0.5


def test_sigterm_ends_a_run_after_the_page_in_hand_and_frees_its_stream(
    world: World, environment: dict[str, str]
) -> None:
    slow = Held(world, model="pos.order", method="search_read", skip=2)
    with served(sys.executable, ROOT, environment) as function, ThreadPoolExecutor(1) as caller:
        answering = caller.submit(function.post, {"streams": ["pos.order"]})
        assert slow.arrived.wait(30)
        function.terminate()
        time.sleep(0.5)  # it has heard of its end before the page comes
        slow.open.set()
        answer = answering.result()
        assert ended_within(function, GRACE_SECONDS)
    (stream,) = answer.json()["streams"]
    assert (answer.status_code, stream["status"], stream["more"]) == (200, "partial", True)
    assert stream["fetched"] == len(world.ids("bronze_pos_order")) >= 2 * PAGE_ROWS
    assert world.value("select lease_expires_at from scout.sync_checkpoints") is None


def test_sigterm_does_not_wait_for_an_odoo_that_takes_its_time(world: World, environment: dict[str, str]) -> None:
    """The page that is on its way is read again by the next run, which goes on behind the last committed one."""
    slow = Held(world, model="pos.order", method="search_read", skip=2)
    with served(sys.executable, ROOT, environment) as function, ThreadPoolExecutor(1) as caller:
        answering = caller.submit(function.post, {"streams": ["pos.order"]})
        assert slow.arrived.wait(30)
        began = time.monotonic()
        function.terminate()
        answer = answering.result()
        assert ended_within(function, GRACE_SECONDS)
        assert time.monotonic() - began < GRACE_SECONDS
        slow.open.set()
    assert answer.json()["more"] is True
    assert world.value("select lease_expires_at from scout.sync_checkpoints") is None
    committed = len(world.ids("bronze_pos_order"))
    assert committed == 2 * PAGE_ROWS

    with served(sys.executable, ROOT, environment) as function:
        (stream,) = function.post({"streams": ["pos.order"]}).json()["streams"]
    assert (stream["status"], stream["inserted"]) == ("completed", len(world.odoo.stored("pos.order")) - committed)


def test_sigterm_ends_the_outbox_worker_after_the_message_in_hand(world: World, environment: dict[str, str]) -> None:
    for key in ("ann", "bob"):
        ask(world, key)
    slow = Held(world, model="res.partner", method="load")
    with (
        served(sys.executable, ROOT, environment | {"FUNCTION": "outbox_worker"}) as function,
        ThreadPoolExecutor(1) as caller,
    ):
        answering = caller.submit(function.post)
        assert slow.arrived.wait(30)
        function.terminate()
        time.sleep(0.5)  # it has heard of its end before the answer comes
        slow.open.set()
        report = answering.result().json()
        assert ended_within(function, GRACE_SECONDS)
    assert (report["status"], report["more"], report["done"]) == ("stopped", True, 1)
    assert stages(world) == {"ann": "sent", "bob": "queued"}, "nobody has to wait for the other's lease"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"FUNCTION": "odoo_sink"}, "FUNCTION=odoo_sink: .*odoo_sync"),
        ({"ODOO_DB": ""}, "ODOO_DB"),
        ({"THREADS": "four"}, "THREADS: .* from 1"),
        ({"PORT": "99999"}, "PORT: .* to 65535"),
    ],
)
def test_what_cannot_be_served_stops_the_start_by_name(
    environment: dict[str, str], variables: dict[str, str], named: str
) -> None:
    with pytest.raises(AssertionError, match=named) as caught, served(sys.executable, ROOT, environment | variables):
        pass
    assert "Traceback" not in str(caught.value)


def test_what_the_former_server_was_told_is_answered(environment: dict[str, str]) -> None:
    former = {"WORKERS": "2", "GUNICORN_CMD_ARGS": "--threads 8", "GUNICORN_LOG_LEVEL": "info"}
    with served(sys.executable, ROOT, environment | former) as function:
        assert [name for name in former if f"{name} is ignored" not in "".join(function.log)] == []
