"""The health report: seven groups of lines, each with its verdict and what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict

Group = Literal["configuration", "odoo", "warehouse", "sync", "silver and gold", "outbox", "schedules"]
GROUPS: tuple[Group, ...] = get_args(Group)

Verdict = Literal["pass", "warn", "fail", "unknown"]
"""`warn`: the numbers are right, and will not stay so by themselves. `fail`: they may be late or wrong now.
`unknown`: it could not be looked at, and the message says why."""


class HealthLine(BaseModel):
    """One thing that was looked at.

    `check`: its name in a few words, the same in every report (`lag of pos.order`); alerts go by it. `message`: what
    was seen. `fix`: the command or the setting that mends it; empty when nothing has to be. `covers`: the checks it
    speaks for, where it speaks for several (`lag of pos.order`, `lag of res.partner`); alerts go by these then.
    `ends_at`: until when it will be so, where that is known.
    """

    model_config = ConfigDict(frozen=True)

    group: Group
    check: str
    verdict: Verdict
    message: str
    fix: str = ""
    covers: list[str] = []
    ends_at: AwareDatetime | None = None


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
