"""Whatever happens in Odoo's database and to whoever mirrors it: after a clean run nothing differs.

`SCOUT_CDC_CASES` is the number of histories. Each is told by its seed, with the servers it ran on.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable

import psycopg
import pytest

from shared.cdc import batch, mirror
from shared.cdc.copying import CHUNK_ROWS
from shared.cdc.follow import Follower
from shared.cdc.source import Source
from shared.cdc.store import Store
from shared.errors import MirrorBusy, RunError
from shared.retries import Deadline
from tests.cdc.history import History
from tests.cdc.world import World

CASES = int(os.environ.get("SCOUT_CDC_CASES", "40"))
SOURCES = ("18", "15", "17")
KINDS = ("run", "killed", "two runners", "follow", "killed", "run", "killed", "follow", "restart")


@pytest.mark.parametrize("seed", range(CASES))
def test_after_a_clean_run_nothing_differs(
    seed: int, make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    world = make_world(SOURCES[seed % 3], "15" if seed % 4 == 3 else "18")
    if rng.random() < 0.6:  # no enum: values can travel in binary
        world.odoo.execute("alter table account_move drop kind")
        monkeypatch.setattr(mirror, "_BINARY_BYTES", rng.choice((0, 4 << 20)))
    monkeypatch.setattr(batch, "FEW_ROWS", rng.choice((0, 3, 100)))
    monkeypatch.setattr(batch, "MOST_ROWS", rng.choice((3, 20_000)))
    monkeypatch.setattr(batch, "_LOOK_AT_CLOCK", rng.choice((2, 1000)))
    size = str(rng.choice((1, 10, 30_000)))
    history = History(world, rng)
    history.round(15)
    kind = KINDS[seed % len(KINDS)]
    play = PLAYS[kind]
    for _ in range(2):
        play(world, history, size)
        world.odoo.execute("checkpoint")  # the log before it is decoded no more
        with world.mirror(ETL_BATCH_SIZE=size) as clean:
            clean.chunk_rows = rng.choice((20, 100, CHUNK_ROWS))
            report = clean.run(Deadline.after(60))
        history.slot_is_made = True
        assert not report.more, f"seed {seed}, {kind}: {report}"
        assert not world.differences(), f"seed {seed}, {kind}, batches of {size}"
    history.end_open()


def run(world: World, history: History, size: str) -> None:
    history.round(15)
    world.run(ETL_BATCH_SIZE=size)


def killed(world: World, history: History, size: str) -> None:
    """A runner is killed at a random one of the places where something is stored, again and again."""
    for _ in range(3):
        history.round(4)
        point, number = history.rng.choice(POINTS), history.rng.choice((1, 1, 2, 3, 5))
        child = os.fork()
        if child == 0:
            _die_at(world, point, number, size, history.rng.choice((20, 100, CHUNK_ROWS)))
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL), (point, number)


POINTS = ("before commit", "after commit", "before advance", "after advance", "after slot", "in a batch")


def _die_at(world: World, point: str, number: int, size: str, chunk_rows: int) -> None:
    """In a process of its own; never returns."""
    left = [number]

    def die() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(owner: type, name: str, *, before: bool) -> None:
        original = getattr(owner, name)

        def wrapped(*words: object, **named: object) -> object:
            if before:
                die()
            answer = original(*words, **named)
            if not before:
                die()
            return answer

        setattr(owner, name, wrapped)

    where, _, what = point.partition(" ")
    match what:
        case "commit":
            around(Store, "commit", before=where == "before")
        case "advance":
            around(Source, "advance", before=where == "before")
        case "slot":
            around(Source, "create_slot", before=False)
        case _:
            around(Store, "call", before=True)
    code = 1
    try:
        with world.mirror(ETL_BATCH_SIZE=size) as mirrored:
            mirrored.chunk_rows = chunk_rows
            mirrored.run(Deadline.after(30))
        code = 0
    except MirrorBusy:  # the server has not noticed yet that the one before was killed
        code = 0
    finally:
        os._exit(code)


def two_runners(world: World, history: History, size: str) -> None:
    """Both work as they like; whoever comes second stops. Writers go on."""
    failures: list[BaseException] = []

    def work() -> None:
        for _ in range(3):
            try:
                with contextlib.suppress(MirrorBusy):
                    world.run(ETL_BATCH_SIZE=size)
            except BaseException as error:
                failures.append(error)

    runners = [threading.Thread(target=work) for _ in range(2)]
    for runner in runners:
        runner.start()
    history.round(25)
    history.end_open()
    for runner in runners:
        runner.join(60)
    assert not failures


def follow(world: World, history: History, size: str) -> None:
    """The daemon, while everything goes on; it is asked to stop at some time."""
    stop, failures = threading.Event(), []
    with world.mirror(ETL_BATCH_SIZE=size) as mirrored:
        mirrored.chunk_rows = 30
        follower = Follower(mirrored, stop)

        def serve() -> None:
            try:
                follower.serve()
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=serve)
        thread.start()
        for _ in range(3):
            history.round(8)
            stop.wait(0.7)
        stop.set()
        history.end_open()
        thread.join(60)
    assert not failures
    _until_free(world)


def restart(world: World, history: History, size: str) -> None:
    """One of the servers goes down as if its machine had crashed, while a runner works."""
    history.round(10)
    history.end_open()
    server = history.rng.choice((world.source, world.target))
    server_down = threading.Timer(history.rng.random() * 0.5, server.restart, kwargs={"how": signal.SIGQUIT})
    server_down.start()
    for _ in range(3):
        with contextlib.suppress(RunError):
            world.run(ETL_BATCH_SIZE=size)
    server_down.join()
    world.odoo.close()
    world.odoo = psycopg.connect(world.source_url, autocommit=True)


PLAYS = {"run": run, "killed": killed, "two runners": two_runners, "follow": follow, "restart": restart}


def _until_free(world: World) -> None:
    for _ in range(100):
        row = world.odoo.execute(
            "select active from pg_replication_slots where slot_name = %s", [world.slot]
        ).fetchone()
        if row is None or not row[0]:
            return
        time.sleep(0.05)
