"""`scout reconcile` on paper: what differs, the months an accountant signs, and the exit code."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from typer.testing import Result

from shared.sync.run_report import MonthReport, ReconcileReport, StreamReport
from tests.unit.cli_support import NOW, FakeEngine, paper, run_report, scout, stream_report

SUMS = {"amount_total": "1234567.89", "amount_tax": "200000.5", "amount_paid": "1234567.89"}


def month(number: int = 10, **changes: Any) -> MonthReport:
    sums = {name: Decimal(value) for name, value in SUMS.items()}
    given: dict[str, Any] = {
        "company_id": 1, "company": "My Shop", "month": date(2026, number, 1), "source_count": 1203,
        "warehouse_count": 1203, "source_sums": sums, "warehouse_sums": sums, "equal": True,
        "time_zone": "Asia/Manila", "as_of": NOW,
    } | changes  # fmt: skip
    return MonthReport(**given)


def differing(number: int = 11) -> MonthReport:
    less = {name: Decimal(value) - Decimal("0.01") for name, value in SUMS.items()}
    return month(number, warehouse_count=1202, warehouse_sums=less, equal=False)


def reconciled(*months: MonthReport, result: str = "equal", **counts: int) -> StreamReport:
    found = ReconcileReport.model_validate(
        {"deep": True, "source_count": 12_345_678, "warehouse_count": 12_345_678, "result": result} | counts
    )
    found.months = list(months)
    return stream_report("pos.payment.method", reconcile=found)


def run(*arguments: str, of: list[StreamReport], **pieces: Any) -> Result:
    return scout("reconcile", *arguments, start_engine=FakeEngine(run_report(*of)).start, **pieces)


def shown(*streams: StreamReport, width: int = 100) -> str:
    return run("--deep", of=[*streams], out=paper(width=width)).stdout


def test_a_month_that_is_equal_takes_one_line_and_one_that_differs_shows_both_sides_and_the_difference() -> None:
    text = shown(reconciled(month(), differing(), result="differs"))
    lines = [line.split() for line in text.splitlines()]
    assert ["2026-10", "1,203", "1,234,567.89", "200,000.50", "1,234,567.89", "equal"] in lines
    assert ["2026-11", "1,203", "1,234,567.89", "200,000.50", "1,234,567.89", "Odoo"] in lines
    assert ["1,202", "1,234,567.88", "200,000.49", "1,234,567.88", "here"] in lines
    assert ["-1", "-0.01", "-0.01", "-0.01", "difference"] in lines
    assert "pos.payment.method by month · My Shop · months of Asia/Manila · as of 2026-11-21 09:14:03 UTC" in text


def test_the_foot_adds_up_both_sides() -> None:
    lines = [line.split() for line in shown(reconciled(month(9), month(10))).splitlines()]
    assert ["total", "2,406", "2,469,135.78", "400,001.00", "2,469,135.78", "equal"] in lines


def test_companies_are_added_up_apart_for_their_money_may_be_another() -> None:
    text = shown(reconciled(month(), month(company_id=2, company="Their Shop")))
    assert sum(line.startswith("total ") for line in text.splitlines()) == 2
    assert "Their Shop" in text


def test_records_without_a_date_stand_under_a_name_of_their_own() -> None:
    stream = reconciled(month(), month(month=None))
    stream.notices = ["2026-11 differs (My Shop)"]
    assert "no date" in shown(stream)
    assert "· pos.payment.method: 2026-11 differs (My Shop)" in shown(stream)


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_width_of_the_paper_cuts_a_number(width: int) -> None:
    everything = dict.fromkeys(("missing", "stale", "extra"), 1_234_567)
    text = shown(reconciled(month(), differing(), result="differs", **everything), width=width)
    for number in ("12,345,678", "1,234,567", "1,234,567.89", "1,234,567.88", "200,000.50", "200,000.49", "-0.01"):
        assert number in text.replace("\n", ""), (width, number)
    assert "…" not in text


def test_what_was_mended_is_not_called_equal_and_stays_when_only_differences_are_shown() -> None:
    equal = stream_report("res.partner", reconcile=ReconcileReport.model_validate({"result": "equal"}))
    streams = [reconciled(extra=232), equal]
    told = run(of=streams).stdout
    assert [line.split()[:2] for line in told.splitlines()[2:4]] == [
        ["pos.payment.method", "mended"],
        ["res.partner", "equal"],
    ]
    less = run("--only-differences", of=streams).stdout
    assert "mended" in less
    assert "res.partner" not in less
    assert "2 of 2 streams equal Odoo" in less


@pytest.mark.parametrize(
    ("arguments", "found", "code"),
    [
        *[([], {"result": result}, code) for result, code in (("equal", 0), ("differs", 1), ("dry", 0), ("unfinished", 0))],
        *[(["--dry-run"], {"result": "dry", name: 1}, 1) for name in ("missing", "stale", "extra", "sample_differed")],
    ],
)  # fmt: skip
def test_a_stream_that_differs_ends_with_code_1(arguments: list[str], found: dict[str, Any], code: int) -> None:
    assert run(*arguments, of=[reconciled(**found)]).exit_code == code


def test_a_refusal_shows_what_was_counted_and_promises_to_mend_none_of_it() -> None:
    refused = reconciled(result="refused", source_count=2_443, warehouse_count=2_743, extra=300)
    refused.status = "failed"
    text = run("--dry-run", of=[refused, reconciled(result="dry", missing=2)]).stdout
    assert ["pos.payment.method", "refused", "2,443", "2,743", "0", "0", "300"] in [
        line.split()[:7] for line in text.splitlines()
    ]
    assert "2 records would be repaired" in text


def test_a_dry_run_says_how_many_months_differ_and_ends_with_code_1() -> None:
    done = run("--deep", "--dry-run", of=[reconciled(month(), differing(), result="dry")])
    assert done.exit_code == 1
    assert "0 records would be repaired; 1 month differs" in done.stdout


def test_a_sample_is_asked_for_as_the_http_body_asks() -> None:
    engine = FakeEngine(run_report(reconciled()))
    scout("reconcile", "--deep", "--sample", "500", start_engine=engine.start)
    assert engine.request is not None
    assert (engine.request.deep, engine.request.sample) == (True, 500)
    wrong = scout("reconcile", "--sample", "500", start_engine=engine.start)
    assert wrong.exit_code == 2
    assert "sample goes with deep" in wrong.stderr


def test_json_holds_the_months_with_exact_sums_as_text() -> None:
    report = json.loads(run("--deep", "--json", of=[reconciled(differing())]).stdout)
    (told,) = report["streams"][0]["reconcile"]["months"]
    assert told == {
        "company_id": 1, "company": "My Shop", "month": "2026-11-01", "source_count": 1203, "warehouse_count": 1202,
        "source_sums": {"amount_total": "1234567.89", "amount_tax": "200000.5", "amount_paid": "1234567.89"},
        "warehouse_sums": {"amount_total": "1234567.88", "amount_tax": "200000.49", "amount_paid": "1234567.88"},
        "equal": False, "time_zone": "Asia/Manila", "as_of": "2026-11-21T09:14:03Z",
    }  # fmt: skip


@pytest.mark.parametrize("width", [60, 80])
def test_columns_that_say_nothing_leave_a_narrow_paper_and_no_line_is_folded(width: int) -> None:
    text = shown(reconciled(), width=width)
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    assert "12,345,678" in text
