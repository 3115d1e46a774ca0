"""A warehouse that the last release made and filled, brought up to date, equals a new one and has kept its rows (invariant 22)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from demo.postgres import Cluster
from shared.settings import Settings
from shared.warehouse.migrations import migrate
from tests.warehouse.retail import Db, column, one
from tests.warehouse.test_schemas import Rows, catalogue, differences, first_rows, rows

LAST_RELEASE = Path(__file__).with_name("last_release.sql")
DERIVED = {"scout.bronze_totals", "scout.deleted_records", "ops.outbox_plain_names"}
"""What migrations since then filled from rows that were there. Each has an assertion of its own below."""


@pytest.fixture(scope="module")
def before_and_after(cluster: Cluster, template: str) -> Iterator[tuple[Rows, Db]]:
    """The rows as the last release left them, and the database after `scout migrate`."""
    url = cluster.create_database("scout_upgraded")
    with psycopg.connect(url) as old:
        old.execute(LAST_RELEASE.read_bytes())
        before = rows(old)
    migrate(Settings({"SUPABASE_DB_URL": url}).warehouse)
    with psycopg.connect(url, autocommit=True) as db:
        yield before, db
    cluster.drop_database("scout_upgraded")


def new_rows(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What of `after` stands for no row of `before`; each of those must still be there, with columns added at most."""
    left = list(after)
    for row in before:
        kept = {
            name: value for name, value in row.items() if name != "last_seen_at"
        }  # migrating tries quarantine again
        same = next((one for one in left if one.items() >= kept.items()), None)
        assert same is not None, f"lost or changed: {row}"
        left.remove(same)
    return left


def test_an_upgraded_warehouse_equals_a_new_one(before_and_after: tuple[Rows, Db], db: Db) -> None:
    difference = differences(catalogue(before_and_after[1]), catalogue(db))
    assert not difference, f"- upgraded, + new\n{difference}"


def test_no_row_is_lost_and_only_those_come_that_a_new_warehouse_begins_with(
    before_and_after: tuple[Rows, Db], db: Db
) -> None:
    """A person's own change to such a row stays: here the time zone."""
    before, upgraded = before_and_after
    begins, now = first_rows(db), first_rows(upgraded)
    for table, found in rows(upgraded).items():
        added = new_rows(before.get(table, []), found)
        if table not in DERIVED and not table.startswith("scout.typed_"):
            assert all(any(row.items() >= each.items() for each in begins[table]) for row in added), table
            absent = [row for row in begins[table] if row not in now[table]]
            assert [row.get("key") for row in absent] == (["time_zone"] if table == "scout.settings" else []), table


def test_what_is_derived_from_old_rows_is_right(before_and_after: tuple[Rows, Db]) -> None:
    before, db = before_and_after
    for total in rows(db)["scout.bronze_totals"]:
        bronze = before["scout.bronze_" + total["model"].replace(".", "_")]
        live = [row["odoo_id"] for row in bronze if row["deleted_at"] is None]
        assert (total["live"], total["id_sum"]) == (len(live), sum(live)), total["model"]
    for table, was in before.items():
        if table.startswith("scout.silver_") and "refined_at" in (was[0] if was else {}):
            for row in was:
                del row["refined_at"]
            question = sql.SQL("select to_jsonb(t) - 'refined_at' from {} t").format(sql.Identifier(*table.split(".")))
            now = [row for (row,) in db.execute(question)]
            assert sorted(map(str, now)) == sorted(map(str, was)), table
    named = [(row["company_id"], row["external_id"]) for row in rows(db)["ops.outbox_plain_names"]]
    assert named == [(1, "__outbox__.ann"), (1, "__outbox__.ben")]


def test_old_messages_keep_their_order_and_new_ones_come_behind(before_and_after: tuple[Rows, Db]) -> None:
    db = before_and_after[1]
    with db.transaction(force_rollback=True):
        one(db, "select ops.enqueue_odoo('zoe', 'res.partner', 'upsert', '{\"name\": \"Zoe\"}')")
        db.execute("set constraints all immediate")
        ordered = column(db, "select idempotency_key from ops.odoo_outbox order by position")
    assert ordered == ["ann", "bad", "ben", "cleo", "zoe"]
