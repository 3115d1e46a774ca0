"""Which call of Odoo proves which metric: what the file says, what its page says, and how a report is shown."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cli.prove import show_proofs
from shared.proofs.metric_definitions import EVERY_VERSION, MetricDefinition, metric_definitions
from shared.proofs.proof_report import MetricProof, ProofReport
from shared.proofs.prove import last_months
from tests.unit.cli_support import NOW, scout, terminal

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "metrics.md"
WHEN = {"month": "dated in the month", "month_end": "up to its last day", "now": "as of now"}


def calls() -> str:
    """The table of the page, as the file has it."""
    lines = ["| metric | what it is | model, sum, domain | of | Odoo |", "|---|---|---|---|---|"]
    for name, metric in metric_definitions().metric.items():
        domain = json.dumps(metric.domain).replace("|", "\\|")
        call = f"`{metric.model}` · `{metric.aggregate}` · `{domain}`"
        date_ = f" (`{metric.date}`)" if metric.date else ""
        own = [f"before {major}: {', '.join(f'`{v}`' for v in what.values())}" for major, what in metric.before.items()]
        versions = "; ".join([f"{metric.first_version} on", *own])
        sign = " · × −1" if metric.sign < 0 else ""
        lines.append(f"| `{name}` | {metric.means} | {call}{sign} | {WHEN[metric.when]}{date_} | {versions} |")
    return "\n".join(lines)


def test_the_page_has_the_call_of_each_metric_as_it_is_asked() -> None:
    assert calls() in PAGE.read_text("utf-8"), f"docs/reference/metrics.md should have:\n{calls()}"


def test_the_page_tells_what_is_proven_by_its_parts_and_what_is_not() -> None:
    page, definitions = PAGE.read_text("utf-8"), metric_definitions()
    for name, parts in definitions.parts.items():
        assert f"| `{name}` | {', '.join(f'`{part}`' for part in parts)} |" in page
        assert set(parts) <= definitions.metric.keys()
    for name, reason in definitions.not_provable.items():
        assert f"| `{name}` | {reason} |" in page


@pytest.mark.parametrize("metric", metric_definitions().metric.values(), ids=metric_definitions().metric.keys())
def test_a_definition_says_all_that_its_kind_needs(metric: MetricDefinition) -> None:
    assert (metric.when == "now") == (not metric.date)
    assert (metric.by == "till") == bool(metric.order)
    assert bool(metric.without_reason) == (metric.first_version > EVERY_VERSION)
    for version in range(EVERY_VERSION, 21):
        assert metric.on((version, 0)).aggregate


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 11, 25), [date(2026, 10, 1), date(2026, 11, 1)]),
        (date(2027, 1, 1), [date(2026, 12, 1), date(2027, 1, 1)]),
    ],
)
def test_the_months_are_the_last_closed_and_the_running_one(today: date, months: list[date]) -> None:
    assert last_months(today) == months


def report(**changes: Any) -> ProofReport:
    given: dict[str, Any] = {
        "metric": "revenue", "company_id": 1, "company_name": "Shop", "currency": "USD", "period": date(2026, 10, 1),
        "odoo": Decimal("1000.5"), "warehouse": Decimal("1000.5"), "difference": Decimal(0), "verdict": "equal",
    } | changes  # fmt: skip
    proofs = [MetricProof(**given), MetricProof(metric="ageing", verdict="not provable", reason="Odoo has none.")]
    return ProofReport(odoo="shop", warehouse="postgres", months=[date(2026, 10, 1)], checked_at=NOW, proofs=proofs)


def shown(told: ProofReport) -> str:
    console = terminal(width=140)
    with console.capture() as capture:
        show_proofs(console, told)
    return capture.get()


def test_equal_figures_are_shown_in_green_with_what_is_not_provable_below() -> None:
    text = shown(report())
    assert "1,000.50" in text
    assert "\x1b[1;32m✓ 1 figure of 1 metric equal to Odoo's own" in text
    assert "ageing not provable: " in text


def test_a_difference_is_shown_in_red_and_named_in_the_last_line() -> None:
    text = shown(report(warehouse=Decimal(1), difference=Decimal("-999.5"), verdict="differs", reason="2 changed."))
    assert "-999.50" in text
    assert "\x1b[1;31m✗ 1 figure not equal to Odoo's: revenue" in text
    assert "revenue differs: " in text


def test_a_month_that_is_none_is_refused_before_anything_is_asked() -> None:
    result = scout("prove", "--month", "October")
    assert result.exit_code == 2
    assert "--month takes a month such as 2026-10" in result.stderr
