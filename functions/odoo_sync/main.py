"""POST → pull Odoo into bronze. Target `odoo_sync`.

    {"streams": ["pos.order"], "mode": "incremental" | "full", "dry_run": true, "since": …, "until": …}

All keys are optional. The answer is the run's report; its status code says how the run went (see `status_code`).
"""

from __future__ import annotations

import flask
import functions_framework

from functions.http_api import TIME_BUDGET_SECONDS, Refused, answer, check_caller, json_body
from functions.shutdown import SHUTDOWN
from shared.errors import InputError
from shared.models.catalogue import load_catalogue
from shared.monitoring.alerts.causes import route_of
from shared.monitoring.alerts.notify import notify_after_run
from shared.monitoring.alerts.run_checks import lines_of_run
from shared.monitoring.lineage import telling_lineage
from shared.monitoring.logs import LoggingObserver, log_retry, log_to_stderr
from shared.settings import Settings
from shared.sync.open_engine import started_engine
from shared.sync.run_report import RunReport
from shared.sync.sync_request import parse_request

SETTINGS = Settings.from_environment().check(serving=True)
CATALOGUE = load_catalogue(SETTINGS.sync.streams_file, SETTINGS.sync.groups)
log_to_stderr()


@functions_framework.http
def odoo_sync(request: flask.Request) -> flask.Response:
    try:
        check_caller(request, SETTINGS.sync)
        asked = parse_request(json_body(request))
        streams = asked.select(CATALOGUE)
    except Refused as refused:
        return refused.response()
    except InputError as error:
        return answer(400, {"status": "refused", "problems": error.problems})
    with started_engine(
        SETTINGS,
        observer=telling_lineage(LoggingObserver(), SETTINGS, dry_run=asked.dry_run),
        time_budget_seconds=TIME_BUDGET_SECONDS,
        stop=SHUTDOWN,
        dry_run=asked.dry_run,
        on_retry=log_retry,
    ) as engine:
        report = engine.run(streams, asked)
    notify_after_run(SETTINGS, lines_of_run(report), route=route_of(report.odoo, report.warehouse))
    return answer(status_code(report), report.model_dump_json())


def status_code(report: RunReport) -> int:
    """200 all went well, 207 some did, 409 all were busy, else the highest of the errors that were met."""
    if report.status == "completed":
        return 200
    if report.status == "busy":
        return 409
    statuses = [stream.error.http_status for stream in report.streams if stream.error is not None]
    if not statuses:
        return 200
    return 207 if report.status == "partial" else max(statuses)
