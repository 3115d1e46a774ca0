"""The health report: its groups of lines, each with its verdict and what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Group = Literal[
    "configuration", "odoo", "warehouse", "sync", "silver and gold", "metrics", "outbox", "mirror", "schedules"
]
GROUPS: tuple[Group, ...] = get_args(Group)

Verdict = Literal["pass", "warn", "fail", "unknown"]
"""`warn`: the numbers are right, and will not stay so by themselves. `fail`: they may be late or wrong now.
`unknown`: it could not be looked at, and the message says why."""


_OF_A_MODEL: dict[str, str] = {
    "count": "count of {}",
    "fields": "fields of {}",
    "figure": "figure of {}",
    "first read": "first read of {}",
    "lag": "lag of {}",
    "last run": "last run of {}",
    "lease": "lease of {}",
    "model": "model {}",
    "proof": "proof of {}",
    "quarantine": "quarantine of {}",
    "read again": "read again of {}",
    "rights": "rights to {}",
    "slot": "slot {}",
    "table": "table {}",
    "view": "view of {}",
    "watermark": "watermark of {}",
}
"""The kinds of checks that are made for each stream or metric, and how such a one is named."""


@dataclass(frozen=True, slots=True)
class CheckId:
    """What is looked at, the same in every report and from every run; alerts go by it.

    `stream`: the model or metric that it is about, None for what is about no single one.
    """

    group: Group
    kind: str
    stream: str | None = None

    def __post_init__(self) -> None:
        if self.stream is not None and self.kind not in _OF_A_MODEL:
            raise ValueError(f"{self.kind} is no check of a stream; add it to _OF_A_MODEL")

    @property
    def name(self) -> str:
        return self.kind if self.stream is None else _OF_A_MODEL[self.kind].format(self.stream)

    def __str__(self) -> str:
        """`sync: lag of pos.order`, the key under which the warehouse keeps an alert."""
        return f"{self.group}: {self.name}"

    @classmethod
    def from_key(cls, key: str) -> CheckId | None:
        """The inverse of `str`, for keys that come from the warehouse; None when there is no such group (any more)."""
        group = next((one for one in GROUPS if key.startswith(f"{one}: ")), None)
        if group is None:
            return None
        name = key.removeprefix(f"{group}: ")
        for kind, pattern in _OF_A_MODEL.items():
            beginning = pattern.format("")
            if name.startswith(beginning):
                return cls(group, kind, name.removeprefix(beginning))
        return cls(group, name)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found of one check."""

    id: CheckId
    verdict: Verdict
    message: str
    fix: str = ""


class HealthLine(BaseModel):
    """One thing that was looked at, or one of several streams of which the same is said.

    `check`: its name in a few words (`lag of pos.order`). `message`: what
    was seen. `fix`: the command or the setting that mends it; empty when nothing has to be. `covers`: the names of
    the checks it speaks for, where it speaks for several. `ends_at`: until when it will be so, where that is known.
    `ids`: the checks that it speaks for.
    """

    model_config = ConfigDict(frozen=True)

    group: Group
    check: str
    verdict: Verdict
    message: str
    fix: str = ""
    covers: list[str] = []
    ends_at: AwareDatetime | None = None
    ids: tuple[CheckId, ...] = Field((), exclude=True)

    def results(self) -> list[CheckResult]:
        """The same of each check that it speaks for."""
        ids = self.ids or (CheckId(self.group, self.check),)
        return [CheckResult(one, self.verdict, self.message, self.fix) for one in ids]


class HealthReport(BaseModel):
    """All lines in the order of `GROUPS`. `status`: the worst verdict; what is unknown makes it no better than warn.

    `proven_at`: each stream was found equal to Odoo then or later; None when one never was, or nobody knows.
    """

    status: Literal["pass", "warn", "fail"]
    checked_at: AwareDatetime
    proven_at: AwareDatetime | None = None
    odoo: str = ""
    warehouse: str = ""
    seconds: float = 0.0
    lines: list[HealthLine]

    @property
    def failing(self) -> list[HealthLine]:
        return [line for line in self.lines if line.verdict == "fail"]


def overall(lines: Sequence[HealthLine]) -> Literal["pass", "warn", "fail"]:
    verdicts = {line.verdict for line in lines}
    if "fail" in verdicts:
        return "fail"
    return "warn" if verdicts & {"warn", "unknown"} else "pass"
