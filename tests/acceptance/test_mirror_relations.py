"""odoo_mirror in both its forms, over a real Odoo 19's tables: the same names, types, rows and walls.

The replicated form stands on tables made from Odoo's own catalogue and filled from it, as the first copy does.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg import sql

from shared.cdc.published_columns import published_columns
from shared.models.catalogue import built_in_streams
from shared.settings import MIRRORED_TABLES
from tests.acceptance.conftest import RealWorld
from tests.acceptance.test_erp import declared
from tests.warehouse.mirror import follow

pytestmark = [pytest.mark.odoo, pytest.mark.parametrize("protocol", ["json2"])]

MODELS = (
    "res.company", "res.partner", "account.move", "account.move.line", "project.project", "project.task", "hr.employee",
    "hr.expense", "product.template",
)  # fmt: skip
MIRRORED = (*MIRRORED_TABLES, "product_template")
"""The last has translated names."""
READER = "superset_readonly"
COLUMNS = """select attname::text, format_type(atttypid, null) from pg_attribute
              where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by 1"""

OTHERWISE_TOLD = """select field from scout.stream_fields
                     where replace(stream, '.', '_') = %s and (company_dependent or type = 'properties')"""
"""The database keeps what was set and for which company, the API tells of every company and explains the properties."""


def columns(db: psycopg.Connection[Any], relation: str) -> dict[str, str]:
    return dict(db.execute(COLUMNS, [relation]).fetchall())


def replicate(real: RealWorld, table: str) -> None:
    """The table as Odoo has it, with its rows, declared live."""
    there = columns(real.odoo_db, f"public.{table}")
    names = published_columns(table, there)
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    target = sql.Identifier("cdc", f"mirror_{table}")
    definitions = sql.SQL(", ").join(sql.SQL("{} " + there[name]).format(sql.Identifier(name)) for name in names)
    real.db.execute(sql.SQL("create table {} ({}, primary key (id))").format(target, definitions))
    real.db.execute(sql.SQL("grant select, insert, update, delete on {} to service_role").format(target))
    source = sql.SQL("copy (select {} from {}) to stdout").format(listed, sql.Identifier(table))
    with (
        real.odoo_db.cursor().copy(source) as read,
        real.db.cursor().copy(sql.SQL("copy {} ({}) from stdin").format(target, listed)) as written,
    ):
        for block in read:
            written.write(block)
    follow(real.db, table, "copying")
    assert real.value("select form from cdc.shown_tables where table_name = %s", table) == "read"
    follow(real.db, table, "live")


def shown(real: RealWorld, role: str) -> dict[str, dict[int, dict[str, Any]]]:
    """Every row of every table, as the role sees it."""
    found = {}
    with real.db.transaction():
        real.db.execute(f"set local role {role}".encode())
        for table in MIRRORED:
            if columns(real.db, f"odoo_mirror.{table}"):
                statement = sql.SQL("select id, to_jsonb(t) from {} t").format(sql.Identifier("odoo_mirror", table))
                found[table] = dict(real.db.execute(statement).fetchall())
    return found


def told(value: Any) -> Any:
    """What the API tells of a value of the database: numbers and booleans are never null, of instants the seconds."""
    if value is False or value == 0:
        return None
    if isinstance(value, float | int) and value is not True:
        return Decimal(str(value)).normalize()
    if isinstance(value, str) and len(value) > 19 and value[10] == "T":
        return value[:19]
    return value


@pytest.fixture
def read(real: RealWorld) -> RealWorld:
    """A warehouse that has read these models, and a role that sees one company and no persons."""
    declared(real, *MODELS)
    real.db.execute(
        "select scout.declare_personal(%s)", [json.dumps([one.personal_declaration for one in built_in_streams()])]
    )
    assert real.sync(streams=list(MODELS), mode="full").status == "completed"
    real.db.execute("insert into scout.company_access values (%s, 1)", [READER])
    real.db.execute("select cdc.use_views('[\"product_template\"]')")
    return real


def test_both_forms_have_the_same_names_types_rows_and_walls(read: RealWorld) -> None:
    types = {table: columns(read.db, f"odoo_mirror.{table}") for table in MIRRORED}
    assert types.pop("hr_expense_sheet") == {}, "Odoo 19 has none"
    before, seen_before = shown(read, "service_role"), shown(read, READER)
    invoices = read.rows("select * from odoo_mirror.v_invoice_summary order by id")
    waiting = read.rows("select * from odoo_mirror.get_pending_expenses()")
    assert invoices
    assert waiting
    for table in types:
        replicate(read, table)
    assert read.rows("select distinct form, notice from cdc.shown_tables where table_name <> 'hr_expense_sheet'") == [
        ("replicated", None)
    ]
    for table, expected in types.items():
        assert columns(read.db, f"odoo_mirror.{table}") == expected
        assert expected.keys() == set(published_columns(table, columns(read.odoo_db, f"public.{table}"))), table
    assert types["product_template"]["name"] == "jsonb"
    after = shown(read, "service_role")
    for table, expected_rows in before.items():
        assert expected_rows
        hidden = (
            after[table].keys() - expected_rows.keys()
        )  # by Odoo's rules from the user that reads: others' own tasks
        assert expected_rows.keys() <= after[table].keys()
        assert {number for number in hidden if after[table][number].get("project_id", "") is not None} == set()
        other = {name for (name,) in read.rows(OTHERWISE_TOLD, table)}
        different = {
            (name, number, after[table][number][name], value)
            for number, row in expected_rows.items()
            for name, value in row.items()
            if name not in other and told(after[table][number][name]) != told(value)
        }
        assert different == set(), table
    assert {table: found.keys() for table, found in shown(read, READER).items()} == {
        table: found.keys() for table, found in seen_before.items()
    }
    assert read.rows("select * from odoo_mirror.v_invoice_summary order by id") == invoices
    assert read.rows("select * from odoo_mirror.get_pending_expenses()") == waiting


def test_the_mirror_is_taken_down_and_its_readers_stay(read: RealWorld) -> None:
    read.db.execute("create view public.totals as select sum(amount_total) as total from odoo_mirror.account_move")
    replicate(read, "account_move")
    total = read.value("select total from public.totals")
    assert read.value("select form from cdc.shown_tables where table_name = 'account_move'") == "replicated"
    read.value("select cdc.leave_slot('odoo_pub_scout', '[]')")
    read.db.execute("drop table cdc.mirror_account_move")
    assert read.value("select form from cdc.shown_tables where table_name = 'account_move'") == "read"
    assert read.value("select total from public.totals") == total


def test_each_way_holds_the_other_to_account(read: RealWorld) -> None:
    """Every table of a real Odoo, equal; then raw SQL, which only the mirror sees, is told with its column."""
    for table in MIRRORED[:5]:
        replicate(read, table)
    found = {one["table"]: one for one in read.value("select cdc.compare_mirrors()")}
    assert found.keys() == set(MIRRORED[:5])
    for one in found.values():
        assert (one["differing"], one["only_read"], one["not_read_yet"], one["read_is_newer"]) == (0, 0, 0, 0), one
        assert one["read"] > 0
    read.db.execute(
        "update cdc.mirror_account_move set amount_residual = 7 where id = (select min(id) from cdc.mirror_account_move)"
    )
    read.db.execute(
        "update cdc.mirror_hr_expense set name = 'Later', write_date = write_date + interval '1 hour' where id = 1"
    )
    read.db.execute("delete from cdc.mirror_project_task where id = (select min(id) from odoo_raw.project_task)")
    found = {one["table"]: one for one in read.value("select cdc.compare_mirrors()")}
    assert (found["account_move"]["differing"], found["account_move"]["columns"]) == (1, {"amount_residual": 1})
    assert (found["hr_expense"]["differing"], found["hr_expense"]["not_read_yet"]) == (0, 1)
    assert (found["project_task"]["differing"], found["project_task"]["only_read"]) == (0, 1)
