"""People who look at dashboards, over Superset's API: users with roles, guests with a token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from dashboards.superset.access import guest_token
from dashboards.superset.client import Row, Superset

TOO_LONG_SECONDS = 60
PASSWORD = "looks at dashboards"
COMPANY_IDS: dict[str, Any] = {"columns": ["company_id"], "metrics": [], "orderby": [], "extras": None, "filters": []}
"""What a curious reader would put into any chart's query instead."""


@dataclass(frozen=True)
class Chart:
    """One chart on a dashboard, with the query that is stored with it."""

    number: int
    title: str
    board: int
    dataset: int
    query_context: Row

    def request(self, **changed: Any) -> Row:
        """As the dashboard's page asks for it; `changed` replaces parts of the query, None takes them out."""
        context = json.loads(json.dumps(self.query_context))
        context["form_data"] |= {"dashboardId": self.board, "slice_id": self.number}
        context["force"] = True
        (query,) = context["queries"]
        context["queries"] = [{name: value for name, value in (query | changed).items() if value is not None}]
        return context


def charts(superset: Superset, slug: str) -> list[Chart]:
    board = superset.get(f"dashboard/{slug}")["result"]["id"]
    found = []
    for one in superset.get(f"dashboard/{slug}/charts")["result"]:
        stored = superset.get(f"chart/{one['id']}")["result"]
        context = json.loads(stored["query_context"])
        found.append(Chart(one["id"], stored["slice_name"], board, context["datasource"]["id"], context))
    return found


@dataclass(frozen=True)
class Viewer:
    http: httpx.Client

    def ask(self, chart: Chart, **changed: Any) -> httpx.Response:
        return self.http.post("/api/v1/chart/data", json=chart.request(**changed))

    def rows(self, chart: Chart, **changed: Any) -> list[Row]:
        answer = self.ask(chart, **changed)
        assert answer.status_code == 200, (chart.title, answer.text[:500])
        return list(answer.json()["result"][0]["data"])

    def companies(self, chart: Chart) -> set[int]:
        """Those that a changed query for the chart's dataset tells."""
        plain = self.rows(chart, **COMPANY_IDS)
        widened = self.rows(chart, **COMPANY_IDS | {"extras": {"where": "company_id > 0 or 1 = 1", "having": ""}})
        return {row["company_id"] for row in [*plain, *widened]}


@contextmanager
def user(superset: Superset, name: str, *roles: str) -> Iterator[Viewer]:
    """A user with exactly these roles, made or made anew: Superset does not delete whoever opened a dashboard."""
    known = {row["name"]: row["id"] for row in superset.rows("security/roles/")}
    body = {
        "username": name,
        "first_name": name,
        "last_name": "Viewer",
        "email": f"{name}@example.com",
        "active": True,
        "password": PASSWORD,
        "roles": [known[role] for role in roles],
    }
    there = [row["id"] for row in superset.rows("security/users/") if row["username"] == name]
    if there:
        superset.put(f"security/users/{there[0]}", body)
    else:
        superset.post("security/users/", body)
    with httpx.Client(base_url=superset.url, timeout=TOO_LONG_SECONDS) as http:
        login = {"username": name, "password": PASSWORD, "provider": "db"}
        token = http.post("/api/v1/security/login", json=login).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        yield Viewer(http)


@contextmanager
def guest(superset: Superset, slug: str, *companies: int) -> Iterator[Viewer]:
    token = guest_token(superset, slug=slug, companies=companies, guest="visitor")
    with httpx.Client(base_url=superset.url, timeout=TOO_LONG_SECONDS, headers={"X-GuestToken": token}) as http:
        yield Viewer(http)


def with_company(found: list[Chart], superset: Superset) -> Iterator[Chart]:
    """Those whose dataset has companies."""
    columns: dict[int, set[str]] = {}
    for chart in found:
        if chart.dataset not in columns:
            told = superset.get(f"dataset/{chart.dataset}")["result"]["columns"]
            columns[chart.dataset] = {one["column_name"] for one in told}
        if "company_id" in columns[chart.dataset]:
            yield chart
