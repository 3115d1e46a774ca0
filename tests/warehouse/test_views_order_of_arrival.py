"""Streams may run side by side and in any order: the views come out the same (invariant 9)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.warehouse.retail import NAMES, Db, Payload, ingest, line, order, payment

PAGES: list[tuple[str, Payload]] = [
    *((model, payload) for model, payloads in NAMES.items() for payload in payloads),
    *(("pos.order", order(number, partner_id=1 + number % 2, config_id=1 + number % 2)) for number in (1, 2, 3)),
    *(
        ("pos.order.line", line(number, 1 + number % 3, product_id=1 + number % 2, qty=number))
        for number in range(1, 7)
    ),
    *(("pos.payment", payment(number, 1 + number % 3, payment_method_id=1 + number % 2)) for number in range(1, 5)),
]
VIEWS = (
    "transactions",
    "transaction_items",
    "products",
    "categories",
    "customers",
    "stores",
    "v_tx_trends",
    "v_product_mix",
)


def shown(db: Db) -> dict[str, list[Any]]:
    db.execute("select scout.refresh_gold()")
    return {
        view: [row[0] for row in db.execute(f"select to_jsonb(v) as row from scout.{view} v order by row")]
        for view in VIEWS
    }


@pytest.fixture
def expected(db: Db) -> dict[str, list[Any]]:
    """What is shown when everything comes one by one in the catalogue's order."""
    for model, payload in PAGES:
        ingest(db, model, payload)
    found = shown(db)
    _empty(db)
    return found


def _empty(db: Db) -> None:
    for (table,) in db.execute("select table_name from scout.bronze_tables").fetchall():
        db.execute(f"delete from scout.{table}")


@pytest.fixture
def two(database_url: str) -> Iterator[tuple[Db, Db]]:
    with psycopg.connect(database_url) as first, psycopg.connect(database_url) as second:
        yield first, second


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_arrival_shows_the_same(db: Db, expected: dict[str, list[Any]], seed: int) -> None:
    pages = list(PAGES)
    random.Random(seed).shuffle(pages)  # noqa: S311 - an order, no secret
    for model, payload in pages:
        ingest(db, model, payload)
    assert shown(db) == expected


@pytest.mark.parametrize("seed", range(5))
def test_two_streams_at_once_show_the_same(
    db: Db, two: tuple[Db, Db], expected: dict[str, list[Any]], seed: int
) -> None:
    """Neither transaction sees the other's rows before it commits; records of one model stay on one connection, as its lease has it."""
    chance = random.Random(seed)  # noqa: S311 - an order, no secret
    models = [*NAMES, "pos.order", "pos.order.line", "pos.payment"]
    half = set(chance.sample(models, len(models) // 2))
    pages = list(PAGES)
    chance.shuffle(pages)
    for model, payload in pages:
        connection = two[model in half]
        ingest(connection, model, payload)
        if chance.random() < 0.1:
            connection.commit()
    assert db.execute("select count(*) from scout.transactions").fetchone() is not None
    for connection in chance.sample(two, 2):
        connection.commit()
    assert shown(db) == expected


def test_a_record_read_twice_ends_as_last_told(db: Db, expected: dict[str, list[Any]]) -> None:
    """The overlap reads records again: older states in between leave no trace."""
    for model, payload in PAGES:
        ingest(db, model, {**payload, "write_date": "2026-11-20T00:00:00Z", "name": "Before"})
    for model, payload in reversed(PAGES):
        ingest(db, model, payload)
    assert shown(db) == expected
