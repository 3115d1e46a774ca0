"""What Odoo keeps for each company is typed and kept for each company, row by row (invariant 9)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.retail import Db, Payload, column, fill_names, ingest, one, rows

COSTS = "select product_id, company_id, standard_price::text from scout.silver_product_costs order by 1, 2"


def product(odoo_id: int, standard_price: Any, **values: Any) -> Payload:
    return {"id": odoo_id, "product_tmpl_id": 1, "standard_price": standard_price, **values}


def costs(db: Db) -> list[tuple[int, int, str | None]]:
    return [(row["product_id"], row["company_id"], row["standard_price"]) for row in rows(db, COSTS)]


def test_each_company_has_its_own_typed_row(db: Db) -> None:
    """Exact as written, zero is a cost, and null is none."""
    ingest(db, "product.product", product(1, {"1": 8.10, "2": 0.0}), product(2, {"1": 0.1, "30": None}))
    assert costs(db) == [(1, 1, "8.1"), (1, 2, "0.0"), (2, 1, "0.1"), (2, 30, None)]
    assert one(db, "select sum(standard_price) from scout.silver_product_costs") == Decimal("8.2")


def test_a_changed_value_changes_its_row_and_no_other_and_a_company_read_no_longer_leaves(db: Db) -> None:
    ingest(db, "product.product", product(1, {"1": 8.0, "2": 4.0}), product(2, {"1": 5.0, "2": 5.0}))
    ingest(db, "product.product", product(1, {"1": 8.0, "2": 4.5}), product(2, {"1": 5.0, "2": 5.0}))
    assert costs(db) == [(1, 1, "8.0"), (1, 2, "4.5"), (2, 1, "5.0"), (2, 2, "5.0")]
    ingest(db, "product.product", product(1, {"1": 8.0}), product(2, None))
    assert costs(db) == [(1, 1, "8.0")]
    assert column(db, "select id from scout.silver_products order by 1") == [1, 2]


def test_values_leave_with_their_record_and_return_with_it(db: Db) -> None:
    """A tombstone, its end, and rows taken out of bronze by hand."""
    ingest(db, "product.product", product(1, {"1": 8.0, "2": 4.0}), product(2, {"1": 5.0}))
    db.execute("update scout.bronze_product_product set deleted_at = now() where odoo_id = 1")
    assert costs(db) == [(2, 1, "5.0")]
    ingest(db, "product.product", product(1, {"1": 8.0, "2": 4.0}))
    assert costs(db) == [(1, 1, "8.0"), (1, 2, "4.0"), (2, 1, "5.0")]
    db.execute("delete from scout.bronze_product_product where odoo_id = 1")
    assert costs(db) == [(2, 1, "5.0")]
    db.execute("truncate scout.bronze_product_product")
    assert costs(db) == []


BAD: list[tuple[Any, list[str]]] = [
    ({"1": 8.0, "2": "NaN"}, ["standard_price of company 2: NaN is not a finite number"]),
    ({"1": "Infinity"}, ["standard_price of company 1: Infinity is not a finite number"]),
    ({"1": True}, ['standard_price of company 1: invalid input syntax for type numeric: "true"']),
    ({"1": [8.0]}, ['standard_price of company 1: invalid input syntax for type numeric: "[8.0]"']),
    ({"1": {"2": 8.0}}, ['standard_price of company 1: invalid input syntax for type numeric: "{"2": 8.0}"']),
    ({"main": 8.0}, ["standard_price: main is not the id of a company"]),
    ({"1": 8.0, "01": 9.0}, ["standard_price: 01 is not the id of a company"]),
    ({"1": 8.0, " 1": 9.0}, ["standard_price:  1 is not the id of a company"]),
    ({"1" * 30: 8.0}, [f"standard_price: {'1' * 30} is not the id of a company"]),
    (
        {"1": "?", "2": "NaN"},
        [
            'standard_price of company 1: invalid input syntax for type numeric: "?"',
            "standard_price of company 2: NaN is not a finite number",
        ],
    ),
    ("NaN", ["standard_price: NaN is not a finite number"]),
    ("dear", ['standard_price: invalid input syntax for type numeric: "dear"']),
    (True, ['standard_price: invalid input syntax for type numeric: "true"']),
    ([{"1": 8.0}], ['standard_price: invalid input syntax for type numeric: "[{"1": 8.0}]"']),
]


@pytest.mark.parametrize("companion", [{}, {"active": "perhaps"}], ids=["quick", "careful"])
@pytest.mark.parametrize(("values", "reasons"), BAD, ids=[reasons[0] for _, reasons in BAD])
def test_a_bad_value_takes_its_products_values_away_and_no_others(
    db: Db, values: Any, reasons: list[str], companion: Payload
) -> None:
    """Also where another record of the page makes the careful way necessary."""
    ingest(db, "product.product", product(1, {"1": 8.0}), product(2, {"1": 8.0}), product(3, {"1": 8.0}))
    answer = ingest(
        db,
        "product.product",
        product(1, {"1": 1.0}),
        product(2, values),
        product(3, {"1": 3.0}),
        product(4, {"1": 4.0}, **companion),
    )
    assert answer["quarantined"] == 1 + len(companion)
    assert column(db, "select reasons from scout.quarantine where odoo_id = 2") == [reasons]
    assert column(db, "select id from scout.silver_products order by 1") == [1, 2, 3, 4]
    assert [row for row in costs(db) if row[0] != 4] == [(1, 1, "1.0"), (3, 1, "3.0")]


def test_reasons_of_columns_and_of_values_by_company_are_told_together(db: Db) -> None:
    ingest(db, "product.product", product(1, {"2": "NaN"}, product_tmpl_id=None))
    assert one(db, "select reasons from scout.quarantine") == [
        "product_tmpl_id is missing",
        "standard_price of company 2: NaN is not a finite number",
    ]


def test_a_mended_value_comes_back(db: Db) -> None:
    ingest(db, "product.product", product(1, {"1": "NaN", "2": 4.0}))
    assert costs(db) == []
    ingest(db, "product.product", product(1, {"1": "8.5", "2": 4.0}))
    assert costs(db) == [(1, 1, "8.5"), (1, 2, "4.0")]
    assert one(db, "select count(*) from scout.quarantine") == 0


@pytest.mark.parametrize("bare", [8.0, "8.0", None])
def test_a_bare_value_of_an_earlier_release_gives_no_row_and_no_complaint(db: Db, bare: Any) -> None:
    """Whose value it is nobody knows; the product itself is as good as before."""
    ingest(db, "product.product", product(1, bare))
    assert (costs(db), column(db, "select id from scout.silver_products")) == ([], [1])
    assert one(db, "select count(*) from scout.quarantine") == 0


def test_a_rebuild_puts_right_what_was_changed_by_hand(db: Db) -> None:
    ingest(db, "product.product", product(1, {"1": 8.0, "2": 4.0}), product(2, {"1": 5.0}), product(3, {"1": "?"}))
    before = costs(db)
    db.execute("update scout.typed_product_product set standard_price = standard_price - '2' where id = 1")
    db.execute("""update scout.typed_product_product set standard_price = '{"1": 99, "77": 1}' where id = 2""")
    db.execute("delete from scout.typed_product_product where id = 3")
    answer = one(db, "select scout.rebuild_silver('product.product')")
    assert answer["product.product"] == {"written": 3, "removed": 0, "quarantined": 1, "released": 0}
    assert costs(db) == before
    again = one(db, "select scout.rebuild_silver('product.product')")
    assert (again["product.product"]["written"], again["product.product"]["removed"]) == (0, 0)


def test_the_view_names_product_company_and_currency(db: Db) -> None:
    fill_names(db)
    ingest(db, "product.product", product(1, {"1": 8.0, "2": 0.25}), product(9, {"1": 1.0}, product_tmpl_id=99))
    assert rows(db, "select * from scout.product_costs order by product_id, company_id") == [
        {
            "product_id": 1, "product_name": "Cup noodles", "company_id": 1, "company_name": "Manila Foods",
            "standard_price": Decimal("8.0"), "currency": "PHP",
        },
        {
            "product_id": 1, "product_name": "Cup noodles", "company_id": 2, "company_name": "Cebu Foods",
            "standard_price": Decimal("0.25"), "currency": "USD",
        },
        {
            "product_id": 9, "product_name": "Unknown", "company_id": 1, "company_name": "Manila Foods",
            "standard_price": Decimal("1.0"), "currency": "PHP",
        },
    ]  # fmt: skip


def test_a_role_sees_the_values_of_its_own_companies_for_the_products_it_sees(db: Db) -> None:
    """Neither what another company pays nor, by its name, a product that is another company's alone."""
    fill_names(db)
    ingest(
        db,
        "product.template",
        {"id": 3, "name": "Theirs", "company_id": 2},
        {"id": 4, "name": "Ours", "company_id": 1},
    )
    values = {"1": 8.0, "2": 4.0}
    ingest(
        db,
        "product.product",
        *(product(n, values, product_tmpl_id=n) for n in (1, 3, 4)),
        product(9, values, product_tmpl_id=99),
    )
    db.execute("insert into scout.company_access (role_name, company_id) values ('superset_readonly', 1)")
    db.execute("set role superset_readonly")
    seen = "select product_name, company_id, standard_price::text from scout.product_costs order by product_id"
    assert db.execute(seen).fetchall() == [("Cup noodles", 1, "8.0"), ("Ours", 1, "8.0")]


def test_a_full_page_of_values_stays_within_a_commits_time(db: Db) -> None:
    db.execute("set statement_timeout = '20s'")
    for price in (8.0, 9.0):
        values = {str(company): price for company in range(1, 6)}
        ingest(db, "product.product", *(product(number, values) for number in range(1, 5001)))
    assert one(db, "select count(*) from scout.silver_product_costs where standard_price = 9") == 25_000
