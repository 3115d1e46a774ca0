"""What the Odoo client speaks in: fields, identity, pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as PydanticField

Protocol = Literal["json2", "jsonrpc"]

_LONGEST_WORDS = 1000
_MOST_CHOICES = 200

Domain = list[Any]
"""Odoo's prefix notation: a list of `["field", "operator", value]`, `"&"`, `"|"`, `"!"`.

Source: Odoo reference, *Search domains*.
"""


def _words(value: Any) -> str | None:
    return value[:_LONGEST_WORDS] if isinstance(value, str) and value else None


def _choices(value: Any) -> tuple[tuple[str, str], ...] | None:
    """The pairs of a selection. Words are for people: whatever else an add-on makes of them stops no stream."""
    if not isinstance(value, list | tuple):
        return None
    pairs = [pair for pair in value if isinstance(pair, list | tuple) and len(pair) == 2]
    return tuple((str(key)[:_LONGEST_WORDS], str(label)[:_LONGEST_WORDS]) for key, label in pairs[:_MOST_CHOICES])


class Field(BaseModel):
    """One field as `fields_get` describes it to this user.

    `translated`: Odoo keeps one value for each language. `label`, `help`, `selection`: Odoo's words for people.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True)

    name: str
    type: str
    store: bool = False
    required: bool = False
    company_dependent: bool = False
    relation: str | None = None
    translated: Annotated[bool, BeforeValidator(bool)] = PydanticField(default=False, alias="translate")
    label: Annotated[str | None, BeforeValidator(_words)] = PydanticField(default=None, alias="string")
    help: Annotated[str | None, BeforeValidator(_words)] = None
    selection: Annotated[tuple[tuple[str, str], ...] | None, BeforeValidator(_choices)] = None


class Identity(BaseModel):
    """Who reads: the parts of the scope that do not depend on the stream. `company_ids` are sorted."""

    model_config = ConfigDict(frozen=True)

    database: str
    host: str
    user_id: int
    language: str
    company_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of `search_read`: rows in Odoo's own form, and the size of the answer in bytes.

    `may_hold_nul` is true when the answer's text contained an escaped NUL character, which PostgreSQL refuses.
    """

    rows: list[dict[str, Any]]
    bytes: int
    may_hold_nul: bool
