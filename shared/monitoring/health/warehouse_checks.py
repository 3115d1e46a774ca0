"""The warehouse: is it there, is it whole, and may it be used as it must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from pydantic import JsonValue

from shared.errors import PageTooLarge, ScoutError, SettingsError, StreamError, WarehouseNotReady
from shared.formatting import counted
from shared.models.stream import Stream
from shared.monitoring.health.check_lines import CheckLines, few
from shared.monitoring.health.health_facts import Facts, ServerFacts, Unseen
from shared.monitoring.health.health_report import HealthLine
from shared.settings import WarehouseSettings
from shared.warehouse.declarations import ModelChange, undeclared
from shared.warehouse.failures import READ_ONLY_FIX
from shared.warehouse.migrations import EDITED_FIX, all_migrations, edited, newer, pending
from shared.warehouse.protocol import Warehouse

OpenWarehouse = Callable[[WarehouseSettings], Warehouse]
Now = Callable[[], datetime]

_LINES = CheckLines("warehouse")
_OLDEST_VERSION = 150_000
_PAGE_SECONDS = 25

LONG_FUNCTIONS = (
    "ops.claim_messages", "ops.health_facts", "ops.purge_messages", "scout.changes_of_run", "scout.commit_page",
    "scout.compare_chunk", "scout.end_reconcile", "scout.preview_page", "scout.rebuild_silver", "scout.refresh_gold",
    "scout.settle_findings", "scout.sweep_chunk", "scout.tombstone_records",
)  # fmt: skip
"""What a run cannot do without and may take up to `_PAGE_SECONDS`: each has a time limit of its own, which the Data API
heeds; without it that of its role would cut them."""

_CHECKS = {
    "PGRST106": "schemas", "3F000": "migrations", "42883": "migrations", "42P01": "migrations",
    "PGRST202": "migrations", "42501": "grants", "28P01": "login", "28000": "login", "3D000": "login",
    "PGRST300": "login", "PGRST301": "login", "PGRST302": "login", "PGRST303": "login",
}  # fmt: skip
"""Which check an error's code belongs to (PostgreSQL manual, appendix A; PostgREST reference, *Errors*)."""


@dataclass(frozen=True)
class WarehouseView:
    """What was seen. `ahead`: how far the warehouse's clock is ahead of this machine's; None when not seen.

    `undeclared`: the models whose tables are not as their definitions say, or why nobody can say.
    """

    name: str
    lines: Sequence[HealthLine]
    facts: Facts
    ahead: timedelta | None = None
    undeclared: Sequence[ModelChange] | ScoutError = ()


def see_warehouse(
    settings: WarehouseSettings,
    streams: Sequence[Stream],
    *,
    open_warehouse: OpenWarehouse,
    now: Now,
    migrations: Path,
) -> WarehouseView:
    """Asks once for all groups. Raises nothing of our own tree: what went wrong is among the lines."""
    with open_warehouse(settings) as warehouse:
        try:
            # One function of each schema: over the Data API each is exposed, or is not.
            warehouse.call("record_checksum", {"p_odoo_id": 1, "p_write_date": None})
            began = now()
            answer = warehouse.call("ops.health_facts")
            ended = now()
        except ScoutError as error:
            why = Unseen("Not checked: the warehouse gave no answer; its own group says why.")
            return WarehouseView(warehouse.name, [_no_answer(error, settings, migrations)], Facts({}, unseen=why))
        facts = Facts(cast(Mapping[str, JsonValue], answer) if isinstance(answer, dict) else {})
        ahead = None if facts.now is None else facts.now - (began + (ended - began) / 2)
        return WarehouseView(warehouse.name, [], facts, ahead, _undeclared(warehouse, streams))


def _undeclared(warehouse: Warehouse, streams: Sequence[Stream]) -> Sequence[ModelChange] | ScoutError:
    try:
        return undeclared(warehouse, [stream.declaration for stream in streams])
    except WarehouseNotReady:  # a migration or a grant is missing, which lines of their own say
        return ()
    except ScoutError as error:
        return error


def warehouse_lines(view: WarehouseView, settings: WarehouseSettings, *, migrations: Path) -> list[HealthLine]:
    if view.facts.unseen is not None:
        return list(view.lines)
    direct = settings.db_url is not None
    adapter = "directly" if direct else "over the Data API, where the schemas scout and ops are exposed"
    reachable = _LINES.passed("reachable", f"{view.name} answers, {adapter}.")
    server = view.facts.server
    if isinstance(server, Unseen):
        return [reachable, _LINES.fail("grants", server.why, server.fix)]
    return [
        reachable,
        _version(server),
        _migrations(server, migrations),
        _grants(server),
        *_tables(server, view.undeclared),
        _timeouts(server, direct=direct),
        _extensions(server),
    ]


def unreadable_settings(error: SettingsError) -> WarehouseView:
    """Where the settings lead to no warehouse; the configuration group lists their problems."""
    line = _LINES.unknown(
        "reachable", f"Not checked: the settings lead nowhere ({counted(len(error.problems), 'problem')})."
    )
    return WarehouseView("", [line], Facts({}, unseen=Unseen("Not checked: no warehouse is set.")))


def _no_answer(error: ScoutError, settings: WarehouseSettings, migrations: Path) -> HealthLine:
    if isinstance(error, WarehouseNotReady):
        check = _CHECKS.get(error.server_code, "reachable")
        missing = _missing(_pending(settings, migrations)) if check == "migrations" else ""
        return _LINES.fail(check, f"{missing} {error.message}".strip(), error.fix)
    if isinstance(error, PageTooLarge):
        fix = "Look what holds the database up; raise the time limit of ops.health_facts if it is only large."
        return _LINES.fail("statement timeouts", error.message, fix)
    return _LINES.failure("reachable" if not isinstance(error, StreamError) else "answer", error)


def _pending(settings: WarehouseSettings, migrations: Path) -> list[str]:
    """Which files are missing, where the list can be read without the warehouse's own functions."""
    try:
        return pending(settings, directory=migrations) if settings.db_url is not None else []
    except ScoutError:
        return []


def _missing(names: Sequence[str]) -> str:
    if not names:
        return ""
    verb = "is" if len(names) == 1 else "are"
    return f"{counted(len(names), 'migration')} {verb} missing: {few(list(names))}."


def _version(server: ServerFacts) -> HealthLine:
    version = f"PostgreSQL {server.version.partition(' ')[0]}"
    if server.version_number < _OLDEST_VERSION:
        return _LINES.fail("version", f"{version} is too old.", "Upgrade to PostgreSQL 15 or later.")
    return _LINES.passed("version", f"{version}; 15 or later is needed.")


def _migrations(server: ServerFacts, directory: Path) -> HealthLine:
    try:
        files = all_migrations(directory)
    except WarehouseNotReady as error:
        return _LINES.unknown("migrations", error.message, error.fix)
    if server.migrations is None:
        return _LINES.unknown(
            "migrations",
            "The warehouse keeps no list of migrations: neither scout migrate nor supabase db push applied them.",
            "Apply those of the next release with one of the two.",
        )
    records = server.migration_records or []
    if names := edited(files, records):
        return _LINES.fail("migrations", f"Not the text that was applied: {few(names)}.", EDITED_FIX)
    missing = [one.path.name for one in files if one.version not in server.migrations]
    if missing:
        return _LINES.fail("migrations", _missing(missing), "Run: scout migrate (or supabase db push).")
    if names := newer(files, records):
        message = f"A newer release made this warehouse: it applied {few(names)}, which this one does not have."
        return _LINES.warn("migrations", message, "Deploy the newer release here too; the older one works meanwhile.")
    return _LINES.passed("migrations", f"All {len(files)} migrations are applied.")


def _grants(server: ServerFacts) -> HealthLine:
    if server.missing_grants:
        some = "; ".join(f"grant {grant} to service_role" for grant in server.missing_grants[:3])
        more = len(server.missing_grants) - 3
        return _LINES.fail(
            "grants",
            f"service_role lacks {few(server.missing_grants)}.",
            f"As the owner: {some}{f' (and {more} more)' if more > 0 else ''}",
        )
    if server.read_only:
        return _LINES.fail(
            "grants",
            "The database is read-only: nothing can be synced.",
            READ_ONLY_FIX,
        )
    if not server.may_write:
        return _LINES.fail(
            "grants",
            f"The warehouse's user {server.user} may read but not write: no sync can run as it.",
            "Set SUPABASE_DB_URL to the owner of the schemas (Supabase: postgres), or give it the role service_role.",
        )
    return _LINES.passed("grants", f"service_role may do all that is needed; asked as {server.user}.")


def _tables(server: ServerFacts, changes: Sequence[ModelChange] | ScoutError) -> list[HealthLine]:
    if isinstance(changes, ScoutError):
        return [_LINES.unknown("tables", changes.message, changes.fix)]
    if not changes or not server.may_write:  # whoever may not write does not see the lists of tables either
        return []
    told = few([f"{change.model}: {words}" for change in changes for words in change.words])
    return [
        _LINES.fail(
            "tables",
            f"The tables are not as the streams' definitions say: {told}.",
            "Run with the same SYNC_STREAMS_FILE: scout migrate",
        )
    ]


def _timeouts(server: ServerFacts, *, direct: bool) -> HealthLine:
    """The direct adapter sets a limit of its own in each transaction: there these settings mean nothing."""
    limits = {**dict.fromkeys(LONG_FUNCTIONS, server.role_timeout), **server.function_timeouts}
    short = {name: limit for name, limit in limits.items() if limit and limit < _PAGE_SECONDS * 1000}
    if not short:
        role = f"{server.role_timeout / 1000:g} s" if server.role_timeout else "no limit"
        message = f"A page has {_PAGE_SECONDS} s or more over the Data API, a small call {role}."
        return _LINES.passed("statement timeouts", message)
    cut = few([f"{name} after {limit / 1000:g} s" for name, limit in short.items()])
    first = next(iter(short))
    fix = f"As the owner: alter function {first} set statement_timeout = '{_PAGE_SECONDS}s' (and the others)."
    if direct:
        return _LINES.warn("statement timeouts", f"Over the Data API would be cut: {cut}. Not over this line.", fix)
    return _LINES.fail("statement timeouts", f"Would be cut: {cut}.", fix)


def _extensions(server: ServerFacts) -> HealthLine:
    without = {
        "pg_cron": "without pg_cron run scout gold every hour yourself",
        "pg_net": "without pg_net the database itself calls no function",
    }
    missing = [meaning for name, meaning in without.items() if not server.extensions.get(name)]
    there = [name for name in without if server.extensions.get(name)]
    found = "; ".join([*([f"{' and '.join(there)} installed"] if there else []), *missing])
    return _LINES.passed("extensions", f"{found[:1].upper() if not there else found[:1]}{found[1:]}.")
