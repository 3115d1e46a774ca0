"""One worker a dataset and day: a lock on a file, which ends with the process that holds it, killed or not."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from shared.errors import DayBusy

_LOOK_SECONDS = 0.05
WAIT_SECONDS = 600.0


@contextmanager
def held(path: Path, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """The lock of this name on this machine, or of a shared folder that knows locks. Raises `DayBusy`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait_seconds
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise DayBusy(f"{path.stem} is being written by another worker.", fix="Try again later.") from None
                time.sleep(_LOOK_SECONDS)
        yield


@contextmanager
def leased(metadata: Path, dataset: str, days: Iterable[date], *, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """All these days of a dataset; in their order, so that two who want the same never wait for each other."""
    with ExitStack() as stack:
        for day in sorted(set(days)):
            stack.enter_context(
                held(metadata / "leases" / f"{dataset}.{day.isoformat()}.lock", wait_seconds=wait_seconds)
            )
        yield
