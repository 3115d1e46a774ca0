"""The worker that stays: a run when something is due, a pause otherwise, a longer one while the way is blocked."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from shared.error_report import ErrorReport
from shared.errors import InputError, ScoutError, SettingsError
from shared.outbox.outbox_report import OutboxReport

POLL_SECONDS = 5.0

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 10.0, 160.0


@dataclass
class Daemon:
    """`due` asks the warehouse for a message that could go, without beginning a run; `run` is one whole run.

    `wait(seconds)` answers true when someone asked to stop, at once if so. `tell(error, seconds)` hears of each
    obstacle and how long the next try waits. `jitter` answers a share between 0 and 1.
    """

    due: Callable[[], bool]
    run: Callable[[], OutboxReport]
    wait: Callable[[float], bool]
    tell: Callable[[ErrorReport, float], object]
    jitter: Callable[[], float] = random.random

    def serve(self) -> None:
        """Returns when asked to stop. Raises only what no waiting mends: wrong settings or words, a bug."""
        obstacles = 0
        while not self.wait(0.0):
            error = self._turn()
            obstacles = obstacles + 1 if error else 0
            seconds = self._pause_seconds(obstacles) if error else POLL_SECONDS
            if error and not self.wait(0.0):
                self.tell(error, seconds)
            self.wait(seconds)

    def _turn(self) -> ErrorReport | None:
        """What stands in the way, of Odoo or of the warehouse. A warehouse that is not migrated yet may be soon."""
        try:
            return self.run().error if self.due() else None
        except (SettingsError, InputError):
            raise
        except ScoutError as error:
            return ErrorReport.of(error)

    def _pause_seconds(self, obstacles: int) -> float:
        """10, 20, 40, 80, 160 s, and up to a quarter more, so that several daemons do not come back together."""
        # A power of a large count would not fit a float; past the fifth it makes no difference.
        doubled = _FIRST_PAUSE_SECONDS * 2.0 ** min(obstacles - 1, 4)
        return min(doubled, _LONGEST_PAUSE_SECONDS) * (1 + self.jitter() / 4)
