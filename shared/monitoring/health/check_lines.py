"""How a group writes its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict, Unpack

from shared.errors import ScoutError
from shared.formatting import listed
from shared.monitoring.health.health_report import CheckId, Group, HealthLine, Verdict


class About(TypedDict, total=False):
    """The `stream` that a line is about; or several `streams`, and how the line is named then."""

    stream: str
    streams: Iterable[str]
    check: str


@dataclass(frozen=True, slots=True)
class CheckLines:
    """Makes the lines of one group."""

    group: Group

    def passed(self, kind: str, message: str, **about: Unpack[About]) -> HealthLine:
        return self._line("pass", kind, message, "", **about)

    def warn(self, kind: str, message: str, fix: str, **about: Unpack[About]) -> HealthLine:
        return self._line("warn", kind, message, fix, **about)

    def fail(self, kind: str, message: str, fix: str, **about: Unpack[About]) -> HealthLine:
        return self._line("fail", kind, message, fix, **about)

    def unknown(self, kind: str, message: str, fix: str = "") -> HealthLine:
        return self._line("unknown", kind, message, fix)

    def failure(self, kind: str, error: ScoutError, **about: Unpack[About]) -> HealthLine:
        """An error of our own tree as it stands: it names the thing and the fix, and carries no secret."""
        return self.fail(kind, error.message, error.fix, **about)

    def for_streams(
        self, kind: str, said: Mapping[str, str], fix: str, *, of: int, verdict: Verdict = "fail"
    ) -> list[HealthLine]:
        """What is said of some streams: a line each, and one line where it is the same for all `of` of them."""
        if len(said) == of > 1:
            stream, message = next(iter(said.items()))
            same = len(set(said.values())) == 1
            text = f"All {of} streams: {message if same else f'for example {stream}: {message}'}"
            return [self._line(verdict, kind, text, fix, streams=said, check=f"{kind} of all streams")]
        return [
            self._line(verdict, kind, f"{stream}: {message}", fix, stream=stream) for stream, message in said.items()
        ]

    def _line(self, verdict: Verdict, kind: str, message: str, fix: str, **about: Unpack[About]) -> HealthLine:
        own = CheckId(self.group, kind, about.get("stream"))
        covered = tuple(CheckId(self.group, kind, one) for one in about.get("streams", ()))
        return HealthLine(
            group=self.group,
            check=about.get("check", own.name),
            verdict=verdict,
            message=message,
            fix=fix,
            covers=[one.name for one in covered],
            ids=covered or (own,),
        )


def few(names: list[str], *, most: int = 4) -> str:
    """All of a few names; of many the first, and how many more there are."""
    return listed(names if len(names) <= most else [*names[:most], f"{len(names) - most:,} more"])
