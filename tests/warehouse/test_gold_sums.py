"""What gold counts, and how the two dashboard views turn it into trends and shares."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.warehouse.retail import Db, column, fill_names, ingest, line, one, order


@pytest.fixture(autouse=True)
def names(db: Db) -> None:
    fill_names(db)


def refresh(db: Db) -> None:
    db.execute("select scout.refresh_gold()")


def test_only_paid_posted_and_invoiced_orders_count_and_only_once_gold_is_refreshed(db: Db) -> None:
    states = {1: "draft", 2: "paid", 3: "done", 4: "invoiced", 5: "cancel", 6: "waiting"}
    ingest(db, "pos.order", *(order(number, state=state) for number, state in states.items()))
    ingest(db, "pos.order", order(7, state="done", account_move=9))
    ingest(db, "pos.order.line", *(line(number, number) for number in range(1, 8)))
    assert one(db, "select count(*) from scout.v_tx_trends") == 0
    refresh(db)
    sales = "select orders, quantity, gross_amount, tax_amount, net_amount from scout.v_tx_trends"
    assert db.execute(sales).fetchall() == [(4, 4, 448, 48, 448)]
    mix = "select orders, quantity, revenue, revenue_incl from scout.v_product_mix"
    assert db.execute(mix).fetchall() == [(4, 4, 400, 448)]
    ingest(db, "pos.order", *(order(number, state="cancel") for number in range(1, 8)))
    assert db.execute(sales).fetchall() == [(4, 4, 448, 48, 448)]
    refresh(db)
    assert one(db, "select count(*) from scout.v_tx_trends") == 0


def test_a_refund_lowers_the_sums_and_is_shown_apart(db: Db) -> None:
    ingest(db, "pos.order", order(1), order(2, amount_total=56), order(3, amount_total=-112.0, amount_tax=-12.0))
    ingest(db, "pos.order", order(4, amount_total=-5, date_order="2026-11-22T10:00:00Z"))
    refresh(db)
    assert db.execute(
        "select orders, refunds, gross_amount, refunded_amount, average_basket from scout.v_tx_trends order by business_date"
    ).fetchall() == [(3, 1, 56, -112, 84), (1, 1, -5, -5, None)]


def test_days_shops_companies_and_currencies_are_not_added_together(db: Db) -> None:
    ingest(
        db, "pos.order",
        order(1), order(2, config_id=2, company_id=2), order(3, date_order="2026-11-22T10:00:00Z"), order(4, currency_id=2), order(5),
    )  # fmt: skip
    refresh(db)
    assert db.execute(
        "select business_date::text, company_name, store_name, currency, orders from scout.v_tx_trends order by 1, 2, 3, 4"
    ).fetchall() == [
        ("2026-11-21", "Cebu Foods", "Cebu", "USD", 1),
        ("2026-11-21", "Manila Foods", "Makati", "PHP", 2),
        ("2026-11-21", "Manila Foods", "Makati", "USD", 1),
        ("2026-11-22", "Manila Foods", "Makati", "PHP", 1),
    ]


def test_sums_equal_those_of_the_transactions(db: Db) -> None:
    own = {n: 1 + n % 2 for n in range(1, 101)}
    ingest(db, "pos.order", *(order(n, amount_total=n / 10, config_id=one, company_id=one) for n, one in own.items()))
    ingest(db, "pos.order.line", *(line(n, 1 + n // 2, qty=n % 5 - 1, product_id=1 + n % 2) for n in range(1, 200)))
    refresh(db)
    for gold, silver in (
        ("sum(orders), sum(gross_amount), sum(quantity) from scout.v_tx_trends",
         "count(*), sum(gross_amount), sum(quantity) from scout.transactions"),
        ("sum(quantity), sum(revenue) from scout.v_product_mix", "sum(quantity), sum(line_total) from scout.transaction_items"),
    ):  # fmt: skip
        assert db.execute(f"select {gold}").fetchall() == db.execute(f"select {silver}").fetchall()


def test_the_trend_is_the_mean_of_seven_calendar_days(db: Db) -> None:
    """Days without a sale count as zero; days before the shop's first sale do not count."""
    sales = {"2026-11-01": 70, "2026-11-02": 140, "2026-11-07": 70, "2026-11-09": 35, "2026-11-30": 7}
    ingest(
        db, "pos.order",
        *(order(n, date_order=f"{day}T10:00:00Z", amount_total=gross) for n, (day, gross) in enumerate(sales.items(), start=1)),
    )  # fmt: skip
    refresh(db)
    assert db.execute(
        "select extract(day from business_date)::int, gross_7_day_average, orders_7_day_average from scout.v_tx_trends order by 1"
    ).fetchall() == [
        (1, 70, 1),
        (2, 105, 1),
        (7, 40, Decimal("0.4286")),  # (70 + 140 + 70) / 7
        (9, 15, Decimal("0.2857")),  # (70 + 35) / 7: from the 3rd on
        (30, 1, Decimal("0.1429")),
    ]


def test_shares_are_parts_of_a_companys_month_in_one_currency(db: Db) -> None:
    ingest(db, "product.template", {"id": 3, "name": "Rice noodles", "categ_id": 2, "product_brand_id": None})
    ingest(db, "product.product", {"id": 3, "product_tmpl_id": 3})
    ingest(
        db,
        "pos.order",
        order(1),
        order(2, company_id=2),
        order(3, date_order="2026-12-01T10:00:00Z"),
        order(4, currency_id=2),
    )
    ingest(
        db, "pos.order.line",
        line(1, 1, product_id=1, price_subtotal=50), line(2, 1, product_id=2, price_subtotal=20),
        line(3, 1, product_id=3, price_subtotal=30), *(line(3 + n, n, product_id=1) for n in (2, 3, 4)),
    )  # fmt: skip
    refresh(db)
    assert db.execute(
        """select product_name, product_share, category_share, brand_share from scout.v_product_mix
            where month = '2026-11-01' and company_id = 1 and currency = 'PHP' order by product_id"""
    ).fetchall() == [
        ("Cup noodles", Decimal("0.5"), Decimal("0.8"), Decimal("0.5")),
        ("Pencil", Decimal("0.2"), Decimal("0.2"), Decimal("0.5")),
        ("Rice noodles", Decimal("0.3"), Decimal("0.8"), Decimal("0.5")),
    ]
    assert column(db, "select product_share from scout.v_product_mix where product_share = 1") == [1, 1, 1]


def test_shares_of_nothing_are_null(db: Db) -> None:
    ingest(db, "pos.order", order(1))
    ingest(db, "pos.order.line", line(1, 1), line(2, 1, qty=-1, price_subtotal=-100, product_id=2))
    refresh(db)
    shares = "select product_share, category_share, brand_share from scout.v_product_mix"
    assert db.execute(shares).fetchall() == [(None,) * 3] * 2
