"""What a stream is: one Odoo model, read into one bronze table and, where it has one, a typed (silver) table."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, JsonValue, model_validator

from shared.models.names import FieldName, ModelName
from shared.models.silver import SilverTable

OWN = "own"
"""The group of streams that a user adds: always due."""


def _whole_domain(domain: tuple[JsonValue, ...]) -> tuple[JsonValue, ...]:
    """Each prefix operator must find its operands inside, or it would take them from the conditions that follow."""
    missing = 0
    for part in domain:
        missing = max(missing, 1)
        if part in ("&", "|"):
            missing += 1
        elif part != "!":
            if not (isinstance(part, list | tuple) and len(part) == 3):
                raise ValueError(f"{part!r} is neither '&', '|', '!' nor a condition of three parts")
            missing -= 1
    if missing:
        raise ValueError("the domain is not whole: an operator lacks a condition")
    return domain


def _plain(conditions: tuple[JsonValue, ...]) -> tuple[JsonValue, ...]:
    if any(isinstance(part, str) for part in conditions):
        raise ValueError("only conditions that all hold can stand here, no '&', '|' or '!'")
    return _whole_domain(conditions)


class Stream(BaseModel):
    """One Odoo model as we keep it: an entry `[[stream]]` of a TOML file, ours or a user's.

    All stored fields of the model come along by themselves (and `x_` fields with them); the lists here only say what
    is special.

    - `required`: without one of these the stream stops. `optional`: reported when this Odoo lacks them.
    - `x2many`: lists of ids to read too. `exclude`: never read. `only`: besides what is named elsewhere here nothing
      but these fields, for models that hold more of people than others need.
    - `also`: fields to read although Odoo does not store them; their changes move no write_date, so only what follows
      from stored fields belongs here.
    - `domain`: in Odoo's prefix notation, ANDed to every read.
    - `unsettled`: conditions (all must hold) for the few records that every incremental run reads again, whatever their
      write_date: those whose lists of ids can change without it.
    - `business_date`: the datetime or date field that `--since/--until` means (dotted paths allowed), if there is one.
    - `sums`: the amounts and quantities that `reconcile --deep` adds up by month of the business date, which may be at
      most one link away then. They are required, but for those listed under `optional` as well.
    - `company_field`: where a row's company stands. `company_parent`: the link to the record whose company this one
      has where it has none of its own, such as a line's document. `shared`: a record without a company is everyone's.
    - `personal`: fields that say something about a person (name, e-mail, phone, address, bank). `SYNC_PERSONAL` keeps,
      hashes or omits them. `person_field`: the link to the partner whom they are about; once that partner is forgotten,
      they are emptied.
    - `has_write_date`: false for models that can only be read in full.
    - `may_be_absent`: the model belongs to an add-on; its absence is reported and fails nothing.
    - `table`: the typed table that `scout.declare_model` makes and keeps from it.
    - `group`: what belongs together; of a built-in model, its folder. `groups`: the others it is in.
    - `position`: the order in which streams are started.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: ModelName
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    x2many: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[FieldName, ...] = ()
    domain: Annotated[tuple[JsonValue, ...], AfterValidator(_whole_domain)] = ()
    unsettled: Annotated[tuple[JsonValue, ...], AfterValidator(_plain)] = ()
    business_date: str | None = None
    sums: tuple[FieldName, ...] = ()
    company_field: str = "company_id"
    company_parent: FieldName | None = None
    shared: bool = False
    personal: tuple[FieldName, ...] = ()
    person_field: FieldName = "partner_id"
    has_write_date: bool = True
    may_be_absent: bool = False
    table: SilverTable | None = None
    group: str = OWN
    groups: tuple[str, ...] = ()
    position: int = 1000

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
        if len(set(self.sums)) != len(self.sums):
            raise ValueError("sums: a field is named twice")
        return self

    @model_validator(mode="after")
    def _columns_are_read(self) -> Stream:
        for column in self.table.columns if self.table else ():
            if column.field in self.exclude:
                raise ValueError(f"table: {column.field!r} is excluded, so its column would stay empty")
            if column.type == "bigint[]" and column.field not in self.x2many:
                raise ValueError(f"table: {column.field!r} is a list of ids: name it under x2many too")
        return self

    @model_validator(mode="after")
    def _personal_fields_can_be_missed(self) -> Stream:
        date = str(self.business_date).partition(".")[0]
        needed = {"id", "write_date", "create_date", self.company_field, self.person_field, date, *self.sums}
        for name in self.personal:
            if name in needed:
                raise ValueError(f"personal: without {name!r} the stream cannot be read or held against Odoo")
        return self

    def __hash__(self) -> int:
        """Conditions are lists, which have no hash of their own."""
        return hash(self.model)

    @property
    def bronze_table(self) -> str:
        """Its name inside schema `scout`: `pos.order` → `bronze_pos_order`."""
        return "bronze_" + self.model.replace(".", "_")

    @property
    def declaration(self) -> dict[str, JsonValue]:
        """The argument of the warehouse's `scout.declare_model`."""
        declared = {"model", "company_field", "company_parent", "shared", "business_date", "table"}
        return self.model_dump(mode="json", include=declared)

    @property
    def personal_declaration(self) -> dict[str, JsonValue]:
        """An entry of the argument of the warehouse's `scout.declare_personal`.

        A record with sums stays when it is forgotten, without its personal fields: else months would differ from Odoo.
        """
        return {
            "model": self.model,
            "fields": list(self.personal),
            "person_field": self.person_field,
            "keeps_record": bool(self.sums),
        }
