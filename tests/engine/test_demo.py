"""The demo, whole: as somebody who has just installed the package meets it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from cli.main import main; main()", "demo", "--orders", "300"]


@pytest.fixture
def temporary_folder() -> Iterator[Path]:
    """Where the demo puts what it needs; the PostgreSQL of a demo run by root runs as another user, who must get in."""
    folder = Path(tempfile.mkdtemp(prefix="scout-demo-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def environment(temporary_folder: Path) -> dict[str, str]:
    """No settings at all, and a temporary folder that can be looked at afterwards."""
    ours = ("ODOO_", "SUPABASE_", "SYNC_", "SCOUT_")
    others = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return others | {"TMPDIR": str(temporary_folder), "PYTHONUTF8": "1"}


def left_behind(temporary_folder: Path) -> list[str]:
    """All but the copy of PostgreSQL's programs that root keeps where they cannot be reached by `nobody`."""
    return [path.name for path in temporary_folder.iterdir() if not path.name.startswith("scout-pg-programs-")]


def test_the_demo_syncs_proves_it_right_and_leaves_nothing_behind(temporary_folder: Path) -> None:
    done = subprocess.run(
        COMMAND, env=environment(temporary_folder), capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    for told in ("12 streams are up to date with Odoo", "Sales by day", "Sales by store", "Product mix", "(new recipe)"):
        assert told in done.stdout
    assert done.stdout.count("· equal") == 4  # two currencies, before and after the change
    assert "NOT equal" not in done.stdout
    assert left_behind(temporary_folder) == []


def test_the_second_sync_of_the_demo_shows_only_what_changed(temporary_folder: Path) -> None:
    done = subprocess.run(
        COMMAND, env=environment(temporary_folder), capture_output=True, text=True, check=True, timeout=120
    )
    later = done.stdout.partition("A quarter of an hour later")[2]
    table = later.partition("stream ")[2].partition("streams are up to date")[0]
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines() if " completed " in line}
    assert rows.keys() == {"product.template", "product.product", "pos.order", "pos.order.line", "pos.payment"}
    assert rows["pos.order"][3] == "3"  # inserted
    assert rows["product.template"][4] == "1"  # updated


def test_a_terminated_demo_takes_its_servers_with_it(temporary_folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--serve"], env=environment(temporary_folder), stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdout is not None
        told = [line for line in iter(process.stdout.readline, "") if "export " in line or "Ctrl-C ends" in line
                if "Ctrl-C ends" not in line or process.send_signal(signal.SIGTERM) is None]  # fmt: skip
        assert process.wait(30) == 0
    assert any("export SUPABASE_DB_URL='postgresql://" in line for line in told)
    assert left_behind(temporary_folder) == []
