"""The one way to talk to Odoo: one user on one database, over whichever protocol it speaks.

Every call names language, time zone, companies and `active_test` itself (invariant 5), goes through the limiter, and
is repeated while its retry policy and deadline allow; one that changes something is not, once it may have been applied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self, cast

import httpx
from pydantic import JsonValue

from shared.errors import OdooRefused, OdooUnreachable, TransientError
from shared.odoo.answer import Answer
from shared.odoo.bounds import Bounds
from shared.odoo.endpoint import Endpoint
from shared.odoo.exchange import Exchange
from shared.odoo.limiter import Limiter, PacedLocally, Unlimited, default_rate, is_odoo_online
from shared.odoo.model import Domain, Field, Identity, Page, Protocol
from shared.odoo.session import Session
from shared.retries import Deadline, RetryPolicy
from shared.settings import OdooSettings

_FIELD_ATTRIBUTES: list[JsonValue] = [
    "type",
    "store",
    "required",
    "company_dependent",
    "relation",
    "translate",
    "string",
    "help",
    "selection",
]

_READS = frozenset(
    {
        "context_get",
        "fields_get",
        "formatted_read_group",
        "name_search",
        "read",
        "read_group",
        "search",
        "search_count",
        "search_read",
    }
)
"""Methods of every model that change nothing: repeated whatever happened to their answer."""


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+")


class Odoo:
    """Nothing is sent before it is needed. Safe to use from several threads at once.

    Every method may raise `LoginRefused`, `OdooUnreachable` (RunError), `AccessRefused`, `ModelMissing`, `OdooRefused`,
    `AnswerTooLarge`.
    """

    def __init__(self, session: Session, endpoint: Endpoint) -> None:
        self._session = session
        self._endpoint = endpoint

    @classmethod
    def connect(
        cls,
        settings: OdooSettings,
        *,
        transport: httpx.BaseTransport | None = None,
        limiter: Limiter | None = None,
        deadline: Deadline | None = None,
        retry_policy: RetryPolicy | None = None,
        on_retry: Callable[[TransientError, float], None] | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Self:
        """`limiter` None: `default_rate` within this process. `on_retry(error, seconds)` is told before each wait.

        Reads are given up soon after `deadline` and once `stopped()`, with an `OdooUnreachable` that says `given_up`.
        """
        endpoint = Endpoint.of(settings)
        bounds = Bounds(settings.largest_answer_mb, deadline or Deadline.never(), stopped)
        session = Session(
            settings,
            Exchange(endpoint, transport=transport, limiter=limiter or _own_limiter(settings), bounds=bounds),
            deadline=deadline,
            retry_policy=retry_policy or RetryPolicy(),
            on_retry=on_retry or (lambda error, wait_seconds: None),
            stopped=stopped,
        )
        return cls(session, endpoint)

    @property
    def version(self) -> tuple[int, int]:
        """Major and minor, `(19, 0)`; asked once, without credentials."""
        return self._session.version

    @property
    def protocol(self) -> Protocol:
        """`ODOO_PROTOCOL`, else settled on first use by version and by which secret is set."""
        return self._session.protocol

    @property
    def identity(self) -> Identity:
        """Who reads, asked once."""
        return self._session.identity

    @property
    def calls(self) -> int:
        """How many requests were sent so far, of all kinds and with all repeats."""
        return self._session.exchange.calls

    def server_time(self) -> datetime:
        """The server's clock (aware UTC, whole seconds) in its latest answer to a call with credentials."""
        if self._session.server_time is None:
            self._session.execute("res.users", "context_get", repeatable=True)
        if self._session.server_time is None:
            raise OdooUnreachable(
                f"{self._endpoint.host} sends no Date header, so there is no safe end for what is read.",
                fix="Let the proxy in front of Odoo pass the Date header on.",
            )
        return self._session.server_time

    def databases(self) -> tuple[str, ...]:
        """Those Odoo names to anybody; empty where it names none (`list_db` is off, or it is 22 or later)."""
        return self._session.databases()

    def fields(self, model: str) -> dict[str, Field]:
        """The model's fields as this user sees them, stored or not."""
        value = self._call(model, "fields_get", {"attributes": _FIELD_ATTRIBUTES}, repeatable=True).value
        with as_promised(f"{model}.fields_get"):
            described = cast(dict[str, dict[str, Any]], value)
            return {name: Field(**{**field, "name": name}) for name, field in described.items()}

    def page(
        self,
        model: str,
        *,
        domain: Domain,
        fields: Sequence[str],
        limit: int,
        order: str = "id",
        company_id: int | None = None,
    ) -> Page:
        """Up to `limit` records in Odoo's own form; `id` always comes along, many2one as bare ids.

        `company_id`: whose values company-dependent fields show; None: those of the first of `identity.company_ids`.
        """
        # load=None: no names of linked records. Half the time, and nothing stale in the raw rows.
        asked: dict[str, JsonValue] = {
            "domain": domain,
            "fields": list(fields),
            "limit": limit,
            "order": order,
            "load": None,
        }
        if company_id is not None:
            # Odoo takes the values of the company named first; the others stay, or their records would be hidden.
            others = [other for other in self.identity.company_ids if other != company_id]
            asked["context"] = {"allowed_company_ids": [company_id, *others]}
        answer = self._call(model, "search_read", asked, repeatable=True)
        rows = cast(list[dict[str, Any]], answer.value)
        wanted = {"id", *fields}
        with as_promised(f"{model}.search_read"):
            # Names of the first row alone, which all others are like: of each they would cost a third of a page.
            if rows and not rows[0].keys() >= wanted:
                raise KeyError
            if type(rows) is not list or not all(type(row) is dict and len(row) >= len(wanted) for row in rows):
                raise TypeError
        return Page(rows=rows, bytes=answer.bytes, may_hold_nul=answer.may_hold_nul)

    def count(self, model: str, domain: Domain) -> int:
        value = self._call(model, "search_count", {"domain": domain}, repeatable=True).value
        with as_promised(f"{model}.search_count"):
            if not isinstance(value, int):
                raise TypeError
            return value

    def call(
        self,
        model: str,
        method: str,
        *,
        ids: Sequence[int] | None = None,
        repeatable: bool = False,
        **arguments: JsonValue,
    ) -> JsonValue:
        """Any method, with named arguments; a `context` among them is laid over the usual one.

        Unless it is a plain read or `repeatable`, a call that may have been applied is not sent again: the
        `OdooUnreachable` then says `maybe_applied`.
        """
        _refuse_strange(model, method)
        return self._call(model, method, arguments, ids=ids, repeatable=repeatable or method in _READS).value

    def change(
        self, model: str, method: str, arguments: Mapping[str, JsonValue], *, ids: Sequence[int] | None = None
    ) -> JsonValue:
        """As `call`, for what changes something: never sent again once it may have been applied."""
        _refuse_strange(model, method)
        return self._call(model, method, arguments, ids=ids, repeatable=False).value

    @property
    def name(self) -> str:
        """For people: `shop at shop.example.com`, without secrets; asks nothing of Odoo."""
        return f"{self._endpoint.db} at {self._endpoint.host}"

    def close(self) -> None:
        self._session.exchange.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        protocol = self._session.settled_protocol or "not settled"
        return f"Odoo(host={self._endpoint.host!r}, db={self._endpoint.db!r}, protocol={protocol!r})"

    def _call(
        self,
        model: str,
        method: str,
        arguments: Mapping[str, JsonValue],
        *,
        ids: Sequence[int] | None = None,
        repeatable: bool,
    ) -> Answer:
        """A business call: says what language, time zone and companies it means (invariant 5)."""
        identity = self.identity
        own = arguments.get("context")
        context: dict[str, JsonValue] = {
            "lang": identity.language,
            "tz": "UTC",
            "active_test": False,
            "allowed_company_ids": list(identity.company_ids),
            **(own if isinstance(own, dict) else {}),
        }
        return self._session.execute(
            model, method, ids=ids, arguments={**arguments, "context": context}, repeatable=repeatable
        )


def _own_limiter(settings: OdooSettings) -> Limiter:
    rate = default_rate(settings)
    return Unlimited() if rate is None else PacedLocally(rate, one_at_a_time=is_odoo_online(settings))


def _refuse_strange(model: str, method: str) -> None:
    """Names become part of an address."""
    if not _NAME.fullmatch(f"{model}.{method}"):
        raise OdooRefused(f"{model!r} or {method!r} is not a name in Odoo.")


@contextmanager
def as_promised(asked: str) -> Iterator[None]:
    """Inside, an answer is taken apart; one of another shape is Odoo's error (`OdooRefused`) and none of ours."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # pydantic's own is a ValueError
        raise OdooRefused(f"Odoo answered {asked} with something other than its reference says.") from error
