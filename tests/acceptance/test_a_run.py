"""A run on a real Odoo 19: what it costs, what it may not touch, what it says of what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from shared.odoo.client import Odoo
from shared.settings import Settings
from shared.sync.run_report import RunReport, StreamReport
from tests.acceptance.conftest import RealWorld
from tests.acceptance.test_late_and_tied import settled

pytestmark = pytest.mark.odoo


def of(report: RunReport, stream: str) -> StreamReport:
    return next(one for one in report.streams if one.stream == stream)


def content(real: RealWorld) -> dict[str, Any]:
    tables = real.rows(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname = 'scout' and c.relkind in ('r', 'm')"
    )
    return {
        name: real.value(f"select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from scout.{name} t")
        for (name,) in tables
    }


def test_a_second_run_without_changes_writes_no_row_and_asks_at_most_three_times_a_stream(real: RealWorld) -> None:
    real.sync()
    tables = [
        row[0]
        for row in real.rows(
            "select tablename from pg_tables where schemaname = 'scout' "
            "and tablename not in ('sync_checkpoints', 'sync_logs', 'count_proofs')"
        )
    ]
    versions = [f"select array_agg(array[ctid::text, xmin::text] order by ctid) from scout.{name}" for name in tables]
    before = [real.value(statement) for statement in versions]
    report = real.sync()
    assert [real.value(statement) for statement in versions] == before
    # Fields, news, the count; and once a run: login, version, companies, language, clock.
    run_wide = 5 if real.variables["ODOO_PROTOCOL"] == "jsonrpc" else 3
    # What was written within the overlap is read again, with one call more for each further company.
    again = [stream.stream for stream in report.streams if stream.fetched]
    by_company = [
        model for model in again if any(field.company_dependent for field in real.odoo.fields(model).values())
    ]
    further = (len(real.odoo.identity.company_ids) - 1) * len(by_company)
    assert report.odoo_calls <= 3 * len(report.streams) + run_wide + further


def test_a_dry_run_changes_nothing_and_counts_like_the_run_that_follows(real: RealWorld) -> None:
    before = content(real)
    dry = real.sync(dry_run=True)
    assert content(real) == before
    wet = real.sync()
    for one, other in zip(dry.streams, wet.streams, strict=True):
        assert (one.fetched, one.inserted, one.updated, one.unchanged, one.quarantined) == (
            other.fetched, other.inserted, other.updated, other.unchanged, other.quarantined,
        )  # fmt: skip
    assert of(wet, "res.partner").inserted > 0


def test_a_model_and_fields_that_this_odoo_lacks_are_reported_by_name(real: RealWorld) -> None:
    report = real.sync()
    assert report.status == "completed"
    assert of(report, "product.brand").status == "absent"
    assert any("product_brand_id" in notice for notice in of(report, "product.template").notices)


def test_when_the_users_companies_or_language_change_the_streams_are_read_in_full(real: RealWorld) -> None:
    real.sync(streams=["pos.order"])
    user = real.odoo.identity.user_id
    before: Any = real.odoo.call("res.users", "read", ids=[user], fields=["company_ids"])
    companies = before[0]["company_ids"]
    assert len(companies) > 1, "the demo data has several companies"
    try:
        real.odoo.call("res.users", "write", ids=[user], vals={"company_ids": [(3, max(companies))]})
        settled()
        report = of(real.sync(streams=["pos.order"]), "pos.order")
    finally:
        with Odoo.connect(Settings(real.variables).odoo) as afresh:  # whose calls name the companies left
            afresh.call("res.users", "write", ids=[user], vals={"company_ids": [(6, 0, companies)]})
    assert report.mode == "full"
    assert any(notice.startswith("companies changed from") for notice in report.notices)
    again = of(real.sync(streams=["pos.order"]), "pos.order")
    assert again.mode == "full", "the companies changed back, which is a change too"
    assert of(real.sync(streams=["pos.order"]), "pos.order").mode == "incremental"


def test_a_wrong_secret_names_whose_credentials_without_their_value(real: RealWorld) -> None:
    report = real.sync(variables={"ODOO_API_KEY": "wrong-SHOWN", "ODOO_PASSWORD": "wrong-SHOWN"})
    assert report.status == "failed"
    assert {stream.error.kind for stream in report.streams if stream.error} == {"login refused"}
    assert "SHOWN" not in report.model_dump_json()
