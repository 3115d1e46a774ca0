"""GET → whether the numbers can be trusted. Target `health`.

200 with the report when nothing failed, 503 with the report when something did: a monitor needs only the status.
Half a configuration is no reason not to start: the report names what is missing.
"""

from __future__ import annotations

import flask
import functions_framework

from functions.gate import Refused, answer, check_caller
from shared.errors import SettingsError
from shared.operate.health.check import check_health
from shared.operate.logs import log_to_stderr
from shared.settings import Settings, SyncSettings

SETTINGS = Settings.from_environment()
log_to_stderr()


@functions_framework.http
def health(request: flask.Request) -> flask.Response:
    try:
        check_caller(request, _sync_settings(), methods=("GET", "HEAD"))
    except Refused as refused:
        return refused.response()
    if request.path != "/":
        return answer(404, {"status": "refused", "problems": ["there is nothing here; the report is at /"]})
    report = check_health(SETTINGS)
    return answer(503 if report.status == "fail" else 200, report.model_dump_json())


def _sync_settings() -> SyncSettings:
    """Where they cannot be read nobody can be let in, and nobody is told more than that."""
    try:
        return SETTINGS.sync
    except SettingsError:
        raise Refused(
            503, "the settings are not complete, so no caller can be checked; run scout health there"
        ) from None
