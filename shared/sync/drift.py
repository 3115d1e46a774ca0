"""Schema drift: what Odoo's `fields_get` says of a stream today, held against the warehouse's record of it.

Recorded are the fields that are read. Of the others only so much is told as explains why one is no longer read.
"""

from __future__ import annotations

import hashlib
import json
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from shared.errors import AccessRefused, ModelMissing, ScoutError
from shared.odoo.client import Odoo
from shared.odoo.columns import Columns, choose_columns, needed_names, readable_fields
from shared.odoo.model import Field
from shared.streams.stream import Stream
from shared.sync.windows import in_words

ACCESS_LOST, MODEL_MISSING = "access lost", "model missing"
"""Stand in the place of a digest while there are no fields to see."""


class Attributes(BaseModel):
    """One field as it is recorded. `required`: the stream stops without it. `read`: it is among those read."""

    model_config = ConfigDict(frozen=True)

    type: str
    relation: str | None = None
    stored: bool
    company_dependent: bool
    required: bool
    read: bool = True

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
    """The part of a ledger that keeps the record."""

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

    def columns(self, odoo: Odoo, notices: list[str]) -> Columns:
        """The columns to read. What changed is recorded and told in `notices`, also when a required field is gone.

        Raises `FieldMissing`, `ModelMissing`, `AccessRefused`.
        """
        self._asked = True
        if self._known_digest in (None, ACCESS_LOST):
            # Odoo describes fields to those who may not read the model, too (seen on 19.0): that alone is no sight.
            odoo.count(self._stream.model, [["id", "<", 0]])
        fields = odoo.fields(self._stream.model)
        chosen, needed = readable_fields(self._stream, fields), needed_names(self._stream)
        seen: dict[str, JsonValue] = {
            name: Attributes(
                type=field.type,
                relation=field.relation,
                stored=field.store,
                company_dependent=field.company_dependent,
                required=name in needed,
                read=name in chosen,
            ).model_dump()
            for name, field in fields.items()
        }
        digest = _digest({name: seen[name] for name in chosen})
        if digest != self._known_digest:
            changes = self._record.record_fields(digest, seen)
            self._known_digest = digest
            notices += dict.fromkeys(told for change in changes if (told := self._told(change)))
        return choose_columns(self._stream, fields)

    def lost(self, failure: ScoutError) -> None:
        """Records that the model, or the right to read it, is gone, if that is what the failure says."""
        if not self._asked or not isinstance(failure, AccessRefused | ModelMissing):
            return
        digest = MODEL_MISSING if isinstance(failure, ModelMissing) else ACCESS_LOST
        if digest != self._known_digest:
            self._record.record_fields(digest, None)
            self._known_digest = digest

    def _told(self, change: FieldChange) -> str | None:
        """The sentence for the report; None for a loss, which the stream's error tells."""
        if change.change in ("access regained", "model found"):
            return f"{self._stream.model} can be read again"
        if change.field is None:
            return None
        before, after = change.before, change.after
        if before and after and after.read and change.change == "stored changed":
            return f"field {change.field} is {'now' if after.stored else 'no longer'} stored in Odoo"
        return in_words(
            change.field,
            before.described(change.field) if before else None,
            after.described(change.field) if after and after.read else None,
        )


def _digest(fields: dict[str, JsonValue]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
