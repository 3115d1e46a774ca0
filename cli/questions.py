"""What `scout init` asks a person, each answer tried at once."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from cli.connections import log_in, reach_odoo, reach_warehouse
from cli.context import Context
from cli.errors import tell_error
from shared.errors import ScoutError
from shared.odoo.versions import JSON2_FROM
from shared.settings import OdooSettings, Settings

Answers = dict[str, str]

_SECRETS = frozenset({"ODOO_API_KEY", "ODOO_PASSWORD", "SUPABASE_DB_URL", "SUPABASE_SERVICE_ROLE_KEY"})


class Questions:
    """Each is asked until its answer works. Enter keeps what is set already."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._answers: Answers = {}
        self._databases: Sequence[str] = ()
        self._needs_login = False
        self._time_zone = ""

    def ask(self) -> Answers:
        for step in (self._ask_address, self._ask_login, self._ask_warehouse, self._ask_time_zone):
            while True:
                try:
                    self._answers |= step()
                    break
                except ScoutError as error:
                    tell_error(self._context.err, error)
        return self._answers

    def _ask_address(self) -> Answers:
        address = self._prompt("Odoo's address", "ODOO_BASE_URL")
        found = reach_odoo(OdooSettings.at(address))
        self._say(found.said)
        self._databases, self._needs_login = found.databases, found.version < JSON2_FROM
        return {"ODOO_BASE_URL": found.address}

    def _ask_login(self) -> Answers:
        if len(self._databases) > 1:
            self._context.out.print(f"  Its databases: {', '.join(self._databases)}")
        given = {"ODOO_DB": self._prompt("Database", "ODOO_DB", proposed=next(iter(self._databases), ""))}
        key = self._prompt("API key of its user (empty: use a password)", "ODOO_API_KEY", may_be_empty=True)
        if self._needs_login or not key:
            given["ODOO_USERNAME"] = self._prompt("Login of the user", "ODOO_USERNAME")
        given |= {"ODOO_API_KEY": key} if key else {"ODOO_PASSWORD": self._prompt("Password", "ODOO_PASSWORD")}
        found = log_in(Settings(self._answers | given).odoo)
        self._say(found.said)
        self._time_zone = found.time_zone
        return given

    def _ask_warehouse(self) -> Answers:
        name = "SUPABASE_DB_URL"
        given = {
            name: self._prompt("Database's address, postgresql://… (empty: the Data API)", name, may_be_empty=True)
        }
        if not given[name]:
            given = {"SUPABASE_URL": self._prompt("Supabase project's address", "SUPABASE_URL")}
            given["SUPABASE_SERVICE_ROLE_KEY"] = self._prompt("Its secret key", "SUPABASE_SERVICE_ROLE_KEY")
        self._say(reach_warehouse(Settings(given).warehouse).said)
        return given

    def _ask_time_zone(self) -> Answers:
        zone = self._prompt("Time zone of the shops, where a day begins", "SYNC_TIME_ZONE", proposed=self._time_zone)
        return {"SYNC_TIME_ZONE": Settings({"SYNC_TIME_ZONE": zone}).migration.time_zone or "UTC"}

    def _prompt(self, words: str, name: str, *, proposed: str = "", may_be_empty: bool = False) -> str:
        """The answer, or what is set already, or `proposed`. A secret is neither shown nor proposed in the open."""
        known = self._context.settings.value(name) or proposed
        is_secret = name in _SECRETS
        answer: str = typer.prompt(
            f"{words} [Enter: the one that is set]" if is_secret and known else words,
            default=known or ("" if may_be_empty else None),
            show_default=bool(known) and not is_secret,
            hide_input=is_secret,
        )
        return answer.strip()

    def _say(self, said: str) -> None:
        self._context.out.print(f"✓ {said}", style="green")
