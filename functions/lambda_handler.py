"""The same function on AWS Lambda, from a zip: handler `functions.lambda_handler.handler`.

Two kinds of events: a request over a function URL or API Gateway (apig-wsgi makes it WSGI), and a call by EventBridge
Scheduler or a person with the right to invoke, whose event is the body itself: `{"streams": ["pos.order"]}`.
"""

from __future__ import annotations

import base64
import json
import os
from typing import Any, cast

from apig_wsgi import make_lambda_handler

from functions.application import application

Event = dict[str, Any]

_answer = make_lambda_handler(application())
_secret = os.environ.get("SYNC_SECRET", "").partition(",")[0].strip()


class RunFailed(Exception):
    """A call whose answer nobody reads was refused or failed: only an error shows in CloudWatch and its alarms."""


def handler(event: Event, context: object) -> dict[str, Any]:
    """The answer to a request; to an invocation, the run's report.

    Raises `RunFailed` for an invocation that was refused or failed; streams that others hold (409) are no failure. Who
    may invoke was asked by IAM already.
    """
    if "requestContext" in event:
        return _answer(event, context)
    answered = _answer(_request(event), context)
    body = answered["body"]
    if answered.get("isBase64Encoded"):
        body = base64.b64decode(body).decode()
    if answered["statusCode"] >= 400 and answered["statusCode"] != 409:
        raise RunFailed(f"{answered['statusCode']}: {body}")
    return cast(dict[str, Any], json.loads(body))


def _request(body: Event) -> dict[str, Any]:
    """An invocation as the POST over a function URL that means the same, with the secret this function knows itself.

    The event's form: AWS Lambda developer guide, *Invoking Lambda function URLs*, payload format version 2.0.
    """
    return {
        "version": "2.0",
        "rawPath": "/",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "host": "lambda", "authorization": f"Bearer {_secret}"},
        "requestContext": {"http": {"method": "POST", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"}},
        "body": json.dumps(dict(body)),
        "isBase64Encoded": False,
    }
