"""Each call that proves a metric, on a real Odoo: it answers, for every company, with what its own records add up to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shared.errors import OdooRefused
from shared.odoo.client import Odoo
from shared.odoo.grouped_sums import read_sums
from shared.proofs.metric_definitions import metric_definitions
from shared.proofs.odoo_figures import OdooFigures, Zones
from shared.proofs.prove import last_months
from tests.contract.odoo_support import REFERENCE

METRICS = metric_definitions().metric
real = pytest.mark.parametrize("endpoint", [one for one in REFERENCE if one.marks], indirect=True)


def months(odoo: Odoo) -> list[date]:
    return last_months(odoo.server_time().date())


@real
@pytest.mark.parametrize("name", METRICS)
def test_each_metrics_call_answers_by_company_and_currency(odoo: Odoo, name: str) -> None:
    metric = METRICS[name].on(odoo.version)
    asked = OdooFigures(odoo, Zones({1: "Asia/Manila"}, {}, "UTC"))
    for month in [None] if metric.when == "now" else months(odoo):
        for (company, currency), figure in asked.ask(metric, month).items():
            assert company in odoo.identity.company_ids
            assert isinstance(figure, Decimal)
            assert (currency is None) == (metric.currency == "none")


@real
def test_the_two_companies_of_the_demo_have_figures(odoo: Odoo) -> None:
    asked = OdooFigures(odoo, Zones({}, {}, "UTC"))
    found = {company for month in months(odoo) for company, _ in asked.ask(METRICS["ledger_debit"], month)}
    assert found >= {1, 2}


@real
@pytest.mark.parametrize("name", ["revenue", "invoiced_revenue", "stock_quantity", "open_receivables"])
def test_a_grouped_figure_is_the_sum_of_the_records_that_fulfil_its_domain(odoo: Odoo, name: str) -> None:
    metric = METRICS[name].on(odoo.version)
    field = metric.aggregate.partition(":")[0]
    expected: dict[int, Decimal] = {}
    for row in odoo.page(metric.model, domain=metric.domain, fields=["company_id", field], limit=100_000).rows:
        amount = Decimal(str(row[field] or 0))
        expected[row["company_id"] or 0] = expected.get(row["company_id"] or 0, Decimal()) + amount
    groups = read_sums(
        odoo, metric.model, domain=metric.domain, groupby=["company_id"], aggregate=metric.aggregate, time_zone="UTC"
    )
    assert {group.ids[0] or 0: round(Decimal(repr(group.value)), 4) for group in groups} == {
        company: round(amount, 4) for company, amount in expected.items()
    }


@real
def test_groups_that_follow_a_link_are_what_domains_make_of_the_account_types(odoo: Odoo) -> None:
    """From 19 on both are possible; domains work on every version."""
    posted = [["parent_state", "=", "posted"]]
    groups = odoo.call(
        "account.move.line",
        "formatted_read_group",
        domain=posted,
        groupby=["account_id.account_type"],
        aggregates=["balance:sum"],
    )
    assert isinstance(groups, list)
    for group in groups:
        assert isinstance(group, dict)
        kind = group["account_id.account_type"]
        by_domain = read_sums(
            odoo,
            "account.move.line",
            domain=[*posted, ["account_id.account_type", "=", kind]],
            groupby=["company_id"],
            aggregate="balance:sum",
        )
        assert round(sum(one.value for one in by_domain), 2) == round(float(str(group["balance:sum"])), 2)


@real
def test_a_field_that_is_none_is_refused_and_not_taken_for_nothing(odoo: Odoo) -> None:
    with pytest.raises(OdooRefused):
        read_sums(odoo, "stock.quant", domain=[], groupby=["company_id"], aggregate="no_such_field:sum")
