"""What every function does before anything else: only its methods, only callers with the secret, only JSON."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

import flask

from shared.error_report import ErrorReport
from shared.errors import InputError, ScoutError
from shared.settings import SyncSettings

TIME_BUDGET_SECONDS = 240.0
"""Below the shortest limit of the platforms this runs on (Cloud Scheduler and Lambda allow more when asked)."""

BODY_LIMIT_BYTES = 256 * 1024
"""Of a request's body: some 30,000 ids of a replay. The server keeps it while it receives, `json_body` whoever did."""
BODY_TOO_LARGE = f"the body is larger than {BODY_LIMIT_BYTES} bytes"


class Refused(Exception):
    """The request goes no further: `status` and the answer's body."""

    def __init__(self, status: int, problem: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.headers = dict(headers or {})

    def response(self) -> flask.Response:
        return answer(self.status, {"status": "refused", "problems": [self.problem]}, headers=self.headers)


def answer(status: int, body: object, *, headers: Mapping[str, str] | None = None) -> flask.Response:
    """A JSON response, never cached."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return flask.Response(
        text + "\n",
        status=status,
        mimetype="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def failed(error: ScoutError) -> flask.Response:
    """Where there is no report to answer with."""
    return answer(error.http_status, {"status": "failed", "error": ErrorReport.of(error).model_dump()})


def check_caller(
    request: flask.Request, settings: SyncSettings, *, methods: Sequence[str] = ("POST",), for_people: bool = False
) -> None:
    """405 to all but these methods (a readiness probe must not start a sync), 401 without an accepted secret.

    `for_people`: a browser is asked for a name and a password (RFC 7617); the secret is the password, the name is free.
    Only for what changes nothing: a browser sends them along with every request, whoever made it ask. Raises `Refused`.
    """
    if request.method not in methods:
        problem = f"{request.method} does nothing here; send {methods[0]}"
        raise Refused(405, problem, headers={"Allow": ", ".join(methods)})
    if settings.platform_authenticates:
        return
    if settings.secret_problem:
        raise Refused(503, f"{settings.secret_problem}; nobody is let in")
    challenge = {
        "WWW-Authenticate": 'Basic realm="Scout sync: any name, SYNC_SECRET as password"' if for_people else "Bearer"
    }
    if not settings.accepted_secrets:
        raise Refused(
            401,
            "SYNC_SECRET is not set, so every caller is refused; set it, or SYNC_PLATFORM_AUTHENTICATES=true where the "
            "platform checks every caller",
            headers=challenge,
        )
    given = _given_secret(request, for_people=for_people).encode(errors="replace")  # Lambda's JSON may hold anything
    # Every accepted secret is compared, each in constant time: the time taken tells nothing.
    matches = [hmac.compare_digest(given, secret.encode()) for secret in settings.accepted_secrets]
    if not any(matches):
        raise Refused(401, "send the header Authorization: Bearer <SYNC_SECRET>", headers=challenge)


def _given_secret(request: flask.Request, *, for_people: bool) -> str:
    """Empty where there is none; an accepted secret never is."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if not for_people or scheme.lower() != "basic":
        return ""
    try:
        basic = request.authorization
    except ValueError:  # werkzeug foresees what is not base64, not what is not ASCII
        return ""
    return (basic.password or "") if basic is not None else ""


def json_body(request: flask.Request) -> Any:
    """The decoded body; an empty one means `{}`. Raises `Refused` when it is too large, `InputError` if no JSON.

    Asked for after `check_caller`: nothing is read of what a caller without the secret sends.
    """
    if (request.content_length or 0) > BODY_LIMIT_BYTES:
        raise Refused(413, BODY_TOO_LARGE)
    data = request.stream.read(BODY_LIMIT_BYTES + 1)
    if len(data) > BODY_LIMIT_BYTES:
        raise Refused(413, BODY_TOO_LARGE)
    if not data.strip():
        return {}
    try:
        return json.loads(data)
    except RecursionError:
        raise InputError(["the body is nested too deeply"]) from None
    except ValueError as error:  # also what UnicodeDecodeError is
        raise InputError([f"the body is not JSON: {error}"]) from error
