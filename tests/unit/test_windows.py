"""What a run reads is decided by pure functions; these are their cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shared.errors import InputError, ScopeChanged
from shared.streams.stream import Stream
from shared.sync.sync_request import SyncRequest, parse_request
from shared.sync.windows import (
    Checkpoint,
    Window,
    after_closing,
    domain_of,
    odoo_seconds,
    plan_window,
    scope_changes,
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


def test_the_first_run_reads_in_full_without_a_condition_on_write_date() -> None:
    window = plan(Checkpoint())
    assert (window.mode, window.start, window.until) == ("full", None, NOON)
    assert domain_of(ORDERS, window, after_id=0) == [["id", ">", 0]]


def test_an_incremental_window_reaches_back_by_the_overlap_and_ends_at_until() -> None:
    window = plan(synced())
    assert (window.mode, window.start, window.until) == ("incremental", NOON - timedelta(minutes=35), NOON)


def test_the_cursor_compares_with_at_least_and_less_than_at_whole_seconds_only() -> None:
    """Invariant 4: `>` means another thing on 19 than on 16; only these two operators are the same everywhere."""
    window = Window("incremental", NOON - timedelta(seconds=0.75), NOON + timedelta(microseconds=999_999))
    assert domain_of(ORDERS, window, after_id=7) == [
        ["write_date", ">=", "2026-11-21 11:59:59"],
        ["write_date", "<", "2026-11-21 12:00:00"],
        ["id", ">", 7],
    ]


def test_until_is_never_below_the_last_one() -> None:
    """A web server whose clock fell behind must not move the watermark back."""
    checkpoint = synced(last_sync_at=NOON)
    assert plan(checkpoint, until=NOON - timedelta(hours=1)).until == NOON


def test_an_unfinished_window_is_resumed_behind_its_last_record() -> None:
    checkpoint = synced(
        window_mode="incremental", window_from=NOON - timedelta(hours=2), window_until=NOON - timedelta(hours=1),
        last_record_id=500,
    )  # fmt: skip
    window = plan(checkpoint)
    assert window.resumed
    assert (window.after_id, window.until) == (500, NOON - timedelta(hours=1))


def test_after_a_resumed_window_the_next_one_reaches_up_to_now() -> None:
    checkpoint = synced(
        window_mode="incremental", window_from=NOON - timedelta(hours=2), window_until=NOON - timedelta(hours=1),
        last_record_id=500,
    )  # fmt: skip
    following = plan(after_closing(checkpoint, plan(checkpoint)))
    assert (following.mode, following.until, following.resumed) == ("incremental", NOON, False)
    assert following.start == NOON - timedelta(minutes=15) - timedelta(minutes=20)


def test_asking_for_full_again_goes_on_with_the_unfinished_full_read() -> None:
    """Else a run with a time budget that is called again and again would never come to its end."""
    checkpoint = synced(window_mode="full", window_until=NOON - timedelta(hours=1), last_record_id=9000)
    window = plan(checkpoint, request=SyncRequest(mode="full"))
    assert (window.mode, window.after_id, window.resumed) == ("full", 9000, True)


def test_asking_for_full_replaces_an_unfinished_incremental_window() -> None:
    checkpoint = synced(window_mode="incremental", window_from=NOON, window_until=NOON, last_record_id=5)
    window = plan(checkpoint, request=SyncRequest(mode="full"))
    assert (window.mode, window.after_id, window.resumed) == ("full", 0, False)


def test_a_model_without_write_date_is_always_read_in_full() -> None:
    stream = Stream(model="ir.model.fields", has_write_date=False)
    assert plan(synced(), stream=stream).mode == "full"


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("user", 7, "user changed from 2 to 7"),
        ("companies", [1, 3], "companies changed from 1 to 1, 3"),
        ("language", "fil_PH", "language changed from en_US to fil_PH"),
        ("fields", {"id": "integer", "name": "char", "x_region": "char"}, "field x_region is new"),
        ("fields", {"id": "integer", "name": "boolean"}, "field name changed from char to boolean"),
        ("domain", [["state", "=", "done"]], "domain changed"),
        ("odoo", "shop at other.test", "odoo changed from shop at odoo.test to shop at other.test"),
    ],
)
def test_a_changed_scope_is_named_and_read_in_full(part: str, value: object, words: str) -> None:
    """Invariant 5, also in the middle of an unfinished window: nothing is mixed silently."""
    checkpoint = synced(window_mode="full", window_until=NOON, last_record_id=5)
    window = plan(checkpoint, scope={**SCOPE, part: value})
    assert (window.mode, window.after_id, window.resumed) == ("full", 0, False)
    assert any(words in reason for reason in window.why)


def test_a_field_that_is_gone_is_named() -> None:
    assert scope_changes(SCOPE, {**SCOPE, "fields": {"id": "integer"}}) == ("field name is no longer shown",)


def test_a_range_asks_by_business_date_and_ignores_the_checkpoint() -> None:
    request = parse_request({"since": "2026-11-01T00:00:00+08:00", "until": "2026-11-02T00:00:00+08:00"})
    window = plan(synced(window_mode="full", window_until=NOON, last_record_id=5), request=request)
    assert domain_of(ORDERS, window, after_id=0) == [
        ["date_order", ">=", "2026-10-31 16:00:00"],
        ["date_order", "<", "2026-11-01 16:00:00"],
        ["id", ">", 0],
    ]


def test_an_unfinished_range_goes_on_only_for_the_same_dates() -> None:
    place = {"since": "2026-10-31T16:00:00Z", "until": None, "after_id": 42, "begun_at": "2026-11-21T09:00:00Z"}
    same = parse_request({"since": "2026-11-01T00:00:00+08:00"})
    other = parse_request({"since": "2026-11-02T00:00:00+08:00"})
    checkpoint = Checkpoint.model_validate({"backfill": place})
    assert plan(checkpoint, request=same).after_id == 42
    assert plan(checkpoint, request=other).after_id == 0


def test_an_unfinished_range_begins_anew_after_a_day_or_when_asked_for_in_full() -> None:
    """What it had read may have changed since."""
    place = {"since": "2026-10-31T16:00:00Z", "until": None, "after_id": 42, "begun_at": "2026-11-20T11:00:00Z"}
    checkpoint = Checkpoint.model_validate({"backfill": place})
    request = parse_request({"since": "2026-11-01T00:00:00+08:00"})
    assert plan(checkpoint, request=request).after_id == 0
    assert plan(checkpoint, request=request, until=NOON - timedelta(hours=20)).after_id == 42
    in_full = parse_request({"since": "2026-11-01T00:00:00+08:00", "mode": "full"})
    assert plan(checkpoint, request=in_full, until=NOON - timedelta(hours=20)).after_id == 0


def test_a_range_is_refused_while_the_scope_is_another_than_the_checkpoints() -> None:
    """Invariant 5: its rows would be overwritten with other eyes, and no later run would know."""
    with pytest.raises(ScopeChanged, match="companies changed from 1 to 1, 3"):
        plan(synced(), request=parse_request({"since": "2026-11-01T00:00:00Z"}), scope={**SCOPE, "companies": [1, 3]})


def test_a_clock_that_jumped_ahead_and_came_back_leaves_no_gap() -> None:
    """Invariant 4: the watermark stays where the wrong clock put it; the window begins by the right one."""
    checkpoint = synced(last_sync_at=NOON + timedelta(hours=3))
    window = plan(checkpoint, until=NOON)
    assert (window.start, window.until) == (NOON - timedelta(minutes=20), NOON + timedelta(hours=3))


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


def test_instants_reach_odoo_in_utc() -> None:
    assert odoo_seconds(datetime(2026, 11, 1, tzinfo=timezone(timedelta(hours=8)))) == "2026-10-31 16:00:00"


def test_a_naive_instant_raises() -> None:
    with pytest.raises(ValueError, match="naive"):
        odoo_seconds(datetime(2026, 11, 1))  # noqa: DTZ001 - that is the point
