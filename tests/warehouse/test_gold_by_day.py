"""Gold after refreshes of changed days alone equals gold summed up anew, whatever changed and however late it was committed."""

from __future__ import annotations

import random

import psycopg
import pytest

from tests.warehouse.gold_history import History, days_recomputed, gold_rows
from tests.warehouse.retail import Db, ingest, line, one, order, payment


def rebuilt(db: Db) -> dict[str, list[object]]:
    db.execute("select scout.rebuild_gold()")
    return gold_rows(db)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_gold_equals_a_rebuild(db: Db, database_url: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    with psycopg.connect(database_url) as page:
        history = History(db, page, chance)
        days_recomputed(db)
        recomputed = []
        for number in range(120):
            history.step()
            if chance.random() < 0.3:
                history.page_step()
            if chance.random() < 0.1:
                page.commit()
            if chance.random() < 0.3:
                recomputed.append(days_recomputed(db))
            if number % 40 == 39:
                page.commit()
                recomputed.append(days_recomputed(db))
                kept = gold_rows(db)
                assert kept == rebuilt(db)
    assert min(recomputed) < 5, "every refresh summed up everything, so the days were not tried"


def test_a_refresh_with_nothing_new_recomputes_no_day(db: Db) -> None:
    shop = [order(n, date_order=f"2026-11-{n:02}T10:00:00Z") for n in range(1, 21)]
    ingest(db, "pos.order", *shop)
    ingest(db, "pos.order.line", *(line(n, n) for n in range(1, 21)))
    assert [days_recomputed(db), days_recomputed(db)] == [20, 0]
    ingest(db, "pos.order", *shop)  # as before
    ingest(db, "pos.payment", {"id": 1, "pos_order_id": 1, "payment_method_id": 1, "amount": 1})  # of no matter to gold
    assert days_recomputed(db) == 0
    ingest(db, "pos.order", shop[2] | {"date_order": "2026-11-09T10:00:00Z"})
    assert days_recomputed(db) == 2, "the day it left, and the one it came to"
    ingest(db, "pos.order.line", line(4, 5))
    assert days_recomputed(db) == 2, "those of the order that the line left, and of the one it came to"


def test_an_edit_of_a_shop_that_moves_no_order_recomputes_no_day(db: Db) -> None:
    ingest(db, "pos.config", {"id": 1, "name": "Makati", "company_id": 1, "currency_id": 1})
    ingest(db, "pos.order", *(order(n, date_order=f"2026-11-{n:02}T10:00:00Z") for n in range(1, 21)))
    days_recomputed(db)
    ingest(db, "pos.config", {"id": 1, "name": "Makati Avenue", "company_id": 1, "currency_id": 1})
    assert days_recomputed(db) == 0
    ingest(db, "pos.config", {"id": 1, "name": "Makati Avenue", "company_id": 1, "currency_id": 2})
    assert days_recomputed(db) == 20
    assert one(db, "select distinct currency_id from scout.gold_daily_sales") == 2


def test_what_a_transaction_changes_after_its_own_refresh_is_not_passed_over(db: Db, database_url: str) -> None:
    """Its own snapshot shows all of its work, once a later transaction has ended."""
    ingest(db, "pos.order", *(order(n, date_order=f"2026-11-{n:02}T10:00:00Z") for n in range(1, 21)))
    days_recomputed(db)
    with db.transaction():
        ingest(db, "pos.order", order(1, amount_total=1))
        with psycopg.connect(database_url) as later:
            ingest(later, "pos.payment", payment(1, 1))
        days_recomputed(db)
        ingest(db, "pos.order", order(2, amount_total=2))
    days_recomputed(db)
    kept = gold_rows(db)
    assert kept == rebuilt(db)


def test_silver_that_was_mended_from_bronze_is_mended_in_gold(db: Db) -> None:
    ingest(db, "pos.order", *(order(n, date_order=f"2026-11-{n:02}T10:00:00Z") for n in range(1, 21)))
    db.execute("update scout.silver_transactions set amount_total = 7 where id = 3")
    db.execute("select scout.refresh_gold(), scout.rebuild_silver()")
    days_recomputed(db)
    assert one(db, "select sum(gross_amount) from scout.gold_daily_sales") == 20 * 112
