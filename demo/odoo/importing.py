"""`load`: Odoo's import, which creates or updates by external id, all rows or none (19: `odoo/orm/models.py`, `load`).

Columns are `id` (external id), `.id` (database id), a field, `link/.id` or `link/id`, and `lines/<column>` for lines of
a one2many, whose further rows leave the other columns empty. Values are text; datetimes are in the caller's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from demo.odoo.errors import builtin_error
from demo.odoo.fields import X2MANY, FieldSpec, Row

if TYPE_CHECKING:
    from demo.odoo.methods import Methods

_YES = frozenset({"1", "true", "yes"})
_NO = frozenset({"0", "false", "no", ""})
_DEFAULT_MODULE = "__import__"
_DATA = "ir.model.data"


class Unfit(Exception):
    """A value that does not fit; becomes a message of the answer."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def load(methods: Methods, fields: Sequence[str], data: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """`{"ids": […], "messages": [], "nextrow": 0}`; with any error `ids` is False and nothing was written."""
    rows = [["" if value is None or value is False else str(value) for value in row] for row in data]
    importer = _Importer(methods)
    ids: list[int] = []
    messages: list[dict[str, Any]] = []
    first = 0
    for number, record in enumerate(_records(methods, methods.model, fields, rows)):
        last = first + len(record) - 1
        try:
            ids.append(importer.save(methods.model, fields, record, {}))
        except Unfit as error:
            message = {"rows": {"from": first, "to": last}, "record": number, "type": "error", "message": error.message}
            messages.append(message | ({"field": error.field} if error.field else {}))
        first = last + 1
    if messages:
        return {"ids": False, "messages": messages, "nextrow": 0}
    importer.transaction.commit()
    return {"ids": ids, "messages": [], "nextrow": 0}


def _records(methods: Methods, model: str, fields: Sequence[str], rows: list[list[str]]) -> Iterator[list[list[str]]]:
    """Rows that belong together: a row whose own columns are empty goes on with the lines of the one before."""
    of_lines = [_is_line(methods, model, name) for name in fields]
    record: list[list[str]] = []
    for row in rows:
        begins = any(value and not line for value, line in zip(row, of_lines, strict=True)) or not any(row)
        if begins and record:
            yield record
            record = []
        record.append(row)
    if record:
        yield record


def _is_line(methods: Methods, model: str, column: str) -> bool:
    field = methods.store.tables[model].spec.fields.get(column.partition("/")[0])
    return field is not None and field.type == "one2many"


class _Importer:
    """Saves records in one transaction; knows the external ids that this same import made."""

    def __init__(self, methods: Methods) -> None:
        self._methods = methods
        self._tables = methods.store.tables
        self._known: dict[str, tuple[str, int]] = {}
        self.transaction = methods.transaction()

    def save(self, model: str, fields: Sequence[str], record: list[list[str]], values: dict[str, Any]) -> int:
        """Creates or updates one record from its rows; `values` come beside. Answers its id."""
        external, database_id = "", ""
        lines: dict[str, list[int]] = {}
        for position, column in enumerate(fields):
            head, _, rest = column.partition("/")
            if column == "id":
                external = record[0][position]
            elif column == ".id":
                database_id = record[0][position]
            elif _is_line(self._methods, model, column):
                lines.setdefault(head, []).append(position)
            else:
                values[head] = self._value(self._field(model, head), rest, record[0][position])
        known = self._find(external) if external else None
        if known and known[0] == model and self._is_left_alone(external):
            return known[1]
        record_id = self._put(model, external, database_id, values)
        for head, positions in lines.items():
            self._save_lines(self._field(model, head), fields, record, positions, record_id)
        return record_id

    def _save_lines(
        self, field: FieldSpec, fields: Sequence[str], record: list[list[str]], positions: list[int], parent: int
    ) -> None:
        columns = [fields[position].partition("/")[2] for position in positions]
        rows = [[row[position] for position in positions] for row in record]
        filled = [row for row in rows if any(row)]
        for line in _records(self._methods, str(field.relation), columns, filled):
            self.save(str(field.relation), columns, line, {str(field.inverse): parent})

    def _put(self, model: str, external: str, database_id: str, values: dict[str, Any]) -> int:
        if not external and database_id:
            self._exists(model, database_id, ".id", f"Unknown database identifier '{database_id}'")
            self.transaction.write(model, int(database_id), values)
            return int(database_id)
        if any(character.isspace() for character in external):
            raise Unfit(
                'new row for relation "ir_model_data" violates check constraint "ir_model_data_name_nospaces"\n'
            )
        known = self._find(external) if external else None
        if known and known[0] != model:
            raise Unfit(
                f"For external id {external} when trying to create/update a record of model {model} "
                f"found record of different model {known[0]}"
            )
        if known:
            self.transaction.write(model, known[1], values)
            return known[1]
        self._methods.require(model, values, Unfit)
        record_id = self.transaction.create(model, values)
        if external:
            module, _, name = external.rpartition(".") if "." not in external else external.partition(".")
            named = {"module": module or _DEFAULT_MODULE, "name": name, "model": model, "res_id": record_id}
            self.transaction.create(_DATA, {**named, "noupdate": bool(self._methods.context.get("noupdate"))})
            self._known[external] = (model, record_id)
        return record_id

    def _is_left_alone(self, external: str) -> bool:
        """In mode `update` a record is not touched, nor its lines, whose external id was made with `noupdate`."""
        row = self._named(external) if self._methods.context.get("mode") == "update" else None
        return row is not None and bool(row.get("noupdate"))

    def _find(self, external: str) -> tuple[str, int] | None:
        if external in self._known:
            return self._known[external]
        row = self._named(external)
        return (row["model"], row["res_id"]) if row else None

    def _named(self, external: str) -> Row | None:
        module, _, name = external.partition(".") if "." in external else (_DEFAULT_MODULE, "", external)
        for row in self._tables[_DATA].rows.values():
            if (row["module"], row["name"]) == (module, name) and row["res_id"] in self._tables[row["model"]].rows:
                return row
        return None

    def _field(self, model: str, name: str) -> FieldSpec:
        field = self._tables[model].spec.fields.get(name)
        if field is None:
            raise builtin_error("ValueError", f"Invalid field name {name!r}")
        return field

    def _value(self, field: FieldSpec, how: str, text: str) -> Any:
        if field.type in X2MANY:
            return [(6, 0, [self._link(field, how, part.strip()) for part in text.split(",") if part.strip()])]
        if field.type == "boolean":
            if text.lower() not in _YES | _NO:
                raise Unfit(f"Unknown value '{text}' for boolean field '{field.name}'", field.name)
            return text.lower() in _YES
        if not text:
            return False
        if field.type == "many2one":
            return self._link(field, how, text)
        return self._plain(field, text)

    def _plain(self, field: FieldSpec, text: str) -> Any:
        if field.type in {"integer", "float", "monetary"}:
            try:
                return int(text) if field.type == "integer" else float(text)
            except ValueError:
                complaint = f"'{text}' does not seem to be a number for field '{field.name}'"
                raise Unfit(complaint, field.name) from None
        if field.type == "datetime":
            try:
                local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self._methods.time_zone))
            except ValueError:
                raise Unfit(
                    f"'{text}' does not seem to be a valid datetime for field '{field.name}'", field.name
                ) from None
            return local.astimezone(UTC)
        if field.type == "selection":
            for value, label in field.selection:
                if text in {value, label}:
                    return value
            raise Unfit(f"Value '{text}' not found in selection field '{field.name}'", field.name)
        return text

    def _link(self, field: FieldSpec, how: str, text: str) -> int:
        model = str(field.relation)
        if how == "id":
            found = self._find(text)
            if found is None or found[0] != model:
                complaint = f"No matching record found for external id '{text}' in field '{field.name}'"
                raise Unfit(complaint, field.name)
            return found[1]
        if how == ".id":
            complaint = f"No matching record found for database id '{text}' in field '{field.name}'"
            self._exists(model, text, field.name, complaint)
            return int(text)
        reader = self._methods.reader
        for row in self._tables[model].rows.values() if model in self._tables else ():
            if reader.display_name(model, row) == text:
                return int(row["id"])
        raise Unfit(f"No matching record found for name '{text}' in field '{field.name}'", field.name)

    def _exists(self, model: str, text: str, field: str, complaint: str) -> None:
        """Models that are not simulated are believed."""
        if model in self._tables and (not text.isdigit() or int(text) not in self._tables[model].rows):
            raise Unfit(complaint, field)
