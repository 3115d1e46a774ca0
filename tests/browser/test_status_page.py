"""The status page in a real browser: quiet, readable on a phone and on a desktop, in the light and in the dark.

`scripts/screenshots` runs these tests with SCOUT_SCREENSHOTS set to the folder that keeps the pictures.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from tests.browser.chromium import Tab
from tests.engine.health_world import HealthWorld, template, well
from tests.engine.served import BEARER
from tests.engine.test_health_function import client_of

__all__ = ["template", "well"]

pytestmark = pytest.mark.chromium

EVIL = '<script>document.title = "taken over"</script><img src="http://127.0.0.1:1/x">'
PICTURES = os.environ.get("SCOUT_SCREENSHOTS")

CONTRASTS = """
(() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return parse(getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'rgb(0,0,0)' : 'rgb(255,255,255)');
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.getClientRects().length || element.closest('svg, thead')) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    found.push([(a + 0.05) / (b + 0.05), texts.currentNode.data.trim().slice(0, 40)]);
  }
  return found.sort((x, y) => x[0] - y[0]);
})()
"""


@dataclass
class Site:
    """The function `health`, served over HTTP."""

    url: str
    well: HealthWorld


@pytest.fixture
def site(well: HealthWorld) -> Iterator[Site]:
    _give_it_a_past(well)
    server = make_server("127.0.0.1", 0, client_of(well.variables).application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}/status", well)
    server.shutdown()
    thread.join()
    server.server_close()


def _give_it_a_past(well: HealthWorld) -> None:
    """Thirteen days of four runs a day and stream; Odoo was away for one of them. Some messages went to Odoo."""
    well.sql(
        """insert into scout.sync_logs (run_id, checkpoint_id, fence, started_at, completed_at, status, records_processed, begin_answer)
           select gen_random_uuid(), c.id, 0, at, at + interval '3 s', case when d = 5 and r = 1 then 'failed' else 'completed' end,
                  (case when c.id like 'pos.%' then 400 else 6 end * (1.2 + sin(d * 0.9) + 0.2 * sin(hashtext(c.id) + d)))::int, '{}'
             from scout.sync_checkpoints c, generate_series(1, 13) d, generate_series(0, 3) r,
                  lateral (select now() - make_interval(days => d, hours => r) as at) times where c.status = 'idle'"""
    )
    well.sql("update scout.sync_logs set error_message = 'shop.example.com does not answer.' where status = 'failed'")
    well.sql(
        """insert into ops.odoo_sync_runs (run_id, worker, started_at, completed_at, status, done)
           select gen_random_uuid(), 'a worker', now() - make_interval(days => d), now() - make_interval(days => d), 'completed',
                  (20 + 15 * sin(d))::int from generate_series(0, 13) d"""
    )


def _break(site: Site, *, quoted: str = "") -> None:
    """Four faults: a late stream, a failed run, records that cannot be typed, messages that are parked."""
    orders = sorted(site.well.world.odoo.stored("pos.order"))[:5]
    for statement in (
        "update scout.sync_checkpoints set last_sync_at = now() - interval '5 hours' where id = 'product.product'",
        f"""update scout.sync_checkpoints set status = 'failed', error_message = 'Odoo''s user may not read pos.payment. {quoted}'
             where id = 'pos.payment'""",
        f"""update scout.sync_logs set status = 'failed', error_message = 'Odoo''s user may not read pos.payment. {quoted}'
             where id = (select max(id) from scout.sync_logs where checkpoint_id = 'pos.payment' and started_at > now() - interval '1 hour')""",
        f"""update scout.bronze_pos_order set payload = payload || '{{"amount_total": "a lot"}}', payload_hash = '\\x00'
             where odoo_id in ({", ".join(map(str, orders))})""",
        """select ops.enqueue_odoo('new customer ' || n, 'res.partner', 'upsert', '{"name": "Ann"}', p_external_id => 'ann-' || n)
             from generate_series(1, 3) n""",
        """update ops.odoo_outbox set status = 'dead', attempts = 5, error_kind = case id % 2 when 0 then 'conflict' else 'refused' end,
                  last_error = 'Ann is secret' where id <= 2""",
    ):
        site.well.sql(statement)


@pytest.fixture(params=["well", "broken"])
def shown(request: pytest.FixtureRequest, site: Site) -> Site:
    if request.param == "broken":
        _break(site)
    return site


def test_the_page_is_quiet_and_fits_every_width_and_contrasts_enough(shown: Site, tab: Tab) -> None:
    for width in (320, 360, 390, 768, 1280):
        for dark in (False, True):
            tab.open(shown.url, headers=BEARER, width=width, dark=dark)
            where = f"{width} px, {'dark' if dark else 'light'}"
            assert tab.complaints == [], where
            assert [url for url in tab.requests if not url.startswith("data:")] == [shown.url], where
            assert tab.run("document.documentElement.scrollWidth") <= width, where
            worst = tab.run(CONTRASTS)[0]
            assert worst[0] >= 4.5, f"{where}: {worst}"


def test_what_fails_stands_first_and_whole_on_a_phone(site: Site, tab: Tab) -> None:
    _break(site)
    tab.open(site.url, headers=BEARER, width=360)
    assert tab.run("document.querySelector('h1').innerText") == "4 things are wrong"
    boxes = tab.run(
        """[...document.querySelectorAll('.troubles li.fail')].map(
               e => [e.innerText, ...[...e.querySelectorAll('*')].map(c => c.getBoundingClientRect()).map(r => [r.left, r.right])])"""
    )
    assert len(boxes) == 4
    for text, *edges in boxes:
        assert all(left >= 0 and right <= 360 for left, right in edges), text
    told = " ".join(text for text, *_ in boxes)
    for words in ("5 h behind Odoo", "may not read pos.payment", "5 records of pos.order", "2 messages are parked"):
        assert words in told
    assert tab.run("document.querySelector('.troubles').getBoundingClientRect().top") < tab.run(
        "document.querySelector('#streams').getBoundingClientRect().top"
    )


def test_what_an_error_quotes_is_read_and_never_run(site: Site, tab: Tab) -> None:
    _break(site, quoted=EVIL)
    tab.open(site.url, headers=BEARER, width=1280)
    assert EVIL in tab.run("document.body.innerText")
    assert "taken over" not in tab.run("document.title")
    assert tab.run("document.querySelectorAll('script, img').length") == 0
    assert "Ann is secret" not in tab.run("document.documentElement.outerHTML")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_who_hears_the_page_gets_headings_tables_and_words_for_each_chart(
    site: Site, tab: Tab, width: int
) -> None:
    tab.open(site.url, headers=BEARER, width=width)
    names: dict[str, list[str]] = {}
    for node in tab.send("Accessibility.getFullAXTree")["nodes"]:
        names.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    assert names["heading"][0].startswith("All numbers can be trusted as of")
    assert {"Stream", "State", "Behind Odoo", "Proven equal", "Quarantined"} <= set(names["columnheader"])
    assert {"pos.order", "res.partner"} <= set(names["rowheader"])
    charts = [name for name in names["image"] if name.startswith("The last 14 days: ")]
    assert len(charts) == len(site.well.world.catalogue.streams) + 1
    assert sum("runs, 1 failed, " in name for name in charts) == len(charts) - 1


@pytest.mark.skipif(PICTURES is None, reason="scripts/screenshots takes the pictures")
@pytest.mark.parametrize(("name", "width", "most_height"), [("desktop", 1280, 2000), ("phone", 390, 1500)])
def test_take_the_pictures_of_the_readme(shown: Site, tab: Tab, name: str, width: int, most_height: int) -> None:
    tab.open(shown.url, headers=BEARER, width=width)
    tab.run(
        "document.querySelector('header p').textContent = 'shop at odoo.example.com → postgres db.example.com/postgres'"
    )
    state = "broken" if "wrong" in tab.run("document.title") else "well"
    Path(PICTURES or ".").joinpath(f"status-{state}-{name}.png").write_bytes(tab.picture(most_height=most_height))
