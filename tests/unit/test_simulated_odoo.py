"""What the simulated Odoo does beyond the contract: what a test can make happen in it, and how older versions differ."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from demo.odoo import API_KEY, DEBUG_MARKER, Call, Clock, Fault, FieldSpec, SimulatedOdoo, model, serve

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


def test_a_raw_write_changes_values_without_a_trace(odoo: SimulatedOdoo) -> None:
    ann = odoo.create("res.partner", {"name": "Ann"}, at=NOON - timedelta(days=1))
    odoo.write_raw("res.partner", ann, {"name": "Anna"})
    assert partner(odoo, ann, "name") == "Anna"
    assert partner(odoo, ann, "write_date") == "2026-05-03 12:00:00"
    odoo.write("res.partner", ann, {"name": "Annika"})
    assert partner(odoo, ann, "write_date") == "2026-05-04 12:00:00"


def test_microseconds_are_stored_and_not_told(odoo: SimulatedOdoo) -> None:
    ann = odoo.create("res.partner", {"name": "Ann"})
    assert odoo.stored("res.partner")[ann]["write_date"] == "2026-05-04 12:00:00.250000"
    assert partner(odoo, ann, "write_date") == "2026-05-04 12:00:00"


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


def test_fields_and_models_can_come_and_go(odoo: SimulatedOdoo) -> None:
    odoo.create("res.partner", {"name": "Ann", "ref": "A1"})
    odoo.drop_field("res.partner", "ref")
    odoo.add_field("res.partner", FieldSpec("x_loyal", "boolean"))
    described = call(odoo, "res.partner", "fields_get", attributes=["type"])
    assert "ref" not in described
    assert described["x_loyal"] == {"type": "boolean"}
    assert call(odoo, "res.partner", "search_read", domain=[], fields=["x_loyal"])[0]["x_loyal"] is False
    assert "Invalid field 'ref'" in call(odoo, "res.partner", "search_read", domain=[], fields=["ref"])["message"]
    odoo.drop_model("pos.payment")
    assert "does not exist" in call(odoo, "pos.payment", "search", domain=[])["message"]
    odoo.add_model(model("x_visit", "Visit", FieldSpec("name", "char")))
    odoo.create("x_visit", {"name": "First"})
    assert call(odoo, "x_visit", "search_count", domain=[]) == 1


def test_rights_can_be_lost_and_come_back_without_a_write_date(odoo: SimulatedOdoo) -> None:
    for name in ("Ann", "Bob"):
        odoo.create("res.partner", {"name": name})
    odoo.hide("res.partner", lambda row: row["name"] == "Ann")
    assert names(odoo) == ["Bob"]
    odoo.show("res.partner")
    assert names(odoo) == ["Ann", "Bob"]
    odoo.deny_model("res.partner")
    assert call(odoo, "res.partner", "search", domain=[])["name"] == "odoo.exceptions.AccessError"
    odoo.allow_model("res.partner")
    assert names(odoo) == ["Ann", "Bob"]


def test_a_company_the_user_is_not_in_is_not_seen_until_it_is_granted(odoo: SimulatedOdoo) -> None:
    other = odoo.create("res.company", {"name": "Other", "currency_id": 1})
    odoo.create("pos.config", {"name": "Theirs", "company_id": other})
    assert call(odoo, "pos.config", "search_count", domain=[]) == 0
    odoo.grant_companies(1, other)
    assert call(odoo, "pos.config", "search_count", domain=[]) == 1
    assert call(odoo, "res.users", "read", ids=[2], fields=["company_ids"])[0]["company_ids"] == [1, other]


def test_the_answers_date_is_the_clocks(odoo: SimulatedOdoo) -> None:
    with httpx.Client(transport=odoo.transport(), base_url="http://odoo.test") as http:
        assert http.get("/web/version").headers["Date"] == "Mon, 04 May 2026 12:00:00 GMT"
        odoo.clock.now = NOON + timedelta(days=1, seconds=7)
        assert http.get("/web/version").headers["Date"] == "Tue, 05 May 2026 12:00:07 GMT"


def test_a_running_clock_goes_on_by_itself() -> None:
    clock = Clock(NOON, running=True)
    first = clock.now
    assert NOON <= first <= clock.now < NOON + timedelta(minutes=1)


def test_requests_are_remembered_with_model_and_method(odoo: SimulatedOdoo) -> None:
    call(odoo, "res.partner", "search_count", domain=[["id", "=", 1]])
    assert odoo.requests == [("res.partner", "search_count")]
    assert odoo.calls[0].arguments["domain"] == [["id", "=", 1]]


def test_a_fault_strikes_the_request_it_is_meant_for(odoo: SimulatedOdoo) -> None:
    odoo.inject(Fault.answer(503, retry_after="7"), model="res.partner", method="search", skip=1, times=2)
    with httpx.Client(transport=odoo.transport(), base_url="http://odoo.test") as http:
        headers = {"Authorization": f"bearer {API_KEY}"}
        answers = [
            http.post(f"/json/2/res.partner/{method}", json={"domain": []}, headers=headers)
            for method in ("search", "search_count", "search", "search", "search")
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 503, 503, 200]
    assert answers[2].headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("fault", "error", "applied"),
    [
        (Fault.refused(), httpx.ConnectError, False),
        (Fault.cut(), httpx.RemoteProtocolError, True),
        (Fault.dropped(), httpx.ReadTimeout, True),
    ],
    ids=["refused", "cut", "dropped"],
)
def test_a_lost_answer_says_nothing_about_what_was_done(
    odoo: SimulatedOdoo, fault: Fault, error: type[Exception], applied: bool
) -> None:
    odoo.inject(fault)
    with pytest.raises(error):
        call(odoo, "res.partner", "create", vals_list=[{"name": "Ann"}])
    assert names(odoo) == (["Ann"] if applied else [])


def test_a_hook_runs_before_the_request_it_is_meant_for(odoo: SimulatedOdoo) -> None:
    """How a test lets something happen between two pages."""
    seen: list[Call] = []

    def arrive(call: Call) -> None:
        seen.append(call)
        odoo.create("res.partner", {"name": "In between"})

    odoo.inject(Fault.hook(arrive), method="search_read", skip=1)
    assert names(odoo) == []
    assert names(odoo) == ["In between"]
    assert [call.method for call in seen] == ["search_read"]


def test_a_delay_waits_by_the_sleep_it_was_given(odoo: SimulatedOdoo) -> None:
    slept: list[float] = []
    odoo.inject(Fault.delay(3.5, sleep=slept.append))
    call(odoo, "res.partner", "search_count", domain=[])
    assert slept == [3.5]


def test_a_method_of_an_add_on_can_be_added(odoo: SimulatedOdoo) -> None:
    def post(methods: Any, ids: list[int], **named: Any) -> bool:
        methods.write(ids, {"ref": named["note"]})
        return True

    odoo.add_method("res.partner", "action_post", post)
    ann = odoo.create("res.partner", {"name": "Ann"})
    assert call(odoo, "res.partner", "action_post", ids=[ann], note="posted") is True
    assert partner(odoo, ann, "ref") == "posted"


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


def test_writers_in_threads_get_ids_of_their_own(odoo: SimulatedOdoo) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda number: odoo.create("res.partner", {"name": f"P{number}"}), range(200)))
    assert len(set(ids)) == 200
    assert call(odoo, "res.partner", "search_count", domain=[["id", "in", ids]]) == 200


def test_it_answers_on_a_socket_too(odoo: SimulatedOdoo) -> None:
    odoo.inject(Fault.cut(), skip=1)
    with serve(odoo) as base_url, httpx.Client(base_url=base_url) as http:
        answer = http.get("/web/version")
        assert answer.json()["version"] == "19.0"
        assert answer.headers.get_list("Date") == ["Mon, 04 May 2026 12:00:00 GMT"]
        with pytest.raises(httpx.RemoteProtocolError):
            http.get("/web/version")
        assert http.get("/web/version").status_code == 200
