"""POST → take what has changed in Odoo's own database since the last call. Target `cdc_mirror`.

    {}

The answer is the run's report: 200 with `more` where its time was up, 207 where the warehouse refused rows of a table,
409 where another runner is at work. `scout cdc start` comes first.
"""

from __future__ import annotations

import flask
import functions_framework

from functions.http_api import TIME_BUDGET_SECONDS, Refused, answer, check_caller, failed, json_body
from functions.shutdown import SHUTDOWN
from shared.cdc.mirror import Mirror
from shared.cdc.store import Event
from shared.errors import InputError, ScoutError
from shared.monitoring.logs import LOGGER, log_to_stderr
from shared.retries import Deadline
from shared.settings import Settings

SETTINGS = Settings.from_environment().check(serving=True, groups=("warehouse", "mirror", "sync"))
log_to_stderr()
LOGGER.setLevel(SETTINGS.mirror.log_level)


@functions_framework.http
def cdc_mirror(request: flask.Request) -> flask.Response:
    try:
        check_caller(request, SETTINGS.sync)
        body = json_body(request)
    except Refused as refused:
        return refused.response()
    except InputError as error:
        return answer(400, {"status": "refused", "problems": error.problems})
    if body:
        return answer(400, {"status": "refused", "problems": ["nothing can be asked for here; send {}"]})
    budget = SETTINGS.sync.time_budget_seconds or TIME_BUDGET_SECONDS
    mirror = Mirror.open(SETTINGS, told=_log)
    try:
        report = mirror.run(Deadline.after(budget), stopped=SHUTDOWN.is_set)
    except ScoutError as error:
        return failed(error)
    finally:
        mirror.close()
    return answer(207 if report.failed else 200, report.model_dump_json())


def _log(event: Event) -> None:
    LOGGER.info(event.what, extra={"fields": event.model_dump(include={"kind", "table_name", "cure"})})
