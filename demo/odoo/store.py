"""The records, in memory: tables, ids, what a save and a delete do besides, and transactions that commit when told.

As in PostgreSQL under Odoo: an id is drawn when the record is made and not given back, `write_date` is the start of the
writing transaction, and nobody sees anything of a transaction before it commits.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from demo.odoo.clock import aware
from demo.odoo.errors import builtin_error
from demo.odoo.fields import X2MANY, FieldSpec, ModelSpec, Row

Values = Mapping[str, Any]
ADMIN = 2
"""The user who reads and writes over the API: Odoo's administrator always has this id."""
_STAMP = "%Y-%m-%d %H:%M:%S.%f"


def stamp(instant: datetime) -> str:
    """An aware instant as it is stored: naive UTC with microseconds, so that text order is time order."""
    return aware(instant).astimezone(UTC).strftime(_STAMP)


class Table:
    """The records of one model. `generation` grows with each change."""

    def __init__(self, spec: ModelSpec) -> None:
        self.spec = spec
        self.rows: dict[int, Row] = {}
        self.generation = 0
        self._next_id = 1
        self._sorted: tuple[int, list[int]] = (-1, [])

    def draw_id(self, wanted: int | None = None) -> int:
        drawn = self._next_id if wanted is None else wanted
        self._next_id = max(self._next_id, drawn + 1)
        return drawn

    def ids_above(self, lowest: int) -> list[int]:
        """All ids greater than `lowest`, ascending."""
        if self._sorted[0] != self.generation:
            self._sorted = (self.generation, sorted(self.rows))
        ids = self._sorted[1]
        return ids[bisect_right(ids, lowest) :]


class Store:
    """All tables. Whoever reads or writes holds `lock`; the public methods take it themselves."""

    def __init__(self, specs: Iterable[ModelSpec], *, version: int) -> None:
        self.lock = threading.RLock()
        self.version = version
        self.tables = {spec.name: Table(spec) for spec in specs}
        self.effects: Counter[tuple[str, int, str]] = Counter()
        """How often each record was created, written, deleted: (model, id, "create" | "write" | "unlink")."""
        self._children: dict[tuple[str, str], tuple[int, dict[int, list[int]]]] = {}

    def find(self, model: str, record_id: int) -> Row | None:
        table = self.tables.get(model)
        return table.rows.get(record_id) if table else None

    def children(self, model: str, inverse: str) -> dict[int, list[int]]:
        """For each parent the ids of the records of `model` whose many2one `inverse` points to it, ascending."""
        table = self.tables.get(model)
        if table is None:
            return {}
        known = self._children.get((model, inverse))
        if known is None or known[0] != table.generation:
            index: dict[int, list[int]] = {}
            for record_id in table.ids_above(0):
                parent = table.rows[record_id].get(inverse)
                if parent:
                    index.setdefault(parent, []).append(record_id)
            known = (table.generation, index)
            self._children[model, inverse] = known
        return known[1]

    def insert(self, model: str, record_id: int, values: Row, at: str) -> None:
        table = self.tables[model]
        row: Row = {"id": record_id}
        if "write_date" in table.spec.fields:
            row |= {"create_date": at, "create_uid": ADMIN, "write_date": at, "write_uid": ADMIN}
        if "active" in table.spec.fields:
            row["active"] = True
        table.rows[record_id] = row
        self._assign(table, row, values)
        table.generation += 1
        self.effects[model, record_id, "create"] += 1

    def update(self, model: str, ids: Sequence[int], values: Row, at: str | None) -> None:
        """Without `at` nothing but the values changes: what raw SQL does."""
        table = self.tables[model]
        for record_id in ids:
            row = table.rows.get(record_id)
            if row is None:
                continue
            self._assign(table, row, values)
            if at is not None:
                self.effects[model, record_id, "write"] += 1
            if at is not None and "write_date" in table.spec.fields:
                row |= {"write_date": at, "write_uid": ADMIN}
        table.generation += 1
        if at is not None and self.version >= 17:
            for other, link in table.spec.touches.items():
                for record_id in (child for parent in ids for child in self.children(other, link).get(parent, ())):
                    self.tables[other].rows[record_id]["write_date"] = at

    def delete(self, model: str, ids: Collection[int]) -> None:
        """With what hangs on the records; a many2one elsewhere that pointed to one becomes empty, write_date or not."""
        gone = set(ids) & self.tables[model].rows.keys()
        if not gone:
            return
        for record_id in gone:
            del self.tables[model].rows[record_id]
            self.effects[model, record_id, "unlink"] += 1
        self.tables[model].generation += 1
        if model != "ir.model.data":
            data = self.tables["ir.model.data"].rows.values()
            self.delete("ir.model.data", [row["id"] for row in data if row["model"] == model and row["res_id"] in gone])
        for table in self.tables.values():
            for spec in table.spec.fields.values():
                if spec.type != "many2one" or spec.relation != model or (spec.related and not spec.store):
                    continue
                pointing = [row for row in table.rows.values() if row.get(spec.name) in gone]
                if spec.cascade:
                    self.delete(table.spec.name, [row["id"] for row in pointing])
                    continue
                for row in pointing:
                    row[spec.name] = False
                table.generation += bool(pointing)

    def _assign(self, table: Table, row: Row, values: Row) -> None:
        for name, value in values.items():
            spec = table.spec.fields[name]
            if spec.type in X2MANY:
                row[name] = _link(row.get(name, ()), value)
            elif spec.company_dependent:
                row[name] = {**row.get(name, {}), **value}
            else:
                row[name] = value
        for spec in table.spec.fields.values():
            if spec.related and spec.store and spec.name not in values:
                head, _, rest = spec.related.partition(".")
                if head in values:
                    parent = self.find(str(table.spec.fields[head].relation), row[head])
                    row[spec.name] = parent.get(rest, False) if parent else False
        if table.spec.derive:
            row |= table.spec.derive(row, self.find)

    def prepare(self, model: str, values: Values, *, company_id: int) -> tuple[Row, list[tuple[str, str, Values]]]:
        """Values as stored, and the lines to make along: (model, inverse, values). Raises Odoo's ValueError."""
        spec = self.tables[model].spec
        row: Row = {}
        lines: list[tuple[str, str, Values]] = []
        for name, value in values.items():
            field = spec.fields.get(name)
            if field is None:
                raise builtin_error("ValueError", f"Invalid field {name!r} in {model!r}")
            if field.type == "one2many":
                lines += [(str(field.relation), str(field.inverse), line[2]) for line in value if line[0] == 0]
            else:
                stored = _stored(field, value)
                row[name] = {company_id: stored} if field.company_dependent else stored
        return row, lines


class Transaction:
    """Writes that become visible together on `commit` (or at the end of the `with`), all stamped with the start."""

    def __init__(self, store: Store, *, at: datetime, company_id: int = 1) -> None:
        self._store = store
        self._at = stamp(at)
        self._company_id = company_id
        self._operations: list[Callable[[], None]] = []

    def create(self, model: str, values: Values) -> int:
        """`id` among the values asks for that id; `lines: [(0, 0, {…}), …]` makes the lines too."""
        with self._store.lock:
            row, lines = self._store.prepare(model, values, company_id=self._company_id)
            record_id = self._store.tables[model].draw_id(row.pop("id", None))
        self._operations.append(partial(self._store.insert, model, record_id, row, self._at))
        for child, inverse, child_values in lines:
            self.create(child, {**child_values, inverse: record_id})
        return record_id

    def write(self, model: str, ids: int | Sequence[int], values: Values) -> None:
        records = _ids(ids)
        row, lines = self._store.prepare(model, values, company_id=self._company_id)
        self._operations.append(partial(self._store.update, model, records, row, self._at))
        for child, inverse, child_values in lines:
            for record_id in records:
                self.create(child, {**child_values, inverse: record_id})

    def write_raw(self, model: str, ids: int | Sequence[int], values: Values) -> None:
        """Changes values as SQL behind Odoo's back does: write_date stays (it may itself be among the values)."""
        row, _ = self._store.prepare(model, values, company_id=self._company_id)
        self._operations.append(partial(self._store.update, model, _ids(ids), row, None))

    def unlink(self, model: str, ids: int | Sequence[int]) -> None:
        self._operations.append(partial(self._store.delete, model, _ids(ids)))

    def commit(self) -> None:
        with self._store.lock:
            for operation in self._operations:
                operation()
        self._operations = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()


def _ids(ids: int | Sequence[int]) -> list[int]:
    return [ids] if isinstance(ids, int) else list(ids)


def _stored(field: FieldSpec, value: Any) -> Any:
    if value is None or value is False:
        return () if field.type in X2MANY else field.default
    if field.type == "datetime":
        return stamp(value) if isinstance(value, datetime) else f"{value}.000000"[:26].replace("T", " ")
    if field.type == "date":
        return str(value)[:10]
    if field.type in {"float", "monetary"}:
        return float(value)
    return tuple(value) if field.type in X2MANY else value


def _link(present: tuple[int, ...], value: tuple[Any, ...]) -> tuple[int, ...]:
    """A many2many after Odoo's commands (4 link, 3 and 2 unlink, 5 clear, 6 replace), or a plain list of ids."""
    if all(isinstance(part, int) for part in value):
        return value
    for command, *rest in value:
        if command == 6:
            present = tuple(rest[1])
        elif command == 5:
            present = ()
        elif command == 4 and rest[0] not in present:
            present = (*present, rest[0])
        elif command in {2, 3}:
            present = tuple(record_id for record_id in present if record_id != rest[0])
    return present
