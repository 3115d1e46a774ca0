"""What a caller may ask for, and what bad input is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared.errors import InputError, SettingsError
from shared.streams.catalogue import load_catalogue
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


def test_a_users_own_streams_come_from_a_file(tmp_path: Path) -> None:
    own = tmp_path / "streams.toml"
    own.write_text('[[stream]]\nmodel = "sale.order"\nrequired = ["date_order"]\nbusiness_date = "date_order"\n')
    stream = load_catalogue(own).streams["sale.order"]
    assert (stream.table, stream.required) == ("bronze_sale_order", ("date_order",))


@pytest.mark.parametrize(
    "domain",
    ["['|', ['a', '=', 1]]", "['&']", "['|', '|', ['a', '=', 1], ['b', '=', 1]]", "['a']", "[['a', '=']]", "['!']"],
)
def test_a_domain_that_is_not_whole_is_refused(tmp_path: Path, domain: str) -> None:
    """Its operators would take their operands from the bounds that follow, and rows would be lost."""
    own = tmp_path / "streams.toml"
    own.write_text(f'[[stream]]\nmodel = "sale.order"\ndomain = {domain}\n')
    with pytest.raises(SettingsError, match="domain"):
        load_catalogue(own)


@pytest.mark.parametrize(
    "domain", ["[]", "[['a', '=', 1], ['b', '=', 2]]", "['|', ['a', '=', 1], '!', ['b', '=', 1], ['c', '=', 1]]"]
)
def test_a_whole_domain_is_taken(tmp_path: Path, domain: str) -> None:
    own = tmp_path / "streams.toml"
    own.write_text(f'[[stream]]\nmodel = "sale.order"\ndomain = {domain}\n')
    assert "sale.order" in load_catalogue(own).streams


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[stream]\n", "is not TOML"),
        ('[[stream]]\nmodel = "Sale Order"\n', "technical name"),
        ('[[stream]]\nmodel = "sale.order"\nfelds = []\n', "felds"),
        ("[[streams]]\n", "streams"),
    ],
)
def test_a_broken_streams_file_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    own = tmp_path / "streams.toml"
    own.write_text(text)
    with pytest.raises(SettingsError, match=told) as caught:
        load_catalogue(own)
    assert str(own) in str(caught.value)


def test_a_missing_streams_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_catalogue(tmp_path / "nowhere.toml")


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


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('sums = ["amount_total"]', "name a business_date"),
        ('sums = ["amount_total"]\nbusiness_date = "a.b.c"', "one link away"),
        ('sums = ["amount total"]\nbusiness_date = "date_order"', "is not a field's name"),
        ('sums = ["a", "a"]\nbusiness_date = "date_order"', "named twice"),
    ],
)
def test_sums_that_cannot_be_added_up_by_month_are_refused(tmp_path: Path, entry: str, told: str) -> None:
    own = tmp_path / "streams.toml"
    own.write_text(f'[[stream]]\nmodel = "sale.order"\n{entry}\n')
    with pytest.raises(SettingsError, match=told):
        load_catalogue(own)


def test_a_users_own_stream_can_have_sums(tmp_path: Path) -> None:
    own = tmp_path / "streams.toml"
    own.write_text('[[stream]]\nmodel = "sale.order"\nsums = ["amount_total"]\nbusiness_date = "date_order"\n')
    assert load_catalogue(own).streams["sale.order"].sums == ("amount_total",)
