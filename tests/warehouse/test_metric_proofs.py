"""Proofs of metrics in SQL: what is kept, who sees it, what health is told."""

from __future__ import annotations

import json
from typing import Any

from tests.warehouse.retail import Db, column, one, refused, rows


def proof(metric: str = "revenue", company_id: int | None = 1, **changes: Any) -> dict[str, Any]:
    given = {"metric": metric, "company_id": company_id, "currency": "USD", "period": "2026-10-01", "odoo": "10.00"}
    return given | {"warehouse": "10.00", "verdict": "equal", "reason": "", "as_of": "2026-11-21T10:00:00Z"} | changes


def note(db: Db, *proofs: dict[str, Any]) -> Any:
    return one(db, "select scout.note_metric_proofs(%s)", json.dumps(proofs))


def bad(db: Db) -> Any:
    return one(db, "select ops.health_of_metrics()")["bad"]


def test_a_proof_takes_the_place_of_the_same_metric_and_period(db: Db) -> None:
    assert note(db, proof(), proof(company_id=2), proof(period="2026-09-01")) == {"noted": 3}
    note(db, proof(warehouse="9.99", verdict="differs"))
    kept = rows(
        db, "select company_id, period::text, difference::text, verdict from scout.metric_proofs order by period"
    )
    assert kept == [
        {"company_id": 1, "period": "2026-09-01", "difference": "0.00", "verdict": "equal"},
        {"company_id": 1, "period": "2026-10-01", "difference": "-0.01", "verdict": "differs"},
    ]


def test_a_repeated_proof_is_kept_once(db: Db) -> None:
    for _ in range(2):
        assert note(db, proof(period=None, currency=None), proof("ageing", None, currency=None)) == {"noted": 2}
    assert one(db, "select count(*) from scout.metric_proofs") == 2


def test_equal_figures_cannot_be_told_as_different_nor_the_other_way_round(db: Db) -> None:
    for changes in ({"verdict": "differs"}, {"warehouse": "9"}, {"verdict": "failed"}, {"odoo": None}):
        with refused("23514", "metric_proofs_equal_is_equal"):
            note(db, proof(**changes))


def test_a_reader_sees_the_proofs_of_its_companies_and_what_is_not_provable(db: Db) -> None:
    nothing = {"currency": None, "period": None, "odoo": None, "warehouse": None, "verdict": "not provable"}
    note(db, proof(), proof(company_id=2), proof("ageing", None, **nothing))
    db.execute("insert into scout.company_access (role_name, company_id) values ('superset_readonly', 1)")
    db.execute("set role superset_readonly")
    assert column(db, "select company_id from odoo_raw.metric_proofs order by 1") == [1, None]
    db.execute("reset role")
    db.execute("set role service_role")
    assert len(column(db, "select 1 from odoo_raw.metric_proofs")) == 3


def test_health_is_told_of_the_last_proof_alone(db: Db) -> None:
    assert one(db, "select ops.health_of_metrics()") == {"built": False, "checked_at": None, "equal": 0, "bad": {}}
    note(db, proof(warehouse="1", verdict="differs"), proof("till_sales"))
    db.execute("update scout.metric_proofs set checked_at = checked_at - interval '1 day'")
    assert bad(db)["revenue"] == {"figures": 1, "periods": ["2026-10-01"], "failed": False, "reason": ""}
    note(db, proof(period="2026-11-01"))  # a month later: October was said, and is no longer looked at
    assert bad(db) == {}
    assert one(db, "select ops.page_facts()")["metrics"]["rows"] == [
        {"metric": "revenue", "equal": 1, "differing": 0, "failed": 0, "not_provable": 0}
    ]


def test_figures_come_as_exact_text_of_the_months_asked_for_and_of_now(db: Db) -> None:
    with refused("PT404", "scout transform"):
        db.execute("select scout.metric_figures('2026-10-01', '2026-11-01')")
    db.execute("""
        create schema metrics; create schema semantic;
        create table semantic.dim_company as select 1::bigint as company_id, 'Asia/Manila' as time_zone;
        create table metrics.provable_figures as
        select 'revenue' as metric, 1::bigint as company_id, 'USD' as currency, p.period::date as period, 0.10 as figure
          from (values ('2026-09-01'), ('2026-10-01'), ('2026-11-01'), (null)) as p (period);
        grant usage on schema metrics, semantic to service_role;
        grant select on metrics.provable_figures, semantic.dim_company to service_role""")
    db.execute("set role service_role")
    told = one(db, "select scout.metric_figures('2026-10-01', '2026-11-01')")
    assert sorted(str(figure["period"]) for figure in told["figures"]) == ["2026-10-01", "2026-11-01", "None"]
    assert {figure["figure"] for figure in told["figures"]} == {"0.10"}
    assert told["zones"] == {"1": "Asia/Manila"}
