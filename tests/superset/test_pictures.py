"""Each dashboard in a headless Chromium, as somebody of its audience sees it. SCOUT_SCREENSHOTS names where pictures go."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboards.superset.client import Superset
from dashboards.superset.description import Dashboard, read
from dashboards.superset.importing import Imported
from tests.browser.chromium import Tab, chromium
from tests.superset.viewers import PASSWORD, user

pytestmark = pytest.mark.superset

WIDTH, TALL = 1400, 2600
MOST_SECONDS = 60
HOLDERS = "[...document.querySelectorAll('.dashboard-component-chart-holder')]"
DRAWN = f"{HOLDERS}.filter(one => one.querySelector('canvas, table, .header-line') && !one.querySelector('.loading')).length"
BOTTOM = f"Math.max(0, ...{HOLDERS}.map(one => one.getBoundingClientRect().bottom))"
TROUBLE = "[...document.querySelectorAll('[role=alert], .ant-alert-error')].map(one => one.innerText).join(' ')"


@pytest.fixture(scope="module")
def tab(superset: Superset, imported: Imported) -> Iterator[Tab]:
    """Logged in as somebody of every audience and company, who may change nothing."""
    audiences = [f"Scout {board.audience}" for board in read().dashboards]
    with (
        user(superset, "onlooker", *audiences, "Scout all companies"),
        httpx.Client(base_url=superset.url, timeout=MOST_SECONDS) as http,
        chromium() as one,
    ):
        http.post("/login/", data={"username": "onlooker", "password": PASSWORD})
        for name, value in http.cookies.items():
            one.send("Network.setCookie", name=name, value=value, url=superset.url)
        yield one


def show(tab: Tab, height: int) -> None:
    """Superset draws what is in sight, and anew when that changes."""
    tab.send("Emulation.setDeviceMetricsOverride", width=WIDTH, height=height, deviceScaleFactor=1, mobile=False)


def wait_until_drawn(tab: Tab, tiles: int) -> None:
    last = time.monotonic() + MOST_SECONDS
    while tab.run(DRAWN) < tiles:
        assert time.monotonic() < last, f"{tab.run(DRAWN)} of {tiles} tiles drawn; {tab.run(TROUBLE)}"
        time.sleep(0.5)
    time.sleep(2)  # the bars grow


@pytest.mark.parametrize("board", read().dashboards, ids=lambda board: board.slug)
def test_every_tile_is_drawn(tab: Tab, superset: Superset, board: Dashboard) -> None:
    tab.open(f"{superset.url}/superset/dashboard/{board.slug}/?standalone=1", headers={}, width=WIDTH)
    show(tab, TALL)
    wait_until_drawn(tab, len(board.tiles))
    assert tab.run(TROUBLE) == ""
    if folder := os.environ.get("SCOUT_SCREENSHOTS"):
        show(tab, int(tab.run(BOTTOM)) + 20)
        wait_until_drawn(tab, len(board.tiles))
        picture = tab.send("Page.captureScreenshot", format="png")["data"]
        (Path(folder) / f"superset-{board.slug}.png").write_bytes(base64.b64decode(picture))
