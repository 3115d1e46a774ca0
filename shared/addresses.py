"""Addresses in the settings: taken apart, checked, and never quoted, because a password may be a part of them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_PAGE_OF_ODOO = re.compile(r"/(?:odoo|web|my|json|jsonrpc|xmlrpc)(?:/.*)?$")
"""From here on a path is a page or an endpoint of Odoo's, not the place where Odoo is."""

_THIS_MACHINE = re.compile(r"(localhost|127\.[\d.]+|\[::1\])(:\d+)?(/|$)")


def split_address(value: str) -> SplitResult:
    """The parts of an address; the standard library's own error would quote it, password and all."""
    try:
        return urlsplit(value)
    except ValueError:
        raise ValueError("cannot be read as an address; percent-encode special characters of the password") from None


def has_a_port_or_none(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:  # no number, or none of a port: what stands there may be a part of the password
        return False


def http_url(value: str) -> str:
    parts = split_address(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not has_a_port_or_none(parts):
        raise ValueError("must be an address such as https://shop.example.com")
    if parts.username or parts.password:
        raise ValueError("must not contain credentials")
    return value.rstrip("/")


def odoo_root(value: str) -> str:
    """Where Odoo answers, from what a browser shows while a person works in it: its page is cut off."""
    address = value.strip()
    if "://" not in address:
        address = f"{'http' if _THIS_MACHINE.match(address) else 'https'}://{address}"
    parts = split_address(http_url(address))
    return f"{parts.scheme}://{parts.netloc}{_PAGE_OF_ODOO.sub('', parts.path).rstrip('/')}"
