"""What no window can show, on a real Odoo 19: deletes in several streams and a merge of partners, right after one sync."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.monitoring.health.check_health import check_health
from shared.settings import Settings
from tests.acceptance.conftest import NO_OVERLAP, RealWorld, record_id
from tests.acceptance.test_a_run import of
from tests.acceptance.test_drift import changes
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo

MADE = 60
GONE = 50
SIMPLE = ("res.partner", "product.category", "pos.payment.method")


def make(real: RealWorld, model: str, number: int) -> list[int]:
    made: Any = real.odoo.call(model, "create", vals_list=[{"name": f"Counted {n}"} for n in range(number)])
    return [int(one) for one in made]


def remove(real: RealWorld, model: str, ids: list[int]) -> None:
    left = real.odoo.page(model, domain=[["id", "in", ids]], fields=["id"], limit=len(ids) or 1).rows
    if left:
        real.odoo.call(model, "unlink", ids=[row["id"] for row in left])


@pytest.fixture
def made(real: RealWorld) -> Iterator[dict[str, list[int]]]:
    made = {model: make(real, model, MADE) for model in SIMPLE}
    settled()
    yield made
    for model, ids in made.items():
        remove(real, model, ids)


def failing(real: RealWorld) -> dict[str, str]:
    report = check_health(Settings(real.variables))
    return {line.check: line.message for line in report.lines if line.verdict == "fail"}


def test_fifty_records_deleted_in_each_of_three_streams_are_gone_after_the_next_plain_sync(
    real: RealWorld, made: dict[str, list[int]]
) -> None:
    real.sync()
    for model, ids in made.items():
        real.odoo.call(model, "unlink", ids=ids[:GONE])
    failures = failing(real)
    for model in SIMPLE:
        assert "they were last equal" in failures[f"count of {model}"]
    settled()
    report = real.sync(variables=NO_OVERLAP)
    assert report.status == "completed", [stream.error for stream in report.streams if stream.error]
    for model, ids in made.items():
        assert of(report, model).deleted == GONE
        assert set(real.bronze(model)) == set(real.read(model, ["id"]))
        assert not set(ids[:GONE]) & set(real.bronze(model))
    silver = [row[0] for row in real.rows("select id from scout.silver_customers")]
    assert set(silver) == set(real.bronze("res.partner"))
    assert not [check for check in failing(real) if check.startswith("count of")]


@pytest.fixture
def merging(real: RealWorld) -> Iterator[tuple[list[int], list[int]]]:
    """Two partners, each with half of eight orders of the demo's or of one's own (copies without lines)."""
    partners = make(real, "res.partner", 2)
    session: Any = real.odoo.call("pos.session", "search_read", domain=[], fields=["company_id"], limit=1, order="id")
    orders: Any = real.odoo.call(
        "pos.order", "create",
        vals_list=[
            {"session_id": session[0]["id"], "company_id": session[0]["company_id"][0], "partner_id": partners[n % 2],
             "amount_tax": 0, "amount_total": 0, "amount_paid": 0, "amount_return": 0}
            for n in range(8)
        ],
    )  # fmt: skip
    settled()
    yield partners, [int(one) for one in orders]
    real.odoo.call("pos.order", "unlink", ids=orders)
    remove(real, "res.partner", partners)


@pytest.mark.parametrize("mode", ["incremental", "reconcile"])
def test_orders_of_partners_merged_by_odoos_wizard_are_under_the_one_that_stayed(
    real: RealWorld, merging: tuple[list[int], list[int]], mode: str
) -> None:
    """The wizard rewrites their links in SQL: no write_date moves."""
    (source, destination), orders = merging
    paid = "update pos_order set state = %s where id = any(%s)"  # a draft would be read again by every run
    real.odoo_db.execute(paid, ["paid", orders])
    settled()
    real.sync()
    settled()
    real.sync(variables=NO_OVERLAP)
    stamps = "select array_agg(write_date order by id) from pos_order where id = any(%s)"
    before = real.odoo_db.execute(stamps, [orders]).fetchone()
    context = {"active_model": "res.partner", "active_ids": [source, destination]}
    wizard: Any = real.odoo.call(
        "base.partner.merge.automatic.wizard", "create",
        vals_list=[{"partner_ids": [(6, 0, [source, destination])], "dst_partner_id": destination, "state": "selection"}],
        context=context,
    )  # fmt: skip
    try:
        real.odoo.call("base.partner.merge.automatic.wizard", "action_merge", ids=wizard)
        assert real.odoo_db.execute(stamps, [orders]).fetchone() == before
        settled()
        report = real.sync(variables=NO_OVERLAP, mode=mode)
        assert report.status == "completed", [stream.error for stream in report.streams if stream.error]
        assert source not in real.bronze("res.partner")
        shown = real.rows("select distinct customer_id from scout.silver_transactions where id = any(%s)", orders)
        assert [row[0] for row in shown] == [destination]
        real.db.execute("select scout.refresh_gold()")
    finally:
        real.odoo_db.execute(paid, ["draft", orders])


@pytest.mark.parametrize("protocol", ["jsonrpc"], indirect=True)
def test_a_right_lost_and_regained_on_a_child_model_stops_the_child_only(
    real: RealWorld, cashier: dict[str, str]
) -> None:
    def run() -> Any:
        settled()
        return real.sync(variables={**cashier, "id": ""}, streams=["pos.order", "pos.payment"])

    assert run().status == "completed"
    access: Any = real.odoo.call(
        "ir.model.access", "search",
        domain=[["model_id", "=", record_id(real, "point_of_sale.model_pos_payment")], ["perm_read", "=", True]],
    )  # fmt: skip
    orders: Any = real.odoo.call("pos.order", "search", domain=[], limit=1)
    real.odoo.call("ir.model.access", "write", ids=access, vals={"perm_read": False})
    try:
        real.odoo_db.execute("update pos_order set write_date = now() at time zone 'UTC' where id = any(%s)", [orders])
        notices = []
        for _ in range(2):
            report = run()
            order, payment = of(report, "pos.order"), of(report, "pos.payment")
            assert (order.status, payment.status) == ("completed", "failed")
            assert payment.error is not None
            assert "pos.payment" in payment.error.message
            notices += [notice for notice in order.notices if "payment_ids" in notice]
    finally:
        real.odoo.call("ir.model.access", "write", ids=access, vals={"perm_read": True})
    assert notices == ["payment_ids is left out: Odoo does not allow its user to read pos.payment"]
    report = run()
    assert report.status == "completed"
    assert all("payment_ids" in payload for payload in real.bronze("pos.order").values())
    assert {change[1:] for change in changes(real) if change[0] == "pos.order"} == {
        ("payment_ids", "removed"), ("payment_ids", "added"),
    }  # fmt: skip


def test_odoos_count_and_sum_of_ids_are_its_records(real: RealWorld) -> None:
    from shared.odoo.counts import count_and_id_sum

    for model in ("pos.order", "res.currency", "product.product"):
        ids = list(real.read(model, ["id"]))
        assert count_and_id_sum(real.odoo, model, []) == (len(ids), sum(ids))
        assert count_and_id_sum(real.odoo, model, [["id", "<", 0]]) == (0, 0)
