"""How the pace is kept: alone, among threads, and among processes through the warehouse."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import JsonValue

from shared.errors import OdooUnreachable, WarehouseUnreachable
from shared.odoo.limiter import PacedByWarehouse, PacedLocally, Unlimited, default_rate
from shared.retries import Deadline
from tests.unit.odoo_double import API_KEY, OdooDouble, settings


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


class SlotWarehouse:
    """A warehouse that knows only call slots and answers what the test laid out."""

    def __init__(self, *answers: JsonValue) -> None:
        self.answers = deque(answers)
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self.release_error: Exception | None = None

    def call(self, function: str, arguments: Mapping[str, JsonValue] | None = None) -> JsonValue:
        self.asked.append((function, arguments or {}))
        if function == "release_call_slot":
            if self.release_error:
                raise self.release_error
            return {"released": True}
        return self.answers.popleft() if self.answers else {"acquired": True, "wait_seconds": 0}


@pytest.mark.parametrize(
    ("url", "explicit", "rate"),
    [
        ("https://shop.odoo.com", None, 1.0),
        ("https://odoo.com", None, 1.0),
        ("https://SHOP.dev.Odoo.com:443/", None, 1.0),
        ("https://shop.odoo.com", "5", 5.0),
        ("https://odoo.example.com", None, None),
        ("https://notodoo.com", None, None),
        ("https://odoo.com.example.org", None, None),
        ("http://127.0.0.1:8069", "0.5", 0.5),
    ],
)
def test_the_pace_is_the_settings_else_one_a_second_for_odoo_online(
    url: str, explicit: str | None, rate: float | None
) -> None:
    variables = {"ODOO_API_KEY": API_KEY, "ODOO_BASE_URL": url}
    assert default_rate(settings(**variables, **({"ODOO_MAX_CALLS_PER_SECOND": explicit} if explicit else {}))) == rate


def test_paced_calls_start_an_interval_apart_and_a_late_one_does_not_wait() -> None:
    clock = Clock()
    limiter = PacedLocally(2, clock=clock, sleep=clock.sleep)
    starts = []
    for pause in (0, 0, 0.2, 5, 0):
        clock.now += pause
        with limiter.slot():
            starts.append(round(clock.now, 6))
    assert starts == [100.0, 100.5, 101.0, 106.0, 106.5]
    assert clock.slept == [0.5, 0.3, 0.5]


@pytest.mark.parametrize(("one_at_a_time", "together"), [(True, 1), (False, 2)])
def test_calls_overlap_unless_one_at_a_time_is_asked(one_at_a_time: bool, together: int) -> None:
    limiter = PacedLocally(1_000_000, one_at_a_time=one_at_a_time, sleep=lambda seconds: None)
    inside, second_inside, leave = threading.Event(), threading.Event(), threading.Event()

    def hold(entered: threading.Event) -> None:
        with limiter.slot():
            entered.set()
            leave.wait(5)

    threads = [threading.Thread(target=hold, args=(event,)) for event in (inside, second_inside)]
    threads[0].start()
    assert inside.wait(5)
    threads[1].start()
    is_second_inside = second_inside.wait(5 if together == 2 else 0.05)
    leave.set()
    for thread in threads:
        thread.join()
    assert is_second_inside is (together == 2)


def test_threads_share_one_pace() -> None:
    slept: list[float] = []
    limiter = PacedLocally(1, clock=lambda: 0.0, sleep=slept.append)

    def enter(_: int) -> None:
        with limiter.slot():
            pass

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(enter, range(5)))
    assert sorted(slept) == [1.0, 2.0, 3.0, 4.0]


def test_a_slot_of_the_warehouse_is_waited_for_held_and_given_back() -> None:
    clock = Clock()
    warehouse = SlotWarehouse(
        {"acquired": False, "wait_seconds": 0.7},
        {"acquired": False, "wait_seconds": 0},
        {"acquired": True, "wait_seconds": 0},
    )
    limiter = PacedByWarehouse(warehouse, "shop.odoo.com", 2, hold_seconds=9, clock=clock, sleep=clock.sleep)
    with limiter.slot():
        assert [name for name, _ in warehouse.asked] == ["acquire_call_slot"] * 3
    assert clock.slept == [0.7, 0.05]
    assert warehouse.asked[-1][0] == "release_call_slot"
    holders = {arguments["p_holder"] for _, arguments in warehouse.asked}
    assert len(holders) == 1
    assert warehouse.asked[0][1] == {
        "p_source": "shop.odoo.com",
        "p_holder": holders.pop(),
        "p_interval_seconds": 0.5,
        "p_hold_seconds": 9,
    }


def test_a_slot_is_given_back_when_the_call_fails_and_each_call_is_another_holder() -> None:
    warehouse = SlotWarehouse()
    limiter = PacedByWarehouse(warehouse, "shop", 1)
    for _ in range(2):
        with pytest.raises(KeyError), limiter.slot():
            raise KeyError
    assert [name for name, _ in warehouse.asked] == ["acquire_call_slot", "release_call_slot"] * 2
    assert len({arguments["p_holder"] for _, arguments in warehouse.asked}) == 2


def test_a_slot_that_cannot_be_given_back_does_not_spoil_the_answer() -> None:
    """It frees itself after `hold_seconds`; the call of Odoo has succeeded."""
    warehouse = SlotWarehouse()
    warehouse.release_error = WarehouseUnreachable("gone")
    with PacedByWarehouse(warehouse, "shop", 1).slot():
        pass


def test_where_calls_may_overlap_only_the_pace_is_shared() -> None:
    warehouse = SlotWarehouse()
    with PacedByWarehouse(warehouse, "shop", 4, one_at_a_time=False).slot():
        pass
    assert [name for name, _ in warehouse.asked] == ["acquire_call_slot"]
    assert warehouse.asked[0][1]["p_hold_seconds"] == 0


ENDS: dict[str, Callable[[Clock], dict[str, Any]]] = {
    "the longest wait": lambda clock: {"give_up_after_seconds": 10},
    "the run was asked to stop": lambda clock: {"stopped": lambda: clock.now > 102},
    "the run's time is over": lambda clock: {"deadline": Deadline(105.0, clock=clock)},
}


@pytest.mark.parametrize("end", ENDS)
def test_a_queue_that_never_moves_is_an_error_and_not_a_hang(end: str) -> None:
    clock, warehouse = Clock(), SlotWarehouse(*[{"acquired": False, "wait_seconds": 4.0}] * 100)
    limiter = PacedByWarehouse(warehouse, "shop", 1, **ENDS[end](clock), clock=clock, sleep=clock.sleep)
    with pytest.raises(OdooUnreachable, match="shop") as unreachable, limiter.slot():
        pytest.fail("no slot was free")
    assert unreachable.value.given_up is (end != "the longest wait")
    assert sum(clock.slept) <= (10 if end == "the longest wait" else 30)


def test_every_request_goes_through_the_limiter() -> None:
    entered = []

    class Counting(Unlimited):
        def slot(self) -> Any:
            entered.append(1)
            return super().slot()

    odoo = OdooDouble().will(0)
    client = odoo.connect("jsonrpc", limiter=Counting())
    client.count("pos.order", [])
    assert len(entered) == client.calls == len(odoo.requests) == 5
