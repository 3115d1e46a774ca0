"""JSON-2, Odoo 19 and later: `POST /json/2/<model>/<method>`, an API key in a header, the bare value as the answer.

Source: Odoo reference, *External JSON-2 API*; `addons/rpc/controllers/json2.py`, `http.py` (Json2Dispatcher) of 19.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue, SecretStr

from shared.errors import LoginRefused
from shared.odoo.answer import Answer, answer, parse
from shared.odoo.exchange import Exchange
from shared.odoo.failures import Asked, error_failure, status_failure, unreadable


class Json2:
    def __init__(self, exchange: Exchange, api_key: SecretStr) -> None:
        self._exchange = exchange
        self._api_key = api_key

    def log_in(self) -> None:
        """Nothing to ask: the key goes with every call."""
        # What cannot be a header's value is refused here: the HTTP library's own error would quote it.
        for name, value in (
            ("ODOO_API_KEY", self._api_key.get_secret_value()),
            ("ODOO_DB", self._exchange.endpoint.db),
        ):
            if not (value.isascii() and value.isprintable() and value == value.strip()):
                raise LoginRefused(
                    f"{name} holds characters that an HTTP header cannot carry.",
                    fix=f"Set {name} without line breaks, blanks at its ends or letters outside ASCII.",
                )

    def execute(
        self,
        model: str,
        method: str,
        *,
        ids: Sequence[int] | None,
        arguments: Mapping[str, JsonValue],
        is_read: bool,
    ) -> Answer:
        asked = Asked(self._exchange.endpoint, "json2", model, method)
        body: dict[str, JsonValue] = dict(arguments)
        if ids is not None:
            body["ids"] = list(ids)
        reply = self._exchange.post(
            f"/json/2/{model}/{method}",
            body,
            asked=str(asked),
            is_read=is_read,
            headers={
                "Authorization": f"bearer {self._api_key.get_secret_value()}",
                "X-Odoo-Database": self._exchange.endpoint.db,
            },
        )
        is_success = 200 <= reply.status < 300
        try:
            value = parse(reply.content)
        except ValueError as error:
            raise (unreadable if is_success else status_failure)(reply, asked) from error
        if is_success:
            return answer(reply, value)
        if isinstance(value, dict) and "name" in value:
            raise error_failure(value, asked, reply)
        raise status_failure(reply, asked)
