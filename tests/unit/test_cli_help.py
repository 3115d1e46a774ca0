"""What `scout` tells about itself, and the words it makes of numbers and times."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

import pytest

from cli.main import app
from cli.outbox import outbox_app
from cli.terminal_text import ago, counted, duration, listed, span, utc, with_names
from tests.unit.cli_support import scout

COMMANDS = [info.name or info.callback.__name__ for info in app.registered_commands if info.callback is not None]

OUTBOX_COMMANDS = [
    info.name or info.callback.__name__ for info in outbox_app.registered_commands if info.callback is not None
]


def test_help_lists_every_command_and_the_variables_to_set() -> None:
    told = scout("--help").stdout
    for name in (*COMMANDS, "ODOO_BASE_URL", "ODOO_API_KEY", "SUPABASE_DB_URL", "--version", "--debug"):
        assert name in told
    assert {"sync", "status", "migrate", "gold", "demo"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_each_of_its_options(command: str) -> None:
    result = scout(command, "--help")
    assert result.exit_code == 0
    assert f"Usage: scout {command}" in result.stdout
    if command in {"sync", "migrate", "demo"}:
        assert "Examples" in result.stdout
    if command in {"sync", "status", "demo"}:
        assert "Exit code" in result.stdout


def test_the_group_outbox_explains_itself_and_each_of_its_commands() -> None:
    told = scout("outbox", "--help").stdout
    for word in ("--once", "--daemon", "--dry-run", "Examples", "Exit code", *OUTBOX_COMMANDS):
        assert word in told
    for command in OUTBOX_COMMANDS:
        assert f"Usage: scout outbox {command}" in scout("outbox", command, "--help").stdout


def test_without_a_command_the_help_is_shown() -> None:
    result = scout()
    assert result.exit_code == 2
    assert "Usage: scout" in result.output


def test_the_version_is_the_packages() -> None:
    assert scout("--version").stdout == f"scout {version('scout-sync')}\n"


def test_help_does_not_wait_for_the_adapters() -> None:
    """Importing httpx, psycopg and supabase takes longer than all the rest."""
    heavy = "import sys, cli.main; print({'httpx', 'psycopg', 'supabase', 'demo.run'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout
    assert told == "set()\n"


@pytest.mark.parametrize(
    ("seconds", "lasting", "length", "since"),
    [
        (0, "0.0 s", "0 s", "just now"),
        (-2, "0.0 s", "0 s", "just now"),  # the database's clock is ahead of Odoo's
        (3.21, "3.2 s", "3 s", "just now"),
        (48, "48 s", "48 s", "48 s ago"),
        (59.7, "1 min 00 s", "59 s", "59 s ago"),
        (185, "3 min 05 s", "3 min", "3 min ago"),
        (7_800, "2 h 10 min", "2 h", "2 h ago"),
        (86_400, "1 d 0 h", "1 day", "1 day ago"),
        (445_000, "5 d 3 h", "5 days", "5 days ago"),
    ],
)
def test_times_as_people_say_them(seconds: float, lasting: str, length: str, since: str) -> None:
    assert (duration(seconds), span(seconds), ago(seconds)) == (lasting, length, since)


def test_counts_and_lists_as_people_say_them() -> None:
    assert [counted(number, "stream") for number in (0, 1, 1200)] == ["0 streams", "1 stream", "1,200 streams"]
    assert [listed(list(names)) for names in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert utc(datetime(2026, 11, 21, 9, 14, 3, 999_999, UTC)) == "2026-11-21 09:14:03 UTC"


def test_a_sentence_that_names_its_stream_is_not_given_it_twice() -> None:
    assert with_names(["pos.order"], "pos.order is busy.") == "pos.order is busy."
    assert with_names(["pos.order"], "It is busy.") == "pos.order: It is busy."
    assert with_names(list("abcde"), "They are busy.") == "5 streams: They are busy."
