"""A retail day is a day in the shop's time zone."""

from __future__ import annotations

import psycopg
import pytest

from tests.warehouse.retail import Db, column, fill_names, ingest, line, one, order


@pytest.mark.parametrize("readers_zone", ["UTC", "Pacific/Honolulu"])
@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("UTC", "2026-11-21T23:59:59Z", "2026-11-21"),
        ("Asia/Manila", "2026-11-21T15:59:59Z", "2026-11-21"),  # 23:59:59 there
        ("Asia/Manila", "2026-11-30T16:00:00Z", "2026-12-01"),  # midnight there
        ("America/New_York", "2026-11-01T03:59:59Z", "2026-10-31"),  # 23:59:59, summer time, -4
        ("America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"),  # 23:59:59, winter time, -5
        ("America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"),
        ("Asia/Kathmandu", "2026-11-21T18:15:00Z", "2026-11-22"),  # +5:45
    ],
)
def test_a_day_begins_and_ends_at_the_shops_midnight(
    db: Db, zone: str, instant: str, day: str, readers_zone: str
) -> None:
    db.execute("update scout.settings set value = %s where key = 'time_zone'", (zone,))
    db.execute("select set_config('timezone', %s, false)", (readers_zone,))
    ingest(db, "pos.order", order(1, date_order=instant))
    ingest(db, "pos.order.line", line(1, 1))
    db.execute("select scout.refresh_gold()")
    for view in ("transactions", "transaction_items", "v_tx_trends"):
        assert db.execute(f"select business_date::text from scout.{view}").fetchone() == (day,), view
    assert one(db, "select month::text from scout.v_product_mix") == f"{day[:7]}-01"


def test_a_shop_may_have_a_zone_of_its_own_and_an_order_without_a_shop_has_the_common_one(db: Db) -> None:
    """Also before the shop itself has come."""
    db.execute("update scout.settings set value = 'Asia/Manila' where key = 'time_zone'")
    db.execute("insert into scout.store_settings (store_id, time_zone) values (2, 'Asia/Dubai')")
    shops = {1: 1, 2: 2, 3: None}
    ingest(db, "pos.order", *(order(n, config_id=shop, date_order="2026-11-21T17:00:00Z") for n, shop in shops.items()))
    days = column(db, "select business_date::text from scout.transactions order by source_id")
    assert days == ["2026-11-22", "2026-11-21", "2026-11-22"]
    fill_names(db)
    assert column(db, "select time_zone from scout.stores order by id") == ["Asia/Manila", "Asia/Dubai"]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "+08"])
def test_a_zone_that_does_not_exist_is_refused(db: Db, zone: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="is not known"):
        db.execute("insert into scout.store_settings (store_id, time_zone) values (1, %s)", (zone,))
