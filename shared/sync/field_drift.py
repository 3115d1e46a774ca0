"""Schema drift: what Odoo's `fields_get` says of a stream today, held against the warehouse's record of it.

Recorded are the fields that are read. Of the others only so much is told as explains why one is no longer read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from shared.errors import AccessRefused, ModelMissing, ScoutError
from shared.models.stream import Stream
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns, choose_columns, needed_names, readable_fields
from shared.odoo.model import Field
from shared.sync.windows import in_words

ACCESS_LOST, MODEL_MISSING = "access lost", "model missing"
"""Stand in the place of a digest while there are no fields to see."""


class Attributes(BaseModel):
    """One field as it is recorded. `required`: the stream stops without it. `read`: it is among those read.

    `label`, `help`, `selection`: Odoo's words for it, which the relation's comments show.
    """

    model_config = ConfigDict(frozen=True)

    type: str
    relation: str | None = None
    stored: bool
    company_dependent: bool
    required: bool
    read: bool = True
    label: str | None = None
    help: str | None = None
    selection: tuple[tuple[str, str], ...] | None = None
    translated: bool = False

    def described(self, name: str) -> Field:
        return Field(
            name=name,
            type=self.type,
            relation=self.relation,
            store=self.stored,
            company_dependent=self.company_dependent,
        )


class FieldChange(BaseModel):
    """One row of scout.field_changes. `field` is None where the whole model is meant."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    field: str | None
    change: Literal[
        "added", "removed", "type changed", "relation changed", "stored changed", "company dependence changed",
        "access lost", "access regained", "model missing", "model found",
    ]  # fmt: skip
    before: Attributes | None = None
    after: Attributes | None = None


class FieldRecord(Protocol):
    """The part of a run store that keeps the record."""

    def record_fields(self, digest: str, fields: dict[str, JsonValue] | None) -> list[FieldChange]:
        """Writes the fields down, or with None that there are none to see, and answers what changed.

        May be repeated with the same arguments. Raises `LeaseLost`.
        """


class Drift:
    """One run's look at one stream's fields. `known_digest`: of what was recorded last; None before the first time."""

    def __init__(self, stream: Stream, record: FieldRecord, known_digest: str | None) -> None:
        self._stream = stream
        self._record = record
        self._known_digest = known_digest
        self._asked = False
        self.recorded = False
        """Whether this run wrote down other fields than were known: the relation in odoo_raw has to follow."""
        self._fields: Mapping[str, Field] = {}
        self._hidden: dict[str, str] = {}
        """Lists that are not read because the user may not read their model, with that model."""

    def columns(self, odoo: Odoo, notices: list[str], *, read_before: Collection[str] | None) -> Columns:
        """The columns to read. What changed is recorded and told in `notices`, also when a required field is gone.

        `read_before`: the fields that the stream was last read with, None before the first time. A list of ids that was
        not among them is asked for only if its model may be read. Raises `FieldMissing`, `ModelMissing`,
        `AccessRefused`.
        """
        self._asked = True
        if self._known_digest in (None, ACCESS_LOST):
            # Odoo describes fields to those who may not read the model, too (seen on 19.0): that alone is no sight.
            odoo.count(self._stream.model, [["id", "<", 0]])
        self._fields = odoo.fields(self._stream.model)
        if read_before is not None:
            self._hidden = hidden_lists(odoo, self._lists(but=read_before))
        return self._settle(notices)

    def columns_without_hidden_lists(self, odoo: Odoo, notices: list[str]) -> Columns | None:
        """After Odoo refused a read: the columns without lists of models that may not be read; None: it is not that.

        Odoo looks at the rights to the linked model as soon as it has a list of it to tell. Raises `AccessRefused` when
        it is the stream's own model: a right to all of them may be lost at once.
        """
        odoo.count(self._stream.model, [["id", "<", 0]])
        hidden = hidden_lists(odoo, self._lists(but=self._hidden))
        if not hidden:
            return None
        self._hidden |= hidden
        notices += [
            f"{name} is left out: Odoo does not allow its user to read {model}" for name, model in hidden.items()
        ]
        return self._settle(notices)

    def is_reported(self, change: str) -> bool:
        """Whether a change of the scope is one that was reported in other words: a list that is left out."""
        return any(change == in_words(name, self._fields[name], None) for name in self._hidden)

    def _lists(self, *, but: Collection[str]) -> list[Field]:
        names = [name for name in self._stream.x2many if name in self._fields and name not in but]
        return [self._fields[name] for name in names]

    def _settle(self, notices: list[str]) -> Columns:
        """Records the fields that are read from now on, and tells what changed."""
        fields = {name: field for name, field in self._fields.items() if name not in self._hidden}
        chosen, needed = readable_fields(self._stream, fields), needed_names(self._stream)
        seen: dict[str, JsonValue] = {
            name: Attributes(
                type=field.type,
                relation=field.relation,
                stored=field.store,
                company_dependent=field.company_dependent,
                required=name in needed,
                read=name in chosen,
                label=field.label,
                help=field.help,
                selection=field.selection,
                translated=field.translated,
            ).model_dump(mode="json")
            for name, field in self._fields.items()
        }
        digest = _digest({name: seen[name] for name in chosen})
        if digest != self._known_digest:
            changes = self._record.record_fields(digest, seen)
            self._known_digest = digest
            self.recorded = True
            notices += dict.fromkeys(told for change in changes if (told := self._told(change)))
        columns = choose_columns(self._stream, fields)
        missing = tuple(name for name in columns.missing_optional if name not in self._hidden)
        return replace(columns, missing_optional=missing)

    def lost(self, failure: ScoutError) -> None:
        """Records that the model, or the right to read it, is gone, if that is what the failure says."""
        if not self._asked or not isinstance(failure, AccessRefused | ModelMissing):
            return
        digest = MODEL_MISSING if isinstance(failure, ModelMissing) else ACCESS_LOST
        if digest != self._known_digest:
            self._record.record_fields(digest, None)
            self._known_digest = digest

    def _told(self, change: FieldChange) -> str | None:
        """The sentence for the report; None for a loss, which is told elsewhere."""
        if change.change in ("access regained", "model found"):
            return f"{self._stream.model} can be read again"
        if change.field is None:
            return None
        if change.field in self._hidden:
            return None  # it was told why
        before, after = change.before, change.after
        if before and after and after.read and change.change == "stored changed":
            return f"field {change.field} is {'now' if after.stored else 'no longer'} stored in Odoo"
        return in_words(
            change.field,
            before.described(change.field) if before else None,
            after.described(change.field) if after and after.read else None,
        )


def hidden_lists(odoo: Odoo, lists: Iterable[Field]) -> dict[str, str]:
    """Those of the lists whose own model Odoo's user may not read, with that model. A call for each."""
    hidden = {}
    for field in lists:
        try:
            odoo.count(str(field.relation), [["id", "<", 0]])
        except AccessRefused:
            hidden[field.name] = str(field.relation)
    return hidden


def _digest(fields: dict[str, JsonValue]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
