"""What one caller sees: values, names, and which records its companies and its rights show it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from demo.odoo.errors import access_error, builtin_error
from demo.odoo.fields import X2MANY, FieldSpec, ModelSpec, Row
from demo.odoo.store import Store, Table

Getter = Callable[[Row], Any]


@dataclass(slots=True)
class Rights:
    """What the reading user may see: `denied` models answer AccessError, `hidden` records are silently left out."""

    company_ids: tuple[int, ...] = (1,)
    denied: set[str] = field(default_factory=set)
    hidden: dict[str, Callable[[Row], bool]] = field(default_factory=dict)


class Reader:
    """One call's view of the store, under its context. Used while the store's lock is held."""

    def __init__(self, store: Store, rights: Rights, context: Mapping[str, Any]) -> None:
        self.store = store
        self.rights = rights
        self.active_test = bool(context.get("active_test", True))
        self.time_zone = str(context.get("tz") or "UTC")
        self.binary_content = bool(context.get("include_binary_content"))
        allowed: tuple[int, ...] = tuple(context.get("allowed_company_ids") or rights.company_ids)
        if set(allowed) - set(rights.company_ids):
            raise access_error("Access to unauthorized or invalid companies.")
        self.company_ids = allowed

    @property
    def company_id(self) -> int:
        """The company that company-dependent values follow."""
        return self.company_ids[0]

    def table(self, model: str) -> Table:
        """Raises Odoo's AccessError when the user may not read the model."""
        table = self.store.tables[model]
        if model in self.rights.denied:
            raise access_error(
                f"You are not allowed to access '{table.spec.description}' ({model}) records.\n\n"
                "No group currently allows this operation.\n\n"
                "Contact your administrator to request access if necessary."
            )
        return table

    def field(self, model: str, name: str) -> FieldSpec:
        spec = self.store.tables[model].spec.fields.get(name)
        if spec is None:
            where = f"on {model!r}" if self.store.version >= 19 else f"on model {model!r}"
            raise builtin_error("ValueError", f"Invalid field {name!r} {where}")
        return spec

    def visible(self, model: str, *, active_test: bool) -> Callable[[Row], bool] | None:
        """The test of companies, rights and archived records; None when it would pass every record."""
        spec = self.store.tables[model].spec
        tests: list[Callable[[Row], bool]] = []
        if active_test and "active" in spec.fields:
            tests.append(lambda row: bool(row.get("active", False)))
        if spec.company_path and set(self.company_ids) != set(self.store.tables["res.company"].rows):
            company, allowed = self.path(model, spec.company_path), {*self.company_ids, False}
            tests.append(lambda row: company(row) in allowed)
        if model in self.rights.hidden:
            hidden = self.rights.hidden[model]
            tests.append(lambda row: not hidden(row))
        if len(tests) < 2:
            return tests[0] if tests else None
        return lambda row: all(test(row) for test in tests)

    def path(self, model: str, dotted: str) -> Getter:
        """The value at the end of a path of many2ones; empty where a link is."""
        head, _, rest = dotted.partition(".")
        first = self.getter(model, head)
        if not rest:
            return first
        relation = str(self.field(model, head).relation)
        if relation not in self.store.tables:
            return lambda row: False
        rows, inner = self.store.tables[relation].rows, self.path(relation, rest)

        def follow(row: Row) -> Any:
            linked = rows.get(first(row))
            return inner(linked) if linked is not None else False

        return follow

    def getter(self, model: str, name: str) -> Getter:
        """How to read one field in its stored form."""
        spec = self.field(model, name)
        default = spec.default
        if name == "display_name":
            return lambda row: self.display_name(model, row)
        if spec.related and not spec.store:
            return self.path(model, spec.related)
        if spec.company_dependent:
            return lambda row: row.get(name, {}).get(self.company_id, default)
        if spec.type == "one2many":
            shown = self.shown(str(spec.relation))
            children = self.store.children(str(spec.relation), str(spec.inverse))
            return lambda row: shown(children.get(row["id"], ()))
        if spec.type == "many2many":
            shown = self.shown(str(spec.relation))
            return lambda row: shown(row.get(name, ()))
        return lambda row: row.get(name, default)

    def _refused(self, model: str) -> Callable[[Iterable[int]], list[int]]:
        def refuse(ids: Iterable[int]) -> list[int]:
            self.table(model)  # raises
            return []

        return refuse

    def shown(self, model: str) -> Callable[[Iterable[int]], list[int]]:
        """Those of some ids that this caller sees: an x2many leaves out archived and forbidden records."""
        if model in self.rights.denied:
            # Odoo asks for the right to the linked model as soon as it has a record's list to tell (seen on 19.0).
            return self._refused(model)
        test = self.visible(model, active_test=self.active_test) if model in self.store.tables else None
        if test is None:
            return list
        rows = self.store.tables[model].rows
        return lambda ids: [record_id for record_id in ids if record_id in rows and test(rows[record_id])]

    def display_name(self, model: str, row: Row) -> str:
        spec = self.store.tables[model].spec
        if spec.record_name not in spec.fields:
            return f"{model},{row['id']}"
        name = self.getter(model, spec.record_name)(row)
        record_name = spec.fields[spec.record_name]
        if record_name.type == "many2one" and name:
            name = self.name_of(str(record_name.relation), name)[1]
        code = row.get("default_code") if model.startswith("product.") else None
        return f"[{code}] {name}" if code else str(name or f"{model},{row['id']}")

    def name_of(self, model: str, record_id: int) -> list[Any]:
        """`[id, name]`, as a many2one is read by default."""
        row = self.store.find(model, record_id)
        return [record_id, self.display_name(model, row) if row else f"{model},{record_id}"]

    def rows(self, model: str, rows: Sequence[Row], names: Sequence[str], *, with_names: bool) -> list[Row]:
        """Records as Odoo answers them. `with_names`: a many2one as `[id, name]` instead of the bare id."""
        spec = self.store.tables[model].spec
        asked = dict.fromkeys(["id", *(names or _readable(spec))])
        plain: list[tuple[str, Any]] = []
        stamps: list[str] = []
        others: list[tuple[str, Getter]] = []
        for name in asked:
            field = self.field(model, name)
            if field.type == "datetime" and not field.related:
                stamps.append(name)
            elif self._is_plain(field, with_names=with_names):
                plain.append((name, field.default))
            else:
                others.append((name, self._reader(model, field, with_names=with_names)))
        answer = []
        for row in rows:
            get = row.get
            record = {name: get(name, default) for name, default in plain}
            for name in stamps:
                value = get(name)
                record[name] = value[:19] if value else False
            for name, read in others:
                record[name] = read(row)
            answer.append(record)
        return answer

    def _is_plain(self, field: FieldSpec, *, with_names: bool) -> bool:
        computed = field.name == "display_name" or (field.related and not field.store) or field.company_dependent
        formed = X2MANY | ({"many2one"} if with_names else set()) | ({"binary"} if self.store.version >= 20 else set())
        return not computed and field.type not in formed

    def _reader(self, model: str, field: FieldSpec, *, with_names: bool) -> Getter:
        read = self.getter(model, field.name)
        if field.type == "datetime":
            return lambda row: str(read(row) or "")[:19] or False
        if field.type == "many2one" and with_names:
            relation = str(field.relation)
            return lambda row: self.name_of(relation, linked) if (linked := read(row)) else False
        if field.type == "binary" and self.store.version >= 20:
            return lambda row: self._file(model, field, row, read(row))
        return read

    def _file(self, model: str, field: FieldSpec, row: Row, content: Any) -> Any:
        """How a binary is answered from 19.5 on: its content only if the context asks for it (odoo/odoo #266082).

        What it is called where it is no attachment of its own is not documented: the field's name, under which Odoo
        keeps it.
        """
        if not content:
            return False
        name = row["name"] if model == "ir.attachment" else field.name
        shown = {"content": content} if self.binary_content else {}
        return {"filename": name, **shown, "size": len(b64decode(content))}


def _readable(spec: ModelSpec) -> list[str]:
    return list(spec.fields)
