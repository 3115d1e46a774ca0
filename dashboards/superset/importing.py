"""Brings the dashboards into a running Superset, in steps that may each be repeated.

    log in → the warehouse answers Superset → its login sees each relation → assets → roles and rules

Nothing is imported before the warehouse was found to answer and to have every relation.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from dashboards.superset.access import Access
from dashboards.superset.bundle import Edition, Files, bundle, sqlalchemy_address, with_password, zipped
from dashboards.superset.client import Superset
from dashboards.superset.description import Description
from shared.errors import SupersetRefused, WarehouseNotReady


@dataclass(frozen=True, slots=True)
class Imported:
    """`addresses`: of the dashboards by title. `companies`: those that the warehouse's login sees."""

    addresses: dict[str, str]
    companies: tuple[int, ...]


def import_dashboards(
    superset: Superset,
    description: Description,
    *,
    warehouse: SecretStr,
    edition: Edition | None = None,
    embed_on: tuple[str, ...] = (),
) -> Imported:
    """All of the description. `warehouse`: the address of the reading login, as Superset reaches it.

    Raises `WarehouseNotReady` where a relation is missing, `SupersetRefused`, `SupersetUnreachable`, `InputError`.
    """
    edition = edition or Edition()
    address, password = sqlalchemy_address(warehouse)
    files = bundle(description, address=address, edition=edition)
    passwords = {edition.database_file: password} if password else {}
    _try_connection(superset, with_password(address, password))
    database_files = {name: files[name] for name in ("metadata.yaml", edition.database_file)}
    _upload(superset, database_files, passwords)
    _require_relations(superset, description, edition)
    _upload(superset, files, passwords)
    companies = _companies(superset, edition)
    Access(superset, edition).admit(description, companies, embed_on=embed_on)
    addresses = {
        edition.title(board.title): f"{superset.url}/superset/dashboard/{edition.slug(board.slug)}/"
        for board in description.dashboards
    }
    return Imported(addresses, companies)


def _upload(superset: Superset, files: Files, passwords: dict[str, str]) -> None:
    superset.upload("assets/import/", bundle=zipped(files), passwords=passwords)


def _try_connection(superset: Superset, address: str) -> None:
    try:
        superset.post("database/test_connection/", {"sqlalchemy_uri": address, "database_name": "Scout"})
    except SupersetRefused as error:
        raise SupersetRefused(
            "Superset cannot reach the warehouse with the address given.",
            fix="Check SUPERSET_WAREHOUSE_URL: Superset's own machine has to reach it, and its login needs a password.",
        ) from error


def _require_relations(superset: Superset, description: Description, edition: Edition) -> None:
    database = _database_id(superset, edition)
    here: set[str] = set()
    for schema in sorted({relation.partition(".")[0] for relation in description.relations}):
        path = f"database/{database}/tables/?q=(force:!t,schema_name:{schema})"
        try:
            here |= {f"{schema}.{row['value']}" for row in superset.get(path)["result"]}
        except SupersetRefused as error:
            raise WarehouseNotReady(
                f"Superset cannot list the relations of schema {schema}.",
                fix="Grant superset_readonly to the login; see docs/guides/superset.md.",
            ) from error
    if missing := sorted(description.relations - here):
        ours = any(name.startswith("scout.") for name in missing)
        raise WarehouseNotReady(
            f"The warehouse has no {', '.join(missing)}.",
            fix="Run: scout migrate" if ours else "Build the dbt project (dbt build), then import again.",
        )


def _database_id(superset: Superset, edition: Edition) -> int:
    uuid = edition.uuid("database", "Warehouse")
    for row in superset.rows("database/"):
        if row.get("uuid") == uuid:
            return int(row["id"])
    raise SupersetRefused(f"Superset took the database {edition.database}, and does not show it.")


def _companies(superset: Superset, edition: Edition) -> tuple[int, ...]:
    """Read through Superset, so with the very login that the dashboards read with."""
    uuid = edition.uuid("dataset", "companies")
    dataset = next(int(row["id"]) for row in superset.rows("dataset/") if row["uuid"] == uuid)
    query = {"columns": ["company_id"], "row_limit": 10000, "orderby": [["company_id", True]]}
    answer = superset.post(
        "chart/data", {"datasource": {"id": dataset, "type": "table"}, "queries": [query], "force": True}
    )
    return tuple(int(row["company_id"]) for row in answer["result"][0]["data"])
