"""Odoo's tables and the publication, held against what a mirror needs and what must not leave Odoo."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from shared.cdc import administrator
from shared.cdc.administrator import quoted
from shared.cdc.preflight_finding import Finding, fail, passed, warn
from shared.cdc.published_columns import published_columns
from shared.cdc.server_findings import OLDEST_VERSION
from shared.cdc.source_facts import PublishedTable, ServerCheck, TableCheck
from shared.formatting import counted, listed


class TableFindings:
    """`left_out`: columns by table that are not to leave Odoo beside those that never do."""

    def __init__(
        self, facts: ServerCheck, slot: str, publication: str, left_out: Mapping[str, Collection[str]]
    ) -> None:
        self.facts = facts
        self.publication = publication
        self.has_slot = any(one.name == slot for one in facts.slots)
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

    def tables(self) -> list[Finding]:
        found = []
        absent = [name for name, table in self.facts.tables.items() if not table.is_table]
        if absent:
            found.append(passed("tables", f"This Odoo has no {listed(absent)}: nothing to mirror there."))
        secret = [name for name, table in self.facts.tables.items() if table.is_table and name not in self.columns]
        if secret:
            fix = "Take it off SCOUT_MIRROR_TABLES."
            found.append(fail("tables", f"{listed(secret)} is there for secrets and is never mirrored.", fix))
        for name, columns in self.columns.items():
            why = _identity(self.facts.tables[name], columns)
            if why is not None:
                found.append(self._unfit(name, why))
            if self.facts.tables[name].has_row_security and not self.facts.role.bypasses_row_security:
                fix = (
                    "Give the role BYPASSRLS: row level security would leave rows out of the first copy without a word."
                )
                found.append(fail(f"table {name}", f"{name} has row level security.", fix))
        fit = sorted(self.fit)
        if fit:
            found.append(passed("tables", f"{counted(len(fit), 'table')} can be mirrored: {listed(fit)}."))
        else:
            found.append(fail("tables", "None of the tables is here.", "Is ODOO_DB_URL the database of Odoo?"))
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
            return fail(
                f"table {name}", f"{message} Odoo cannot change its rows NOW.", fix, statements if has_key else ""
            )
        return fail(f"table {name}", message, fix, statements if has_key else "")

    def _published(self) -> tuple[PublishedTable, ...]:
        return self.facts.publication.tables if self.facts.publication else ()

    def published(self) -> list[Finding]:
        there = self.facts.publication
        name = self.publication
        if not self.fit or self.facts.version < OLDEST_VERSION:
            return []
        if there is None:
            statements = administrator.publication(name, self.fit, exists=False)
            if self.has_slot:
                fix = "Run scout cdc drop, let an administrator make the publication, then: scout cdc start"
                return [
                    fail("publication", f"{name} is missing, and the slot is older than any new one.", fix, statements)
                ]
            return [
                fail("publication", f"There is no publication {name}.", "Let an administrator make it.", statements)
            ]
        if there.all_tables:
            return [
                fail(
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
                fail("publication", message, "Let an administrator widen it, then: scout cdc resync", statements)
            )
        filtered = [one.name for one in self._published() if one.is_filtered]
        if filtered:
            message = f"{self.publication} leaves rows of {listed(filtered)} out: the mirror never equals Odoo."
            found.append(fail("publication", message, "Take the row filter out.", self._as_it_should_be()))
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
            found.append(fail("columns", message, "Let an administrator narrow it.", self._as_it_should_be()))
        if others:
            message = f"{self.publication} publishes {listed(others)} too, which nobody asked for."
            fix = "Name it in SCOUT_MIRROR_TABLES, or let an administrator take it out."
            found.append(warn("columns", message, fix))
        if absent:
            message = f"{self.publication} lacks {listed(absent)}."
            found.append(fail("publication", message, "Let an administrator add it.", self._as_it_should_be()))
        if missing:
            message = f"Odoo has columns that {self.publication} does not list, so they stay empty: {listed(missing)}."
            found.append(warn("columns", message, "Let an administrator add them.", self._as_it_should_be()))
        if not found:
            found.append(passed("publication", f"{self.publication} publishes what it should, and no secret."))
        found.append(
            passed(
                "upgrades",
                "PostgreSQL refuses to change the type of a listed column, and so an upgrade of Odoo. Before one: "
                f"{administrator.statement('out', publication=quoted(self.publication), tables=_listed(published))} "
                "Afterwards scout cdc check prints how to put them back; they are read again.",
            )
        )
        return found


def _listed(tables: Collection[str]) -> str:
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
