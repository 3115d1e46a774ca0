"""What the REST adapter sends, and what it makes of answers that no Data API gives."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from shared.errors import (
    PageTooLarge,
    ScoutError,
    TransientError,
    WarehouseNotReady,
    WarehouseUnreachable,
)
from shared.retries import RetryPolicy
from shared.warehouse.rest import RestWarehouse

SECRET_KEY = "sb_secret_abcdefghijklmnop"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJl"
Handler = Callable[[httpx.Request], httpx.Response]


class Waits:
    """What the adapter waited for, instead of waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.errors: list[TransientError] = []

    def note(self, error: TransientError, wait_seconds: float) -> None:
        self.errors.append(error)
        self.seconds.append(wait_seconds)


def warehouse(handler: Handler, *, key: str = SECRET_KEY, waits: Waits | None = None) -> RestWarehouse:
    return RestWarehouse(
        "https://abc.supabase.co",
        SecretStr(key),
        retry_policy=RetryPolicy(attempts=3, sleep=lambda seconds: None),
        on_retry=(waits or Waits()).note,
        transport=httpx.MockTransport(handler),
    )


def answers(*responses: httpx.Response | Exception) -> Handler:
    left = list(responses)

    def handler(request: httpx.Request) -> httpx.Response:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler


def sent_with(key: str, function: str = "sync_status", **arguments: object) -> httpx.Request:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    with warehouse(handler, key=key) as one:
        one.call(function, arguments)  # type: ignore[arg-type]
    (request,) = seen
    return request


def test_a_call_is_one_post_with_named_arguments() -> None:
    """By no browser: the gateway refuses secret keys from what looks like one."""
    request = sent_with(SECRET_KEY, "commit_page", p_rows=[{"id": 1, "name": "ü"}], p_page=1)
    assert (request.method, str(request.url)) == ("POST", "https://abc.supabase.co/rest/v1/rpc/commit_page")
    assert json.loads(request.content) == {"p_rows": [{"id": 1, "name": "ü"}], "p_page": 1}
    assert (request.headers["Content-Profile"], request.headers["User-Agent"]) == ("scout", "scout-sync")
    other = sent_with(SECRET_KEY, "ops.claim")
    assert (other.url.path, other.headers["Content-Profile"]) == ("/rest/v1/rpc/claim", "ops")


@pytest.mark.parametrize(("key", "authorization"), [(SECRET_KEY, None), (TOKEN, f"Bearer {TOKEN}")])
def test_a_secret_key_goes_into_its_own_header_alone_and_a_token_into_both(key: str, authorization: str | None) -> None:
    """PostgREST would read a secret key as a token and refuse it (PGRST301)."""
    request = sent_with(key)
    assert (request.headers["apikey"], request.headers.get("Authorization")) == (key, authorization)


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (httpx.Response(401, json={"message": "Invalid API key", "hint": "Double check it"}), WarehouseNotReady),
        (httpx.Response(413, json={"message": "Request size limit exceeded"}), PageTooLarge),
        (httpx.Response(413, html="<h1>413</h1>"), PageTooLarge),
        (httpx.Response(540, text="project paused"), WarehouseUnreachable),
        (httpx.Response(200, html="<h1>Welcome</h1>"), WarehouseUnreachable),
        (
            httpx.Response(500, json={"code": "57014", "message": "timeout", "details": None, "hint": None}),
            PageTooLarge,
        ),
    ],
)
def test_what_stands_before_the_data_api_is_understood(response: httpx.Response, kind: type[ScoutError]) -> None:
    with warehouse(answers(response)) as one, pytest.raises(kind):
        one.call("commit_page")


HALF = httpx.Response(200, content=b'{"acquired": tr', headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    ("trouble", "maybe_applied"),
    [
        (httpx.Response(503, json={"message": "name resolution failed"}), True),
        (httpx.Response(502, html="<h1>Bad gateway</h1>"), True),
        (httpx.Response(522, text=""), True),
        (httpx.Response(503, json={"code": "PGRST002", "message": "x", "details": None, "hint": None}), True),
        (HALF, True),  # the package would pass its text on as if it were the value
        (httpx.ReadTimeout("no answer"), True),
        (httpx.ConnectError("refused"), False),
        (httpx.RemoteProtocolError("disconnected"), True),
    ],
)
def test_a_passing_trouble_is_tried_again(trouble: httpx.Response | Exception, maybe_applied: bool) -> None:
    waits = Waits()
    with warehouse(answers(trouble, httpx.Response(200, json={"done": 1})), waits=waits) as one:
        assert one.call("commit_page") == {"done": 1}
    assert [error.maybe_applied for error in waits.errors] == [maybe_applied]


def test_too_many_requests_waits_as_long_as_asked_and_what_may_have_been_carried_out_is_marked() -> None:
    waits = Waits()
    busy = httpx.Response(429, json={"message": "slow down"}, headers={"Retry-After": "7"})
    with warehouse(answers(busy, httpx.ReadTimeout("no answer"), httpx.Response(200, json=1)), waits=waits) as one:
        one.call("commit_page")
    assert (waits.seconds[0], [error.maybe_applied for error in waits.errors]) == (7.0, [False, True])


def test_patience_ends_with_the_address_and_without_the_key() -> None:
    with (
        warehouse(answers(*[httpx.ConnectError("refused")] * 3)) as one,
        pytest.raises(WarehouseUnreachable) as refused,
    ):
        one.call("commit_page")
    assert "https://abc.supabase.co" in str(refused.value)
    assert "sb_secret" not in str(refused.value)
