"""What the client makes of everything that goes wrong between it and Odoo, on both protocols."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx

from shared.errors import (
    LoginRefused,
    ModelMissing,
    OdooRefused,
    OdooUnreachable,
    ScoutError,
    TransientError,
)
from shared.odoo.client import Odoo
from shared.retries import NO_RETRIES, Deadline
from tests.unit.odoo_double import API_KEY, BOTH, DATE, ENVIRONMENT, EVERYTHING, HTML, OdooDouble, OdooError, settings
from tests.unit.odoo_faults import LEAKS, MAYBE_APPLIED, NOT_APPLIED, REFUSALS


@BOTH
@pytest.mark.parametrize(("answer", "kind", "words"), REFUSALS)
def test_a_definite_refusal_has_its_kind_names_the_fix_and_is_not_repeated(
    protocol: str, answer: Any, kind: type[ScoutError], words: str
) -> None:
    odoo = OdooDouble().lock_out(answer) if kind is LoginRefused else OdooDouble().will(answer)
    if protocol == "jsonrpc" and kind is LoginRefused and words == "ODOO_API_KEY":
        words = "ODOO_PASSWORD"
    with pytest.raises(kind) as refused:
        odoo.connect(protocol).count("pos.order", [])
    assert words in str(refused.value)
    assert odoo.waits == []


@BOTH
@pytest.mark.parametrize("fault", [*NOT_APPLIED, *MAYBE_APPLIED])
def test_a_read_is_repeated_until_it_is_answered(protocol: str, fault: Callable[[], Any]) -> None:
    odoo = OdooDouble().will(fault(), fault(), 42)
    assert odoo.connect(protocol).count("pos.order", []) == 42
    assert len(odoo.waits) == 2


@BOTH
@pytest.mark.parametrize("fault", [*NOT_APPLIED, *MAYBE_APPLIED])
def test_a_write_is_sent_again_only_where_it_was_surely_not_applied(protocol: str, fault: Callable[[], Any]) -> None:
    """When the tries are over the host and what to look at are named, and whether it may have been applied."""
    may_be_applied = fault in MAYBE_APPLIED
    odoo = OdooDouble().will(fault(), fault(), fault())
    with pytest.raises(OdooUnreachable) as unreachable:
        odoo.connect(protocol).call("pos.order", "write", ids=[1], vals={})
    assert (unreachable.value.maybe_applied, len(odoo.waits)) == (may_be_applied, 0 if may_be_applied else 2)
    assert "odoo.test" in unreachable.value.message
    assert "ODOO_BASE_URL" in unreachable.value.fix
    if not may_be_applied:
        assert OdooDouble().will(fault(), True).connect(protocol).call("pos.order", "write", ids=[1], vals={}) is True


@BOTH
@pytest.mark.parametrize(
    "answer", [*(answer for answer, _, _ in REFUSALS), *(fault() for fault in [*NOT_APPLIED, *MAYBE_APPLIED])]
)
def test_no_error_carries_a_secret_or_odoos_debug(protocol: str, answer: Any) -> None:
    """Invariant 12, held for every fault we know: `str`, `repr` and attributes of the error and of all that led to it.

    Each error of Odoo here carries password and key in `debug`, `arguments` and `context`.
    """
    client = OdooDouble().will(answer).connect(attempts=1, variables={**EVERYTHING, "ODOO_PROTOCOL": protocol})
    with pytest.raises(ScoutError) as raised:
        client.call("pos.order", "write", ids=[1], vals={"secret": "s3cr3t-value"})
    error: BaseException | None = raised.value
    while error is not None:
        shown = f"{error} {error!r} {error.args} {vars(error) if isinstance(error, ScoutError) else ''}"
        for leak in LEAKS:
            assert leak not in shown
        error = error.__cause__ or error.__context__


@BOTH
def test_one_doubtful_try_among_several_is_remembered(protocol: str) -> None:
    odoo = OdooDouble().will(httpx.ReadTimeout("slow"), httpx.ConnectError("no"), httpx.ConnectError("no"))
    with pytest.raises(OdooUnreachable) as unreachable:
        odoo.connect(protocol).call("res.partner", "load", fields=[], data=[], repeatable=True)
    assert unreachable.value.maybe_applied


@BOTH
@pytest.mark.parametrize(("method", "repeatable"), [("read", False), ("search", False), ("load", True)])
def test_a_plain_read_and_what_the_caller_calls_repeatable_are_repeated(
    protocol: str, method: str, repeatable: bool
) -> None:
    odoo = OdooDouble().will(httpx.ReadTimeout("slow"), [1])
    assert odoo.connect(protocol).call("pos.order", method, repeatable=repeatable, domain=[]) == [1]


@BOTH
@pytest.mark.parametrize(
    ("value", "waits"),
    [
        ("7", [7.0]),
        ("0", [0.0]),
        ("Sat, 21 Nov 2026 09:22:01 GMT", [10.0]),  # the answer's own Date is 09:21:51
        ("Sat, 21 Nov 2026 09:00:00 GMT", [0.0]),
        *[(value, None) for value in ("", "soon", "-3", "²")],  # ours to choose
    ],
)
def test_a_retry_after_is_obeyed_where_it_says_something(protocol: str, value: str, waits: list[float] | None) -> None:
    headers = [(b"Retry-After", value.encode()), (b"Date", DATE.encode())]
    odoo = OdooDouble().will(httpx.Response(429, html="slower", headers=headers), 5)
    assert odoo.connect(protocol).count("pos.order", []) == 5
    assert odoo.waits == waits if waits else 0 <= odoo.waits[0] < 5


def test_a_401_is_a_refused_login_whatever_its_error_is_called() -> None:
    odoo = OdooDouble().lock_out(OdooError("some.addon.Stranger", "who?", status=401))
    with pytest.raises(LoginRefused):
        odoo.connect("json2").count("pos.order", [])


@BOTH
def test_an_access_denied_of_one_method_is_its_own_refusal_while_odoo_takes_the_login(protocol: str) -> None:
    """`change_password` says it of the old password; every other call would go through."""
    denied = OdooError("odoo.exceptions.AccessDenied", "The old password is wrong.", status=403)
    odoo = OdooDouble().will(denied, 5)
    client = odoo.connect(protocol)
    with pytest.raises(OdooRefused, match=r"refused res\.users\.change_password: The old password is wrong\."):
        client.change("res.users", "change_password", {"old_passwd": "x", "new_passwd": "y"})
    assert client.count("pos.order", []) == 5


@BOTH
def test_a_refused_login_stays_one_when_odoo_cannot_be_asked_again(protocol: str) -> None:
    """Nothing was carried out: it must not look like a call whose answer was lost."""
    odoo = OdooDouble().will(OdooError("odoo.exceptions.AccessDenied", "Access Denied", status=403))
    client = odoo.connect(protocol)
    _ = client.identity
    odoo.at_login(httpx.ReadTimeout("")).will(httpx.ReadTimeout(""), httpx.ReadTimeout(""))
    with pytest.raises(LoginRefused):
        client.change("res.partner", "write", {"vals": {"name": "Ann"}}, ids=[1])


@BOTH
def test_a_retry_after_beside_an_error_in_json_is_obeyed_too(protocol: str) -> None:
    """Odoo's own 429 and a gateway's, which may name its error as it likes."""
    busy = OdooError("werkzeug.exceptions.TooManyRequests", "slower", status=429).over(protocol)
    busy.headers["Retry-After"] = "3"
    gateway = httpx.Response(503, json={"name": "RateLimited", "message": "x"}, headers={"Retry-After": "4"})
    odoo = OdooDouble().will(busy, gateway, 5)
    assert odoo.connect(protocol).count("pos.order", []) == 5
    assert odoo.waits == [3.0, 4.0]


@pytest.mark.parametrize(
    ("error", "words"),
    [({"code": 100, "message": "Odoo Session Expired"}, "Session Expired"), ("broken", "no reason"), ([], "no reason")],
)
def test_a_json_rpc_error_without_data_is_a_refusal_all_the_same(error: object, words: str) -> None:
    odoo = OdooDouble().will(httpx.Response(200, json={"jsonrpc": "2.0", "id": None, "error": error}))
    with pytest.raises(OdooRefused, match=words):
        odoo.connect("jsonrpc").count("pos.order", [])


@pytest.mark.parametrize(
    ("fault", "options"),
    [
        (httpx.Response(429, headers={"Retry-After": "3600"}), {}),
        (httpx.ConnectError("no"), {"deadline": Deadline.after(0)}),
    ],
)
def test_no_try_is_repeated_after_a_wait_too_long_nor_after_the_deadline(fault: Any, options: dict[str, Any]) -> None:
    odoo = OdooDouble().will(fault)
    with pytest.raises(OdooUnreachable):
        odoo.connect(**options).count("pos.order", [])
    assert odoo.waits == []


def test_each_wait_is_told_before_it_begins() -> None:
    reported: list[tuple[str, float]] = []

    def on_retry(error: TransientError, wait_seconds: float) -> None:
        reported.append((error.message, wait_seconds))

    odoo = OdooDouble().will(httpx.ConnectError("no"), httpx.ReadTimeout("slow"), 1)
    odoo.connect(on_retry=on_retry).count("pos.order", [])
    assert [message.split()[0] for message, _ in reported] == ["No", "odoo.test"]
    assert [wait_seconds for _, wait_seconds in reported] == odoo.waits


@BOTH
def test_login_and_version_are_repeated_too(protocol: str) -> None:
    odoo = OdooDouble().at_login(httpx.ReadTimeout("slow")).will(httpx.Response(503, html="starting"))
    assert odoo.connect(protocol).identity.company_ids == (1, 2, 3)
    assert len(odoo.waits) == 2


@BOTH
def test_an_unknown_model_is_known_by_fields_get_in_any_language(protocol: str) -> None:
    """Up to 18 the message is in the user's language; fields_get has no other UserError that names the model."""
    odoo = OdooDouble().will(OdooError("odoo.exceptions.UserError", "L'objet product.brand n'existe pas", status=422))
    with pytest.raises(ModelMissing):
        odoo.connect(protocol).fields("product.brand")


@BOTH
def test_a_message_of_odoo_is_cut_to_one_line_that_any_database_can_hold(protocol: str) -> None:
    odoo = OdooDouble().will(OdooError("odoo.exceptions.UserError", "No \x00date\ud83d\n" + "long " * 200, status=422))
    with pytest.raises(OdooRefused, match="No date") as refused:
        odoo.connect(protocol).call("pos.order", "write", ids=[1], vals={})
    assert (len(refused.value.message) < 400, "\n" in refused.value.message) == (True, False)


def test_a_certificate_that_cannot_be_verified_is_not_tried_again() -> None:
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    odoo = OdooDouble().will(error)
    with pytest.raises(OdooUnreachable, match="certificate"):
        odoo.connect().count("pos.order", [])
    assert odoo.waits == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_https_is_an_error_and_nothing_is_sent_on(status: int) -> None:
    with respx.MockRouter(assert_all_called=False) as router:
        plain = router.route(host="odoo.test", scheme="http").respond(
            status, headers={"Location": "https://odoo.test/web/version"}
        )
        secure = router.route(host="odoo.test", scheme="https").respond(200, json={"version": "19.0"})
        client = Odoo.connect(
            settings(**{**ENVIRONMENT["jsonrpc"], "ODOO_BASE_URL": "http://odoo.test"}),
            transport=httpx.MockTransport(router.handler),
        )
        with pytest.raises(OdooUnreachable, match=r"Set ODOO_BASE_URL .* https://odoo\.test"):
            _ = client.identity
        assert plain.call_count == 1
        assert not secure.called


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_version_page_behind_a_busy_proxy_is_asked_again_and_not_taken_for_an_old_odoo(status: int) -> None:
    odoo = OdooDouble()
    odoo.version_pages.append(httpx.Response(status, html="busy"))
    assert odoo.connect(variables=EVERYTHING).protocol == "json2"
    assert [request.url.path for request in odoo.requests] == ["/web/version", "/web/version"]


def test_where_no_odoo_answers_the_address_is_named() -> None:
    with respx.MockRouter() as router:
        router.route().respond(404, html=HTML)
        client = Odoo.connect(
            settings(ODOO_API_KEY=API_KEY), transport=httpx.MockTransport(router.handler), retry_policy=NO_RETRIES
        )
        with pytest.raises(OdooUnreachable, match="ODOO_BASE_URL"):
            _ = client.version
