"""The four datasets: what is read of Odoo for a day, and which tables it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from shared.errors import InputError
from shared.odoo.model import Domain

INVOICE_LINE_TYPES = ["product", "rounding", "non_deductible_product", "non_deductible_product_total"]
"""What an invoice is made of, by the types that Odoo counts as untaxed; as in dbt's int_invoice_lines."""


@dataclass(frozen=True)
class Companion:
    """Records read along with each row. Their columns are `<prefix>__<field>`.

    `link`: the row's field that holds the companion's id. `fields`: None for all stored ones. `lists`: the companions
    point at the row through `link` themselves, so a column holds a list, in the order of their ids.
    """

    prefix: str
    model: str
    link: str
    fields: tuple[str, ...] | None = None
    lists: bool = False


@dataclass(frozen=True, eq=False)
class Dataset:
    """`table`: its name in raw and clean; `fact`, `key`, `day`: the fact's table, its key, the column of its day.

    `date_path`: the field a day is told by; `is_instant`: a datetime, so a day is one of a time zone. `till`: of the
    shops' zone. `amounts`: the fact's columns that are added up by currency.
    """

    name: str
    table: str
    fact: str
    key: str
    day: str
    model: str
    date_path: str
    is_instant: bool
    domain: tuple[tuple[str, str, object], ...]
    companions: tuple[Companion, ...]
    amounts: tuple[str, ...]
    till: bool = False

    def conditions(self) -> Domain:
        return [list(condition) for condition in self.domain]


def _invoices(name: str, table: str, fact: str, kind: str) -> Dataset:
    types = [f"{kind}_invoice", f"{kind}_refund", f"{kind}_receipt"]
    return Dataset(
        name=name,
        table=table,
        fact=fact,
        key="invoice_line_id",
        day="accounting_date",
        model="account.move.line",
        date_path="date",
        is_instant=False,
        domain=(("move_id.move_type", "in", types), ("display_type", "in", INVOICE_LINE_TYPES)),
        companions=(Companion("move", "account.move", "move_id"),),
        amounts=("quantity", "untaxed_amount", "total_amount"),
    )


DATASETS = (
    Dataset(
        name="sales",
        table="pos_order_lines",
        fact="fact_sales",
        key="sale_line_id",
        day="business_date",
        model="pos.order.line",
        date_path="order_id.date_order",
        is_instant=True,
        domain=(),
        companions=(Companion("order", "pos.order", "order_id"),),
        amounts=("quantity", "untaxed_amount", "total_amount"),
        till=True,
    ),
    _invoices("invoice_sales", "invoice_sales", "fact_invoice_sales", "out"),
    _invoices("purchases", "purchases", "fact_purchases", "in"),
    Dataset(
        name="inventory_moves",
        table="inventory_moves",
        fact="fact_inventory_moves",
        key="stock_move_id",
        day="business_date",
        model="stock.move",
        date_path="date",
        is_instant=True,
        domain=(),
        companions=(
            Companion(
                "move_line",
                "stock.move.line",
                "move_id",
                fields=("move_id", "quantity_product_uom", "write_date"),
                lists=True,
            ),
        ),
        amounts=("quantity", "signed_quantity", "signed_value"),
    ),
)

DIMENSIONS = (
    "res.company",
    "res.currency",
    "res.country",
    "res.partner",
    "pos.config",
    "product.category",
    "product.template",
    "product.product",
    "uom.uom",
    "stock.location",
    "account.account",
)
"""Models that are kept whole, with each record as it is now."""

DIMENSION_TABLES = (
    "dim_company",
    "dim_category",
    "dim_product",
    "dim_partner",
    "dim_store",
    "dim_location",
    "dim_account",
    "dim_date",
)


def dataset_of(name: str) -> Dataset:
    """By its name, its table or its fact. Raises `InputError`."""
    for dataset in DATASETS:
        if name in (dataset.name, dataset.table, dataset.fact):
            return dataset
    raise InputError([f"there is no dataset {name!r}; known: {', '.join(one.name for one in DATASETS)}"])
