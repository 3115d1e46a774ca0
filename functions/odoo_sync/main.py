"""POST → pull Odoo into bronze. Target `odoo_sync`.

    {"streams": ["pos.order"], "mode": "incremental" | "full", "dry_run": true, "since": …, "until": …}

All keys are optional. The answer is the run's report; its status code says how the run went (see `status_code`).
"""

from __future__ import annotations

import flask
import functions_framework

from functions.http_api import TIME_BUDGET_SECONDS, Refused, answer, check_caller, failure_status, json_body
from functions.shutdown import SHUTDOWN
from shared.errors import InputError
from shared.monitoring.alerts.causes import route_of
from shared.monitoring.alerts.notify import notify_after_run
from shared.monitoring.alerts.run_checks import lines_of_run
from shared.monitoring.logs import LoggingObserver, log_retry, log_to_stderr
from shared.settings import Settings
from shared.streams.catalogue import load_catalogue
from shared.sync.open_engine import started_engine
from shared.sync.run_report import RunReport
from shared.sync.sync_request import parse_request

SETTINGS = Settings.from_environment().check(serving=True)
CATALOGUE = load_catalogue(SETTINGS.sync.streams_file)
log_to_stderr()


@functions_framework.http
def odoo_sync(request: flask.Request) -> flask.Response:
    try:
        check_caller(request, SETTINGS.sync)
        wanted = parse_request(json_body(request))
        streams = wanted.select(CATALOGUE)
    except Refused as refused:
        return refused.response()
    except InputError as error:
        return answer(400, {"status": "refused", "problems": error.problems})
    with started_engine(
        SETTINGS,
        observer=LoggingObserver(),
        time_budget_seconds=TIME_BUDGET_SECONDS,
        stop=SHUTDOWN,
        dry_run=wanted.dry_run,
        on_retry=log_retry,
    ) as engine:
        report = engine.run(streams, wanted)
    notify_after_run(SETTINGS, lines_of_run(report), route=route_of(report.odoo, report.warehouse))
    return answer(status_code(report), report.model_dump_json())


def status_code(report: RunReport) -> int:
    """200 all went well, 207 some did, 409 all were busy, 502/503/504 none went well."""
    if report.status == "completed":
        return 200
    if report.status == "busy":
        return 409
    kinds = [stream.error.kind for stream in report.streams if stream.error is not None]
    if not kinds:
        return 200
    if report.status == "partial":
        return 207
    return max(failure_status(kind) for kind in kinds if kind != "stream busy")
