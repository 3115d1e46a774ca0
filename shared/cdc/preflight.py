"""`scout cdc check`: what Odoo's server lacks for a mirror, what would bite later, and the statements that mend it.

It changes nothing, needs no right but to connect, and can be asked before there is a role, a publication or a slot.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import psycopg
from pydantic import BaseModel, ConfigDict

from shared.cdc.preflight_finding import Finding, passed
from shared.cdc.server_findings import ServerFindings
from shared.cdc.source_facts import may_stream, read_facts
from shared.cdc.table_findings import TableFindings
from shared.foreign_text import fit_to_show, without_secrets


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
    of_tables = TableFindings(facts, slot, publication, left_out or {})
    of_server = ServerFindings(facts, slot, of_tables.fit)
    findings = [
        *of_server.server(),
        *of_server.role(),
        _streaming(refused),
        *of_server.slots(),
        *of_tables.tables(),
        *of_tables.published(),
    ]
    return Preflight(
        ok=all(one.verdict != "fail" for one in findings),
        findings=findings,
        sql="\n\n".join(dict.fromkeys(one.sql for one in findings if one.sql)),
        columns=of_tables.columns,
    )


def _streaming(refused: str) -> Finding:
    if not refused:
        return passed("streaming", "The replication protocol gets through: scout cdc follow works, and scout cdc run.")
    said = fit_to_show(without_secrets(refused).partition("\n")[0])
    return Finding(
        check="streaming",
        verdict="warn",
        message=f"The replication protocol does not get through: {said}",
        fix="scout cdc run works all the same. For scout cdc follow: connect to PostgreSQL itself, not to a pooler.",
    )
