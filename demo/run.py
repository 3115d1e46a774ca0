"""The whole of it on a bare machine: a simulated Odoo with a shop, a PostgreSQL of one's own, the real engine between.

    start both → migrate → full sync over HTTP → refresh gold → what dashboards would show, held against Odoo's own sums
    → something changes in the shop → the next sync brings just that → an approved change arrives in Odoo

Everything ends and is gone with the block. With `serve` both stay up until Ctrl-C.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import FrameType

from pydantic import JsonValue

from demo.answers import Answers, Total, odoo_totals
from demo.charts import category_table, comparison, day_caption, day_chart, order_table, store_table
from demo.narrator import Narrator
from demo.odoo import API_KEY, Clock, SimulatedOdoo, serve
from demo.postgres import embedded_postgres
from demo.shop import Shop, fill
from demo.shop.assortment import TIME_ZONE
from shared.errors import RunError
from shared.models.catalogue import load_catalogue
from shared.odoo.client import Odoo
from shared.outbox.open_worker import started_worker
from shared.settings import Settings
from shared.sync.open_engine import started_engine
from shared.sync.run_report import RunReport
from shared.sync.sync_request import parse_request
from shared.warehouse.migrations import migrate
from shared.warehouse.open import open_warehouse

DATABASE = "shop"
_BEHIND = timedelta(minutes=15)
"""The first sync happens so long ago, the second now: as with a schedule of every quarter of an hour."""
_PAUSE_SECONDS = 20.0
_NEW_CUSTOMER = "Ann Approved"


@dataclass
class Demo:
    """Both ends, running, and the settings that lead to them."""

    narrator: Narrator
    odoo: SimulatedOdoo
    shop: Shop
    settings: Settings
    variables: dict[str, str]
    answers: Answers
    stop: threading.Event = field(default_factory=threading.Event)

    def sync(self) -> RunReport:
        """All streams, with the engine that every entry point uses."""
        request = parse_request({})
        with (
            self.narrator.watching() as observer,
            started_engine(self.settings, observer=observer, stop=self.stop) as engine,
        ):
            return engine.run(request.select(load_catalogue()), request)

    def refresh_gold(self) -> None:
        with open_warehouse(self.settings.warehouse) as warehouse:
            warehouse.call("refresh_gold")

    def compare(self) -> bool:
        """Says what both sides have; answers whether it is the same."""
        with Odoo.connect(self.settings.odoo) as odoo:
            theirs = odoo_totals(odoo)
        ours = self.answers.totals()
        for line in comparison(theirs, ours):
            self.narrator.console.print(line)
        return theirs == ours


ServePage = Callable[[Settings], AbstractContextManager[str]]
"""Serves the status page within a block and answers its address."""


def run_demo(narrator: Narrator, *, orders: int = 12_000, seed: int = 7, serving: ServePage | None = None) -> bool:
    """Tells the story; answers whether the warehouse was equal to Odoo each time. Raises `RunError`.

    `serving`: both ends stay up, and the status page with them, until Ctrl-C.
    """
    with _both_ends(narrator, orders=orders, seed=seed) as demo:
        first = _first_sync(demo)
        _show_answers(demo)
        narrator.heading("Is it right?")
        equal = demo.compare()
        narrator.heading("A quarter of an hour later")
        second, equal_again = _change_and_sync(demo)
        narrator.heading("The way back: scout outbox")
        arrived = _send_a_change(demo)
        if serving:
            _serve(demo, serving)
        else:
            _say_what_next(narrator)
    return arrived and equal and equal_again and first.status == second.status == "completed"


@contextmanager
def _both_ends(narrator: Narrator, *, orders: int, seed: int) -> Iterator[Demo]:
    with ExitStack() as stack:
        with narrator.step("A PostgreSQL of its own, empty"):
            try:
                cluster = stack.enter_context(embedded_postgres(tcp=True))
            except RuntimeError as error:
                raise RunError(str(error)) from error
        odoo = SimulatedOdoo(clock=Clock(datetime.now(UTC) - _BEHIND, running=True), database=DATABASE)
        with narrator.step(f"A simulated Odoo 19 with a shop: {orders:,} orders of a year in five stores"):
            shop = fill(odoo, seed=seed, orders=orders)
            base_url = stack.enter_context(serve(odoo))
        variables = {
            "ODOO_BASE_URL": base_url,
            "ODOO_DB": DATABASE,
            "ODOO_API_KEY": API_KEY,
            "SUPABASE_DB_URL": cluster.url(),
        }
        # Until the quarter of an hour has passed in the story, its Odoo's clock is behind the warehouse's by that much.
        settings = Settings({**variables, "SYNC_CLOCK_SKEW_SECONDS": str(2 * int(_BEHIND.total_seconds()))})
        with narrator.step("The warehouse's tables and functions: scout migrate"):
            migrate(settings.warehouse)
            answers = stack.enter_context(Answers(cluster.url()))
            answers.set_time_zone(TIME_ZONE)
        yield Demo(narrator, odoo, shop, settings, variables, answers)


def _first_sync(demo: Demo) -> RunReport:
    demo.narrator.heading("The first sync reads everything: scout sync")
    report = demo.sync()
    demo.narrator.show_report(report, only_changed=False)
    demo.narrator.say("")
    with demo.narrator.step("The sums that dashboards read: scout gold"):
        demo.refresh_gold()
    return report


def _show_answers(demo: Demo) -> None:
    narrator, answers = demo.narrator, demo.answers
    currency = _main_currency(answers.totals())
    days = answers.days(currency)
    if not days:
        return
    narrator.heading("Sales by day")
    narrator.console.print(day_chart(days, currency))
    narrator.say("  " + day_caption(days, currency), style="dim")
    narrator.heading("Sales by store, the same thirty days")
    narrator.console.print(store_table(answers.stores()))
    categories = answers.categories(currency)
    if categories:
        narrator.heading(f"Product mix, {categories[0].month:%B %Y}, {currency} without tax")
        narrator.console.print(category_table(categories))


def _main_currency(totals: list[Total]) -> str:
    """The one most orders are in."""
    return max(totals, key=lambda total: total.orders).currency if totals else ""


def _change_and_sync(demo: Demo) -> tuple[RunReport, bool]:
    """Three sales and a new name in Odoo; the next sync, which reads only that; both sides compared again."""
    demo.odoo.clock.advance(seconds=_BEHIND.total_seconds())
    sold, template, old, new = _change(demo)
    demo.narrator.say(f"The shop sells three more baskets and renames “{old}” to “{new}”.")
    demo.narrator.say("The next sync reads only what changed, and what may have been committed late before:")
    # What was written in the very second the clock shows may still be going on; a sync leaves it to the next one.
    demo.odoo.clock.advance(seconds=3)
    report = demo.sync()
    demo.narrator.show_report(report, only_changed=True)
    demo.narrator.heading("The new orders, in scout.transactions")
    demo.narrator.console.print(order_table(demo.answers.orders(sold)))
    demo.narrator.say(f"  In scout.products it is “{demo.answers.product_name(template)}” now.")
    return report, demo.compare()


def _change(demo: Demo) -> tuple[list[int], int, str, str]:
    sold = demo.shop.sell(3)
    template, row = next(iter(demo.odoo.stored("product.template").items()))
    old, new = str(row["name"]), f"{row['name']} (new recipe)"
    demo.odoo.write("product.template", template, {"name": new})
    return sold, template, old, new


def _send_a_change(demo: Demo) -> bool:
    """An approved change, put in by SQL and carried into Odoo; whether it arrived there, and once."""
    customer: JsonValue = {"name": _NEW_CUSTOMER, "email": "ann@example.com"}
    narrator = demo.narrator
    narrator.say("Somebody approves a new customer in your own application, in SQL:")
    narrator.say(f"  select ops.enqueue_odoo('customer-ann', 'res.partner', 'upsert', '{json.dumps(customer)}')")
    with open_warehouse(demo.settings.warehouse) as warehouse:
        what = {"p_model": "res.partner", "p_operation": "upsert", "p_payload": customer}
        warehouse.call("ops.enqueue_odoo", {"p_idempotency_key": "customer-ann", **what})
    with started_worker(demo.settings, stop=demo.stop) as worker:
        report = worker.run()
    found = [record for record, row in demo.odoo.stored("res.partner").items() if row["name"] == _NEW_CUSTOMER]
    for record in found:
        narrator.say(f"Odoo has “{_NEW_CUSTOMER}” as res.partner {record}, after {report.odoo_calls} calls.")
    return report.done == len(found) == 1


def _say_what_next(narrator: Narrator) -> None:
    narrator.heading("Next")
    narrator.say("  source .venv/bin/activate   puts the command scout on your path")
    narrator.say("  scout demo --serve          both ends stay up, to try scout sync and scout status")
    narrator.say("  scout init                  the same for your own Odoo and Supabase")


def _serve(demo: Demo, serve_page: ServePage) -> None:
    """Keeps both ends up and the shop open until Ctrl-C."""
    narrator = demo.narrator
    narrator.heading("Both ends stay up; in a second terminal:")
    for name, value in demo.variables.items():
        narrator.console.print(f"  export {name}='{value}'", soft_wrap=True)
    narrator.say("")
    for line in ("scout sync", "scout status", 'psql "$SUPABASE_DB_URL" -c "select * from scout.v_tx_trends limit 5"'):
        narrator.console.print(f"  {line}", soft_wrap=True)
    narrator.say("")
    with _ended_by_signals(demo.stop), serve_page(Settings(demo.variables)) as address:
        narrator.console.print(f"The status page: {address}", soft_wrap=True)
        narrator.say("The shop keeps selling. Ctrl-C ends it all.", style="bold")
        while not demo.stop.wait(_PAUSE_SECONDS):
            count = len(demo.shop.sell(2))
            narrator.say(f"  {datetime.now(UTC):%H:%M:%S} UTC  sold {count} more baskets", style="dim")
    narrator.say("Closing the shop.")


@contextmanager
def _ended_by_signals(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM set `stop`; an exception could strike anywhere, in the middle of a line being printed too."""

    def end(signal_number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
