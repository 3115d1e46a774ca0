"""One contract for both adapters: the same call means the same, also when it goes wrong."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import JsonValue

from demo.postgres import Cluster
from shared.errors import (
    LeaseLost,
    PageTooLarge,
    TableMissing,
    WarehouseNotReady,
    WarehouseRefused,
    WarehouseUnreachable,
)
from shared.warehouse.protocol import Warehouse
from tests.contract.postgrest import PROGRAM
from tests.contract.warehouse_support import Endpoint, direct_endpoint, probed_database, rest_endpoint

ENDPOINTS = ["direct", pytest.param("rest", marks=pytest.mark.postgrest)]


@pytest.fixture(scope="module")
def probed_url(cluster: Cluster, template: str) -> Iterator[str]:
    with probed_database(cluster, template) as url:
        yield url


@pytest.fixture(scope="module", params=ENDPOINTS)
def shared_endpoint(request: pytest.FixtureRequest, probed_url: str) -> Iterator[Endpoint]:
    if request.param == "rest" and not PROGRAM.exists():
        pytest.skip("no PostgREST: run scripts/install-postgrest")
    with (rest_endpoint if request.param == "rest" else direct_endpoint)(probed_url) as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(shared_endpoint: Endpoint) -> Endpoint:
    shared_endpoint.retried.clear()
    if shared_endpoint.api is not None:
        shared_endpoint.api.gateway.sent.clear()
    return shared_endpoint


@pytest.fixture
def warehouse(endpoint: Endpoint) -> Iterator[Warehouse]:
    with endpoint.open() as one:
        yield one


@pytest.mark.parametrize(
    ("arguments", "name", "expected"),
    [
        *(
            ({f"p_{name}": value}, name, value)
            for name, values in {
                "text": ["plain", "", "ünïcødé 漢字 🛒 \"quoted\" 'single' \\ %s {} \n", "null", "{not json", None],
                "bool": [True, False, None],
                "int": [0, -(2**62)],
                "float": [0.1, 1e-7],
                "json": [{"nested": [1, None, {"deep": ["ü", 0.1, True, {}]}], "": []}, []],
            }.items()
            for value in values
        ),
        ({"p_at": "2026-11-21T23:30:00+08:00"}, "at", "2026-11-21T15:30:00"),  # an instant keeps its zone
        ({"p_json": None}, "json_is_null", True),
        ({}, "text", "left out"),  # takes its default
    ],
)
def test_a_value_arrives_as_it_was_sent(
    warehouse: Warehouse, arguments: dict[str, JsonValue], name: str, expected: JsonValue
) -> None:
    answer: Any = warehouse.call("probe_types", arguments)
    assert answer[name] == expected
    assert type(answer[name]) is type(expected)


@pytest.mark.parametrize("answer", [None, True, False, 0, 1.5, "", "text", [], {}, [None], {"a": {"b": [1]}}])
def test_every_kind_of_json_can_be_the_answer(warehouse: Warehouse, answer: JsonValue) -> None:
    got = warehouse.call("probe_echo", {"p_value": {"value": answer}})
    assert got == {"value": answer}
    assert type(got["value"]) is type(answer)  # type: ignore[index,call-overload]


def test_a_page_of_a_megabyte_goes_both_ways_unchanged(warehouse: Warehouse) -> None:
    page: list[JsonValue] = [{"id": i, "name": "Café 🛒 " * 20, "amount": i / 7} for i in range(5000)]
    assert len(json.dumps(page, ensure_ascii=False).encode()) > 1_000_000
    assert warehouse.call("probe_echo", {"p_value": page}) == page


@pytest.mark.parametrize("what", ["digits", "depth"])
def test_json_that_python_cannot_read_is_an_error_of_ours(warehouse: Warehouse, what: str) -> None:
    with pytest.raises(WarehouseRefused, match=r"answer to probe_unreadable cannot be read"):
        warehouse.call("probe_unreadable", {"p_what": what})


def test_an_answer_of_more_than_a_thousand_elements_is_not_cut(warehouse: Warehouse) -> None:
    assert warehouse.call("probe_many", {"p_count": 2500}) == list(range(1, 2501))


def test_a_function_of_another_schema_is_called_by_its_full_name(warehouse: Warehouse) -> None:
    assert warehouse.call("ops.probe") == 7


def test_a_lost_lease_is_told_as_such(warehouse: Warehouse) -> None:
    with pytest.raises(LeaseLost, match=r"^The lease is gone\.$"):
        warehouse.call("probe_raise", {"p_code": "PT409", "p_message": "The lease is gone."})


def test_a_missing_table_is_told_with_the_hint_as_fix(warehouse: Warehouse) -> None:
    with pytest.raises(TableMissing) as refused:
        warehouse.call("probe_raise", {"p_code": "PT404", "p_message": "No table.", "p_hint": "Run: scout migrate"})
    assert (refused.value.message, refused.value.fix) == ("No table.", "Run: scout migrate")


def test_a_call_that_takes_too_long_is_a_definite_refusal(endpoint: Endpoint) -> None:
    """Nothing was committed, so a smaller page may be sent; the same one is not tried again."""
    with endpoint.impatient() as warehouse, pytest.raises(PageTooLarge):
        warehouse.call("probe_slow")
    assert endpoint.retried == []


@pytest.mark.parametrize(
    ("function", "arguments", "named"),
    [
        ("probe_absent", {"p_any": 1}, r"probe_absent.*scout migrate"),
        ("probe_many", {"p_count": 1, "p_other": 1}, "probe_many"),
        ("absent.probe", {}, r"absent\.probe"),
        ("probe_private", {}, "probe_private"),
    ],
    ids=["unknown function", "unknown parameter", "unknown schema", "no grant"],
)
def test_what_cannot_be_called_is_named_and_means_not_ready(
    warehouse: Warehouse, function: str, arguments: dict[str, JsonValue], named: str
) -> None:
    with pytest.raises(WarehouseNotReady, match=named):
        warehouse.call(function, arguments)


def test_any_other_refusal_carries_its_code_and_is_not_repeated(warehouse: Warehouse, endpoint: Endpoint) -> None:
    with pytest.raises(WarehouseRefused, match="sum is off") as refused:
        warehouse.call("probe_raise", {"p_code": "23514", "p_message": "The sum is off."})
    assert refused.value.server_code == "23514"
    assert endpoint.retried == []


def test_no_error_quotes_a_record(warehouse: Warehouse) -> None:
    """Invariant 12: neither a detail of the server nor a value that its message quotes."""
    with pytest.raises(WarehouseRefused) as refused:
        warehouse.call("probe_raise", {"p_code": "23505", "p_message": "Twice.", "p_detail": "Key (email)=(a@b.c)"})
    assert "a@b.c" not in str(refused.value)
    with pytest.raises(WarehouseRefused) as refused:
        warehouse.call("probe_number", {"p_json": {"amount": "secret words"}})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("code", ["40P01", "55P03", "57P03", "53300", "08006"])
def test_a_passing_trouble_is_tried_again(warehouse: Warehouse, endpoint: Endpoint, code: str) -> None:
    assert warehouse.call("probe_passes_on", {"p_try": 3, "p_code": code}) == 3
    assert len(endpoint.retried) == 2


def test_patience_ends_with_a_word_of_where_it_was_lost(warehouse: Warehouse, endpoint: Endpoint) -> None:
    with pytest.raises(WarehouseUnreachable, match=r"127\.0\.0\.1"):
        warehouse.call("probe_raise", {"p_code": "40P01", "p_message": "deadlock"})
    assert len(endpoint.retried) == 3


def test_after_a_lost_answer_the_same_call_goes_again(warehouse: Warehouse, endpoint: Endpoint) -> None:
    """Invariant 2: it was committed, the client cannot know, and the repeat is answered as the first would have been."""
    key = str(uuid.uuid4())
    endpoint.lose_answer()
    assert warehouse.call("probe_step", {"p_key": key, "p_value": {"ü": [1.0, 2]}}) == {"ü": [1.0, 2]}
    assert endpoint.value("select calls from scout.probe_steps where key = %s", key) == 2
    (error,) = endpoint.retried
    assert error.maybe_applied
    if endpoint.api is not None:
        first, second = endpoint.api.gateway.sent
        assert (first.path, first.body) == (second.path, second.body)


def test_connections_that_died_while_idle_are_replaced_without_a_word(endpoint: Endpoint) -> None:
    with endpoint.open() as warehouse:
        warehouse.call("probe_many", {"p_count": 1})
        endpoint.database.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
            "where datname = current_database() and application_name = 'scout-sync'"
        )
        assert warehouse.call("probe_many", {"p_count": 1}) == [1]
    assert endpoint.retried == []


def test_eight_threads_share_one_warehouse(warehouse: Warehouse) -> None:
    start = threading.Barrier(8)

    def calls(thread: int) -> list[Any]:
        start.wait()
        return [warehouse.call("probe_echo", {"p_value": {"thread": thread, "call": i}}) for i in range(20)]

    with ThreadPoolExecutor(8) as executor:
        results = list(executor.map(calls, range(8)))
    assert results == [[{"thread": thread, "call": i} for i in range(20)] for thread in range(8)]


def test_nobody_listening_is_unreachable(endpoint: Endpoint) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        port = taken.getsockname()[1]
        nowhere = {"SUPABASE_URL": f"http://127.0.0.1:{port}"}
        if endpoint.api is None:
            nowhere = {"SUPABASE_DB_URL": f"postgresql://someone:hidden@127.0.0.1:{port}/postgres"}
        with endpoint.open(attempts=2, **nowhere) as warehouse, pytest.raises(WarehouseUnreachable) as refused:
            warehouse.call("probe_many", {"p_count": 1})
    assert "127.0.0.1" in str(refused.value)
    assert "hidden" not in str(refused.value)
    assert len(endpoint.retried) == 1


def test_credentials_that_are_not_accepted_name_their_variable_and_are_tried_once(endpoint: Endpoint) -> None:
    wrong = {"SUPABASE_SERVICE_ROLE_KEY": "sb_secret_wrong"}
    name = "SUPABASE_SERVICE_ROLE_KEY"
    if endpoint.api is None:
        wrong = {"SUPABASE_DB_URL": endpoint.variables["SUPABASE_DB_URL"].replace("probe_runner", "no_such_role")}
        name = "SUPABASE_DB_URL"
    with endpoint.open(**wrong) as warehouse, pytest.raises(WarehouseNotReady, match=name) as refused:
        warehouse.call("probe_many", {"p_count": 1})
    assert "wrong" not in str(refused.value)
    assert endpoint.retried == []


def test_the_steps_of_a_run_work_over_this_adapter(warehouse: Warehouse) -> None:
    """The real functions, with the arguments that the engine sends."""
    run = {"p_checkpoint_id": f"contract {uuid.uuid4()}", "p_run_id": str(uuid.uuid4())}
    begun: Any = warehouse.call(
        "begin_sync", {**run, "p_stream": "res.currency", "p_lease_seconds": 60, "p_holder": "contract"}
    )
    assert begun["acquired"] is True
    lease = {**run, "p_fence": begun["fence"]}
    window = {"p_after_page": 0, "p_mode": "full", "p_from": None, "p_until": "2026-11-21T12:00:00+00:00"}
    warehouse.call("open_window", {**lease, **window, "p_scope": {"user": 2}, "p_closes": False})
    page: dict[str, JsonValue] = {
        "p_page": 1, "p_digest": "d", "p_rows": [{"id": 1, "name": "₱"}], "p_last_record_id": 1, "p_page_rows": 500,
        "p_lease_seconds": 60, "p_backfill": None,
    }  # fmt: skip
    counts = warehouse.call("commit_page", {**lease, **page})
    assert warehouse.call("commit_page", {**lease, **page}) == counts
    end: dict[str, JsonValue] = {
        "p_status": "completed", "p_closes": True, "p_error_message": None, "p_notices": ["ü"], "p_ends_backfill": False,
    }  # fmt: skip
    done: Any = warehouse.call("finish_sync", {**lease, **end})
    assert done["status"] == "completed"
    with pytest.raises(LeaseLost):
        warehouse.call("commit_page", {**lease, **page, "p_page": 2})
