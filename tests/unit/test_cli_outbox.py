"""`scout outbox --once | --daemon | --dry-run`: what is started, what is told, how it stops, the code it ends with."""

from __future__ import annotations

import json
import signal
import threading
from typing import Any
from unittest.mock import Mock

import pytest
from pydantic import JsonValue
from rich.console import Console

from shared.error_report import ErrorReport
from shared.errors import OdooTransientError
from shared.outbox.outbox_report import OutboxReport, WouldSend
from shared.outbox.worker import OutboxObserver
from tests.unit.cli_support import (
    NOW,
    FakeWarehouse,
    FakeWorker,
    message_report,
    outbox_report,
    paper,
    scout,
    signalled,
    terminal,
)

OBSTACLE = ErrorReport(
    code="odoo_unreachable", kind="odoo unreachable", message="Odoo does not answer.", fix="Check ODOO_BASE_URL."
)
DEAD = message_report(2, status="dead", kind="refused", error="Odoo said no.")
FAILED = message_report(3, status="failed", kind="busy", error="Odoo was busy.", next_attempt_at=NOW)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "say how long: --once works until nothing is due, --daemon stays"),
        (["--json"], "say how long"),
        (["--once", "--daemon"], "--daemon goes neither with --once nor with --dry-run"),
        (["--daemon", "--dry-run"], "--daemon goes neither with --once nor with --dry-run"),
        (["--once", "list"], "options of a run stand without a command"),
        (["--batch-size", "5", "show", "1"], "give those of show after it"),
    ],
)
def test_words_that_cannot_be_meant_start_nothing(arguments: list[str], told: str) -> None:
    worker = FakeWorker()
    result = scout("outbox", *arguments, start_worker=worker.start)
    assert (result.exit_code, result.stdout, worker.runs, worker.dry_run) == (2, "", 0, None)
    assert told in result.stderr


@pytest.mark.parametrize("number", ["0", "1001", "many"])
def test_a_batch_size_that_is_none_ends_with_code_2(number: str) -> None:
    assert scout("outbox", "--once", "--batch-size", number).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "runs", "previews", "batch_size"),
    [
        (["--once", "--batch-size", "7"], 1, 0, 7),
        (["--dry-run"], 0, 1, None),
        (["--once", "--dry-run"], 0, 1, None),
    ],
)
def test_once_is_one_run_and_a_dry_run_only_previews(
    arguments: list[str], runs: int, previews: int, batch_size: int | None
) -> None:
    worker = FakeWorker()
    assert scout("outbox", *arguments, start_worker=worker.start).exit_code == 0
    assert (worker.runs, worker.previews, worker.batch_size) == (runs, previews, batch_size)
    assert worker.dry_run is bool(previews)


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (outbox_report(), 0),
        (outbox_report(message_report(), message_report(2, status="skipped", note="guard")), 0),
        (outbox_report(message_report(), more=True), 0),
        (outbox_report(message_report(), DEAD), 1),
        (outbox_report(message_report(), FAILED), 1),
        (outbox_report(status="failed", error=OBSTACLE), 1),
    ],
)
def test_the_exit_code_says_how_the_run_went(report: OutboxReport, code: int) -> None:
    assert scout("outbox", "--once", start_worker=FakeWorker([report]).start).exit_code == code


def test_the_table_tells_each_message_and_the_last_line_counts_them() -> None:
    report = outbox_report(message_report(1, odoo_id=17, note="was already so"), DEAD, FAILED)
    lines = scout("outbox", "--once", start_worker=FakeWorker([report]).start).stdout.splitlines()
    assert lines[0].split() == ["id", "operation", "record", "status", "record", "in", "Odoo", "note"]
    assert lines[2].split() == ["1", "upsert", "res.partner", "__outbox__.ann", "done", "17", "was", "already", "so"]
    assert "parked" in lines[3]
    assert "refused: Odoo said no." in lines[3]
    assert "waiting" in lines[4]
    assert "busy: Odoo was busy.; next try 2026-11-21 09:14:03 UTC" in lines[4]
    assert "✗ 1 message parked: a person has to look." in lines
    assert lines[-1] == "1 done, 1 waiting for another try, 1 parked, 1.2 s, 9 calls to Odoo"


def test_a_narrow_terminal_cuts_no_note_off() -> None:
    long = message_report(1, status="dead", kind="invalid", error="no_such_field: " + "long words " * 20 + "END")
    told = scout("outbox", "--once", start_worker=FakeWorker([outbox_report(long)]).start, out=paper(width=80)).stdout
    assert "END" in told
    assert "…" not in told


def test_an_unreachable_odoo_is_a_sentence_and_a_fix() -> None:
    report = outbox_report(status="failed", error=OBSTACLE, released=3)
    told = scout("outbox", "--once", start_worker=FakeWorker([report]).start).stdout
    assert "✗ Odoo does not answer.\n  → Check ODOO_BASE_URL." in told
    assert "3 given back" in told


def test_a_dry_run_shows_each_call_with_its_values_and_whom_the_ids_mean() -> None:
    load = WouldSend(
        model="res.partner", method="load", names={"res.country 20": "Belgium"},
        arguments={"fields": ["id", "name", "country_id/.id"], "data": [["__outbox__.ann", "Ann", "20"]]},
    )  # fmt: skip
    write = WouldSend(
        model="sale.order",
        method="write",
        ids=[7],
        arguments={"vals": {"note": "[bold]"}},
        names={"sale.order 7": "S0007"},
    )
    report = outbox_report(
        message_report(1, status="send", would_send=load), message_report(2, status="send", operation="write", would_send=write),
        dry_run=True,
    )  # fmt: skip
    told = scout("outbox", "--dry-run", start_worker=FakeWorker([report]).start).stdout
    for line in (
        "1 res.partner.load\n", '  name: "Ann"\n', '  country_id/.id: "20"\n', "  res.country 20 is Belgium\n",
        "2 sale.order.write on 7\n", '  note: "[bold]"\n', "  sale.order 7 is S0007\n",
    ):  # fmt: skip
        assert line in told
    assert told.splitlines()[-1].startswith("Dry run, nothing was sent or changed; 2 would be sent, ")


def test_a_terminal_gets_a_bar_over_the_messages_and_the_report_stays_clean() -> None:
    def working(observer: OutboxObserver, stop: threading.Event) -> OutboxReport:
        observer.claimed(3)
        observer.settled(message_report(place="sale.order [7]"))
        assert worker.on_retry is not None
        worker.on_retry(OdooTransientError("Odoo was busy."), 2.5)
        return outbox_report(message_report())

    worker = FakeWorker(acting=working)
    result = scout("outbox", "--once", "--json", start_worker=worker.start, err=terminal(stderr=True))
    assert "sale.order [7]" in result.stderr
    assert "1/3" in result.stderr
    assert "Odoo was busy. Trying again in 2.5 s." in result.stderr
    assert json.loads(result.stdout)["run_id"] == "a-run"


def test_elsewhere_progress_goes_to_the_log() -> None:
    log = Mock()

    def working(observer: OutboxObserver, stop: threading.Event) -> OutboxReport:
        observer.claimed(3)
        return outbox_report()

    scout("outbox", "--once", start_worker=FakeWorker(acting=working).start, log_outbox_observer=lambda: log)
    log.claimed.assert_called_once_with(3)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_to_stop_after_the_message_in_hand(number: signal.Signals) -> None:
    report = outbox_report(message_report(), status="stopped", more=True, released=2)
    worker = FakeWorker(acting=signalled(report, number))
    result = scout("outbox", "--once", start_worker=worker.start, err=terminal(stderr=True))
    assert result.exit_code == 1
    assert "Finishing the current message;" in result.stderr
    assert "1 done, 2 given back; stopped as asked, run again to continue" in result.stdout


def test_the_second_signal_ends_the_process_with_code_1() -> None:
    ended: list[int] = []
    worker = FakeWorker(acting=signalled(outbox_report(), signal.SIGINT, signal.SIGTERM))
    result = scout("outbox", "--once", start_worker=worker.start, err=terminal(stderr=True), exit_at_once=ended.append)
    assert ended == [1]
    assert "Stopped at once. A message that was being sent is looked up in Odoo" in result.stderr


def warehouse_with(*due: JsonValue) -> FakeWarehouse:
    """What is due at the first look, during which a SIGTERM comes."""

    def answer() -> JsonValue:
        signal.raise_signal(signal.SIGTERM)
        return [*due]

    return FakeWarehouse({"ops.preview_messages": answer})


def test_the_daemon_begins_no_run_while_nothing_is_due_and_ends_with_code_0_when_asked_to() -> None:
    """It opens the warehouse once: its looks are many, a connection each would be a burden."""
    worker, warehouse = FakeWorker(), warehouse_with()
    result = scout("outbox", "--daemon", start_worker=worker.start, open_warehouse=warehouse.open)
    assert (result.exit_code, worker.runs, warehouse.opened) == (0, 0, 1)
    assert warehouse.calls == [("ops.preview_messages", {"p_limit": 1})]


@pytest.mark.parametrize("at_terminal", [True, False])
def test_the_daemon_shows_each_runs_messages_at_a_terminal_and_leaves_a_pipe_alone(at_terminal: bool) -> None:
    worker = FakeWorker([outbox_report(message_report())])
    screens: dict[str, Any] = {"out": terminal(), "err": terminal(stderr=True)} if at_terminal else {}
    result = scout(
        "outbox", "--daemon", start_worker=worker.start, open_warehouse=warehouse_with({"id": 1}).open, **screens
    )
    assert worker.runs == 1
    assert "__outbox__.ann" in result.stdout if at_terminal else result.stdout == ""


class Stopping(Console):
    """A terminal whose reader sends SIGTERM on reading that there is something to wait for."""

    def print(self, *objects: Any, **how: Any) -> None:
        super().print(*objects, **how)
        if "Trying again" in str(objects):
            signal.raise_signal(signal.SIGTERM)


def test_an_obstacle_is_told_once_with_how_long_the_daemon_waits_and_a_stop_ends_the_wait() -> None:
    warehouse = FakeWarehouse({"ops.preview_messages": [{"id": 1}]})
    worker = FakeWorker([outbox_report(status="failed", error=OBSTACLE)])
    err = Stopping(stderr=True, width=100, force_terminal=True, highlight=False, _environ={})
    result = scout(
        "outbox", "--daemon", start_worker=worker.start, open_warehouse=warehouse.open, out=terminal(), err=err
    )
    assert (result.exit_code, worker.runs) == (0, 1)
    assert "Trying again in 1" in result.stderr
    assert result.output.count("Odoo does not answer.") == 1
