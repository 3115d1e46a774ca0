"""A mirror without replication: tables as the engine makes them, in Odoo's types, with rows put in by hand."""

from __future__ import annotations

from typing import Any

from psycopg import sql

from tests.warehouse.retail import Db, Payload, one

PARTNER = {
    "id": "integer", "name": "character varying", "email": "character varying", "parent_id": "integer",
    "company_id": "integer", "is_company": "boolean", "write_date": "timestamp without time zone",
}  # fmt: skip
MOVE = {
    "id": "integer", "name": "character varying", "move_type": "character varying", "partner_id": "integer",
    "company_id": "integer", "invoice_date": "date", "amount_total": "numeric",
    "invoice_partner_display_name": "character varying",
}  # fmt: skip
EXPENSE = {
    "id": "integer", "name": "character varying", "date": "date", "employee_id": "integer", "state": "character varying",
    "total_amount": "numeric", "company_id": "integer",
}  # fmt: skip
SHEET = {"id": "integer", "name": "character varying", "state": "character varying", "company_id": "integer"}


def mirror(db: Db, table: str, columns: dict[str, str], *rows: Payload) -> None:
    """The table, live, with these rows."""
    make(db, table, columns)
    put(db, table, *rows)
    follow(db, table, "live")
    assert (
        one(db, "select form || coalesce(notice, '') from cdc.shown_tables where table_name = %s", table)
        == "replicated"
    )


def follow(db: Db, table: str, state: str) -> None:
    """As the engine writes down how far a table is."""
    db.execute(
        "insert into cdc.slots (slot, publication) values ('odoo_pub_scout', 'odoo_pub_scout') on conflict do nothing"
    )
    db.execute(
        "insert into cdc.relations (table_name, slot) values (%s, 'odoo_pub_scout') on conflict do nothing", [table]
    )
    db.execute("update cdc.relations set state = %s, columns = '[]' where table_name = %s", [state, table])


def make(db: Db, table: str, columns: dict[str, str]) -> None:
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    db.execute(f"create table cdc.mirror_{table} ({listed}, primary key (id))".encode())
    db.execute(f"grant select, insert, update, delete on cdc.mirror_{table} to service_role".encode())


def put(db: Db, table: str, *rows: Payload) -> None:
    """As the applier does: the rows, then what is withheld of them, in one transaction."""
    with db.transaction():
        for row in rows:
            names, values = sql.SQL(", ").join(map(sql.Identifier, row)), list(row.values())
            places = sql.SQL(", ").join([sql.Placeholder()] * len(row))
            target = sql.Identifier("cdc", f"mirror_{table}")
            db.execute(sql.SQL("delete from {} where id = %s").format(target), [row["id"]])
            db.execute(sql.SQL("insert into {} ({}) values ({})").format(target, names, places), values)
        db.execute("select cdc.withhold(%s)", [table])


def partner(number: int, **values: Any) -> Payload:
    return {"id": number, "name": f"Partner {number}", "email": f"p{number}@example.com", "company_id": None, **values}


def invoice(number: int, **values: Any) -> Payload:
    return {
        "id": number, "name": f"INV/{number}", "move_type": "out_invoice", "partner_id": 7, "company_id": 1,
        "invoice_date": "2026-11-21", "amount_total": 112, "invoice_partner_display_name": "Ann", **values,
    }  # fmt: skip


def expense(number: int, **values: Any) -> Payload:
    return {
        "id": number, "name": f"Taxi {number}", "date": "2026-11-21", "employee_id": 1, "state": "submitted",
        "total_amount": 20, "company_id": 1, **values,
    }  # fmt: skip
