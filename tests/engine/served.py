"""A function as a process of its own, started as the Dockerfile starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from unittest import mock

import httpx
import psutil

from demo.odoo import Fault
from tests.engine.conftest import World

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-for-the-test-1"
BEARER = {"Authorization": f"Bearer {SECRET}"}
GRACE_SECONDS = 8.0
PAGE_ROWS = 7
COMMAND = ("-m", "functions.server")


@dataclass
class Served:
    process: subprocess.Popen[str]
    port: int
    log: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def post(self, body: Any = None, *, headers: Mapping[str, str] = BEARER) -> httpx.Response:
        return httpx.post(self.url, content=json.dumps(body or {}), headers=dict(headers), timeout=60)

    def processor_seconds(self) -> float:
        """What it has used of a processor so far."""
        used = psutil.Process(self.process.pid).cpu_times()
        return float(used.user + used.system)

    def terminate(self) -> None:
        """What a platform sends first."""
        self.process.send_signal(signal.SIGTERM)


def with_only(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment with exactly these of the project's variables, whatever the machine has."""
    ours = ("ODOO_", "SUPABASE_", "SYNC_", "SCOUT_", "OUTBOX_", "ALERT_", "HEALTH_", "FUNCTION", "PYTHON", "COLUMNS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | dict(variables)


def environment(variables: Mapping[str, str]) -> Any:
    """A block that sees `with_only(variables)`."""
    return mock.patch.dict(os.environ, with_only(variables), clear=True)


def variables(served_world: dict[str, str], **changes: str) -> dict[str, str]:
    """The environment of a function over this world."""
    own = {"SYNC_SECRET": SECRET, "SYNC_BATCH_SIZE": str(PAGE_ROWS), "PORT": "0"}
    return with_only(served_world | own | changes)


class Held:
    """One of Odoo's answers, held back until the test lets it go."""

    def __init__(self, world: World, *, model: str, method: str, skip: int = 0) -> None:
        self.arrived = threading.Event()
        self.open = threading.Event()
        world.odoo.inject(Fault.hook(self._hold), model=model, method=method, skip=skip)

    def _hold(self, call: Any) -> None:
        self.arrived.set()
        self.open.wait(60)


def ended_within(function: Served, seconds: float) -> bool:
    """Whether it ends by itself in that time."""
    try:
        return function.process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False


@contextmanager
def served(
    python: str, folder: Path, environment: Mapping[str, str], command: Sequence[str] = COMMAND
) -> Iterator[Served]:
    """Yields it when its port is open; what is still there after the block is killed."""
    with subprocess.Popen(
        [python, *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(folder)},
        text=True,
        stderr=subprocess.PIPE,
        process_group=0,
    ) as process:
        assert process.stderr is not None
        function = Served(process, 0)
        # The rest of the log is read, so that its pipe never fills.
        reader = threading.Thread(target=function.log.extend, args=[process.stderr], name="log of the server")
        try:
            function.port = _port_when_ready(process.stderr, function.log)
            reader.start()
            yield function
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        reader.join()


def _port_when_ready(stream: IO[str], log: list[str]) -> int:
    for line in stream:
        log.append(line)
        if found := re.search(r'"message": "serving".*"port": (\d+)', line):
            return int(found[1])
    raise AssertionError(f"the server did not start:\n{''.join(log)}")
