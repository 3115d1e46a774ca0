"""The HTTP function `health` as functions-framework serves it: report, page and metrics, who is let in, what goes along."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient

from cli.serve import status_page_server
from functions.application import application
from shared.settings import Settings
from tests.engine.health_world import HealthWorld, template, well
from tests.engine.served import BEARER, SECRET, environment
from tests.unit.cli_support import scout

__all__ = ["template", "well"]

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}
"""What Chromium sends."""


def client_of(variables: dict[str, str]) -> FlaskClient:
    with environment(variables | {"FUNCTION": "health"}):
        return application().test_client()


def body(answer: Any) -> Any:
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.data)


def test_when_nothing_fails_the_answer_is_200_and_the_report_of_scout_health(well: HealthWorld) -> None:
    answer = client_of(well.variables).get("/", headers=BEARER)
    assert answer.status_code == 200
    report, here = body(answer), well.health()
    assert report["status"] == "pass"
    assert [line["check"] for line in report["lines"]] == [line.check for line in here.lines]
    assert report.keys() == json.loads(here.model_dump_json()).keys()


def test_a_warning_is_200_too(well: HealthWorld) -> None:
    well.world.odoo.deny_model("ir.model.data")
    answer = client_of(well.variables).get("/", headers=BEARER)
    assert (answer.status_code, body(answer)["status"]) == (200, "warn")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_any_method_but_get_and_head_is_405(method: str) -> None:
    answer = client_of({"SYNC_SECRET": SECRET}).open("/", method=method, headers=BEARER)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("variables", "status"),
    [({}, 401), ({"SYNC_SECRET": "short"}, 503), ({"SYNC_SECRET": SECRET, "SYNC_LEASE_SECONDS": "x"}, 503)],
)
def test_where_no_caller_can_be_checked_nobody_is_let_in(variables: dict[str, str], status: int) -> None:
    for headers in (BEARER, basic(variables.get("SYNC_SECRET", ""))):
        answer = client_of(variables).get("/", headers=headers)
        assert (answer.status_code, body(answer)["status"]) == (status, "refused")


def test_another_path_is_404_for_callers_with_the_secret_only() -> None:
    client = client_of({"SYNC_SECRET": SECRET})
    assert client.get("/nowhere", headers=BEARER).status_code == 404
    assert client.get("/nowhere").status_code == 401


def basic(password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'ann:{password}'.encode()).decode()}"}


@pytest.mark.parametrize(("path", "headers"), [("/status", {}), ("/", BROWSER), ("/status", BROWSER)])
def test_the_page_is_at_status_and_for_a_browser_at_the_root(
    well: HealthWorld, path: str, headers: dict[str, str]
) -> None:
    answer = client_of(well.variables).get(path, headers=BEARER | headers)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "<h1>All numbers can be trusted as of " in answer.text


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "application/json, text/plain, */*", "text/plain"])
def test_a_monitor_gets_json(accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = client_of({"SYNC_SECRET": SECRET}).get("/", headers=BEARER | headers)
    assert (answer.mimetype, answer.headers["Vary"]) == ("application/json", "Accept")


def test_a_failure_is_503_and_its_page_200_so_that_people_see_it_without_any_secret(well: HealthWorld) -> None:
    client = client_of(well.variables | {"ODOO_API_KEY": "not-the-key-at-all"})
    answer, page = client.get("/", headers=BEARER), client.get("/status", headers=BEARER)
    assert (answer.status_code, body(answer)["status"]) == (503, "fail")
    assert (page.status_code, "<h1>1 thing is wrong</h1>" in page.text) == (200, True)
    for secret in ("not-the-key-at-all", SECRET, well.variables["SUPABASE_DB_URL"]):
        assert secret not in answer.text + page.text


def test_half_a_configuration_answers_what_is_missing_and_has_a_page_too() -> None:
    client = client_of({"SYNC_SECRET": SECRET})
    answer, page = client.get("/", headers=BEARER), client.get("/status", headers=BEARER)
    assert (answer.status_code, page.status_code) == (503, 200)
    assert {"ODOO_BASE_URL", "SUPABASE_URL"} <= {line["check"] for line in body(answer)["lines"]}
    assert "ODOO_BASE_URL is missing" in page.text
    assert "The settings lead to no warehouse." in page.text
    assert client.get("/metrics", headers=BEARER).status_code == 503


def test_a_warehouse_of_an_older_release_has_a_page_that_says_what_to_do(well: HealthWorld) -> None:
    well.sql("drop function ops.page_facts()")
    answer = client_of(well.variables).get("/status", headers=BEARER)
    assert answer.status_code == 200
    assert "scout migrate" in answer.text


def test_nothing_is_kept_loaded_or_run_and_the_style_is_known_by_its_hash() -> None:
    answer = client_of({"SYNC_SECRET": SECRET}).get("/status", headers=BEARER)
    policy = answer.headers["Content-Security-Policy"]
    (style,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert {"default-src 'none'", f"style-src 'sha256-{digest}'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert not re.search(r"<script|\son\w+=|javascript:|\sstyle=", answer.text)


def test_metrics_are_those_of_the_warehouse_in_prometheus_form(well: HealthWorld) -> None:
    answer = client_of(well.variables).get("/metrics", headers=BEARER)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'etl_reconcile_equal{stream="pos.order"} 1.0' in answer.text


def test_head_gets_the_headers_of_each_without_a_body(well: HealthWorld) -> None:
    client = client_of(well.variables)
    for path in ("/", "/status", "/metrics"):
        answer = client.head(path, headers=BEARER)
        assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize("path", ["/status", "/metrics", "/"])
def test_without_the_secret_nobody_learns_anything(path: str) -> None:
    client = client_of({"SYNC_SECRET": SECRET})
    malformed = ("Basic !", "Basic", "Basic \xff", "Basic /w==", "Basic YW5u", "Basic a=b", "\xff", "Bearer \xff")
    wrong = [basic("wrong"), *({"Authorization": one} for one in ("Bearer wrong", SECRET, *malformed))]
    for headers in ({}, BROWSER, *wrong, *(BROWSER | one for one in wrong)):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, body(answer)["status"]) == (401, "refused")
        assert body(answer).keys() == {"status", "problems"}
        assert answer.headers["WWW-Authenticate"].startswith('Basic realm="Scout sync')


def test_a_browser_sends_the_secret_as_a_password_while_it_is_rotated_too() -> None:
    client = client_of({"SYNC_SECRET": f"{SECRET},another-secret-for-a-while"})
    for secret in (SECRET, "another-secret-for-a-while"):
        assert client.get("/status", headers=BROWSER | basic(secret)).status_code == 200


def test_what_is_no_browser_may_send_the_secret_as_a_password_too(well: HealthWorld) -> None:
    """`curl -u any:secret`: it is the same look, which starts and changes nothing."""
    client = client_of(well.variables)
    assert client.get("/status", headers=basic(SECRET)).mimetype == "text/html"
    assert body(client.get("/", headers=basic(SECRET)))["status"] in {"pass", "warn"}


def test_the_page_is_served_on_this_machine_without_a_secret_and_to_no_other_name(well: HealthWorld) -> None:
    settings = Settings(well.variables | {"SYNC_SECRET": "short"})
    with status_page_server(settings) as address:
        assert "pos.order" in httpx.get(address).text
        assert httpx.get(f"{address}metrics").status_code == 404
        assert httpx.get(address, headers={"Host": "evil.example.com"}).status_code == 404
        port = address.rstrip("/").rpartition(":")[2]
        taken = scout("serve", "health", "--port", port, variables=well.variables)
    assert taken.exit_code == 1
    assert "--port 0" in taken.stderr
