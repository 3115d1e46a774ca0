"""How a group writes its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.errors import ScoutError
from shared.formatting import listed
from shared.monitoring.health.health_report import Group, HealthLine, Verdict


@dataclass(frozen=True, slots=True)
class CheckLines:
    """Makes the lines of one group."""

    group: Group

    def passed(self, check: str, message: str, *, covers: Sequence[str] = ()) -> HealthLine:
        return self._line("pass", check, message, "", covers)

    def warn(self, check: str, message: str, fix: str) -> HealthLine:
        return self._line("warn", check, message, fix)

    def fail(self, check: str, message: str, fix: str, *, covers: Sequence[str] = ()) -> HealthLine:
        return self._line("fail", check, message, fix, covers)

    def unknown(self, check: str, message: str, fix: str = "") -> HealthLine:
        return self._line("unknown", check, message, fix)

    def failure(self, check: str, error: ScoutError) -> HealthLine:
        """An error of our own tree as it stands: it names the thing and the fix, and carries no secret."""
        return self.fail(check, error.message, error.fix)

    def for_streams(
        self, check: str, said: Mapping[str, str], fix: str, *, of: int, verdict: Verdict = "fail"
    ) -> list[HealthLine]:
        """What is said of some streams: a line each, and one line where it is the same wall for all `of` of them."""
        if len(said) == of > 1:
            stream, message = next(iter(said.items()))
            same = len(set(said.values())) == 1
            told = message if same else f"for example {stream}: {message}"
            return [self._line(verdict, f"{check} of all streams", f"All {of} streams: {told}", fix, each(check, said))]
        return [
            self._line(verdict, f"{check} of {stream}", f"{stream}: {message}", fix) for stream, message in said.items()
        ]

    def _line(self, verdict: Verdict, check: str, message: str, fix: str, covers: Sequence[str] = ()) -> HealthLine:
        return HealthLine(group=self.group, check=check, verdict=verdict, message=message, fix=fix, covers=list(covers))


def each(check: str, streams: Iterable[str]) -> list[str]:
    """The check's name for each stream."""
    return [f"{check} of {stream}" for stream in streams]


def few(names: list[str], *, most: int = 4) -> str:
    """All of a few names; of many the first, and how many more there are."""
    return listed(names if len(names) <= most else [*names[:most], f"{len(names) - most:,} more"])
