"""How the client speaks when all goes well: which protocol, as whom, with what in every call."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime

import httpx
import pytest

from shared.errors import LoginRefused, OdooRefused
from shared.odoo.model import Identity
from tests.unit.odoo_double import API_KEY, BOTH, ENVIRONMENT, EVERYTHING, PASSWORD, OdooDouble, OdooError

KEY = ENVIRONMENT["json2"]
KEY_AND_USER = {**KEY, "ODOO_USERNAME": "reader"}
PASSWORD_AND_USER = ENVIRONMENT["jsonrpc"]


@pytest.mark.parametrize(
    ("version", "variables", "expected"),
    [
        ("16.0", PASSWORD_AND_USER, "jsonrpc"),
        ("16.0", KEY_AND_USER, "jsonrpc"),
        ("18.0", EVERYTHING, "jsonrpc"),
        ("saas~18.4", EVERYTHING, "jsonrpc"),
        ("19.0", PASSWORD_AND_USER, "jsonrpc"),
        ("19.0", KEY, "json2"),
        ("19.0", EVERYTHING, "json2"),
        ("21.0", PASSWORD_AND_USER, "jsonrpc"),
        ("22.0", KEY, "json2"),
        ("19.0", {**EVERYTHING, "ODOO_PROTOCOL": "jsonrpc"}, "jsonrpc"),
        ("18.4", {**EVERYTHING, "ODOO_PROTOCOL": "json2"}, "json2"),
    ],
)
def test_the_protocol_follows_from_version_and_secret(version: str, variables: dict[str, str], expected: str) -> None:
    odoo = OdooDouble(version)
    with odoo.connect(variables=variables) as client:
        assert client.protocol == expected
        assert client.identity.user_id == 7
    assert {request.url.path for request in odoo.requests if request.method == "POST"} == (
        {"/jsonrpc"} if expected == "jsonrpc" else {"/json/2/res.users/context_get", "/json/2/res.users/read"}
    )


@pytest.mark.parametrize(
    ("version", "seen"), [("16.0", (16, 0)), ("saas~19.4", (19, 4)), ("20.0", (20, 0)), ("22.0", (22, 0))]
)
def test_the_version_is_asked_without_credentials(version: str, seen: tuple[int, int]) -> None:
    odoo = OdooDouble(version)
    assert odoo.connect("jsonrpc", variables=EVERYTHING).version == seen
    assert not any("Authorization" in request.headers for request in odoo.requests)
    assert not any(PASSWORD.encode() in request.content for request in odoo.requests)


@pytest.mark.parametrize(
    "page",
    [
        httpx.Response(404, html="<h1>Not Found</h1>"),
        httpx.Response(200, html="<h1>Welcome to our shop</h1>"),
        httpx.Response(200, json={"message": "no version here"}),
        httpx.Response(303, headers={"Location": "/web/login"}),
        httpx.Response(403, html="<h1>Forbidden</h1>"),
    ],
)
def test_where_no_version_endpoint_answers_json_rpc_is_asked(page: httpx.Response) -> None:
    odoo = OdooDouble("17.0")
    odoo.version_pages.extend([page, page])
    assert odoo.connect("jsonrpc").version == (17, 0)
    assert [request.url.path for request in odoo.requests] == ["/web/version", "/json/version", "/jsonrpc"]


@pytest.mark.parametrize("version", ["19.0", "20.0"])
def test_a_wrong_key_never_changes_the_protocol(version: str) -> None:
    """With a password at hand too, the refusal of the key is reported, not worked around."""
    odoo = OdooDouble(version).at_login(OdooError("werkzeug.exceptions.Unauthorized", "Invalid apikey", status=401))
    client = odoo.connect(variables=EVERYTHING)
    with pytest.raises(LoginRefused, match="ODOO_API_KEY"):
        client.page("pos.order", domain=[], fields=["id"], limit=1)
    assert client.protocol == "json2"
    assert all("/jsonrpc" not in request.url.path for request in odoo.requests)


def test_a_wrong_password_is_refused_with_the_names_and_without_the_values() -> None:
    odoo = OdooDouble("18.0").at_login(False)
    with pytest.raises(LoginRefused) as refused:
        _ = odoo.connect("jsonrpc").identity
    assert all(name in str(refused.value) for name in ("odoo.test", "'shop'", "'reader'", "ODOO_PASSWORD"))
    assert (PASSWORD in str(refused.value), odoo.waits) == (False, [])


@pytest.mark.parametrize(
    ("version", "variables", "named"),
    [
        ("18.0", KEY, "ODOO_USERNAME"),
        ("22.0", PASSWORD_AND_USER, "ODOO_API_KEY"),
        ("21.1", PASSWORD_AND_USER, "ODOO_API_KEY"),
    ],
)
def test_a_missing_way_in_names_the_variable_to_set(version: str, variables: dict[str, str], named: str) -> None:
    odoo = OdooDouble(version)
    with pytest.raises(LoginRefused, match=named):
        _ = odoo.connect(variables=variables).identity
    assert "authenticate" not in str([request.content for request in odoo.requests])


@pytest.mark.parametrize("key", ["abc\ndef", " abcdefgh", "schlüssel"])
def test_a_key_that_cannot_be_a_header_is_refused_before_the_http_library_would_quote_it(key: str) -> None:
    with pytest.raises(LoginRefused, match="ODOO_API_KEY holds characters") as refused:
        _ = OdooDouble().connect(variables={"ODOO_API_KEY": key}).identity
    assert key not in str(refused.value)


def test_json2_carries_key_and_database_in_headers_and_no_cookie() -> None:
    odoo = OdooDouble().will([])
    odoo.connect("json2").page("pos.order", domain=[], fields=["id"], limit=1)
    for request in odoo.requests:
        assert request.headers["User-Agent"].startswith("scout-sync/")
        assert "Cookie" not in request.headers
    for request in odoo.requests[1:]:
        assert request.headers["Authorization"] == f"bearer {API_KEY}"
        assert request.headers["X-Odoo-Database"] == "shop"
        assert API_KEY.encode() not in request.content


@BOTH
def test_the_identity_is_asked_once_and_its_companies_are_sorted(protocol: str) -> None:
    odoo = OdooDouble()
    client = odoo.connect(protocol)
    expected = Identity(host="odoo.test", database="shop", user_id=7, language="fr_BE", company_ids=(1, 2, 3))
    assert client.identity == expected
    calls = client.calls
    assert client.identity == expected
    assert client.calls == calls == len(odoo.requests)


@BOTH
def test_every_business_call_sends_language_zone_companies_and_archived_records(protocol: str) -> None:
    """A page for one company names it first and keeps the others' rows in sight."""
    odoo = OdooDouble().will({}, [], 0, True, [])
    client = odoo.connect(protocol)
    client.fields("pos.order")
    client.page("pos.order", domain=[], fields=["id"], limit=1)
    client.count("pos.order", [])
    client.call("pos.order", "write", ids=[1], vals={})
    client.page("product.product", domain=[], fields=["id"], limit=1, company_id=2)
    methods = ["fields_get", "search_read", "search_count", "write", "search_read"]
    assert [asked["method"] for asked in odoo.business] == methods
    ours = {"lang": "fr_BE", "tz": "UTC", "active_test": False}
    for asked, companies in zip(odoo.business, [*[[1, 2, 3]] * 4, [2, 1, 3]], strict=True):
        assert asked["named"]["context"] == ours | {"allowed_company_ids": companies}


@BOTH
def test_a_page_is_asked_without_names_of_linked_records_and_ordered_by_id(protocol: str) -> None:
    odoo = OdooDouble().will([{"id": 1, "partner_id": 5}], [{"id": 1, "name": "a\x00b"}])
    client = odoo.connect(protocol)
    page = client.page("pos.order", domain=[["id", ">", 0]], fields=("id", "partner_id"), limit=2)
    named = {name: value for name, value in odoo.business[0]["named"].items() if name != "context"}
    assert named == {
        "domain": [["id", ">", 0]], "fields": ["id", "partner_id"], "limit": 2, "order": "id", "load": None,
    }  # fmt: skip
    assert (page.rows, page.bytes > 20, page.may_hold_nul) == ([{"id": 1, "partner_id": 5}], True, False)
    assert client.page("res.partner", domain=[], fields=["name"], limit=1).may_hold_nul


@BOTH
def test_a_call_passes_ids_and_arguments_and_lays_its_context_over_ours(protocol: str) -> None:
    odoo = OdooDouble().will(True)
    client = odoo.connect(protocol)
    assert client.call("pos.order", "write", ids=[4, 2], vals={"note": "x"}, context={"tz": "CET"}) is True
    asked = odoo.business[0]
    assert (asked["ids"], asked["named"]["vals"]) == ([4, 2], {"note": "x"})
    assert (asked["named"]["context"]["tz"], asked["named"]["context"]["active_test"]) == ("CET", False)


@BOTH
@pytest.mark.parametrize("value", [False, None, 0, [], {"ids": False, "messages": []}])
def test_false_and_nothing_are_answers_like_any_other(protocol: str, value: object) -> None:
    assert OdooDouble().will(value).connect(protocol).call("res.partner", "load", fields=[], data=[]) == value


@pytest.mark.parametrize(
    ("model", "method"), [("pos.order", "../../web"), ("pos/order", "read"), ("", "read"), ("a", "b c")]
)
def test_a_name_that_would_change_the_address_is_refused(model: str, method: str) -> None:
    odoo = OdooDouble()
    with pytest.raises(OdooRefused, match="not a name"):
        odoo.connect().call(model, method)
    assert odoo.requests == []


@BOTH
def test_the_servers_time_is_that_of_the_latest_answer_to_a_call_with_credentials(protocol: str) -> None:
    """The version page may come from a proxy's cache: its Date proves nothing."""
    value = {"jsonrpc": "2.0", "result": 0} if protocol == "jsonrpc" else 0
    later = httpx.Response(200, json=value, headers={"Date": "Sat, 21 Nov 2026 09:22:30 GMT"})
    odoo = OdooDouble().will(later)
    client = odoo.connect(protocol)
    _ = client.version
    assert client.server_time() == datetime(2026, 11, 21, 9, 21, 51, tzinfo=UTC)
    assert len(odoo.requests) > 1
    client.count("pos.order", [])
    assert client.server_time() == datetime(2026, 11, 21, 9, 22, 30, tzinfo=UTC)


def test_a_client_says_where_it_is_and_no_secret_and_sends_nothing_before_it_is_needed() -> None:
    odoo = OdooDouble()
    with odoo.connect(variables=EVERYTHING) as client:
        assert repr(client) == "Odoo(host='odoo.test', db='shop', protocol='not settled')"
        assert odoo.requests == []
        _ = client.identity
        assert repr(client) == "Odoo(host='odoo.test', db='shop', protocol='json2')"


@BOTH
def test_threads_that_share_a_client_log_in_once(protocol: str) -> None:
    odoo = OdooDouble().will(*[0] * 8)
    client = odoo.connect(protocol)
    threads = [threading.Thread(target=client.count, args=("pos.order", [])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    before = {"json2": 3, "jsonrpc": 4}[protocol]  # version, login (JSON-RPC), context, companies
    assert client.calls == len(odoo.requests) == before + 8


def test_json_rpc_method_without_result_answers_none() -> None:
    odoo = OdooDouble().will(httpx.Response(200, json={"jsonrpc": "2.0", "id": None}))
    assert odoo.connect("jsonrpc").call("pos.session", "close") is None


def test_the_request_bodies_are_plain_ascii_json() -> None:
    """Whatever a domain holds, half a surrogate included, the body can be sent."""
    odoo = OdooDouble().will(0)
    odoo.connect().count("res.partner", [["name", "=", "Zoë \ud83d"]])
    assert json.loads(odoo.requests[-1].content)["domain"] == [["name", "=", "Zoë \ud83d"]]
