"""Why a message cannot be sent, as far as its content, the fields of its model and its external ids tell. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shared.outbox.desired_state import DesiredState
from shared.outbox.message import Message, Outcome
from shared.outbox.odoo_reader import Names
from shared.outbox.rights import forbidden_links

NO_EXTERNAL_IDS = (
    "Odoo's user may not read external ids (ir.model.data); give it the group Access Rights (Settings → Users)."
)
_METHODS_OF_THEIR_OWN = frozenset(
    {
        "copy",
        "create",
        "execute_import",
        "load",
        "name_create",
        "unlink",
        "update",
        "update_field_translations",
        "web_override_translations",
        "web_resequence",
        "web_save",
        "web_save_multi",
        "write",
    }
)
"""Every model's methods that make, change or delete whatever they are told to (19: odoo/orm/models.py and web)."""


def refuse_malformed(message: Message, company_ids: Collection[int]) -> Outcome | None:
    """`company_ids`: those of Odoo's user."""
    if message.company_id is not None and message.company_id not in company_ids:
        allowed = ", ".join(map(str, company_ids))
        return message.refused("invalid", f"Odoo's user has company {allowed}, not {message.company_id}")
    if message.operation == "call" and message.method in _METHODS_OF_THEIR_OWN:
        return message.refused("invalid", f"{message.method} is no button: use the operation made for it")
    if message.operation == "call" and not isinstance(message.payload.get("arguments") or {}, dict):
        return message.refused("invalid", "arguments: takes an object, one name for each argument")
    return None


def refuse_content(message: Message, desired: DesiredState, problems: Sequence[str]) -> Outcome | None:
    """Values that do not fit their fields, and links that the author's rights do not allow."""
    if problems:
        return message.refused("invalid", "; ".join(problems))
    if message.limited and (forbidden := forbidden_links(message, desired)):
        return message.refused("refused", "; ".join(forbidden))
    return None


def refuse_without_external_ids(message: Message, desired: DesiredState) -> Outcome | None:
    """Only an upsert without links can do without reading them: Odoo's import looks its own one up."""
    if message.in_doubt:
        return message.refused("outcome unknown", f"Its answer was lost. {NO_EXTERNAL_IDS}")
    if message.operation != "upsert" or any(True for _ in desired.references()):
        return message.refused("refused", NO_EXTERNAL_IDS)
    return None


def resolve(message: Message, desired: DesiredState, names: Names) -> tuple[DesiredState, int | None] | Outcome:
    """The desired state with the database id of every link, and the record's own, None if it is not there yet.

    Or why one cannot be had (yet).
    """
    ids: dict[str, int] = {}
    for reference in desired.references():
        own, *others = reference.names(message.company_id)
        there = next((name for name in (own, *others) if name in names), None)
        if there is not None:
            ids[reference.external_id] = names[there][1]
        elif reference.key is not None:
            error = f"Odoo has no {own} yet: its message comes first"
            return Outcome.retry("not there yet", error, in_doubt=message.in_doubt)
        else:
            return message.refused("invalid", f"Odoo has no {reference.external_id}")
    model, record_id = names.get(message.external_id or "", (message.model, message.record_id))
    if model != message.model:
        return message.refused("invalid", f"{message.external_id} is a record of {model} in Odoo")
    return desired.resolved(ids), record_id
