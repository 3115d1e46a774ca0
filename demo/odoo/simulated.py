"""The simulated Odoo as its users hold it: one WSGI application with handles for tests and for the demo."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import httpx
from pydantic import SecretStr
from werkzeug.wrappers import Request

from demo.odoo.base_models import ABSTRACT, base_models
from demo.odoo.clock import Clock
from demo.odoo.erp_models import erp_models
from demo.odoo.faults import Call, Fault, Injection, SimulatedTransport
from demo.odoo.fields import FieldSpec, ModelSpec, Row
from demo.odoo.methods import Extension
from demo.odoo.reading import Rights
from demo.odoo.retail_models import retail_models
from demo.odoo.store import ADMIN, Store, Table, Transaction, Values
from demo.odoo.web import Server, answer
from shared.settings import OdooSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

API_KEY = "0123456789abcdef0123456789abcdef01234567"
KEY_LIVES = timedelta(days=90)
"""As long as Odoo lets a user's key live who is no administrator."""


class SimulatedOdoo(Server):
    """An Odoo of the given version, in memory, with administrator (id 2), company and currency (both id 1).

    It is a WSGI application: hand it to `transport()` for calls within the process or to `serve()` for a socket.
    Safe to use from several threads. Instants are aware UTC; `at=` is a transaction's start, by default now.
    """

    def __init__(
        self,
        *,
        version: int = 19,
        clock: Clock | None = None,
        brand: bool = True,
        region: bool = True,
        database: str = "shop",
        login: str = "admin",
        password: str = "admin",  # noqa: S107  opens nothing but this toy
        api_key: str = API_KEY,
    ) -> None:
        """`brand`: OCA's product_brand is installed. `region`: `x_region_code` exists."""
        self.version = version
        self.clock = clock or Clock()
        self.database = database
        self.login = login
        self.password = password
        self.api_keys = {api_key}
        models = [
            *base_models(version, region=region), *retail_models(version, brand=brand, region=region), *erp_models(),
        ]  # fmt: skip
        self.store = Store(models, version=version)
        self.rights = Rights(denied={ABSTRACT})
        self.extensions: dict[tuple[str, str], Extension] = {}
        self.calls: list[Call] = []
        self.log: list[str] = []
        """What Odoo's administrator finds in the server's log because of its callers."""
        self._injections: list[Injection] = []
        self._arrivals = threading.Lock()
        self._settle()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return answer(self, Request(environ))(environ, start_response)

    # -- how it is reached ----------------------------------------------------------------------------------------

    def transport(self) -> httpx.BaseTransport:
        """For `httpx.Client(transport=…)`: requests stay within the process."""
        return SimulatedTransport(self)

    def settings(
        self, *, protocol: Literal["auto", "json2", "jsonrpc"] = "auto", base_url: str = "http://odoo.test"
    ) -> OdooSettings:
        """Settings that log in here: the API key for JSON-2, name and password for JSON-RPC, all of them for `auto`."""
        variables: dict[str, Any] = {"ODOO_BASE_URL": base_url, "ODOO_DB": self.database, "ODOO_PROTOCOL": protocol}
        if protocol != "jsonrpc":
            variables["ODOO_API_KEY"] = SecretStr(min(self.api_keys))
        if protocol != "json2":
            variables |= {"ODOO_USERNAME": self.login, "ODOO_PASSWORD": SecretStr(self.password)}
        return OdooSettings.model_validate(variables)

    # -- what people do in it -------------------------------------------------------------------------------------

    def transaction(self, *, at: datetime | None = None, company_id: int = 1) -> Transaction:
        """Writes that carry the start `at` as write_date and are seen when the `with` ends (or on `commit()`)."""
        return Transaction(self.store, at=at or self.clock.now, company_id=company_id)

    def create(self, model: str, values: Values, *, at: datetime | None = None) -> int:
        with self.transaction(at=at) as transaction:
            return transaction.create(model, values)

    def write(self, model: str, ids: int | Sequence[int], values: Values, *, at: datetime | None = None) -> None:
        with self.transaction(at=at) as transaction:
            transaction.write(model, ids, values)

    def write_raw(self, model: str, ids: int | Sequence[int], values: Values) -> None:
        """As SQL behind Odoo's back: the values change, write_date does not (unless it is among them)."""
        with self.transaction() as transaction:
            transaction.write_raw(model, ids, values)

    def unlink(self, model: str, ids: int | Sequence[int]) -> None:
        with self.transaction() as transaction:
            transaction.unlink(model, ids)

    def stored(self, model: str) -> dict[int, Row]:
        """All records as stored, by id: what a test compares a copy with."""
        with self.store.lock:
            return {record_id: dict(row) for record_id, row in self.store.tables[model].rows.items()}

    # -- how it changes -------------------------------------------------------------------------------------------

    def add_model(self, spec: ModelSpec) -> None:
        self.store.tables[spec.name] = Table(spec)

    def drop_model(self, model: str) -> None:
        del self.store.tables[model]

    def add_field(self, model: str, field: FieldSpec) -> None:
        self.store.tables[model].spec.fields[field.name] = field

    def drop_field(self, model: str, name: str) -> None:
        del self.store.tables[model].spec.fields[name]

    def add_method(self, model: str, name: str, action: Extension) -> None:
        """A method on records, such as a button: `action(methods, ids, **arguments)`."""
        self.extensions[model, name] = action

    def deny_model(self, model: str) -> None:
        """The reading user loses the right to the model: AccessError."""
        self.rights.denied.add(model)

    def allow_model(self, model: str) -> None:
        self.rights.denied.discard(model)

    def hide(self, model: str, predicate: Callable[[Row], bool]) -> None:
        """A record rule: records for which the predicate holds are left out without a word."""
        self.rights.hidden[model] = predicate

    def show(self, model: str) -> None:
        self.rights.hidden.pop(model, None)

    def grant_companies(self, *company_ids: int) -> None:
        """The companies the reading user belongs to; no record's write_date but the user's own changes by it."""
        self.rights.company_ids = company_ids
        self.write("res.users", ADMIN, {"company_ids": [(6, 0, list(company_ids))]})

    # -- what passes on the wire ----------------------------------------------------------------------------------

    @property
    def requests(self) -> list[tuple[str, str]]:
        """(model, method) of each request so far; `("common", "authenticate")` and `("web", "version")` among them."""
        return [(call.model, call.method) for call in self.calls]

    def inject(
        self, fault: Fault, *, model: str | None = None, method: str | None = None, skip: int = 0, times: int = 1
    ) -> None:
        """The fault strikes `times` requests (of this model and method, if named) after `skip` that it lets pass."""
        self._injections.append(Injection(fault, model, method, skip, times))

    def arrive(self, call: Call) -> Fault | None:
        with self._arrivals:
            self.calls.append(call)
            struck = next((injection for injection in self._injections if injection.strikes(call)), None)
            self._injections = [injection for injection in self._injections if injection.times > 0]
        return struck.fault if struck else None

    def _settle(self) -> None:
        """What every new database holds."""
        with self.transaction() as transaction:
            currency = {"name": "USD", "symbol": "$", "rounding": 0.01, "decimal_places": 2, "position": "before"}
            transaction.create("res.currency", currency)
            transaction.create("res.partner", {"name": "My Company", "is_company": True})
            transaction.create("res.company", {"name": "My Company", "currency_id": 1, "partner_id": 1, "sequence": 10})
            transaction.create("res.partner", {"name": "Administrator", "email": "admin@example.com", "employee": True})
            user = {"id": ADMIN, "login": self.login, "lang": "en_US", "tz": "Europe/Brussels", "partner_id": 2}
            transaction.create("res.users", user | {"company_id": 1, "company_ids": [1]})
            expiry = {"expiration_date": self.clock.now + KEY_LIVES} if self.version >= 18 else {}
            transaction.create("res.users.apikeys", {"name": "scout", "user_id": ADMIN, "scope": "rpc", **expiry})
