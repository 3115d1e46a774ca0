"""The HTTP function as functions-framework serves it: which answer each thing gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient

from functions.application import application
from shared.sync.run_report import RunReport
from tests.engine.conftest import World
from tests.engine.outbox_world import ask, customers, stages
from tests.engine.served import BEARER, SECRET, environment

OLDER_SECRET = "a-secret-for-the-test-0"

ClientOf = Callable[..., FlaskClient]


def start_function(settings: dict[str, str], **changes: str) -> FlaskClient:
    secrets = {"SYNC_SECRET": f"{SECRET},{OLDER_SECRET}", "SYNC_TIME_BUDGET_SECONDS": "20"}
    with environment(settings | secrets | changes):
        return application().test_client()


@pytest.fixture
def client_of(served_world: dict[str, str]) -> ClientOf:
    """Starts the function with the world's settings, changed as told."""
    return partial(start_function, served_world, FUNCTION="odoo_sync")


@pytest.fixture(params=["odoo_sync", "outbox_worker"])
def either(client_of: ClientOf, world: World, request: pytest.FixtureRequest) -> ClientOf:
    """Starts the one function or the other; a message is due."""
    ask(world, "ann")
    return partial(client_of, FUNCTION=request.param)


def post(client: FlaskClient, body: Any = None, **more: Any) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, str | bytes) else json.dumps(body or {})
    answer = client.post("/", data=data, headers=more.get("headers", BEARER))
    assert answer.mimetype == "application/json"
    return answer.status_code, json.loads(answer.data)


def test_all_went_well_is_200_and_the_run_s_report(client_of: ClientOf, world: World) -> None:
    status, report = post(client_of(), "")
    assert (status, report["status"], report["more"]) == (200, "completed", False)
    orders = next(stream for stream in report["streams"] if stream["stream"] == "pos.order")
    assert RunReport.model_validate(report).model_dump(mode="json") == report
    assert orders["inserted"] == len(world.odoo.stored("pos.order"))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"])
def test_any_method_but_post_is_405_and_starts_nothing(either: ClientOf, world: World, method: str) -> None:
    """A readiness probe must not start a run; functions-framework hands every method to the handler."""
    answer = either().open("/", method=method, headers=BEARER)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert (world.value("select count(*) from scout.sync_logs"), stages(world)) == (0, {"ann": "queued"})


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": SECRET}, {"Authorization": "Bearer"}, {"Authorization": "Bearer wrong"},
     {"Authorization": f"Basic {SECRET}"}, {"Authorization": "Bearer é"}, {"Authorization": "Basic \xff"},
     [("Authorization", "Bearer wrong"), ("Authorization", f"Bearer {SECRET}")]],
)  # fmt: skip
def test_a_missing_or_wrong_secret_is_401(either: ClientOf, world: World, headers: dict[str, str]) -> None:
    status, answer = post(either(), headers=headers)
    assert status == 401
    assert SECRET not in json.dumps(answer)
    assert world.odoo.calls == []


def test_both_secrets_are_accepted_while_one_is_rotated(client_of: ClientOf) -> None:
    client = client_of()
    for secret in (SECRET, OLDER_SECRET):
        assert post(client, {"streams": ["res.company"]}, headers={"Authorization": f"Bearer {secret}"})[0] == 200


def test_without_any_secret_nobody_is_let_in(client_of: ClientOf) -> None:
    status, answer = post(client_of(SYNC_SECRET=""))
    assert status == 401
    assert "SYNC_SECRET is not set" in answer["problems"][0]


def test_where_the_platform_authenticates_no_secret_is_asked(client_of: ClientOf) -> None:
    client = client_of(SYNC_SECRET="", SYNC_PLATFORM_AUTHENTICATES="true")
    assert post(client, {"streams": ["res.company"]}, headers={})[0] == 200


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", "the body is not JSON"),
        (b"\xff\xfe", "the body is not JSON"),
        (b'{"streams": ["\xff"]}', "the body is not JSON"),
        ("[" * 100_000, "the body is nested too deeply"),
        ('{"ids": [' + "9" * 5000 + "]}", "the body is not JSON"),
        ('{"streams": ["\\ud800"]}', "streams"),
        ("[]", "must be a JSON object"),
        ({"stream": "pos.order"}, "stream: unknown key; known: streams"),
        ({"streams": ["pos.ordr"]}, "there is no stream 'pos.ordr'; did you mean pos.order?"),
        ({"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"}, "since must be before until"),
        ({"since": "2026-11-02T00:00:00"}, "has no time zone"),
    ],
)
def test_bad_input_is_400_with_every_problem_by_name(client_of: ClientOf, body: Any, told: str) -> None:
    status, answer = post(client_of(), body)
    assert status == 400
    assert told in answer["problems"][0]


def test_a_dry_run_over_http_writes_nothing_here_or_there(either: ClientOf, world: World) -> None:
    before = world.content()
    status, report = post(either(), {"dry_run": True})
    assert (status, report["dry_run"]) == (200, True)
    assert [one["would_send"]["method"] for one in report.get("messages", [])] == (
        ["load"] if "messages" in report else []
    )
    assert (customers(world.odoo), world.content()) == (0, before)


def test_a_stream_held_by_another_runner_is_409_naming_it_and_when_its_lease_ends(
    client_of: ClientOf, world: World
) -> None:
    world.db.execute("select scout.begin_sync('pos.order', 'pos.order', gen_random_uuid(), 300, 'other:1')")
    client = client_of()
    status, report = post(client, {"streams": ["pos.order"]})
    assert status == 409
    (stream,) = report["streams"]
    assert (stream["stream"], stream["status"]) == ("pos.order", "busy")
    assert stream["lease_expires_at"]
    assert "pos.order is being synced by other:1" in stream["error"]["message"]
    assert post(client, {"streams": ["pos.order", "res.company"]})[0] == 207, "the others went well"


def test_one_stream_failed_and_others_fine_is_207_with_both(client_of: ClientOf, world: World) -> None:
    world.odoo.deny_model("res.currency")
    status, report = post(client_of(), {"streams": ["res.company", "res.currency"]})
    assert (status, [s["status"] for s in report["streams"]]) == (207, ["completed", "failed"])


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"ODOO_API_KEY": "wrong-key-SHOWN"}, 502, ["login refused", "the API key for database 'shop'"]),
        (
            {"ODOO_BASE_URL": "http://127.0.0.1:9", "SYNC_TIME_BUDGET_SECONDS": "1"},
            504,
            ["odoo unreachable", "127.0.0.1:9"],
        ),
    ],
    ids=["refused login", "unreachable after bounded retries"],
)
def test_an_odoo_that_cannot_be_used_is_told_without_a_credential_and_the_message_stays(
    either: ClientOf, world: World, changes: dict[str, str], status: int, told: list[str]
) -> None:
    answered, report = post(either(**changes))
    text = json.dumps(report)
    assert (answered, [one for one in told if one not in text], "SHOWN" in text) == (status, [], False)
    assert stages(world) == {"ann": "queued" if "streams" in report else "waiting"}
    assert world.value("select attempts from ops.odoo_outbox") == 0


def test_missing_migrations_are_503_with_the_command_that_mends_it(either: ClientOf, world: World) -> None:
    world.db.execute("drop schema ops cascade; drop schema scout cascade")
    status, report = post(either())
    assert status == 503
    assert "scout migrate" in json.dumps(report)


def test_missing_settings_stop_the_start_with_every_problem(client_of: ClientOf) -> None:
    with pytest.raises(Exception, match="ODOO_DB is missing") as caught:
        client_of(ODOO_DB="", ODOO_API_KEY="")
    assert "ODOO_API_KEY (or ODOO_USERNAME with ODOO_PASSWORD) is missing" in str(caught.value)
