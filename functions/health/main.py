"""GET → whether the numbers can be trusted. Target `health`.

    /          the report: 200 when nothing failed, 503 when something did, so a monitor needs only the status.
               A browser, which asks for HTML, gets the page.
    /status    the page, for people; always 200, because a browser may hide what comes with another status
    /metrics   what Prometheus scrapes

Half a configuration is no reason not to start: the report names what is missing.
"""

from __future__ import annotations

import flask
import functions_framework

from functions.http_api import Refused, answer, check_caller, failed
from shared.errors import ScoutError, SettingsError
from shared.monitoring.health.check_health import check_health
from shared.monitoring.logs import log_to_stderr
from shared.monitoring.metrics import CONTENT_TYPE, metrics_text
from shared.monitoring.page.render import HEADERS
from shared.monitoring.page.status_page import status_page
from shared.settings import Settings, SyncSettings
from shared.warehouse.open import open_warehouse

SETTINGS = Settings.from_environment()
log_to_stderr()


@functions_framework.http
def health(request: flask.Request) -> flask.Response:
    try:
        check_caller(request, _sync_settings(), methods=("GET", "HEAD"), for_people=True)
    except Refused as refused:
        return refused.response()
    match request.path:
        case "/status":
            return _page()
        case "/metrics":
            return _metrics()
        case "/":
            return _page() if _is_browser(request) else _report()
    return answer(
        404, {"status": "refused", "problems": ["there is nothing here; the report is at /, the page at /status"]}
    )


def _is_browser(request: flask.Request) -> bool:
    """It names HTML before JSON; a monitor that takes anything (`*/*`) gets JSON, as one that names nothing does."""
    return request.accept_mimetypes.best_match(["application/json", "text/html"], "application/json") == "text/html"


def _report() -> flask.Response:
    report = check_health(SETTINGS)
    return answer(503 if report.status == "fail" else 200, report.model_dump_json(), headers={"Vary": "Accept"})


def _page() -> flask.Response:
    return flask.Response(status_page(SETTINGS), mimetype="text/html", headers={"Vary": "Accept", **HEADERS})


def _metrics() -> flask.Response:
    try:
        with open_warehouse(SETTINGS.warehouse) as warehouse:
            text = metrics_text(warehouse)
    except SettingsError as error:
        return answer(503, {"status": "failed", "problems": error.problems})
    except ScoutError as error:
        return failed(error)
    return flask.Response(text, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _sync_settings() -> SyncSettings:
    """Where they cannot be read nobody can be let in, and nobody is told more than that."""
    try:
        return SETTINGS.sync
    except SettingsError:
        raise Refused(
            503, "the settings are not complete, so no caller can be checked; run scout health there"
        ) from None
