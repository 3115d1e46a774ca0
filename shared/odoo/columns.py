"""Which fields of a model are read: chosen from what `fields_get` says, never from the shape of a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from shared.errors import FieldMissing
from shared.foreign_text import fit_to_show
from shared.models.stream import Stream
from shared.odoo.model import Field

_X2MANY = frozenset({"one2many", "many2many"})

_NUMBERS = frozenset({"integer", "float", "monetary"})

_DENIED = re.compile(
    r".*_token|.*passw(or)?d.*|.*passphrase.*|.*secret.*|.*credential.*|.*(api|access|private|signing)_?key.*"
    r"|totp.*|(.*_)?otp|pin|private_.*",
    re.IGNORECASE,
)
"""Names that never leave Odoo (invariant 12)."""

_CUSTOM_PREFIX = re.compile(r"x_(studio_)?", re.IGNORECASE)
"""Fields made by hand are called `x_…`, those made in Odoo Studio `x_studio_…`."""


class Replacement(Protocol):
    """What stands in the place of a text. `words`: how it is done, for the scope; another way has other words."""

    @property
    def words(self) -> str: ...

    def of(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Columns:
    """`names` are sorted and hold `id` and, where the model has it, `write_date`; `fields` describes exactly these.

    `replaced`: of which fields something else is told than Odoo shows (`shared.odoo.personal_data`).
    `missing_optional`: what the catalogue would like and this Odoo lacks. `denied`: what is kept back as secret.
    """

    names: tuple[str, ...]
    fields: Mapping[str, Field]
    missing_optional: tuple[str, ...]
    denied: tuple[str, ...]
    replaced: Mapping[str, Replacement] = field(default_factory=dict)

    @property
    def company_dependent(self) -> tuple[str, ...]:
        """The names among them that Odoo keeps a value a company of: each call shows those of one company."""
        return tuple(name for name in self.names if self.fields[name].company_dependent)


def choose_columns(stream: Stream, fields: Mapping[str, Field]) -> Columns:
    """All stored or company-dependent fields that are neither binary nor x2many, and those the catalogue asks for.

    A binary is never read, so it does not matter that it is base64 up to 19 and in 20 an object.

    Raises `FieldMissing` when a field that the stream requires or adds up is not among them.
    """
    chosen = readable_fields(stream, fields)
    denied = tuple(sorted(n for n, field in fields.items() if is_denied(n) and _is_readable(stream, field)))

    for name in needed_names(stream):
        if name not in chosen:
            raise _missing(stream, fields, name)
    for name in stream.sums:
        if name in chosen and chosen[name].type not in _NUMBERS:
            raise FieldMissing(
                f"Field {name!r} of {stream.model} cannot be added up: it is a {fit_to_show(chosen[name].type)}.",
                fix="Take it off the stream's sums.",
            )
    return Columns(
        names=tuple(chosen),
        fields=chosen,
        missing_optional=tuple(sorted({*stream.optional, *stream.x2many, *stream.also} - chosen.keys() - set(denied))),
        denied=denied,
    )


def needed_names(stream: Stream) -> tuple[str, ...]:
    """The fields without which the stream stops: what every read needs, what it requires, what its sums are made of."""
    always = ("id", "write_date") if stream.has_write_date else ("id",)
    # `reconcile --deep` needs the sums, and the date or the link to the record that has it.
    for_sums = (*stream.sums, str(stream.business_date).partition(".")[0]) if stream.sums else ()
    return tuple(name for name in (*always, *stream.required, *for_sums) if name not in stream.optional)


def readable_fields(stream: Stream, fields: Mapping[str, Field]) -> dict[str, Field]:
    """The fields to read, sorted by name, whether or not those that the stream requires are among them."""
    return {n: fields[n] for n in sorted(fields) if not is_denied(n) and _is_readable(stream, fields[n])}


def is_denied(name: str) -> bool:
    """Whether a field of this name may hold a secret; custom prefixes make no difference, nor does case."""
    return bool(_DENIED.fullmatch(name) or _DENIED.fullmatch(_CUSTOM_PREFIX.sub("", name, count=1)))


def _is_readable(stream: Stream, field: Field) -> bool:
    if field.name == "id" or (field.name == "write_date" and stream.has_write_date):
        return True
    if field.name in stream.exclude or field.type == "binary":
        return False
    if field.type in _X2MANY:
        return field.name in stream.x2many
    if stream.only and field.name not in {*stream.only, *needed_names(stream), *stream.optional, *stream.also}:
        return False
    # Company-dependent fields are not `store` before Odoo 18.
    return field.store or field.company_dependent or field.name in stream.also


def _missing(stream: Stream, fields: Mapping[str, Field], name: str) -> FieldMissing:
    what = f"Field {name!r} of {stream.model}, which the stream needs,"
    if name not in fields:
        fix = "Install the add-on that brings it, give Odoo's user the right to read it, or take it off the stream."
        if name == "write_date":
            fix = "Set has_write_date to false for this stream: it can only be read in full."
        return FieldMissing(f"{what} does not exist in this Odoo or is hidden from its user.", fix=fix)
    if is_denied(name):
        return FieldMissing(
            f"{what} is never read: its name says that it holds a secret.", fix="Take it off the stream."
        )
    return FieldMissing(
        f"{what} is not among those read: it is excluded, not stored, binary or a list of ids.",
        fix="Take it off the stream's required fields, or list it under x2many.",
    )
