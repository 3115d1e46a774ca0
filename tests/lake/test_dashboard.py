"""The dashboard in a browser: every page, on a desktop and a phone, with nothing asked of anybody else.

`scripts/screenshots` runs the pictures with SCOUT_SCREENSHOTS set to the folder that keeps them.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from werkzeug.serving import make_server

from dashboards.dash.app import make_app
from dashboards.dash.pages import PAGES
from dashboards.dash.serve import serve_dashboard
from dashboards.dash.users import read_users
from etl.config import LakeConfig
from shared.errors import SettingsError
from tests.browser.chromium import Tab, chromium
from tests.lake.conftest import World

pytestmark = [pytest.mark.lake, pytest.mark.chromium, pytest.mark.filterwarnings("ignore")]

PICTURES = os.environ.get("SCOUT_SCREENSHOTS")
WIDTHS = {"desktop": 1200, "phone": 390}


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as one:
        yield one


@contextmanager
def served(config: LakeConfig, users: str = "") -> Iterator[str]:
    server = make_server("127.0.0.1", 0, make_app(config, read_users(users)).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def seen(tab: Tab, script: str, *, is_there: Callable[[Any], bool] = bool, seconds: float = 20) -> Any:
    until = time.monotonic() + seconds
    while not is_there(found := tab.run(script)):
        assert time.monotonic() < until, tab.run("document.body.innerText")
        time.sleep(0.1)
    return found


def login(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


TILES = "[...document.querySelectorAll('.tile')].map(tile => tile.innerText)"


def test_each_page_is_drawn_by_itself_for_desktop_and_phone(world: World, tab: Tab, tmp_path: Path) -> None:
    config = world.fill(tmp_path)
    with served(config) as address, duckdb.connect(str(config.star_path), read_only=True) as lake:
        sums = dict(lake.execute("select currency, sum(total_amount) from fact_sales group by all").fetchall())
        for device, width in WIDTHS.items():
            for path in (*(page.path for page in PAGES), "/health"):
                tab.open(address + path, headers={}, width=width)
                if path == "/health":
                    assert "All datasets are up to date." in seen(tab, "document.querySelector('main p')?.innerText")
                else:
                    tiles = seen(tab, TILES)
                    seen(
                        tab,
                        "document.querySelectorAll('.scatterlayer path').length + document.querySelectorAll('.ag-row').length",
                    )
                    if path == "/":
                        assert [tile.splitlines()[1] for tile in tiles] == [
                            f"{sums[code]:,.2f}" for code in sorted(sums)
                        ]
                assert tab.run("document.documentElement.scrollWidth") <= width
                assert [one for one in tab.requests if not one.startswith((address, "data:", "blob:"))] == []
                assert tab.complaints == []
                if PICTURES and path == "/":
                    time.sleep(1)
                    Path(PICTURES, f"lake-{device}.png").write_bytes(tab.picture(most_height=1100))


def test_a_login_is_asked_for_and_shows_its_own_companies(world: World, tab: Tab, tmp_path: Path) -> None:
    config = world.fill(tmp_path)
    with served(config, "ann:correct-horse,bob:battery-staple:2") as address:
        for headers, currencies in (
            (login("ann", "correct-horse"), ["EUR", "GBP"]),
            (login("bob", "battery-staple"), ["GBP"]),
        ):
            tab.open(address, headers=headers, width=1200)
            assert [tile.splitlines()[0][-3:] for tile in seen(tab, TILES)] == currencies
        for headers in ({}, login("ann", "wrong-horse"), login("bob", "correct-horse")):
            tab.open(address, headers=headers, width=1200)
            assert tab.run("document.body.innerText") == "Who are you?"
    for wrong in ("ann", "ann:short", ":long-enough-it-is", "ann:long-enough:first"):
        with pytest.raises(SettingsError, match="LAKE_DASHBOARD_USERS"):
            read_users(wrong)
    with pytest.raises(SettingsError, match="login"):
        serve_dashboard(config, host="0.0.0.0", port=5749)
