"""A first definition of a model that nobody described yet, guessed from `fields_get`: a person looks it over."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shared.models.stream import Stream
from shared.odoo.columns import is_denied
from shared.odoo.model import Field

_HOUSEKEEPING = frozenset({"id", "create_uid", "create_date", "write_uid", "write_date"})

_SECRET_MODELS = re.compile(
    r"ir\.config_parameter|ir\.mail_server|fetchmail\.server|ir\.profile|iap\.account"
    r"|auth[._].*|res\.users\.(apikeys|device|identitycheck|log).*|res\.device.*"
    r"|payment\.(provider|token)|.*proxy_client.*|certificate\.(key|certificate)|mail\.push.*|.*(api_?key|oauth|passkey|credential).*"
)
"""Passwords, keys and tokens are the purpose of these, under names that `is_denied` does not know."""

_NO_AMOUNT = re.compile(
    r"(.*_)?(rate|ratio|factor|percent(age)?|probability|rounding|latitude|longitude|sequence)(_.*)?"
)
"""Numbers whose sum says nothing."""

_PERSONAL = re.compile(r"(.*_)?(email|phone|mobile|street2?|vat|zip|iban|acc_number|birthday)(_(from|normalized|cc))?")
_PLANNED = re.compile(r"end|due|dead|next|last|expir")
"""Dates that say less than another does about when something happened."""

_READ_IN_FULL = (
    "The model has no write_date: each run reads all of it. If it is a report, sync what Odoo computes it from instead."
)
_NO_PARENTS = frozenset({"res.company", "res.users"})
_MOST_PARENTS = 10
_NO_LISTS = re.compile(r"(mail|bus|ir)\..*")


_SECRET_TABLES = re.compile(_SECRET_MODELS.pattern.replace(r"[._]", "_").replace(r"\.", "_"))


def is_secret_table(table: str) -> bool:
    """Whether a table of Odoo's database belongs to such a model."""
    return bool(_SECRET_TABLES.fullmatch(table))


def holds_secrets(model: str, fields: Mapping[str, Field]) -> bool:
    """Whether the model is there for what must not leave Odoo (invariant 12): by its name, or by most of its fields."""
    own = [name for name, one in fields.items() if one.store and name not in _HOUSEKEEPING]
    return bool(_SECRET_MODELS.fullmatch(model)) or (bool(own) and 2 * sum(map(is_denied, own)) >= len(own))


@dataclass(frozen=True)
class Suggestion:
    """`look_over`: by the stream's key, why it was guessed and what may be wrong with it.

    `left_out`: keys that only a person can decide on, with the reason.
    """

    stream: Stream
    look_over: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def suggest_stream(model: str, fields: Mapping[str, Field], has_company: Callable[[str], bool]) -> Suggestion:
    """`has_company(model)`: whether that model is synced and its records have a company of their own."""
    draft = _Draft(model, {n: one for n, one in sorted(fields.items()) if one.store and not is_denied(n)})
    stored = draft.stored
    if "write_date" not in stored:
        draft.take("has_write_date", False, _READ_IN_FULL)
    if date := _business_date(stored):
        draft.take("business_date", date, _about_date(stored[date]))
    if date and (sums := _sums(stored)):
        draft.take(
            "sums", sums, "Every stored amount and quantity. Take off those that nobody adds up, such as prices."
        )
    if lists := _lists(stored):
        draft.take(
            "x2many", lists, "A change to a list alone may not move write_date: scout reconcile --deep finds it."
        )
    personal = [n for n, one in stored.items() if one.type in {"char", "text"} and _PERSONAL.fullmatch(n)]
    if personal:
        draft.take("personal", personal, "What their names say of people. Add others, and see SYNC_PERSONAL.")
    _reach(draft, has_company)
    return Suggestion(Stream.model_validate({"model": model} | draft.found), draft.why, draft.left_out)


@dataclass(frozen=True)
class _Draft:
    model: str
    stored: Mapping[str, Field]
    found: dict[str, object] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def take(self, key: str, value: object, why: str) -> None:
        self.found[key], self.why[key] = value, why


def _business_date(stored: Mapping[str, Field]) -> str | None:
    dates = [n for n, one in stored.items() if one.type in {"date", "datetime"} and n not in _HOUSEKEEPING]

    def rank(name: str) -> tuple[bool, bool, bool, bool, str]:
        is_later = bool(_PLANNED.search(name))
        return (not stored[name].required, name != "date", is_later, not name.startswith("date"), name)

    guesses = [n for n in dates if stored[n].required or n == "date" or n.startswith("date_") or n.endswith("_date")]
    return min(guesses, key=rank) if guesses else ("create_date" if "create_date" in stored else None)


def _about_date(date: Field) -> str:
    if date.name == "create_date":
        return "No other date of the model seems to be the one that people mean."
    return "A guess by its name." + ("" if date.required else " Records without it are added up under 'no date'.")


def _sums(stored: Mapping[str, Field]) -> list[str]:
    return [
        n
        for n, one in stored.items()
        if one.type in {"float", "monetary"} and not one.company_dependent and not _NO_AMOUNT.fullmatch(n)
    ]


def _lists(stored: Mapping[str, Field]) -> list[str]:
    return [n for n, one in stored.items() if one.type == "many2many" and not _NO_LISTS.fullmatch(one.relation or "")]


def _reach(draft: _Draft, has_company: Callable[[str], bool]) -> None:
    """Which companies' people see a record: its own, those in its list, that of the document it stands on."""
    stored = draft.stored
    companies = [n for n, one in stored.items() if one.type == "many2one" and one.relation == "res.company"]
    own = min(companies, key=lambda n: (n != "company_id", not stored[n].required, n), default=None)
    if own and own != "company_id":
        draft.take("company_field", own, "The only link to a company that the model has, or the first.")
    if own and stored[own].required:
        return
    if parent := _parent(draft.model, stored, has_company):
        draft.take("company_parent", parent, f"A record without a company has that of its {stored[parent].relation}.")
    if own or "company_ids" in stored:
        draft.take(
            "shared", True, "A record without any company is everyone's, as in Odoo. Take this off if that is wrong."
        )
    elif not parent:
        draft.left_out["shared"] = "true    # No company is known: only service_role reads it until this is in force."


def _parent(model: str, stored: Mapping[str, Field], has_company: Callable[[str], bool]) -> str | None:
    """The required link to the document that a record stands on; `sale.order` is that of `sale.order.line`."""
    links = [
        n
        for n, one in stored.items()
        if one.type == "many2one" and one.required and one.relation not in {None, *_NO_PARENTS}
    ]
    links.sort(key=lambda n: (not model.startswith(f"{stored[n].relation}."), n))
    return next((n for n in links[:_MOST_PARENTS] if has_company(str(stored[n].relation))), None)
