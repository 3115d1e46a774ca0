"""Which Odoo this is, asked without credentials, and which protocol follows from that."""

from __future__ import annotations

import re

from pydantic import JsonValue

from shared.errors import LoginRefused, OdooUnreachable
from shared.odoo.answer import parse
from shared.odoo.exchange import Exchange
from shared.odoo.failures import Asked, status_failure
from shared.odoo.jsonrpc import call_service
from shared.odoo.model import Protocol
from shared.settings import OdooSettings

JSON2_FROM = (19, 0)
_JSONRPC_GONE_FROM = (21, 1)
"""Odoo Online 21.1 and Odoo 22 no longer answer `/jsonrpc`."""

_ENDPOINTS = ("/web/version", "/json/version")
"""From 19 on; two, because a proxy may let only one of them through."""

_TRY_AGAIN = frozenset({429, 502, 503, 504})


def read_version(exchange: Exchange) -> tuple[int, int]:
    """Major and minor version. What has no version endpoint is asked over JSON-RPC, as older Odoos are.

    Raises `OdooTransientError`, `OdooUnreachable`.
    """
    asked = Asked(exchange.endpoint, "jsonrpc", "common", "version")
    for path in _ENDPOINTS:
        reply = exchange.get(path)
        if reply.status in _TRY_AGAIN:
            raise status_failure(reply, asked)
        if reply.status != 200:
            continue
        try:
            found = _version_in(parse(reply.content), "version_info", "version")
        except ValueError:
            continue  # a page of HTML: not the endpoint we mean
        if found:
            return found
    found = _version_in(
        call_service(exchange, "common", "version", [], asked).value, "server_version_info", "server_version"
    )
    if found:
        return found
    raise OdooUnreachable(f"{exchange.endpoint.host} does not say which Odoo it is.", fix="Check ODOO_BASE_URL.")


def choose_protocol(settings: OdooSettings, version: tuple[int, int]) -> Protocol:
    """By version and by which secret is set; never by what a first call answered."""
    if settings.api_key is not None and version >= JSON2_FROM:
        return "json2"
    if version >= _JSONRPC_GONE_FROM:
        raise LoginRefused(
            f"Odoo {version[0]}.{version[1]} accepts no password, only an API key.", fix="Set ODOO_API_KEY."
        )
    return "jsonrpc"


def _version_in(answer: JsonValue, info: str, text: str) -> tuple[int, int] | None:
    """`[19, 0, 0, "final", 0, ""]` or `["saas~18", 4, …]`; else the text `19.0`, `saas~18.4`, `16.0-20231106`."""
    if not isinstance(answer, dict):
        return None
    parts = answer.get(info)
    written = ".".join(str(part) for part in parts[:2]) if isinstance(parts, list) else str(answer.get(text, ""))
    found = re.search(r"(?<!\d)(\d{1,4})\.(\d{1,4})(?!\d)", written)
    return (int(found[1]), int(found[2])) if found else None
