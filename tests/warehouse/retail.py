"""A small shop to put into bronze: payloads as the engine sends them, and short ways to send and to ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
import pytest

Db = psycopg.Connection[Any]
Payload = dict[str, Any]

WRITTEN = "2026-11-21T10:00:00Z"


def ingest(db: Db, model: str, *payloads: Payload) -> Payload:
    """What `scout.ingest_rows` answers: inserted, updated, unchanged, quarantined."""
    answer: Payload = one(db, "select scout.ingest_rows(%s, %s::jsonb)", model, json.dumps(payloads))
    return answer


def one(db: Db, question: LiteralString, *arguments: Any) -> Any:
    """The first column of the first row; None when there is no row."""
    row = db.execute(question, arguments).fetchone()
    return row[0] if row else None


def column(db: Db, question: LiteralString, *arguments: Any) -> list[Any]:
    """The first column of every row."""
    return [row[0] for row in db.execute(question, arguments)]


def rows(db: Db, question: LiteralString, *arguments: Any) -> list[Payload]:
    """Every row as a dictionary."""
    cursor = db.execute(question, arguments)
    names = [described.name for described in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@contextmanager
def refused(sqlstate: str, *named: str) -> Iterator[None]:
    """The block ends in this SQLSTATE, and message or hint name what a person has to know."""
    with pytest.raises(psycopg.Error) as caught:
        yield
    shown = f"{caught.value.diag.message_primary} {caught.value.diag.message_hint or ''}"
    assert (caught.value.sqlstate, [one for one in named if one not in shown]) == (sqlstate, []), shown


def wait_until_blocked(db: Db, connection: Db) -> None:
    """Returns when the other connection waits for a lock; raises when it does not within ten seconds."""
    db.execute(
        f"""do $do$ begin
              for i in 1..5000 loop
                if cardinality(pg_blocking_pids({connection.info.backend_pid})) > 0 then return; end if;
                perform pg_sleep(0.002);
              end loop;
              raise 'nobody waits';
            end $do$"""
    )


@contextmanager
def blocked_elsewhere(db: Db, database_url: str, statement: LiteralString, *arguments: Any) -> Iterator[None]:
    """Another session waits for a lock to carry this out while the block runs; it must end well afterwards."""
    with ThreadPoolExecutor(1) as thread, psycopg.connect(database_url, autocommit=True) as elsewhere:
        elsewhere.execute("set lock_timeout = '20s'")  # else a block that fails would be waited for, and wait, for ever
        waiting = thread.submit(elsewhere.execute, statement, arguments)
        wait_until_blocked(db, elsewhere)
        yield
        waiting.result(20)


def order(odoo_id: int, **values: Any) -> Payload:
    """A paid order of shop 1 in company 1."""
    return {
        "id": odoo_id, "write_date": WRITTEN, "company_id": 1, "config_id": 1, "partner_id": None,
        "name": f"Shop/{odoo_id:04}", "pos_reference": f"260-1-{odoo_id:06}", "date_order": "2026-11-21T10:00:00Z",
        "state": "paid", "amount_total": 112.0, "amount_tax": 12.0, "amount_paid": 112.0, "account_move": None,
        **values,
    }  # fmt: skip


def line(odoo_id: int, order_id: int, **values: Any) -> Payload:
    """One piece of product 1, 100 without tax."""
    return {
        "id": odoo_id, "write_date": WRITTEN, "company_id": 1, "order_id": order_id, "product_id": 1, "qty": 1.0,
        "price_unit": 100.0, "discount": 0.0, "price_subtotal": 100.0, "price_subtotal_incl": 112.0, **values,
    }  # fmt: skip


def payment(odoo_id: int, order_id: int, **values: Any) -> Payload:
    """112 by method 1."""
    return {
        "id": odoo_id, "write_date": WRITTEN, "company_id": 1, "pos_order_id": order_id, "payment_method_id": 1,
        "amount": 112.0, "is_change": False, "payment_date": "2026-11-21T10:00:00Z", **values,
    }  # fmt: skip


NAMES: dict[str, list[Payload]] = {
    "res.currency": [{"id": 1, "name": "PHP"}, {"id": 2, "name": "USD"}],
    "res.company": [{"id": 1, "name": "Manila Foods", "currency_id": 1}, {"id": 2, "name": "Cebu Foods", "currency_id": 2}],
    "pos.config": [{"id": 1, "name": "Makati", "company_id": 1}, {"id": 2, "name": "Cebu", "company_id": 2}],
    "pos.payment.method": [{"id": 1, "name": "Cash", "company_id": 1}, {"id": 2, "name": "Card", "company_id": 1}],
    "product.category": [
        {"id": 1, "name": "All", "parent_id": None, "complete_name": "All"},
        {"id": 2, "name": "Noodles", "parent_id": 1, "complete_name": "All / Noodles"},
    ],
    "product.brand": [{"id": 1, "name": "Lucky"}],
    "product.template": [
        {"id": 1, "name": "Cup noodles", "list_price": 100.0, "categ_id": 2, "product_brand_id": 1, "company_id": None},
        {"id": 2, "name": "Pencil", "list_price": 5.0, "categ_id": None, "product_brand_id": None, "company_id": None},
    ],
    "product.product": [{"id": 1, "product_tmpl_id": 1, "default_code": "CUP"}, {"id": 2, "product_tmpl_id": 2}],
    "res.partner": [
        {"id": 1, "name": "Ana Reyes", "email": "ana@example.com", "company_id": None},
        {"id": 2, "name": None, "parent_id": 1, "company_id": None},
    ],
}  # fmt: skip
"""Everything an order's names come from, by model, in the catalogue's order."""


def fill_names(db: Db) -> None:
    for model, payloads in NAMES.items():
        ingest(db, model, *payloads)
