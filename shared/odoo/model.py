"""What the Odoo client speaks in: fields, identity, pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Protocol = Literal["json2", "jsonrpc"]

Domain = list[Any]
"""Odoo's prefix notation: a list of `["field", "operator", value]`, `"&"`, `"|"`, `"!"`.

Source: Odoo reference, *Search domains*.
"""


class Field(BaseModel):
    """One field as `fields_get` describes it to this user."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    type: str
    store: bool = False
    required: bool = False
    company_dependent: bool = False
    relation: str | None = None


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
