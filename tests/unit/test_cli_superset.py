"""`scout superset`: what it writes, what it refuses, and the exit codes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import httpx
import pytest

from dashboards.superset.client import Superset
from tests.unit.cli_support import scout

COMPLETE = {
    "SUPERSET_URL": "https://superset.example.com",
    "SUPERSET_USERNAME": "ada",
    "SUPERSET_PASSWORD": "s3cret-word",
    "SUPERSET_WAREHOUSE_URL": "postgresql://reader:other-w0rd@db.example.com:5432/postgres",
}


def refusing(url: str) -> Superset:
    return Superset(url, transport=httpx.MockTransport(lambda request: httpx.Response(401, json={"message": "no"})))


def silent(url: str) -> Superset:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    return Superset(url, transport=httpx.MockTransport(answer))


def test_a_bundle_is_written(tmp_path: Path) -> None:
    done = scout("superset", "build", "--to", str(tmp_path / "scout.zip"), variables={})
    assert (done.exit_code, done.stdout.strip().endswith("files")) == (0, True)
    with zipfile.ZipFile(tmp_path / "scout.zip") as archive:
        assert "scout/dashboards/Sync_health.yaml" in archive.namelist()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = scout("superset", "build", "--to", str(tmp_path / "nowhere" / "scout.zip"), variables={})
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_each_setting_that_an_import_lacks_is_named(name: str) -> None:
    done = scout("superset", "import", variables={key: value for key, value in COMPLETE.items() if key != name})
    assert done.exit_code == 2
    assert name in done.stderr


def test_a_refused_login_and_a_silent_superset_fail_and_show_no_secret() -> None:
    for connect, word in ((refusing, "SUPERSET_PASSWORD"), (silent, "could not be reached")):
        done = scout("superset", "import", variables=COMPLETE, connect_superset=connect)
        assert done.exit_code == 1
        assert word in done.stderr
        assert "w0rd" not in done.stderr + done.stdout
        assert "s3cret" not in done.stderr + done.stdout


def test_the_url_may_be_typed() -> None:
    reached: list[str] = []

    def connect(url: str) -> Superset:
        reached.append(url)
        return silent(url)

    scout("superset", "import", "--url", "http://127.0.0.1:8088/", variables=COMPLETE, connect_superset=connect)
    assert reached == ["http://127.0.0.1:8088"]


def test_no_token_is_made_without_a_company() -> None:
    done = scout("superset", "guest-token", "--dashboard", "sales", variables=COMPLETE, connect_superset=silent)
    assert done.exit_code == 2
    assert "--company" in done.stderr
