"""Raw rows to clean ones, clean ones to facts, and the dimensions, each by SQL in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from etl.datasets import DIMENSION_TABLES, Dataset
from etl.io_parquet import DECIMAL
from etl.transform.dbt_models import Workspace

_CLEAN = {
    "pos_order_lines": "clean_pos_order_lines",
    "invoice_sales": "clean_invoice_lines",
    "purchases": "clean_invoice_lines",
    "inventory_moves": "clean_inventory_moves",
}


def clean(dataset: Dataset, raw: pa.Table, dimensions: Mapping[str, pa.Table], *, zone: str) -> pa.Table:
    """Dates, currencies, references and signs in one form; only what counts."""
    with Workspace(zone=zone) as workspace:
        workspace.hand_in("odoo_raw", {**dimensions, **_relations(dataset, raw)})
        if dataset.table == "pos_order_lines":
            workspace.view("transaction_items", "scout", "transaction_items")
        workspace.view(_CLEAN[dataset.table], "clean", dataset.table)
        return settled(workspace.rows("clean", dataset.table))


def fact(dataset: Dataset, cleaned: pa.Table, dimensions: Mapping[str, pa.Table], *, zone: str) -> pa.Table:
    """The columns of the warehouse's fact, by dbt's own model over what is clean."""
    with Workspace(zone=zone) as workspace:
        workspace.hand_in("odoo_raw", dimensions)
        if dataset.table == "pos_order_lines":
            workspace.hand_in("scout", {"transaction_items": cleaned})
            orders = _first_of_each(cleaned, "order_id")
            workspace.hand_in(
                "odoo_raw",
                {
                    "pos_order": pa.table({"id": orders["order_id"], "partner_id": orders["partner_id"]}),
                    "pos_order_line": pa.table({"id": cleaned["source_id"], "total_cost": cleaned["total_cost"]}),
                },
            )
        elif dataset.table == "inventory_moves":
            lines = {"stock_move_id": cleaned["stock_move_id"], "quantity": cleaned["line_quantity"]}
            workspace.hand_in("dbt", {"stg_stock_moves": cleaned, "stg_stock_move_lines": pa.table(lines)})
        else:
            workspace.hand_in("dbt", {"int_invoice_lines": cleaned})
        return settled(workspace.rows("dbt", dataset.fact)).sort_by(dataset.key)


def make_dimensions(raw: Mapping[str, pa.Table], *, zone: str) -> dict[str, pa.Table]:
    """The `dim_` tables, each sorted, so that the same records are the same table."""
    made = {}
    with Workspace(zone=zone) as workspace:
        workspace.hand_in("odoo_raw", raw)
        for name in DIMENSION_TABLES:
            if name == "dim_date":
                workspace.view("dim_date", "dbt", name)
            rows = settled(workspace.rows("dbt", name))
            made[name] = rows.sort_by([(column, "ascending") for column in rows.schema.names[:2]])
    return made


def sums_of(
    rows: pa.Table, *, day: str, currency: str, amounts: tuple[str, ...], zone: str
) -> dict[date, tuple[int, dict[str, dict[str, str]]]]:
    """By day: the rows, and by currency the sum of each amount, as text."""
    columns = dict(zip(("first", "second", "third"), amounts, strict=True))
    measured = {"day": rows[day], "currency": rows[currency], **{as_: rows[name] for as_, name in columns.items()}}
    found: dict[date, tuple[int, dict[str, dict[str, str]]]] = {}
    with Workspace(zone=zone) as workspace:
        workspace.hand_in("dbt", {"measured": pa.table(measured)})
        for one, code, count, *values in workspace.asked("day_sums"):
            before, sums = found.get(one, (0, {}))
            sums[code] = {name: value for name, value in zip(amounts, values, strict=True) if value is not None}
            found[one] = (before + count, sums)
    return found


def settled(rows: pa.Table) -> pa.Table:
    """Decimals, texts and instants each of one type, whatever DuckDB made of an expression."""
    fields = []
    for column in rows.schema:
        kind = column.type
        if pa.types.is_decimal(kind):
            kind = DECIMAL
        elif pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
            kind = pa.string()
        elif pa.types.is_timestamp(kind):
            kind = pa.timestamp("us", tz="UTC")
        fields.append(pa.field(column.name, kind))
    return rows.cast(pa.schema(fields))


def _relations(dataset: Dataset, raw: pa.Table) -> dict[str, pa.Table]:
    """What odoo_raw would hold of these rows: the lines, and the records that were read with them."""
    prefixes = tuple(f"{one.prefix}__" for one in dataset.companions)
    own = [name for name in raw.schema.names if not name.startswith(prefixes)]
    relations = {_relation(dataset.model): raw.select(own)}
    for companion in dataset.companions:
        prefix = f"{companion.prefix}__"
        theirs = [name for name in raw.schema.names if name.startswith(prefix)]
        if not theirs:
            continue
        if companion.lists:
            columns = {name.removeprefix(prefix): pc.list_flatten(raw[name]) for name in theirs}
            relations[_relation(companion.model)] = pa.table(columns)
        else:
            first = _first_of_each(raw, f"{prefix}id").select(theirs)
            relations[_relation(companion.model)] = first.rename_columns([one.removeprefix(prefix) for one in theirs])
    return relations


def _first_of_each(rows: pa.Table, key: str) -> pa.Table:
    seen: dict[int, int] = {}
    for position, value in enumerate(rows[key].to_pylist()):
        if value is not None:
            seen.setdefault(value, position)
    return rows.take(pa.array(list(seen.values()), pa.int64()))


def _relation(model: str) -> str:
    return model.replace(".", "_")
