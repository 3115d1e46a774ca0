"""Where the contract is checked: a simulated Odoo with a week of sales, and a real Odoo 19, each over both protocols.

The real one is what ODOO_BASE_URL, ODOO_DB, ODOO_USERNAME, ODOO_PASSWORD and ODOO_API_KEY name; whatever a test makes
there it takes away again. Only 19 could be had; what the simulated 16, 18 and 20 do is taken from Odoo's sources.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, cast

import httpx
import pytest

from demo import shop
from demo.odoo import SimulatedOdoo
from shared.odoo.client import Odoo
from shared.odoo.model import Domain
from shared.retries import NO_RETRIES
from shared.settings import OdooSettings, Settings

ProtocolName = Literal["json2", "jsonrpc"]

REAL_VERSION = 19


def _endpoints(*numbers: int, protocols: Sequence[ProtocolName] = ("json2", "jsonrpc")) -> list[Any]:
    """Simulated ones of these versions, and the real one if its version is among them."""
    kinds: list[int | str] = [*numbers, *(["real"] if REAL_VERSION in numbers else [])]
    return [
        pytest.param((kind, protocol), id=f"{kind}-{protocol}", marks=pytest.mark.odoo if kind == "real" else ())
        for kind in kinds
        for protocol in protocols
        if protocol == "jsonrpc" or kind == "real" or int(kind) >= 19
    ]


REFERENCE = _endpoints(REAL_VERSION)


def versions(*numbers: int, protocols: Sequence[ProtocolName] = ("json2", "jsonrpc")) -> pytest.MarkDecorator:
    """For a test of what differs between versions or protocols: it runs on these in the place of both on 19."""
    return pytest.mark.parametrize("endpoint", _endpoints(*numbers, protocols=protocols), indirect=True)


every_version = versions(16, 18, 19, 20)
only_json2 = versions(REAL_VERSION, protocols=["json2"])
only_jsonrpc = versions(REAL_VERSION, protocols=["jsonrpc"])


@dataclass(frozen=True)
class Endpoint:
    """One Odoo over one protocol. `variables` lead there, `transport` carries requests (None: a socket)."""

    version: int
    protocol: ProtocolName
    variables: dict[str, str]
    transport: httpx.BaseTransport | None
    simulated: SimulatedOdoo | None

    def settings(self, **changed: str) -> OdooSettings:
        return Settings({**self.variables, **changed}).odoo

    def connect(self, **changed: str) -> Odoo:
        """The client under test, with variables replaced (`ODOO_API_KEY="nonsense"`); it tries everything once."""
        return Odoo.connect(self.settings(**changed), transport=self.transport, retry_policy=NO_RETRIES)

    def raw(self) -> httpx.Client:
        """For what the client hides: the shapes of answers themselves."""
        return httpx.Client(base_url=self.variables["ODOO_BASE_URL"], transport=self.transport, timeout=60)


def open_endpoint(kind: int | Literal["real"], protocol: ProtocolName) -> Endpoint:
    if kind != "real":
        return simulated(kind, protocol)
    missing = [
        name for name in ("ODOO_BASE_URL", "ODOO_DB", "ODOO_USERNAME", "ODOO_PASSWORD") if name not in os.environ
    ]
    if missing:
        pytest.skip(f"no real Odoo: {', '.join(missing)} not set")
    variables = {name: value for name, value in os.environ.items() if name.startswith("ODOO_")}
    return Endpoint(REAL_VERSION, protocol, _for(protocol, variables), None, None)


def simulated(version: int, protocol: ProtocolName) -> Endpoint:
    odoo = SimulatedOdoo(version=version)
    shop.fill(odoo, days=7, orders=60)
    variables = {
        "ODOO_BASE_URL": "http://odoo.test",
        "ODOO_DB": odoo.database,
        "ODOO_USERNAME": odoo.login,
        "ODOO_PASSWORD": odoo.password,
        "ODOO_API_KEY": min(odoo.api_keys),
    }
    return Endpoint(version, protocol, _for(protocol, variables), odoo.transport(), odoo)


def _for(protocol: ProtocolName, variables: dict[str, str]) -> dict[str, str]:
    other = {"json2": "ODOO_PASSWORD", "jsonrpc": "ODOO_API_KEY"}[protocol]
    return {name: value for name, value in variables.items() if name != other} | {"ODOO_PROTOCOL": protocol}


def ids_of(odoo: Odoo, model: str, domain: Domain | None = None) -> list[int]:
    """All ids of a model, read as a sweep reads them: in pages by `id > last`."""
    found: list[int] = []
    while True:
        last = found[-1] if found else 0
        page = odoo.page(model, domain=[["id", ">", last], *(domain or [])], fields=["id"], limit=7, order="id")
        if not page.rows:
            return found
        found += [row["id"] for row in page.rows]


def one(odoo: Odoo, model: str, record_id: int, *fields: str) -> dict[str, Any]:
    """One record through `page`, archived or not; an empty dict when there is none."""
    rows = odoo.page(model, domain=[["id", "=", record_id]], fields=list(fields), limit=1).rows
    return rows[0] if rows else {}


@contextmanager
def new_record(odoo: Odoo, model: str, values: dict[str, Any]) -> Iterator[int]:
    """A record that is gone afterwards."""
    created = cast(list[int], odoo.call(model, "create", vals_list=[values]))
    try:
        yield created[0]
    finally:
        if one(odoo, model, created[0], "id"):
            odoo.call(model, "unlink", ids=created)
