"""What Odoo's answers mean for a message."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, JsonValue, ValidationError

from shared.errors import OdooRefused, ScoutError
from shared.foreign_text import fit_to_show
from shared.outbox.message import Message, Outcome

_FINAL = frozenset(
    {
        "AccessDenied",
        "AccessError",
        "MissingError",
        "NotFound",
        "RedirectWarning",
        "TypeError",
        "UnprocessableEntity",
        "UserError",
        "ValidationError",
        "ValueError",
    }
)
"""Odoo's exceptions that the same call meets again."""


class _Said(BaseModel):
    message: str = ""


class _Loaded(BaseModel):
    """The answer of Odoo's `load`."""

    ids: list[int] | Literal[False] | None = None
    messages: list[_Said] = []


def refusal(error: ScoutError, *, in_doubt: bool) -> Outcome:
    """Odoo answered no: nothing of that call was kept."""
    may_pass = isinstance(error, OdooRefused) and not (error.name in _FINAL or error.name.endswith("Violation"))
    if may_pass:
        return Outcome.retry("busy", error.message, in_doubt=in_doubt)
    return Outcome.dead("refused", error.message, in_doubt=in_doubt)


def loaded_id(answer: JsonValue) -> int | Outcome:
    """The record's id; or why Odoo's import kept nothing."""
    try:
        result = _Loaded.model_validate(answer)
    except ValidationError:
        return Outcome.retry("lost answer", "Odoo's import answered with something other than expected", in_doubt=True)
    if result.ids:
        return result.ids[0]
    said = [fit_to_show(one.message) for one in result.messages]
    text = "; ".join(part for part in said if part) or "Odoo's import gave no reason"
    if "could not serialize access" in text:
        return Outcome.retry("busy", "Odoo's import met another one; nothing was kept")
    return Outcome.dead("refused", text[:2000])


def no_effect(message: Message, answer: JsonValue) -> str:
    form = answer.get("res_model") if isinstance(answer, dict) else None
    asked = f": Odoo answered with a form ({fit_to_show(form)}) that a person has to fill in" if form else ""
    return f"{message.method} was called, yet its guard still holds{asked}"
