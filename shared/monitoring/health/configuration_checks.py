"""The settings: every problem by its name."""

from __future__ import annotations

import contextlib
import re

from shared.errors import SettingsError
from shared.models.catalogue import load_catalogue
from shared.monitoring.health.check_lines import CheckLines
from shared.monitoring.health.cron_schedule import Schedule
from shared.monitoring.health.health_report import HealthLine
from shared.settings import OdooSettings, Settings, SyncSettings

_LINES = CheckLines("configuration")
_NAME = re.compile(r"[A-Z][A-Z0-9_]+")


def configuration_lines(settings: Settings) -> list[HealthLine]:
    problems = settings.problems()
    lines = [_problem(problem) for problem in problems]
    if not problems:
        said = f"All variables that are needed are set and well formed. {settings.notice}".strip()
        lines.append(_LINES.passed("settings", said))
    with contextlib.suppress(SettingsError):  # it is listed already
        lines.append(_protocol(settings.odoo))
    try:
        lines += [_secret(settings.sync), _schedule(settings.sync)]
        load_catalogue(settings.sync.streams_file, settings.sync.groups)
    except SettingsError as error:
        lines += [_problem(problem) for problem in error.problems if problem not in problems]
    return lines


def _problem(problem: str) -> HealthLine:
    found = _NAME.match(problem)
    name = found[0] if found else "settings"
    verb = "Set" if "missing" in problem else "Correct"
    return _LINES.fail(name, f"{problem}.", f"{verb} {name}; docs/reference/settings.md says what it means.")


def _protocol(odoo: OdooSettings) -> HealthLine:
    if odoo.protocol != "auto":
        return _LINES.passed("protocol", f"ODOO_PROTOCOL fixes it: {odoo.protocol}.")
    if odoo.api_key is not None:
        return _LINES.passed("protocol", "JSON-2 with the API key on Odoo 19 and later, JSON-RPC before.")
    return _LINES.passed("protocol", "JSON-RPC with the password; Odoo 22 will want an API key.")


def _secret(sync: SyncSettings) -> HealthLine:
    """Without a secret the functions are shut, not open: nothing to worry about where only the command line runs."""
    if sync.secret_problem and not sync.platform_authenticates:
        return _problem(sync.secret_problem)
    match len(sync.accepted_secrets):
        case _ if sync.platform_authenticates:
            told = "The platform checks who calls the functions (SYNC_PLATFORM_AUTHENTICATES)."
        case 0:
            told = "SYNC_SECRET is not set: the HTTP functions refuse every caller; the command line needs none."
        case 1:
            told = "SYNC_SECRET is set: callers of the HTTP functions must send it."
        case _:
            told = "SYNC_SECRET holds two secrets, so it is being rotated: take the old one out soon."
    return _LINES.passed("secret of the functions", told)


def _schedule(sync: SyncSettings) -> HealthLine:
    return _LINES.passed("SYNC_SCHEDULE", f"A sync is expected {Schedule(sync.schedule)} (SYNC_SCHEDULE, in UTC).")
