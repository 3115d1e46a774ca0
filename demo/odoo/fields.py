"""How a model of the simulated Odoo is described: its fields, its order, how a record is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
"""A record as stored: only what differs from the defaults. Datetimes are `YYYY-MM-DD HH:MM:SS.ffffff`, naive UTC;
a many2one is an id; a many2many a tuple of ids; a company-dependent value is `{company id: value}`."""

X2MANY = frozenset({"one2many", "many2many"})
NUMBERS: Mapping[str, int | float] = {"integer": 0, "many2one_reference": 0, "float": 0.0, "monetary": 0.0}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `related` is a dotted path: its value is copied when a record is saved if the field is stored,
    followed on each read if not. `inverse` is a one2many's many2one on the other side. `cascade` on a many2one:
    the record goes when the one it points to is deleted."""

    name: str
    type: str
    relation: str | None = None
    inverse: str | None = None
    required: bool = False
    readonly: bool = False
    store: bool = True
    company_dependent: bool = False
    selection: tuple[tuple[str, str], ...] = ()
    related: str | None = None
    cascade: bool = False

    @property
    def default(self) -> Any:
        """What a record without a value reads as."""
        return NUMBERS.get(self.type, () if self.type in X2MANY else False)

    def describe(self, version: int) -> dict[str, Any]:
        """As `fields_get` answers it. Company-dependent fields are stored columns from 18 on only."""
        description: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "string": self.name.removesuffix("_id").removesuffix("_ids").replace("_", " ").title(),
            "store": self.store and not (self.company_dependent and version < 18),
            "required": self.required,
            "readonly": self.readonly,
            "company_dependent": self.company_dependent,
            "searchable": True,
            "sortable": self.store,
        }
        if self.relation:
            description["relation"] = self.relation
        if self.inverse:
            description["relation_field"] = self.inverse
        if self.selection:
            description["selection"] = [list(pair) for pair in self.selection]
        if self.related:
            description["related"] = self.related
        return description


@dataclass(slots=True)
class ModelSpec:
    """One model. `record_name` is the field a record is called by; `order` Odoo's own default order; `company_path`
    leads to the company whose permission decides (empty: everybody's); `touches` names models whose records get this
    one's write_date too: `{"product.product": "product_tmpl_id"}`."""

    name: str
    description: str
    fields: dict[str, FieldSpec]
    record_name: str = "name"
    order: str = "id"
    company_path: str = ""
    touches: Mapping[str, str] = field(default_factory=dict)
    derive: Callable[[Row, Callable[[str, int], Row | None]], Row] | None = None


def model(
    name: str,
    description: str,
    *fields: FieldSpec,
    log_access: bool = True,
    record_name: str = "name",
    order: str = "id",
    touches: Mapping[str, str] | None = None,
    company_path: str | None = None,
    derive: Callable[[Row, Callable[[str, int], Row | None]], Row] | None = None,
) -> ModelSpec:
    """A model with the fields every Odoo model has beside its own. `log_access=False`: a report's model, which has
    neither create_date nor write_date."""
    everywhere = [
        FieldSpec("id", "integer", readonly=True),
        FieldSpec("display_name", "char", store=False, readonly=True),
    ]
    if log_access:
        everywhere += [
            FieldSpec("create_uid", "many2one", "res.users", readonly=True),
            FieldSpec("create_date", "datetime", readonly=True),
            FieldSpec("write_uid", "many2one", "res.users", readonly=True),
            FieldSpec("write_date", "datetime", readonly=True),
        ]
    by_name = {spec.name: spec for spec in (*fields, *everywhere)}
    path = ("company_id" if "company_id" in by_name else "") if company_path is None else company_path
    return ModelSpec(name, description, by_name, record_name, order, path, touches or {}, derive)


def scalars(kind: str, *names: str, **options: Any) -> list[FieldSpec]:
    """Several fields of one type: `scalars("char", "email", "phone")`."""
    return [FieldSpec(name, kind, **options) for name in names]


def many2one(name: str, relation: str, **options: Any) -> FieldSpec:
    return FieldSpec(name, "many2one", relation, **options)


def one2many(name: str, relation: str, inverse: str, **options: Any) -> FieldSpec:
    return FieldSpec(name, "one2many", relation, inverse, **options)


def many2many(name: str, relation: str, **options: Any) -> FieldSpec:
    return FieldSpec(name, "many2many", relation, **options)


def selection(name: str, *values: tuple[str, str], **options: Any) -> FieldSpec:
    return FieldSpec(name, "selection", selection=values, **options)
