"""One contract for the simulated and the real Odoo, through the client: logging in, rights, errors, writing."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from shared.errors import AccessRefused, LoginRefused, ModelMissing, OdooRefused
from shared.odoo.client import Odoo
from tests.contract.odoo_support import Endpoint, every_version, ids_of, new_record, one


@every_version
def test_the_server_says_which_version_it_is_and_speaks_the_protocol_asked_for(odoo: Odoo, endpoint: Endpoint) -> None:
    assert odoo.version == (endpoint.version, 0)
    assert odoo.protocol == endpoint.protocol
    assert odoo.calls == (1 if endpoint.version >= 19 else 3), "two pages that only newer ones have, then JSON-RPC"


@every_version
def test_the_reader_is_known_with_language_and_sorted_companies(odoo: Odoo, endpoint: Endpoint) -> None:
    identity = odoo.identity
    assert identity.database == endpoint.variables["ODOO_DB"]
    assert identity.user_id == 2
    assert identity.language == "en_US"
    assert list(identity.company_ids) == sorted(identity.company_ids)
    assert identity.company_ids == tuple(ids_of(odoo, "res.company"))


def test_the_servers_clock_is_aware_and_in_whole_seconds(odoo: Odoo, endpoint: Endpoint) -> None:
    now = endpoint.simulated.clock.now if endpoint.simulated else datetime.now(UTC)
    time = odoo.server_time()
    assert time.tzinfo is not None
    assert time.microsecond == 0
    assert abs(now - time) < timedelta(minutes=1)


def test_archived_records_are_shown_because_active_test_is_off(odoo: Odoo) -> None:
    with new_record(odoo, "res.partner", {"name": "Archived", "active": False}) as partner:
        domain: list[Any] = [["id", "=", partner]]
        assert one(odoo, "res.partner", partner, "active")["active"] is False
        assert odoo.count("res.partner", domain) == 1
        assert odoo.call("res.partner", "search_count", domain=domain, context={"active_test": True}) == 0
        about_active: list[Any] = [*domain, ["active", "in", [True, False]]]
        assert odoo.call("res.partner", "search_count", domain=about_active, context={"active_test": True}) == 1


def test_records_of_companies_that_are_not_asked_for_stay_hidden(odoo: Odoo) -> None:
    companies = list(odoo.identity.company_ids)
    with new_record(odoo, "res.partner", {"name": "Theirs", "company_id": companies[-1]}) as partner:
        domain: list[Any] = [["id", "=", partner]]
        assert odoo.count("res.partner", domain) == 1
        for allowed, seen in ((companies[:1], 0), (companies[-1:], 1), (companies, 1)):
            context: dict[str, Any] = {"allowed_company_ids": allowed}
            assert odoo.call("res.partner", "search_count", domain=domain, context=context) == seen


def test_a_page_shows_the_values_of_the_company_it_is_asked_for_and_the_same_records(odoo: Odoo) -> None:
    """A value written for one company is that company's alone."""
    companies = odoo.identity.company_ids
    first, second, *_ = companies
    with (
        new_record(odoo, "res.partner", {"name": "Two limits", "credit_limit": 8.0}) as partner,
        new_record(odoo, "res.partner", {"name": "Theirs alone", "company_id": first}) as theirs,
    ):

        def page(company_id: int | None) -> dict[int, Any]:
            domain = [["id", "in", [partner, theirs]]]
            rows = odoo.page("res.partner", domain=domain, fields=["credit_limit"], limit=9, company_id=company_id).rows
            return {row["id"]: row["credit_limit"] for row in rows}

        assert page(None) == page(first) == {partner: 8.0, theirs: 0.0}
        assert {company: page(company) for company in companies[1:]} == {
            company: {partner: 0.0, theirs: 0.0} for company in companies[1:]
        }
        context = {"allowed_company_ids": [second, first]}
        odoo.call("res.partner", "write", ids=[partner], vals={"credit_limit": 5.5}, context=context)
        assert (page(first)[partner], page(second)[partner]) == (8.0, 5.5)


@pytest.mark.parametrize(
    "arguments",
    [
        {"domain": [], "fields": ["no_such_field"]},
        {"domain": [["no_such_field", "=", 1]], "fields": ["id"]},
        {"domain": [["partner_id.no_such_field", "=", 1]], "fields": ["id"]},
        {"domain": [], "fields": ["id"], "order": "no_such_field"},
    ],
    ids=["fields", "domain", "path", "order"],
)
def test_an_unknown_field_is_refused_by_name(odoo: Odoo, arguments: dict[str, Any]) -> None:
    with pytest.raises(OdooRefused, match="no_such_field"):
        odoo.page("pos.order", limit=1, **arguments)


@pytest.mark.parametrize("domain", [["|", ["id", "=", 1]], [["id", "~~", 1]], [["write_date", ">=", "yesterday-ish"]]])
def test_a_malformed_domain_is_refused(odoo: Odoo, domain: list[Any]) -> None:
    with pytest.raises(OdooRefused):
        odoo.count("pos.order", domain)


@every_version
def test_an_unknown_model_is_missing(odoo: Odoo) -> None:
    with pytest.raises(ModelMissing, match=r"no\.such\.model"):
        odoo.page("no.such.model", domain=[], fields=["id"], limit=1)
    with pytest.raises(ModelMissing, match=r"no\.such\.model"):
        odoo.fields("no.such.model")


@every_version
@pytest.mark.parametrize("wrong", ["secret", "database"])
def test_a_wrong_way_in_is_refused_as_a_login_before_anything_is_read(endpoint: Endpoint, wrong: str) -> None:
    secret = {"json2": "ODOO_API_KEY", "jsonrpc": "ODOO_PASSWORD"}[endpoint.protocol]
    changed = {"ODOO_DB" if wrong == "database" else secret: f"not_the_{wrong}"}
    with endpoint.connect(**changed) as odoo, pytest.raises(LoginRefused):
        odoo.count("res.partner", [])


@every_version
def test_a_model_the_user_may_not_read_is_refused(odoo: Odoo) -> None:
    with pytest.raises(AccessRefused):
        odoo.page("base", domain=[], fields=["id"], limit=1)


@every_version
def test_rights_are_kept_in_one_model_in_20_and_in_two_before(odoo: Odoo, endpoint: Endpoint) -> None:
    """Whoever reads or sets up rights must name the right one; that of the other version is missing."""
    kept_in = {"ir.access": endpoint.version >= 20, "ir.model.access": endpoint.version < 20}
    for model, is_there in {**kept_in, "ir.rule": endpoint.version < 20}.items():
        with contextlib.nullcontext() if is_there else pytest.raises(ModelMissing, match=model):
            assert odoo.count(model, [["id", "=", 0]]) == 0


def test_a_record_is_seen_from_its_creation_to_its_deletion(odoo: Odoo) -> None:
    with new_record(odoo, "res.partner", {"name": "Short life", "city": "Gent"}) as partner:
        created = one(odoo, "res.partner", partner, "name", "city", "create_date", "write_date")
        assert created["name"] == "Short life"
        assert created["write_date"] >= created["create_date"]

        assert odoo.call("res.partner", "write", ids=[partner], vals={"city": "Liège"}) is True
        written = one(odoo, "res.partner", partner, "city", "write_date")
        assert written["city"] == "Liège"
        assert written["write_date"] >= created["write_date"]

        assert odoo.call("res.partner", "unlink", ids=[partner]) is True
        assert one(odoo, "res.partner", partner, "name") == {}
        assert odoo.call("res.partner", "read", ids=[partner], fields=["name"]) == []
        with pytest.raises(OdooRefused, match="MissingError"):
            odoo.call("res.partner", "unlink", ids=[partner])
        with pytest.raises(OdooRefused, match="MissingError"):
            odoo.call("res.partner", "write", ids=[partner], vals={"city": "Namur"})


def test_write_date_cannot_be_written_over_the_api(odoo: Odoo) -> None:
    with new_record(odoo, "res.partner", {"name": "Forger"}) as partner:
        odoo.call("res.partner", "write", ids=[partner], vals={"write_date": "2001-01-01 00:00:00"})
        assert one(odoo, "res.partner", partner, "write_date")["write_date"] > "2020"


def test_several_records_are_made_in_order(odoo: Odoo) -> None:
    made = cast(list[int], odoo.call("res.partner", "create", vals_list=[{"name": "One"}, {"name": "Two"}]))
    try:
        rows = odoo.page("res.partner", domain=[["id", "in", made]], fields=["name"], limit=2).rows
        assert [row["name"] for row in rows] == ["One", "Two"]
    finally:
        odoo.call("res.partner", "unlink", ids=made)


@pytest.mark.parametrize(
    ("model", "values", "said"),
    [
        ("res.partner", {"name": "Odd", "no_such_field": 1}, "refused"),
        ("res.partner", {"name": "Nul\0"}, "refused"),
        ("res.currency", {}, "ValidationError"),
    ],
    ids=["field", "nul", "required"],
)
def test_a_bad_value_is_refused_and_nothing_is_made(odoo: Odoo, model: str, values: dict[str, Any], said: str) -> None:
    count = odoo.count(model, [])
    with pytest.raises(OdooRefused, match=said):
        odoo.call(model, "create", vals_list=[values])
    assert odoo.count(model, []) == count


@every_version
def test_the_readers_own_api_keys_tell_their_end_and_nothing_of_the_key(odoo: Odoo, endpoint: Endpoint) -> None:
    """What `scout health` warns by; before 18 they have no end."""
    assert not {"key", "index"} & odoo.fields("res.users.apikeys").keys()
    mine: list[Any] = [["user_id", "=", odoo.identity.user_id]]
    ends = ["expiration_date"] if endpoint.version >= 18 else []
    rows = odoo.page("res.users.apikeys", domain=mine, fields=["name", "scope", *ends], limit=9).rows
    assert rows
    assert all(row["scope"] is False or isinstance(row["scope"], str) for row in rows)
    for end in [row[name] for row in rows for name in ends]:
        assert end is False or datetime.fromisoformat(end) > datetime(2020, 1, 1)  # noqa: DTZ001  naive, as it came
