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


def test_an_empty_body_means_all_streams_incrementally() -> None:
    request = parse_request({})
    assert (request.mode, request.dry_run) == ("incremental", False)
    assert len(request.select(load_catalogue())) == len(load_catalogue().streams)


def test_every_problem_is_named_at_once() -> None:
    told = problems({"strems": ["pos.order"], "mode": "fast", "dry_run": "yes", "since": "2026-11-01"})
    assert "strems: unknown key; known: streams, mode, dry_run, since, until" in told
    assert "mode: Input should be 'incremental', 'full', 'reconcile' or 'replay'" in told
    assert "dry_run: Input should be a valid boolean" in told
    assert "since: '2026-11-01' has no time zone; write it as 2026-11-01T00:00:00+08:00" in told


@pytest.mark.parametrize("body", [[], "x", 3, None])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert "must be a JSON object" in problems(body)


def test_an_unknown_stream_is_named_with_the_known_ones() -> None:
    assert "there is no stream 'sales'; known: res.company, " in problems({"streams": ["pos.order", "sales"]})
    assert "there is no stream 'pos.ordr'; did you mean pos.order?" in problems({"streams": ["pos.ordr"]})


def test_an_empty_list_of_streams_is_not_taken_for_all() -> None:
    assert "the list is empty" in problems({"streams": []})


def test_since_after_until_is_refused() -> None:
    told = problems({"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"})
    assert "since must be before until" in told


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2026-13-01T00:00:00Z",
        5,
        "2026-11-01T00:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_dates_that_say_no_instant_are_refused(value: object) -> None:
    assert "since: " in problems({"since": value})


def test_a_range_without_names_takes_the_streams_that_have_a_business_date() -> None:
    streams = parse_request({"since": "2026-11-01T00:00:00Z"}).select(load_catalogue())
    assert [stream.model for stream in streams] == ["pos.order", "pos.order.line", "pos.payment"]


def test_a_range_over_a_named_stream_without_business_date_is_refused() -> None:
    told = problems({"streams": ["res.partner"], "since": "2026-11-01T00:00:00Z"})
    assert "res.partner has no business date; these have: pos.order" in told


def test_a_stream_named_twice_runs_once() -> None:
    assert len(parse_request({"streams": ["pos.order", "pos.order"]}).select(load_catalogue())) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"sample": 5}, "sample goes with deep"),
        ({"mode": "reconcile", "sample": 5}, "sample goes with deep"),
        ({"mode": "reconcile", "deep": True, "sample": 0}, "sample: "),
        ({"mode": "reconcile", "deep": True, "sample": "5"}, "sample: "),
        ({"mode": "reconcile", "deep": True, "sample": 1_000_001}, "sample: "),
    ],
)
def test_a_sample_is_a_number_of_records_and_goes_with_deep(body: dict[str, object], told: str) -> None:
    assert told in problems(body)
