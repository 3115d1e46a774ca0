"""Both ends tried once, for a person who waits: an answer within seconds, or the error that says what to mend."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any, cast

from cli.terminal_text import counted
from shared.errors import ScoutError, WarehouseNotReady
from shared.odoo.client import Odoo, as_promised
from shared.retries import NO_RETRIES
from shared.settings import OdooSettings, WarehouseSettings
from shared.warehouse.migrations import pending
from shared.warehouse.open import open_warehouse

_REACHED = frozenset({"PGRST106", "PGRST202", "42883", "3F000", "42P01"})
"""Codes that only somebody gets whose key was taken: what is missing are exposed schemas or migrations."""


@dataclass(frozen=True, slots=True)
class Reached:
    """`said`: what answers there. Of Odoo also where, in which version, the databases it names, its time zone."""

    said: str
    address: str = ""
    version: tuple[int, int] = (0, 0)
    databases: tuple[str, ...] = ()
    time_zone: str = ""


def reach_odoo(settings: OdooSettings) -> Reached:
    """Without logging in. Raises `OdooUnreachable`."""
    with Odoo.connect(settings, retry_policy=NO_RETRIES) as odoo:
        version = odoo.version
        said = f"Odoo {version[0]}.{version[1]} answers at {settings.base_url}."
        return Reached(said, address=settings.base_url, version=version, databases=odoo.databases())


def log_in(settings: OdooSettings) -> Reached:
    """Raises `LoginRefused`, `OdooUnreachable`."""
    with Odoo.connect(settings, retry_policy=NO_RETRIES) as odoo:
        who = odoo.identity
        companies = ", ".join(str(company) for company in who.company_ids)
        said = f"{odoo.name} lets user {who.user_id} in, who works for company {companies}."
        return Reached(said, time_zone=_time_zone(odoo))


def reach_warehouse(settings: WarehouseSettings) -> Reached:
    """Migrations may be missing. Raises `WarehouseUnreachable`; `WarehouseNotReady` also to a user without rights."""
    with open_warehouse(settings, retry_policy=NO_RETRIES) as warehouse:
        if settings.db_url is not None:
            missing = pending(settings)
            if missing:
                left = f"{counted(len(missing), 'migration')} to apply: scout migrate"
                return Reached(f"{warehouse.name} answers; {left}.")
        try:
            warehouse.call("record_checksum", {"p_odoo_id": 1, "p_write_date": None})
        except WarehouseNotReady as error:
            if settings.db_url is not None or error.server_code not in _REACHED:
                raise
            return Reached(f"{warehouse.name} answers and takes the key. {error}")
        accepted = "is up to date" if settings.db_url is not None else "takes the key"
        return Reached(f"{warehouse.name} answers and {accepted}.")


def _time_zone(odoo: Odoo) -> str:
    """The company's, else the user's; empty where Odoo tells neither."""
    found = ""
    with contextlib.suppress(ScoutError):
        user = _read(odoo, "res.users", odoo.identity.user_id, "tz", "company_id")
        found = str(user["tz"] or "")
        company = _read(odoo, "res.company", user["company_id"], "partner_id")
        found = str(_read(odoo, "res.partner", company["partner_id"], "tz")["tz"] or found)
    return found


def _read(odoo: Odoo, model: str, record_id: int, *fields: str) -> dict[str, Any]:
    with as_promised(f"{model}.read"):
        rows = cast(list[dict[str, Any]], odoo.call(model, "read", ids=[record_id], fields=[*fields], load=None))
        return rows[0]
