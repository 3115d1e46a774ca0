"""Wide records and an Odoo that does not answer: a run gets on, or ends soon, and says why."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from demo.odoo import Fault
from shared.odoo.columns import choose_columns
from shared.sync.page_reader import read_records
from tests.engine.conftest import World, error_of, of


@pytest.fixture
def wide(world: World) -> list[int]:
    """Nine partners of 300 kB each, of which three fit into an answer of 1 MB."""
    return [world.odoo.create("res.partner", {"name": f"wide {n}", "comment": "x" * 300_000}) for n in range(9)]


class Asked:
    """The sizes of the pages that were asked for."""

    def __init__(self, world: World) -> None:
        self.limits: list[int] = []
        world.odoo.inject(Fault.hook(self._note), model="res.partner", method="search_read", times=200)

    def _note(self, call: Any) -> None:
        self.limits.append(call.arguments["limit"])


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc"])
def test_a_page_whose_answer_is_too_large_is_asked_for_by_halves(world: World, wide: list[int], protocol: Any) -> None:
    world.protocol = protocol
    world.later(minutes=30)
    report = of(world.sync(streams=["res.partner"], engine=world.engine(largest_answer_mb=1)), "res.partner")
    assert (report.status, report.error) == ("completed", None)
    assert world.ids("bronze_res_partner") == set(world.odoo.stored("res.partner"))


def test_a_later_page_is_no_larger_than_what_fitted(world: World, wide: list[int]) -> None:
    asked = Asked(world)
    world.sync(streams=["res.partner"], engine=world.engine(largest_answer_mb=1))
    fitted = asked.limits.index(min(asked.limits))
    assert max(asked.limits[:fitted]) > 3
    assert max(asked.limits[fitted:]) <= 3


@pytest.mark.parametrize(("version", "mode"), [(19, "incremental"), (20, "reconcile"), (18, "replay")])
def test_one_record_that_is_too_large_alone_is_parked_by_name_and_the_others_come(
    world: World, version: int, mode: str
) -> None:
    world.on(version)
    ids = world.customers(30)
    world.sync()
    world.odoo.write("res.partner", ids[9], {"comment": "x" * 1_500_000})
    new = world.odoo.create("res.partner", {"name": "After it"})
    world.later()
    words = {"mode": mode, "ids": [ids[9], new]} if mode == "replay" else {"mode": mode}
    report = world.sync(streams=["res.partner"], engine=world.engine(largest_answer_mb=1), **words)
    assert of(report, "res.partner").status == "completed"
    assert world.ids("bronze_res_partner") == set(world.odoo.stored("res.partner"))
    ((parked, reasons),) = world.db.execute("select odoo_id, reasons from scout.quarantine").fetchall()
    assert parked == ids[9]
    assert "ODOO_LARGEST_ANSWER_MB" in reasons[0]
    world.later()
    world.sync(mode="replay", streams=["res.partner"], ids=[ids[9]])
    assert world.value("select count(*) from scout.quarantine") == 0


def test_pages_grow_again_behind_a_record_that_is_too_large(world: World) -> None:
    world.odoo.create("res.partner", {"name": "wider", "comment": "x" * 1_500_000})
    world.customers(200)
    asked = Asked(world)
    report = of(world.sync(streams=["res.partner"], engine=world.engine(largest_answer_mb=1)), "res.partner")
    assert (report.status, report.inserted) == ("completed", len(world.odoo.stored("res.partner")) - 1)
    assert len(asked.limits) < 80, "the window, what changed since, and the sweep"


def test_records_asked_for_by_id_come_by_halves_too(world: World, wide: list[int]) -> None:
    stream = world.catalogue.select(["res.partner"])[0]
    odoo = world.engine(largest_answer_mb=1).odoo
    columns = choose_columns(stream, odoo.fields("res.partner"))
    read = read_records(stream, odoo, columns, [*reversed(wide), 10**6])
    assert [row["id"] for row in read.rows] == wide
    too_wide = world.odoo.create("res.partner", {"name": "wider", "comment": "x" * 1_500_000})
    read = read_records(stream, odoo, columns, [*wide, too_wide])
    assert ([row["id"] for row in read.rows], [one.odoo_id for one in read.unusable]) == (wide, [too_wide])


@pytest.mark.parametrize("method", ["context_get", "fields_get", "search_read"])
def test_a_run_that_is_asked_to_stop_ends_though_odoo_does_not_answer(world: World, method: str) -> None:
    """Whatever it waits for: the stream is given back and goes on with the next run."""
    stop, over = threading.Event(), threading.Event()

    def hangs(call: Any) -> None:
        stop.set()
        over.wait(30)

    world.odoo.inject(Fault.hook(hangs), model=None if method == "context_get" else "pos.order", method=method)
    began = time.monotonic()
    report = of(world.sync(streams=["pos.order"], engine=world.engine(stop=stop)), "pos.order")
    over.set()
    assert time.monotonic() - began < 10
    assert (report.status, report.more, report.error) == ("partial", True, None)
    assert world.value("select count(*) from scout.sync_checkpoints where lease_expires_at is not null") == 0
    assert of(world.sync(streams=["pos.order"]), "pos.order").status == "completed"


def test_a_run_whose_time_is_over_before_it_got_anything_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.odoo.bounds.Bounds.seconds", lambda self, *, is_read: 1.0)
    over = threading.Event()
    world.odoo.inject(Fault.hook(lambda call: over.wait(30)), model="pos.order", method="search_read")
    report = world.sync(streams=["pos.order"])
    over.set()
    error = error_of(report, "pos.order")
    assert (report.status, error.kind, "run's time is over" in error.message) == ("failed", "odoo unreachable", True)
