"""What the simulated Odoo does beyond the contract and beyond what the tests of runs use: transactions, and older versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from demo.odoo import API_KEY, DEBUG_MARKER, Clock, SimulatedOdoo

NOON = datetime(2026, 5, 4, 12, 0, 0, 250_000, tzinfo=UTC)


@pytest.fixture
def odoo() -> SimulatedOdoo:
    return SimulatedOdoo(clock=Clock(NOON))


def call(odoo: SimulatedOdoo, name: str, method: str, **named: Any) -> Any:
    """The answer over whichever protocol this version speaks; an error's object if it is one."""
    with httpx.Client(transport=odoo.transport(), base_url="http://odoo.test") as http:
        if odoo.version >= 19:
            return http.post(
                f"/json/2/{name}/{method}", json=named, headers={"Authorization": f"Bearer {API_KEY}"}
            ).json()
        ids = [named.pop("ids")] if "ids" in named else []
        params = {"service": "object", "method": "execute_kw", "args": ["shop", 2, "admin", name, method, ids, named]}
        answer = http.post("/jsonrpc", json={"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}).json()
        return answer["result"] if "result" in answer else answer["error"]["data"]


def names(odoo: SimulatedOdoo, domain: list[Any] | None = None) -> list[str]:
    rows = call(odoo, "res.partner", "search_read", domain=domain or [], fields=["name"], order="id")
    return [row["name"] for row in rows][2:]


def partner(odoo: SimulatedOdoo, record_id: int, field: str) -> Any:
    return call(odoo, "res.partner", "read", ids=[record_id], fields=[field], load=None)[0][field]


def test_a_transaction_shows_nothing_before_it_commits_and_stamps_with_its_start(odoo: SimulatedOdoo) -> None:
    late = odoo.transaction(at=NOON - timedelta(minutes=5))
    first = late.create("res.partner", {"name": "Late"})
    second = odoo.create("res.partner", {"name": "Punctual"})
    assert names(odoo) == ["Punctual"]
    late.commit()
    assert names(odoo) == ["Late", "Punctual"]
    assert first < second
    assert partner(odoo, first, "write_date") == "2026-05-04 11:55:00"
    assert partner(odoo, second, "write_date") == "2026-05-04 12:00:00"


def test_a_transaction_that_fails_leaves_nothing_but_a_gap_in_the_ids(odoo: SimulatedOdoo) -> None:
    lost: list[int] = []

    def fail_midway() -> None:
        with odoo.transaction() as transaction:
            lost.append(transaction.create("res.partner", {"name": "Lost"}))
            raise RuntimeError("on the way")

    with pytest.raises(RuntimeError, match="on the way"):
        fail_midway()
    assert names(odoo) == []
    assert odoo.create("res.partner", {"name": "Next"}) == lost[0] + 1


def test_a_naive_instant_is_refused(odoo: SimulatedOdoo) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        odoo.create("res.partner", {"name": "Ann"}, at=datetime(2026, 5, 4))  # noqa: DTZ001


def test_lines_go_with_their_order_and_links_to_what_is_gone_become_empty(odoo: SimulatedOdoo) -> None:
    config = odoo.create("pos.config", {"name": "Till", "company_id": 1})
    ann = odoo.create("res.partner", {"name": "Ann"})
    order = odoo.create(
        "pos.order",
        {"name": "1", "config_id": config, "partner_id": ann, "lines": [(0, 0, {"qty": 2}), (0, 0, {"qty": 3})]},
    )
    (row,) = call(odoo, "pos.order", "read", ids=[order], fields=["lines", "company_id"], load=None)
    assert len(row["lines"]) == 2
    assert row["company_id"] == 1
    odoo.unlink("res.partner", ann)
    (row,) = call(odoo, "pos.order", "read", ids=[order], fields=["partner_id"])
    assert row["partner_id"] is False
    odoo.unlink("pos.order", order)
    assert odoo.stored("pos.order.line") == {}


@pytest.mark.parametrize(("version", "follows"), [(16, False), (17, True)])
def test_a_variants_write_date_follows_its_template_from_17_on(version: int, follows: bool) -> None:
    odoo = SimulatedOdoo(version=version, clock=Clock(NOON))
    template = odoo.create("product.template", {"name": "Mug"})
    variant = odoo.create("product.product", {"product_tmpl_id": template})
    odoo.clock.advance(hours=1)
    odoo.write("product.template", template, {"name": "Cup"})
    (row,) = call(odoo, "product.product", "read", ids=[variant], fields=["name", "write_date"])
    assert row["name"] == "Cup"
    assert row["write_date"] == ("2026-05-04 13:00:00" if follows else "2026-05-04 12:00:00")


def test_a_running_clock_goes_on_by_itself() -> None:
    clock = Clock(NOON, running=True)
    first = clock.now
    assert NOON <= first <= clock.now < NOON + timedelta(minutes=1)


def test_every_error_carries_the_marker_of_its_debug(odoo: SimulatedOdoo) -> None:
    assert DEBUG_MARKER in call(odoo, "res.partner", "search", domain=[["nope", "=", 1]])["debug"]


@pytest.mark.parametrize(("version", "warnings"), [(18, 0), (19, 1), (20, 1)])
def test_from_19_on_each_call_over_json_rpc_is_a_warning_in_odoos_log(version: int, warnings: int) -> None:
    odoo = SimulatedOdoo(version=version)
    with httpx.Client(transport=odoo.transport(), base_url="http://odoo.test") as http:
        http.post("/jsonrpc", json={"params": {"service": "common", "method": "version", "args": []}})
        assert len(odoo.log) == warnings
        assert http.get("/json/2/res.partner/search").status_code == 404, "of 18 not known, of others no GET"
    assert len(odoo.log) == warnings


def test_a_bare_date_is_read_in_the_callers_zone_from_19_on(odoo: SimulatedOdoo) -> None:
    at = datetime(2026, 5, 3, 23, 30, tzinfo=UTC)
    odoo.create("res.partner", {"name": "Night owl"}, at=at)
    domain = [["write_date", ">=", "2026-05-04"], ["name", "=", "Night owl"]]
    assert call(odoo, "res.partner", "search_count", domain=domain, context={"tz": "UTC"}) == 0
    assert call(odoo, "res.partner", "search_count", domain=domain, context={"tz": "Europe/Brussels"}) == 1


def test_add_ons_and_custom_fields_can_be_absent() -> None:
    odoo = SimulatedOdoo(brand=False, region=False)
    assert call(odoo, "product.brand", "search", domain=[])["name"] == "werkzeug.exceptions.NotFound"
    assert "product_brand_id" not in call(odoo, "product.template", "fields_get")
    assert "x_region_code" not in call(odoo, "pos.config", "fields_get")
