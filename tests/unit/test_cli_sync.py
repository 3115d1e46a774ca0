"""`scout sync`: the same words as the HTTP function, what it says, and the code it ends with."""

from __future__ import annotations

import json
import signal
import threading
from datetime import timedelta, timezone
from typing import Any
from unittest.mock import Mock

import pytest

from cli.context import console
from cli.sync_summary import show_summary
from shared.errors import InputError, OdooTransientError, WarehouseNotReady
from shared.models.catalogue import load_catalogue
from shared.runner_name import this_runner
from shared.sync.observer import Observer
from shared.sync.run_report import RunReport, StreamReport
from shared.sync.sync_request import SyncRequest, parse_request
from tests.unit.cli_support import (
    NOW,
    SETTINGS,
    FakeEngine,
    FakeWarehouse,
    failure,
    paper,
    run_report,
    scout,
    signalled,
    stream_report,
    terminal,
)


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        ([], {}),
        (["--full"], {"mode": "full"}),
        (["--stream", "pos.order", "-s", "res.partner"], {"streams": ["pos.order", "res.partner"]}),
        (["--dry-run", "--exact", "-s", "pos.order"], {"dry_run": True, "streams": ["pos.order"]}),
        (["--dry-run", "-s", "pos.order"], {"dry_run": True, "exact": False, "streams": ["pos.order"]}),
        (
            ["--since", "2026-11-01T00:00:00+08:00", "--until", "2026-11-02T00:00:00Z"],
            {"since": "2026-11-01T00:00:00+08:00", "until": "2026-11-02T00:00:00Z"},
        ),
    ],
)
def test_the_options_mean_what_the_http_bodys_words_mean(arguments: list[str], body: dict[str, Any]) -> None:
    engine = FakeEngine()
    scout("sync", *arguments, start_engine=engine.start)
    request = parse_request(body)
    assert engine.request == request
    assert engine.streams == [stream.model for stream in request.select(load_catalogue())]
    assert engine.dry_run is request.dry_run


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        (["-s", "pos.oder"], {"streams": ["pos.oder"]}),
        (["--since", "2026-11-01", "--until", "soon"], {"since": "2026-11-01", "until": "soon"}),
        (
            ["-s", "res.partner", "--since", "2026-11-01T00:00:00Z"],
            {"streams": ["res.partner"], "since": "2026-11-01T00:00:00Z"},
        ),
    ],
)
def test_a_wrong_word_gets_the_messages_the_http_function_gives(arguments: list[str], body: dict[str, Any]) -> None:
    result = scout("sync", *arguments, start_engine=FakeEngine().start)
    with pytest.raises(InputError) as refusal:
        parse_request(body).select(load_catalogue())
    assert result.exit_code == 2
    assert result.stdout == ""
    for problem in refusal.value.problems:
        assert problem in result.stderr


@pytest.mark.parametrize("status", ["completed", "failed"])
def test_json_is_the_report_and_nothing_else_stands_on_standard_output(status: str) -> None:
    report = run_report(stream_report(status=status, error=failure("No.") if status == "failed" else None))
    result = scout("sync", "--json", start_engine=FakeEngine(report).start)
    assert result.stdout == report.model_dump_json() + "\n"
    assert RunReport.model_validate_json(result.stdout) == report


BUSY = stream_report("pos.order", status="busy", error=failure("Busy."), lease_expires_at=NOW)
FAILED = stream_report("res.partner", status="failed", error=failure("No such field.", "Make it."))
ABSENT = stream_report("product.brand", status="absent", mode=None, window_until=None)
MORE = stream_report("pos.payment", status="partial", more=True)


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        ([stream_report()], 0),
        ([stream_report(), ABSENT], 0),
        ([stream_report(), MORE], 0),  # the time budget ended it; the next run goes on
        ([stream_report(), FAILED], 1),
        ([FAILED], 1),
        ([stream_report(), BUSY], 1),
        ([BUSY], 1),
        ([MORE, FAILED], 1),
    ],
)
def test_the_exit_code_says_how_the_run_went(streams: list[Any], code: int) -> None:
    assert scout("sync", start_engine=FakeEngine(run_report(*streams)).start).exit_code == code


NOTICE = "this Odoo has no field x_region_code; it stays empty"
REFUSED_KEY = failure("Odoo does not accept the API key.", "Set ODOO_API_KEY.", kind="login refused")


@pytest.mark.parametrize(
    ("arguments", "streams", "told"),
    [
        (
            [],
            [stream_report(window_until=NOW.astimezone(timezone(timedelta(hours=8)))), ABSENT],
            ["1 stream is up to date with Odoo as of 2026-11-21 09:14:03 UTC, 3.2 s, 25 calls to Odoo"],
        ),
        ([], [BUSY], ["1 busy, lease ends 2026-11-21 09:14:03 UTC"]),
        ([], [stream_report(), MORE], ["1 of 2 streams is up to date", "time is up, run again to continue"]),
        (
            ["--since", "2026-11-01T00:00:00+08:00"],
            [stream_report(mode="range")],
            ["read for business dates from 2026-10-31 16:00:00 UTC; no checkpoint moved"],
        ),
        (
            [],
            [stream_report(name, status="failed", error=REFUSED_KEY) for name in load_catalogue().streams],
            ["12 streams: Odoo does not accept", "→ Set ODOO_API_KEY.", "Nothing was read; 12 failed"],
        ),
        (
            [],
            [
                stream_report(name, status="failed", error=failure(f"Odoo does not allow its user to call {name}.fields_get."))
                for name in ("pos.order", "pos.order.line", "res.partner")
            ],
            ["✗", "pos.order, pos.order.line and res.partner: Odoo does not allow its user to call fields_get."],
        ),
        (
            ["--dry-run", "--exact"],
            [stream_report(fetched=1200, inserted=3, updated=4, unchanged=1193)],
            ["Dry run, nothing was written: of 1,200 records read, 3 would be inserted, 4 updated"],
        ),
        ([], [stream_report(), FAILED], ["✗ res.partner: No such field.", "→ Make it."]),
        ([], [stream_report(notices=[NOTICE]), stream_report("pos.config", notices=[NOTICE])],
         [f"pos.order and pos.config: {NOTICE}"]),
    ],
)  # fmt: skip
def test_the_summary_says_how_far_the_warehouse_is_and_each_message_once(
    arguments: list[str], streams: list[Any], told: list[str]
) -> None:
    report = run_report(*streams, dry_run="--dry-run" in arguments)
    summary = scout("sync", *arguments, start_engine=FakeEngine(report).start).stdout
    assert [summary.count(text) for text in told] == [1] * len(told)
    if arguments:
        assert "up to date" not in summary, "no checkpoint moves"


def test_numbers_stand_under_each_other() -> None:
    streams = [
        stream_report("pos.order", fetched=120_000, inserted=119_999, pages=24, seconds=9.5),
        stream_report("res.partner", fetched=7, inserted=0, pages=1, seconds=0.1),
    ]
    lines = scout("sync", start_engine=FakeEngine(run_report(*streams)).start).stdout.splitlines()
    head, first, second = lines[0], lines[2], lines[3]
    for name, values in {"fetched": ("120,000", "7"), "inserted": ("119,999", "0"), "seconds": ("9.5", "0.1")}.items():
        end = head.index(name) + len(name)
        assert first[:end].endswith(values[0])
        assert second[:end].endswith(values[1])


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (
            stream_report("pos.payment.method", status="partial", more=True, fetched=999_999, inserted=888_888, unchanged=777_777),
            ["pos.payment.method", "more to read", "999,999", "888,888", "777,777"],
        ),
        (stream_report("pos.order", fetched=10, quarantined=3), ["quarantined"]),
    ],
)  # fmt: skip
def test_a_narrow_terminal_loses_no_digit(report: StreamReport, told: list[str]) -> None:
    result = scout("sync", start_engine=FakeEngine(run_report(report)).start, out=paper(width=80))
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert all(text in result.stdout for text in told)


def test_a_run_error_is_a_sentence_and_a_fix_on_standard_error() -> None:
    error = WarehouseNotReady("The schema is not exposed.", fix="Add scout to it.")
    result = scout("sync", start_engine=FakeEngine(error).start)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "✗ The schema is not exposed." in result.stderr
    assert "→ Add scout to it." in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unexpected_error_is_one_line_and_debug_shows_where_it_happened() -> None:
    engine = FakeEngine(ZeroDivisionError("by nothing\nmore"))
    result = scout("sync", start_engine=engine.start)
    assert result.exit_code == 1
    assert "Unexpected error: ZeroDivisionError: by nothing" in result.stderr
    assert "Please report this" in result.stderr
    assert "Traceback" not in result.stderr
    assert "cli_support.py" in scout("--debug", "sync", start_engine=engine.start).stderr


def test_colour_is_for_terminals_only() -> None:
    engine = FakeEngine(run_report(stream_report()))
    assert "\x1b[" not in scout("sync", start_engine=engine.start).output
    assert "\x1b[" in scout("sync", start_engine=engine.start, out=terminal()).stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_the_run_to_stop_after_the_pages_in_hand(number: signal.Signals) -> None:
    engine = FakeEngine(acting=signalled(run_report(stream_report(status="partial", more=True)), number))
    result = scout("sync", start_engine=engine.start, err=terminal(stderr=True))
    assert result.exit_code == 1
    assert "Finishing the current pages;" in result.stderr
    assert "stopped as asked, run again to continue" in result.stdout


def test_the_second_ctrl_c_ends_the_process_with_code_1() -> None:
    ended: list[int] = []
    engine = FakeEngine(acting=signalled(run_report(), signal.SIGINT, signal.SIGINT))
    warehouse = FakeWarehouse({"release_leases": {"released": True}})
    result = scout(
        "sync", start_engine=engine.start, err=terminal(stderr=True), exit_at_once=ended.append,
        open_warehouse=warehouse.open,
    )  # fmt: skip
    assert ended == [1]
    assert warehouse.calls == [("release_leases", {"p_holder": this_runner()})]
    assert "Stopped at once." in result.stderr


def test_a_stop_that_came_after_the_last_page_is_no_failure() -> None:
    engine = FakeEngine(acting=signalled(run_report(stream_report()), signal.SIGINT))
    assert scout("sync", start_engine=engine.start).exit_code == 0


def test_signals_mean_what_they_meant_before_once_the_run_is_over() -> None:
    before = (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
    scout("sync", start_engine=FakeEngine().start)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@pytest.mark.parametrize(("fetched", "total", "is_shown"), [(5_000, 20_000, True), (120, 100, False)])
def test_a_terminal_gets_bars_with_totals_and_the_report_stays_clean(fetched: int, total: int, is_shown: bool) -> None:
    """Odoo goes on selling between the count and the last page: the bar must not run over its end."""

    def working(observer: Observer, stop: threading.Event) -> RunReport:
        assert observer.wants_totals
        report = stream_report(fetched=fetched)
        observer.stream_started(report.stream)
        observer.page_committed(report, total)
        assert engine.on_retry is not None
        engine.on_retry(OdooTransientError("Odoo was busy."), 2.5)
        observer.stream_ended(report)
        return run_report(report)

    engine = FakeEngine(acting=working)
    result = scout("sync", "--json", start_engine=engine.start, err=terminal(stderr=True))
    assert result.exit_code == 0
    assert (f"{fetched:,} of {total:,}" in result.stderr) is is_shown
    assert "Odoo was busy. Trying again in 2.5 s." in result.stderr
    assert json.loads(result.stdout)["run_id"] == "a-run"


def test_elsewhere_progress_goes_to_the_log_and_no_totals_are_asked_for() -> None:
    log = Mock(wants_totals=False)

    def working(observer: Observer, stop: threading.Event) -> RunReport:
        assert not observer.wants_totals
        observer.stream_started("pos.order")
        return run_report()

    scout("sync", start_engine=FakeEngine(acting=working).start, log_observer=lambda: log)
    log.stream_started.assert_called_once_with("pos.order")


def test_quiet_shows_nothing_unless_something_is_wrong() -> None:
    assert scout("sync", "--quiet", start_engine=FakeEngine().start).output == ""
    failed = stream_report(status="failed", error=failure("Odoo's user may not read pos.order."))
    result = scout("sync", "--quiet", start_engine=FakeEngine(run_report(failed)).start)
    assert result.exit_code == 1
    assert "may not read pos.order" in result.stdout


def test_all_that_is_wrong_is_told_at_once_with_the_names_that_may_be_meant() -> None:
    words = ["-s", "pos.ordr", "-s", "res.partnr", "-s", "res.company", "--since", "2026-11-01T00:00:00Z"]
    told = scout(
        "sync", *words, variables=SETTINGS | {"SYNC_BATCH_SIZE": "many"}, start_engine=FakeEngine().start
    ).stderr
    for problem in (
        "did you mean pos.order?",
        "did you mean res.partner?",
        "res.company has no business date",
        "SYNC_BATCH_SIZE must",
    ):
        assert problem in told


def test_a_file_gets_lines_without_blanks_at_their_ends(capsys: pytest.CaptureFixture[str]) -> None:
    report = run_report(stream_report(), stream_report("res.partner", status="failed", error=failure("No.")))
    show_summary(console(), report, interrupted=False, words=SyncRequest())
    told = capsys.readouterr().out
    assert "res.partner" in told
    assert told == "".join(f"{line.rstrip()}\n" for line in told.splitlines())


def test_missing_settings_are_all_told_at_once_and_nothing_starts() -> None:
    engine = FakeEngine()
    result = scout("sync", variables={"ODOO_DB": "shop", "SYNC_BATCH_SIZE": "many"}, start_engine=engine.start)
    assert result.exit_code == 2
    assert engine.request is None
    for name in ("ODOO_BASE_URL", "ODOO_API_KEY", "SUPABASE_URL", "SYNC_BATCH_SIZE"):
        assert name in result.stderr
