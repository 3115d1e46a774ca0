"""The shapes on the wire, which the client hides: answers and errors of both protocols, simulated and real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from tests.contract.odoo_support import Endpoint, every_version, only_json2, only_jsonrpc, versions

KIND_AND_KEYS = {"name", "message", "arguments", "context", "debug"}

MISSING = "Record does not exist or has been deleted"
PARTNER, FOUND, VALUE = "res.partner", "search_read", "builtins.ValueError"
ACCESS = "odoo.exceptions.AccessError"
ERRORS: dict[str, tuple[str, str, dict[str, Any], str, str, int]] = {
    # model, method, arguments, then the exception's name in Odoo, how its message begins, the status over JSON-2
    "field in fields": (PARTNER, FOUND, {"domain": [], "fields": ["nope"]}, VALUE, "Invalid field 'nope' on 'res.partner'", 500),
    "field in domain": (PARTNER, FOUND, {"domain": [["nope", "=", 1]]}, VALUE, "Invalid field res.partner.nope in condition ('nope', '=', 1)", 500),
    "field in order": (PARTNER, FOUND, {"domain": [], "order": "nope"}, VALUE, "Invalid field 'nope' on model 'res.partner'", 500),
    "malformed order": (PARTNER, FOUND, {"domain": [], "order": "id; nope"}, "odoo.exceptions.UserError", 'Invalid "order" specified (id; nope).', 422),
    "operator": (PARTNER, FOUND, {"domain": [["id", "~~", 1]]}, VALUE, "Invalid operator in condition ('id', '~~', 1)", 500),
    "instant with a zone": (PARTNER, FOUND, {"domain": [["write_date", ">=", "2020-01-01T00:00:00Z"]]}, VALUE, "expecting only datetimes with no timezone: '2020-01-01T00:00:00Z'", 500),
    "argument of search_read": (PARTNER, FOUND, {"domein": []}, "builtins.TypeError", "BaseModel._read_format() got an unexpected keyword argument 'domein'", 500),
    "forbidden model": ("base", FOUND, {"domain": [], "fields": ["id"]}, ACCESS, "You are not allowed to access 'Base' (base) records.", 403),
    "private method": (PARTNER, "_search", {"domain": []}, ACCESS, "Private methods (such as 'res.partner._search') cannot be called remotely.", 403),
    "foreign company": (PARTNER, FOUND, {"domain": [], "context": {"allowed_company_ids": [99_999]}}, ACCESS, "Access to unauthorized or invalid companies.", 403),
    "unknown aggregate": ("pos.order", "formatted_read_group", {"domain": [], "aggregates": ["nope:sum"]}, VALUE, "Invalid field 'nope' on model 'pos.order' for 'nope:sum'.", 500),
}  # fmt: skip


class Wire:
    """Calls as a program without a client would make them."""

    def __init__(self, endpoint: Endpoint, http: httpx.Client) -> None:
        self._endpoint = endpoint
        self.http = http

    @property
    def credentials(self) -> dict[str, str]:
        key, database = self._endpoint.variables["ODOO_API_KEY"], self._endpoint.variables["ODOO_DB"]
        return {"Authorization": f"bearer {key}", "X-Odoo-Database": database}

    def json2(self, model: str, method: str, body: Any = None, **headers: str) -> httpx.Response:
        sent = {name: value for name, value in (self.credentials | headers).items() if value}
        return self.http.post(f"/json/2/{model}/{method}", json=body or {}, headers=sent)

    def jsonrpc(self, service: str, method: str, *arguments: Any) -> dict[str, Any]:
        params = {"service": service, "method": method, "args": arguments}
        body = {"jsonrpc": "2.0", "id": 4, "method": "call", "params": params}
        response = self.http.post("/jsonrpc", json=body)
        assert response.status_code == 200
        envelope: dict[str, Any] = response.json()
        assert envelope["jsonrpc"] == "2.0"
        assert envelope["id"] == 4
        return envelope

    def execute(self, model: str, method: str, positional: list[Any], named: dict[str, Any]) -> dict[str, Any]:
        variables = self._endpoint.variables
        login = (variables["ODOO_DB"], 2, variables["ODOO_PASSWORD"])
        return self.jsonrpc("object", "execute_kw", *login, model, method, positional, named)

    def error(self, model: str, method: str, named: dict[str, Any]) -> tuple[dict[str, Any], int | None]:
        """The error object, and the HTTP status where it says something."""
        if self._endpoint.protocol == "json2":
            response = self.json2(model, method, named)
            return response.json(), response.status_code
        envelope = self.execute(model, method, [], named)
        assert envelope["error"]["message"] == "Odoo Server Error"
        return envelope["error"]["data"], None


@pytest.fixture
def wire(endpoint: Endpoint) -> Iterator[Wire]:
    with endpoint.raw() as http:
        yield Wire(endpoint, http)


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_has_odoos_name_message_and_status(wire: Wire, case: str) -> None:
    model, method, named, name, message, status = ERRORS[case]
    error, answered = wire.error(model, method, named)
    assert set(error) == KIND_AND_KEYS
    assert error["name"] == name
    assert error["message"].startswith(message)
    assert error["arguments"] == [error["message"]]
    assert error["debug"].startswith("Traceback (most recent call last):")
    assert answered in {None, status}


@every_version
@pytest.mark.parametrize("path", ["/web/version", "/json/version"])
def test_the_version_is_told_without_a_login(endpoint: Endpoint, path: str) -> None:
    with endpoint.raw() as http:
        answer = http.get(path)
    if (version := endpoint.version) < 19:
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
        return
    assert answer.json() == {"version": f"{version}.0", "version_info": [version, 0, 0, "final", 0, ""]}
    assert parsedate_to_datetime(answer.headers["Date"]).tzinfo is not None


@only_json2
@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"Authorization": "bearer nonsense"}, "Invalid apikey"),
        ({"Authorization": ""}, "User not authenticated, use an API Key with a Bearer Authorization header."),
        ({"Authorization": "Basic YTpi"}, "User not authenticated, use an API Key with a Bearer Authorization header."),
    ],
    ids=["wrong", "none", "another scheme"],
)
def test_json2_answers_401_without_a_valid_key(wire: Wire, headers: dict[str, str], message: str) -> None:
    answer = wire.json2("res.users", "context_get", **headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["name"] == "werkzeug.exceptions.Unauthorized"
    assert answer.json()["arguments"] == [message, 401]


@only_json2
@pytest.mark.parametrize(
    ("model", "method", "body", "status", "name", "message"),
    [
        ("no.model", "search_read", {}, 404, "werkzeug.exceptions.NotFound", "the model 'no.model' does not exist"),
        ("res.partner", "nope", {}, 404, "werkzeug.exceptions.NotFound", "The method 'res.partner.nope' does not exist"),
        ("res.partner", "write", {"ids": [1]}, 422, "werkzeug.exceptions.UnprocessableEntity", "missing a required argument: 'vals'"),
        ("res.partner", "search_count", {"domain": [], "nope": 1}, 422, "werkzeug.exceptions.UnprocessableEntity", "got an unexpected keyword argument 'nope'"),
        ("res.partner", "search_read", {"ids": [1]}, 422, "werkzeug.exceptions.UnprocessableEntity", "cannot call res.partner.search_read with ids"),
        ("res.partner", "unlink", {"ids": [99_999_999]}, 404, "odoo.exceptions.MissingError", MISSING),
    ],
)  # fmt: skip
def test_json2_tells_by_status_what_was_wrong(  # noqa: PLR0917  one parameter a column of the table
    wire: Wire, model: str, method: str, body: dict[str, Any], status: int, name: str, message: str
) -> None:
    answer = wire.json2(model, method, body)
    assert (answer.status_code, answer.json()["name"]) == (status, name)
    assert answer.json()["message"].startswith(message)


@only_json2
def test_json2_answers_bare_values(wire: Wire) -> None:
    assert wire.json2("res.partner", "search_count", {"domain": [[0, "=", 1]]}).json() == 0
    assert wire.json2("res.users", "context_get").json()["uid"] == 2
    assert wire.json2("res.partner", "read", {"ids": [99_999_999], "fields": ["name"]}).json() == []


@only_json2
def test_json2_answers_a_page_of_html_for_a_database_that_is_not_there(wire: Wire) -> None:
    answer = wire.json2("res.users", "context_get", **{"X-Odoo-Database": "nope"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "No database is selected" in answer.text


@only_json2
def test_json2_takes_the_only_database_when_none_is_named(wire: Wire) -> None:
    assert wire.json2("res.users", "context_get", **{"X-Odoo-Database": ""}).status_code == 200


@only_json2
def test_json2_refuses_what_is_not_json(wire: Wire) -> None:
    path = "/json/2/res.users/context_get"

    def posted(content: bytes, kind: str) -> httpx.Response:
        return wire.http.post(path, content=content, headers={**wire.credentials, "Content-Type": kind})

    broken, got = posted(b"{", "application/json"), wire.http.get(path, headers=wire.credentials)
    assert (broken.status_code, broken.json()["name"]) == (400, "werkzeug.exceptions.BadRequest")
    assert posted(b"a", "text/plain").status_code == 415
    assert (got.status_code, got.json()["message"]) == (404, "Did you mean POST /json/2/<model>/<method>?")


@versions(16, 18, 19, 20, protocols=["jsonrpc"])
def test_jsonrpc_tells_the_version_and_up_to_19_so_does_its_service_db(wire: Wire, endpoint: Endpoint) -> None:
    version = endpoint.version
    assert wire.jsonrpc("common", "version")["result"] == {
        "server_version": f"{version}.0",
        "server_version_info": [version, 0, 0, "final", 0, ""],
        "server_serie": f"{version}.0",
        "protocol_version": 1,
    }
    answer = wire.jsonrpc("db", "server_version")
    if version < 20:
        assert answer["result"] == f"{version}.0"
    else:
        assert answer["error"]["data"]["name"] == "builtins.KeyError"


@only_jsonrpc
def test_jsonrpc_answers_a_wrong_login_with_false_and_a_wrong_password_with_access_denied(
    wire: Wire, endpoint: Endpoint
) -> None:
    database, login = endpoint.variables["ODOO_DB"], endpoint.variables["ODOO_USERNAME"]
    assert (
        wire.jsonrpc("common", "authenticate", database, login, endpoint.variables["ODOO_PASSWORD"], {})["result"] == 2
    )
    assert wire.jsonrpc("common", "authenticate", database, login, "nope", {})["result"] is False
    denied = wire.jsonrpc("object", "execute_kw", database, 2, "nope", "res.users", "context_get", [], {})
    assert denied["error"]["data"]["name"] == "odoo.exceptions.AccessDenied"
    assert denied["error"]["data"]["message"] == "Access Denied"
    absent = wire.jsonrpc("common", "authenticate", "nope", login, "nope", {})
    assert absent["error"]["data"]["name"] == "psycopg2.OperationalError"
    assert 'database "nope" does not exist' in absent["error"]["data"]["message"]


@only_jsonrpc
@pytest.mark.parametrize(
    ("model", "method", "positional", "named", "name", "message"),
    [
        ("no.model", "read", [[1]], {}, "odoo.exceptions.UserError", r"Object no\.model doesn't exist"),
        ("res.partner", "nope", [], {}, "builtins.AttributeError", r"The method 'res\.partner\.nope' does not exist"),
        ("res.partner", "read", [], {}, "builtins.IndexError", "list index out of range"),
        ("res.partner", "create", [], {"vals_list": []}, "builtins.IndexError", "list index out of range"),
        ("res.partner", "search_count", [[]], {"nope": 1}, "builtins.TypeError", r".*\(\) got an unexpected keyword .*"),
        ("res.partner", "write", [[99_999_999], {}], {}, "odoo.exceptions.MissingError", f"{MISSING}.*"),
    ],
)  # fmt: skip
def test_jsonrpc_tells_by_name_what_was_wrong(  # noqa: PLR0917  one parameter a column of the table
    wire: Wire, model: str, method: str, positional: list[Any], named: dict[str, Any], name: str, message: str
) -> None:
    data = wire.execute(model, method, positional, named)["error"]["data"]
    assert data["name"] == name
    assert re.fullmatch(message, data["message"], re.DOTALL)


@only_jsonrpc
def test_jsonrpc_takes_one_id_for_a_list_and_answers_one_for_one_new_record(wire: Wire) -> None:
    assert len(wire.execute("res.company", "read", [1, ["name"]], {})["result"]) == 1
    made = wire.execute("res.partner", "create", [{"name": "Alone"}], {})["result"]
    assert isinstance(made, int)
    assert wire.execute("res.partner", "unlink", [[made]], {})["result"] is True
