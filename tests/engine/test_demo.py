"""The demo, whole: as somebody who has just installed the package meets it."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from rich.console import Console

from demo.answers import Answers
from demo.narrator import Narrator
from demo.run import Demo
from shared.settings import Settings
from shared.sync.observer import SilentObserver
from tests.engine.conftest import World
from tests.engine.served import with_only

COMMAND = [sys.executable, "-c", "from cli.main import main; main()", "demo", "--orders", "300"]


@contextmanager
def folder_for_servers() -> Iterator[Path]:
    """Where a demo puts what it needs; the PostgreSQL of a demo run by root runs as another user, who must get in."""
    folder = Path(tempfile.mkdtemp(prefix="scout-demo-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def environment(temporary_folder: Path) -> dict[str, str]:
    """No settings at all, no terminal's width, and a temporary folder that can be looked at afterwards."""
    return with_only({"TMPDIR": str(temporary_folder), "PYTHONUTF8": "1"})


def left_behind(temporary_folder: Path) -> list[str]:
    """All but the copy of PostgreSQL's programs that root keeps where they cannot be reached by `nobody`."""
    return [path.name for path in temporary_folder.iterdir() if not path.name.startswith("scout-pg-programs-")]


@pytest.fixture(scope="module")
def done() -> Iterator[tuple[subprocess.CompletedProcess[str], list[str]]]:
    """One whole demo: what it said, and what it left in its temporary folder."""
    with folder_for_servers() as folder:
        process = subprocess.run(
            COMMAND, env=environment(folder), capture_output=True, text=True, check=False, timeout=120
        )
        yield process, left_behind(folder)


def test_the_demo_syncs_proves_it_right_and_leaves_nothing_behind(
    done: tuple[subprocess.CompletedProcess[str], list[str]],
) -> None:
    process, left = done
    assert (process.returncode, process.stderr) == (0, "")
    for told in (
        "12 streams are up to date with Odoo",
        "Sales by day",
        "Sales by store",
        "Product mix",
        "(new recipe)",
        "Odoo has “Ann Approved” as res.partner",
    ):
        assert told in process.stdout
    assert process.stdout.count("· equal") == 4  # two currencies, before and after the change
    assert "NOT equal" not in process.stdout
    assert left == []


def test_the_second_sync_of_the_demo_shows_only_what_changed(
    done: tuple[subprocess.CompletedProcess[str], list[str]],
) -> None:
    later = done[0].stdout.partition("A quarter of an hour later")[2]
    table = later.partition("stream ")[2].partition("streams are up to date")[0]
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines() if " completed " in line}
    assert rows.keys() == {"product.template", "product.product", "pos.order", "pos.order.line", "pos.payment"}
    assert rows["pos.order"][3] == "3"  # inserted
    assert rows["product.template"][4] == "1"  # updated


def test_the_demo_notices_when_the_two_sides_differ(
    world: World, served_world: dict[str, str], database_url: str
) -> None:
    console = Console(file=io.StringIO(), width=200)
    with Answers(database_url) as answers:
        narrator = Narrator(console, lambda: nullcontext(SilentObserver()), lambda report, *, only_changed: None)
        demo = Demo(narrator, world.odoo, world.shop, Settings(served_world), served_world, answers)
        assert not demo.compare()
        demo.sync()
        assert demo.compare()
        world.shop.sell(1)
        assert not demo.compare()


def test_a_terminated_demo_takes_its_servers_with_it() -> None:
    told: list[str] = []
    with (
        folder_for_servers() as folder,
        subprocess.Popen(
            [*COMMAND, "--serve"], env=environment(folder), stdout=subprocess.PIPE, text=True, bufsize=1
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line)
            if "Ctrl-C ends it all" in line:
                process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert left_behind(folder) == []
    assert any("export SUPABASE_DB_URL='postgresql://" in line for line in told)
    assert any("The status page: http://127.0.0.1:" in line for line in told)
