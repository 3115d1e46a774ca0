"""JSON-RPC, Odoo up to 21: `POST /jsonrpc`, login and secret in every body, errors inside a HTTP 200.

Source: Odoo reference, *External RPC API*; `odoo/service/{common,model}.py` of 16.0 to 19.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue, SecretStr

from shared.errors import OdooRefused
from shared.odoo.answer import Answer, answer, parse
from shared.odoo.exchange import Exchange
from shared.odoo.failures import Asked, error_failure, login_refused, status_failure, unreadable

_FIRST_BY_POSITION = {"create": "vals_list", "default_get": "fields", "search": "domain", "search_count": "domain"}
"""By position these mean the same in every version.

`create` looks at its first positional argument and fails without one (`call_kw` in odoo/service/model.py); the domain
was called `args` before 16, `default_get`'s `fields` `fields_list` before 19.
"""


class JsonRpc:
    """`secret` is a password, or an API key in its place."""

    def __init__(self, exchange: Exchange, login: str, secret: SecretStr) -> None:
        self._exchange = exchange
        self._login = login
        self._secret = secret
        self._user_id: int | None = None

    def log_in(self) -> None:
        asked = Asked(self._exchange.endpoint, "jsonrpc", "res.users", "authenticate")
        secret = self._secret.get_secret_value()
        user_id = call_service(
            self._exchange, "common", "authenticate", [self._exchange.endpoint.db, self._login, secret, {}], asked
        ).value
        if user_id is False or user_id is None:
            raise login_refused(asked)
        if not isinstance(user_id, int):
            raise OdooRefused(f"{self._exchange.endpoint.host} did not answer the login with a user's id.")
        self._user_id = user_id

    def execute(
        self,
        model: str,
        method: str,
        *,
        ids: Sequence[int] | None,
        arguments: Mapping[str, JsonValue],
        is_read: bool,
    ) -> Answer:
        named = dict(arguments)
        positional: list[JsonValue] = [] if ids is None else [list(ids)]
        first = _FIRST_BY_POSITION.get(method)
        if first in named:
            positional.append(named.pop(first))
        secret = self._secret.get_secret_value()
        return call_service(
            self._exchange,
            "object",
            "execute_kw",
            [self._exchange.endpoint.db, self._user_id, secret, model, method, positional, named],
            Asked(self._exchange.endpoint, "jsonrpc", model, method),
            is_read=is_read,
        )


def call_service(
    exchange: Exchange,
    service: str,
    method: str,
    arguments: list[JsonValue],
    asked: Asked,
    *,
    is_read: bool = True,
) -> Answer:
    """One call of one of Odoo's three RPC services; a method that returns None answers without a `result`."""
    reply = exchange.post(
        "/jsonrpc",
        {
            "jsonrpc": "2.0",
            "id": None,
            "method": "call",
            "params": {"service": service, "method": method, "args": arguments},
        },
        asked=str(asked),
        is_read=is_read,
    )
    is_success = 200 <= reply.status < 300
    try:
        envelope = parse(reply.content)
    except ValueError as error:
        raise (unreadable if is_success else status_failure)(reply, asked) from error
    if not isinstance(envelope, dict) or "jsonrpc" not in envelope:
        raise unreadable(reply, asked) if is_success else status_failure(reply, asked)
    failure = envelope.get("error")
    if isinstance(failure, dict):
        data = failure.get("data")
        raise error_failure(data if isinstance(data, dict) else failure, asked, reply)
    if failure is not None:
        raise error_failure({}, asked, reply)
    return answer(reply, envelope.get("result"))
