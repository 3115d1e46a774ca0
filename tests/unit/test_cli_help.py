"""What `scout` tells about itself, and the words it makes of numbers and times."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec

import pytest

from cli.terminal_text import ago, counted, duration, listed, span, utc, with_names
from tests.unit.cli_support import scout
from tests.unit.docs_support import Command, commands


def test_help_lists_every_command_and_the_variables_to_set() -> None:
    told = scout("--help").stdout
    for name in ("ODOO_BASE_URL", "ODOO_API_KEY", "SUPABASE_DB_URL", "--version", "--debug"):
        assert name in told


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_shows_its_help(name: str, command: Command) -> None:
    """What it says is compared with the reference in test_docs.py."""
    told = scout(*name.split()[1:], "--help").stdout
    assert f"Usage: {name}" in told
    for inner in getattr(command, "commands", {}):
        assert f" {inner} " in told


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


def test_the_lake_says_how_to_install_it_where_it_is_not() -> None:
    if find_spec("pyiceberg"):
        pytest.skip("this is the lake's environment")
    result = scout("lake", "sql", "select 1")
    assert result.exit_code == 1
    assert "make lake" in result.output
