"""Odoo's server, its slots and the role, held against what a mirror needs."""

from __future__ import annotations

from collections.abc import Mapping

from shared.cdc import administrator
from shared.cdc.administrator import quoted
from shared.cdc.preflight_finding import Finding, fail, passed, warn
from shared.cdc.source_facts import AnySlot, ServerCheck
from shared.formatting import listed, size

ROLE = "scout_mirror"
"""What the statements call the role, where the one that asked should not be used."""

_KEEP_MB = 10_240
_LONG_WRITER_SECONDS = 300


OLDEST_VERSION = 150_000


class ServerFindings:
    """`fit`: the tables that can be published, and their columns."""

    def __init__(self, facts: ServerCheck, slot: str, fit: Mapping[str, tuple[str, ...]]) -> None:
        self.facts = facts
        self.slot = slot
        self.fit = fit

    @property
    def own_slot(self) -> AnySlot | None:
        return next((one for one in self.facts.slots if one.name == self.slot), None)

    def server(self) -> list[Finding]:
        return [self._version(), self._wal_level(), self._slot_count(), self._senders(), self._keep(), *self._traps()]

    def _version(self) -> Finding:
        facts = self.facts
        named = f"PostgreSQL {facts.version_text}, database {facts.database}"
        if facts.version < OLDEST_VERSION:
            return fail(
                "version",
                f"{named}: it cannot leave columns out of a publication.",
                "Upgrade to PostgreSQL 15 or later; until then read through the API, odoo_mirror shows that too.",
            )
        if facts.is_standby:
            return fail("version", f"{named} is a standby: it makes no slot that survives.", "Connect to the primary.")
        trap = (
            " Keep the order publication, then slot: what was written before the publication is passed over in silence."
            if facts.version >= 180_000
            else " Keep the order publication, then slot: a slot older than its publication fails for ever."
        )
        return passed("version", f"{named}.{trap}")

    def _wal_level(self) -> Finding:
        if self.facts.wal_level == "logical":
            return passed("wal_level", "logical")
        return fail(
            "wal_level",
            f"wal_level is {self.facts.wal_level}: nothing can be followed.",
            "Set it to logical and restart PostgreSQL (a few seconds without Odoo).",
            administrator.statement("wal_level"),
        )

    def _slot_count(self) -> Finding:
        limit, used = self.facts.max_replication_slots, len(self.facts.slots)
        if self.own_slot or used < limit:
            return passed("max_replication_slots", f"{used} of {limit} are used.")
        return fail(
            "max_replication_slots",
            f"All {limit} replication slots are used.",
            "Drop what nobody reads any more, or allow more and restart PostgreSQL.",
            administrator.statement("slots", number=limit + 4),
        )

    def _senders(self) -> Finding:
        limit, used = self.facts.max_wal_senders, self.facts.senders
        if used < limit:
            return passed("max_wal_senders", f"{used} of {limit} are used.")
        return warn(
            "max_wal_senders",
            f"All {limit} WAL senders are used: scout cdc follow would find none.",
            "Allow more and restart PostgreSQL; scout cdc run needs none.",
            administrator.statement("senders", number=limit + 4),
        )

    def _keep(self) -> Finding:
        if self.facts.slot_keep_mb >= 0:
            return passed(
                "max_slot_wal_keep_size",
                f"{self.facts.slot_keep_mb:,} MB: a mirror that is further behind loses its slot and reads all again.",
            )
        return warn(
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
                warn(
                    "idle_replication_slot_timeout",
                    f"A slot that nobody reads for {idle:,} s is lost.",
                    "Run the mirror more often than that, or set it to 0.",
                )
            )
        silent = [one.name for one in self.facts.standby_slots if not one.active]
        if silent:
            found.append(
                fail(
                    "synchronized_standby_slots",
                    f"It names {listed(silent)}, which nobody reads: no change would ever come through.",
                    "After a failover take these names out of synchronized_standby_slots, and reload.",
                )
            )
        if self.facts.oldest_writer_seconds > _LONG_WRITER_SECONDS and self.own_slot is None:
            minutes = self.facts.oldest_writer_seconds // 60
            found.append(
                warn(
                    "open transaction",
                    f"A transaction has been writing for {minutes} minutes; a new slot waits for its end.",
                    "Wait for it, or see pg_stat_activity where backend_xid is not null.",
                )
            )
        if not self.facts.encrypted and not self.facts.is_local:
            found.append(
                warn(
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
            return [fail("role", f"{facts.user} has no attribute REPLICATION.", "Let an administrator give it.", own)]
        if role.superuser or role.owns_tables:
            what = "a superuser" if role.superuser else "the owner of tables"
            statements = f"{administrator.statement('role', role=ROLE)}\n{administrator.grants(ROLE, self.fit)}"
            message = f"{facts.user} is {what}: whoever has ODOO_DB_URL can change Odoo's data."
            return [warn("role", message, "Use a role of its own that can only follow.", statements)]
        return [passed("role", f"{facts.user} may replicate, and owns nothing."), *self._rights()]

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
            fail(
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
            found.append(passed("slot", f"{self.slot} is not there yet; scout cdc start makes it."))
        elif not own.is_logical or own.plugin != "pgoutput" or own.database != self.facts.database:
            found.append(
                fail(
                    "slot",
                    f"{self.slot} is not ours: plugin {own.plugin or 'none'}, database {own.database or 'none'}.",
                    "Give ours another name: SCOUT_MIRROR_SLOT.",
                )
            )
        elif own.wal_status == "lost":
            found.append(
                fail("slot", f"{self.slot} is lost: changes are missing.", "Run: scout cdc start (it reads all again)")
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
                warn(
                    "other slots",
                    f"Nobody reads {listed(forgotten)}: they keep that much log on Odoo's disk.",
                    "Ask whose they are, and drop them: select pg_drop_replication_slot('…');",
                )
            )
        return found


def _kept(slot: AnySlot) -> Finding:
    retained, safe = slot.retained_bytes or 0, slot.safe_bytes
    told = f"{slot.name} keeps {size(retained)} of log" + ("" if safe is None else f", {size(safe)} more are safe")
    if slot.wal_status == "unreserved" or (safe is not None and safe <= 0):
        return fail("slot", f"{told}: it is lost at the next checkpoint.", "Run the mirror now: scout cdc run")
    if safe is not None and retained > safe:
        return warn("slot", f"{told}: half of it is used.", "Run the mirror: scout cdc run (or follow)")
    return passed("slot", f"{told}.")
