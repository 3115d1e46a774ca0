"""`scout cdc check`: what Odoo's server lacks for a mirror, what would bite later, and the statements that mend it.

It changes nothing, needs no right but to connect, and can be asked before there is a role, a publication or a slot.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import psycopg
from pydantic import BaseModel, ConfigDict

from shared.cdc import administrator
from shared.cdc.administrator import quoted
from shared.cdc.published_columns import published_columns
from shared.cdc.source_facts import AnySlot, PublishedTable, ServerCheck, TableCheck, may_stream, read_facts
from shared.foreign_text import fit_to_show, without_secrets
from shared.formatting import counted, listed, size

ROLE = "scout_mirror"
"""What the statements call the role, where the one that asked should not be used."""

_OLDEST = 150_000
_KEEP_MB = 10_240
_LONG_WRITER_SECONDS = 300

Verdict = Literal["pass", "warn", "fail"]


class Finding(BaseModel):
    """`fix`: what to do in words. `sql`: the same as statements for Odoo's administrator, where there are some."""

    model_config = ConfigDict(frozen=True)

    check: str
    verdict: Verdict
    message: str
    fix: str = ""
    sql: str = ""


class Preflight(BaseModel):
    """`ok`: nothing failed. `columns`: what may be published of each table that is there."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    findings: list[Finding]
    sql: str
    columns: dict[str, tuple[str, ...]] = {}


def check_source(
    url: str,
    *,
    slot: str,
    publication: str,
    tables: Sequence[str],
    left_out: Mapping[str, Collection[str]] | None = None,
) -> Preflight:
    """Looks once. `left_out`: columns by table that are not to leave Odoo beside those that never do.

    Raises nothing of psycopg's: a server that does not answer is a finding.
    """
    try:
        facts = read_facts(url, publication=publication, tables=tuple(tables))
    except psycopg.Error as error:
        said = fit_to_show(without_secrets(str(error)).strip().partition("\n")[0])
        fix = "Check ODOO_DB_URL (or ODOO_DB_HOST and the others), pg_hba.conf, the firewall or the tunnel."
        return Preflight(ok=False, findings=[Finding(check="reachable", verdict="fail", message=said, fix=fix)], sql="")
    refused = may_stream(url)
    check = _Check(facts, slot, publication, left_out or {})
    findings = [
        *check.server(),
        *check.role(),
        _streaming(refused),
        *check.slots(),
        *check.tables(),
        *check.published(),
    ]
    return Preflight(
        ok=all(one.verdict != "fail" for one in findings),
        findings=findings,
        sql="\n\n".join(dict.fromkeys(one.sql for one in findings if one.sql)),
        columns=check.columns,
    )


def _streaming(refused: str) -> Finding:
    if not refused:
        return _passed("streaming", "The replication protocol gets through: scout cdc follow works, and scout cdc run.")
    said = fit_to_show(without_secrets(refused).partition("\n")[0])
    return Finding(
        check="streaming",
        verdict="warn",
        message=f"The replication protocol does not get through: {said}",
        fix="scout cdc run works all the same. For scout cdc follow: connect to PostgreSQL itself, not to a pooler.",
    )


def _passed(check: str, message: str) -> Finding:
    return Finding(check=check, verdict="pass", message=message)


def _warn(check: str, message: str, fix: str, sql: str = "") -> Finding:
    return Finding(check=check, verdict="warn", message=message, fix=fix, sql=sql)


def _fail(check: str, message: str, fix: str, sql: str = "") -> Finding:
    return Finding(check=check, verdict="fail", message=message, fix=fix, sql=sql)


class _Check:
    def __init__(
        self, facts: ServerCheck, slot: str, publication: str, left_out: Mapping[str, Collection[str]]
    ) -> None:
        self.facts = facts
        self.slot = slot
        self.publication = publication
        self.columns = {
            name: allowed
            for name, table in facts.tables.items()
            if table.is_table
            and table.columns
            and (allowed := published_columns(name, table.columns, left_out=left_out.get(name, ())))
        }

    @property
    def fit(self) -> dict[str, tuple[str, ...]]:
        """The tables that can be published without breaking Odoo: whose rows something identifies."""
        return {
            name: columns
            for name, columns in self.columns.items()
            if _identity(self.facts.tables[name], columns) is None
        }

    @property
    def own_slot(self) -> AnySlot | None:
        return next((one for one in self.facts.slots if one.name == self.slot), None)

    def server(self) -> list[Finding]:
        return [self._version(), self._wal_level(), self._slot_count(), self._senders(), self._keep(), *self._traps()]

    def _version(self) -> Finding:
        facts = self.facts
        named = f"PostgreSQL {facts.version_text}, database {facts.database}"
        if facts.version < _OLDEST:
            return _fail(
                "version",
                f"{named}: it cannot leave columns out of a publication.",
                "Upgrade to PostgreSQL 15 or later; until then read through the API, odoo_mirror shows that too.",
            )
        if facts.is_standby:
            return _fail("version", f"{named} is a standby: it makes no slot that survives.", "Connect to the primary.")
        trap = (
            " Keep the order publication, then slot: what was written before the publication is passed over in silence."
            if facts.version >= 180_000
            else " Keep the order publication, then slot: a slot older than its publication fails for ever."
        )
        return _passed("version", f"{named}.{trap}")

    def _wal_level(self) -> Finding:
        if self.facts.wal_level == "logical":
            return _passed("wal_level", "logical")
        return _fail(
            "wal_level",
            f"wal_level is {self.facts.wal_level}: nothing can be followed.",
            "Set it to logical and restart PostgreSQL (a few seconds without Odoo).",
            administrator.statement("wal_level"),
        )

    def _slot_count(self) -> Finding:
        limit, used = self.facts.max_replication_slots, len(self.facts.slots)
        if self.own_slot or used < limit:
            return _passed("max_replication_slots", f"{used} of {limit} are used.")
        return _fail(
            "max_replication_slots",
            f"All {limit} replication slots are used.",
            "Drop what nobody reads any more, or allow more and restart PostgreSQL.",
            administrator.statement("slots", number=limit + 4),
        )

    def _senders(self) -> Finding:
        limit, used = self.facts.max_wal_senders, self.facts.senders
        if used < limit:
            return _passed("max_wal_senders", f"{used} of {limit} are used.")
        return _warn(
            "max_wal_senders",
            f"All {limit} WAL senders are used: scout cdc follow would find none.",
            "Allow more and restart PostgreSQL; scout cdc run needs none.",
            administrator.statement("senders", number=limit + 4),
        )

    def _keep(self) -> Finding:
        if self.facts.slot_keep_mb >= 0:
            return _passed(
                "max_slot_wal_keep_size",
                f"{self.facts.slot_keep_mb:,} MB: a mirror that is further behind loses its slot and reads all again.",
            )
        return _warn(
            "max_slot_wal_keep_size",
            "Without limit: a mirror that nobody runs fills Odoo's disk, and then Odoo stops.",
            "Set it to what the disk can spare.",
            administrator.statement("slot_keep", megabytes=_KEEP_MB),
        )

    def _traps(self) -> list[Finding]:
        found = []
        idle = self.facts.idle_slot_seconds
        if idle > 0:
            found.append(
                _warn(
                    "idle_replication_slot_timeout",
                    f"A slot that nobody reads for {idle:,} s is lost.",
                    "Run the mirror more often than that, or set it to 0.",
                )
            )
        silent = [one.name for one in self.facts.standby_slots if not one.active]
        if silent:
            found.append(
                _fail(
                    "synchronized_standby_slots",
                    f"It names {listed(silent)}, which nobody reads: no change would ever come through.",
                    "After a failover take these names out of synchronized_standby_slots, and reload.",
                )
            )
        if self.facts.oldest_writer_seconds > _LONG_WRITER_SECONDS and self.own_slot is None:
            minutes = self.facts.oldest_writer_seconds // 60
            found.append(
                _warn(
                    "open transaction",
                    f"A transaction has been writing for {minutes} minutes; a new slot waits for its end.",
                    "Wait for it, or see pg_stat_activity where backend_xid is not null.",
                )
            )
        if not self.facts.encrypted and not self.facts.is_local:
            found.append(
                _warn(
                    "encryption",
                    "The connection is not encrypted: Odoo's rows and the password can be read on the way.",
                    "Add sslmode=verify-full to ODOO_DB_URL, or go through a tunnel.",
                )
            )
        return found

    def role(self) -> list[Finding]:
        facts, role = self.facts, self.facts.role
        if not role.replication and not role.superuser:
            own = administrator.statement("replication", role=quoted(facts.user))
            return [_fail("role", f"{facts.user} has no attribute REPLICATION.", "Let an administrator give it.", own)]
        if role.superuser or role.owns_tables:
            what = "a superuser" if role.superuser else "the owner of tables"
            statements = f"{administrator.statement('role', role=ROLE)}\n{administrator.grants(ROLE, self.fit)}"
            message = f"{facts.user} is {what}: whoever has ODOO_DB_URL can change Odoo's data."
            return [_warn("role", message, "Use a role of its own that can only follow.", statements)]
        return [_passed("role", f"{facts.user} may replicate, and owns nothing."), *self._rights()]

    def _rights(self) -> list[Finding]:
        """The copy reads tables; the log is read without asking anybody for SELECT."""
        rights = {name: self.facts.tables[name].readable_columns or {} for name in self.fit}
        lacking = {
            name: columns
            for name, columns in self.fit.items()
            if not all(rights[name].get(column) for column in columns)
        }
        if not lacking:
            return []
        return [
            _fail(
                "rights",
                f"{self.facts.user} may not read {listed(sorted(lacking))}: the first copy would fail.",
                "Let an administrator grant the columns.",
                administrator.grants(self.facts.user, lacking),
            )
        ]

    def slots(self) -> list[Finding]:
        found = []
        own = self.own_slot
        if own is None:
            found.append(_passed("slot", f"{self.slot} is not there yet; scout cdc start makes it."))
        elif not own.is_logical or own.plugin != "pgoutput" or own.database != self.facts.database:
            found.append(
                _fail(
                    "slot",
                    f"{self.slot} is not ours: plugin {own.plugin or 'none'}, database {own.database or 'none'}.",
                    "Give ours another name: SCOUT_MIRROR_SLOT.",
                )
            )
        elif own.wal_status == "lost":
            found.append(
                _fail("slot", f"{self.slot} is lost: changes are missing.", "Run: scout cdc start (it reads all again)")
            )
        else:
            found.append(_kept(own))
        forgotten = [
            f"{one.name} ({size(one.retained_bytes)})"
            for one in self.facts.slots
            if one.name != self.slot and not one.active and (one.retained_bytes or 0) > 1 << 30
        ]
        if forgotten:
            found.append(
                _warn(
                    "other slots",
                    f"Nobody reads {listed(forgotten)}: they keep that much log on Odoo's disk.",
                    "Ask whose they are, and drop them: select pg_drop_replication_slot('…');",
                )
            )
        return found

    def tables(self) -> list[Finding]:
        found = []
        absent = [name for name, table in self.facts.tables.items() if not table.is_table]
        if absent:
            found.append(_passed("tables", f"This Odoo has no {listed(absent)}: nothing to mirror there."))
        secret = [name for name, table in self.facts.tables.items() if table.is_table and name not in self.columns]
        if secret:
            fix = "Take it off SCOUT_MIRROR_TABLES."
            found.append(_fail("tables", f"{listed(secret)} is there for secrets and is never mirrored.", fix))
        for name, columns in self.columns.items():
            why = _identity(self.facts.tables[name], columns)
            if why is not None:
                found.append(self._unfit(name, why))
            if self.facts.tables[name].has_row_security and not self.facts.role.bypasses_row_security:
                fix = (
                    "Give the role BYPASSRLS: row level security would leave rows out of the first copy without a word."
                )
                found.append(_fail(f"table {name}", f"{name} has row level security.", fix))
        fit = sorted(self.fit)
        if fit:
            found.append(_passed("tables", f"{counted(len(fit), 'table')} can be mirrored: {listed(fit)}."))
        else:
            found.append(_fail("tables", "None of the tables is here.", "Is ODOO_DB_URL the database of Odoo?"))
        return found

    def _unfit(self, name: str, why: str) -> Finding:
        statements = administrator.statement("identity", table=quoted("public", name))
        has_key = bool(self.facts.tables[name].primary_key)
        fix = (
            "Give it its primary key as replica identity."
            if has_key
            else "Give the table a primary key, or leave it out."
        )
        message = f"{name}: {why}"
        if any(one.name == name for one in self._published()):
            return _fail(
                f"table {name}", f"{message} Odoo cannot change its rows NOW.", fix, statements if has_key else ""
            )
        return _fail(f"table {name}", message, fix, statements if has_key else "")

    def _published(self) -> tuple[PublishedTable, ...]:
        return self.facts.publication.tables if self.facts.publication else ()

    def published(self) -> list[Finding]:
        there = self.facts.publication
        name = self.publication
        if not self.fit or self.facts.version < _OLDEST:
            return []
        if there is None:
            statements = administrator.publication(name, self.fit, exists=False)
            if self.own_slot is not None:
                fix = "Run scout cdc drop, let an administrator make the publication, then: scout cdc start"
                return [
                    _fail("publication", f"{name} is missing, and the slot is older than any new one.", fix, statements)
                ]
            return [
                _fail("publication", f"There is no publication {name}.", "Let an administrator make it.", statements)
            ]
        if there.all_tables:
            return [
                _fail(
                    "publication",
                    f"{name} is for all tables: secrets leave Odoo, and tables without a key cannot be changed.",
                    "Run scout cdc drop, then let an administrator drop it and make it anew.",
                    f"{administrator.statement('drop', publication=quoted(name))}\n"
                    f"{administrator.publication(name, self.fit, exists=False)}",
                )
            ]
        return [*self._whole(), *self._lists()]

    def _whole(self) -> list[Finding]:
        there = self.facts.publication
        found = []
        if there and not there.whole:
            statements = administrator.statement("whole", publication=quoted(self.publication))
            message = f"{self.publication} does not publish every kind of change."
            found.append(
                _fail("publication", message, "Let an administrator widen it, then: scout cdc resync", statements)
            )
        filtered = [one.name for one in self._published() if one.is_filtered]
        if filtered:
            message = f"{self.publication} leaves rows of {listed(filtered)} out: the mirror never equals Odoo."
            found.append(_fail("publication", message, "Take the row filter out.", self._as_it_should_be()))
        return found

    def _as_it_should_be(self) -> str:
        return administrator.publication(self.publication, self.fit, exists=True)

    def _lists(self) -> list[Finding]:
        """What each table publishes, held against what it should."""
        published = {one.name: one for one in self._published() if one.schema_name == "public"}
        leaking, missing = [], []
        for name, one in published.items():
            allowed = self.columns.get(name, ())
            here = self.facts.tables.get(name)
            if here is None:
                continue
            if more := sorted(set(one.columns or ()) - set(allowed)):
                leaking.append(f"{name} ({listed(more)})")
            if less := sorted(set(allowed) - set(one.columns or ())):
                missing.append(f"{name} ({listed(less)})")
        absent = sorted(set(self.fit) - set(published))
        others = sorted(set(published) - set(self.facts.tables))
        found = []
        if leaking:
            message = f"{self.publication} publishes what must not leave Odoo: {listed(leaking)}."
            found.append(_fail("columns", message, "Let an administrator narrow it.", self._as_it_should_be()))
        if others:
            message = f"{self.publication} publishes {listed(others)} too, which nobody asked for."
            fix = "Name it in SCOUT_MIRROR_TABLES, or let an administrator take it out."
            found.append(_warn("columns", message, fix))
        if absent:
            message = f"{self.publication} lacks {listed(absent)}."
            found.append(_fail("publication", message, "Let an administrator add it.", self._as_it_should_be()))
        if missing:
            message = f"Odoo has columns that {self.publication} does not list, so they stay empty: {listed(missing)}."
            found.append(_warn("columns", message, "Let an administrator add them.", self._as_it_should_be()))
        if not found:
            found.append(_passed("publication", f"{self.publication} publishes what it should, and no secret."))
        found.append(
            _passed(
                "upgrades",
                "PostgreSQL refuses to change the type of a listed column, and so an upgrade of Odoo. Before one: "
                f"{administrator.statement('out', publication=quoted(self.publication), tables=listed_sql(published))} "
                "Afterwards scout cdc check prints how to put them back; they are read again.",
            )
        )
        return found


def listed_sql(tables: Collection[str]) -> str:
    return ", ".join(quoted("public", name) for name in tables)


def _identity(table: TableCheck, columns: Sequence[str]) -> str | None:
    """Why a table may not be published: an UPDATE of Odoo's would be refused, or a change could not be told apart."""
    if table.identity == "f":
        left_out = sorted(set(table.columns or ()) - set(columns))
        if left_out and table.primary_key:
            return "its replica identity is FULL, which no list of columns serves: Odoo's own updates would be refused."
        return None if table.primary_key else "no primary key, so a change cannot be told from another row's."
    key = table.identity_index if table.identity == "i" else table.primary_key if table.identity == "d" else None
    if not key:
        return "nothing identifies its rows: Odoo's own updates would be refused."
    hidden = sorted(set(key) - set(columns))
    return f"its key {listed(hidden)} may not be published." if hidden else None


def _kept(slot: AnySlot) -> Finding:
    retained, safe = slot.retained_bytes or 0, slot.safe_bytes
    told = f"{slot.name} keeps {size(retained)} of log" + ("" if safe is None else f", {size(safe)} more are safe")
    if slot.wal_status == "unreserved" or (safe is not None and safe <= 0):
        return _fail("slot", f"{told}: it is lost at the next checkpoint.", "Run the mirror now: scout cdc run")
    if safe is not None and retained > safe:
        return _warn("slot", f"{told}: half of it is used.", "Run the mirror: scout cdc run (or follow)")
    return _passed("slot", f"{told}.")
