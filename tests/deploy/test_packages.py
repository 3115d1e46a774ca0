"""The zips of scripts/package, each served in a clean environment: no package but those in it. Needs pip's registry."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from functions.application import function_names
from tests.engine.conftest import World, served_world, world
from tests.engine.served import GRACE_SECONDS, PAGE_ROWS, ROOT, Held, ended_within, served, variables

__all__ = ["served_world", "world"]

pytestmark = pytest.mark.package

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
LAMBDA_LIMIT_BYTES = 250 * 1024 * 1024


def build(folder: Path) -> dict[str, Path]:
    """The zip of each function, by its name."""
    subprocess.run([ROOT / "scripts" / "package", "--python", PYTHON, "--output", folder], check=True)
    return {name: folder / f"{name}-py{PYTHON}.zip" for name in function_names()}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return build(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="module")
def clean_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that has its standard library and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False, symlinks=True)
    return str(folder / "bin" / "python")


@pytest.fixture(params=function_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def unpacked(packages: dict[str, Path], name: str, tmp_path: Path) -> Path:
    with zipfile.ZipFile(packages[name]) as archive:
        archive.extractall(tmp_path)
    return tmp_path


@pytest.fixture
def environment(served_world: dict[str, str]) -> dict[str, str]:
    """Without FUNCTION: a package holds one. Odoo's own database is for the mirror alone, which is not called here."""
    return {**variables(served_world), "ODOO_DB_URL": "postgresql://nobody@127.0.0.1:9/shop"}


def test_the_same_input_makes_the_same_bytes(packages: dict[str, Path], tmp_path: Path) -> None:
    again = build(tmp_path)
    assert {name: digest(path) for name, path in again.items()} == {name: digest(p) for name, p in packages.items()}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_package_holds_its_function_alone_nothing_twice_and_fits_into_lambda(
    packages: dict[str, Path], name: str
) -> None:
    with zipfile.ZipFile(packages[name]) as archive:
        names = archive.namelist()
        assert sum(one.file_size for one in archive.infolist()) < LAMBDA_LIMIT_BYTES
    assert len(set(names)) == len(names)
    assert [one for one in names if one.endswith("/main.py") and one.startswith("functions/")] == [
        f"functions/{name}/main.py"
    ]
    unneeded = ("__pycache__", "/tests/", "/rich/", "/typer/", "pixeltable", ".pyi")
    assert [one for one in names if any(part in f"/{one}" for part in unneeded)] == []
    libpq = [one.rsplit("/", 1)[1] for one in names if "/libpq-" in one]
    assert len(libpq) == 1, "psycopg's binaries are there once"


def test_each_package_is_served_and_lets_nobody_in_without_the_secret(
    unpacked: Path, clean_python: str, environment: dict[str, str]
) -> None:
    with served(clean_python, unpacked, environment) as function:
        statuses = {httpx.get(function.url).status_code, httpx.post(function.url).status_code}
        function.terminate()
        assert ended_within(function, GRACE_SECONDS)
    assert statuses == {401, 405}, "one method is its own, the other no function's of it"


def test_each_package_is_a_lambda_handler_too(unpacked: Path, clean_python: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [clean_python, "-c", "import functions.lambda_handler as module; print(callable(module.handler))"],
        cwd=unpacked, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.parametrize("name", ["odoo_sync"], indirect=True)
def test_the_packaged_sync_answers_within_half_a_second_of_work_and_survives_sigterm(
    world: World, unpacked: Path, clean_python: str, environment: dict[str, str]
) -> None:
    slow = Held(world, model="pos.order", method="search_read", skip=2)
    with served(clean_python, unpacked, environment) as function, ThreadPoolExecutor(1) as caller:
        before = function.processor_seconds()
        assert function.post({"streams": ["res.company"]}).json()["status"] == "completed"
        assert function.processor_seconds() - before < 0.5
        answering = caller.submit(function.post, {"streams": ["pos.order"]})
        assert slow.arrived.wait(30)
        function.terminate()
        slow.open.set()
        assert answering.result().json()["more"] is True
        assert ended_within(function, GRACE_SECONDS)
    assert world.value("select count(*) from scout.sync_checkpoints where lease_expires_at is not null") == 0
    committed = len(world.ids("bronze_pos_order"))
    assert committed >= 2 * PAGE_ROWS

    with served(clean_python, unpacked, environment) as function:
        (stream,) = function.post({"streams": ["pos.order"]}).json()["streams"]
    assert (stream["status"], stream["inserted"]) == ("completed", len(world.odoo.stored("pos.order")) - committed)
