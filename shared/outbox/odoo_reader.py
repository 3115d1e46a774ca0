"""What a worker asks Odoo before and after it changes something: which record is meant, and what it is like now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, cast

from pydantic import JsonValue

from shared.errors import AccessRefused, OdooRefused
from shared.odoo.client import Odoo, as_promised
from shared.odoo.model import Domain
from shared.outbox.desired_state import DesiredState, line_path
from shared.outbox.field_values import ATTRIBUTES, WritableField, plain
from shared.outbox.message import Message, Reading

Names = Mapping[str, tuple[str, int]]
"""External id → (model, database id)."""

_NEVER_MISSING = frozenset({"boolean", "one2many", "many2many"})


class OdooReader:
    """Asks Odoo; each model's fields once."""

    def __init__(self, odoo: Odoo) -> None:
        self.odoo = odoo
        self.describe = cache(self._describe)

    def names(self, external_ids: Collection[str]) -> Names | None:
        """Those of the external ids that are in Odoo; None when its user may not read external ids."""
        if not external_ids:
            return {}
        parts = [one.partition(".") for one in sorted(external_ids)]
        conditions: Domain = ["|"] * (len(parts) - 1)
        for module, _, name in parts:
            conditions += ["&", ["module", "=", module], ["name", "=", name]]
        try:
            page = self.odoo.page(
                "ir.model.data", domain=conditions, fields=["module", "name", "model", "res_id"], limit=len(parts)
            )
        except AccessRefused:
            return None
        return {f"{row['module']}.{row['name']}": (row["model"], row["res_id"]) for row in page.rows}

    def read(self, message: Message, record_id: int | None, desired: DesiredState, names: Names) -> Reading:
        """The record as far as the message is concerned with it."""
        if record_id is None:
            return Reading()
        columns = [*desired.values, *desired.lists]
        row = self._row(message, message.model, record_id, columns)
        if row is None:
            return Reading()
        values = {name: plain(desired.fields[name].type, row[name]) for name in desired.values}
        for name, of in desired.lists.items():
            present = set(row[name] or [])
            for line in of.lines:
                model, line_id = names.get(line.external_id, (of.model, None))
                if line_id is None or line_id not in present or model != of.model:
                    continue
                found = self._row(message, of.model, line_id, list(line.values))
                for key in line.values if found else ():
                    values[line_path(name, line, key)] = plain(of.fields[key].type, cast(dict[str, Any], found)[key])
        return Reading(
            id=record_id,
            write_date=row.get("write_date") or None,
            read_at=self.odoo.server_time().strftime("%Y-%m-%d %H:%M:%S"),
            values=values,
        )

    def is_there(self, message: Message, model: str, record_id: int | None) -> bool:
        """Whether Odoo has such a record, be it in sight of its user or not.

        A search leaves out what record rules forbid; `read` raises AccessError for it (19: `check_access` in
        odoo/orm/models.py), and answers nothing, or MissingError up to 18, for what is gone.
        """
        if record_id is None:
            return False
        fields: list[JsonValue] = ["create_date" if "create_date" in self.describe(model) else "display_name"]
        try:
            return bool(self.odoo.call(model, "read", ids=[record_id], fields=fields, context=message.context))
        except AccessRefused:
            return True
        except OdooRefused as refused:
            if refused.name == "MissingError":
                return False
            raise

    def holds(self, message: Message, record_id: int) -> bool:
        """Whether the message's guard holds for the record."""
        domain: Domain = [["id", "=", record_id], *(message.guard or [])]
        found = self.odoo.call(message.model, "search_count", domain=cast(JsonValue, domain), context=message.context)
        return bool(found)

    def write_date(self, message: Message, record_id: int) -> str | None:
        row = self._row(message, message.model, record_id, [])
        return None if row is None else row.get("write_date") or None

    def missing(self, message: Message, desired: DesiredState) -> list[str]:
        """Fields that a new record needs and neither the message nor Odoo fills.

        Computed ones, lists of lines (19: a product's variants are required, and Odoo makes them) and links that Odoo
        makes itself (`_inherits`: fields are related through them) are left to it.
        """
        fields = self.describe(message.model)
        through = {one.related.partition(".")[0] for one in fields.values() if one.related}
        needed = [
            name
            for name, one in fields.items()
            if one.required and one.store and not one.readonly and not one.depends and not one.related
            and one.type not in _NEVER_MISSING and name not in through and desired.values.get(name) is None
        ]  # fmt: skip
        needed = [name for name in needed if name not in desired.lists]
        if not needed:
            return []
        defaults = self.odoo.call(
            message.model, "default_get", fields=list(needed), repeatable=True, context=message.context
        )
        with as_promised(f"{message.model}.default_get"):
            return [name for name in needed if not cast(dict[str, Any], defaults).get(name)]

    def _row(self, message: Message, model: str, record_id: int, columns: list[str]) -> dict[str, Any] | None:
        logged = ["write_date"] if "write_date" in self.describe(model) else []
        rows = self.odoo.call(
            model,
            "search_read",
            domain=[["id", "=", record_id]],
            fields=["id", *columns, *logged],
            limit=1,
            load=None,
            context=message.context,
        )
        with as_promised(f"{model}.search_read"):
            found = cast(list[dict[str, Any]], rows)
            if found and not found[0].keys() >= {"id", *columns, *logged}:
                raise KeyError
            return found[0] if found else None

    def _describe(self, model: str) -> dict[str, WritableField]:
        value = self.odoo.call(model, "fields_get", attributes=ATTRIBUTES)
        with as_promised(f"{model}.fields_get"):
            described = cast(dict[str, dict[str, Any]], value)
            return {
                name: WritableField.model_validate({key: value for key, value in one.items() if value} | {"name": name})
                for name, one in described.items()
            }
