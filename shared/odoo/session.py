"""One user's session with one Odoo: its version, the protocol that follows, the login, and the repeats."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from pydantic import JsonValue, ValidationError

from shared.errors import (
    AnswerTooLarge,
    LoginRefused,
    OdooRefused,
    OdooUnreachable,
    ScoutError,
    TransientError,
)
from shared.odoo.answer import Answer
from shared.odoo.exchange import Exchange
from shared.odoo.failures import Asked
from shared.odoo.json2 import Json2
from shared.odoo.jsonrpc import JsonRpc, call_service
from shared.odoo.model import Identity, Protocol
from shared.odoo.versions import choose_protocol, read_version
from shared.odoo.wire import Wire
from shared.retries import Deadline, RetryPolicy, call_with_retries
from shared.settings import OdooSettings

T = TypeVar("T")

_NEEDS_ONLY_A_LOGIN = "context_get"


class Session:
    """Nothing is sent before it is needed, and version, login and identity are asked once, also among threads."""

    def __init__(
        self,
        settings: OdooSettings,
        exchange: Exchange,
        *,
        deadline: Deadline | None,
        retry_policy: RetryPolicy,
        on_retry: Callable[[TransientError, float], None],
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.exchange = exchange
        self.settled_protocol: Protocol | None = None
        self.server_time: datetime | None = None
        """The server's clock in its latest answer to a call with credentials; None before the first."""
        self._settings = settings
        self._deadline = deadline
        self._retry_policy = retry_policy
        self._on_retry = on_retry
        self._stopped = stopped
        self._settling = threading.RLock()
        self._version: tuple[int, int] | None = None
        self._wire: Wire | None = None
        self._identity: Identity | None = None

    @property
    def version(self) -> tuple[int, int]:
        with self._settling:
            if self._version is None:
                self._version = self._repeatedly(lambda: read_version(self.exchange), repeatable=True)
            return self._version

    @property
    def protocol(self) -> Protocol:
        with self._settling:
            if self.settled_protocol is None:
                fixed = self._settings.protocol
                self.settled_protocol = fixed if fixed != "auto" else choose_protocol(self._settings, self.version)
            return self.settled_protocol

    @property
    def identity(self) -> Identity:
        with self._settling:
            if self._identity is None:
                self._identity = self._ask_identity()
            return self._identity

    def databases(self) -> tuple[str, ...]:
        asked = Asked(self.exchange.endpoint, "jsonrpc", "db", "list")
        try:
            named = call_service(self.exchange, "db", "list", [], asked).value
        except ScoutError:
            return ()
        return tuple(str(name) for name in named) if isinstance(named, list) else ()

    def execute(
        self,
        model: str,
        method: str,
        *,
        ids: Sequence[int] | None = None,
        arguments: Mapping[str, JsonValue] | None = None,
        repeatable: bool,
    ) -> Answer:
        """One call with exactly these arguments; sent again after a doubtful failure only if `repeatable`."""
        wire = self._logged_in()
        try:
            answer = self._repeatedly(
                lambda: wire.execute(model, method, ids=ids, arguments=arguments or {}, is_read=repeatable),
                repeatable=repeatable,
            )
        except LoginRefused as refused:
            if method == _NEEDS_ONLY_A_LOGIN or not self._is_still_welcome(wire):
                raise
            said = refused.said or "no reason given"
            raise OdooRefused(
                f"Odoo refused {model}.{method}: {said} (AccessDenied).", name="AccessDenied"
            ) from refused
        if answer.date is not None:
            self.server_time = answer.date
        return answer

    def _is_still_welcome(self, wire: Wire) -> bool:
        """Whether Odoo takes the credentials: a method may raise AccessDenied too (19: `change_password`)."""
        try:
            self._repeatedly(
                lambda: wire.execute("res.users", _NEEDS_ONLY_A_LOGIN, ids=None, arguments={}, is_read=True),
                repeatable=True,
            )
        except (LoginRefused, OdooUnreachable):
            return False
        return True

    def _logged_in(self) -> Wire:
        with self._settling:
            if self._wire is None:
                wire = self._open_wire()
                self._repeatedly(wire.log_in, repeatable=True)
                self._wire = wire
            return self._wire

    def _open_wire(self) -> Wire:
        settings = self._settings
        if self.protocol == "json2":
            if settings.api_key is None:
                raise LoginRefused("JSON-2 accepts no password, only an API key.", fix="Set ODOO_API_KEY.")
            return Json2(self.exchange, settings.api_key)
        secret = settings.password or settings.api_key
        if secret is None:
            raise LoginRefused("There is nothing to log in with.", fix="Set ODOO_API_KEY or ODOO_PASSWORD.")
        if not settings.username:
            raise LoginRefused(
                f"Odoo at {self.exchange.endpoint.host} is called over JSON-RPC, where a key needs its user's login.",
                fix="Set ODOO_USERNAME.",
            )
        return JsonRpc(self.exchange, settings.username, secret)

    def _ask_identity(self) -> Identity:
        try:
            context = cast(dict[str, Any], self.execute("res.users", _NEEDS_ONLY_A_LOGIN, repeatable=True).value)
            user_id = context["uid"]
            users = self.execute(
                "res.users", "read", ids=[user_id], arguments={"fields": ["company_ids"]}, repeatable=True
            ).value
            companies = cast(list[dict[str, Any]], users)[0]["company_ids"]
            return Identity(
                host=self.exchange.endpoint.host,
                database=self.exchange.endpoint.db,
                user_id=user_id,
                language=context.get("lang") or "en_US",
                company_ids=tuple(sorted(companies)),
            )
        except (AttributeError, IndexError, KeyError, TypeError, ValidationError) as error:
            raise OdooRefused("Odoo does not say who its user is, as its reference promises.") from error

    def _repeatedly(self, action: Callable[[], T], *, repeatable: bool) -> T:
        def reclassified(error: ScoutError, maybe_applied: bool) -> ScoutError:
            # An answer that is too large: the call was carried out, and what it answered is not known.
            lost = isinstance(error, AnswerTooLarge) or (isinstance(error, TransientError) and error.maybe_applied)
            return self._unreachable(error, maybe_applied=True) if lost and not repeatable else error

        return call_with_retries(
            action,
            retry_policy=self._retry_policy,
            deadline=self._deadline,
            on_retry=self._on_retry,
            stopped=self._stopped,
            reclassify=reclassified,
            exhausted=lambda error, maybe_applied: self._unreachable(error, maybe_applied=maybe_applied),
        )

    def _unreachable(self, error: ScoutError, *, maybe_applied: bool) -> OdooUnreachable:
        return OdooUnreachable(
            f"No usable answer from Odoo at {self.exchange.endpoint.host}. The last try: {error.message}",
            fix="Check that Odoo is up and that ODOO_BASE_URL is right; if it is only busy, try later.",
            maybe_applied=maybe_applied,
        )
