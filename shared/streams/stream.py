"""What a stream is: one Odoo model, read into one bronze table."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, JsonValue, model_validator

_MODEL_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")
_POSTGRES_NAME_LIMIT = 63
"""Bytes in a PostgreSQL identifier (manual, 4.1.1); longer ones would be cut without a word."""


def _valid_model(name: str) -> str:
    if not _MODEL_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not an Odoo model's technical name such as 'sale.order'")
    if len(f"bronze_{name}") > _POSTGRES_NAME_LIMIT:
        raise ValueError(f"{name!r} is too long for the name of a table")
    return name


def _whole_domain(domain: tuple[JsonValue, ...]) -> tuple[JsonValue, ...]:
    """Each prefix operator must find its operands inside, or it would take them from the conditions that follow."""
    wanted = 0
    for part in domain:
        wanted = max(wanted, 1)
        if part in ("&", "|"):
            wanted += 1
        elif part != "!":
            if not (isinstance(part, list | tuple) and len(part) == 3):
                raise ValueError(f"{part!r} is neither '&', '|', '!' nor a condition of three parts")
            wanted -= 1
    if wanted:
        raise ValueError("the domain is not whole: an operator lacks a condition")
    return domain


def _plain(conditions: tuple[JsonValue, ...]) -> tuple[JsonValue, ...]:
    if any(isinstance(part, str) for part in conditions):
        raise ValueError("only conditions that all hold can stand here, no '&', '|' or '!'")
    return _whole_domain(conditions)


class Stream(BaseModel):
    """One entry of the catalogue.

    All stored fields of the model come along by themselves (and `x_` fields with them); the lists here only say what
    is special.

    - `required`: without one of these the stream stops. `optional`: reported when this Odoo lacks them.
    - `x2many`: lists of ids to read too. `exclude`: never read.
    - `also`: fields to read although Odoo does not store them; their changes move no write_date, so only what follows
      from stored fields belongs here.
    - `domain`: in Odoo's prefix notation, ANDed to every read.
    - `unsettled`: conditions (all must hold) for the few records that every incremental run reads again, whatever their
      write_date: those whose lists of ids can change without it.
    - `business_date`: the datetime field that `--since/--until` means (dotted paths allowed), if there is one.
    - `sums`: the amounts and quantities that `reconcile --deep` adds up by month of the business date, which may be at
      most one link away then. They are required.
    - `company_field`: where a row's company stands.
    - `has_write_date`: false for models that can only be read in full.
    - `may_be_absent`: the model belongs to an add-on; its absence is reported and fails nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Annotated[str, AfterValidator(_valid_model)]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    x2many: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    domain: Annotated[tuple[JsonValue, ...], AfterValidator(_whole_domain)] = ()
    unsettled: Annotated[tuple[JsonValue, ...], AfterValidator(_plain)] = ()
    business_date: str | None = None
    sums: tuple[str, ...] = ()
    company_field: str = "company_id"
    has_write_date: bool = True
    may_be_absent: bool = False

    @model_validator(mode="after")
    def _sums_have_a_month(self) -> Stream:
        if not self.sums:
            return self
        if self.business_date is None:
            raise ValueError("sums are added up by month: name a business_date too")
        if self.business_date.count(".") > 1:
            raise ValueError(
                "sums need a business_date of the model itself or one link away, as in 'order_id.date_order'"
            )
        wrong = [name for name in self.sums if not _FIELD_NAME.fullmatch(name)]
        if wrong or len(set(self.sums)) != len(self.sums):
            raise ValueError(f"sums: {wrong[0]!r} is not a field's name" if wrong else "sums: a field is named twice")
        return self

    def __hash__(self) -> int:
        """Conditions are lists, which have no hash of their own."""
        return hash(self.model)

    @property
    def table(self) -> str:
        """The bronze table's name inside schema `scout`: `pos.order` → `bronze_pos_order`."""
        return "bronze_" + self.model.replace(".", "_")
