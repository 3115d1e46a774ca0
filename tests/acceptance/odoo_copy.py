"""A copy of the demo database with an Odoo of its own (`scripts/odoo19`), for what cannot be changed back."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from demo.postgres import _free_port
from tests.acceptance.conftest import RealWorld

SCRIPT = Path(__file__).parents[2] / "scripts" / "odoo19"
STARTS_WITHIN_SECONDS = 60


@contextlib.contextmanager
def copied_odoo(variables: dict[str, str]) -> Iterator[dict[str, str]]:
    """The variables that lead to the copy; it is dropped afterwards. `variables`: of the one that is up."""
    name = f"{variables['ODOO_DB']}_{uuid.uuid4().hex[:8]}"
    port = str(_free_port())
    own = {**os.environ, "ODOO19_DB": variables["ODOO_DB"], "ODOO19_PORT": port}
    subprocess.run([SCRIPT, "copy", name], env=own, check=True, timeout=60)
    try:
        with subprocess.Popen([SCRIPT, "serve", name], env=own, stderr=subprocess.DEVNULL) as server:
            try:
                _wait(f"http://127.0.0.1:{port}/json/version", server)
                database, _, _ = variables["ODOO_PG_URL"].rpartition("/")
                yield {
                    **variables,
                    "ODOO_BASE_URL": f"http://127.0.0.1:{port}",
                    "ODOO_DB": name,
                    "ODOO_PG_URL": f"{database}/{name}",
                }
            finally:
                server.kill()
    finally:
        subprocess.run([SCRIPT, "drop", name], env=own, check=True, timeout=60)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, timeout=5).is_success:
                return
        time.sleep(0.2)
    raise AssertionError(f"the copy's Odoo does not answer at {url}; exit code {server.poll()}")


def install(real: RealWorld, *modules: str) -> None:
    """As its user does it, with a button; those that are there already are left alone."""
    missing: Any = real.odoo.call(
        "ir.module.module", "search", domain=[["name", "in", list(modules)], ["state", "!=", "installed"]]
    )
    if missing:
        real.odoo.call("ir.module.module", "button_immediate_install", ids=missing)
    left: Any = real.odoo.call(
        "ir.module.module", "search_count", domain=[["name", "in", list(modules)], ["state", "=", "installed"]]
    )
    assert left == len(modules)
