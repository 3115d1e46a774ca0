"""Reconcile on a real Odoo 19. What a test makes there it takes away again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.sync.run_report import ReconcileReport
from tests.acceptance.conftest import RealWorld
from tests.acceptance.test_a_run import of
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo


def found(real: RealWorld, **request: Any) -> ReconcileReport:
    report = of(real.sync(mode="reconcile", streams=["res.partner"], **request), "res.partner")
    assert report.status == "completed", report.error
    assert report.reconcile is not None
    return report.reconcile


@pytest.fixture
def partners(real: RealWorld) -> Iterator[list[int]]:
    made: Any = real.odoo.call("res.partner", "create", vals_list=[{"name": f"Reconciled {n}"} for n in range(60)])
    settled()
    yield [int(one) for one in made]
    left = real.odoo.page("res.partner", domain=[["id", "in", made]], fields=["id"], limit=100).rows
    real.odoo.call("res.partner", "unlink", ids=[row["id"] for row in left])


def test_deleted_archived_late_and_raw_changes_are_all_mended_by_one_deep_reconcile(
    real: RealWorld, partners: list[int]
) -> None:
    """Invariant 7: deletes by RPC, archives, raw SQL that touches no write_date, rows that committed hours late."""
    real.sync(streams=["res.partner"])
    gone, archived, raw, late = partners[:7], partners[7:11], partners[11:16], partners[16:19]
    real.odoo.call("res.partner", "unlink", ids=gone)
    real.odoo.call("res.partner", "write", ids=archived, vals={"active": False})
    real.odoo_db.execute("update res_partner set ref = 'raw SQL' where id = any(%s)", [raw])
    real.odoo_db.execute(
        "update res_partner set ref = 'late', write_date = write_date - interval '2 hours' where id = any(%s)", [late]
    )
    settled()
    report = of(real.sync(mode="reconcile", deep=True, streams=["res.partner"]), "res.partner")
    assert report.reconcile is not None
    assert (report.deleted, report.updated, report.reconcile.result) == (7, 4 + 5 + 3, "equal")
    bronze = real.bronze("res.partner")
    assert set(bronze) == set(real.read("res.partner", ["id"]))
    assert {bronze[one]["ref"] for one in raw} == {"raw SQL"}
    assert {bronze[one]["ref"] for one in late} == {"late"}
    assert {bronze[one]["active"] for one in archived} == {False}

    versions = "select array_agg(array[ctid::text, xmin::text] order by ctid) from scout.bronze_res_partner"
    before = real.value(versions)
    second = found(real, deep=True)
    assert (second.missing, second.stale, second.extra, second.result) == (0, 0, 0, "equal")
    assert real.value(versions) == before


def test_a_user_who_lost_the_right_to_see_half_the_partners_deletes_nothing_here(
    real: RealWorld, partners: list[int]
) -> None:
    """Invariant 7: a record rule hides them; the message says what to check."""
    real.sync(streams=["res.partner"])
    model: Any = real.odoo.call("ir.model", "search_read", domain=[["model", "=", "res.partner"]], fields=["id"])
    rule: Any = real.odoo.call(
        "ir.rule", "create",
        vals_list=[{"name": "half of them", "model_id": model[0]["id"], "domain_force": f"[('id', 'not in', {partners[:40]})]"}],
    )  # fmt: skip
    try:
        report = of(real.sync(mode="reconcile", streams=["res.partner"]), "res.partner")
    finally:
        real.odoo.call("ir.rule", "unlink", ids=rule)
    assert report.error is not None
    assert report.error.kind == "mass disappearance"
    assert "rights, record rules and companies" in report.error.fix
    assert real.value("select count(*) from scout.bronze_res_partner where deleted_at is not null") == 0
    assert found(real).result == "equal"
