"""Odoo: does it answer, who are we there, until when, and may we see what the streams need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.errors import (
    AccessRefused,
    FieldMissing,
    LoginRefused,
    ModelMissing,
    OdooRefused,
    RunError,
    ScoutError,
    StreamError,
)
from shared.foreign_text import fit_to_show
from shared.formatting import counted, listed, span
from shared.models.stream import Stream
from shared.monitoring.health.check_lines import CheckLines, few
from shared.monitoring.health.health_facts import SilverFacts, Unseen
from shared.monitoring.health.health_report import HealthLine
from shared.monitoring.health.warehouse_checks import Now
from shared.odoo.client import Odoo, as_promised
from shared.odoo.columns import choose_columns
from shared.odoo.versions import JSON2_FROM, TRIED_VERSIONS
from shared.settings import OdooSettings
from shared.sync.field_drift import hidden_lists

ConnectOdoo = Callable[[OdooSettings], Odoo]

_LINES = CheckLines("odoo")
_KEYS_EXPIRE_FROM = (18, 0)
_WARN_DAYS = 14
_FAIL_DAYS = 3
_MOST_SKEW = timedelta(seconds=60)


@dataclass(frozen=True)
class OdooCheck:
    """What is looked at, and with what. `ahead`: the warehouse's clock against this machine's, None when not seen."""

    odoo: Odoo
    settings: OdooSettings
    streams: Sequence[Stream]
    silver: SilverFacts | Unseen
    ahead: timedelta | None
    now: Now

    def lines(self) -> list[HealthLine]:
        """Raises nothing of our own tree. An outage ends it: the rest would meet the same."""
        lines: list[HealthLine] = []
        steps = (
            self._reachable,
            self._login,
            self._key,
            self._rights,
            self._companies,
            self._external_ids,
            self._clock,
        )
        for step in steps:
            try:
                lines += step()
            except LoginRefused as error:
                return [*lines, _LINES.failure("login", error)]
            except RunError as error:
                return [*(line for line in lines if line.check != "reachable"), _LINES.failure("reachable", error)]
            except ScoutError as error:
                lines.append(_LINES.failure(step.__name__.strip("_").replace("_", " "), error))
        return lines

    def _reachable(self) -> list[HealthLine]:
        version = self.odoo.version
        told = f"Odoo {_dotted(version)} answers: {self.odoo.name}."
        if version not in TRIED_VERSIONS:  # no warning: nobody here can do anything about it
            tried = listed([_dotted(one) for one in TRIED_VERSIONS])
            told += f" Scout sync was not tried on a real Odoo {_dotted(version)}, only on {tried}."
        return [_LINES.passed("reachable", told)]

    def _login(self) -> list[HealthLine]:
        who = self.odoo.identity
        protocol = {"json2": "JSON-2", "jsonrpc": "JSON-RPC"}[self.odoo.protocol]
        told = f"Logged in over {protocol} as user {who.user_id}, in {fit_to_show(who.language)}."
        if self.odoo.protocol == "jsonrpc" and self.odoo.version >= JSON2_FROM:
            told += (
                " Odoo logs a warning at each of these calls and ends them with version 22: use an API key and JSON-2."
            )
        return [_LINES.passed("login", told)]

    def _key(self) -> list[HealthLine]:
        """The user's own keys are readable to everybody who has one (Odoo 19.0: `res.users.apikeys`, its record rules).

        Which of them is in use Odoo does not tell, so the one that ends first counts.
        """
        is_used = self.odoo.protocol == "json2" or self.settings.password is None
        if self.settings.api_key is None or not is_used:
            return []
        if self.odoo.version < _KEYS_EXPIRE_FROM:
            return [_LINES.passed("API key", "Before Odoo 18 an API key does not expire.")]
        mine: list[Any] = [["user_id", "=", self.odoo.identity.user_id]]
        try:
            page = self.odoo.page(
                "res.users.apikeys", domain=mine, fields=["name", "scope", "expiration_date"], limit=200
            )
        except StreamError:
            return [_no_keys("Odoo does not let its user read when its API key expires.")]
        with as_promised("res.users.apikeys.search_read"):
            keys = [
                (_instant(row["expiration_date"]), fit_to_show(row["name"]))
                for row in page.rows
                if row["scope"] in (False, "rpc")
            ]
        alive = [(end, name) for end, name in keys if end is None or end > self.odoo.server_time()]
        if not alive:
            return [_no_keys("Odoo shows no API key of its user, so it is unknown when the one in use expires.")]
        ends = [(end, name) for end, name in alive if end is not None]
        if not ends:
            return [_LINES.passed("API key", "The API key does not expire.")]
        end, name = min(ends)
        line = _expiry(name, end, end - self.odoo.server_time(), of=len(alive))
        return [line.model_copy(update={"ends_at": end})]

    def _rights(self) -> list[HealthLine]:
        lines: list[HealthLine] = []
        absent = 0
        for stream in self.streams:
            try:
                lines += self._readable(stream)
            except ModelMissing as error:
                absent += stream.may_be_absent
                if not stream.may_be_absent:
                    lines.append(_LINES.failure("model", error, stream=stream.model))
            except FieldMissing as error:
                lines.append(_LINES.failure("fields", error, stream=stream.model))
            except StreamError as error:
                lines.append(_LINES.failure("rights", error, stream=stream.model))
        readable = len(self.streams) - absent - sum(line.verdict == "fail" for line in lines)
        left_out = f"; {absent} not installed here" if absent else ""
        told = f"{counted(readable, 'stream')} can be read with all fields required{left_out}."
        return [*lines, _LINES.passed("rights", told)] if readable else lines

    def _readable(self, stream: Stream) -> list[HealthLine]:
        """Reads one record as the sync does, which goes on without a list of a model that may not be read."""
        columns = choose_columns(stream, self.odoo.fields(stream.model))
        domain = list(stream.domain)
        try:
            self.odoo.page(stream.model, domain=domain, fields=columns.names, limit=1)
        except AccessRefused:
            lists = [columns.fields[name] for name in stream.x2many if name in columns.fields]
            hidden = hidden_lists(self.odoo, lists)
            if not hidden:
                raise
            names = [name for name in columns.names if name not in hidden]
            self.odoo.page(stream.model, domain=domain, fields=names, limit=1)
            own = {one.model for one in self.streams}  # which have a line of their own
            return [
                _LINES.warn(
                    "rights",
                    f"{stream.model} is read without {name}: Odoo does not allow its user to read {model}.",
                    "Give the user the right (Settings → Users), or take the list off the stream.",
                    stream=model,
                )
                for name, model in hidden.items()
                if model not in own
            ]
        return []

    def _companies(self) -> list[HealthLine]:
        mine = self.odoo.identity.company_ids
        told = f"The user sees {len(mine)} {'company' if len(mine) == 1 else 'companies'}: {self._named(mine)}."
        if isinstance(self.silver, Unseen):
            return [_LINES.passed("companies", told)]
        lost = sorted(set(self.silver.companies) - set(mine))
        if not lost:
            return [_LINES.passed("companies", told)]
        which = few([str(one) for one in lost])
        told = f"The warehouse holds shops of company {which}, which Odoo's user does not see (any more)."
        fix = "Give the user these companies (Settings → Users), or take them out: scout reconcile --stream … --force"
        return [_LINES.warn("companies", told, fix)]

    def _named(self, ids: Sequence[int]) -> str:
        """Names where they may be read, else numbers."""
        try:
            rows = self.odoo.page("res.company", domain=[["id", "in", list(ids)]], fields=["name"], limit=len(ids)).rows
        except StreamError:
            rows = []
        names = {row["id"]: f"{fit_to_show(row['name'])} ({row['id']})" for row in rows}
        return few([names.get(one, str(one)) for one in ids])

    def _external_ids(self) -> list[HealthLine]:
        try:
            self.odoo.page("ir.model.data", domain=[], fields=["id"], limit=1)
        except (AccessRefused, OdooRefused):
            told = (
                "Odoo does not let its user read external ids (ir.model.data): the outbox could not see what is done."
            )
            fix = "Before using the outbox give the user the group Administration / Access Rights."
            return [_LINES.warn("external ids", told, fix)]
        return [_LINES.passed("external ids", "External ids can be read, as the outbox needs.")]

    def _clock(self) -> list[HealthLine]:
        """Windows end by Odoo's clock, lags are told by the warehouse's; nothing is reckoned by this machine's."""
        began = self.now()
        self.odoo.call("res.users", "context_get", repeatable=True)
        seen = self.odoo.server_time() + timedelta(seconds=0.5)  # the header is cut to whole seconds
        odoo_ahead = seen - (began + (self.now() - began) / 2)
        if self.ahead is None:
            return [
                _LINES.unknown("clock", "Odoo's clock could not be held against the warehouse's, which was not seen.")
            ]
        skew = odoo_ahead - self.ahead
        if abs(skew) > _MOST_SKEW:
            told = f"Odoo's clock is {_way(skew)} the warehouse's: windows end by it."
            return [_LINES.fail("clock", told, f"Set the clock of {self._guilty(odoo_ahead)} right (NTP).")]
        if abs(odoo_ahead) > _MOST_SKEW:
            told = f"This machine's clock is {_way(-odoo_ahead)} Odoo's and the warehouse's, which agree."
            return [_LINES.warn("clock", told, "Set this machine's clock right (NTP).")]
        return [_LINES.passed("clock", f"Odoo, warehouse and this machine agree within {_MOST_SKEW.seconds} s.")]

    def _guilty(self, odoo_ahead: timedelta) -> str:
        """Of three clocks the one that two others contradict."""
        if self.ahead is not None and abs(odoo_ahead) < abs(self.ahead):
            return "the warehouse's host"
        return "Odoo's host"


def _expiry(name: str, end: datetime, left: timedelta, *, of: int) -> HealthLine:
    which = f"The API key {name!r}" if of == 1 else f"The first of the user's {of} API keys to end, {name!r},"
    told = f"{which} expires in {span(left.total_seconds())}, on {end:%Y-%m-%d}."
    fix = "Make a new one in Odoo (Preferences → Security → New API Key) and set ODOO_API_KEY; delete the old one."
    if left <= timedelta(days=_FAIL_DAYS):
        return _LINES.fail("API key", told, fix)
    if left <= timedelta(days=_WARN_DAYS):
        return _LINES.warn("API key", told, fix)
    return _LINES.passed("API key", told)


def _no_keys(why: str) -> HealthLine:
    return _LINES.unknown("API key", why, "Look in Odoo (Preferences → Security) and note the day.")


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


def _instant(value: str | bool) -> datetime | None:
    """Odoo's naive UTC, or `false`."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else None


def _way(skew: timedelta) -> str:
    return f"{span(abs(skew.total_seconds()))} {'ahead of' if skew > timedelta() else 'behind'}"
