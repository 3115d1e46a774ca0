"""What a run reads is decided by pure functions; these are their cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.errors import InputError, ScopeChanged
from shared.models.stream import Stream
from shared.odoo.model import Field
from shared.sync.sync_request import SyncRequest, parse_request
from shared.sync.windows import (
    Checkpoint,
    Window,
    after_closing,
    domain_of,
    odoo_seconds,
    plan_window,
)

ORDERS = Stream(model="pos.order", business_date="date_order")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SCOPE = {
    "odoo": "shop at odoo.test", "user": 2, "language": "en_US", "companies": [1], "domain": [],
    "fields": {"id": "integer", "name": "char"},
}  # fmt: skip


def plan(checkpoint: Checkpoint, *, until: datetime = NOON, request: SyncRequest | None = None, **more: Any) -> Window:
    return plan_window(
        more.get("stream", ORDERS),
        checkpoint,
        request or SyncRequest(),
        until=until,
        overlap=timedelta(minutes=20),
        scope=more.get("scope", SCOPE),
    )


def synced(**more: Any) -> Checkpoint:
    return Checkpoint(**{"last_sync_at": NOON - timedelta(minutes=15), "scope": SCOPE, **more})


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


UNFINISHED = {
    "window_mode": "incremental",
    "window_from": NOON - hours(2),
    "window_until": NOON - hours(1),
    "last_record_id": 500,
}
FULL = SyncRequest(mode="full")
WINDOWS: dict[str, tuple[Checkpoint, dict[str, Any], dict[str, Any]]] = {
    # by what it is for: what is known, what the run is given, what the window then is
    "the first run": (Checkpoint(), {}, {"mode": "full", "start": None, "until": NOON}),
    "incremental, back by the overlap": (synced(), {}, {"mode": "incremental", "start": NOON - timedelta(minutes=35), "until": NOON}),
    "never before the last end, when a web server's clock fell behind": (
        synced(last_sync_at=NOON), {"until": NOON - hours(1)}, {"until": NOON}),
    "a clock that jumped ahead and came back leaves no gap": (
        synced(last_sync_at=NOON + hours(3)), {}, {"start": NOON - timedelta(minutes=20), "until": NOON + hours(3)}),
    "unfinished, behind its last record": (
        synced(**UNFINISHED), {}, {"resumed": True, "after_id": 500, "until": NOON - hours(1)}),
    "full again, else a run with a time budget would never come to its end": (
        synced(window_mode="full", window_until=NOON - hours(1), last_record_id=9000), {"request": FULL},
        {"mode": "full", "after_id": 9000, "resumed": True}),
    "full in place of an unfinished incremental one": (
        synced(**UNFINISHED), {"request": FULL}, {"mode": "full", "after_id": 0, "resumed": False}),
    "a model without write_date": (
        synced(), {"stream": Stream(model="ir.model.fields", has_write_date=False)}, {"mode": "full"}),
}  # fmt: skip


@pytest.mark.parametrize("purpose", WINDOWS)
def test_a_window_follows_from_what_is_known_and_asked(purpose: str) -> None:
    checkpoint, given, expected = WINDOWS[purpose]
    window = plan(checkpoint, **given)
    assert {name: getattr(window, name) for name in expected} == expected


def test_the_cursor_compares_with_at_least_and_less_than_at_whole_seconds_only() -> None:
    """Invariant 4: `>` means another thing on 19 than on 16; only these two operators are the same everywhere."""
    window = Window("incremental", NOON - timedelta(seconds=0.75), NOON + timedelta(microseconds=999_999))
    assert domain_of(ORDERS, window, after_id=7) == [
        ["write_date", ">=", "2026-11-21 11:59:59"],
        ["write_date", "<", "2026-11-21 12:00:00"],
        ["id", ">", 7],
    ]


def test_after_a_resumed_window_the_next_one_reaches_up_to_now() -> None:
    checkpoint = synced(**UNFINISHED)
    following = plan(after_closing(checkpoint, plan(checkpoint)))
    assert (following.mode, following.until, following.resumed) == ("incremental", NOON, False)
    assert following.start == NOON - timedelta(minutes=15) - timedelta(minutes=20)


@pytest.mark.parametrize(
    ("part", "value", "named"),
    [
        ("user", 7, ("user", "2", "7")),
        ("companies", [1, 3], ("companies", "1, 3")),
        ("language", "fil_PH", ("language", "en_US", "fil_PH")),
        ("fields", {"id": "integer", "name": "char", "x_region": "char"}, ("x_region", "new")),
        ("fields", {"id": "integer", "name": "boolean"}, ("name", "char", "boolean")),
        ("fields", {"id": "integer"}, ("name", "no longer shown")),
        ("domain", [["state", "=", "done"]], ("domain",)),
        ("odoo", "shop at other.test", ("shop at odoo.test", "shop at other.test")),
    ],
)
def test_a_changed_scope_is_named_and_read_in_full(part: str, value: object, named: tuple[str, ...]) -> None:
    """Invariant 5, also in the middle of an unfinished window: nothing is mixed silently."""
    checkpoint = synced(window_mode="full", window_until=NOON, last_record_id=5)
    window = plan(checkpoint, scope={**SCOPE, part: value})
    assert (window.mode, window.after_id, window.resumed) == ("full", 0, False)
    assert any(all(one in reason for one in named) for reason in window.why)


def test_a_range_asks_by_business_date_and_ignores_the_checkpoint() -> None:
    request = parse_request({"since": "2026-11-01T00:00:00+08:00", "until": "2026-11-02T00:00:00+08:00"})
    window = plan(synced(window_mode="full", window_until=NOON, last_record_id=5), request=request)
    assert domain_of(ORDERS, window, after_id=0) == [
        ["date_order", ">=", "2026-10-31 16:00:00"],
        ["date_order", "<", "2026-11-01 16:00:00"],
        ["id", ">", 0],
    ]


@pytest.mark.parametrize(
    ("asked", "begun_at", "after_id"),
    [
        ({}, "2026-11-21T09:00:00Z", 42),
        ({"since": "2026-11-02T00:00:00+08:00"}, "2026-11-21T09:00:00Z", 0),
        ({"mode": "full"}, "2026-11-21T09:00:00Z", 0),
        ({}, "2026-11-20T11:00:00Z", 0),
    ],
)
def test_an_unfinished_range_goes_on_within_a_day_and_for_the_same_dates_only(
    asked: dict[str, Any], begun_at: str, after_id: int
) -> None:
    """What it had read may have changed since."""
    place = {"since": "2026-10-31T16:00:00Z", "until": None, "after_id": 42, "begun_at": begun_at}
    request = parse_request({"since": "2026-11-01T00:00:00+08:00"} | asked)
    assert plan(Checkpoint.model_validate({"backfill": place}), request=request).after_id == after_id


def test_a_range_is_refused_while_the_scope_is_another_than_the_checkpoints() -> None:
    """Invariant 5: its rows would be overwritten under another scope, and no later run would know."""
    with pytest.raises(ScopeChanged, match="companies changed from 1 to 1, 3"):
        plan(synced(), request=parse_request({"since": "2026-11-01T00:00:00Z"}), scope={**SCOPE, "companies": [1, 3]})


def test_a_streams_own_domain_stands_before_the_bounds() -> None:
    stream = Stream(model="res.partner", domain=("|", ["customer_rank", ">", 0], ["is_company", "=", True]))
    assert domain_of(stream, Window("full", None, NOON), after_id=3) == [
        "|", ["customer_rank", ">", 0], ["is_company", "=", True], ["id", ">", 3],
    ]  # fmt: skip


def test_an_incremental_window_takes_the_unsettled_records_along_and_no_other_window_does() -> None:
    stream = Stream(
        model="pos.order",
        domain=(["active", "=", True],),
        unsettled=(["state", "=", "draft"], ["amount_total", ">", 0]),
        business_date="date_order",
    )
    assert domain_of(stream, Window("incremental", NOON - timedelta(hours=1), NOON), after_id=3) == [
        ["active", "=", True],
        "|",
        "&", ["write_date", ">=", "2026-11-21 11:00:00"], ["write_date", "<", "2026-11-21 12:00:00"],
        "&", ["state", "=", "draft"], ["amount_total", ">", 0],
        ["id", ">", 3],
    ]  # fmt: skip
    for mode in ("full", "range"):
        assert "|" not in domain_of(stream, Window(mode, NOON, None), after_id=3)


@pytest.mark.parametrize("unsettled", [("|", ["a", "=", 1], ["b", "=", 1]), (["state", "draft"],)])
def test_what_is_unsettled_is_said_in_plain_conditions(unsettled: Any) -> None:
    with pytest.raises(ValueError, match="condition"):
        Stream(model="pos.order", unsettled=unsettled)


def test_a_range_over_a_stream_without_business_date_is_refused() -> None:
    with pytest.raises(InputError, match="no business date"):
        domain_of(Stream(model="res.partner"), Window("range", NOON, None), after_id=0)


def test_instants_reach_odoo_in_utc_and_a_naive_one_raises() -> None:
    assert odoo_seconds(datetime(2026, 11, 1, tzinfo=timezone(timedelta(hours=8)))) == "2026-10-31 16:00:00"
    with pytest.raises(ValueError, match="naive"):
        odoo_seconds(datetime(2026, 11, 1))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-11-01T00:00:00+08:00", "2026-12-01T00:00:00+08:00", ("2026-11-01", "2026-12-01")),
        ("2026-11-01T09:00:00Z", "2026-11-03T09:00:00Z", ("2026-11-01", "2026-11-04")),
    ],
)
def test_a_business_date_without_a_time_is_asked_for_by_days_of_the_callers_zone(
    since: str, until: str, days: tuple[str, str]
) -> None:
    """In UTC the first of November in Manila would begin in October; a day that is touched is read whole."""
    request = parse_request({"since": since, "until": until})
    window = Window("range", request.since, request.until)
    fields = {"date": Field(name="date", type="date", store=True)}
    entries = Stream(model="account.move", business_date="date")
    assert domain_of(entries, window, after_id=7, fields=fields) == [
        ["date", ">=", days[0]], ["date", "<", days[1]], ["id", ">", 7],
    ]  # fmt: skip
