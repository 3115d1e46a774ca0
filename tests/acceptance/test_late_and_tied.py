"""What incremental readers of Odoo lose: late commits, the checkpoint's own second, a page full of ties, renames."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.acceptance.conftest import NO_OVERLAP, RealWorld

pytestmark = pytest.mark.odoo

BULK = 5000
MARK = "bulk of the acceptance test"


def until_the_clock_is_past(moment: datetime) -> None:
    """The run's window ends a second before now; what was just written is inside the next one's only after that."""
    while datetime.now(UTC) < moment + timedelta(seconds=2.1):
        time.sleep(0.05)


def settled() -> None:
    until_the_clock_is_past(datetime.now(UTC))


@pytest.fixture
def bulk_orders(real: RealWorld) -> Iterator[list[int]]:
    """5,000 orders with one and the same write_date, written now, behind Odoo's back as a migration would."""
    columns = ", ".join(
        row[0]
        for row in real.odoo_db.execute(
            "select quote_ident(column_name) from information_schema.columns where table_name = 'pos_order' "
            "and column_name not in ('id', 'uuid', 'pos_reference', 'name', 'write_date', 'access_token', 'internal_note')"
        )
    )
    made = [
        row[0]
        for row in real.odoo_db.execute(
            f"insert into pos_order ({columns}, uuid, pos_reference, name, write_date, internal_note) "
            f"select {columns}, gen_random_uuid()::text, 'B' || g, 'Bulk/' || g, now() at time zone 'utc', %s "
            "from pos_order cross join generate_series(1, %s) g where id = (select min(id) from pos_order) returning id",
            [MARK, BULK],
        )
    ]
    yield made
    real.odoo_db.execute("delete from pos_order where internal_note = %s", [MARK])


def test_five_thousand_orders_of_one_write_date_are_all_there_once(
    real: RealWorld, request: pytest.FixtureRequest
) -> None:
    real.sync(streams=["pos.order"])
    made = request.getfixturevalue("bulk_orders")
    settled()
    (stream,) = real.sync(variables={"SYNC_BATCH_SIZE": "500"}, streams=["pos.order"]).streams
    assert (stream.status, stream.mode, stream.inserted) == ("completed", "incremental", BULK)
    assert set(made) <= set(real.bronze("pos.order"))
    assert real.value("select count(*) from scout.transactions where transaction_code like 'B%%'") == BULK


@pytest.fixture
def partner(real: RealWorld) -> Iterator[int]:
    created: Any = real.odoo.call("res.partner", "create", vals_list=[{"name": "Before"}])
    yield int(created[0])
    real.odoo.call("res.partner", "unlink", ids=created)


def test_a_row_committed_late_is_there_after_the_next_run(real: RealWorld, partner: int) -> None:
    """Its transaction was opened before the last sync, and write_date is when a transaction begins."""
    with psycopg.connect(real.variables["ODOO_PG_URL"]) as slow:
        slow.execute(
            "update res_partner set name = 'Late after', complete_name = 'Late after', "
            "write_date = now() at time zone 'utc' where id = %s",
            [partner],
        )
        settled()
        assert real.sync(streams=["res.partner"]).status == "completed"
        assert real.bronze("res.partner")[partner]["name"] == "Before"
    settled()
    real.sync(streams=["res.partner"])
    assert real.bronze("res.partner")[partner]["name"] == "Late after"


def test_a_row_written_in_the_second_of_the_checkpoint_is_there_after_the_next_run(
    real: RealWorld, partner: int
) -> None:
    settled()
    real.sync(variables=NO_OVERLAP, streams=["res.partner"])
    until: datetime = real.value("select last_sync_at from scout.sync_checkpoints")
    real.odoo_db.execute(
        "update res_partner set name = 'Same second after', write_date = %s where id = %s",
        [until.replace(tzinfo=None) + timedelta(milliseconds=700), partner],
    )
    until_the_clock_is_past(until)
    real.sync(variables=NO_OVERLAP, streams=["res.partner"])
    assert real.bronze("res.partner")[partner]["name"] == "Same second after"


def test_after_renaming_a_product_and_a_partner_the_next_sync_shows_it(real: RealWorld) -> None:
    real.sync()
    product: Any = real.rows("select product_id, product_name from scout.transaction_items order by id limit 1")[0]
    template = real.value("select template_id from scout.silver_products where id = %s", product[0])
    customer = real.value("select min(id) from scout.customers where name is not null")
    customer_name = real.value("select name from scout.customers where id = %s", customer)
    try:
        real.odoo.call("product.template", "write", ids=[template], vals={"name": "Renamed product"})
        real.odoo.call("res.partner", "write", ids=[customer], vals={"name": "Renamed customer"})
        settled()
        real.sync()
        assert real.value("select name from scout.products where id = %s", product[0]) == "Renamed product"
        assert real.value("select count(*) from scout.transaction_items where product_name = 'Renamed product'") > 0
        assert real.value("select name from scout.customers where id = %s", customer) == "Renamed customer"
    finally:
        real.odoo.call("product.template", "write", ids=[template], vals={"name": product[1]})
        real.odoo.call("res.partner", "write", ids=[customer], vals={"name": customer_name})
