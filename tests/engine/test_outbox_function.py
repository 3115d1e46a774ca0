"""The HTTP function `outbox_worker` as functions-framework serves it: which answer each thing gets."""

from __future__ import annotations

import json
import threading
from functools import partial
from typing import Any

import pytest

from demo.odoo import Fault
from tests.engine.conftest import World
from tests.engine.outbox_world import ask, customers, stages
from tests.engine.test_http_function import ClientOf, post, start_function


@pytest.fixture
def client_of(served_world: dict[str, str]) -> ClientOf:
    return partial(start_function, served_world, FUNCTION="outbox_worker")


def test_what_is_due_is_sent_and_the_answer_is_the_runs_report(client_of: ClientOf, world: World) -> None:
    ask(world, "ann")
    status, report = post(client_of())
    assert (status, report["status"], report["done"], report["more"]) == (200, "completed", 1, False)
    (message,) = report["messages"]
    assert (message["key"], message["status"]) == ("ann", "done")
    assert customers(world.odoo) == 1


def test_the_batch_size_of_the_body_bounds_what_is_claimed_at_once(client_of: ClientOf, world: World) -> None:
    for key in "abc":
        ask(world, key)
    assert post(client_of(), {"batch_size": 1})[1]["done"] == 3
    assert world.value("select claims from ops.odoo_sync_runs") == 4, "one claim a message, and one that found none"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"batch": 5}, "batch: unknown key; known: batch_size, dry_run"),
        ({"batch_size": 0}, "batch_size: "),
        ({"batch_size": "5"}, "batch_size: "),
        ({"dry_run": "no"}, "dry_run: "),
    ],
)
def test_bad_input_is_400_with_the_problem_by_name(client_of: ClientOf, body: Any, told: str) -> None:
    status, answer = post(client_of(), body)
    assert status == 400
    assert told in answer["problems"][0]


def test_a_parked_message_beside_one_that_went_is_207_with_both(client_of: ClientOf, world: World) -> None:
    ask(world, "ann")
    ask(world, "bad", payload={"no_such_field": 1})
    status, report = post(client_of())
    assert (status, report["done"], report["dead"]) == (207, 1, 1)
    assert stages(world) == {"ann": "sent", "bad": "parked"}


def test_an_unreachable_odoo_is_504_and_the_message_is_not_counted_against(client_of: ClientOf, world: World) -> None:
    ask(world, "ann")
    world.odoo.inject(Fault.answer(502), times=1000)
    status, report = post(client_of(SYNC_TIME_BUDGET_SECONDS="1"))
    assert (status, report["status"]) == (504, "failed")
    assert world.value("select attempts from ops.odoo_outbox") == 0


def test_a_spent_time_budget_ends_the_run_after_the_message_in_hand_and_says_that_there_is_more(
    client_of: ClientOf, world: World
) -> None:
    ask(world, "a")
    ask(world, "b")
    world.odoo.inject(Fault.hook(lambda call: threading.Event().wait(1.05) and None), method="load", times=1)
    status, report = post(client_of(SYNC_TIME_BUDGET_SECONDS="1"))
    assert (status, report["more"], report["done"], report["released"]) == (200, True, 1, 1)
    assert stages(world) == {"a": "sent", "b": "queued"}


def test_what_it_logs_names_the_message_and_none_of_its_content(
    client_of: ClientOf, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    from shared.monitoring.logs import LOGGER

    ask(world, "ann", payload={"name": "CONTENT", "no_such_field": "CONTENT"})
    client = client_of()
    LOGGER.addHandler(caplog.handler)
    try:
        post(client)
    finally:
        LOGGER.removeHandler(caplog.handler)
    lines = [(record.getMessage(), vars(record).get("fields", {})) for record in caplog.records]
    assert [message for message, _ in lines] == ["messages claimed", "message dead", "outbox run completed"]
    assert lines[1][1]["kind"] == "invalid"
    assert "CONTENT" not in json.dumps(lines)
