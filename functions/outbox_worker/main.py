"""POST → carry what is due in ops.odoo_outbox into Odoo. Target `outbox_worker`.

    {"batch_size": 50, "dry_run": true}

Both keys are optional. The answer is the run's report; its status code says how the run went (see `status_code`).
"""

from __future__ import annotations

import flask
import functions_framework

from functions.http_api import TIME_BUDGET_SECONDS, Refused, answer, check_caller, failed, json_body
from functions.shutdown import SHUTDOWN
from shared.errors import InputError, ScoutError
from shared.monitoring.alerts.causes import route_of
from shared.monitoring.alerts.notify import notify_after_run
from shared.monitoring.alerts.run_checks import lines_of_outbox
from shared.monitoring.logs import LoggingOutboxObserver, log_outbox_run, log_retry, log_to_stderr
from shared.outbox.open_worker import started_worker
from shared.outbox.outbox_report import OutboxReport
from shared.outbox.outbox_request import OutboxRequest, parse_outbox_request
from shared.settings import Settings

SETTINGS = Settings.from_environment().check(serving=True)
log_to_stderr()


@functions_framework.http
def outbox_worker(request: flask.Request) -> flask.Response:
    try:
        check_caller(request, SETTINGS.sync)
        asked = parse_outbox_request(json_body(request))
    except Refused as refused:
        return refused.response()
    except InputError as error:
        return answer(400, {"status": "refused", "problems": error.problems})
    try:
        report = _work(asked)
    except ScoutError as error:  # the warehouse's: without it there is no run to report
        return failed(error)
    log_outbox_run(report)
    notify_after_run(SETTINGS, lines_of_outbox(report), route=route_of(report.odoo, report.warehouse))
    return answer(status_code(report), report.model_dump_json())


def _work(asked: OutboxRequest) -> OutboxReport:
    with started_worker(
        SETTINGS,
        observer=LoggingOutboxObserver(),
        batch_size=asked.batch_size,
        time_budget_seconds=TIME_BUDGET_SECONDS,
        stop=SHUTDOWN,
        dry_run=asked.dry_run,
        on_retry=log_retry,
    ) as worker:
        return worker.preview() if asked.dry_run else worker.run()


def status_code(report: OutboxReport) -> int:
    """200 all went well, 207 some messages wait for another try or are parked, 502/504 Odoo let nothing through."""
    if report.error is not None and not report.done + report.skipped:
        return report.error.http_status
    return 207 if report.error is not None or report.failed or report.dead else 200
