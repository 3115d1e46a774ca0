"""Refreshing gold: by service_role, without locking readers out, one at a time, and recorded."""

from __future__ import annotations

import psycopg
import pytest

from tests.warehouse.retail import Db, blocked_elsewhere, column, ingest, line, one, order


def test_a_refresh_by_service_role_answers_and_records_every_gold_view(db: Db) -> None:
    """Gold is not its to write; a new gold view that nobody refreshes would stay as it was made."""
    ingest(db, "pos.order", order(1), order(2, date_order="2026-11-22T10:00:00Z"))
    ingest(db, "pos.order.line", line(1, 1))
    db.execute("set role service_role")
    answer = one(db, "select scout.refresh_gold()")
    assert {view: refresh["row_count"] for view, refresh in answer.items()} == {
        "gold_daily_sales": 2,
        "gold_product_mix": 1,
    }
    assert sorted(answer) == column(
        db, "select viewname::text from pg_views where schemaname = 'scout' and viewname ^@ 'gold_' order by 1"
    )
    assert all(one["finished_at"] >= one["started_at"] and one["duration_seconds"] >= 0 for one in answer.values())
    db.execute("select scout.refresh_gold()")
    latest = "select view_name, row_count, started_at > %s::timestamptz from scout.gold_refreshes order by 1"
    recorded = db.execute(latest, [answer["gold_product_mix"]["finished_at"]]).fetchall()
    assert recorded == [("gold_daily_sales", 2, True), ("gold_product_mix", 1, True)]


def test_what_is_not_known_of_an_order_is_0_in_gold_and_null_for_people(db: Db) -> None:
    ingest(db, "pos.order", order(1, config_id=None))
    ingest(db, "pos.order.line", line(1, 1))
    db.execute("select scout.refresh_gold()")
    for view in ("gold_daily_sales", "gold_product_mix"):
        assert db.execute(f"select store_id, currency_id from scout.{view}").fetchall() == [(0, 0)]
    assert db.execute("select store_id, currency from scout.v_tx_trends").fetchall() == [(None, None)]


def test_readers_are_not_locked_out_and_a_second_refresh_waits_for_the_first(db: Db, database_url: str) -> None:
    ingest(db, "pos.order", order(1))
    with psycopg.connect(database_url) as refreshing:
        refreshing.execute("select scout.refresh_gold()")
        db.execute("set statement_timeout = '5s'")
        assert one(db, "select count(*) from scout.v_tx_trends") == 0
        ingest(db, "pos.order", order(2))
        with blocked_elsewhere(db, database_url, "select scout.refresh_gold()"):
            refreshing.commit()
    assert one(db, "select orders from scout.v_tx_trends") == 2


@pytest.mark.parametrize("role", ["anon", "authenticated", "superset_readonly"])
@pytest.mark.parametrize(
    "view", ["gold_daily_sales", "gold_product_mix", "daily_sales_rows", "product_mix_rows", "gold_orders", "changes"]
)
def test_nobody_but_service_role_reads_what_does_not_keep_companies_apart(db: Db, role: str, view: str) -> None:
    """Invariant 14."""
    db.execute(f"grant usage on schema scout to {role}")
    db.execute(f"set role {role}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute(f"select from scout.{view}")
