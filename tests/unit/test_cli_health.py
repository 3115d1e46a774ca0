"""`scout health`: what the screen shows of a report, and the exit code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from typer.testing import Result

from shared.monitoring.health.health_report import HealthLine, HealthReport, overall
from shared.settings import Settings
from tests.unit.cli_support import NOW, scout, terminal

LONG = "A sentence that is a good deal longer than eighty columns are wide, so that it has to be wrapped and not cut."
WELL = HealthLine(group="odoo", check="login", verdict="pass", message="Logged in.")
SOON = HealthLine(group="odoo", check="API key", verdict="warn", message="Expires in 9 days.", fix="Make a new one.")
LATE = HealthLine(group="sync", check="lag of pos.order.line.of.a.long.name", verdict="fail", message=LONG, fix=LONG)
UNSEEN = HealthLine(group="outbox", check="queue", verdict="unknown", message="Not looked at.")


def answering(*lines: HealthLine) -> Callable[..., HealthReport]:
    def check(settings: Settings, *, now: Callable[[], datetime]) -> HealthReport:
        return HealthReport(
            status=overall(lines), checked_at=now(), proven_at=now() - timedelta(minutes=3), odoo="shop at shop.example.com",
            warehouse="postgres db.example.com/postgres", seconds=0.42, lines=list(lines),
        )  # fmt: skip

    return check


def on_paper(*lines: HealthLine) -> Result:
    return scout("health", check_health=answering(*lines))


@pytest.mark.parametrize(("lines", "code"), [([WELL], 0), ([WELL, SOON], 0), ([WELL, UNSEEN], 0), ([SOON, LATE], 1)])
def test_only_a_failure_gives_exit_code_1(lines: list[HealthLine], code: int) -> None:
    assert on_paper(*lines).exit_code == code
    assert scout("health", "--json", check_health=answering(*lines)).exit_code == code


def test_each_line_stands_under_its_group_with_its_mark_and_what_mends_it() -> None:
    screen = on_paper(WELL, SOON, UNSEEN).stdout
    lines = [line.rstrip() for line in screen.splitlines()]
    assert lines[:4] == [
        "odoo",
        "  ✓ login   Logged in.",
        "  ! API key Expires in 9 days.",
        "            → Make a new one.",
    ]
    assert lines[4:6] == ["outbox", "  ? queue   Not looked at."]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [WELL],
            "The numbers can be trusted: proven equal to Odoo 3 min ago. shop at shop.example.com → postgres db.example.com/postgres, 0.4 s",
        ),
        ([WELL, SOON], "The numbers can be trusted: proven equal to Odoo 3 min ago; 1 warning."),
        (
            [SOON, UNSEEN],
            "The numbers can be trusted: proven equal to Odoo 3 min ago; 1 warning; 1 check could not be made.",
        ),
        ([LATE, LATE], "The numbers may be late or wrong: 2 failures in sync."),
    ],
)
def test_the_last_line_is_the_whole_in_a_sentence(lines: list[HealthLine], sentence: str) -> None:
    assert sentence in on_paper(*lines).stdout.splitlines()[-1]


@pytest.mark.parametrize("width", [80, 60])
def test_on_a_narrow_terminal_long_lines_are_wrapped_and_nothing_is_cut(width: int) -> None:
    result = scout("health", check_health=answering(LATE), out=terminal(width=width))
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in result.stdout.splitlines()]
    assert max(map(len, lines)) <= width
    letters = "".join("".join(line[29:] for line in lines if line.startswith("  ")).split())
    assert letters == "".join(f"{LONG}→{LONG}".split())
    names = "".join(line[4:28].strip() for line in lines if line.startswith("  "))
    assert names.replace(" ", "") == LATE.check.replace(" ", "")


def test_json_is_the_report_itself() -> None:
    report = HealthReport.model_validate_json(scout("health", "--json", check_health=answering(WELL, SOON)).stdout)
    assert (report.lines, report.status, report.checked_at) == ([WELL, SOON], "warn", NOW)
