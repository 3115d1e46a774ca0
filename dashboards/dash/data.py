"""The dashboard's questions to `star.duckdb`: a connection for each, so that it sees the newest file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import duckdb
import jinja2

from dashboards.dash.pages import Page
from etl.config import LakeConfig
from etl.load.reader import opened

Allowed = tuple[int, ...] | None
"""The ids of the companies that whoever asks may see; None: all of this lake."""

Chosen = Mapping[str, Any]
"""What the filters say: first, last (dates), company, currency, store (or None)."""


class Data:
    def __init__(self, config: LakeConfig) -> None:
        self._config = config

    def tiles(self, page: Page, chosen: Chosen, allowed: Allowed) -> list[dict[str, Any]]:
        return self._ask("tiles", page, chosen, allowed)

    def days(self, page: Page, chosen: Chosen, allowed: Allowed) -> list[dict[str, Any]]:
        return self._ask("days", page, chosen, allowed)

    def top(self, page: Page, chosen: Chosen, allowed: Allowed) -> list[dict[str, Any]]:
        return self._ask("top", page, chosen, allowed)

    def span(self, page: Page) -> tuple[date, date] | None:
        """The first and the last day that there is something on."""
        with opened(self._config) as connection:
            ((first, last),) = connection.execute(_query("span", page.name)).fetchall()
        return (first, last) if first else None

    def choices(self, allowed: Allowed) -> dict[str, list[dict[str, str]]]:
        """By kind (company, currency, store), as a drop-down wants them."""
        found: dict[str, list[dict[str, str]]] = {"company": [], "currency": [], "store": []}
        with opened(self._config) as connection:
            asked = {"allowed": list(allowed) if allowed is not None else None}
            for kind, value, label in connection.execute(_query("choices"), asked).fetchall():
                found[kind].append({"value": value, "label": label})
        return found

    def _ask(self, query: str, page: Page, chosen: Chosen, allowed: Allowed) -> list[dict[str, Any]]:
        parameters = {**chosen, "allowed": list(allowed) if allowed is not None else None}
        with opened(self._config) as connection:
            answer: duckdb.DuckDBPyConnection = connection.execute(_query(query, page.name), parameters)
            names = [column[0] for column in answer.description or []]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@cache
def _query(name: str, page: str = "") -> str:
    return _environment().get_template(f"{name}.sql").render(page=f"{page}.sql")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.PackageLoader("dashboards.dash", "queries"))  # noqa: S701  SQL of our own
