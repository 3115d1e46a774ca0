"""The HTTP function `health` as functions-framework serves it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from flask.testing import FlaskClient

from functions.application import application
from tests.engine.conftest import World
from tests.engine.health_world import HealthWorld, healthy_world, template

__all__ = ["template"]

SECRET = "a-secret-for-the-test-1"
BEARER = {"Authorization": f"Bearer {SECRET}"}

CommandGroup = Callable[..., FlaskClient]


@pytest.fixture
def well(world: World, database_url: str) -> Iterator[HealthWorld]:
    with healthy_world(world) as healthy:
        healthy.variables |= {"SUPABASE_DB_URL": database_url, "SYNC_SECRET": SECRET}
        yield healthy


def client_of(variables: dict[str, str]) -> FlaskClient:
    """The function with exactly these of the project's variables."""
    ours = ("ODOO_", "SUPABASE_", "SYNC_", "OUTBOX_", "HEALTH_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    with mock.patch.dict(os.environ, others | variables | {"FUNCTION": "health"}, clear=True):
        return application().test_client()


def body(answer: Any) -> Any:
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.data)


def test_when_nothing_fails_the_answer_is_200_and_the_report_of_scout_health(well: HealthWorld) -> None:
    answer = client_of(well.variables).get("/", headers=BEARER)
    assert answer.status_code == 200
    report, here = body(answer), well.health()
    assert (report["status"], [line["check"] for line in report["lines"]]) == (
        "pass",
        [line.check for line in here.lines],
    )
    assert report.keys() == json.loads(here.model_dump_json()).keys()


def test_a_warning_is_200_too(well: HealthWorld) -> None:
    well.world.odoo.deny_model("ir.model.data")
    answer = client_of(well.variables).get("/", headers=BEARER)
    assert (answer.status_code, body(answer)["status"]) == (200, "warn")


def test_a_failure_is_503_with_the_report_and_no_secret_in_it(well: HealthWorld) -> None:
    answer = client_of(well.variables | {"ODOO_API_KEY": "not-the-key-at-all"}).get("/", headers=BEARER)
    assert (answer.status_code, body(answer)["status"]) == (503, "fail")
    assert b"not-the-key-at-all" not in answer.data
    assert SECRET.encode() not in answer.data


def test_half_a_configuration_answers_what_is_missing() -> None:
    answer = client_of({"SYNC_SECRET": SECRET}).get("/", headers=BEARER)
    assert answer.status_code == 503
    assert {"ODOO_BASE_URL", "SUPABASE_URL"} <= {line["check"] for line in body(answer)["lines"]}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_any_method_but_get_and_head_is_405(method: str) -> None:
    answer = client_of({"SYNC_SECRET": SECRET}).open("/", method=method, headers=BEARER)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": SECRET}])
def test_without_the_secret_nobody_learns_anything(headers: dict[str, str]) -> None:
    answer = client_of({"SYNC_SECRET": SECRET}).get("/", headers=headers)
    assert (answer.status_code, body(answer)["status"]) == (401, "refused")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "variables", [{}, {"SYNC_SECRET": "short"}, {"SYNC_SECRET": SECRET, "SYNC_LEASE_SECONDS": "x"}]
)
def test_where_no_caller_can_be_checked_nobody_is_let_in(variables: dict[str, str]) -> None:
    answer = client_of(variables).get("/", headers=BEARER)
    assert answer.status_code in {401, 503}
    assert "lines" not in body(answer)


def test_another_path_is_404_for_callers_with_the_secret_only() -> None:
    client = client_of({"SYNC_SECRET": SECRET})
    assert client.get("/nowhere", headers=BEARER).status_code == 404
    assert client.get("/nowhere").status_code == 401
