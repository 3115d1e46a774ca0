"""The ORM methods that the external API reaches, with Odoo's own names, arguments and answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from demo.odoo import errors
from demo.odoo.domains import compile_domain, lowest_id, mentions, named_ids
from demo.odoo.fields import Row
from demo.odoo.grouping import formatted_read_group, read_group
from demo.odoo.importing import load
from demo.odoo.reading import Reader, Rights
from demo.odoo.store import ADMIN, Store, Transaction

Extension = Callable[["Methods", list[int]], Any]
"""A method added by a test or an add-on: `action(methods, ids, **arguments)`; `methods` gives reading and writing."""

_MODEL_METHODS = frozenset({"fields_get", "search", "search_count", "search_read", "create", "load", "default_get"})
_RECORD_METHODS = frozenset({"read", "write", "unlink"})


class Methods:
    """One call: a model, a context, and the methods on it. Used while the store's lock is held."""

    def __init__(self, store: Store, rights: Rights, now: datetime, model: str, context: Mapping[str, Any]) -> None:
        self.store = store
        self.model = model
        self.context = context
        self.now = now
        self.reader = Reader(store, rights, context)

    def fields_get(self, allfields: Sequence[str] | None = None, attributes: Sequence[str] | None = None) -> Row:
        described = {}
        for name, spec in self.store.tables[self.model].spec.fields.items():
            if not allfields or name in allfields:
                full = spec.describe(self.store.version)
                described[name] = {key: full[key] for key in full if not attributes or key in attributes}
        return described

    def search(self, domain: Any, offset: int = 0, limit: int | None = None, order: str | None = None) -> list[int]:
        return [row["id"] for row in self._found(domain, offset, limit, order)]

    def search_count(self, domain: Any, limit: int | None = None) -> int:
        return len(self._found(domain, 0, limit, "id"))

    def search_read(
        self,
        domain: Any = None,
        fields: Sequence[str] | None = None,
        offset: int = 0,
        limit: int | None = None,
        order: str | None = None,
        **read_kwargs: Any,
    ) -> list[Row]:
        load = read_kwargs.pop("load", "_classic_read")
        for unknown in read_kwargs:
            complaint = f"BaseModel._read_format() got an unexpected keyword argument {unknown!r}"
            raise errors.builtin_error("TypeError", complaint)
        rows = self._found(domain or [], offset, limit, order)
        return self.reader.rows(self.model, rows, fields or [], with_names=load == "_classic_read")

    def read(
        self, ids: Sequence[int], fields: Sequence[str] | None = None, load: str | None = "_classic_read"
    ) -> list[Row]:
        """Deleted records are left out; forbidden ones raise AccessError."""
        table = self.reader.table(self.model)
        rows = [table.rows[record_id] for record_id in ids if record_id in table.rows]
        test = self.reader.visible(self.model, active_test=False)
        if test and not all(map(test, rows)):
            raise errors.access_error(
                f"Uh-oh! Looks like you have stumbled upon some top-secret records ({self.model})."
            )
        return self.reader.rows(self.model, rows, fields or [], with_names=load == "_classic_read")

    def create(self, vals_list: Any) -> int | list[int]:
        with self.transaction() as transaction:
            if isinstance(vals_list, Mapping):
                return self._create(transaction, vals_list)
            return [self._create(transaction, values) for values in vals_list]

    def write(self, ids: Sequence[int], vals: Mapping[str, Any]) -> bool:
        self._all_present(ids)
        with self.transaction() as transaction:
            transaction.write(self.model, ids, _without_log_fields(vals))
        return True

    def unlink(self, ids: Sequence[int]) -> bool:
        self._all_present(ids)
        with self.transaction() as transaction:
            transaction.unlink(self.model, ids)
        return True

    def read_group(
        self, domain: Any, fields: Sequence[str], groupby: Sequence[str], *, lazy: Literal[False]
    ) -> list[Row]:
        """By all keys at once; what Odoo does without `lazy=False` is not simulated."""
        return read_group(self.reader, self.model, self._found(domain, 0, None, "id"), fields, groupby)

    def formatted_read_group(
        self, domain: Any, groupby: Sequence[str] = (), aggregates: Sequence[str] = (), **options: Any
    ) -> list[Row]:
        return formatted_read_group(self.reader, self.model, self._found(domain, 0, None, "id"), groupby, aggregates)

    def load(self, fields: Sequence[str], data: Sequence[Sequence[Any]]) -> dict[str, Any]:
        return load(self, fields, data)

    def default_get(self, fields: Sequence[str]) -> Row:
        """Defaults are not simulated."""
        return {}

    def context_get(self) -> Row:
        user = self.store.tables["res.users"].rows[ADMIN]
        return {"lang": user["lang"], "tz": user["tz"], "uid": ADMIN}

    @property
    def time_zone(self) -> str:
        """The context's, else the user's own."""
        return str(self.context.get("tz") or self.store.tables["res.users"].rows[ADMIN]["tz"])

    def transaction(self) -> Transaction:
        """A transaction of this call: stamped with its start, values in its first company."""
        return Transaction(self.store, at=self.now, company_id=self.reader.company_id)

    def require(self, model: str, values: Mapping[str, Any], error: Callable[[str], Exception]) -> None:
        """Raises `error` when a required value is missing, in Odoo's words."""
        spec = self.store.tables[model].spec
        for field in spec.fields.values():
            computed = field.readonly or field.related or field.type == "boolean"
            if field.required and not computed and values.get(field.name, field.default) is False:
                raise error(
                    "The operation cannot be completed: Missing required value for the field "
                    f"'{field.name}' ({field.name}).\nModel: '{spec.description}' ({model})\n"
                    "- create/update: a mandatory field is not set\n"
                    "- delete: another model requires the record being deleted, you can archive it instead\n"
                )

    def _create(self, transaction: Transaction, values: Mapping[str, Any]) -> int:
        self.reader.table(self.model)
        if any(isinstance(value, str) and "\0" in value for value in values.values()):
            raise errors.builtin_error("ValueError", "A string literal cannot contain NUL (0x00) characters.")
        self.require(self.model, values, errors.validation_error)
        return transaction.create(self.model, _without_log_fields(values))

    def _all_present(self, ids: Sequence[int]) -> None:
        rows = self.reader.table(self.model).rows
        for record_id in ids:
            if record_id not in rows:
                raise errors.missing_error(self.model, record_id, ADMIN)

    def _found(self, domain: Any, offset: int, limit: int | None, order: str | None) -> list[Row]:
        table = self.reader.table(self.model)
        matches = compile_domain(self.reader, self.model, domain)
        visible = self.reader.visible(
            self.model, active_test=self.reader.active_test and not mentions(domain, "active")
        )
        keys = self._sort_keys(order or table.spec.order)
        enough = offset + limit if limit and keys == [("id", False)] else None
        found: list[Row] = []
        named = named_ids(domain)
        for record_id in table.ids_above(lowest_id(domain)) if named is None else named:
            row = table.rows.get(record_id)
            if row is None:
                continue
            if (matches is None or matches(row)) and (visible is None or visible(row)):
                found.append(row)
                if len(found) == enough:
                    break
        for name, descending in reversed(keys if enough is None else []):
            read = self.reader.getter(self.model, name)
            found.sort(key=lambda row, read=read: _null_last(read(row)), reverse=descending)  # type: ignore[misc]
        return found[offset : offset + limit if limit else None]

    def _sort_keys(self, order: str) -> list[tuple[str, bool]]:
        keys = []
        for part in order.split(","):
            name, *direction = part.split()
            if len(direction) > 1 or (direction and direction[0].lower() not in {"asc", "desc"}) or ";" in name:
                raise errors.user_error(
                    f'Invalid "order" specified ({order}). A valid "order" specification is a comma-separated list of '
                    "valid field names (optionally followed by asc/desc for the direction)"
                )
            if name not in self.store.tables[self.model].spec.fields:
                raise errors.builtin_error("ValueError", f"Invalid field {name!r} on model {self.model!r}")
            keys.append((name, bool(direction) and direction[0].lower() == "desc"))
        return keys


def find_method(
    methods: Methods, name: str, extensions: Mapping[tuple[str, str], Extension]
) -> tuple[Callable[..., Any], bool] | None:
    """The method and whether it works on records (takes ids first); None when there is no such method."""
    extension = extensions.get((methods.model, name))
    if extension is not None:
        return (lambda ids, **arguments: extension(methods, ids, **arguments)), True
    version = methods.store.version
    is_model_method = (
        name in _MODEL_METHODS
        or (name == "formatted_read_group" and version >= 19)
        or (name == "read_group" and version < 20)  # gone from 19.1 on (odoo/odoo #226523)
        or (name == "context_get" and methods.model == "res.users")
    )
    if is_model_method or name in _RECORD_METHODS:
        return getattr(methods, name), not is_model_method
    return None


def bind_complaint(method: Callable[..., Any], arguments: Sequence[Any], named: Mapping[str, Any]) -> str | None:
    """What Python says of these arguments; None when they fit."""
    try:
        inspect.signature(method).bind(*arguments, **named)
    except TypeError as error:
        return str(error)
    return None


def _without_log_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Odoo ignores attempts to write these over the API."""
    return {
        name: values[name] for name in values if name not in {"write_date", "create_date", "write_uid", "create_uid"}
    }


def _null_last(value: Any) -> tuple[bool, Any]:
    return (True, 0) if value is False else (False, value)
