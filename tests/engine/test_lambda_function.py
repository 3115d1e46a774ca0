"""The HTTP function on AWS Lambda: events in the forms that AWS documents, answered by the same application.

Forms: AWS Lambda developer guide, *Invoking Lambda function URLs* (payload format version 2.0); EventBridge Scheduler
user guide, *Using universal targets* (the input is the event).
"""

from __future__ import annotations

import base64
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.http_api import BODY_LIMIT_BYTES
from tests.engine.conftest import World
from tests.engine.served import SECRET, environment, variables

Handler = Callable[[dict[str, Any], object], dict[str, Any]]


def url_event(body: Any = None, *, secret: str | None = SECRET, method: str = "POST", encoded: bool = False) -> Any:
    text = body if isinstance(body, str) else json.dumps(body or {})
    headers = {
        "content-type": "application/json",
        "host": "abcdefghijk.lambda-url.eu-central-1.on.aws",
        "user-agent": "curl/8.5.0",
        "x-amzn-trace-id": "Root=1-5e723db7-4077c85e0d781094f0c83338",
        "x-forwarded-for": "203.0.113.7",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
    if secret is not None:
        headers["authorization"] = f"Bearer {secret}"
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "abcdefghijk",
            "domainName": "abcdefghijk.lambda-url.eu-central-1.on.aws",
            "domainPrefix": "abcdefghijk",
            "http": {
                "method": method, "path": "/", "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7", "userAgent": "curl/8.5.0",
            },
            "requestId": "e1506fd5-9e7b-434f-bd42-4f8fa224b599",
            "routeKey": "$default",
            "stage": "$default",
            "time": "21/Nov/2026:09:56:26 +0000",
            "timeEpoch": 1795254986000,
        },
        "body": base64.b64encode(text.encode()).decode() if encoded else text,
        "isBase64Encoded": encoded,
    }  # fmt: skip


@pytest.fixture
def handlers(served_world: dict[str, str]) -> Iterator[Callable[..., Handler]]:
    """Starts the handler as a cold start does: the environment first, then the module."""
    name = "functions.lambda_handler"

    def start(**changes: str) -> Handler:
        with environment(variables(served_world, FUNCTION="odoo_sync", **changes)):
            sys.modules.pop(name, None)
            handler: Handler = importlib.import_module(name).handler
        return handler

    yield start
    sys.modules.pop(name, None)


@pytest.fixture
def handler(handlers: Callable[..., Handler]) -> Handler:
    return handlers()


def told(answer: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    assert answer["headers"]["content-type"].startswith("application/json")
    assert answer["isBase64Encoded"] is False
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize("encoded", [False, True])
def test_a_request_over_the_function_url_is_answered_with_the_run_s_report(handler: Handler, encoded: bool) -> None:
    status, report = told(handler(url_event({"streams": ["res.company"]}, encoded=encoded), None))
    (stream,) = report["streams"]
    assert (status, report["status"], stream["stream"]) == (200, "completed", "res.company")


@pytest.mark.parametrize("secret", [SECRET, None])
def test_a_large_body_is_refused_by_its_limit(handler: Handler, secret: str | None) -> None:
    """Lambda itself takes 6 MB."""
    status, answer = told(handler(url_event(" " * 2_000_000, secret=secret), None))
    assert (status, str(BODY_LIMIT_BYTES) in answer["problems"][0]) == ((413, True) if secret else (401, False))


@pytest.mark.parametrize("secret", ["another-secret-entirely", "", None, "\xff", "\ud800"])
def test_a_wrong_secret_is_401(handler: Handler, secret: str | None) -> None:
    status, answer = told(handler(url_event(secret=secret), None))
    assert status == 401
    assert SECRET not in json.dumps(answer)


def test_a_get_is_405(handler: Handler) -> None:
    assert told(handler(url_event("", method="GET"), None))[0] == 405


def test_what_the_scheduler_sends_is_the_body_and_needs_no_secret_of_its_own(handler: Handler) -> None:
    report = handler({"streams": ["res.company"]}, None)
    assert (report["status"], len(report["streams"])) == ("completed", 1)


def test_a_scheduled_run_that_fails_is_a_failed_invocation(handlers: Callable[..., Handler]) -> None:
    """Nobody reads its answer: only an error shows in CloudWatch."""
    handler = handlers(ODOO_API_KEY="wrong-key-SHOWN")
    with pytest.raises(Exception, match="502") as caught:
        handler({"streams": ["res.company"]}, None)
    assert type(caught.value).__name__ == "RunFailed"
    assert "SHOWN" not in str(caught.value)


def test_a_misspelt_schedule_is_a_failed_invocation_too(handler: Handler) -> None:
    with pytest.raises(Exception, match=r"400.*unknown key"):
        handler({"stream": "pos.order"}, None)


def test_a_stream_that_another_run_holds_is_no_failed_invocation(handler: Handler, world: World) -> None:
    world.db.execute("select scout.begin_sync('pos.order', 'pos.order', gen_random_uuid(), 300, 'other:1')")
    assert handler({"streams": ["pos.order"]}, None)["status"] == "busy"
