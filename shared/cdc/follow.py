"""The mirror that stays: copies by SQL where something has to be copied, and the stream as long as nothing has."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.cdc.mirror import BatchReport, Mirror
from shared.errors import InputError, MirrorBusy, RunError, ScoutError, SettingsError
from shared.retries import Deadline

_LOOK_SECONDS = 1.0
"""How often the server's catalogue is compared with what is known: a new column without a change is in no stream."""

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0


@dataclass
class Follower:
    """`took` hears of every batch, `obstacle(error, seconds)` of what stands in the way and when it is tried again."""

    mirror: Mirror
    stop: threading.Event
    took: Callable[[BatchReport], object] = lambda report: None
    obstacle: Callable[[ScoutError, float], object] = lambda error, seconds: None
    _obstacles: int = field(init=False, default=0)

    def serve(self) -> None:
        """Returns when asked to stop. Raises only what waiting does not mend: wrong settings, an unexpected error."""
        while not self.stop.is_set():
            try:
                self._copy()
                self._stream()
            except (SettingsError, InputError):
                raise
            except RunError as error:
                self.mirror.close()
                self._obstacles += 1
                seconds = min(_FIRST_PAUSE_SECONDS * 2.0 ** min(self._obstacles - 1, 6), _LONGEST_PAUSE_SECONDS)
                # The slot stays taken for a moment after a stream of our own has ended.
                if not isinstance(error, MirrorBusy) or self._obstacles > 2:
                    self.obstacle(error, seconds)
                self.stop.wait(seconds)

    def _copy(self) -> None:
        """Until all tables are consistent. A stream that nobody reads meanwhile would be given up by the server."""
        self.mirror.run(stopped=self.stop.is_set, took=self._took)

    def _stream(self) -> None:
        """Until a table has to be copied, the slot cannot be followed any more, or somebody asks to stop."""
        mirror = self.mirror
        reader = mirror.stream()
        looked_at = time.monotonic()
        try:
            while not self.stop.is_set():
                report = mirror.take_batch(reader, Deadline.never())
                self._took(report)
                if report.refused:  # what was read is gone; the other tables still need it
                    return
                if time.monotonic() - looked_at > _LOOK_SECONDS:
                    mirror.look()
                    looked_at = time.monotonic()
                if mirror.next_copy is not None or mirror.cannot_follow:
                    return
        finally:
            reader.close()

    def _took(self, report: BatchReport) -> None:
        self._obstacles = 0
        self.took(report)
