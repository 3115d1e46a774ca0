"""What changed is noted in the commit that changes it, and each reader is told it until it says that it has dealt with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from shared.models.stream import Stream
from tests.conftest import MIGRATIONS
from tests.warehouse.retail import Db, Payload, ingest, line, one, order, payment, refused

EARLY, LATE = "2026-11-01T10:00:00Z", "2026-11-09T20:30:00Z"


@pytest.fixture(autouse=True)
def shop(db: Db) -> None:
    """Three orders and a line, all seen by the reader."""
    ingest(db, "pos.order", *(order(number, date_order=EARLY) for number in (1, 2, 3)))
    ingest(db, "pos.order.line", line(1, 1))
    confirm(db)


def read(db: Db, reader: str = "lake") -> dict[str, Any]:
    answer: dict[str, Any] = one(db, "select scout.read_changes(%s)", reader)
    return answer


def confirm(db: Db, reader: str = "lake") -> None:
    one(db, "select scout.confirm_changes(%s, %s)", reader, read(db, reader)["snapshot"])


def told(db: Db) -> list[tuple[Any, ...]]:
    """model, ids, parents and moments of each change that the reader has not seen."""
    answer = read(db)
    assert not answer["rebuild"]
    return [
        (
            one_["model"], one_["ids"], one_["parent_ids"],
            one_["moments"] and [f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for at in one_["moments"]],
        )
        for one_ in answer["changes"]
    ]  # fmt: skip


def declare(db: Db, **definition: Any) -> None:
    db.execute("select scout.declare_model(%s)", [json.dumps(Stream(**definition).declaration)])


@pytest.mark.parametrize(
    ("change", "noted"),
    [
        ("update scout.bronze_pos_order set deleted_at = now() where odoo_id > 1", ("pos.order", [2, 3], None, [EARLY])),
        ("delete from scout.bronze_pos_order where odoo_id = 2", ("pos.order", [2], None, [EARLY])),
        ("delete from scout.bronze_pos_order_line", ("pos.order.line", [1], [1], None)),
        ("truncate scout.bronze_pos_order", ("pos.order", None, None, None)),
        ("update scout.settings set value = 'Asia/Manila' where key = 'time_zone'", ("scout.settings", None, None, None)),
        ("insert into scout.store_settings values (7, 'Asia/Manila')", ("scout.store_settings", [7], None, None)),
    ],
)  # fmt: skip
def test_what_no_page_brings_is_noted_too(db: Db, change: str, noted: tuple[Any, ...]) -> None:
    db.execute(change.encode())
    assert told(db) == [noted]


@pytest.mark.parametrize(
    ("model", "payload", "noted"),
    [
        ("pos.order", order(2, date_order=LATE), ("pos.order", [2], None, [EARLY, LATE])),
        ("pos.order", order(2, date_order="2026-13-01T00:00:00Z"), ("pos.order", [2], None, [EARLY])),
        ("pos.order.line", line(1, 3), ("pos.order.line", [1], [1, 3], None)),
        ("pos.order.line", line(2, 2) | {"order_id": "x"}, ("pos.order.line", [2], [], None)),
        ("pos.payment", payment(5, 2), ("pos.payment", [5], [2], None)),
        ("res.partner", {"id": 4, "name": "Ana"}, ("res.partner", [4], None, None)),
    ],
)
def test_a_page_notes_what_it_changes_with_parents_and_dates_before_and_now(
    db: Db, model: str, payload: Payload, noted: tuple[Any, ...]
) -> None:
    """A value that is none stops no page."""
    ingest(db, model, payload)
    assert told(db) == [noted]


@pytest.mark.parametrize(
    "change",
    [
        "update scout.settings set value = 'Nobody knows' where key = 'unknown_label'",
        "update scout.bronze_pos_order set deleted_at = now() where odoo_id = 99",
        "select scout.rebuild_silver()",
    ],
)
def test_what_changes_nothing_is_not_noted(db: Db, change: str) -> None:
    db.execute(change.encode())
    ingest(db, "pos.order", order(1, date_order=EARLY))
    assert told(db) == []


def test_a_page_that_is_committed_late_is_told_then_and_a_refused_one_never(db: Db, database_url: str) -> None:
    with psycopg.connect(database_url) as page:
        ingest(page, "pos.order", order(1, date_order=LATE))
        ingest(db, "pos.order.line", line(1, 2))
        assert [change[0] for change in told(db)] == ["pos.order.line"]
        confirm(db)
        page.commit()
        assert [change[0] for change in told(db)] == ["pos.order"]
        confirm(db)
        ingest(page, "pos.order", order(1))
        page.rollback()
    assert told(db) == []


def test_changes_are_told_until_the_reader_confirms_them_and_kept_until_all_have(db: Db) -> None:
    """By service_role, which is who reads over the Data API."""
    db.execute("set role service_role")
    confirm(db, "dbt")
    ingest(db, "pos.order", order(1, date_order=LATE))
    assert told(db) == told(db) != []
    confirm(db)
    assert told(db) == []
    one(db, "select scout.prune_changes()")
    assert len(read(db, "dbt")["changes"]) == 1
    confirm(db, "dbt")
    assert one(db, "select scout.prune_changes()")["changes"] == 1
    assert one(db, "select count(*) from scout.changes") == 0


@pytest.mark.parametrize(
    "change",
    [
        "update scout.change_readers set system_identifier = 1",
        "update scout.change_readers set read_at = now() - interval '31 days'; select scout.prune_changes()",
        "delete from scout.change_readers",
    ],
)
def test_who_cannot_be_told_what_changed_is_told_to_read_everything(db: Db, change: str) -> None:
    db.execute(change.encode())
    assert read(db)["rebuild"]
    confirm(db)
    assert told(db) == []


def test_notes_of_another_cluster_go_once_its_dump_is_read(db: Db) -> None:
    db.execute("insert into scout.changes (model, xact) values ('pos.order', '999999999999')")
    one(db, "select scout.prune_changes()")
    assert told(db) == []


def test_a_model_of_ones_own_notes_by_the_business_date_it_declares(db: Db) -> None:
    declare(db, model="account.move", business_date="invoice_date")
    declare(db, model="account.move.line", business_date="move_id.invoice_date")
    confirm(db)
    ingest(db, "account.move", {"id": 1, "invoice_date": "2026-11-05"}, {"id": 2, "invoice_date": None})
    ingest(db, "account.move.line", {"id": 8, "move_id": 1})
    assert told(db) == [
        ("account.move", [1, 2], None, ["2026-11-05T00:00:00Z"]), ("account.move.line", [8], [1], None),
    ]  # fmt: skip
    confirm(db)
    declare(db, model="account.move", business_date="date")
    assert told(db) == [("account.move", None, None, None)]


def test_a_definition_that_says_nothing_of_business_dates_leaves_the_declared_one(db: Db) -> None:
    """As an older release sends it."""
    answer = one(db, "select scout.declare_model(scout.declared_model('pos.order') - 'business_date')")
    assert (answer["creates"], answer["alters"]) == ([], [])
    assert one(db, "select date_field from scout.bronze_tables where model = 'pos.order'") == "date_order"


def test_views_that_users_made_of_gold_stop_the_migration_by_name(empty: Db) -> None:
    """Dropping a materialized view would take them along."""
    files = sorted(MIGRATIONS.glob("*.sql"))
    by_day = next(file for file in files if file.name.endswith("_refresh_gold_by_day.sql"))
    for file in files[: files.index(by_day)]:
        empty.execute(file.read_bytes())
    empty.execute("create schema reports")
    empty.execute("create view reports.best_days as select * from scout.gold_daily_sales")
    empty.execute("grant select on scout.gold_product_mix to outbox_author")
    with refused("2BP01", "reports.best_days", "scout migrate"):
        empty.execute(by_day.read_bytes())
    assert one(empty, "select relkind from pg_class where oid = 'scout.gold_daily_sales'::regclass") == "m"
    empty.execute("drop view reports.best_days; create view reports.trends as select * from scout.v_tx_trends")
    empty.execute(by_day.read_bytes())
    assert one(empty, "select has_table_privilege('outbox_author', 'scout.gold_product_mix', 'select')")
