"""What each trouble of the warehouse becomes: the one table that decides whether it is tried again, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
import pytest
from pydantic import JsonValue

from shared.errors import (
    LeaseLost,
    PageTooLarge,
    ScoutError,
    TableMissing,
    WarehouseNotReady,
    WarehouseRefused,
    WarehouseTransientError,
    WarehouseUnreachable,
)
from shared.retries import RetryPolicy
from shared.warehouse.adapter import Adapter, say_nothing
from shared.warehouse.failures import database_failure, gateway_failure, unreachable
from shared.warehouse.postgres import PostgresWarehouse, failure_of, server_name


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("PT409", LeaseLost),
        ("PT404", TableMissing),
        ("57014", PageTooLarge),  # statement timeout
        ("54000", PageTooLarge),  # program limit
        ("08006", WarehouseTransientError),  # connection failure
        ("53300", WarehouseTransientError),  # too many connections
        ("40P01", WarehouseTransientError),  # deadlock
        ("55P03", WarehouseTransientError),  # lock timeout
        ("57P01", WarehouseTransientError),  # the server is stopping
        ("57P03", WarehouseTransientError),  # the server is starting
        ("PGRST000", WarehouseTransientError),  # the Data API has no database
        ("PGRST003", WarehouseTransientError),  # the Data API's pool is full
        ("42883", WarehouseNotReady),  # function
        ("3F000", WarehouseNotReady),  # schema
        ("42P01", WarehouseNotReady),  # table
        ("PGRST202", WarehouseNotReady),  # function, as the Data API sees it
        ("PGRST106", WarehouseNotReady),  # schema not exposed
        ("PGRST301", WarehouseNotReady),  # token
        ("42501", WarehouseNotReady),  # grants
        ("28P01", WarehouseNotReady),  # password
        ("23505", WarehouseRefused),
        ("P0001", WarehouseRefused),
        ("", WarehouseRefused),
    ],
)
def test_a_code_decides_the_kind(code: str, kind: type[ScoutError]) -> None:
    assert type(database_failure(code, "why", function="commit_page")) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(status, WarehouseTransientError) for status in (408, 429, 502, 503, 504, 520, 521, 522, 523, 524)],
        (401, WarehouseNotReady),
        (403, WarehouseNotReady),
        (413, PageTooLarge),
        (540, WarehouseUnreachable),  # a paused project
        (404, WarehouseRefused),
        (301, WarehouseRefused),
        (500, WarehouseRefused),
    ],
)
def test_a_gateways_status_decides_the_kind(status: int, kind: type[ScoutError]) -> None:
    assert type(gateway_failure(status, None, function="commit_page")) is kind


def test_only_after_too_many_requests_nothing_can_have_happened() -> None:
    for status, maybe in ((429, False), (502, True), (504, True)):
        failure = gateway_failure(status, 7.0, function="commit_page")
        assert isinstance(failure, WarehouseTransientError)
        assert (failure.maybe_applied, failure.retry_after_seconds) == (maybe, 7.0)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("42883", "scout migrate"),
        ("PGRST106", "Exposed schemas"),
        ("42501", "SUPABASE_DB_URL"),
        ("28P01", "SUPABASE_DB_URL"),
        ("PGRST301", "SUPABASE_SERVICE_ROLE_KEY"),
    ],
)
def test_what_a_person_can_mend_says_how(code: str, names: str) -> None:
    assert names in database_failure(code, "why", function="commit_page").fix


def test_a_wrong_value_is_not_quoted_and_a_long_message_is_cut() -> None:
    failure = database_failure("22P02", 'invalid input syntax for type numeric: "Ada\'s mail"', function="f")
    assert "Ada" not in str(failure)
    assert len(str(database_failure("P0001", "long " * 1000, function="f"))) < 400


@pytest.mark.parametrize(
    ("words", "kind", "says", "maybe_applied"),
    [
        ('FATAL:  password authentication failed for user "postgres"', WarehouseNotReady, "SUPABASE_DB_URL", None),
        ("FATAL:  Tenant or user not found", WarehouseNotReady, "SUPABASE_DB_URL", None),
        ('FATAL:  database "shop" does not exist', WarehouseNotReady, "SUPABASE_DB_URL", None),
        ("connection failed: Connection refused", WarehouseTransientError, "refused", False),
        ("failed to resolve host 'word@db.example.com'", WarehouseTransientError, "name", False),
        ("connection failed: Network is unreachable", WarehouseTransientError, "network", False),
        ("connection timeout expired", WarehouseTransientError, "timed out", False),
        ("server closed the connection unexpectedly", WarehouseTransientError, "cut off", True),
    ],
)
def test_libpqs_words_become_ours_and_only_a_connection_cut_off_may_have_done_something(
    words: str, kind: type[ScoutError], says: str, maybe_applied: bool | None
) -> None:
    failure = failure_of(psycopg.OperationalError(words), "commit_page")
    assert (type(failure), getattr(failure, "maybe_applied", None)) == (kind, maybe_applied)
    assert says in str(failure)
    assert "word@" not in str(failure), "a part of a badly escaped password"


def test_an_address_that_cannot_be_read_is_told_as_such() -> None:
    with (
        PostgresWarehouse("postgresql://user:sec%ret@db.example.com/postgres") as warehouse,
        pytest.raises(WarehouseNotReady, match="percent-encode") as refused,
    ):
        warehouse.call("sync_status")
    assert "ret" not in refused.value.message.replace("PostgreSQL", "")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://postgres:secret@db.example.com:5432/shop", "postgres db.example.com/shop"),
        ("postgresql://u@/shop?host=%2Frun%2Fpg", "postgres local socket/shop"),
        ("postgresql://u:se@cret@db.example.com/shop", "postgres db.example.com/shop"),
        ("postgresql://u@db.example.com/shop?password=secret", "postgres db.example.com/shop"),
        *[
            (url, "postgres (percent-encode the password in its address to see where)")
            for url in (
                "postgresql://u:se/cret@db.example.com/shop",
                "postgresql://u:a@secret#b@db.example.com/shop",
                "postgresql://u:a@secret/b@db.example.com/shop",
                "postgresql://u:a@secret?b@db.example.com/shop",
            )
        ],
    ],
)
def test_a_place_is_named_without_credentials(url: str, place: str) -> None:
    assert server_name(url) == place


def test_an_unreachable_direct_address_of_supabase_points_to_the_pooler() -> None:
    place = server_name("postgresql://postgres:x@db.abcdefgh.supabase.co:5432/postgres")
    assert "pooler" in unreachable(place, WarehouseTransientError("The network is unreachable.")).fix
    assert "pooler" not in unreachable("postgres localhost/postgres", WarehouseTransientError("no")).fix


class Scripted(Adapter):
    name = "here"

    def __init__(self, *outcomes: JsonValue | Exception) -> None:
        super().__init__(retry_policy=RetryPolicy(attempts=3, sleep=lambda seconds: None), on_retry=say_nothing)
        self._left = list(outcomes)

    def _call(self, function: str, arguments: Mapping[str, JsonValue]) -> JsonValue:
        outcome = self._left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def close(self) -> None:
        pass


def call(*outcomes: JsonValue | Exception) -> JsonValue:
    return Scripted(*outcomes).call("f")


@pytest.mark.parametrize("before", [[], [WarehouseTransientError("no connection")]])
def test_a_page_that_is_too_large_is_refused_at_once(before: list[Exception]) -> None:
    """A definite refusal, also after an attempt that was never sent: the caller may halve the page."""
    with pytest.raises(PageTooLarge):
        call(*before, PageTooLarge("statement timeout"), "never asked")


def test_a_time_limit_behind_ones_own_lost_attempt_is_no_refusal() -> None:
    """Invariant 2: it may have waited for that very attempt; a half of the page would be out of order. The same goes again."""
    lost = WarehouseTransientError("cut off", maybe_applied=True)
    assert call(lost, PageTooLarge("statement timeout"), "as before") == "as before"
