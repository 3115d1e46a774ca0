"""Grouping by month, simulated and real: where a month begins, what a group tells of it, what older forms can do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.errors import OdooRefused
from shared.odoo.client import Odoo
from shared.odoo.counts import count_and_id_sum
from shared.odoo.month_sums import MonthQuery, read_months
from tests.contract.odoo_support import every_version, new_record, versions

MONTHS = [("pos.order", "date_order", "amount_total"), ("pos.order.line", "order_id.date_order", "qty")]


@pytest.mark.parametrize(("model", "path", "field"), MONTHS, ids=["own date", "linked date"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Manila", "America/New_York"])
def test_a_group_by_month_begins_at_local_midnight_whatever_the_language_calls_it(
    odoo: Odoo, model: str, path: str, field: str, zone: str
) -> None:
    """From 19 on also by a linked record's date."""
    orders = odoo.page("pos.order", domain=[], fields=["date_order"], limit=100_000).rows
    dates = {order["id"]: order["date_order"] for order in orders}
    expected: dict[str, list[float]] = {}
    for row in odoo.page(model, domain=[], fields=[field, *path.split(".")[:-1]], limit=100_000).rows:
        at = datetime.fromisoformat(dates[row["order_id"] if "order_id" in row else row["id"]]).replace(tzinfo=UTC)
        first = at.astimezone(ZoneInfo(zone)).replace(day=1, hour=0, minute=0, second=0)
        start = first.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        expected.setdefault(f"{start:%Y-%m-%d %H:%M:%S}", []).append(row[field])
    groups: Any = odoo.call(
        model,
        "formatted_read_group",
        domain=[],
        groupby=["company_id", f"{path}:month"],
        aggregates=[f"{field}:sum", "__count"],
        context={"tz": zone},
    )
    assert {group["company_id"][0] for group in groups} <= set(odoo.identity.company_ids)
    found: dict[str, tuple[int, float]] = {}
    for group in groups:
        (start, label), domain = group[f"{path}:month"], group["__extra_domain"]
        assert isinstance(label, str)
        count, total = found.get(start, (0, 0.0))
        found[start] = (count + group["__count"], round(total + group[f"{field}:sum"], 6))
        assert "any" in str(domain) if "." in path else ["date_order", ">=", start] in domain
    assert found == {start: (len(values), round(sum(values), 6)) for start, values in expected.items()}


@every_version
def test_counts_and_months_are_asked_for_in_a_form_that_the_version_has(odoo: Odoo) -> None:
    """`read_group` is gone in 20, its successor came with 18.2: the sync takes one up to 18, the other from 19 on."""
    rows = odoo.page("pos.order.line", domain=[], fields=["qty"], limit=100_000).rows
    assert count_and_id_sum(odoo, "pos.order.line", []) == (len(rows), sum(row["id"] for row in rows))
    months = read_months(
        odoo,
        MonthQuery("pos.order.line", [], "order_id.date_order", "pos.order", ("qty",), "company_id", "Asia/Manila"),
    )
    assert sum(month.count for month in months) == len(rows)
    assert sum(month.sums["qty"] for month in months) == pytest.approx(sum(row["qty"] for row in rows))
    assert all(str(month.start).endswith("T16:00:00Z") for month in months)


@versions(20)
def test_in_20_the_older_grouping_is_gone(odoo: Odoo) -> None:
    with pytest.raises(OdooRefused, match="read_group"):
        odoo.call("pos.order", "read_group", domain=[], fields=["amount_total:sum"], groupby=[], lazy=False)


@versions(16, 18, 19)
def test_the_older_grouping_says_in_utc_where_its_month_begins_and_ends(odoo: Odoo) -> None:
    groups: Any = odoo.call(
        "pos.order", "read_group", domain=[], fields=["amount_total:sum"], groupby=["company_id", "date_order:month"],
        lazy=False, context={"tz": "Asia/Manila"},
    )  # fmt: skip
    assert groups
    for group in groups:
        bounds = group["__range"]["date_order:month"]
        assert bounds["from"].endswith(" 16:00:00")
        assert bounds["to"].endswith(" 16:00:00")
        domain = [["date_order", ">=", bounds["from"]], ["date_order", "<", bounds["to"]]]
        company = ["company_id", "=", group["company_id"][0]]
        amounts = odoo.page("pos.order", domain=[company, *domain], fields=["amount_total"], limit=100_000).rows
        assert len(amounts) == group["__count"]
        assert group["amount_total"] == pytest.approx(sum(row["amount_total"] for row in amounts))
        assert isinstance(group["date_order:month"], str)
    total: Any = odoo.call(
        "pos.order.line", "read_group", domain=[["order_id.date_order", ">=", "2000-01-01 00:00:00"]],
        fields=["qty:sum"], groupby=[], lazy=False,
    )  # fmt: skip
    assert total[0]["__count"] == odoo.count("pos.order.line", [])
    with pytest.raises(OdooRefused):
        odoo.call(
            "pos.order.line", "read_group", domain=[], fields=["qty:sum"], groupby=["order_id.date_order:month"],
            lazy=False,
        )  # fmt: skip


def test_a_zone_that_odoo_does_not_know_means_utc(odoo: Odoo) -> None:
    groups: Any = odoo.call(
        "pos.order", "formatted_read_group", domain=[], groupby=["date_order:month"], aggregates=["__count"],
        context={"tz": "Nowhere/Land"},
    )  # fmt: skip
    assert {group["date_order:month"][0][8:] for group in groups} == {"01 00:00:00"}


def test_records_without_a_date_are_a_group_of_their_own(odoo: Odoo) -> None:
    with new_record(odoo, "res.partner", {"name": "No order"}) as partner:
        domain = [["id", "=", partner]]
        formatted: Any = odoo.call(
            "res.partner", "formatted_read_group", domain=domain, groupby=["parent_id.create_date:month"],
            aggregates=["__count"],
        )  # fmt: skip
        assert [(group["parent_id.create_date:month"], group["__count"]) for group in formatted] == [(False, 1)]
