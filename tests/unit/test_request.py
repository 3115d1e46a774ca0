"""What a caller may ask for, and what bad input is told."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import InputError
from shared.models.catalogue import load_catalogue
from shared.sync.sync_request import parse_request


def problems(body: Any) -> str:
    with pytest.raises(InputError) as caught:
        parse_request(body).select(load_catalogue())
    return "\n".join(caught.value.problems)


ALL = list(load_catalogue().streams)


@pytest.mark.parametrize(
    ("body", "streams"),
    [
        ({}, ALL),
        ({"since": "2026-11-01T00:00:00Z"}, ["pos.order", "pos.order.line", "pos.payment"]),  # with a business date
        ({"streams": ["pos.order", "pos.order"]}, ["pos.order"]),
    ],
)
def test_what_is_not_said_means_all_streams_that_can_be_meant_incrementally(body: Any, streams: list[str]) -> None:
    request = parse_request(body)
    assert [stream.model for stream in request.select(load_catalogue())] == streams
    assert (request.mode, request.dry_run) == ("incremental", False)


def test_every_problem_is_named_at_once() -> None:
    told = problems({"strems": ["pos.order"], "mode": "fast", "dry_run": "yes", "since": "2026-11-01"})
    assert "strems: unknown key; known: streams, groups, mode, dry_run, since, until" in told
    assert "mode: Input should be 'incremental', 'full', 'reconcile' or 'replay'" in told
    assert "dry_run: Input should be a valid boolean" in told
    assert "since: '2026-11-01' has no time zone; write it as 2026-11-01T00:00:00+08:00" in told


RANGE = {"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"}
DEEP = {"mode": "reconcile", "deep": True}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        *((body, "must be a JSON object") for body in ([], "x", 3, None)),
        ({"streams": ["pos.order", "sales"]}, "there is no stream 'sales'; known: res.company, "),
        ({"streams": ["pos.ordr"]}, "there is no stream 'pos.ordr'; did you mean pos.order?"),
        ({"streams": []}, "the list is empty"),
        ({"groups": ["finanse"]}, "there is no group 'finanse'; did you mean finance?"),
        ({"groups": []}, "the list is empty; name some of: retail"),
        ({"groups": ["sales"], "streams": ["pos.order"]}, "streams and groups do not go together"),
        (RANGE, "since must be before until"),
        *(({"since": value}, "since: ") for value in ("yesterday", "2026-13-01T00:00:00Z", 5, "2026-11-01T00:00:00")),
        *(({"since": value}, "since: ") for value in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")),
        (RANGE | {"until": None, "streams": ["res.partner"]}, "res.partner has no business date; these have: pos.order"),
        *((body | {"sample": 5}, "sample goes with deep") for body in ({}, {"mode": "reconcile"})),
        *((DEEP | {"sample": value}, "sample: ") for value in (0, "5", 1_000_001)),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_meant_is_refused_by_what_is_wrong_with_it(body: Any, told: str) -> None:
    assert told in problems(body)
